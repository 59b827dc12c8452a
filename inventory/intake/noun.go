package intake

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// How a noun was found, for the report.
const (
	newNoun  = "new: the inventory knows nothing by this name"
	newEntry = "new, with a crosswalk to its fideslang key"
)

type termKey struct {
	kind   inventory.Kind
	scheme inventory.CrosswalkScheme
	code   string
}

// term is an entry of the inventory that another vocabulary's term stands for.
type term struct {
	id    inventory.ID
	match inventory.CrosswalkMatch
}

// termsOf are the crosswalks of a snapshot, by what they point at.
func termsOf(s *inventory.Snapshot) map[termKey][]term {
	terms := map[termKey][]term{}
	for _, rec := range s.Records() {
		addTerms(terms, rec)
	}
	return terms
}

func addTerms(terms map[termKey][]term, rec inventory.Record) {
	var list []inventory.CrosswalkRecord
	switch r := rec.(type) {
	case *inventory.DataCategoryRecord:
		list = r.Crosswalks
	case *inventory.PurposeRecord:
		list = r.Crosswalks
	}
	for _, c := range list {
		key := termKey{rec.RecordKind(), c.Scheme, c.Code}
		terms[key] = append(terms[key], term{rec.RecordID(), c.Match})
	}
}

// crosswalk finds what the term of another vocabulary means here: an exact
// match, or a close one, with a note where it was not the only one. A match
// with a broader term says nothing of the term itself.
func (d *draft) crosswalk(k inventory.Kind, scheme inventory.CrosswalkScheme, code string) (id inventory.ID, note string, ok bool) {
	for _, match := range []inventory.CrosswalkMatch{"EXACT", "CLOSE"} {
		var ids []inventory.ID
		for _, t := range d.terms[termKey{k, scheme, code}] {
			if t.match == match {
				ids = append(ids, t.id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		slices.SortFunc(ids, func(a, b inventory.ID) int {
			if d.above(a, b) {
				return -1
			}
			if d.above(b, a) {
				return 1
			}
			return strings.Compare(string(a), string(b))
		})
		if match == "CLOSE" {
			note = "a close match of " + code + ", not an exact one"
		}
		if len(ids) > 1 {
			note = strings.TrimPrefix(note+"; "+code+" also matches "+string(ids[1])+", and the wider one stands", "; ")
		}
		return ids[0], note, true
	}
	return "", "", false
}

// above says whether a is wider than b, at any distance.
func (d *draft) above(a, b inventory.ID) bool {
	for at, steps := b, 0; at != "" && steps < 100; steps++ {
		if at == a {
			return a != b
		}
		rec, ok := d.work.Record(at)
		if !ok {
			return false
		}
		switch r := rec.(type) {
		case *inventory.DataCategoryRecord:
			at = r.Broader
		case *inventory.PurposeRecord:
			at = r.Broader
		default:
			return false
		}
	}
	return false
}

// lookup finds a noun by name or alias, by the rules of the inventory, among
// what it holds and what was drafted.
func (d *draft) lookup(k inventory.Kind, name string) (inventory.ID, bool) {
	return d.work.Find(k, name)
}

// known finds a noun by name like lookup, but not one of an earlier import of
// this file before its turn: a file reads the same each time.
func (d *draft) known(k inventory.Kind, name string) (inventory.ID, bool) {
	id, ok := d.lookup(k, name)
	if !ok || d.records[id] != nil {
		return id, ok
	}
	rec, _ := d.s.Record(id)
	return id, rec != nil && !d.own(rec)
}

// noun is that of a name: one that the inventory has, or a new one that make
// builds. One that this file brought in before is written again.
func (d *draft) noun(l *Line, k inventory.Kind, name string, build func(id inventory.ID) inventory.Record) (id inventory.ID, isNew bool) {
	return d.nounAs(l, k, name, []string{name}, build)
}

// nounAs is a noun by any of its names, whose id, if it is new, is made of base.
func (d *draft) nounAs(l *Line, k inventory.Kind, base string, names []string, build func(id inventory.ID) inventory.Record) (id inventory.ID, isNew bool) {
	return d.nounAt(l, k.ID(slug(base)), names, build)
}

// nounAt is a noun by any of its names, that has this id if it is new and the
// id is free.
func (d *draft) nounAt(l *Line, id inventory.ID, names []string, build func(id inventory.ID) inventory.Record) (_ inventory.ID, isNew bool) {
	k, _ := id.Kind()
	found := false
	if rec, ok := d.s.Record(id); ok && d.own(rec) && d.records[id] == nil {
		found = true
	}
	for _, name := range names {
		if !found && name != "" {
			if by, ok := d.lookup(k, name); ok {
				id, found = by, true
			}
		}
	}
	if !found {
		id = d.free(k, id.Rest())
	} else if rec, ok := d.s.Record(id); d.records[id] != nil || ok && !d.own(rec) {
		l.mapped(string(id))
		return id, false
	}
	rec := build(id)
	d.state(l, rec)
	addTerms(d.terms, rec)
	return id, true
}

// category is the data category of a name.
func (d *draft) category(l *Line, name string) inventory.ID {
	id, isNew := d.noun(l, inventory.KindData, name, func(id inventory.ID) inventory.Record {
		return &inventory.DataCategoryRecord{ID: id, Name: name, Special: "NONE"}
	})
	if isNew {
		l.roughly(newNoun, string(id))
	}
	return id
}

// people is the category of people of a name.
func (d *draft) people(l *Line, name string, vulnerable bool) inventory.ID {
	id, isNew := d.noun(l, inventory.KindSubject, name, func(id inventory.ID) inventory.Record {
		return &inventory.DataSubjectCategoryRecord{ID: id, Name: name, Vulnerable: vulnerable}
	})
	if isNew {
		l.roughly(newNoun, string(id))
	}
	return id
}

// purpose is the purpose of a name.
func (d *draft) purpose(l *Line, name string) inventory.ID {
	id, isNew := d.noun(l, inventory.KindPurpose, name, func(id inventory.ID) inventory.Record {
		return &inventory.PurposeRecord{ID: id, Name: name}
	})
	if isNew {
		l.roughly(newNoun, string(id))
	}
	return id
}

// party is the party of a name, a new one of this kind.
func (d *draft) party(l *Line, name string, kind inventory.PartyKind) inventory.ID {
	id, isNew := d.noun(l, inventory.KindParty, name, func(id inventory.ID) inventory.Record {
		return &inventory.PartyRecord{ID: id, Name: name, Kind: kind}
	})
	if isNew {
		note := "new, taken for a company"
		if kind == "CATEGORY" {
			note = "new, taken for a category of recipients"
		}
		l.roughly(note, string(id))
	}
	return id
}

// event is the event of a name.
func (d *draft) event(l *Line, name string) inventory.ID {
	id, isNew := d.noun(l, inventory.KindEvent, name, func(id inventory.ID) inventory.Record {
		return &inventory.EventRecord{ID: id, Name: upperFirst(name)}
	})
	if isNew {
		l.roughly(newNoun, string(id))
	}
	return id
}

// mine is the drafted record with this id, to fill in; ok is false if it is
// one that the file may not write.
func mine[R any](d *draft, id inventory.ID) (*R, bool) {
	r, ok := any(d.records[id]).(*R)
	return r, ok
}
