package storetest

import (
	"context"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

// verify says that the store can prove its history, if it keeps a tree.
func (w *world) verify() {
	w.t.Helper()
	store, ok := w.store.(proof.Store)
	if !ok {
		return
	}
	// At the end of a test its own context is done.
	report, err := proof.Verify(context.WithoutCancel(w.t.Context()), store)
	if err != nil {
		w.t.Fatalf("Verify: %v", err)
	}
	for _, p := range report.Problems {
		w.t.Errorf("Verify: %s", p)
	}
	if n := w.head.Revision().Number; report.Revisions != n || report.Records != w.head.Len() {
		w.t.Errorf("Verify found %d revisions and %d records, want %d and %d", report.Revisions, report.Records, n, w.head.Len())
	}
}

// testTree proves, of every pair of sizes, that the longer log begins with the
// shorter one, and of every revision that it is in every tree after it.
func testTree(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	store, ok := w.store.(proof.Store)
	if !ok {
		return // a store need not keep a tree
	}
	w.put(Records()...)
	w.retire(Full(inventory.KindDisclosure).RecordID())
	for i := range 6 {
		p := party("moving")
		p.Description = string(rune('a' + i))
		w.put(p)
	}
	heads := []proof.Checkpoint{{}}
	for n := 1; n <= w.head.Revision().Number; n++ {
		c, err := proof.At(t.Context(), store, n)
		if err != nil || c.Size != n || c.Revision != w.was[n].Revision().Hash {
			t.Fatalf("At revision %d: %+v, %v", n, c, err)
		}
		heads = append(heads, c)
	}
	err := store.Examine(t.Context(), func(e proof.Evidence) error {
		for n := 1; n < len(heads); n++ {
			for leaf, err := range e.Leaves(1, n) {
				if err != nil {
					return err
				}
				included(t, e, leaf, heads[n])
				grown(t, e, heads[n], heads[leaf.Revision.Number])
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func included(t *testing.T, e proof.Evidence, leaf proof.Leaf, c proof.Checkpoint) {
	t.Helper()
	p, err := proof.ProveInclusion(c.Size, leaf.Revision.Number, e)
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.CheckInclusion(p, c, leaf.Revision, leaf.Changes); err != nil {
		t.Error(err)
	}
	leaf.Revision.Message += "x"
	if err := proof.CheckInclusion(p, c, leaf.Revision, leaf.Changes); err == nil {
		t.Errorf("revision %d is said to be in the tree of %d with another message", leaf.Revision.Number, c.Size)
	}
}

func grown(t *testing.T, e proof.Evidence, newer, older proof.Checkpoint) {
	t.Helper()
	p, err := proof.ProveGrowth(newer.Size, older.Size, e)
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.CheckGrowth(p, newer, older); err != nil {
		t.Error(err)
	}
	older.Root[0]++
	if err := proof.CheckGrowth(p, newer, older); err == nil {
		t.Errorf("the tree of %d is said to begin with another tree of %d", newer.Size, older.Size)
	}
}
