package ropa

import (
	"slices"

	"github.com/recital/recital/inventory"
)

// entry is an activity with what several of its columns look at.
type entry struct {
	b               *book
	a               inventory.ProcessingActivity
	controllerships []inventory.Controllership
	disclosures     []inventory.Disclosure
	collections     []inventory.Collection
	rules           []inventory.RetentionRule
	bases           []inventory.LawfulBasis
	// all are the categories of data, as processed lists them.
	all []processed
	// family are the controllers and the groups they belong to.
	family []inventory.ID
}

func (b *book) entry(a inventory.ProcessingActivity) *entry {
	e := &entry{
		b: b, a: a, controllerships: b.controllerships(a), disclosures: a.Disclosures(),
		collections: a.Collections(), rules: a.Retention(),
	}
	for _, c := range e.controllerships {
		e.family = append(e.family, chain(c.Party())...)
	}
	e.bases, e.all = e.lawfulBases(), e.processed()
	return e
}

// lawfulBases are those stated for the activity, those stated for its service
// and what that is part of, unless for purposes that the activity does not
// have, and those stated for the organisation for purposes that it has. What
// the organisation says of no purpose in particular tells nothing of one
// activity.
func (e *entry) lawfulBases() []inventory.LawfulBasis {
	list := e.a.LawfulBases()
	purposes := e.purposeIDs()
	add := func(v inventory.Service, general bool) {
		for _, basis := range basesOf(v) {
			p, limited := basis.Purpose()
			if !limited && general || limited && slices.Contains(purposes, p.ID()) {
				list = append(list, basis)
			}
		}
	}
	own := e.a.Service()
	for v, ok := own, true; ok; v, ok = v.PartOf() {
		add(v, true)
	}
	for _, wide := range e.b.wide {
		if wide.ID() != own.ID() {
			add(wide, false)
		}
	}
	return list
}

// purposeIDs are the purposes of the activity and the wider ones.
func (e *entry) purposeIDs() []inventory.ID {
	var ids []inventory.ID
	for _, u := range e.a.Uses() {
		for p, ok := u.Purpose(), true; ok; p, ok = p.Broader() {
			ids = append(ids, p.ID())
		}
	}
	return ids
}

// basesOf are the bases stated for the service and not for one activity.
func basesOf(v inventory.Service) []inventory.LawfulBasis {
	return slices.DeleteFunc(v.LawfulBases(), func(b inventory.LawfulBasis) bool { _, one := b.Activity(); return one })
}

// statedFor are the measures stated for the service and not for one activity.
func statedFor(v inventory.Service) []inventory.SecurityMeasure {
	return slices.DeleteFunc(v.SecurityMeasures(), func(m inventory.SecurityMeasure) bool {
		return !slices.ContainsFunc(m.Services(), func(of inventory.Service) bool { return of.ID() == v.ID() })
	})
}

// processed are the categories of data of an activity: what it collects and,
// where that says nothing of them, what it discloses, keeps and uses. Each
// comes once, with the facts that say so.
func (e *entry) processed() []processed {
	var list []processed
	add := func(d inventory.DataCategory, how string, f inventory.Fact) {
		for i := range list {
			if list[i].data.ID() == d.ID() {
				list[i].facts = append(list[i].facts, f)
				return
			}
			if how != "collected" && related(list[i].data, d) {
				return
			}
		}
		list = append(list, processed{d, how, []inventory.Fact{f}})
	}
	for _, c := range e.collections {
		add(c.Data(), "collected", c)
	}
	for _, d := range e.disclosures {
		add(d.Data(), "disclosed", d)
	}
	for _, r := range e.rules {
		for _, d := range r.Data() {
			add(d, "kept", r)
		}
	}
	for _, u := range e.a.Uses() {
		for _, d := range u.Data() {
			add(d, "used", u)
		}
	}
	return list
}

type processed struct {
	data inventory.DataCategory
	// how is "collected", or what else is done with it.
	how   string
	facts []inventory.Fact
}

// related says whether one category is the other, or contains it.
func related(a, b inventory.DataCategory) bool { return within(a, b) || within(b, a) }

// within says whether a is b or narrower.
func within(a, b inventory.DataCategory) bool {
	for up, ok := a, true; ok; up, ok = up.Broader() {
		if up.ID() == b.ID() {
			return true
		}
	}
	return false
}
