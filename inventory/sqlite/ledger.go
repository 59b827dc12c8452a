package sqlite

import (
	"cmp"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"golang.org/x/mod/sumdb/tlog"
)

// ledger is a table as a whole, with the rows of all kinds that it holds, to
// be compared cell by cell with the rows that the records make. Unlike the
// loader it overlooks nothing: neither rows that belong to no record, nor
// holes between ordinals, nor another way to write the same value.
type ledger struct {
	name string
	// columns begin with the key: the id alone, or with an ordinal in a list.
	columns []string
	keys    int
	// of is the table as the plan of each kind knows it.
	of map[inventory.Kind]*table
}

// row is a row of a ledger: the key first.
type row []any

// ledgers lists every table that plans know, each once, in a stable order.
func ledgers() []ledger {
	var list []ledger
	add := func(k inventory.Kind, t *table, keys int, extra ...string) {
		i := slices.IndexFunc(list, func(l ledger) bool { return l.name == t.name })
		if i < 0 {
			i = len(list)
			list = append(list, ledger{name: t.name, keys: keys, of: map[inventory.Kind]*table{}})
		}
		l := &list[i]
		l.of[k] = t
		columns := append([]string{t.key}, extra...)
		for _, c := range t.columns {
			columns = append(columns, c.name)
		}
		// Documents say less of themselves than others do in the same table.
		if len(columns) > len(l.columns) {
			l.columns = columns
		}
	}
	for i := range plans {
		p := &plans[i]
		add(p.kind, &p.fact, 1, "kind", "since_revision")
		add(p.kind, &p.own, 1)
		for j := range p.lists {
			add(p.kind, &p.lists[j], 2, "ordinal")
		}
	}
	return list
}

func (l ledger) query() string {
	return "SELECT " + quoteAll(l.columns) + " FROM " + quote(l.name) + " ORDER BY " + quoteAll(l.columns[:l.keys])
}

// rows are those that the records make, in the order of their keys.
func (l ledger) rows(e proof.Expected) iter.Seq2[row, error] {
	var records []inventory.Record
	for _, r := range e.Head.Records() {
		if l.of[r.RecordKind()] != nil {
			records = append(records, r)
		}
	}
	slices.SortFunc(records, func(a, b inventory.Record) int { return cmp.Compare(a.RecordID(), b.RecordID()) })
	return func(yield func(row, error) bool) {
		for _, r := range records {
			t := l.of[r.RecordKind()]
			for _, made := range l.made(t, r, e) {
				cells, err := l.cells(t, made)
				if !yield(cells, err) {
					return
				}
			}
		}
	}
}

// made is a row to be: what comes first, and the value that the columns are of.
type made struct {
	first []any
	value reflect.Value
}

// made are the rows of a record in the table: one, or one for each element.
func (l ledger) made(t *table, r inventory.Record, e proof.Expected) []made {
	id, v := string(r.RecordID()), reflect.ValueOf(r).Elem()
	switch {
	case t.name == "fact":
		return []made{{[]any{id, string(r.RecordKind()), int64(e.Brought(r.RecordID()))}, v}}
	case t.list == nil:
		return []made{{[]any{id}, v}}
	}
	elements := v.FieldByIndex(t.list)
	list := make([]made, elements.Len())
	for i := range list {
		list[i] = made{[]any{id, int64(i + 1)}, elements.Index(i)}
	}
	return list
}

func (l ledger) cells(t *table, m made) (row, error) {
	cells := append(make(row, 0, len(l.columns)), m.first...)
	for i := range t.columns {
		cell, err := t.columns[i].write(m.value)
		if err != nil {
			return nil, err
		}
		cells = append(cells, cell)
	}
	return cells[:len(l.columns)], nil // NULL in the columns that the kind does not have
}

// ledger compares a table with the rows that the records make.
func (e *evidence) ledger(l ledger, expected proof.Expected, report func(proof.Problem)) error {
	problem := func(r row, column, message string) {
		id, _ := r[0].(string)
		report(proof.Problem{Revision: expected.Brought(inventory.ID(id)), Table: l.name, Row: l.place(r), Column: column, Message: message})
	}
	return e.compare(l, l.rows(expected), problem)
}

// tree compares the hashes with those worked out from the log. cut says that
// there are leaves of revisions that the log no longer has.
func (e *evidence) tree(expected proof.Expected, report func(proof.Problem)) (cut bool, err error) {
	l := ledger{name: "merkle_hash", columns: []string{"level", "place", "hash"}, keys: 2}
	var want []row
	for i := range expected.Tree {
		level, place := tlog.SplitStoredHashIndex(int64(i))
		want = append(want, row{int64(level), place, expected.Tree[i][:]})
	}
	slices.SortFunc(want, func(a, b row) int { return compareKeys(a, b, 2) })
	err = e.compare(l, known(want), func(r row, column, message string) {
		level, _ := r[0].(int64)
		place, _ := r[1].(int64)
		cut = cut || level == 0 && proof.FirstIndex(int(place)+1) >= int64(len(expected.Tree))
		report(proof.Problem{Revision: completed(level, place), Table: l.name, Row: l.place(r), Column: column, Message: message})
	})
	return cut, err
}

// known are rows that are at hand.
func known(rows []row) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// completed is the revision that completes a hash; 0 for one that no tree has.
func completed(level, place int64) int {
	if level < 0 || level > 40 || place < 0 || place > 1<<40>>level {
		return 0
	}
	return int((place + 1) << level)
}

// compare walks along the rows found and those wanted, both in the order of
// their keys.
func (e *evidence) compare(l ledger, wanted iter.Seq2[row, error], problem func(r row, column, message string)) error {
	next, stop := iter.Pull2(wanted)
	defer stop()
	want, err, more := next()
	found, err2 := e.tx.QueryContext(e.ctx, l.query())
	if err2 != nil {
		return err2
	}
	defer found.Close()
	got, dest := make(row, len(l.columns)), make([]any, len(l.columns))
	for i := range got {
		dest[i] = &got[i]
	}
	for found.Next() {
		if err := found.Scan(dest...); err != nil {
			return err
		}
		for more && err == nil && compareKeys(want, got, l.keys) < 0 {
			problem(want, "", "the row is missing")
			want, err, more = next()
		}
		if err != nil {
			return err
		}
		if !more || compareKeys(want, got, l.keys) > 0 {
			problem(got, "", "the log has no such row")
			continue
		}
		l.unlike(want, got, problem)
		want, err, more = next()
	}
	for ; more && err == nil; want, err, more = next() {
		problem(want, "", "the row is missing")
	}
	return cmp.Or(err, found.Err())
}

// unlike reports the cells of a row that are not as wanted.
func (l ledger) unlike(want, got row, problem func(r row, column, message string)) {
	for i := range want {
		if compareCells(want[i], got[i]) != 0 {
			problem(want, l.columns[i], "it holds "+shown(got[i])+", and by the log it is "+shown(want[i]))
		}
	}
}

// place names a row by its key.
func (l ledger) place(r row) string {
	var parts []string
	for _, cell := range r[:l.keys] {
		if text, ok := cell.(string); ok {
			parts = append(parts, text)
		} else {
			parts = append(parts, shown(cell))
		}
	}
	return strings.Join(parts, " ")
}

func compareKeys(a, b row, n int) int {
	for i := range n {
		if c := compareCells(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

// compareCells orders cells as SQLite does: NULL, numbers, texts, bytes.
func compareCells(a, b any) int {
	if c := cmp.Compare(rankOf(a), rankOf(b)); c != 0 {
		return c
	}
	switch x := a.(type) {
	case int64:
		return cmp.Compare(x, b.(int64))
	case string:
		return cmp.Compare(x, b.(string))
	case []byte:
		return slices.Compare(x, b.([]byte))
	}
	return 0
}

// rankOf is the place of the cell's type in the order of SQLite.
func rankOf(cell any) int {
	switch cell.(type) {
	case nil:
		return 0
	case int64:
		return 1
	case string:
		return 3
	case []byte:
		return 4
	}
	return 2 // what no column here holds
}

// shown is a cell for people, shortened.
func shown(cell any) string {
	const most = 60
	switch x := cell.(type) {
	case nil:
		return "nothing"
	case string:
		if letters := []rune(x); len(letters) > most {
			x = string(letters[:most]) + "…"
		}
		return fmt.Sprintf("%q", x)
	case []byte:
		return fmt.Sprintf("the bytes %x", x[:min(len(x), most)])
	}
	return fmt.Sprint(cell)
}
