package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

type right struct {
	evidence
	Name           string   `json:"name"`
	Description    string   `json:"description"`
	Articles       []string `json:"articles"`
	HowTo          string   `json:"howTo"`
	AnsweredWithin string   `json:"answeredWithin"`
	Limits         string   `json:"limits"`
	Regions        []string `json:"regions"`
	Authority      *struct {
		named
		PrivacyPolicy string    `json:"privacyPolicy"`
		Contacts      []contact `json:"contacts"`
	} `json:"authority"`
}

// rights is the page of what people can do: rights, choices, whom to ask, and
// what protects data that leaves.
func (b *builder) rights() (*Page, error) {
	var answer struct {
		Rights  list[right]
		Choices list[choice]
	}
	if err := b.put("rights", nil, &answer); err != nil {
		return nil, err
	}
	contacts, err := b.contacts()
	if err != nil {
		return nil, err
	}
	transfers, err := b.transfers()
	if err != nil {
		return nil, err
	}
	p := &Page{Kind: "rights", Title: "Your rights", Lead: "What you may ask for, what you can choose, whom to turn to, and what protects data that goes to other countries."}
	all := Section{ID: "rights", Title: "Rights", Silence: "No right is stated. The law gives them all the same."}
	for _, r := range answer.Rights.Nodes {
		all.Lines = append(all.Lines, b.right(r))
	}
	p.Sections = []Section{
		all,
		b.choices("withdrawals", "Taking consent back", "No way to take consent back is stated.", answer.Choices.Nodes, "WITHDRAWAL"),
		b.choices("choices", "Choices", "No choice is stated.", answer.Choices.Nodes, "OPT_IN", "OPT_OUT"),
		contacts, authorities(answer.Rights.Nodes), transfers,
	}
	return p, nil
}

func (b *builder) right(r right) Line {
	authority := Detail{}
	if r.Authority != nil {
		authority = Detail{Label: "Authority", Items: []Item{b.noun(r.Authority.named)}}
	}
	l := b.line(r.evidence, r.Name, "", stated("How to use it", r.HowTo), stated("Answered within", period(r.AnsweredWithin)), Detail{Label: "Limits", Text: r.Limits},
		Detail{Label: "For people in", Text: places(r.Regions)}, Detail{Label: "In the law", Text: strings.Join(r.Articles, ", ")}, authority)
	l.ID, l.Text = anchor(r.ID), r.Description
	return l
}

// choices tell those of the kinds given, service by service.
func (b *builder) choices(id, title, silence string, all []choice, kinds ...string) Section {
	all = slices.DeleteFunc(slices.Clone(all), func(c choice) bool { return !slices.Contains(kinds, c.Kind) })
	section := Section{ID: id, Title: title, Silence: silence, Groups: grouped(all, func(c choice) named { return c.Service }, b.chosen)}
	if len(section.Groups) == 1 {
		section.Groups[0].Title = all[0].Service.Name
	}
	return section
}

// authorities tell to whom people may complain.
func authorities(rights []right) Section {
	section := Section{ID: "authority", Title: "Supervisory authority", Silence: "No authority is named. In the EU, the EEA and Switzerland you may turn to that of the place where you live."}
	var seen []string
	for _, r := range rights {
		if r.Authority == nil || slices.Contains(seen, r.Authority.ID) {
			continue
		}
		seen = append(seen, r.Authority.ID)
		l := Line{Items: []Item{{Text: r.Authority.Name, Href: webAddress(r.Authority.PrivacyPolicy)}}}
		for _, c := range r.Authority.Contacts {
			l.Details = append(l.Details, contactDetail(c))
		}
		section.Lines = append(section.Lines, l)
	}
	return section
}

// disclosing is a service with what it discloses.
type disclosing struct {
	named
	Disclosures []disclosure `json:"disclosures"`
}

// transfers tell what protects data that goes to other countries, and count
// the disclosures for which nothing is stated.
func (b *builder) transfers() (Section, error) {
	section := Section{ID: "transfers", Title: "Transfers to other countries", Silence: "No transfer is stated. That is no promise that there is none."}
	services, err := everything[disclosing](b.session, "transfers", "services", nil)
	if err != nil {
		return section, err
	}
	var protected []disclosure
	silent := 0
	for _, s := range services {
		for _, d := range s.Disclosures {
			if len(d.Transfers) == 0 {
				silent++
			} else {
				protected = append(protected, d)
			}
		}
	}
	section.Groups = grouped(protected, func(d disclosure) named { return d.Recipient }, func(d disclosure) Line {
		return b.line(d.evidence, d.Data.Name, b.noun(d.Data).Href, Detail{Label: "Through", Items: []Item{b.noun(d.Service)}}, transferred(d.Transfers))
	})
	if len(section.Groups) == 1 {
		section.Groups[0].Title = protected[0].Recipient.Name
	}
	if silent > 0 {
		section.Lead = "For " + wording.Count(silent, "disclosure") + " it is not stated whether data leaves for another country; the pages of the services tell which."
	}
	return section, nil
}
