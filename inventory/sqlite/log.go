package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/recital/recital/inventory"
)

// Log reads the entries of the log. An entry whose text is not what its hash
// was made over is an error that names it.
func (s *Store) Log(ctx context.Context, from, to int) iter.Seq2[inventory.Entry, error] {
	if to == 0 {
		to = math.MaxInt64
	}
	return func(yield func(inventory.Entry, error) bool) {
		rows, err := s.readers.QueryContext(ctx, `SELECT number, recorded_at, effective_date, author, message, visibility, previous, hash, changes
FROM revision WHERE number BETWEEN ? AND ? ORDER BY number`, from, to)
		if err != nil {
			yield(inventory.Entry{}, fmt.Errorf("read the log of %s: %w", s.path, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			entry, err := scanEntry(rows)
			if err != nil {
				yield(inventory.Entry{}, fmt.Errorf("read the log of %s: %w", s.path, err))
				return
			}
			if !yield(entry, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(inventory.Entry{}, fmt.Errorf("read the log of %s: %w", s.path, err))
		}
	}
}

func scanEntry(rows *sql.Rows) (inventory.Entry, error) {
	var changes sql.RawBytes
	revision, err := scanRevision(rows, &changes)
	if err != nil {
		return inventory.Entry{}, err
	}
	hash, err := revision.HashOver(changes)
	if err != nil || hash != revision.Hash {
		return inventory.Entry{}, fmt.Errorf("revision %d was altered: its hash is %s and should be %s", revision.Number, revision.Hash, hash)
	}
	list, err := inventory.UnmarshalChanges(changes)
	if err != nil {
		return inventory.Entry{}, fmt.Errorf("revision %d: %w", revision.Number, err)
	}
	return inventory.Entry{Revision: revision, Changes: list}, nil
}

// readRevisions reads all revisions without their changes, oldest first.
func readRevisions(ctx context.Context, tx *sql.Tx) ([]inventory.Revision, error) {
	rows, err := tx.QueryContext(ctx, `SELECT number, recorded_at, effective_date, author, message, visibility, previous, hash
FROM revision ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []inventory.Revision
	for rows.Next() {
		r, err := scanRevision(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

func scanRevision(rows *sql.Rows, more ...any) (inventory.Revision, error) {
	var r inventory.Revision
	var recorded string
	var previous sql.NullString
	dest := append([]any{&r.Number, &recorded, &r.EffectiveDate, &r.Author, &r.Message, &r.Visibility, &previous, &r.Hash}, more...)
	if err := rows.Scan(dest...); err != nil {
		return r, err
	}
	r.Previous = previous.String
	at, err := time.Parse(inventory.RecordedAtLayout, recorded)
	if err != nil {
		return r, fmt.Errorf("revision %d: time of recording: %w", r.Number, err)
	}
	r.RecordedAt = at
	return r, nil
}
