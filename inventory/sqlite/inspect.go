package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

// object is what a file has besides rows: a table, an index, a trigger, a view.
type object struct{ kind, name string }

// layout compares what the file is made of with what the migrations make.
func (e *evidence) layout(report func(proof.Problem)) error {
	want, err := madeObjects(e.ctx)
	if err != nil {
		return err
	}
	got, err := objects(e.ctx, e.tx)
	if err != nil {
		return err
	}
	problem := func(o object, message string) {
		report(proof.Problem{Table: "sqlite_schema", Row: o.kind + " " + o.name, Message: message})
	}
	for _, o := range want.order {
		switch text, ok := got.text[o]; {
		case !ok:
			problem(o, "it is missing")
		case text != want.text[o]:
			problem(o, "it is not what the migrations make: "+shown(text))
		}
	}
	for _, o := range got.order {
		// Statistics, which SQLite makes for itself on ANALYZE, change no answer.
		if _, ok := want.text[o]; !ok && !strings.HasPrefix(o.name, "sqlite_stat") {
			problem(o, "no migration makes it")
		}
	}
	return nil
}

// described is the objects of a file with the text that made each.
type described struct {
	order []object
	text  map[object]string
}

func objects(ctx context.Context, tx *sql.Tx) (described, error) {
	d := described{text: map[object]string{}}
	rows, err := tx.QueryContext(ctx, `SELECT type, name, tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name`)
	if err != nil {
		return d, err
	}
	defer rows.Close()
	for rows.Next() {
		var o object
		var text string
		if err := rows.Scan(&o.kind, &o.name, &text); err != nil {
			return d, err
		}
		d.order = append(d.order, o)
		d.text[o] = text
	}
	return d, rows.Err()
}

// madeObjects is what the migrations make of an empty database.
func madeObjects(ctx context.Context) (d described, err error) {
	list, err := migrations()
	if err != nil {
		return d, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return d, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := migrate(ctx, db, list); err != nil {
		return d, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return d, err
	}
	defer func() { _ = tx.Rollback() }()
	return objects(ctx, tx)
}

// steps compares the migrations that the file remembers with those of this
// program. When each was applied is not compared with anything: nothing rests
// on it.
func (e *evidence) steps(report func(proof.Problem)) error {
	list, err := migrations()
	if err != nil {
		return err
	}
	l := ledger{name: "migration", columns: []string{"version", "name", "sha256"}, keys: 1}
	var want []row
	for _, m := range list {
		want = append(want, row{int64(m.version), m.name, m.sum})
	}
	problem := func(r row, column, message string) {
		report(proof.Problem{Table: l.name, Row: l.place(r), Column: column, Message: strings.ReplaceAll(message, "the log", "this program")})
	}
	if err := e.compare(l, known(want), problem); err != nil {
		return err
	}
	if err := e.appliedAt(report); err != nil {
		return err
	}
	var version int
	if err := e.tx.QueryRowContext(e.ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version != len(list) {
		report(proof.Problem{Message: fmt.Sprintf("user_version is %d, and with these migrations it is %d", version, len(list))})
	}
	return nil
}

func (e *evidence) appliedAt(report func(proof.Problem)) error {
	rows, err := e.tx.QueryContext(e.ctx, `SELECT version, applied_at FROM migration ORDER BY version`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var version int
		var at any
		if err := rows.Scan(&version, &at); err != nil {
			return err
		}
		text, _ := at.(string)
		if t, err := time.Parse(inventory.RecordedAtLayout, text); err != nil || t.Format(inventory.RecordedAtLayout) != text {
			report(proof.Problem{Table: "migration", Row: strconv.Itoa(version), Column: "applied_at", Message: "it holds " + shown(at) + ", which is no time"})
		}
	}
	return rows.Err()
}

// integrity asks SQLite itself: whether the file's pages and indexes fit
// together, whether rows meet the conditions of their tables, and whether what
// they point at is there.
func (e *evidence) integrity(report func(proof.Problem)) error {
	rows, err := e.tx.QueryContext(e.ctx, `PRAGMA integrity_check(20)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var found string
		if err := rows.Scan(&found); err != nil {
			return err
		}
		if found != "ok" {
			report(proof.Problem{Message: "SQLite finds the file damaged: " + found})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return e.dangling(report)
}

func (e *evidence) dangling(report func(proof.Problem)) error {
	rows, err := e.tx.QueryContext(e.ctx, `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var table, parent string
		var n int
		if err := rows.Scan(&table, &parent, &n); err != nil {
			return err
		}
		report(proof.Problem{Table: table, Message: fmt.Sprintf("%d of its rows point at rows of %s that are not there", n, parent)})
	}
	return rows.Err()
}
