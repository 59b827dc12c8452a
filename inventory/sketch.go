package inventory

import "strings"

// Sketch is a snapshot with records laid over it that no commit holds yet:
// what a long list of records would make, while the list is being made. It
// finds nouns by the rules of the snapshot and checks nothing; [Snapshot.Apply]
// does. Laying a record over it costs the same however many there are, unlike
// a commit for each. It is for one goroutine.
type Sketch struct {
	under *Snapshot
	over  map[ID]Record
	names map[nameIndex]ID
}

// Sketch begins a sketch over the snapshot.
func (s *Snapshot) Sketch() *Sketch {
	return &Sketch{under: s, over: map[ID]Record{}, names: map[nameIndex]ID{}}
}

// Put lays a copy of the record over the one with its id. A name that another
// noun of its kind has stays with that one.
func (t *Sketch) Put(r Record) {
	rec := canonical(r)
	id, k := rec.RecordID(), rec.RecordKind()
	if was := t.over[id]; was != nil {
		for _, key := range nameKeys(was) {
			if at := (nameIndex{k, key}); t.names[at] == id {
				delete(t.names, at)
			}
		}
	}
	t.over[id] = rec
	for _, key := range nameKeys(rec) {
		at := nameIndex{k, key}
		if _, taken := t.named(at); !taken {
			t.names[at] = id
		}
	}
}

// Record is the record with this id. It must not be changed.
func (t *Sketch) Record(id ID) (Record, bool) {
	if rec := t.over[id]; rec != nil {
		return rec, true
	}
	return t.under.Record(id)
}

// Find is the id of the noun of this kind that people mean by text, as with
// [Snapshot.Find]; ok is false if there is none, or more than one.
func (t *Sketch) Find(k Kind, text string) (id ID, ok bool) {
	if id, ok := spelled(k, text, t.Record); ok {
		return id, true
	}
	return t.named(nameIndex{k, nameKey(text)})
}

// named is the one noun with a name.
func (t *Sketch) named(at nameIndex) (id ID, ok bool) {
	if id, ok := t.names[at]; ok {
		return id, true
	}
	ids, _ := t.under.names.get(at)
	if len(ids) != 1 || t.over[ids[0]] != nil {
		return "", false
	}
	return ids[0], true
}

// spelled is the id of this kind that text is, with or without the kind, if
// there is such a record.
func spelled(k Kind, text string, record func(ID) (Record, bool)) (id ID, ok bool) {
	text = strings.TrimSpace(text)
	lower := strings.ToLower(text)
	for _, id := range []ID{ID(text), ID(lower), k.ID(text), k.ID(lower)} {
		if kind, ok := id.Kind(); ok && kind == k {
			if _, ok := record(id); ok {
				return id, true
			}
		}
	}
	return "", false
}
