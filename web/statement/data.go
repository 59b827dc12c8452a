package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

type category struct {
	named
	Description string `json:"description"`
	Special     string `json:"special"`
	Broader     *named `json:"broader"`
}

// kindsOfData is the page that lists them as a tree.
func (b *builder) kindsOfData(after string) (*Page, error) {
	var answer struct{ DataCategories list[category] }
	if err := b.put("categories", map[string]any{"after": after}, &answer); err != nil {
		return nil, err
	}
	all := answer.DataCategories.Nodes
	section := Section{ID: "list", Title: "All kinds of data", Filter: "Show only those with", Silence: "No kind of data is stated."}
	for _, c := range all {
		if c.Broader == nil || !slices.ContainsFunc(all, func(o category) bool { return o.ID == c.Broader.ID }) {
			section.Lines = append(section.Lines, b.categoryLine(c, all))
		}
	}
	p := &Page{Kind: "data", Title: "Kinds of data", Lead: "Each kind of personal data across all services: who collects it, who receives it, how long it is kept.", Sections: []Section{section}}
	p.Next = b.next("data", answer.DataCategories.PageInfo)
	return p, nil
}

func (b *builder) categoryLine(c category, all []category) Line {
	item := b.noun(c.named)
	item.Fact = c.ID
	l := Line{Items: []Item{item}, Text: c.Description}
	if c.Special != "NONE" {
		l.Mark = say("special", c.Special)
	}
	for _, narrower := range all {
		if narrower.Broader != nil && narrower.Broader.ID == c.ID {
			l.Children = append(l.Children, b.categoryLine(narrower, all))
		}
	}
	return l
}

// receipt is one recipient of a kind of data.
type receipt struct {
	Match       string       `json:"match"`
	Assertion   string       `json:"assertion"`
	Recipient   named        `json:"recipient"`
	Paths       []way        `json:"paths"`
	Disclosures []disclosure `json:"disclosures"`
}

type dataAnswer struct {
	DataCategory struct {
		evidence
		Name        string   `json:"name"`
		Aliases     []string `json:"aliases"`
		Description string   `json:"description"`
		Special     string   `json:"special"`
		Path        []named  `json:"path"`
		Narrower    []named  `json:"narrower"`
		Crosswalks  []struct {
			Scheme string `json:"scheme"`
			Code   string `json:"code"`
			Match  string `json:"match"`
		} `json:"crosswalks"`
	}
	WhoCollects struct {
		InWords        string
		Collected      []collection
		StatedNot      []nonCollection
		NotStated      []named
		MayInclude     []collection
		StatedNotWider []nonCollection
	}
	WhoReceives struct {
		InWords                         string
		Receipts                        []receipt
		AggregatedOnly                  []receipt
		StatedNonRecipients             []nonDisclosure
		CollectedWithoutStatedRecipient []named
	}
	kept []retentionRule
}

// whole reads all that there is to tell of the kind of data that is found.
func (a *dataAnswer) whole(b *builder) (err error) {
	a.kept, err = everything[retentionRule](b.session, "kept", "whatIsKept", map[string]any{"data": a.DataCategory.ID})
	return err
}

// kindOfData is the page of one kind of data.
func (b *builder) kindOfData(rest string) (*Page, error) {
	var answer dataAnswer
	if err := b.byID("data", "data", "data", "data", rest, &answer, func() string { return answer.DataCategory.ID }); err != nil {
		return nil, err
	}
	if err := answer.whole(b); err != nil {
		return nil, err
	}
	d := answer.DataCategory
	p := &Page{Kind: "kind", Title: d.Name, Lead: d.Description, Also: d.Aliases, Fact: d.ID, Evidence: b.line(d.evidence, d.Name, ""), Crumbs: []Item{{Text: "Data", Href: b.page("data")}}}
	for _, wider := range d.Path {
		if wider.ID != d.ID {
			p.Crumbs = append(p.Crumbs, b.noun(wider))
		}
	}
	if len(d.Narrower) > 0 {
		p.Evidence.Details = append(p.Evidence.Details, Detail{Label: "Contains", Items: b.nouns(d.Narrower)})
	}
	if d.Special != "NONE" {
		p.Evidence.Details = append(p.Evidence.Details, Detail{Label: "Protected as", Text: say("special", d.Special)})
	}
	var elsewhere []string
	for _, c := range d.Crosswalks {
		p.Terms = append(p.Terms, Term{c.Scheme, c.Code})
		elsewhere = append(elsewhere, c.Code+" ("+c.Scheme+", "+wording.Enum(c.Match)+")")
	}
	if elsewhere != nil {
		p.Evidence.Details = append(p.Evidence.Details, Detail{Label: "Elsewhere called", Text: strings.Join(elsewhere, ", ")})
	}
	p.Sections = b.dataSections(answer)
	return p, nil
}

// dataSections answer the questions about a kind of data. What is stated, what
// is stated not to be, and what is not stated are kept apart.
func (b *builder) dataSections(a dataAnswer) []Section {
	exact := func(id string) bool { return id == a.DataCategory.ID }
	received := Section{ID: "received", Title: "Who receives it", Lead: a.WhoReceives.InWords, Groups: b.receipts(a.WhoReceives.Receipts, exact), Silence: "No recipient is stated. " + noPromise}
	if silent := a.WhoReceives.CollectedWithoutStatedRecipient; len(silent) > 0 {
		received.Silence = "These services collect it and state no recipient:"
		for _, s := range silent {
			item := b.noun(s)
			item.Note = notTo(only(a.WhoReceives.StatedNonRecipients, func(n nonDisclosure) bool { return n.Service.ID == s.ID }))
			received.Unsaid = append(received.Unsaid, item)
		}
	}
	sections := []Section{received}
	if statistics := a.WhoReceives.AggregatedOnly; len(statistics) > 0 {
		sections = append(sections, Section{ID: "statistics", Title: "Who receives statistics only", Groups: b.receipts(statistics, exact)})
	}
	service := func(d nonDisclosure) Line {
		l := b.notDisclosed(d)
		l.Details = append([]Detail{{Label: "Service", Items: []Item{b.noun(d.Service)}}}, l.Details...)
		return l
	}
	sections = append(sections, Section{ID: "not-disclosed", Tone: "not", Title: "Who is stated not to receive it", Lines: each(a.WhoReceives.StatedNonRecipients, service),
		Silence: "Nobody is stated not to receive it."})
	sections = append(sections, b.whoCollects(a)...)
	kept := Section{ID: "kept", Title: "How long it is kept", Groups: grouped(a.kept, func(r retentionRule) named { return r.Service }, b.kept),
		Silence: "How long it is kept is not stated."}
	for i := range kept.Groups {
		if kept.Groups[i].Title == "" && len(a.kept) > 0 {
			kept.Groups[i].Title = a.kept[0].Service.Name
		}
	}
	return append(sections, kept)
}

func (b *builder) whoCollects(a dataAnswer) []Section {
	collected := func(c collection) Line { return b.inService(b.collected(c), c.Service, c.Data, a.DataCategory.ID) }
	not := func(n nonCollection) Line {
		return b.inService(b.notCollected(n), n.Service, n.Data, a.DataCategory.ID)
	}
	sections := []Section{
		{ID: "collected", Title: "Which services collect it", Lead: a.WhoCollects.InWords, Lines: each(a.WhoCollects.Collected, collected), Silence: "No service is stated to collect it."},
		{ID: "not-collected", Tone: "not", Title: "Which are stated not to collect it", Lines: each(a.WhoCollects.StatedNot, not), Silence: "No service is stated not to collect it."},
	}
	if wider := a.WhoCollects.MayInclude; len(wider) > 0 {
		sections = append(sections, Section{ID: "may-include", Title: "Which collect a wider kind of data that may contain it", Lines: each(wider, collected)})
	}
	if wider := a.WhoCollects.StatedNotWider; len(wider) > 0 {
		sections = append(sections, Section{ID: "not-wider", Tone: "not", Title: "Which are stated not to collect a wider kind of data", Lines: each(wider, not)})
	}
	silent := Section{ID: "not-stated", Title: "Which say nothing about it", Silence: "Every service says whether it collects it."}
	if nouns := a.WhoCollects.NotStated; len(nouns) > 0 {
		silent.Silence, silent.Unsaid = "Not stated, which is not a no:", b.nouns(nouns)
	}
	return append(sections, silent)
}

// inService names the service first, and the data where it is not the very one
// that was asked for.
func (b *builder) inService(l Line, service, data named, asked string) Line {
	fact := l.Items[0].Fact
	l.Items[0] = b.noun(service)
	l.Items[0].Fact = fact
	if data.ID != asked {
		l.Details = append([]Detail{{Label: "There called", Items: []Item{b.noun(data)}}}, l.Details...)
	} else {
		l.Details = append([]Detail{{Label: "Data", Text: data.Name}}, l.Details...)
	}
	return l
}

// receipts tell each recipient with its disclosures.
func (b *builder) receipts(all []receipt, exact func(id string) bool) []Group {
	var groups []Group
	wider := Group{Title: "Who receives a wider kind of data, which may contain it"}
	for _, r := range all {
		if r.Match == "BROADER" {
			wider.Lines = append(wider.Lines, b.wider(r)...)
			continue
		}
		group := Group{ID: anchor(r.Recipient.ID), Title: r.Recipient.Name, Href: b.noun(r.Recipient).Href}
		var ways []string
		for _, p := range r.Paths {
			if len(p.Services) > 1 {
				ways = append(ways, arrows(p))
			}
		}
		if ways != nil {
			group.Note = "Also by way of " + strings.Join(ways, "; ") + "."
		}
		for _, d := range r.Disclosures {
			l := b.disclosed(d)
			l.Details = append([]Detail{{Label: "Through", Items: []Item{b.noun(d.Service)}}}, l.Details...)
			if !exact(d.Data.ID) {
				l.Mark = say("match", r.Match)
			}
			group.Lines = append(group.Lines, l)
		}
		group.Lines = merge(group.Lines)
		groups = append(groups, group)
	}
	if wider.Lines = merge(wider.Lines); wider.Lines != nil {
		groups = append(groups, wider)
	}
	return groups
}

// wider tells the disclosures of a recipient that receives a wider kind of
// data: the recipient first, so that those who receive the same come together.
func (b *builder) wider(r receipt) []Line {
	var lines []Line
	for _, d := range r.Disclosures {
		details := append([]Detail{{Label: "Which data", Items: []Item{b.noun(d.Data)}}, {Label: "Through", Items: []Item{b.noun(d.Service)}}}, b.passedOn(d)...)
		lines = append(lines, b.line(d.evidence, r.Recipient.Name, b.noun(r.Recipient).Href, details...))
	}
	return lines
}

func arrows(w way) string {
	var through []string
	for _, s := range w.Services {
		through = append(through, s.Name)
	}
	return strings.Join(through, " → ")
}
