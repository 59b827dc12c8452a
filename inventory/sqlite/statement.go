package sqlite

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// These write the statements of a plan, every column by name. Names are quoted
// because "where" is a field of a choice and a word of SQL.

// upsert inserts a row of a record, or changes it in place: a row that others
// point at is never deleted only to come again.
func (t table) upsert(extra ...string) string {
	names := append([]string{t.key}, extra...)
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	var b strings.Builder
	b.WriteString(t.insertInto(names))
	b.WriteString(" ON CONFLICT (" + quote(t.key) + ") DO UPDATE SET ")
	for i, name := range names[1:] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name) + " = excluded." + quote(name))
	}
	return b.String()
}

// insertion inserts a row of a list.
func (t table) insertion() string {
	names := []string{t.key, "ordinal"}
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	return t.insertInto(names)
}

func (t table) insertInto(names []string) string {
	return "INSERT INTO " + quote(t.name) + " (" + quoteAll(names) + ") VALUES (?" + strings.Repeat(", ?", len(names)-1) + ")"
}

// deletion deletes the rows of one record.
func (t table) deletion() string {
	return "DELETE FROM " + quote(t.name) + " WHERE " + quote(t.key) + " = ?"
}

// selection reads the rows of the records whose ids lie between two bounds, the upper
// excluded, in the order of ids and, in a list, of its elements.
func (t table) selection(extra ...string) string {
	names := append([]string{t.key}, extra...)
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	order := quote(t.key)
	if t.list != nil {
		order += ", " + quote("ordinal")
	}
	return "SELECT " + quoteAll(names) + " FROM " + quote(t.name) +
		" WHERE " + quote(t.key) + " >= ? AND " + quote(t.key) + " < ? ORDER BY " + order
}

// bounds are those of the ids of a kind: "/" is followed by "0".
func bounds(k inventory.Kind) (from, to string) { return k.Prefix() + "/", k.Prefix() + "0" }

func quote(name string) string { return `"` + name + `"` }

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}
