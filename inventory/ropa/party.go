package ropa

import (
	"cmp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// chain is a party and the groups that it belongs to, the party first.
func chain(p inventory.Party) []inventory.ID {
	ids := []inventory.ID{p.ID()}
	for up, ok := p.MemberOf(); ok && !slices.Contains(ids, up.ID()); up, ok = up.MemberOf() {
		ids = append(ids, up.ID())
	}
	return ids
}

// once drops parties that have come before.
func once(list []inventory.Party) []inventory.Party {
	var out []inventory.Party
	for _, p := range list {
		if !slices.ContainsFunc(out, func(q inventory.Party) bool { return q.ID() == p.ID() }) {
			out = append(out, p)
		}
	}
	return out
}

// byName brings parties into the order of their names.
func byName(list []inventory.Party) []inventory.Party {
	slices.SortStableFunc(list, func(a, b inventory.Party) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name()), strings.ToLower(b.Name())), cmp.Compare(a.ID(), b.ID()))
	})
	return list
}

const officer inventory.ContactRole = "DATA_PROTECTION_OFFICER"

// contacts are the ways to reach a party, or its data protection officer.
func contacts(p inventory.Party, ofOfficer bool) []inventory.Contact {
	return slices.DeleteFunc(p.Contacts(), func(c inventory.Contact) bool { return (c.Role() == officer) != ofOfficer })
}

// reached says who a party is and how to reach it.
func reached(p inventory.Party) []Item {
	name := p.Name()
	if country, ok := p.Country(); ok {
		name += " (" + country + ")"
	}
	list := contacts(p, false)
	if len(list) == 0 {
		return []Item{item(name, p), gap(p.Name() + ", contact")}
	}
	items := make([]Item, 0, len(list))
	for _, c := range list {
		items = append(items, item(name+": "+inOneLine(c), p))
	}
	return items
}

// inOneLine says how to reach somebody.
func inOneLine(c inventory.Contact) string {
	var parts []string
	add := func(label, text string, ok bool) {
		if ok {
			parts = append(parts, label+text)
		}
	}
	name, ok := c.Name()
	add("", name, ok)
	add("", strings.Join(c.Address(), ", "), len(c.Address()) > 0)
	email, ok := c.Email()
	add("email ", email, ok)
	phone, ok := c.Phone()
	add("telephone ", phone, ok)
	url, ok := c.URL()
	add("", url, ok)
	add("for people in ", wording.And(c.Regions()), len(c.Regions()) > 0)
	note, ok := c.Note()
	add("", wording.Phrase(note), ok)
	return strings.Join(parts, "; ")
}

// officers says who the data protection officers of the parties are; nothing
// if nobody has stated one.
func officers(parties []inventory.Party) []Item {
	return ofEach(parties, func(p inventory.Party) []Item {
		var items []Item
		for _, c := range contacts(p, true) {
			items = append(items, item(p.Name()+": "+inOneLine(c), p))
		}
		return items
	})
}

// represented says who represents the parties; nothing if nobody has stated it.
func represented(parties []inventory.Party, by func(inventory.Party) (inventory.Party, bool)) []Item {
	return ofEach(parties, func(p inventory.Party) []Item {
		r, ok := by(p)
		if !ok {
			return nil
		}
		items := reached(r)
		for i := range items {
			items[i].Text = p.Name() + ": " + items[i].Text
			items[i].cite(p.Citations())
		}
		return items
	})
}

// ofEach says something of each party, and where it is missing; nothing if it
// is missing for all.
func ofEach(parties []inventory.Party, say func(inventory.Party) []Item) []Item {
	var items []Item
	found := false
	for _, p := range parties {
		said := say(p)
		if len(said) == 0 {
			items = append(items, gap(p.Name()))
			continue
		}
		found = true
		items = append(items, said...)
	}
	if !found {
		return nil
	}
	return items
}
