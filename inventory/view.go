package inventory

import "slices"

// Node is anything with an id.
type Node interface{ ID() ID }

// Fact is a noun or relation with its evidence.
type Fact interface {
	Node
	Summary() string
	Assertion() Assertion
	Because() (string, bool)
	Condition() (string, bool)
	Citations() []Citation
	Verified() (Verification, bool)
	Visibility() Visibility
	Since() Revision
}

// view is a record in a snapshot. Every exported view is a struct of nothing
// but a view, and reads its record through r.
type view[R any] struct {
	fact
	r *R
}

// fact is what every view says about itself.
type fact struct {
	s *Snapshot
	n *node
}

// ID is the id of the record.
func (f fact) ID() ID { return f.n.rec.RecordID() }

func (f fact) backing() *Evidence {
	if e := f.n.rec.evidence(); e != nil {
		return e
	}
	return &Evidence{Visibility: Public, Assertion: Stated}
}

// Assertion says whether a document states it, or we infer it.
func (f fact) Assertion() Assertion { return f.backing().Assertion }

// Because gives the reasoning of an inferred fact.
func (f fact) Because() (string, bool) { return some(f.backing().Because) }

// Condition says when it holds; ok is false if it always does.
func (f fact) Condition() (string, bool) { return some(f.backing().Condition) }

// Visibility says who may see it.
func (f fact) Visibility() Visibility { return f.backing().Visibility }

// Since is the revision that brought its present wording.
func (f fact) Since() Revision { return f.s.reveal(f.n.since.Revision) }

// Citations are the clauses behind it, in the order given.
func (f fact) Citations() []Citation {
	list := make([]Citation, 0, len(f.backing().Citations))
	for _, c := range f.backing().Citations {
		if clause, ok := get[Clause](f.s, c.Clause); ok {
			list = append(list, Citation{clause, c.Note})
		}
	}
	return list
}

// Verified says who last compared it with reality; ok is false if nobody did.
func (f fact) Verified() (Verification, bool) {
	v := f.backing().Verified
	if v == nil {
		return Verification{}, false
	}
	return Verification(*v), true
}

// Citation points from a fact to the clause that states it.
type Citation struct {
	clause Clause
	note   string
}

// Clause is the clause.
func (c Citation) Clause() Clause { return c.clause }

// Note says what to look for in the clause.
func (c Citation) Note() (string, bool) { return some(c.note) }

// Verification says that somebody compared a fact with reality.
type Verification struct {
	By string
	On Date
}

// Crosswalk is what another vocabulary calls an entry.
type Crosswalk = CrosswalkRecord

// some is the value and whether there is one.
func some[T comparable](v T) (T, bool) {
	var zero T
	return v, v != zero
}

// get is the view of the record with this id; ok is false if there is none, or
// it is of another kind.
func get[V ~struct{ view[R] }, R any](s *Snapshot, id ID) (v V, ok bool) {
	if id == "" {
		return v, false
	}
	n, ok := s.nodes.get(id)
	if !ok {
		return v, false
	}
	return of[V](s, n)
}

func of[V ~struct{ view[R] }, R any](s *Snapshot, n *node) (v V, ok bool) {
	r, ok := any(n.rec).(*R)
	if !ok {
		return v, false
	}
	return V(struct{ view[R] }{view[R]{fact{s, n}, r}}), true
}

// must is get for an id that the rules of the domain say is there.
func must[V ~struct{ view[R] }, R any](s *Snapshot, id ID) V {
	v, _ := get[V](s, id)
	return v
}

// views are the views of these ids, in this order.
func views[V ~struct{ view[R] }, R any](s *Snapshot, ids []ID) []V {
	list := make([]V, 0, len(ids))
	for _, id := range ids {
		if v, ok := get[V](s, id); ok {
			list = append(list, v)
		}
	}
	return list
}

// pointing are the views of the kind that point at any of the ids, each once,
// sorted by id within each, if keep says so (nil: all).
func pointing[V ~struct{ view[R] }, R any](s *Snapshot, from Kind, keep func(*R) bool, ids ...ID) []V {
	total := 0
	for _, to := range ids {
		total += len(s.pointingAt(to, from))
	}
	list := make([]V, 0, total)
	var seen map[ID]bool
	if len(ids) > 1 && total > 1 {
		seen = make(map[ID]bool, total)
	}
	for _, to := range ids {
		for _, id := range s.pointingAt(to, from) {
			if seen[id] {
				continue
			}
			n, _ := s.nodes.get(id)
			r, ok := any(n.rec).(*R)
			if !ok || keep != nil && !keep(r) {
				continue
			}
			if seen != nil {
				seen[id] = true
			}
			v, _ := of[V](s, n)
			list = append(list, v)
		}
	}
	return list
}

// every lists the views of a kind in their order.
func every[V ~struct{ view[R] }, R any](s *Snapshot, k Kind) []V {
	list := make([]V, 0, len(s.byKind[k]))
	for _, n := range s.byKind[k] {
		if v, ok := of[V](s, n); ok {
			list = append(list, v)
		}
	}
	return list
}

// sorted brings views that were gathered from several places into the order
// of lists.
func sorted[V ~struct{ view[R] }, R any](list []V) []V {
	slices.SortFunc(list, func(a, b V) int {
		return struct{ view[R] }(a).n.compare(struct{ view[R] }(b).n)
	})
	return list
}
