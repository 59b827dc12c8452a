package sqlite

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/recital/recital/inventory"
)

// shape is a column as the file has it, or as the records want it.
type shape struct {
	Table, Column, Type string
	NotNull             bool
	Key                 int
	References          string
	// Checks are the conditions that must be in the table's text.
	Checks []string
}

// TestSchemaFollowsRecords compares every table of the file with the records,
// so that neither gets a field that the other lacks.
func TestSchemaFollowsRecords(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	defer s.Close()
	want := wantedShapes()
	got := fileShapes(t, s)
	for i := range got {
		if j := slices.IndexFunc(want, func(w shape) bool { return w.Table == got[i].Table && w.Column == got[i].Column }); j >= 0 {
			text := tableText(t, s, got[i].Table)
			for _, check := range want[j].Checks {
				if strings.Contains(text, check) {
					got[i].Checks = append(got[i].Checks, check)
				}
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the records and the tables differ (-records +tables):\n%s", d)
	}
}

func wantedShapes() []shape {
	var list []shape
	add := func(t *table, own string) {
		list = append(list, keyShapes(t, own)...)
		for _, c := range t.columns {
			list = append(list, wantedShape(t.name, c))
		}
	}
	seen := map[string]bool{}
	for i := range plans {
		p := &plans[i]
		add(&p.own, p.own.name)
		if len(p.fact.columns) > 0 && !seen["fact"] {
			seen["fact"] = true
			add(&p.fact, "")
		}
		for j := range p.lists {
			if t := &p.lists[j]; !seen[t.name] {
				seen[t.name] = true
				add(t, p.own.name)
			}
		}
	}
	list = append(list, revisionShapes()...)
	list = append(list, tokenShapes()...)
	list = append(list,
		shape{Table: "merkle_hash", Column: "level", Type: "INTEGER", NotNull: true, Key: 1},
		shape{Table: "merkle_hash", Column: "place", Type: "INTEGER", NotNull: true, Key: 2},
		shape{Table: "merkle_hash", Column: "hash", Type: "BLOB", NotNull: true},
	)
	sortShapes(list)
	return list
}

// keyShapes are the columns that every table of its sort begins with.
func keyShapes(t *table, own string) []shape {
	switch {
	case t.name == "fact":
		return []shape{
			{Table: "fact", Column: "id", Type: "TEXT", NotNull: true, Key: 1},
			{Table: "fact", Column: "kind", Type: "TEXT", NotNull: true},
			{Table: "fact", Column: "since_revision", Type: "INTEGER", NotNull: true, References: "revision(number)"},
		}
	case t.list == nil:
		return []shape{{Table: t.name, Column: "id", Type: "TEXT", NotNull: true, Key: 1, References: "fact(id)"}}
	case t.name == "citation":
		own = "fact"
	}
	return []shape{
		{Table: t.name, Column: t.key, Type: "TEXT", NotNull: true, Key: 1, References: own + "(id)"},
		{Table: t.name, Column: "ordinal", Type: "INTEGER", NotNull: true, Key: 2},
	}
}

func wantedShape(name string, c column) shape {
	w := shape{Table: name, Column: c.name, Type: "TEXT", NotNull: c.needed || c.form == asFlag}
	named := c.name
	if named == "where" {
		named = quote(named)
	}
	switch c.form {
	case asNumber:
		w.Type = "INTEGER"
	case asFlag:
		w.Type, w.Checks = "INTEGER", []string{"CHECK (" + named + " IN (0, 1))"}
	case asJSON:
		w.Checks = []string{"CHECK (json_valid(" + named + "))"}
	}
	if values, ok := inventory.EnumValues(reflect.Zero(c.kind).Interface()); ok {
		w.Checks = []string{"CHECK (" + named + " IN ('" + strings.Join(values, "', '") + "'))"}
	}
	switch len(c.refs) {
	case 0:
	case 1:
		w.References = plans[rank[c.refs[0]]].own.name + "(id)"
	default:
		w.References = "fact(id)"
		for _, k := range c.refs {
			w.Checks = append(w.Checks, named+" GLOB '"+k.Prefix()+"/*'")
		}
	}
	return w
}

// revisionShapes are the fields of a revision, and its changes.
func revisionShapes() []shape {
	var list []shape
	revision := reflect.TypeFor[inventory.Revision]()
	for i := range revision.NumField() {
		name := snake(revision.Field(i).Tag.Get("json"))
		w := shape{Table: "revision", Column: name, Type: "TEXT", NotNull: true}
		switch name {
		case "number":
			w.Type, w.NotNull, w.Key = "INTEGER", false, 1
		case "previous":
			w.NotNull, w.References = false, "revision(hash)"
		case "visibility":
			w.Checks = []string{"CHECK (visibility IN ('PUBLIC', 'INTERNAL'))"}
		}
		list = append(list, w)
	}
	return append(list, shape{Table: "revision", Column: "changes", Type: "TEXT", NotNull: true})
}

// tokenShapes are the columns of the tokens, which lie outside the log.
func tokenShapes() []shape {
	roles := "CHECK (role IN ('READER', 'AUDITOR', 'EDITOR', 'ADMIN'))"
	return []shape{
		{Table: "access_token", Column: "id", Type: "TEXT", NotNull: true, Key: 1},
		{Table: "access_token", Column: "name", Type: "TEXT", NotNull: true},
		{Table: "access_token", Column: "role", Type: "TEXT", NotNull: true, Checks: []string{roles}},
		{Table: "access_token", Column: "sha256", Type: "BLOB", NotNull: true},
		{Table: "access_token", Column: "created_at", Type: "TEXT", NotNull: true},
		{Table: "access_token", Column: "expires_at", Type: "TEXT", NotNull: true},
		{Table: "access_token", Column: "revoked_at", Type: "TEXT"},
		{Table: "access_token", Column: "last_used_on", Type: "TEXT"},
	}
}

// fileShapes are the columns of all tables but that of the migrations.
func fileShapes(t *testing.T, s *Store) []shape {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), `
SELECT m.name, c.name, c.type, c."notnull", c.pk, coalesce(f."table" || '(' || f."to" || ')', '')
FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
LEFT JOIN pragma_foreign_key_list(m.name) AS f ON f."from" = c.name
WHERE m.type = 'table' AND m.name <> 'migration'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []shape
	for rows.Next() {
		var g shape
		if err := rows.Scan(&g.Table, &g.Column, &g.Type, &g.NotNull, &g.Key, &g.References); err != nil {
			t.Fatal(err)
		}
		list = append(list, g)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	sortShapes(list)
	return list
}

func sortShapes(list []shape) {
	slices.SortFunc(list, func(a, b shape) int { return strings.Compare(a.Table+" "+a.Column, b.Table+" "+b.Column) })
}

func tableText(t *testing.T, s *Store, name string) string {
	t.Helper()
	return value[string](t, s, `SELECT sql FROM sqlite_schema WHERE name = ?`, name)
}

// value asks for one value.
func value[V any](t *testing.T, s *Store, query string, args ...any) V {
	t.Helper()
	var v V
	if err := s.readers.QueryRowContext(t.Context(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// TestEveryTable checks what all tables have in common: strict types, foreign
// keys that wait for the end of the commit, the kind in the id, and an index
// for each foreign key, without which a retirement reads whole tables.
func TestEveryTable(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	defer s.Close()
	for _, g := range fileShapes(t, s) {
		text := tableText(t, s, g.Table)
		if !strings.Contains(text, "STRICT") {
			t.Errorf("%s is not strict", g.Table)
		}
		if g.References == "" || g.Table == "revision" {
			continue
		}
		if refs := strings.Count(text, "REFERENCES"); refs != strings.Count(text, "DEFERRABLE INITIALLY DEFERRED") {
			t.Errorf("%s has a foreign key that does not wait", g.Table)
		}
		indexed := value[int](t, s, `SELECT count(*) FROM pragma_index_list(?) AS l JOIN pragma_index_info(l.name) AS i
WHERE i.seqno = 0 AND i.name = ?`, g.Table, g.Column)
		if indexed == 0 {
			t.Errorf("%s.%s has no index", g.Table, g.Column)
		}
	}
	for i := range plans {
		p := &plans[i]
		if check := "CHECK (id GLOB '" + p.kind.Prefix() + "/*')"; !strings.Contains(tableText(t, s, p.own.name), check) {
			t.Errorf("%s lacks %s", p.own.name, check)
		}
	}
}
