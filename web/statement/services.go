package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// listedService is a service in the list of all.
type listedService struct {
	named
	Aliases          []string `json:"aliases"`
	Description      string   `json:"description"`
	OrganisationWide bool     `json:"organisationWide"`
	PartOf           *named   `json:"partOf"`
	Collections      []struct {
		Data     named `json:"data"`
		Activity doing `json:"activity"`
	} `json:"collections"`
	Recipients     []reach         `json:"recipients"`
	Disclosures    []disclosure    `json:"disclosures"`
	NonDisclosures []nonDisclosure `json:"nonDisclosures"`
}

// services is the page that lists them, parts below what they are part of.
func (b *builder) services(after string) (*Page, error) {
	var answer struct{ Services list[listedService] }
	if err := b.put("services", map[string]any{"after": after}, &answer); err != nil {
		return nil, err
	}
	all := answer.Services.Nodes
	p := &Page{Kind: "services", Title: "Services", Lead: "What each service collects, what for, who receives it and how long it is kept."}
	listed := Section{ID: "list", Title: "All services", Filter: "Show only those with", Silence: "No service is stated."}
	whole := Section{ID: "organisation", Title: "What holds for every service"}
	for _, s := range all {
		switch {
		case s.OrganisationWide:
			whole.Lines = append(whole.Lines, b.listed(s, nil))
		case s.PartOf == nil || !has(all, s.PartOf.ID):
			listed.Lines = append(listed.Lines, b.listed(s, all))
		}
	}
	p.Sections = []Section{listed}
	if len(whole.Lines) > 0 {
		p.Sections = append(p.Sections, whole)
	}
	p.Next = b.next("services", answer.Services.PageInfo)
	return p, nil
}

func has(all []listedService, id string) bool {
	return slices.ContainsFunc(all, func(s listedService) bool { return s.ID == id })
}

// listed is a service and its parts among all.
func (b *builder) listed(s listedService, all []listedService) Line {
	item := b.noun(s.named)
	item.Fact = s.ID
	var data, recipients []named
	for _, c := range s.Collections {
		n := c.Data
		if c.Activity.ofOthers() {
			n.Name += " (by others, on their own account)"
		}
		data = append(data, n)
	}
	for _, r := range s.Recipients {
		n := r.Recipient
		if how := (serviceAnswer{Recipients: s.Recipients, Disclosures: s.Disclosures}).howReceived(n.ID); how != "" {
			n.Name += " (" + how + ")"
		}
		recipients = append(recipients, n)
	}
	itself := func(n named) named { return n }
	data, recipients = distinct(data, itself), distinct(recipients, itself)
	l := Line{Items: []Item{item}, Text: s.Description, Details: []Detail{
		stated("Collects", some(data, 6)), stated("Goes to", some(recipients, 6)),
	}}
	if not := notTo(s.NonDisclosures); not != "" && len(recipients) == 0 {
		l.Details[1].Text += "; " + names(distinct(withheld(s.NonDisclosures), func(n nonDisclosure) named { return n.Data })) + ": " + not
	}
	if len(s.Aliases) > 0 {
		l.Details = append([]Detail{{Label: "Also called", Text: strings.Join(s.Aliases, ", ")}}, l.Details...)
	}
	for _, part := range all {
		if part.PartOf != nil && part.PartOf.ID == s.ID {
			l.Children = append(l.Children, b.listed(part, all))
		}
	}
	return l
}

// some names the first of many, and counts the others.
func some(all []named, most int) string {
	if len(all) <= most+1 {
		return names(all)
	}
	var words []string
	for _, n := range all[:most] {
		words = append(words, n.Name)
	}
	return wording.And(append(words, wording.Count(len(all)-most, "other")))
}
