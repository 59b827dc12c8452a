package statement

import (
	"slices"
	"strings"
)

type party struct {
	named
	Description string `json:"description"`
	Kind        string `json:"kind"`
	Country     string `json:"country"`
	MemberOf    *named `json:"memberOf"`
	Receives    list[struct {
		Data    named  `json:"data"`
		Service named  `json:"service"`
		Form    string `json:"form"`
	}] `json:"receives"`
	ReceivesNot struct{ TotalCount int } `json:"receivesNot"`
	Cookies     []struct{ ID string }    `json:"cookies"`
}

// recipients is the page that lists them as the tree that they form.
func (b *builder) recipients(after string) (*Page, error) {
	var answer struct{ Parties list[party] }
	if err := b.put("recipients", map[string]any{"after": after}, &answer); err != nil {
		return nil, err
	}
	withheld, err := everything[nonDisclosure](b.session, "withheld", "nonDisclosures", nil)
	if err != nil {
		return nil, err
	}
	all := answer.Parties.Nodes
	tree := Section{ID: "list", Title: "All who receive data", Filter: "Show only those with", Silence: "No recipient is stated."}
	var others []Item
	for _, p := range all {
		if p.MemberOf != nil && slices.ContainsFunc(all, func(o party) bool { return o.ID == p.MemberOf.ID }) {
			continue
		}
		if tells(p, all) {
			tree.Lines = append(tree.Lines, b.partyLine(p, all))
		} else {
			others = append(others, b.noun(p.named))
		}
	}
	p := &Page{Kind: "recipients", Title: "Recipients", Lead: "Who receives data, which data, and through which services.", Sections: []Section{tree}}
	service := func(d nonDisclosure) Line {
		l := b.notDisclosed(d)
		l.Details = append([]Detail{{Label: "Service", Items: []Item{b.noun(d.Service)}}}, l.Details...)
		return l
	}
	p.Sections = append(p.Sections, Section{ID: "not-disclosed", Tone: "not", Title: "What is stated not to be disclosed",
		Groups: grouped(withheld, func(d nonDisclosure) named { return d.Service }, service), Silence: "Nothing is stated to be kept from anybody."})
	if len(others) > 0 {
		p.Sections = append(p.Sections, Section{ID: "others", Title: "Others who are named", Lead: "Nothing is stated to go to them.", Links: others})
	}
	p.Next = b.next("recipients", answer.Parties.PageInfo)
	return p, nil
}

// tells says whether there is something to tell of a party or a member of it.
func tells(p party, all []party) bool {
	if p.Receives.TotalCount+p.ReceivesNot.TotalCount+len(p.Cookies) > 0 {
		return true
	}
	return slices.ContainsFunc(all, func(o party) bool { return o.MemberOf != nil && o.MemberOf.ID == p.ID && tells(o, all) })
}

func (b *builder) partyLine(p party, all []party) Line {
	item := b.noun(p.named)
	item.Fact = p.ID
	l := Line{ID: anchor(p.ID), Items: []Item{item}, Text: p.Description}
	if p.Country != "" {
		l.Details = append(l.Details, Detail{Label: "Established in", Text: place(p.Country)})
	}
	var data, services []named
	for _, r := range p.Receives.Nodes {
		data, services = append(data, r.Data), append(services, r.Service)
	}
	itself := func(n named) named { return n }
	if len(data) > 0 {
		l.Details = append(l.Details, Detail{Label: "Receives", Text: some(distinct(data, itself), 12)},
			Detail{Label: "Through", Items: b.nouns(distinct(services, itself))})
	} else if p.Kind != "CATEGORY" {
		l.Details = append(l.Details, stated("Receives", ""))
	}
	for _, member := range all {
		if member.MemberOf != nil && member.MemberOf.ID == p.ID {
			l.Children = append(l.Children, b.partyLine(member, all))
		}
	}
	return l
}

type recipientAnswer struct {
	ways       ways
	WhatGoesTo struct {
		InWords   string
		Recipient struct {
			evidence
			Name          string   `json:"name"`
			Aliases       []string `json:"aliases"`
			Description   string   `json:"description"`
			Country       string   `json:"country"`
			PrivacyPolicy string   `json:"privacyPolicy"`
			MemberOf      *named   `json:"memberOf"`
			Subprocessors []named  `json:"subprocessors"`
		}
		Members        []named
		Disclosures    []disclosure
		NonDisclosures []nonDisclosure
		ReachedBy      []reach
		Cookies        []cookie
	}
}

// recipient is the page of one recipient.
func (b *builder) recipient(rest string) (*Page, error) {
	var answer recipientAnswer
	if err := b.byID("recipient", "recipient", "party", "recipients", rest, &answer, func() string { return answer.WhatGoesTo.Recipient.ID }); err != nil {
		return nil, err
	}
	var err error
	if answer.ways, err = b.waysOf(answer.WhatGoesTo.ReachedBy); err != nil {
		return nil, err
	}
	a := answer.WhatGoesTo
	r := a.Recipient
	p := &Page{Kind: "recipient", Title: r.Name, Lead: r.Description, Also: r.Aliases, Fact: r.ID, Evidence: b.line(r.evidence, r.Name, ""), Crumbs: []Item{{Text: "Recipients", Href: b.page("recipients")}}}
	if r.MemberOf != nil {
		p.Crumbs = append(p.Crumbs, b.noun(*r.MemberOf))
	}
	country := ""
	if r.Country != "" {
		country = place(r.Country)
	}
	details := []Detail{stated("Established in", country)}
	if href := webAddress(r.PrivacyPolicy); href != "" {
		details = append(details, Detail{Label: "Its privacy policy", Items: []Item{{Text: href, Href: href}}})
	} else {
		details = append(details, stated("Its privacy policy", ""))
	}
	if members := slices.DeleteFunc(a.Members, func(n named) bool { return n.ID == r.ID }); len(members) > 0 {
		details = append(details, Detail{Label: "Contains", Items: b.nouns(members)})
	}
	if len(r.Subprocessors) > 0 {
		details = append(details, Detail{Label: "Uses in turn", Items: b.nouns(r.Subprocessors)})
	}
	p.Evidence.Details = append(p.Evidence.Details, details...)
	p.Sections = b.recipientSections(answer)
	return p, nil
}

// recipientSections tell what goes to a recipient, and what does not.
func (b *builder) recipientSections(answer recipientAnswer) []Section {
	a := answer.WhatGoesTo
	r := a.Recipient
	received := func(d disclosure) Line {
		l := b.disclosed(d)
		if d.Recipient.ID != r.ID {
			l.Details = append([]Detail{{Label: "Received by", Items: []Item{b.noun(d.Recipient)}}}, l.Details...)
		}
		return l
	}
	return []Section{
		{ID: "received", Title: "What it receives", Lead: a.InWords, Groups: withTitle(grouped(a.Disclosures, func(d disclosure) named { return d.Service }, received), a.Disclosures), Silence: "Nothing is stated to go to it. That is no promise that nothing does."},
		b.indirect(a.ReachedBy, r.ID, answer.ways),
		{ID: "not-disclosed", Tone: "not", Title: "What is stated not to go to it", Groups: grouped(a.NonDisclosures, func(d nonDisclosure) named { return d.Service }, b.notDisclosed), Silence: "Nothing is stated to be kept from it."},
		{ID: "cookies", Title: "Cookies it sets", Tables: b.cookieTables(a.Cookies), Silence: "No cookie of its own is stated."},
	}
}

// withTitle gives a single group of disclosures the name of its service.
func withTitle(groups []Group, disclosures []disclosure) []Group {
	if len(groups) == 1 {
		groups[0].Title = disclosures[0].Service.Name
	}
	return groups
}

// indirect tells the services that reach a recipient only through others.
func (b *builder) indirect(all []reach, id string, w ways) Section {
	section := Section{ID: "indirect", Title: "Services that reach it through others", Silence: "No other service is stated to reach it."}
	for _, r := range all {
		if r.Direct {
			continue
		}
		l := b.reached(r, r.Service, w)
		if r.Recipient.ID != id {
			l.Details = append([]Detail{{Label: "Received by", Items: []Item{b.noun(r.Recipient)}}}, l.Details...)
		}
		if r.OnlyThrough != nil {
			l.Details = append(l.Details, Detail{Label: "Every way leads through", Items: []Item{b.noun(*r.OnlyThrough)}})
		}
		section.Lines = append(section.Lines, l)
	}
	slices.SortStableFunc(section.Lines, func(a, c Line) int {
		return strings.Compare(strings.ToLower(a.Items[0].Text), strings.ToLower(c.Items[0].Text))
	})
	return section
}
