package ropa

import (
	"github.com/recital/recital/inventory"

	"github.com/recital/recital/inventory/wording"
)

// retention says how long each category of data is kept: a line for every rule
// that covers it, and for a category without one that none is declared. A rule
// for another form of the data, such as statistics, is told and covers nothing.
func (e *entry) retention() []Item {
	var items []Item
	told := map[inventory.ID]bool{}
	for _, p := range e.all {
		covered := false
		for _, r := range e.rules {
			if !covers(r, p.data) {
				continue
			}
			form, limited := r.Form()
			covered = covered || !limited || e.heldIn(p.data, form)
			told[r.ID()] = true
			name := p.data.Name()
			if limited {
				name += inForm(form)
			}
			items = append(items, item(name+": "+r.InWords(), r))
		}
		if !covered {
			items = append(items, gap(p.data.Name()))
		}
	}
	for _, r := range e.rules {
		if !told[r.ID()] {
			items = append(items, item(e.meant(r)+": "+r.InWords(), r))
		}
	}
	return items
}

// covers says whether the rule is about all data of the category.
func covers(r inventory.RetentionRule, d inventory.DataCategory) bool {
	list := r.Data()
	for _, of := range list {
		if within(d, of) {
			return true
		}
	}
	return len(list) == 0
}

// heldIn says whether the activity holds the data in this form and no other.
func (e *entry) heldIn(d inventory.DataCategory, form inventory.Form) bool {
	only := false
	for _, c := range e.collections {
		if c.Data().ID() == d.ID() {
			if c.Form() != form {
				return false
			}
			only = true
		}
	}
	return only
}

// meant says what a rule is about that covers no category of the activity.
func (e *entry) meant(r inventory.RetentionRule) string {
	form, _ := r.Form()
	if list := r.Data(); len(list) > 0 {
		return wording.And(names(list)) + inForm(form)
	}
	return "All data of the activity" + inForm(form)
}

// locations say where data is stored and processed, and where rules keep it.
func (e *entry) locations() []Item {
	var items []Item
	for _, l := range e.a.Locations() {
		items = append(items, item(l, e.a))
	}
	var kept grouped[inventory.RetentionRule]
	for _, r := range e.rules {
		if l, ok := r.Location(); ok {
			kept.add(wording.Phrase(l), r)
		}
	}
	return append(items, kept.items()...)
}
