package statement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

type purpose struct {
	named
	Description string `json:"description"`
	Broader     *named `json:"broader"`
	Activities  list[struct {
		Service named `json:"service"`
	}] `json:"activities"`
}

type document struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	URL      string `json:"url"`
	Versions []struct {
		Label     string `json:"label"`
		Published string `json:"published"`
		Current   bool   `json:"current"`
	} `json:"versions"`
}

// entry is the page on which the statement begins.
func (b *builder) entry() (*Page, error) {
	var answer struct {
		Purposes    list[purpose]
		LawfulBases list[lawfulBasis]
		Documents   list[document]
	}
	if err := b.put("statement", nil, &answer); err != nil {
		return nil, err
	}
	indefinitely, err := everything[retentionRule](b.session, "kept", "whatIsKept", map[string]any{"indefinitely": true})
	if err != nil {
		return nil, err
	}
	services, err := everything[listedService](b.session, "services", "services", nil)
	if err != nil {
		return nil, err
	}
	controllers, err := b.controllers(services)
	if err != nil {
		return nil, err
	}
	contacts, err := b.contacts()
	if err != nil {
		return nil, err
	}
	lately, err := b.lately()
	if err != nil {
		return nil, err
	}
	p := &Page{Kind: "statement", Title: "Privacy statement", Lead: "What happens to your data: what is collected, what for, who receives it, how long it is kept, and where that is written."}
	if b.config.Organisation != "" {
		p.Title = b.config.Organisation + ": privacy statement"
	}
	p.Glance = b.overview(services)
	p.Sections = []Section{
		b.servicesInBrief(services), lately, controllers, contacts,
		{ID: "bases", Title: "Lawful bases", Groups: grouped(answer.LawfulBases.Nodes, baseHolder, b.lawful), Silence: "No lawful basis is stated."},
		b.withoutEnd(indefinitely),
		{ID: "transfers", Title: "Transfers to other countries", Links: []Item{{Text: "What protects data abroad", Href: b.links.to("rights", nil, "transfers"), Note: "Every disclosure with a safeguard, and those for which none is stated."}}},
		b.documents(answer.Documents.Nodes), b.purposes(answer.Purposes.Nodes),
	}
	return p, nil
}

// baseHolder is what a lawful basis is stated for.
func baseHolder(l lawfulBasis) named {
	switch {
	case l.Service != nil:
		return *l.Service
	case l.Activity != nil:
		return *l.Activity
	}
	return named{}
}

func (b *builder) overview(services []listedService) []Glance {
	var recipients, data []named
	count := 0
	for _, s := range services {
		if !s.OrganisationWide && s.PartOf == nil {
			count++
		}
		for _, c := range s.Collections {
			data = append(data, c.Data)
		}
		for _, r := range s.Recipients {
			recipients = append(recipients, r.Recipient)
		}
	}
	itself := func(n named) named { return n }
	return []Glance{
		{Label: "Services", Text: wording.Count(count, "service"), More: Item{Href: b.page("services")}},
		{Label: "Data collected", Text: wording.Count(len(distinct(data, itself)), "kind"), More: Item{Href: b.page("data")}},
		{Label: "Who receives it", Text: wording.Count(len(distinct(recipients, itself)), "recipient"), More: Item{Href: b.page("recipients")}},
		{Label: "What you can do", Text: "Rights and choices", More: Item{Href: b.page("rights")}},
	}
}

func (b *builder) servicesInBrief(services []listedService) Section {
	section := Section{ID: "services", Title: "Services", Silence: "No service is stated."}
	for _, s := range services {
		item := b.noun(s.named)
		switch {
		case s.OrganisationWide:
			section.Lead = "What holds for all of them is told apart."
			section.Links = slices.Insert(section.Links, 0, item)
		case s.PartOf == nil:
			section.Links = append(section.Links, item)
		}
	}
	return section
}

// controllers tell who decides, each statement once: first what holds for the
// organisation as a whole.
func (b *builder) controllers(all []listedService) (Section, error) {
	type controlledService struct {
		named
		Controllerships []controllership `json:"controllerships"`
	}
	section := Section{ID: "controllers", Title: "Who decides", Lead: "The controller answers for the processing.", Silence: "Who is controller is not stated."}
	services, err := everything[controlledService](b.session, "controllers", "services", nil)
	if err != nil {
		return section, err
	}
	var stated []controllership
	for _, s := range services {
		for _, c := range s.Controllerships {
			if !slices.ContainsFunc(stated, func(other controllership) bool { return other.ID == c.ID }) {
				stated = append(stated, c)
			}
		}
	}
	single := func(c controllership) int {
		if c.Service != nil && slices.ContainsFunc(all, func(s listedService) bool { return s.OrganisationWide && s.ID == c.Service.ID }) {
			return 0
		}
		return 1
	}
	slices.SortFunc(stated, func(a, c controllership) int {
		return cmp.Or(single(a)-single(c), strings.Compare(a.ID, c.ID))
	})
	section.Lines = each(stated, b.controlled)
	return section, nil
}

type reachable struct {
	evidence
	Name             string    `json:"name"`
	Country          string    `json:"country"`
	Contacts         []contact `json:"contacts"`
	EURepresentative *named    `json:"euRepresentative"`
	UKRepresentative *named    `json:"ukRepresentative"`
}

// contacts tell whom to ask.
func (b *builder) contacts() (Section, error) {
	section := Section{ID: "contacts", Title: "Whom to ask", Silence: "No contact is stated."}
	parties, err := everything[reachable](b.session, "contacts", "parties", nil)
	if err != nil {
		return section, err
	}
	officer := false
	for _, p := range parties {
		if len(p.Contacts) == 0 {
			continue
		}
		var details []Detail
		for _, c := range p.Contacts {
			officer = officer || c.Role == "DATA_PROTECTION_OFFICER"
			details = append(details, contactDetail(c))
		}
		if p.EURepresentative != nil {
			details = append(details, Detail{Label: "Representative in the EU", Items: []Item{b.noun(*p.EURepresentative)}})
		}
		if p.UKRepresentative != nil {
			details = append(details, Detail{Label: "Representative in the UK", Items: []Item{b.noun(*p.UKRepresentative)}})
		}
		section.Lines = append(section.Lines, b.line(p.evidence, p.Name, b.noun(named{p.ID, p.Name}).Href, details...))
	}
	if len(section.Lines) > 0 && !officer {
		section.Lead = "A data protection officer is not stated."
	}
	return section, nil
}

func contactDetail(c contact) Detail {
	d := Detail{Label: say("contact", c.Role)}
	add := func(text, href string) {
		if text != "" {
			d.Items = append(d.Items, Item{Text: text, Href: href})
		}
	}
	add(c.Name, "")
	add(strings.Join(c.Address, ", "), "")
	add(c.Email, mailto(c.Email))
	add(c.Phone, "")
	add(c.URL, webAddress(c.URL))
	note := wording.Phrase(c.Note)
	if where := places(c.Regions); where != "" {
		note = strings.TrimPrefix(note+"; for people in "+where, "; ")
	}
	if n := len(d.Items); n > 0 {
		d.Items[n-1].Note = note
	} else {
		d.Text = c.Note
	}
	return d
}

// mailto is an address that opens a letter; empty for what is no address.
func mailto(email string) string {
	if strings.Count(email, "@") != 1 || strings.ContainsAny(email, " ?&<>\"'") {
		return ""
	}
	return "mailto:" + email
}

func (b *builder) purposes(all []purpose) Section {
	section := Section{ID: "purposes", Title: "What data is used for", Silence: "No purpose is stated."}
	for _, p := range all {
		services := distinct(p.Activities.Nodes, func(a struct {
			Service named `json:"service"`
		}) named {
			return a.Service
		})
		l := Line{ID: anchor(p.ID), Items: []Item{{Text: p.Name, Fact: p.ID}}, Text: p.Description}
		if p.Broader != nil {
			l.Details = append(l.Details, Detail{Label: "Part of", Items: []Item{{Text: p.Broader.Name, Href: "#" + anchor(p.Broader.ID)}}})
		}
		if len(services) > 0 {
			l.Details = append(l.Details, Detail{Label: "For", Items: b.nouns(services)})
		}
		section.Lines = append(section.Lines, l)
	}
	return section
}

func (b *builder) withoutEnd(rules []retentionRule) Section {
	return Section{
		ID: "kept", Title: "What is kept without end", Lead: "How long everything else is kept, the page of each service tells.",
		Groups: grouped(rules, func(r retentionRule) named { return r.Service }, b.kept), Silence: "Nothing is stated to be kept without end.",
	}
}

func (b *builder) documents(all []document) Section {
	section := Section{ID: "documents", Title: "The documents behind this statement", Silence: "No document is stated."}
	for _, d := range all {
		item := Item{Text: d.Title, Href: webAddress(d.URL)}
		for _, v := range d.Versions {
			if v.Current {
				item.Note = v.Label
				if v.Published != "" {
					item.Note += ", published " + date(v.Published)
				}
			}
		}
		section.Links = append(section.Links, item)
	}
	return section
}
