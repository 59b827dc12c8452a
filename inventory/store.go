package inventory

import (
	"context"
	"iter"
)

// Store keeps an inventory: the current facts in tables, and every revision in
// an append-only log. Package storetest says what every implementation does;
// package sqlite is the first.
type Store interface {
	// Load reads the tables: the snapshot of the newest revision.
	Load(ctx context.Context) (*Snapshot, error)
	// Head is the number of the newest revision, 0 if there is none. It is
	// cheap: it is asked every second to notice what other processes commit.
	Head(ctx context.Context) (int, error)
	// Commit writes an entry to the log and its changes to the tables, both or
	// neither, on condition that the newest revision is the one before it.
	// Otherwise it is a [Conflict] error and nothing is written. Any other
	// error leaves the outcome unknown: load before the next commit.
	Commit(ctx context.Context, entry Entry) error
	// Log reads the entries from revision from to revision to, both included,
	// oldest first; to 0 means the newest. It ends at the first error.
	Log(ctx context.Context, from, to int) iter.Seq2[Entry, error]
	// SchemaVersion is the version of the tables' layout.
	SchemaVersion() int
	// Close gives the store back. What was acknowledged stays.
	Close() error
}
