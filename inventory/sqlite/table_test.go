package sqlite

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

// filled is a store with records of every kind.
func filled(t *testing.T) (*Store, *inventory.Snapshot) {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	t.Cleanup(func() { _ = s.Close() })
	return s, commit(t, s, inventory.Empty(), storetest.Records()...)
}

// TestNullIsNotDeclared checks that auditors see NULL where nothing was
// declared, and no text that is empty.
func TestNullIsNotDeclared(t *testing.T) {
	s, _ := filled(t)
	for _, g := range fileShapes(t, s) {
		if g.Type != "TEXT" || g.Table == "fact" || g.Table == "revision" {
			continue
		}
		key, small, full := "id", `NOT LIKE '%full'`, `LIKE '%full'`
		switch {
		case g.Table == "citation":
			key = "fact_id"
		case strings.Contains(tableText(t, s, g.Table), "owner_id"):
			key = "owner_id"
		}
		column := quote(g.Column)
		if n := value[int](t, s, "SELECT count(*) FROM "+quote(g.Table)+" WHERE "+column+" IN ('', '[]', 'null')"); n != 0 {
			t.Errorf("%s.%s: %d values are empty and not NULL", g.Table, g.Column, n)
		}
		if n := value[int](t, s, "SELECT count(*) FROM "+quote(g.Table)+" WHERE "+key+" "+full+" AND "+column+" IS NULL"); n != 0 {
			t.Errorf("%s.%s: %d values of full records are NULL", g.Table, g.Column, n)
		}
		if !g.NotNull && key == "id" && !defaulted(g) {
			if n := value[int](t, s, "SELECT count(*) FROM "+quote(g.Table)+" WHERE "+key+" "+small+" AND "+column+" IS NOT NULL"); n != 0 {
				t.Errorf("%s.%s: %d values of small records are not NULL", g.Table, g.Column, n)
			}
		}
	}
}

// defaulted says whether the domain fills the column in.
func defaulted(g shape) bool {
	return slices.Contains([]string{"form", "role", "special", "status", "scope"}, g.Column)
}

// TestListsReadAsWritten checks that auditors see the texts of a list and no
// escapes of HTML.
func TestListsReadAsWritten(t *testing.T) {
	s, head := filled(t)
	commit(t, s, head, &inventory.DataCategoryRecord{ID: "data/x", Name: "x", Aliases: []string{"<b>", "R&D", "ü 數"}})
	if got := value[string](t, s, `SELECT aliases FROM data_category WHERE id = 'data/x'`); got != `["<b>","R&D","ü 數"]` {
		t.Errorf("aliases are %s", got)
	}
}

// TestLogIsAppendOnly tries what would rewrite history.
func TestLogIsAppendOnly(t *testing.T) {
	s, head := filled(t)
	commit(t, s, head, &inventory.DataCategoryRecord{ID: "data/x", Name: "x"})
	const columns = `(number, recorded_at, effective_date, author, message, visibility, previous, hash, changes)`
	for _, statement := range []string{
		`UPDATE revision SET author = 'x'`,
		`UPDATE revision SET changes = '[]' WHERE number = 1`,
		`DELETE FROM revision`,
		`DELETE FROM revision WHERE number = 1`,
		`INSERT OR REPLACE INTO revision ` + columns + ` SELECT number, recorded_at, effective_date, 'x', message, visibility, previous, hash, changes FROM revision`,
		`REPLACE INTO revision ` + columns + ` SELECT 3, recorded_at, effective_date, 'x', message, visibility, hash, upper(hash), changes FROM revision WHERE number = 1`,
		`REPLACE INTO revision ` + columns + ` SELECT 3, recorded_at, effective_date, 'x', message, visibility, 'none', hash, changes FROM revision WHERE number = 1`,
		`INSERT INTO revision ` + columns + ` SELECT 4, recorded_at, effective_date, 'x', message, visibility, hash, upper(hash), changes FROM revision WHERE number = 2`,
	} {
		_, err := s.writer.Exec(statement)
		if err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v; want it refused", statement, err)
		}
	}
	if n := value[int](t, s, `SELECT count(*) FROM revision WHERE author = 'a'`); n != 2 {
		t.Errorf("the log has %d revisions as committed, want 2", n)
	}
}

// TestAlteredLog alters the log as one could who takes the triggers away.
func TestAlteredLog(t *testing.T) {
	for _, change := range []string{
		`author = 'x'`, `message = 'x'`, `recorded_at = '2020-01-01T00:00:00.000Z'`, `effective_date = '2020-01-01'`,
		`visibility = iif(visibility = 'PUBLIC', 'INTERNAL', 'PUBLIC')`, `hash = replace(hash, substr(hash, 1, 1), 'z')`, `changes = replace(changes, 'name a', 'name x')`,
	} {
		s, _ := filled(t)
		for _, statement := range []string{`DROP TRIGGER revision_no_update`, `UPDATE revision SET ` + change} {
			if _, err := s.writer.Exec(statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		var failed error
		for _, err := range s.Log(t.Context(), 1, 0) {
			failed = err
		}
		if failed == nil || !strings.Contains(failed.Error(), "revision 1 was altered") {
			t.Errorf("%s: %v; want it noticed", change, failed)
		}
	}
}

// TestTablesRefuse commits what the domain would not let through, as a fault
// of ours might: the tables refuse it, and nothing of it is left.
func TestTablesRefuse(t *testing.T) {
	s, head := filled(t)
	dangling := &inventory.UseRecord{ID: "use/x/y/z", Activity: "activity/x/y", Purpose: "purpose/none"}
	unknown := &inventory.PartyRecord{ID: "party/x", Name: "x", Kind: "GHOST"}
	unnamed := &inventory.ServiceRecord{ID: "service/x"}
	other := &inventory.SecurityMeasureRecord{ID: "measure/x", Name: "x", Kind: "HASHING", AppliesTo: []inventory.ID{"party/a"}}
	invisible := &inventory.ServiceRecord{ID: "service/y", Name: "y"}
	for _, r := range []inventory.Record{dangling, unknown, unnamed, other} {
		refuseRecord(t, s, head, inventory.Change{Put: r})
	}
	invisible.Assertion = inventory.Stated
	refuseRecord(t, s, head, inventory.Change{Put: invisible})
	refuseRecord(t, s, head, inventory.Change{Retire: "party/a"})
}

func refuseRecord(t *testing.T, s *Store, head *inventory.Snapshot, change inventory.Change) {
	t.Helper()
	switch r := change.Put.(type) {
	case *inventory.ServiceRecord:
		if r.Assertion == "" {
			r.Visibility, r.Assertion = inventory.Public, inventory.Stated
		}
	case *inventory.PartyRecord:
		r.Visibility, r.Assertion = inventory.Public, inventory.Stated
	}
	before := contents(t, s)
	entry := inventory.Entry{Revision: head.Revision(), Changes: []inventory.Change{change}}
	entry.Number, entry.Previous, entry.Hash = 2, head.Revision().Hash, strings.Repeat("0", 64)
	err := s.Commit(t.Context(), entry)
	if err == nil || !strings.Contains(err.Error(), "constraint failed") {
		t.Errorf("%v: %v; want a constraint", change, err)
	}
	if d := cmp.Diff(before, contents(t, s)); d != "" {
		t.Errorf("%v left a trace:\n%s", change, d)
	}
}

// contents counts the rows of every table.
func contents(t *testing.T, s *Store) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, g := range fileShapes(t, s) {
		if _, ok := counts[g.Table]; !ok {
			counts[g.Table] = value[int](t, s, "SELECT count(*) FROM "+quote(g.Table))
		}
	}
	return counts
}

// TestRowsAreThoseOfTheChange counts the rows that a commit writes.
func TestRowsAreThoseOfTheChange(t *testing.T) {
	s, head := filled(t)
	changes := func() (n int) {
		if err := s.writer.QueryRow(`SELECT total_changes()`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	r := storetest.Full(inventory.KindDisclosure).(*inventory.DisclosureRecord)
	r.Condition = "changed"
	before := changes()
	head = commit(t, s, head, r)
	// The revision and its two hashes, the fact, the disclosure; two purposes, two
	// transfers and two citations, each deleted and inserted.
	if n := changes() - before; n != 5+2*6 {
		t.Errorf("a disclosure changed: %d rows were written, want 17", n)
	}
	before = changes()
	commitChanges(t, s, head, inventory.Change{Retire: r.ID})
	if n := changes() - before; n != 4+6 {
		t.Errorf("a disclosure retired: %d rows were written, want 10", n)
	}
	for table, n := range contents(t, s) {
		if strings.HasPrefix(table, "disclosure") && !strings.Contains(table, "_") && n != 2 {
			t.Errorf("%s has %d rows, want 2", table, n)
		}
	}
}

// TestTornTables loads what others made of the tables.
func TestTornTables(t *testing.T) {
	for statement, says := range map[string]string{
		`DELETE FROM cookie WHERE id = 'cookie/full'`:                   "cookie/full has no row in cookie",
		`DELETE FROM fact WHERE id = 'cookie/full'`:                     "cookie/full has no row in fact",
		`UPDATE cookie_data SET owner_id = 'cookie/none'`:               "cookie/none is in cookie_data and has no row in cookie",
		`UPDATE fact SET since_revision = 7 WHERE id = 'cookie/a'`:      "revision 7",
		`UPDATE clause SET path = '{"a":1}' WHERE id LIKE 'clause/%/a'`: "clause",
	} {
		s, _ := filled(t)
		if _, err := s.writer.Exec(`PRAGMA foreign_keys = OFF`); err != nil {
			t.Fatal(err)
		}
		if _, err := s.writer.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(t.Context()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: Load: %v; want an error that says %q", statement, err, says)
		}
	}
}

func TestViews(t *testing.T) {
	s, head := filled(t)
	address := &inventory.DataCategoryRecord{ID: "data/ip-address", Name: "IP address"}
	d := storetest.Full(inventory.KindDisclosure).(*inventory.DisclosureRecord)
	d.Data, d.Assertion, d.Because = address.ID, inventory.Stated, ""
	d.ID = d.DerivedID()
	commit(t, s, head, address, d)
	var recipient, service, form, clauses, purposes string
	err := s.readers.QueryRow(`SELECT recipient, service, form, clauses, purposes FROM who_receives WHERE data = 'IP address' AND assertion = 'STATED'`).
		Scan(&recipient, &service, &form, &clauses, &purposes)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(recipient, "name a") || !strings.HasPrefix(service, "name a") || form != "ANONYMOUS" {
		t.Errorf("who_receives: %s through %s as %s", recipient, service, form)
	}
	if n := strings.Count(clauses, `"path":["path `); n != 2 {
		t.Errorf("who_receives has %d clauses, want 2: %s", n, clauses)
	}
	if !strings.HasPrefix(purposes, `["name a`) || !strings.Contains(purposes, `,"name b`) {
		t.Errorf("who_receives has the purposes %s", purposes)
	}
	for query, want := range map[string]int{
		`SELECT count(*) FROM who_receives`:                                   4,
		`SELECT count(*) FROM who_collects WHERE status = 'COLLECTED'`:        3,
		`SELECT count(*) FROM who_collects WHERE status <> 'COLLECTED'`:       3,
		`SELECT count(*) FROM who_collects WHERE activity IS NULL`:            2,
		`SELECT count(*) FROM what_is_kept`:                                   3,
		`SELECT count(*) FROM what_is_kept WHERE json_array_length(data) = 2`: 1,
		`SELECT count(*) FROM cited_clause WHERE json_valid(clause)`:          value[int](t, s, `SELECT count(*) FROM citation`),
	} {
		if got := value[int](t, s, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// TestDocumentedJoin runs the question that the first migration gives as an
// example, with and without the view, and compares the answers.
func TestDocumentedJoin(t *testing.T) {
	s, head := filled(t)
	address := &inventory.DataCategoryRecord{ID: "data/ip-address", Name: "IP address"}
	d := storetest.Small(inventory.KindDisclosure, "a").(*inventory.DisclosureRecord)
	d.Data = address.ID
	d.ID = d.DerivedID()
	commit(t, s, head, address, d)
	list, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	_, examples, _ := strings.Cut(list[0].sql, "Questions in plain SQL")
	var queries []string
	for line := range strings.Lines(examples) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "--     "); ok {
			if strings.HasPrefix(text, "SELECT") {
				queries = append(queries, "")
			}
			queries[len(queries)-1] += text + "\n"
		}
	}
	if len(queries) != 2 {
		t.Fatalf("the migration documents %d questions, want 2: %q", len(queries), queries)
	}
	for _, query := range queries {
		rows, err := s.readers.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if n := count(t, rows); n != 1 {
			t.Errorf("%s: %d rows, want 1", query, n)
		}
	}
}

func count(t *testing.T, rows *sql.Rows) (n int) {
	t.Helper()
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}
