package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/recital/recital/inventory"
)

// world is a store and what it should hold.
type world struct {
	t     *testing.T
	store inventory.Store
	head  *inventory.Snapshot
	// was lists the heads so far, by revision.
	was []*inventory.Snapshot
}

// newWorld is a store with one revision: the clause that what follows cites.
func newWorld(t *testing.T, open func(t *testing.T) inventory.Store) *world {
	t.Helper()
	w := emptyWorld(t, open)
	w.put(Small(inventory.KindDocument, "a"), Small(inventory.KindVersion, "a"), Small(inventory.KindClause, "a"))
	return w
}

func emptyWorld(t *testing.T, open func(t *testing.T) inventory.Store) *world {
	t.Helper()
	w := &world{t: t, store: open(t), head: inventory.Empty(), was: []*inventory.Snapshot{inventory.Empty()}}
	t.Cleanup(func() {
		w.verify()
		if err := w.store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return w
}

// put commits the records and checks the store against the head.
func (w *world) put(records ...inventory.Record) {
	w.t.Helper()
	changes := make([]inventory.Change, len(records))
	for i, r := range records {
		changes[i] = inventory.Change{Put: r}
	}
	w.commit(changes...)
}

// retire commits retirements and checks the store against the head.
func (w *world) retire(ids ...inventory.ID) {
	w.t.Helper()
	changes := make([]inventory.Change, len(ids))
	for i, id := range ids {
		changes[i] = inventory.Change{Retire: id}
	}
	w.commit(changes...)
}

func (w *world) commit(changes ...inventory.Change) {
	w.t.Helper()
	next, entry := w.next(changes...)
	if err := w.store.Commit(w.t.Context(), entry); err != nil {
		w.t.Fatalf("Commit revision %d: %v", entry.Number, err)
	}
	w.moved(next)
	w.check()
}

// next is what a commit of these changes would make of the head.
func (w *world) next(changes ...inventory.Change) (*inventory.Snapshot, inventory.Entry) {
	w.t.Helper()
	n := w.head.Revision().Number + 1
	next, entry, err := w.head.Apply(inventory.Commit{
		Author: "somebody", Message: fmt.Sprintf("change %d", n), Changes: changes,
		RecordedAt: time.Date(2026, 11, 22, 10, 30, n, 123_456_789, time.UTC),
	})
	if err != nil {
		w.t.Fatalf("Apply: %v", err)
	}
	return next, entry
}

func (w *world) moved(next *inventory.Snapshot) {
	w.head, w.was = next, append(w.was, next)
}

// check says that the tables, the log and the head agree.
func (w *world) check() {
	w.t.Helper()
	n, err := w.store.Head(w.t.Context())
	if err != nil || n != w.head.Revision().Number {
		w.t.Fatalf("Head: %d, %v; want %d", n, err, w.head.Revision().Number)
	}
	loaded, err := w.store.Load(w.t.Context())
	if err != nil {
		w.t.Fatalf("Load: %v", err)
	}
	w.same("loaded", loaded, w.head)
	w.same("replayed", w.replay(), w.head)
}

func (w *world) replay() *inventory.Snapshot {
	w.t.Helper()
	s := inventory.Empty()
	for entry, err := range w.store.Log(w.t.Context(), 1, 0) {
		if err != nil {
			w.t.Fatalf("Log: %v", err)
		}
		if s, err = s.Replay(entry); err != nil {
			w.t.Fatalf("Replay: %v", err)
		}
	}
	return s
}

func (w *world) same(what string, got, want *inventory.Snapshot) {
	w.t.Helper()
	if got.Equal(want) && cmp.Equal(got.Revisions(), want.Revisions()) {
		return
	}
	if d := cmp.Diff(want.Revisions(), got.Revisions()); d != "" {
		w.t.Errorf("the revisions %s differ from those committed (-committed +%s):\n%s", what, what, d)
	}
	w.t.Fatalf("what was %s differs from what was committed (-committed +%s):\n%s", what, what, cmp.Diff(want.Records(), got.Records()))
}
