package proof

import (
	"context"
	"iter"

	"github.com/recital/recital/inventory"
	"golang.org/x/mod/sumdb/tlog"
)

// Store is a store that keeps the tree of its log beside it, written in the
// transaction of each commit, and shows what it holds as it stands.
type Store interface {
	inventory.Store
	// Examine calls visit with what the store holds as of one moment, whatever
	// is committed meanwhile. It passes the error of visit on.
	Examine(ctx context.Context, visit func(Evidence) error) error
}

// Evidence is what a store holds as of one moment: nothing is put right, and
// nothing is taken for granted.
type Evidence interface {
	// ReadHashes reads hashes of the tree by their index.
	tlog.HashReader
	// Leaves reads the log from revision from to revision to, both included, in
	// the order of their numbers; to 0 means the newest.
	Leaves(from, to int) iter.Seq2[Leaf, error]
	// Load is [inventory.Store.Load] as of the moment.
	Load() (*inventory.Snapshot, error)
	// Differences calls report for all that is not as expected in the tree, in
	// the tables if there is an expected head, and in their layout.
	Differences(expected Expected, report func(Problem))
}

// Leaf is a revision as stored.
type Leaf struct {
	Revision inventory.Revision
	// Changes are the bytes that the hashes are made over.
	Changes []byte
	// Problems are what the revision's other fields do not show: a value that is
	// not stored in the form in which the store writes it.
	Problems []Problem
}

// Expected is what a store must hold according to its log.
type Expected struct {
	// Tree is the hashes of all leaves and complete subtrees.
	Tree Hashes
	// Head is what the log comes to when it is repeated; nil if it cannot be.
	Head *inventory.Snapshot
	// last is the newest revision that put or retired a record.
	last map[inventory.ID]int
}

// Brought is the revision that brought the present wording of a record, or
// retired it; 0 if none did.
func (e Expected) Brought(id inventory.ID) int { return e.last[id] }
