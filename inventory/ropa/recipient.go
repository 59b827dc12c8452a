package ropa

import (
	"cmp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// side says where a recipient stands as seen from the controller.
type side int

const (
	// inside is a company of the controller's group, by its role or by the
	// groups that both belong to.
	inside side = iota
	outside
	// acting is a processor, of the group or not.
	acting
)

// side of a disclosure. That somebody is a processor says more than that they
// are of the group.
func (e *entry) side(d inventory.Disclosure) side {
	switch d.Role() {
	case "PROCESSOR":
		return acting
	case "AFFILIATE":
		return inside
	}
	if e.kin(d.Recipient()) {
		return inside
	}
	return outside
}

// kin says whether the party and a controller are the same or of one group.
func (e *entry) kin(p inventory.Party) bool {
	return slices.ContainsFunc(chain(p), func(id inventory.ID) bool { return slices.Contains(e.family, id) })
}

func (e *entry) internal() []Item   { return e.recipientsAt(inside) }
func (e *entry) external() []Item   { return e.recipientsAt(outside) }
func (e *entry) processors() []Item { return e.recipientsAt(acting) }

// recipientsAt lists who receives what, by the name of the recipient. Where
// only recipients of other kinds are declared, it says so: that is no gap of
// the column, and no statement that there are none.
func (e *entry) recipientsAt(at side) []Item {
	items := e.receiving(at)
	if len(items) > 0 || len(e.disclosures) == 0 {
		return items
	}
	return []Item{{Text: NotDeclared + "; recipients of other kinds are", Gap: true}}
}

// recipients are those of every kind, each said with its kind.
func (e *entry) recipients() []Item {
	var items []Item
	for at, kind := range []string{inside: "internal: ", outside: "external: ", acting: "processor: "} {
		for _, i := range e.receiving(side(at)) {
			i.Text = kind + i.Text
			items = append(items, i)
		}
	}
	return items
}

// receiving says who of a side receives what, and who is stated not to.
func (e *entry) receiving(at side) []Item {
	var received flows[inventory.Disclosure]
	for _, d := range e.byRecipient() {
		if e.side(d) != at {
			continue
		}
		role := ""
		switch {
		case at == acting || d.Role() == "AFFILIATE":
		case d.Role() == notStated:
			role = " (role " + NotDeclared + ")"
		default:
			role = " (" + wording.Enum(d.Role()) + ")"
		}
		purposes := ""
		if list := d.Purposes(); len(list) > 0 {
			purposes = "; for " + wording.And(names(list))
		}
		received.add(d.Recipient().Name()+role+": ", inForm(d.Form())+purposes+limits(d, nil), d)
	}
	return append(received.items(), e.notReceiving(at)...)
}

// byRecipient are the disclosures by the name of the recipient.
func (e *entry) byRecipient() []inventory.Disclosure {
	list := slices.Clone(e.disclosures)
	slices.SortStableFunc(list, func(a, b inventory.Disclosure) int {
		p, q := a.Recipient(), b.Recipient()
		return cmp.Or(cmp.Compare(strings.ToLower(p.Name()), strings.ToLower(q.Name())), cmp.Compare(p.ID(), q.ID()))
	})
	return list
}

// notReceiving says what is stated, for the activity or its service, not to be
// disclosed to parties of the side.
func (e *entry) notReceiving(at side) []Item {
	var withheld flows[inventory.NonDisclosure]
	for _, d := range e.a.Service().NonDisclosures() {
		if a, one := d.Activity(); one && a.ID() != e.a.ID() || at == acting || e.kin(d.Recipient()) != (at == inside) {
			continue
		}
		tail := ""
		if f, ok := d.Form(); ok {
			tail += inForm(f)
		}
		if list := d.Purposes(); len(list) > 0 {
			tail += "; for " + wording.And(names(list))
		}
		if scope, ok := d.Scope(); ok {
			tail += " – " + wording.Phrase(scope)
		}
		withheld.add("stated not to go to "+d.Recipient().Name()+": ", tail+limits(d, nil), d)
	}
	return withheld.items()
}

// flows makes one item of the facts that say the same of different data with
// the same right: what is inferred stays apart from what is stated.
type flows[F moved] struct {
	order []flow
	facts map[flow][]F
}

// moved is a fact about data that goes, or does not go, to somebody.
type moved interface {
	inventory.Fact
	Data() inventory.DataCategory
}

type flow struct {
	head, tail string
	assertion  inventory.Assertion
}

func (f *flows[F]) add(head, tail string, d F) {
	if f.facts == nil {
		f.facts = map[flow][]F{}
	}
	key := flow{head, tail, d.Assertion()}
	if _, seen := f.facts[key]; !seen {
		f.order = append(f.order, key)
	}
	f.facts[key] = append(f.facts[key], d)
}

func (f *flows[F]) items() []Item {
	list := make([]Item, 0, len(f.order))
	for _, key := range f.order {
		var data []string
		for _, d := range f.facts[key] {
			if name := d.Data().Name(); !slices.Contains(data, name) {
				data = append(data, name)
			}
		}
		list = append(list, item(key.head+strings.Join(data, ", ")+key.tail, f.facts[key]...))
	}
	return list
}

// contracts links to the contract with each processor.
func (e *entry) contracts() []Item {
	var linked grouped[inventory.Disclosure]
	var missing []string
	for _, d := range e.byRecipient() {
		if e.side(d) != acting {
			continue
		}
		name := d.Recipient().Name()
		if url, ok := d.Contract(); ok {
			linked.add(name+": "+url, d)
		} else if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	items := linked.items()
	for _, name := range missing {
		items = append(items, gap(name))
	}
	return items
}
