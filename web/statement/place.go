package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// replyPlaces answers where data is stored.
func (b *builder) replyPlaces(p *Page) error {
	type placed struct {
		activity
		Service   named           `json:"service"`
		Locations []string        `json:"locations"`
		Retention []retentionRule `json:"retention"`
	}
	var answer struct{ SecurityMeasures list[measure] }
	if err := b.put("places", map[string]any{"after": ""}, &answer); err != nil {
		return err
	}
	all, err := everything[placed](b.session, "places", "processingActivities", nil)
	if err != nil {
		return err
	}
	var rules []retentionRule
	var lines []Line
	for _, a := range all {
		rules = append(rules, only(a.Retention, func(r retentionRule) bool { return r.Location != "" })...)
		if len(a.Locations) > 0 {
			lines = append(lines, b.line(a.evidence, a.Name, b.noun(a.Service).Href, Detail{Label: "Stored in", Text: wording.And(a.Locations)}))
		}
	}
	transfers, err := b.transfers()
	if err != nil {
		return err
	}
	measures := only(answer.SecurityMeasures.Nodes, func(m measure) bool { return strings.Contains(strings.ToLower(m.Name+" "+m.Description), "stor") })
	p.Lead = "Where data is stored is not stated."
	var where []string
	for _, r := range rules {
		where = append(where, r.Service.Name+": "+wording.LowerFirst(wording.Phrase(r.Location)))
	}
	if where = slices.Compact(where); where != nil || lines != nil {
		p.Lead = also("Where data is stored is stated for a part of it only", strings.Join(where, "; "))
	}
	p.Sections = []Section{
		{ID: "places", Title: "Where activities store data", Lines: lines, Silence: "No activity is stated to store data in a place."},
		{ID: "kept", Title: "Which rules on keeping name a place", Groups: titled(grouped(rules, func(r retentionRule) named { return r.Service }, b.kept), rules, func(r retentionRule) named { return r.Service }),
			Silence: "No rule names a place."},
		{ID: "security", Title: "How stored data is protected", Lines: each(measures, b.protected), Silence: "No measure speaks of storage."},
		transfers,
	}
	return nil
}

// placesInWords says where rules keep data.
func placesInWords(name string, rules []retentionRule) string {
	rules = only(rules, func(r retentionRule) bool { return r.Location != "" })
	if len(rules) == 0 {
		return "Where " + name + agree(name, " is", " are") + " stored is not stated"
	}
	return rules[0].Service.Name + " names a place: " + wording.LowerFirst(wording.Phrase(rules[0].Location))
}
