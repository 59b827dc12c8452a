package storetest

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

// Memory is a store that keeps the log in memory and makes the snapshot of it:
// the plainest store that passes the suite. The zero Memory is empty and ready.
// Closing it loses nothing.
type Memory struct {
	mu  sync.Mutex
	log []logged // GUARDED by mu
	// tree is the hashes over the log.
	tree proof.Hashes // GUARDED by mu
}

// logged is an entry as bytes, so that nothing is shared with who committed it.
type logged struct {
	revision inventory.Revision
	changes  []byte
}

var _ proof.Store = (*Memory)(nil)

// Load replays the log.
func (m *Memory) Load(ctx context.Context) (*inventory.Snapshot, error) {
	snapshot := inventory.Empty()
	for entry, err := range m.Log(ctx, 1, 0) {
		if err != nil {
			return nil, err
		}
		if snapshot, err = snapshot.Replay(entry); err != nil {
			return nil, err
		}
	}
	return snapshot, nil
}

// Head is the length of the log.
func (m *Memory) Head(ctx context.Context) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.log), ctx.Err()
}

// Commit adds to the log.
func (m *Memory) Commit(ctx context.Context, entry inventory.Entry) error {
	changes, err := inventory.MarshalChanges(entry.Changes)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	previous := ""
	if n := len(m.log); n > 0 {
		previous = m.log[n-1].revision.Hash
	}
	if entry.Number != len(m.log)+1 || entry.Previous != previous {
		return inventory.Errorf(inventory.Conflict, "the change was made from revision %d and the inventory is at revision %d", entry.Number-1, len(m.log))
	}
	hashes, err := proof.Append(entry.Revision, changes, m.tree)
	if err != nil {
		return err
	}
	m.log, m.tree = append(m.log, logged{entry.Revision, changes}), append(m.tree, hashes...)
	return nil
}

// Log reads the log as it is when reading begins.
func (m *Memory) Log(ctx context.Context, from, to int) iter.Seq2[inventory.Entry, error] {
	return func(yield func(inventory.Entry, error) bool) {
		m.mu.Lock()
		log := slices.Clone(m.log)
		m.mu.Unlock()
		for _, l := range log {
			if l.revision.Number < from || to != 0 && l.revision.Number > to {
				continue
			}
			changes, err := inventory.UnmarshalChanges(l.changes)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(inventory.Entry{}, err)
				return
			}
			if !yield(inventory.Entry{Revision: l.revision, Changes: changes}, nil) {
				return
			}
		}
	}
}

// SchemaVersion is 1: there are no tables.
func (m *Memory) SchemaVersion() int { return 1 }

// Close does nothing.
func (m *Memory) Close() error { return nil }
