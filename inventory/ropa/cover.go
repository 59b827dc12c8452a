package ropa

import (
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// verifyCommand is how a reader checks that the history behind a register was
// not rewritten, with a copy of the inventory and the checkpoint.
const verifyCommand = "recital verify --db recital.db --checkpoint checkpoint.txt"

// cover says what the register is of.
func (b *book) cover(o Options) Cover {
	c := Cover{Title: b.template.title(b.role), ExportedAt: o.ExportedAt, Revision: b.s.Revision(), Fields: b.people()}
	c.Fields = append(c.Fields, b.history()...)
	if o.ExportedAt.IsZero() {
		return c
	}
	checkpoint := Cell{}
	if o.Checkpoint != "" {
		checkpoint = text(strings.TrimSpace(o.Checkpoint))
	}
	c.Fields = append(c.Fields,
		CoverField{"Time of export", "", text(o.ExportedAt.UTC().Format(time.RFC3339))},
		CoverField{"Checkpoint", "", checkpoint},
		CoverField{"Verified with", "", text(verifyCommand)},
	)
	return c
}

// history says which revision of the inventory the register shows.
func (b *book) history() []CoverField {
	r := b.s.Revision()
	var hash, effective Cell
	if r.Hash != "" {
		hash = text(r.Hash)
	}
	if r.EffectiveDate != "" {
		effective = text(string(r.EffectiveDate))
	}
	return []CoverField{
		{"Processing activities", "", text(strconv.Itoa(len(b.activities)))},
		{"Revision", "", text(strconv.Itoa(r.Number))},
		{"Hash of the revision", "", hash},
		{"Effective date", "", effective},
	}
}

func text(s string) Cell { return Cell{[]Item{{Text: s}}} }

// people says whose register it is, and how to reach them.
func (b *book) people() []CoverField {
	if b.role == processor {
		return b.processorPeople()
	}
	controllers, joint := b.parties(controller), b.parties(jointController)
	if b.asked != nil {
		controllers = []inventory.Party{*b.asked}
	}
	everybody := once(append(append([]inventory.Party{}, controllers...), joint...))
	var fields []CoverField
	if b.template == ICO {
		fields = blocks(controllers)
	} else {
		fields = []CoverField{
			{"Controller", byA, Cell{allReached(controllers)}},
			{"Joint controllers", byA, Cell{allReached(joint)}},
			{"Data protection officer", byA, Cell{officers(everybody)}},
			{"Representative in the European Union", byA, Cell{represented(everybody, inventory.Party.EuRepresentative)}},
			{"Representative in the United Kingdom", byA, Cell{represented(everybody, inventory.Party.UkRepresentative)}},
		}
	}
	return fields
}

func (b *book) processorPeople() []CoverField {
	processors := b.parties(processor)
	actedFor := b.allPrincipals()
	if b.asked != nil {
		actedFor = []inventory.Party{*b.asked}
	}
	return []CoverField{
		{"Processor", by2A, Cell{allReached(processors)}},
		{"Controllers acted for", by2A, Cell{allReached(actedFor)}},
		{"Data protection officer", by2A, Cell{officers(processors)}},
		{"Representative in the European Union", by2A, Cell{represented(processors, inventory.Party.EuRepresentative)}},
		{"Representative in the United Kingdom", by2A, Cell{represented(processors, inventory.Party.UkRepresentative)}},
	}
}

// parties are those stated in this role for any activity of the register, by
// name.
func (b *book) parties(role inventory.ProcessingRole) []inventory.Party {
	var list []inventory.Party
	seen := map[inventory.ID]bool{}
	for _, a := range b.activities {
		for _, c := range b.controllerships(a) {
			if p := c.Party(); c.Role() == role && !seen[p.ID()] {
				seen[p.ID()] = true
				list = append(list, p)
			}
		}
	}
	return byName(list)
}

func allReached(parties []inventory.Party) []Item {
	var items []Item
	for _, p := range parties {
		items = append(items, reached(p)...)
	}
	return items
}

// blocks are the three blocks above the ICO's table, each with a name, an
// address, an email address and a telephone number.
func blocks(controllers []inventory.Party) []CoverField {
	representative := func(by func(inventory.Party) (inventory.Party, bool)) []inventory.Party {
		var list []inventory.Party
		for _, p := range controllers {
			if r, ok := by(p); ok {
				list = append(list, r)
			}
		}
		return once(list)
	}
	fields := block("Controller", controllers, false)
	fields = append(fields, block("Data protection officer", controllers, true)...)
	return append(fields, block("Representative", representative(inventory.Party.UkRepresentative), false)...)
}

// block says of each party, or of its officer, one thing a field.
func block(who string, parties []inventory.Party, ofOfficer bool) []CoverField {
	fields := []CoverField{
		{who + ": name", byA, Cell{}}, {who + ": address", byA, Cell{}}, {who + ": email", byA, Cell{}}, {who + ": telephone", byA, Cell{}},
	}
	add := func(i int, text string, ok bool, p inventory.Party) {
		if ok {
			fields[i].Cell.Items = append(fields[i].Cell.Items, item(text, p))
		}
	}
	for _, p := range parties {
		if !ofOfficer {
			add(0, p.Name(), true, p)
		}
		for _, c := range contacts(p, ofOfficer) {
			name, named := c.Name()
			add(0, p.Name()+": "+name, named && ofOfficer, p)
			add(1, p.Name()+": "+strings.Join(c.Address(), ", ")+forPeople(c), len(c.Address()) > 0, p)
			email, ok := c.Email()
			add(2, p.Name()+": "+email+forPeople(c), ok, p)
			phone, ok := c.Phone()
			add(3, p.Name()+": "+phone+forPeople(c), ok, p)
		}
	}
	return fields
}

// forPeople says for whom a contact is, where it is not for everybody.
func forPeople(c inventory.Contact) string {
	if len(c.Regions()) == 0 {
		return ""
	}
	return " (for people in " + wording.And(c.Regions()) + ")"
}
