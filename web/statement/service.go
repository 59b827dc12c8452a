package statement

import (
	"errors"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// serviceAnswer is the answer to the operation "service".
type serviceAnswer struct {
	evidence
	Name             string   `json:"name"`
	Aliases          []string `json:"aliases"`
	Description      string   `json:"description"`
	URL              string   `json:"url"`
	OrganisationWide bool     `json:"organisationWide"`
	PartOf           *named   `json:"partOf"`
	Parts            []struct {
		named
		Description string `json:"description"`
	} `json:"parts"`
	Products         []named          `json:"products"`
	Activities       []activity       `json:"activities"`
	Collections      []collection     `json:"collections"`
	NonCollections   []nonCollection  `json:"nonCollections"`
	Uses             []use            `json:"uses"`
	NonUses          []nonUse         `json:"nonUses"`
	LawfulBases      []lawfulBasis    `json:"lawfulBases"`
	Disclosures      []disclosure     `json:"disclosures"`
	NonDisclosures   []nonDisclosure  `json:"nonDisclosures"`
	Recipients       []reach          `json:"recipients"`
	Retention        []retentionRule  `json:"retention"`
	Choices          []choice         `json:"choices"`
	Cookies          []cookie         `json:"cookies"`
	SecurityMeasures []measure        `json:"securityMeasures"`
	Requires         []requirement    `json:"requires"`
	DependsOn        []dependency     `json:"dependsOn"`
	Controllerships  []controllership `json:"controllerships"`
	// ways are read beside it where data goes through other services.
	ways ways
}

// byID asks for a noun by the last part of its id. Somebody who wrote its name
// instead is sent to its page; an unknown one is refused with the nearest.
func (b *builder) byID(operation, variable, kind, folder, rest string, answer any, id func() string) error {
	err := b.put(operation, map[string]any{variable: kind + "/" + rest}, answer)
	var refused *refusal
	if errors.As(err, &refused) && refused.code == "NOT_FOUND" {
		err = b.put(operation, map[string]any{variable: rest}, answer)
	}
	if err != nil {
		return err
	}
	if found := slug(id()); found != rest {
		return &redirection{b.page(folder + "/" + found)}
	}
	return nil
}

// service is the page of one service.
func (b *builder) service(rest string) (*Page, error) {
	var answer struct {
		Service  serviceAnswer
		Services list[listedService]
	}
	err := b.byID("service", "service", "service", "services", rest, &answer, func() string { return answer.Service.ID })
	if err != nil {
		return nil, err
	}
	s := answer.Service
	if s.ways, err = b.waysOf(s.Recipients); err != nil {
		return nil, err
	}
	p := &Page{
		Kind: "service", Title: s.Name, Lead: s.Description, Also: s.Aliases, Fact: s.ID,
		Evidence: b.line(s.evidence, s.Name, ""),
		Crumbs:   []Item{{Text: "Services", Href: b.page("services")}},
	}
	if s.PartOf != nil {
		p.Crumbs = append(p.Crumbs, b.noun(*s.PartOf))
	}
	if len(s.Products) > 0 {
		p.Evidence.Details = append(p.Evidence.Details, Detail{Label: "Applies to", Text: names(s.Products)})
	}
	if href := webAddress(s.URL); href != "" {
		p.Evidence.Details = append(p.Evidence.Details, Detail{Label: "On the web", Items: []Item{{Text: s.URL, Href: href}}})
	}
	if p.Picture, err = b.picture(s.ID); err != nil {
		return nil, err
	}
	p.OnMap = b.onMap(s.ID)
	p.Glance = b.glance(s)
	p.Sections = b.serviceSections(s)
	for _, general := range answer.Services.Nodes {
		if general.OrganisationWide && general.ID != s.ID {
			p.General = append(p.General, b.noun(general.named))
		}
	}
	return p, nil
}

// glance are the few things to know first of a service.
func (b *builder) glance(s serviceAnswer) []Glance {
	collected := Glance{Label: "Collects", More: Item{Href: "#collected"}}
	if n := len(distinct(s.Collections, func(c collection) named { return c.Data })); n > 0 {
		collected.Text = wording.Count(n, "kind") + " of data"
		if !slices.ContainsFunc(s.Collections, func(c collection) bool { return !c.Activity.ofOthers() }) {
			collected.Text += ", collected by others on their own account"
		}
	} else {
		collected.Text = "Nothing stated"
	}
	received := Glance{Label: "Goes to", More: Item{Href: "#received"}}
	recipients := distinct(s.Recipients, func(r reach) named { return r.Recipient })
	for i, r := range recipients {
		if i == 4 {
			received.Text = "and " + wording.Count(len(recipients)-i, "other")
			break
		}
		item := b.noun(r)
		item.Note = s.howReceived(r.ID)
		received.Items = append(received.Items, item)
	}
	if len(recipients) == 0 {
		received.Text = s.unreceived()
	}
	kept := Glance{Label: "Kept", Text: "How long is not stated", More: Item{Href: "#kept"}}
	if n := len(s.Retention); n > 0 {
		kept.Text = wording.Count(n, "rule")
	}
	choices := Glance{Label: "Your choices", Text: "None stated", More: Item{Href: "#choices"}}
	if n := len(s.Choices); n > 0 {
		choices.Text = wording.Count(n, "choice")
	}
	return []Glance{collected, received, kept, choices}
}

// distinct are the things that facts are about, each once, by name.
func distinct[T any](facts []T, of func(T) named) []named {
	var all []named
	for _, f := range facts {
		if n := of(f); !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b named) int {
		if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

// serviceSections tell everything of a service, in the order in which people
// ask.
func (b *builder) serviceSections(s serviceAnswer) []Section {
	var sections []Section
	add := func(section Section) { sections = append(sections, section) }
	if len(s.Parts) > 0 {
		parts := Section{ID: "parts", Title: "Its parts", Lead: "Each part has a page of its own; what is stated there holds for the part alone."}
		for _, p := range s.Parts {
			item := b.noun(p.named)
			item.Note = p.Description
			parts.Links = append(parts.Links, item)
		}
		add(parts)
	}
	add(Section{ID: "activities", Title: "What happens", Lines: b.activities(s.Activities), Silence: "What is done with data is not stated."})
	add(Section{ID: "collected", Title: "What is collected", Groups: grouped(s.Collections, func(c collection) named { return c.Activity.named }, b.collected),
		Silence: "What is collected is not stated."})
	add(Section{Under: true, ID: "not-collected", Tone: "not", Title: "What is stated not to be collected", Lines: each(s.NonCollections, b.notCollected),
		Silence: "Nothing is stated not to be collected. Data that neither list names may or may not be collected: that is not stated."})
	add(Section{ID: "used", Title: "How it is used", Groups: grouped(s.Uses, func(u use) named { return u.Activity }, func(u use) Line { return b.used(u, subjectsOf(s.Activities, u.Activity)) }),
		Silence: "What data is used for is not stated."})
	add(Section{Under: true, ID: "bases", Title: "Lawful bases", Lines: each(s.LawfulBases, b.lawful), Silence: "No lawful basis is stated for this service alone."})
	add(Section{Under: true, ID: "not-used", Tone: "not", Title: "What it is stated not to be used for", Lines: each(s.NonUses, b.notUsed),
		Silence: "No use is stated to be excluded."})
	add(b.receivedSection(s))
	add(Section{Under: true, ID: "not-disclosed", Tone: "not", Title: "What is stated not to be disclosed", Lines: each(s.NonDisclosures, b.notDisclosed),
		Silence: "Nothing is stated to be kept from anybody."})
	add(b.keptSection(s))
	add(Section{Under: true, ID: "security", Title: "How it is protected", Lines: each(s.SecurityMeasures, b.protected),
		Silence: "No measure is stated for this service alone."})
	add(Section{ID: "choices", Title: "Your choices", Lines: each(s.Choices, b.chosen), Silence: "No choice is stated for this service alone."})
	add(Section{ID: "cookies", Title: "Cookies", Tables: b.cookieTables(s.Cookies), Silence: s.uncookied()})
	add(b.needsSection(s))
	add(Section{ID: "controllers", Title: "Who decides", Lead: "The controller answers for the processing.", Lines: each(s.Controllerships, b.controlled),
		Silence: "Who is controller is not stated."})
	return sections
}

// activities say what is done, and to whose data.
func (b *builder) activities(all []activity) []Line {
	var lines []Line
	for _, a := range all {
		role := Detail{}
		if a.Role != "CONTROLLER" {
			role = Detail{Label: "Our part", Text: say("role", a.Role)}
		}
		l := b.line(a.evidence, a.Name, "", stated("Whose data", names(a.Subjects)), role, Detail{Label: "On behalf of", Items: b.nouns(a.ActsFor)})
		l.Text = a.Description
		lines = append(lines, l)
	}
	return lines
}

// receivedSection tells who receives data, directly and through other services.
func (b *builder) receivedSection(s serviceAnswer) Section {
	section := Section{ID: "received", Title: "Who receives it", Silence: s.unreceivedInFull()}
	for _, r := range distinct(s.Disclosures, func(d disclosure) named { return d.Recipient }) {
		group := Group{ID: anchor(r.ID), Title: r.Name, Href: b.noun(r).Href}
		for _, d := range s.Disclosures {
			if d.Recipient.ID == r.ID {
				group.Lines = append(group.Lines, b.disclosed(d))
			}
		}
		group.Lines = merge(group.Lines)
		section.Groups = append(section.Groups, group)
	}
	through := Group{Title: "Through other services", Note: "Data that this service passes to another one goes on from there."}
	for _, r := range s.Recipients {
		if !r.Direct {
			through.Lines = append(through.Lines, b.reached(r, r.Recipient, s.ways))
		}
	}
	if len(through.Lines) > 0 {
		section.Groups = append(section.Groups, through)
	}
	return section
}

// keptSection tells how long data is kept, and for what that is not stated.
func (b *builder) keptSection(s serviceAnswer) Section {
	section := Section{ID: "kept", Title: "How it is kept", Groups: grouped(s.Retention, func(r retentionRule) named { return r.Activity }, b.kept),
		Silence: "How long data is kept is not stated."}
	if silent := b.keptSilent(s); len(section.Groups) > 0 && len(silent) > 0 {
		section.Silence, section.Unsaid = "How long it is kept is not stated for", silent
	}
	return section
}

// keptSilent are the data for which no rule says how long they are kept in the
// form in which they are held: a rule on statistics says nothing of what they
// are made of. Each names the activity and where it goes on, if that matters.
func (b *builder) keptSilent(s serviceAnswer) []Item {
	var silent []Item
	several := len(distinct(s.Collections, func(c collection) named { return c.Activity.named })) > 1
	for _, c := range s.Collections {
		if c.ruled() {
			continue
		}
		item, notes := b.noun(c.Data), []string{}
		if several {
			notes = append(notes, wording.LowerFirst(c.Activity.Name))
		}
		if c.Form != "IDENTIFIABLE" {
			notes = append(notes, say("form", c.Form))
		}
		passed := only(s.DependsOn, func(d dependency) bool { return slices.Contains(d.Data, c.Data) })
		if to := names(distinct(passed, func(d dependency) named { return d.DependsOn })); to != "" {
			note := "passed to " + to + ", see there"
			if slices.ContainsFunc(passed, func(d dependency) bool { return d.Assertion == "INFERRED" }) {
				note = "see also " + to
			}
			notes = append(notes, note)
		}
		item.Note = strings.Join(notes, "; ")
		if !slices.Contains(silent, item) {
			silent = append(silent, item)
		}
	}
	slices.SortStableFunc(silent, func(a, o Item) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(o.Text)) })
	return silent
}

// ruled says whether a rule says how long data is kept in this form.
func (c collection) ruled() bool {
	for _, r := range c.Retention {
		if r.Form == "" || r.Form == c.Form {
			return true
		}
	}
	return false
}

func subjectsOf(all []activity, of named) []named {
	for _, a := range all {
		if a.ID == of.ID {
			return a.Subjects
		}
	}
	return nil
}

// needsSection tells which other services are needed, and which get data.
func (b *builder) needsSection(s serviceAnswer) Section {
	section := Section{ID: "needs", Title: "What it needs", Silence: "No other service is stated to be needed."}
	for _, r := range s.Requires {
		section.Lines = append(section.Lines, b.line(r.evidence, "Needs "+r.Requires.Name, b.noun(r.Requires).Href))
	}
	for _, d := range s.DependsOn {
		section.Lines = append(section.Lines, b.line(d.evidence, "Passes data to "+d.DependsOn.Name, b.noun(d.DependsOn).Href,
			Detail{Label: "Which data", Items: b.nouns(d.Data)}, Detail{Label: "What for", Items: b.nouns(d.Purposes)}))
	}
	return section
}
