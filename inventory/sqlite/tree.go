package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"golang.org/x/mod/sumdb/tlog"
)

// treeVersion is the migration that brings the tree over the log. What was
// committed before it gets its hashes with it.
const treeVersion = 5

// treeReader reads hashes of the tree by their index.
type treeReader struct {
	ctx context.Context
	tx  *sql.Tx
}

// ReadHashes reads the hashes one by one: a commit needs a few.
func (t treeReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, place := tlog.SplitStoredHashIndex(index)
		var hash []byte
		if err := t.tx.QueryRowContext(t.ctx, `SELECT hash FROM merkle_hash WHERE level = ? AND place = ?`, level, place).Scan(&hash); err != nil {
			return nil, fmt.Errorf("read merkle_hash (%d, %d): %w", level, place, err)
		}
		if len(hash) != tlog.HashSize {
			return nil, fmt.Errorf("read merkle_hash (%d, %d): it has %d bytes", level, place, len(hash))
		}
		list[i] = tlog.Hash(hash)
	}
	return list, nil
}

// insertHashes adds the revision to the tree, and gives the hashes that it adds.
func insertHashes(ctx context.Context, tx *sql.Tx, r inventory.Revision, changes []byte, tree tlog.HashReader) ([]tlog.Hash, error) {
	hashes, err := proof.Append(r, changes, tree)
	if err != nil {
		return nil, err
	}
	first := proof.FirstIndex(r.Number)
	for i := range hashes {
		level, place := tlog.SplitStoredHashIndex(first + int64(i))
		if _, err := tx.ExecContext(ctx, `INSERT INTO merkle_hash (level, place, hash) VALUES (?, ?, ?)`, level, place, hashes[i][:]); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// plantTree makes the tree over the log as it is.
func plantTree(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT number, recorded_at, effective_date, author, message, visibility, previous, hash, changes
FROM revision ORDER BY number`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var tree proof.Hashes
	for rows.Next() {
		var changes []byte
		r, err := scanRevision(rows, &changes)
		if err != nil {
			return err
		}
		hashes, err := insertHashes(ctx, tx, r, changes, tree)
		if err != nil {
			return fmt.Errorf("revision %d: %w", r.Number, err)
		}
		tree = append(tree, hashes...)
	}
	return rows.Err()
}
