package storetest

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

// Examine shows a copy of the log and the tree.
func (m *Memory) Examine(ctx context.Context, visit func(proof.Evidence) error) error {
	m.mu.Lock()
	was := &Memory{log: append([]logged(nil), m.log...), tree: append(proof.Hashes(nil), m.tree...)}
	m.mu.Unlock()
	return visit(memoryEvidence{was.tree, ctx, was})
}

// memoryEvidence is a store that nobody else has.
type memoryEvidence struct {
	proof.Hashes
	ctx   context.Context
	store *Memory
}

// Load replays the log.
func (e memoryEvidence) Load() (*inventory.Snapshot, error) { return e.store.Load(e.ctx) }

// Leaves reads the log.
func (e memoryEvidence) Leaves(from, to int) iter.Seq2[proof.Leaf, error] {
	return func(yield func(proof.Leaf, error) bool) {
		for _, l := range e.store.log {
			n := l.revision.Number
			if n >= from && (to == 0 || n <= to) && !yield(proof.Leaf{Revision: l.revision, Changes: l.changes}, nil) {
				return
			}
		}
	}
}

// Differences compares the tree: there are no tables.
func (e memoryEvidence) Differences(expected proof.Expected, report func(proof.Problem)) {
	if len(e.Hashes) != len(expected.Tree) {
		report(proof.Problem{Message: fmt.Sprintf("the tree has %d hashes, and by the log %d", len(e.Hashes), len(expected.Tree))})
		return
	}
	for i := range e.Hashes {
		if !bytes.Equal(e.Hashes[i][:], expected.Tree[i][:]) {
			report(proof.Problem{Message: fmt.Sprintf("hash %d of the tree is not that of the log", i)})
		}
	}
}
