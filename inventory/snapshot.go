package inventory

import (
	"cmp"
	"reflect"
	"slices"
)

// Snapshot is one revision of the whole inventory, immutable, in memory. It
// may be read by any number of goroutines. The zero Snapshot is not usable:
// begin with [Empty].
type Snapshot struct {
	past  *past
	nodes table[ID, *node]
	// byKind lists the nodes of each kind in their order: nouns by name, cookies
	// by category and name, relations by id.
	byKind map[Kind][]*node
	// back lists, for what is pointed at and the kind that points, the ids of
	// those that do, sorted.
	back table[backKey, []ID]
	// names finds nouns by kind and [nameKey] of a name or an alias.
	names table[nameIndex, []ID]
	// wide are the services that stand for the organisation, by name.
	wide []ID
	// internal counts the records that are not public.
	internal int
	// public is true for what [Snapshot.Public] made.
	public bool
	// discreet is true for what [Snapshot.Discreet] made.
	discreet bool
}

// node is a record in a snapshot, with the revision that brought it. It never
// changes once made.
type node struct {
	rec   Record
	since *past
	order string
	words []foldedText
}

// past is a revision and those before it: a list that snapshots share.
type past struct {
	Revision
	before *past
}

type backKey struct {
	to   ID
	from Kind
}

type nameIndex struct {
	kind Kind
	key  string
}

// Empty is the inventory before its first revision.
func Empty() *Snapshot {
	return &Snapshot{past: &past{}, byKind: map[Kind][]*node{}}
}

// Revision is the revision that the snapshot shows; number 0 if it is empty.
func (s *Snapshot) Revision() Revision { return s.reveal(s.past.Revision) }

// Revisions lists all revisions up to this one, newest first.
func (s *Snapshot) Revisions() []Revision {
	list := make([]Revision, 0, s.past.Number)
	for p := s.past; p != nil && p.Number > 0; p = p.before {
		list = append(list, s.reveal(p.Revision))
	}
	return list
}

// Len is the number of nouns and facts.
func (s *Snapshot) Len() int { return s.nodes.len() }

// Record is the record with this id. It must not be changed.
func (s *Snapshot) Record(id ID) (Record, bool) {
	n, ok := s.nodes.get(id)
	if !ok {
		return nil, false
	}
	return n.rec, true
}

// Since is the number of the revision that brought the present wording of the
// record; ok is false if there is no such record.
func (s *Snapshot) Since(id ID) (number int, ok bool) {
	n, ok := s.nodes.get(id)
	if !ok {
		return 0, false
	}
	return n.since.Number, true
}

// Records lists all records: by kind in the order of [Kinds], within a kind in
// the order of lists. They must not be changed.
func (s *Snapshot) Records() []Record {
	list := make([]Record, 0, s.Len())
	for _, k := range kinds {
		for _, n := range s.byKind[k.kind] {
			list = append(list, n.rec)
		}
	}
	return list
}

// Equal says whether both show the same revision with the same records, each
// brought by the same revision.
func (s *Snapshot) Equal(t *Snapshot) bool {
	if s.Revision() != t.Revision() || s.Len() != t.Len() {
		return false
	}
	for _, k := range kinds {
		for _, n := range s.byKind[k.kind] {
			m, ok := t.nodes.get(n.rec.RecordID())
			if !ok || m.since.Number != n.since.Number || !reflect.DeepEqual(m.rec, n.rec) {
				return false
			}
		}
	}
	return true
}

// pointingAt lists the ids of the kind that point at id, sorted.
func (s *Snapshot) pointingAt(id ID, from Kind) []ID {
	list, _ := s.back.get(backKey{id, from})
	return list
}

// next is the snapshot with these records put and these ids retired, at rev.
// It checks nothing.
func (s *Snapshot) next(rev *past, puts []Record, retired []ID) *Snapshot {
	d := newDelta(s, len(puts)+len(retired))
	for _, id := range retired {
		d.take(id)
	}
	for _, r := range puts {
		d.put(newNode(r, rev))
	}
	return d.build(rev)
}

func newNode(r Record, since *past) *node {
	n := &node{rec: r, since: since, words: searchable(r)}
	switch t := r.(type) {
	case interface{ orderKey() string }:
		n.order = t.orderKey()
	default:
		if n.order = fold(r.title()); n.order == "" {
			n.order = string(r.RecordID())
		}
	}
	return n
}

func (n *node) compare(m *node) int {
	if c := cmp.Compare(n.order, m.order); c != 0 {
		return c
	}
	return cmp.Compare(n.rec.RecordID(), m.rec.RecordID())
}

// delta gathers what changes between two snapshots.
type delta struct {
	from     *Snapshot
	nodes    map[ID]cell[*node]
	gone     map[Kind][]*node
	came     map[Kind][]*node
	back     map[backKey]*edit
	names    map[nameIndex]*edit
	internal int
}

// edit is what comes to and goes from a list of ids.
type edit struct{ add, drop []ID }

func newDelta(s *Snapshot, size int) *delta {
	return &delta{
		from: s, nodes: make(map[ID]cell[*node], size), gone: map[Kind][]*node{}, came: map[Kind][]*node{},
		back: make(map[backKey]*edit, size), names: map[nameIndex]*edit{}, internal: s.internal,
	}
}

// take removes a record, if it is there.
func (d *delta) take(id ID) {
	n, ok := d.from.nodes.get(id)
	if !ok {
		return
	}
	d.nodes[id] = cell[*node]{}
	k := n.rec.RecordKind()
	d.gone[k] = append(d.gone[k], n)
	d.index(n, func(e *edit) { e.drop = append(e.drop, id) })
	d.count(n, -1)
}

// put adds a record in place of one with its id.
func (d *delta) put(n *node) {
	id, k := n.rec.RecordID(), n.rec.RecordKind()
	d.take(id)
	d.nodes[id] = cell[*node]{n, true}
	d.came[k] = append(d.came[k], n)
	d.index(n, func(e *edit) { e.add = append(e.add, id) })
	d.count(n, 1)
}

func (d *delta) count(n *node, by int) {
	if isInternal(n.rec) {
		d.internal += by
	}
}

// index visits every index entry of the record.
func (d *delta) index(n *node, change func(*edit)) {
	k := n.rec.RecordKind()
	seen := map[ID]bool{}
	eachRef(n.rec, func(_ *Field, _ string, to ID) {
		if !seen[to] {
			seen[to] = true
			change(editOf(d.back, backKey{to, k}))
		}
	})
	for _, key := range nameKeys(n.rec) {
		change(editOf(d.names, nameIndex{k, key}))
	}
}

func editOf[K comparable](edits map[K]*edit, k K) *edit {
	e := edits[k]
	if e == nil {
		e = &edit{}
		edits[k] = e
	}
	return e
}

// nameKeys lists the keys by which the record is found, each once.
func nameKeys(r Record) []string {
	named, ok := r.(interface{ names() []string })
	if !ok {
		return nil
	}
	var keys []string
	for _, name := range named.names() {
		if key := nameKey(name); key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (d *delta) build(rev *past) *Snapshot {
	s := d.from
	next := &Snapshot{
		past: rev, nodes: s.nodes.with(d.nodes), byKind: make(map[Kind][]*node, len(kinds)),
		back: s.back.with(editLists(s.back, d.back)), names: s.names.with(editLists(s.names, d.names)),
		internal: d.internal, public: s.public, discreet: s.discreet,
	}
	for _, k := range kinds {
		gone, came := d.gone[k.kind], d.came[k.kind]
		slices.SortFunc(gone, (*node).compare)
		slices.SortFunc(came, (*node).compare)
		next.byKind[k.kind] = merged(s.byKind[k.kind], gone, came, (*node).compare)
	}
	next.wide = s.wide
	if len(d.gone[KindService])+len(d.came[KindService]) > 0 {
		next.wide = organisationWide(next.byKind[KindService])
	}
	return next
}

func editLists[K comparable](old table[K, []ID], edits map[K]*edit) map[K]cell[[]ID] {
	cells := make(map[K]cell[[]ID], len(edits))
	for k, e := range edits {
		slices.Sort(e.drop)
		slices.Sort(e.add)
		if slices.Equal(e.drop, e.add) {
			continue
		}
		was, _ := old.get(k)
		list := merged(was, e.drop, e.add, cmp.Compare[ID])
		cells[k] = cell[[]ID]{list, len(list) > 0}
	}
	return cells
}

// merged is the sorted list without what has gone and with what came, both
// sorted. It copies what lies between changes in one go, so that a small
// change to a long list costs little more than the copy.
func merged[T any](was, gone, came []T, compare func(a, b T) int) []T {
	if len(gone)+len(came) == 0 {
		return was
	}
	list := make([]T, 0, len(was)+len(came))
	for len(gone)+len(came) > 0 {
		leave := len(came) == 0 || len(gone) > 0 && compare(gone[0], came[0]) <= 0
		next := &came
		if leave {
			next = &gone
		}
		at, found := slices.BinarySearchFunc(was, (*next)[0], compare)
		list, was = append(list, was[:at]...), was[at:]
		switch {
		case !leave:
			list = append(list, (*next)[0])
		case found:
			was = was[1:]
		}
		*next = (*next)[1:]
	}
	return append(list, was...)
}
