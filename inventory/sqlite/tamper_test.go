package sqlite

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/storetest"
	"github.com/recital/recital/seed"
)

// history is an inventory of three revisions as a file: every kind of record
// with every field set, a change, and a retirement.
func history(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "history.db")
	s := open(t, path)
	head := commit(t, s, inventory.Empty(), storetest.Records()...)
	d := storetest.Full(inventory.KindDisclosure).(*inventory.DisclosureRecord)
	d.Condition = "changed"
	head = commit(t, s, head, d)
	commitChanges(t, s, head, inventory.Change{Retire: storetest.Small(inventory.KindCookie, "b").RecordID()})
	return closed(t, s)
}

// example is the seed as a file.
func example(t *testing.T) []byte {
	t.Helper()
	_, entries, err := seed.Apply(epoch)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, filepath.Join(t.TempDir(), "example.db"))
	for _, entry := range entries {
		if err := s.Commit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
	}
	return closed(t, s)
}

func closed(t *testing.T, s *Store) []byte {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// copied is a copy of the file, and a connection that stops at nothing: the
// triggers of the log are gone until restore brings them back as they were.
func copied(t *testing.T, data []byte) (path string, db *sql.DB, restore func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	run(t, db, `PRAGMA ignore_check_constraints = ON`, `PRAGMA synchronous = OFF`)
	var texts []string
	for _, trigger := range texts2(t, db, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`) {
		run(t, db, `DROP TRIGGER `+trigger[0])
		texts = append(texts, trigger[1])
	}
	return path, db, func() {
		run(t, db, texts...)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// texts2 asks for rows of two texts.
func texts2(t *testing.T, db *sql.DB, query string, args ...any) (list [][2]string) {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var two [2]string
		if err := rows.Scan(&two[0], &two[1]); err != nil {
			t.Fatal(err)
		}
		list = append(list, two)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// verified verifies the file at path as somebody does who may only read it.
func verified(t *testing.T, path string, checkpoints ...proof.Known) (proof.Report, error) {
	t.Helper()
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		return proof.Report{}, err
	}
	defer s.Close()
	return proof.Verify(t.Context(), s, checkpoints...)
}

// meaningless lists the columns in which another value changes nothing, and why.
var meaningless = map[string]string{
	"migration.applied_at": "when a step of the layout was taken is told to people, and nothing rests on it",
}

// outsideLog lists the tables that the log does not tell of.
const outsideLog = `('access_token')`

// cell is one value in a file.
type cell struct {
	table, column string
	// keys are the columns of the primary key, row its values there.
	keys  []string
	row   []any
	value any
	// since is the revision that brought it.
	since int
}

func (c cell) String() string { return c.table + "." + c.column }

// cells picks a row for each column of each table, the last one that has a
// value there.
func cells(t *testing.T, data []byte) (list []cell, empty []string) {
	t.Helper()
	_, db, _ := copied(t, data)
	for _, c := range texts2(t, db, `SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT IN `+outsideLog+` ORDER BY 1, 2`) {
		found := cell{table: c[0], column: c[1]}
		for _, k := range texts2(t, db, `SELECT name, '' FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, c[0]) {
			found.keys = append(found.keys, k[0])
		}
		found.row = make([]any, len(found.keys))
		dest := []any{&found.value}
		for i := range found.row {
			dest = append(dest, &found.row[i])
		}
		keys := quoteAll(found.keys)
		err := db.QueryRow("SELECT " + quote(c[1]) + ", " + keys + " FROM " + quote(c[0]) + " WHERE " + quote(c[1]) + " IS NOT NULL ORDER BY (" +
			quote(found.keys[0]) + " LIKE '%full') DESC, " + strings.ReplaceAll(keys, ",", " DESC,") + " DESC LIMIT 1").Scan(dest...)
		switch {
		case err == sql.ErrNoRows:
			empty = append(empty, found.String())
		case err != nil:
			t.Fatal(err)
		default:
			found.since = sinceOf(t, db, found)
			list = append(list, found)
		}
	}
	return list, empty
}

// sinceOf is the revision that the cell belongs to; 0 if it belongs to none.
func sinceOf(t *testing.T, db *sql.DB, c cell) (n int) {
	t.Helper()
	switch c.table {
	case "migration":
		return 0
	case "revision":
		return int(c.row[0].(int64))
	case "merkle_hash":
		return completed(c.row[0].(int64), c.row[1].(int64))
	}
	if err := db.QueryRow(`SELECT since_revision FROM fact WHERE id = ?`, c.row[0]).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// others are other values for the cell: one byte away, none at all, and, for a
// list of texts, the same list with a space.
func (c cell) others() []any {
	switch v := c.value.(type) {
	case int64:
		return []any{v + 1, nil}
	case []byte:
		other := slices.Clone(v)
		other[len(other)/2] ^= 0x10
		return []any{other}
	case string:
		if c.column == "applied_at" {
			return []any{"2" + "001" + v[4:]}
		}
		list := []any{oneByte(v), nil}
		if strings.HasPrefix(v, "[") {
			list = append(list, "[ "+v[1:])
		}
		return list
	}
	return nil
}

// oneByte changes one byte in the middle of the text, to another letter.
func oneByte(s string) string {
	b := []byte(s)
	for i := range b {
		at := (len(b)/2 + i) % len(b)
		if c := b[at]; c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b[at] = c ^ 1
			return string(b)
		}
	}
	b[len(b)-1] ^= 1
	return string(b)
}

// TestEveryCell changes a cell of every column of every table, by plain SQL, in
// every way of [cell.others]: each change is noticed, with its place and the
// revision that brought it.
func TestEveryCell(t *testing.T) {
	t.Parallel()
	data := history(t)
	list, empty := cells(t, data)
	if len(empty) > 0 {
		t.Errorf("no row has a value in %v", empty)
	}
	t.Logf("%d columns, %d changes", len(list), changeAll(t, data, list, 3))
}

// TestEveryCellOfExample does the same to the example, in one way.
func TestEveryCellOfExample(t *testing.T) {
	t.Parallel()
	data := example(t)
	list, empty := cells(t, data)
	t.Logf("%d columns, %d changes; %d columns have no value in the example", len(list), changeAll(t, data, list, 1), len(empty))
}

// changeAll changes each cell in as many ways as there are, at most so many,
// and counts the changes. Many cells of the tables are changed at once: each
// has a problem of its own. What the log rests on is changed one by one.
func changeAll(t *testing.T, data []byte, list []cell, ways int) (changed int) {
	t.Helper()
	var keys, ordinals, others []cell
	for _, c := range list {
		switch {
		case slices.Contains([]string{"revision", "merkle_hash", "migration"}, c.table):
			for _, other := range c.others()[:min(ways, len(c.others()))] {
				changed += changeCell(t, data, c, other)
			}
		case c.column == "ordinal":
			ordinals = append(ordinals, c) // a row loses one part of its key at a time
		case slices.Contains(c.keys, c.column):
			keys = append(keys, c)
		default:
			others = append(others, c)
		}
	}
	for way := range ways {
		for _, group := range [][]cell{keys, ordinals, others} {
			// A report tells a hundred problems, and a key makes two.
			for batch := range slices.Chunk(group, 45) {
				changed += changeCells(t, data, batch, way)
			}
		}
	}
	return changed
}

// changeCells changes all cells at once in this way, checks that each is named,
// and counts those that have such a way.
func changeCells(t *testing.T, data []byte, list []cell, way int) int {
	t.Helper()
	path, db, restore := copied(t, data)
	list = slices.DeleteFunc(slices.Clone(list), func(c cell) bool { return way >= len(c.others()) || !c.set(t, db, c.others()[way]) })
	restore()
	if len(list) == 0 {
		return 0
	}
	report, err := verified(t, path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if !slices.ContainsFunc(report.Problems, func(p proof.Problem) bool { return names(p, c) && p.Revision == c.since }) {
			t.Errorf("%s of %v, changed to %v: no problem names it: %v", c, c.row, c.others()[way], report.Problems)
		}
	}
	return len(list)
}

// set gives the cell another value. It is false if the table does not take it.
func (c cell) set(t *testing.T, db *sql.DB, other any) bool {
	t.Helper()
	where := make([]string, len(c.keys))
	for i, k := range c.keys {
		where[i] = quote(k) + " = ?"
	}
	statement := "UPDATE " + quote(c.table) + " SET " + quote(c.column) + " = ? WHERE " + strings.Join(where, " AND ")
	result, err := db.Exec(statement, append([]any{other}, c.row...)...)
	if err != nil {
		if other == nil && strings.Contains(err.Error(), "NOT NULL") || strings.Contains(err.Error(), "datatype mismatch") {
			return false
		}
		t.Fatalf("%s: %v", c, err)
	}
	if n, _ := result.RowsAffected(); n != 1 {
		t.Fatalf("%s: %d rows were changed", c, n)
	}
	return true
}

// changeCell gives the cell another value, and checks that it is noticed. It
// answers 0 if the table does not take the value.
func changeCell(t *testing.T, data []byte, c cell, other any) int {
	t.Helper()
	path, db, restore := copied(t, data)
	if !c.set(t, db, other) {
		return 0
	}
	restore()
	report, err := verified(t, path)
	if why := meaningless[c.String()]; why != "" {
		if err != nil || !report.Verified {
			t.Errorf("%s: %s, and yet: %v, %v", c, why, err, report.Problems)
		}
		return 1
	}
	if c.table == "migration" && err != nil && strings.Contains(err.Error(), "schema version") {
		return 1 // such a file is not opened at all
	}
	if err != nil || report.Verified {
		t.Errorf("%s of %v, changed to %v: not noticed (%v)", c, c.row, other, err)
		return 1
	}
	if report.FirstRevision != c.since {
		t.Errorf("%s of %v, changed to %v: revision %d is named, want %d: %v", c, c.row, other, report.FirstRevision, c.since, report.Problems)
	}
	if !slices.ContainsFunc(report.Problems, func(p proof.Problem) bool { return names(p, c) }) {
		t.Errorf("%s of %v, changed to %v: no problem names it: %v", c, c.row, other, report.Problems)
	}
	return 1
}

// names says whether the problem names the cell: its column, or in the log and
// for a key, its row.
func names(p proof.Problem, c cell) bool {
	if p.Table != c.table {
		return false
	}
	row := make([]string, len(c.row))
	for i := range row {
		row[i] = fmt.Sprint(c.row[i])
	}
	switch {
	case c.table == "revision":
		return p.Revision == c.since
	case p.Row != strings.Join(row, " "):
		return false
	}
	return p.Column == c.column || slices.Contains(c.keys, c.column)
}

// TestEveryByte flips bytes all over the file: each is noticed by the
// verification or by SQLite, or every table reads as before.
func TestEveryByte(t *testing.T) {
	t.Parallel()
	data := history(t)
	path := filepath.Join(t.TempDir(), "flipped.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	want := dump(t, path)
	random := rand.New(rand.NewPCG(1, 2))
	noticed, same := 0, 0
	for i := range flips {
		at := random.IntN(len(data))
		for i < flips*4/5 && data[at] == 0 {
			at = random.IntN(len(data)) // most of the file is empty
		}
		other := slices.Clone(data)
		other[at] ^= byte(1 << random.IntN(8))
		if err := os.WriteFile(path, other, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := verified(t, path)
		switch {
		case err != nil || !report.Verified:
			noticed++
		case dump(t, path) == want:
			same++
		default:
			t.Errorf("byte %d was changed from %x to %x, the tables read differently, and it was not noticed", at, data[at], other[at])
		}
		for _, more := range []string{"-wal", "-shm"} {
			_ = os.Remove(path + more)
		}
	}
	t.Logf("of %d bytes %d were noticed and %d change nothing that is read", flips, noticed, same)
	if noticed < flips/5 {
		t.Errorf("%d changes were noticed, which are too few to believe", noticed)
	}
}

// dump is every row of every table as text, save what is meaningless.
func dump(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", readerDSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	columns := map[string][]string{}
	for _, c := range texts2(t, db, `SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid`) {
		if meaningless[c[0]+"."+c[1]] == "" {
			columns[c[0]] = append(columns[c[0]], "quote("+quote(c[1])+")")
		}
	}
	for _, name := range texts2(t, db, `SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name`) {
		if columns[name[0]] == nil {
			continue
		}
		for _, r := range texts2(t, db, "SELECT "+strings.Join(columns[name[0]], " || ',' || ")+", '' FROM "+quote(name[0])+" ORDER BY 1") {
			b.WriteString(name[0] + ": " + r[0] + "\n")
		}
	}
	return b.String()
}
