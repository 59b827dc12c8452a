package ropa

import (
	"errors"
	"slices"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Options say which register is asked for.
type Options struct {
	// Template is the name of a template; empty: art30.
	Template string
	// Role asks for the register of a controller (CONTROLLER: with what it does
	// together with others; JOINT_CONTROLLER: that alone) or of a PROCESSOR;
	// empty: of a controller.
	Role inventory.ProcessingRole
	// Controller is the id, name or alias of a party: only activities of which
	// it, or a group that it is a member of, is controller, or that a processor
	// does for it; empty: all.
	Controller string
	// ExportedAt is the time of the export, and Checkpoint what fixes the history
	// behind it; the cover has neither if the time is zero.
	ExportedAt time.Time
	Checkpoint string
}

// New is the register of a snapshot, its rows by the name of the service and
// the id of the activity. A template that is not known, or not for the role,
// and a role without a register are Invalid errors; an unknown party is
// NotFound, with the nearest and with those that have a register.
func New(s *inventory.Snapshot, o Options) (Report, error) {
	b, err := open(s, o)
	if err != nil {
		return Report{}, err
	}
	return Report{Template: b.template, Cover: b.cover(o), Columns: b.headings(), Rows: b.rows, Len: len(b.activities)}, nil
}

// book is a register before anybody looks at it. It does not change once open.
type book struct {
	s        *inventory.Snapshot
	template Template
	role     inventory.ProcessingRole
	// asked is the party asked for; nil: all.
	asked      *inventory.Party
	columns    []column
	activities []inventory.ProcessingActivity
	// wide are the services that stand for the organisation.
	wide []inventory.Service
	// stated are the controllerships by what they are stated for.
	stated map[inventory.ID][]inventory.Controllership
	// What is the same in every row.
	measures   []inventory.SecurityMeasure
	protecting []Item // of the measures
	rights     []Item
}

func open(s *inventory.Snapshot, o Options) (*book, error) {
	b := &book{s: s, role: o.Role, stated: controllerships(s)}
	var err error
	if b.template, err = templateNamed(o.Template); err != nil {
		return nil, err
	}
	if b.columns, err = columnsOf(b.template, &b.role); err != nil {
		return nil, err
	}
	services := every(func(first int, after *string) (inventory.ServiceConnection, error) {
		return s.Services("", first, after)
	})
	for _, v := range services {
		if v.OrganisationWide() {
			b.wide = append(b.wide, v)
		}
		for _, a := range v.Activities() {
			if b.has(a) {
				b.activities = append(b.activities, a)
			}
		}
	}
	for _, m := range every(s.SecurityMeasures) {
		if len(m.Services())+len(m.Activities()) == 0 {
			b.measures = append(b.measures, m)
		}
	}
	for _, v := range b.wide {
		b.measures = append(b.measures, statedFor(v)...)
	}
	for _, m := range b.measures {
		b.protecting = append(b.protecting, protecting(m))
	}
	b.rights = b.allRights()
	return b, b.narrow(o.Controller)
}

// has says whether an activity belongs into a register of the role.
func (b *book) has(a inventory.ProcessingActivity) bool {
	return a.Role() == b.role || b.role == controller && a.Role() == jointController
}

// narrow keeps the activities of the party of this name, if there is a name.
func (b *book) narrow(name string) error {
	if name == "" {
		return nil
	}
	p, err := b.s.Party(name)
	if err != nil {
		return b.orOneOf(err)
	}
	b.asked = &p
	wanted := chain(p)
	b.activities = slices.DeleteFunc(b.activities, func(a inventory.ProcessingActivity) bool {
		return !slices.ContainsFunc(b.principals(a), func(p inventory.Party) bool { return slices.Contains(wanted, p.ID()) })
	})
	return nil
}

// orOneOf adds to the error about an unknown party who has a register.
func (b *book) orOneOf(err error) error {
	var e *inventory.Error
	list := b.allPrincipals()
	if !errors.As(err, &e) || e.Code != inventory.NotFound || len(list) == 0 {
		return err
	}
	return inventory.Errorf(inventory.NotFound, "%s; a register can be made for %s", e.Message, wording.And(names(list)))
}

// principals are those whose register an activity belongs into: its
// controllers, or those for whom a processor does it. Each comes once.
func (b *book) principals(a inventory.ProcessingActivity) []inventory.Party {
	if b.role == processor {
		return a.ActsFor()
	}
	var list []inventory.Party
	for _, c := range b.controllerships(a) {
		if c.Role() != processor {
			list = append(list, c.Party())
		}
	}
	return once(list)
}

// controllerships of a snapshot, by what they are stated for.
func controllerships(s *inventory.Snapshot) map[inventory.ID][]inventory.Controllership {
	stated := map[inventory.ID][]inventory.Controllership{}
	for _, r := range s.Records() {
		if r, ok := r.(*inventory.ControllershipRecord); ok {
			n, _ := s.Node(r.ID)
			if c, ok := n.(inventory.Controllership); ok {
				stated[r.Subject] = append(stated[r.Subject], c)
			}
		}
	}
	return stated
}

// controllerships are those stated for the activity, its service, what that is
// part of, and the organisation, in this order. It gives what
// [inventory.ProcessingActivity.Controllerships] does without looking for the
// organisation anew.
func (b *book) controllerships(a inventory.ProcessingActivity) []inventory.Controllership {
	subjects := []inventory.ID{a.ID()}
	for v, ok := a.Service(), true; ok; v, ok = v.PartOf() {
		subjects = append(subjects, v.ID())
	}
	for _, wide := range b.wide {
		if !slices.Contains(subjects, wide.ID()) {
			subjects = append(subjects, wide.ID())
		}
	}
	var list []inventory.Controllership
	for _, id := range subjects {
		list = append(list, b.stated[id]...)
	}
	return list
}

// allPrincipals are those of all activities, by name.
func (b *book) allPrincipals() []inventory.Party {
	var list []inventory.Party
	seen := map[inventory.ID]bool{}
	for _, a := range b.activities {
		for _, p := range b.principals(a) {
			if !seen[p.ID()] {
				seen[p.ID()] = true
				list = append(list, p)
			}
		}
	}
	return byName(list)
}

func (b *book) headings() []Column {
	list := make([]Column, len(b.columns))
	for i, c := range b.columns {
		list[i] = c.Column
	}
	return list
}

// rows makes one row after the other.
func (b *book) rows(yield func(Row) bool) {
	for _, a := range b.activities {
		if !yield(b.row(a)) {
			return
		}
	}
}

// row makes the row of an activity.
func (b *book) row(a inventory.ProcessingActivity) Row {
	e := b.entry(a)
	cells := make([]Cell, len(b.columns))
	for i, c := range b.columns {
		cells[i] = Cell{c.items(e)}
	}
	return Row{Activity: e.a, Cells: cells}
}

// every reads a list of the inventory page by page.
func every[T any](page func(first int, after *string) (inventory.Connection[T], error)) []T {
	var list []T
	var after *string
	for {
		c, err := page(inventory.MaxPage, after)
		list = append(list, c.Nodes()...)
		if after = c.PageInfo().EndCursor; err != nil || !c.PageInfo().HasNextPage {
			return list
		}
	}
}
