package inventory

import "reflect"

// Public is the snapshot that anonymous readers see: the same revision without
// what is internal. A record is left out when it is internal, or when
// something that it points at is left out, unless the field is loose: then
// only the pointer is. A clause that only such records cite is left out too.
// Revisions keep their number, times and hashes, and lose
// author and message.
//
// Where nothing is internal, this costs nothing.
func (s *Snapshot) Public() *Snapshot { return s.PublicUnder(s) }

// PublicUnder is [Snapshot.Public] of an older revision while head is the
// newest: what is internal in head is left out of the older one too, though it
// was public then. What becomes internal is to be seen no more, by any path.
func (s *Snapshot) PublicUnder(head *Snapshot) *Snapshot {
	if s.public {
		return s
	}
	if s.internal == 0 && head.internal == 0 {
		open := *s
		open.public = true
		return &open
	}
	hidden := s.hidden(head)
	d := newDelta(s, len(hidden))
	for id := range hidden {
		d.take(id)
	}
	for id := range s.losing(hidden) {
		n, _ := s.nodes.get(id)
		d.put(newNode(without(n.rec, hidden), n.since))
	}
	open := d.build(s.past)
	open.public = true
	return open
}

// hidden lists what anonymous readers may not see while head is the newest.
func (s *Snapshot) hidden(head *Snapshot) map[ID]bool {
	hidden := map[ID]bool{}
	var queue []ID
	for _, k := range kinds {
		for _, n := range s.byKind[k.kind] {
			if isInternal(n.rec) || head.marks(n.rec.RecordID()) {
				hidden[n.rec.RecordID()] = true
				queue = append(queue, n.rec.RecordID())
			}
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, k := range kinds {
			for _, id := range s.pointingAt(queue[0], k.kind) {
				if rec, _ := s.Record(id); !hidden[id] && strictly(rec, queue[0]) {
					hidden[id] = true
					queue = append(queue, id)
				}
			}
		}
	}
	s.hideSources(hidden)
	return hidden
}

// hideSources adds the clauses that only hidden records cite, the editions that
// have no others, and the documents that have no others: they may have been
// written for the organisation alone.
func (s *Snapshot) hideSources(hidden map[ID]bool) {
	candidates := make([]ID, 0, len(hidden))
	for id := range hidden {
		candidates = append(candidates, id)
	}
	for ; len(candidates) > 0; candidates = candidates[1:] {
		rec, _ := s.Record(candidates[0])
		for _, to := range References(rec) {
			switch kind, _ := to.Kind(); kind {
			case KindClause, KindVersion, KindDocument:
				if !hidden[to] && s.onlyFrom(to, hidden) {
					hidden[to] = true
					candidates = append(candidates, to)
				}
			}
		}
	}
}

// onlyFrom says whether all that points at id is in the set.
func (s *Snapshot) onlyFrom(id ID, set map[ID]bool) bool {
	for _, k := range kinds {
		for _, from := range s.pointingAt(id, k.kind) {
			if !set[from] {
				return false
			}
		}
	}
	return true
}

// marks says whether the snapshot has the record and it is internal.
func (s *Snapshot) marks(id ID) bool {
	rec, ok := s.Record(id)
	return ok && isInternal(rec)
}

// losing lists what is not hidden and points at what is.
func (s *Snapshot) losing(hidden map[ID]bool) map[ID]bool {
	ids := map[ID]bool{}
	for to := range hidden {
		for _, k := range kinds {
			for _, id := range s.pointingAt(to, k.kind) {
				if !hidden[id] {
					ids[id] = true
				}
			}
		}
	}
	return ids
}

// tellsOfHidden says whether the record is one that [Snapshot.Public] leaves
// out, or points at one. It gathers what it finds out in hidden.
func (s *Snapshot) tellsOfHidden(id ID, hidden map[ID]bool) bool {
	rec, ok := s.Record(id)
	if !ok || s.internal == 0 {
		return false
	}
	tells := s.isHidden(id, hidden)
	eachRef(rec, func(_ *Field, _ string, to ID) { tells = tells || s.isHidden(to, hidden) })
	return tells
}

func (s *Snapshot) isHidden(id ID, hidden map[ID]bool) bool {
	if is, known := hidden[id]; known {
		return is
	}
	rec, ok := s.Record(id)
	if !ok {
		return false
	}
	is := isInternal(rec)
	eachRef(rec, func(f *Field, _ string, to ID) { is = is || !f.Loose && s.isHidden(to, hidden) })
	hidden[id] = is
	return is
}

func isInternal(r Record) bool {
	e := r.evidence()
	return e != nil && e.Visibility == Internal
}

// strictly says whether the record cannot be told without what it points at.
func strictly(r Record, to ID) bool {
	is := false
	eachRef(r, func(f *Field, _ string, id ID) { is = is || id == to && !f.Loose })
	return is
}

// without is a copy of the record without loose pointers at what is hidden.
func without(r Record, hidden map[ID]bool) Record {
	r = canonical(r)
	v := reflect.ValueOf(r).Elem()
	for _, f := range schemas[r.RecordKind()] {
		if !f.Loose {
			continue
		}
		switch field := v.FieldByIndex(f.Index); field.Kind() {
		case reflect.Slice:
			var kept []ID
			for _, id := range field.Interface().([]ID) {
				if !hidden[id] {
					kept = append(kept, id)
				}
			}
			field.Set(reflect.ValueOf(kept))
		default:
			if hidden[ID(field.String())] {
				field.SetString("")
			}
		}
	}
	return r
}

// Discreet is the same snapshot without who made each revision, and their
// message. So is what [Snapshot.Public] makes.
func (s *Snapshot) Discreet() *Snapshot {
	quiet := *s
	quiet.discreet = true
	return &quiet
}

// reveal is the revision as readers of this snapshot may see it.
func (s *Snapshot) reveal(r Revision) Revision {
	if s.public || s.discreet {
		r.Author, r.Message = "", ""
	}
	return r
}
