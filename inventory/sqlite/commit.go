package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/recital/recital/inventory"
)

// Commit writes the entry to the log, its hashes to the tree, and its changes to
// the tables in one transaction. The rows written are those of the records changed.
func (s *Store) Commit(ctx context.Context, entry inventory.Entry) error {
	if s.writer == nil {
		return inventory.Errorf(inventory.ReadOnly, "the inventory is open for reading only: make the change where it is open for writing")
	}
	changes, err := inventory.MarshalChanges(entry.Changes)
	if err != nil {
		return fmt.Errorf("commit revision %d: %w", entry.Number, err)
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("commit revision %d: %w", entry.Number, err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := follows(ctx, tx, entry.Revision); err != nil {
		return err
	}
	if err := insertRevision(ctx, tx, entry.Revision, changes); err != nil {
		return fmt.Errorf("commit revision %d: %w", entry.Number, err)
	}
	if _, err := insertHashes(ctx, tx, entry.Revision, changes, treeReader{ctx, tx}); err != nil {
		return fmt.Errorf("commit revision %d: %w", entry.Number, err)
	}
	// The context of a statement costs a goroutine each; that of the transaction
	// ends it as well.
	w := writer{ctx: context.WithoutCancel(ctx), tx: tx, revision: entry.Number, statements: map[string]*sql.Stmt{}}
	for _, c := range inOrder(entry.Changes) {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("commit revision %d: %w", entry.Number, err)
		}
		if err := w.change(c); err != nil {
			return fmt.Errorf("commit revision %d: %s: %w", entry.Number, idOf(c), err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit revision %d: %w", entry.Number, err)
	}
	return nil
}

// follows checks that the revision is made from the newest one.
func follows(ctx context.Context, tx *sql.Tx, r inventory.Revision) error {
	var number int
	var hash string
	err := tx.QueryRowContext(ctx, `SELECT number, hash FROM revision ORDER BY number DESC LIMIT 1`).Scan(&number, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("commit revision %d: %w", r.Number, err)
	}
	switch {
	case number != r.Number-1:
		return inventory.Errorf(inventory.Conflict,
			"the change was made from revision %d and the inventory is at revision %d: look at what changed and repeat it", r.Number-1, number)
	case hash != r.Previous:
		return inventory.Errorf(inventory.Conflict,
			"the change was made from another revision %d than the inventory has: look at what changed and repeat it", number)
	}
	return nil
}

func insertRevision(ctx context.Context, tx *sql.Tx, r inventory.Revision, changes []byte) error {
	previous := sql.NullString{String: r.Previous, Valid: r.Previous != ""}
	_, err := tx.ExecContext(ctx, `INSERT INTO revision (number, recorded_at, effective_date, author, message, visibility, previous, hash, changes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Number, r.RecordedAt.UTC().Format(inventory.RecordedAtLayout), string(r.EffectiveDate),
		r.Author, r.Message, string(r.Visibility), previous, r.Hash, string(changes))
	return err
}

// inOrder sorts changes so that what is pointed at comes before what points at
// it, and goes after it: foreign keys are then checked at once, and only trees
// and cycles wait for the end of the transaction.
func inOrder(changes []inventory.Change) []inventory.Change {
	list := slices.Clone(changes)
	place := func(c inventory.Change) int {
		kind, _ := idOf(c).Kind()
		if c.Put == nil {
			return 2*len(plans) - rank[kind]
		}
		return rank[kind]
	}
	slices.SortStableFunc(list, func(a, b inventory.Change) int { return cmp.Compare(place(a), place(b)) })
	return list
}

func idOf(c inventory.Change) inventory.ID {
	if c.Put != nil {
		return c.Put.RecordID()
	}
	return c.Retire
}

// writer writes the changes of one revision. It prepares a statement when it is
// first needed.
type writer struct {
	ctx        context.Context
	tx         *sql.Tx
	revision   int
	statements map[string]*sql.Stmt
}

func (w *writer) change(c inventory.Change) error {
	id := idOf(c)
	kind, ok := id.Kind()
	if !ok {
		return fmt.Errorf("%q names no known kind", id)
	}
	p := &plans[rank[kind]]
	if c.Put == nil {
		return w.retire(p, string(id))
	}
	return w.put(p, string(id), reflect.ValueOf(c.Put).Elem())
}

func (w *writer) put(p *plan, id string, record reflect.Value) error {
	if err := w.row(&p.fact, record, id, string(p.kind), w.revision); err != nil {
		return err
	}
	if err := w.row(&p.own, record, id); err != nil {
		return err
	}
	for i := range p.lists {
		t := &p.lists[i]
		if err := w.exec(t.remove, id); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		list := record.FieldByIndex(t.list)
		for i := range list.Len() {
			if err := w.row(t, list.Index(i), id, i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) retire(p *plan, id string) error {
	for _, t := range append(slices.Clone(p.lists), p.own, p.fact) {
		if err := w.exec(t.remove, id); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// row writes one row: what comes first, then the columns of the table.
func (w *writer) row(t *table, v reflect.Value, args ...any) error {
	for i := range t.columns {
		arg, err := t.columns[i].write(v)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", t.name, t.columns[i].name, err)
		}
		args = append(args, arg)
	}
	if err := w.exec(t.put, args...); err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	return nil
}

func (w *writer) exec(query string, args ...any) error {
	stmt, ok := w.statements[query]
	if !ok {
		var err error
		if stmt, err = w.tx.PrepareContext(w.ctx, query); err != nil {
			return err
		}
		w.statements[query] = stmt
	}
	_, err := stmt.ExecContext(w.ctx, args...)
	return err
}
