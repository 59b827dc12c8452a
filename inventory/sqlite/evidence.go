package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"
	"unicode/utf8"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

var _ proof.Store = (*Store)(nil)

// Examine shows the file as it stands, in one transaction that reads.
func (s *Store) Examine(ctx context.Context, visit func(proof.Evidence) error) error {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("examine %s: %w", s.path, err)
	}
	defer func() { _ = tx.Rollback() }()
	return visit(&evidence{treeReader{ctx, tx}, s.path})
}

// evidence is the file as of one moment.
type evidence struct {
	treeReader
	path string
}

// Load reads the tables as [Store.Load] does.
func (e *evidence) Load() (*inventory.Snapshot, error) { return load(e.ctx, e.tx, e.path) }

// Leaves reads the rows of the log with every cell as it is.
func (e *evidence) Leaves(from, to int) iter.Seq2[proof.Leaf, error] {
	if to == 0 {
		to = math.MaxInt64
	}
	return func(yield func(proof.Leaf, error) bool) {
		rows, err := e.tx.QueryContext(e.ctx, `SELECT number, recorded_at, effective_date, author, message, visibility, previous, hash, changes
FROM revision WHERE number BETWEEN ? AND ? ORDER BY number`, from, to)
		if err != nil {
			yield(proof.Leaf{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			leaf, err := scanLeaf(rows)
			if !yield(leaf, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(proof.Leaf{}, err)
		}
	}
}

// logColumns are the columns of a row of the log behind its number.
var logColumns = [...]string{"recorded_at", "effective_date", "author", "message", "visibility", "previous", "hash", "changes"}

func scanLeaf(rows *sql.Rows) (proof.Leaf, error) {
	var leaf proof.Leaf
	var cells [len(logColumns)]any
	dest := []any{&leaf.Revision.Number}
	for i := range cells {
		dest = append(dest, &cells[i])
	}
	if err := rows.Scan(dest...); err != nil {
		return leaf, err
	}
	var texts [len(logColumns)]string
	fault := func(column string, cell any, what string) {
		leaf.Problems = append(leaf.Problems, proof.Problem{
			Revision: leaf.Revision.Number, Table: "revision", Column: column, Message: "it holds " + shown(cell) + ", which is no " + what + " as this program writes it",
		})
	}
	for i, name := range logColumns {
		if name == "previous" && cells[i] == nil && leaf.Revision.Number == 1 {
			continue // the first has none
		}
		text, ok := cells[i].(string)
		if !ok || !utf8.ValidString(text) || name == "previous" && text == "" {
			fault(name, cells[i], "text")
		}
		texts[i] = text
	}
	at, err := time.Parse(inventory.RecordedAtLayout, texts[0])
	if err != nil || at.Format(inventory.RecordedAtLayout) != texts[0] {
		fault(logColumns[0], cells[0], "time")
	}
	r := &leaf.Revision
	r.RecordedAt, r.EffectiveDate, r.Author, r.Message = at, inventory.Date(texts[1]), texts[2], texts[3]
	r.Visibility, r.Previous, r.Hash, leaf.Changes = inventory.Visibility(texts[4]), texts[5], texts[6], []byte(texts[7])
	return leaf, nil
}

// Differences compares the tree, the tables and their layout with what they
// must be. What cannot be read is a difference too.
func (e *evidence) Differences(expected proof.Expected, report func(proof.Problem)) {
	unread := func(table string, err error) {
		// A context that is done is told by who gave it.
		if err != nil && !errors.Is(err, e.ctx.Err()) {
			report(proof.Problem{Table: table, Message: "it cannot be read: " + err.Error()})
		}
	}
	unread("sqlite_schema", e.layout(report))
	unread("migration", e.steps(report))
	unread("", e.integrity(report))
	cut, err := e.tree(expected, report)
	unread("merkle_hash", err)
	if expected.Head == nil || cut {
		return // what the tables should hold is not known
	}
	for _, t := range ledgers() {
		unread(t.name, e.ledger(t, expected, report))
	}
}
