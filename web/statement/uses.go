package statement

import (
	"slices"

	"github.com/recital/recital/inventory/wording"
)

// replyUses answers what a kind of data is used for.
func (b *builder) replyUses(p *Page, data named, a dataAnswer) error {
	services, err := b.using()
	if err != nil {
		return err
	}
	applies := func(_ using, u use) bool { return a.uses(u) }
	var all []use
	var no []nonUse
	for _, s := range services {
		all = append(all, only(s.Uses, a.uses)...)
		no = append(no, only(s.NonUses, a.excludes)...)
	}
	p.Lead = a.usesInWords(data.Name, all, no)
	section := b.usesSection(services, applies)
	if silent := distinct(only(a.WhoCollects.Collected, func(c collection) bool {
		return !slices.ContainsFunc(all, func(u use) bool { return u.Activity.ID == c.Activity.ID })
	}), func(c collection) named { return c.Service }); len(silent) > 0 {
		section.Silence, section.Unsaid = "These services collect it in connection with an activity that names no use of it:", b.nouns(silent)
	}
	p.Sections = slices.Concat([]Section{section}, []Section{{ID: "not-used", Tone: "not", Title: "What it is stated not to be used for", Lines: each(no, b.notUsed), Silence: "No use of it in particular is stated to be excluded."}}, p.Sections)
	return nil
}

// uses says whether a use is one of the data: of what its activity collects, or
// of this data by name.
func (a dataAnswer) uses(u use) bool {
	return slices.ContainsFunc(a.WhoCollects.Collected, func(c collection) bool {
		switch {
		case c.Activity.ID != u.Activity.ID:
			return false
		case len(u.Data) > 0:
			return slices.Contains(u.Data, c.Data) || slices.ContainsFunc(u.Data, a.above)
		}
		return len(c.Purposes) == 0 || slices.Contains(c.Purposes, u.Purpose)
	})
}

// above says whether a kind of data is the one asked for, or contains it.
func (a dataAnswer) above(n named) bool {
	return n.ID == a.DataCategory.ID || slices.Contains(a.DataCategory.Path, n)
}

func (a dataAnswer) excludes(n nonUse) bool { return slices.ContainsFunc(n.Data, a.above) }

// usesInWords says what data is used for.
func (a dataAnswer) usesInWords(name string, all []use, no []nonUse) string {
	denied := ""
	var by []named
	for _, n := range no {
		if n.Scope != "" {
			denied = also(denied, limited(n.Scope, n.Condition))
		} else if n.Purpose != nil {
			denied = also(denied, limited("It is not used for "+wording.LowerFirst(n.Purpose.Name), n.Condition))
		}
		if n.Service != nil {
			by = append(by, *n.Service)
		}
	}
	itself := func(n named) named { return n }
	switch {
	case len(all) > 0:
		of := func(u use) named {
			if slices.ContainsFunc(all, func(o use) bool { return o.Purpose == u.Purpose && o.Assertion != "INFERRED" }) {
				return u.Purpose
			}
			return guess(u.Purpose)
		}
		text := name + agree(name, " is", " are") + " used for this: " + some(distinct(all, of), 6)
		if denied != "" {
			text = also(text, "Stated as well: "+wording.LowerFirst(denied))
		}
		return sentence(text)
	case denied != "" && len(by) > 0:
		return also("No", denied, "That is stated by "+some(distinct(by, itself), 3))
	case denied != "":
		return also("No", denied)
	}
	return also("What "+name+agree(name, " is", " are")+" used for is not stated", "That is not a no")
}

// replyUse answers whether a kind of data is used for a purpose.
func (b *builder) replyUse(p *Page, q question, data, purpose hit) error {
	var a dataAnswer
	if err := b.put("data", map[string]any{"data": data.Node.ID}, &a); err != nil {
		return err
	}
	s, err := b.serves(purpose.named())
	if err != nil {
		return err
	}
	if err := b.replyPurpose(p, q, purpose.named()); err != nil {
		return err
	}
	b.understood(p, data, purpose)
	uses := only(s.uses(), a.uses)
	no := only(s.no, func(n nonDisclosure) bool {
		return q.ofReceiving() && a.above(n.Data) && slices.ContainsFunc(n.Purposes, s.itself)
	})
	question := data.Name + agree(data.Name, " is", " are") + " used for it: " + wording.LowerFirst(purpose.Name)
	switch {
	case len(uses) > 0:
		p.Lead = sentence("Yes, " + question)
		if !slices.ContainsFunc(uses, func(u use) bool { return u.Assertion != "INFERRED" }) {
			p.Lead += inferredOnly
		}
	case len(no) > 0:
		text := no[0].Scope
		if text == "" {
			text = no[0].Data.Name + agree(no[0].Data.Name, " does", " do") + " not go to " + wording.LowerFirst(no[0].Recipient.Name) + " for it"
		}
		p.Lead = also("No", limited(text, no[0].Condition), "That is stated by "+no[0].Service.Name)
	default:
		p.Lead = also("It is not stated whether "+question, "That is not a no")
	}
	return nil
}

// usesSection tells the uses of each service for which is holds.
func (b *builder) usesSection(services []using, is func(using, use) bool) Section {
	section := Section{ID: "used", Title: "What it is used for", Silence: "What it is used for is not stated."}
	for _, s := range services {
		group := Group{Title: s.Name, Href: b.noun(s.named).Href}
		for _, u := range s.Uses {
			if is(s, u) {
				l := b.used(u, subjectsOf(s.Activities, u.Activity))
				l.Details = append([]Detail{{Label: "In", Text: wording.LowerFirst(u.Activity.Name)}}, l.Details...)
				group.Lines = append(group.Lines, l)
			}
		}
		if group.Lines = merge(group.Lines); group.Lines != nil {
			section.Groups = append(section.Groups, group)
		}
	}
	return section
}
