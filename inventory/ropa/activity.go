package ropa

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// activity says which service does what.
func (e *entry) activity() []Item { return field(e.a, e.a.Summary(), true) }

// name is the name of the activity alone.
func (e *entry) name() []Item { return field(e.a, e.a.Name(), true) }

// application is the service.
func (e *entry) application() []Item {
	v := e.a.Service()
	return []Item{item(v.Name(), v)}
}

// businessFunction is the department, under the name by which the inventory
// knows the activity: the template has no other column for that.
func (e *entry) businessFunction() []Item {
	department, ok := e.a.Department()
	if !ok {
		return append(e.activity(), gap("business function"))
	}
	return append(field(e.a, department, true), e.activity()...)
}

// controllers are those stated for the activity, its service or the
// organisation, the nearest first.
func (e *entry) controllers() []Item {
	var items []Item
	for _, c := range e.controllerships {
		if c.Role() != processor {
			items = append(items, item(c.Party().Name()+limits(c, c.Regions()), c))
		}
	}
	return items
}

// jointControllers are those who decide together, how to reach them, and how
// they share their duties.
func (e *entry) jointControllers() []Item {
	var items []Item
	for _, c := range e.controllerships {
		if c.Role() != jointController {
			continue
		}
		for _, i := range reached(c.Party()) {
			i.cite(c.Citations())
			items = append(items, i)
		}
		if text, ok := c.Arrangement(); ok {
			items = append(items, item(c.Party().Name()+", arrangement: "+wording.Phrase(text)+limits(c, c.Regions()), c))
		} else {
			items = append(items, gap(c.Party().Name()+", arrangement (Art. 26)"))
		}
	}
	return items
}

// processorsThemselves are those stated to be processor, and how to reach them.
func (e *entry) processorsThemselves() []Item {
	var items []Item
	for _, c := range e.controllerships {
		if c.Role() != processor {
			continue
		}
		for _, i := range reached(c.Party()) {
			i.cite(c.Citations())
			items = append(items, i)
		}
	}
	return items
}

// actedFor are the controllers for whom a processor does it.
func (e *entry) actedFor() []Item {
	var items []Item
	for _, p := range e.a.ActsFor() {
		for _, i := range reached(p) {
			i.cite(e.a.Citations())
			items = append(items, i)
		}
	}
	return items
}

// concerned are the processors of an activity and the controllers they act for.
func (e *entry) concerned() []inventory.Party {
	var list []inventory.Party
	for _, c := range e.controllerships {
		if c.Role() == processor {
			list = append(list, c.Party())
		}
	}
	return once(append(list, e.a.ActsFor()...))
}

// representatives are those of the processors and of the controllers they act
// for, in the European Union and in the United Kingdom.
func (e *entry) representatives() []Item {
	items := represented(e.concerned(), inventory.Party.EuRepresentative)
	for i := range items {
		items[i].Text = "European Union – " + items[i].Text
	}
	for _, i := range represented(e.concerned(), inventory.Party.UkRepresentative) {
		i.Text = "United Kingdom – " + i.Text
		items = append(items, i)
	}
	return items
}

func (e *entry) officers() []Item { return officers(e.concerned()) }

// processing says what is done for the controllers: the activity, and what for.
func (e *entry) processing() []Item {
	line := e.a.Name()
	if text, ok := e.a.Description(); ok {
		line += ": " + wording.Phrase(text)
	}
	if list := e.a.ActsFor(); len(list) > 0 {
		line += "; for " + wording.And(names(list))
	}
	return append(field(e.a, line, true), e.purposes()...)
}

// purposes are what the data is used for.
func (e *entry) purposes() []Item {
	var items []Item
	for _, u := range e.a.Uses() {
		line := u.Purpose().Name()
		if data := u.Data(); len(data) > 0 {
			line += ": " + wording.And(names(data))
		}
		items = append(items, item(line+limits(u, nil), u))
	}
	return items
}

// subjects are the people whose data it is.
func (e *entry) subjects() []Item {
	var items []Item
	for _, s := range e.a.Subjects() {
		line := s.Name()
		if s.Vulnerable() {
			line += " (in need of particular protection)"
		}
		items = append(items, item(line, e.a))
	}
	return items
}

// measures are those of the activity, its service and what that is part of,
// and of the organisation, each once.
func (e *entry) measures() []Item {
	list := e.a.SecurityMeasures()
	for v, ok := e.a.Service(), true; ok; v, ok = v.PartOf() {
		list = append(list, statedFor(v)...)
	}
	items := make([]Item, 0, len(list)+len(e.b.measures))
	var seen []inventory.ID
	add := func(m inventory.SecurityMeasure, say func() Item) {
		if !slices.Contains(seen, m.ID()) {
			seen = append(seen, m.ID())
			items = append(items, say())
		}
	}
	for _, m := range list {
		add(m, func() Item { return protecting(m) })
	}
	for i, m := range e.b.measures {
		add(m, func() Item { return e.b.protecting[i] })
	}
	return items
}

// protecting says what a measure is, and for which data.
func protecting(m inventory.SecurityMeasure) Item {
	line := wording.Enum(m.Kind()) + ": " + m.Name()
	if text, ok := m.Description(); ok {
		line += " – " + wording.Phrase(text)
	}
	if data := m.Data(); len(data) > 0 {
		line += "; for " + wording.And(names(data))
	}
	return item(line+limits(m, nil), m)
}

func (e *entry) owner() []Item {
	owner, ok := e.a.Owner()
	return field(e.a, owner, ok)
}

func (e *entry) status() []Item { return field(e.a, wording.Enum(e.a.Status()), true) }

// reviewed says when the activity was last reviewed, and by whom.
func (e *entry) reviewed() []Item {
	on, ok := e.a.Reviewed()
	if !ok {
		return nil
	}
	items := field(e.a, string(on), true)
	if by, ok := e.a.ReviewedBy(); ok {
		return append(items, item("by "+by, e.a))
	}
	return append(items, gap("by whom"))
}

// updated is from when the newest wording of what stands in the row holds.
func (e *entry) updated() []Item {
	newest := e.a.Since()
	look := func(f inventory.Fact) {
		if r := f.Since(); r.Number > newest.Number {
			newest = r
		}
	}
	for _, c := range e.controllerships {
		look(c)
	}
	for _, u := range e.a.Uses() {
		look(u)
	}
	for _, c := range e.collections {
		look(c)
	}
	for _, d := range e.disclosures {
		look(d)
	}
	for _, r := range e.rules {
		look(r)
	}
	for _, b := range e.bases {
		look(b)
	}
	return field(e.a, string(newest.EffectiveDate), newest.EffectiveDate != "")
}
