package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"

	"github.com/recital/recital/inventory"
)

// Load reads the tables, all as of one moment: each table once, in the order of
// ids, so that records, what they say of themselves, and the elements of their
// lists meet without a search.
func (s *Store) Load(ctx context.Context) (*inventory.Snapshot, error) {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", s.path, err)
	}
	defer func() { _ = tx.Rollback() }()
	return load(ctx, tx, s.path)
}

func load(ctx context.Context, tx *sql.Tx, path string) (*inventory.Snapshot, error) {
	revisions, err := readRevisions(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("load %s: revisions: %w", path, err)
	}
	l := loader{ctx: ctx, tx: tx, shared: map[string]string{}}
	for i := range plans {
		if err := l.load(&plans[i]); err != nil {
			return nil, fmt.Errorf("load %s: %w", path, err)
		}
	}
	snapshot, err := inventory.Load(revisions, l.stored)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	return snapshot, nil
}

// loader reads records, kind by kind.
type loader struct {
	ctx    context.Context
	tx     *sql.Tx
	shared map[string]string
	stored []inventory.Stored
}

// batch is the records of one kind, in the order of their ids.
type batch struct {
	ids    []string
	values []reflect.Value
	since  []int
}

func (l *loader) load(p *plan) error {
	var b batch
	if err := l.rows(p, &p.own, 0, func(id string, cells []any) error { return l.record(p, &b, id, cells) }); err != nil {
		return err
	}
	n := 0
	err := l.rows(p, &p.fact, 1, func(id string, cells []any) error {
		if n == len(b.ids) || b.ids[n] != id {
			return fmt.Errorf("%s has no row in %s", id, p.own.name)
		}
		since, ok := cells[0].(int64)
		if !ok {
			return fmt.Errorf("%s has no revision", id)
		}
		b.since[n] = int(since)
		n++
		return l.cells(p.fact.columns, cells[1:], b.values[n-1])
	})
	if err != nil {
		return err
	}
	if n < len(b.ids) {
		return fmt.Errorf("%s has no row in fact", b.ids[n])
	}
	for i := range p.lists {
		if err := l.list(p, &p.lists[i], &b); err != nil {
			return err
		}
	}
	for i, v := range b.values {
		record, _ := v.Addr().Interface().(inventory.Record)
		l.stored = append(l.stored, inventory.Stored{Record: record, Since: b.since[i]})
	}
	return nil
}

func (l *loader) record(p *plan, b *batch, id string, cells []any) error {
	v := reflect.New(p.record).Elem()
	id = intern(l.shared, id)
	v.Field(0).SetString(id)
	b.ids, b.values, b.since = append(b.ids, id), append(b.values, v), append(b.since, 0)
	return l.cells(p.own.columns, cells, v)
}

// list reads the elements of a list of all records of the kind.
func (l *loader) list(p *plan, t *table, b *batch) error {
	at := 0
	return l.rows(p, t, 0, func(id string, cells []any) error {
		for at < len(b.ids) && b.ids[at] < id {
			at++
		}
		if at == len(b.ids) || b.ids[at] != id {
			return fmt.Errorf("%s is in %s and has no row in %s", id, t.name, p.own.name)
		}
		list := b.values[at].FieldByIndex(t.list)
		n := list.Len()
		if n == list.Cap() {
			list.Grow(1)
		}
		list.SetLen(n + 1)
		return l.cells(t.columns, cells, list.Index(n))
	})
}

func (l *loader) cells(columns []column, cells []any, into reflect.Value) error {
	for i := range columns {
		if err := columns[i].read(cells[i], into, l.shared); err != nil {
			return err
		}
	}
	return nil
}

// rows calls visit with each row of the table that belongs to the kind: the id,
// then so many extra cells and those of the columns. The cells are reused.
func (l *loader) rows(p *plan, t *table, extra int, visit func(id string, cells []any) error) error {
	from, to := bounds(p.kind)
	rows, err := l.tx.QueryContext(l.ctx, t.read, from, to)
	if err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	defer rows.Close()
	cells := make([]any, extra+len(t.columns))
	var id string
	dest := []any{&id}
	for i := range cells {
		dest = append(dest, &cells[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return fmt.Errorf("read %s: %w", t.name, err)
		}
		if err := visit(id, cells); err != nil {
			return fmt.Errorf("read %s: %s: %w", t.name, id, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	return nil
}
