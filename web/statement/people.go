package statement

import "github.com/recital/recital/inventory/wording"

// replySubject answers what is done with the data of a kind of people.
func (b *builder) replySubject(p *Page, h hit) error {
	type concerning struct {
		activity
		Service     named           `json:"service"`
		LawfulBases []lawfulBasis   `json:"lawfulBases"`
		Retention   []retentionRule `json:"retention"`
	}
	var answer struct {
		DataSubjectCategory struct {
			Name        string           `json:"name"`
			Description string           `json:"description"`
			Activities  list[concerning] `json:"activities"`
		}
	}
	if err := b.put("subject", map[string]any{"subject": h.Node.ID}, &answer); err != nil {
		return err
	}
	b.understood(p, h)
	s := answer.DataSubjectCategory
	all := s.Activities.Nodes
	if len(all) == 0 {
		p.Lead = also(s.Name+": no activity is stated to concern them", "That is no promise that none does", s.Description)
		return nil
	}
	names := distinct(all, func(c concerning) named { return named{c.ID, c.Name} })
	p.Lead = also(s.Name+": "+wording.Count(s.Activities.TotalCount, "activity")+agree(wording.Count(s.Activities.TotalCount, "activity"), " is", " are")+" stated to concern them, "+some(names, 4), s.Description)
	var bases []lawfulBasis
	var rules []retentionRule
	if len(all) == 1 {
		p.Lead = also(s.Name+": "+wording.LowerFirst(all[0].Description), s.Description)
	}
	section := Section{ID: "activities", Title: "What happens"}
	section.Groups = titled(grouped(all, func(c concerning) named { return c.Service }, func(c concerning) Line { return b.activities([]activity{c.activity})[0] }), all, func(c concerning) named { return c.Service })
	for _, c := range all {
		bases, rules = append(bases, c.LawfulBases...), append(rules, c.Retention...)
	}
	of := func(r retentionRule) named { return r.Service }
	p.Sections = []Section{
		section,
		{ID: "bases", Title: "Lawful bases", Lines: each(bases, b.lawful), Silence: "No lawful basis is stated for these activities alone."},
		{ID: "kept", Title: "How long data is kept", Groups: titled(grouped(rules, of, b.kept), rules, of), Silence: "How long it is kept is not stated."},
	}
	return nil
}

// replyActivity tells of one thing that a service does.
func (b *builder) replyActivity(p *Page, h hit) error {
	var answer struct {
		ProcessingActivity struct {
			activity
			Service named `json:"service"`
		}
	}
	if err := b.put("activity", map[string]any{"activity": h.Node.ID}, &answer); err != nil {
		return err
	}
	a := answer.ProcessingActivity
	b.understood(p, hitOf(a.Service))
	p.Lead = also(a.Service.Name+" names it: "+wording.LowerFirst(a.Name), a.Description)
	p.Sections = []Section{{ID: "activities", Title: "What happens", Lines: b.activities([]activity{a.activity})}}
	return nil
}
