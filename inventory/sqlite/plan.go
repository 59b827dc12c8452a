package sqlite

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/recital/recital/inventory"
)

// plan says where the records of a kind are kept: which table and column each
// field of the record goes to. It is worked out from [inventory.Schema], so no
// code is written for a noun; the migrations are, and a test compares both.
type plan struct {
	kind   inventory.Kind
	record reflect.Type
	// own holds a row for each record: its id and its own single values.
	own table
	// fact holds another: what every record says about itself.
	fact table
	// lists hold a row for each element of a list; the citations come last.
	lists []table
}

// table is one table of a plan.
type table struct {
	name string
	// key is the column with the id of the record.
	key     string
	columns []column
	// list finds the list in the record; nil where a row is a record.
	list []int
	// put, remove and read are its statements.
	put, remove, read string
}

// column is one column of a table, and the field it holds.
type column struct {
	name string
	// index finds the field in the record, or in the element of the list; empty
	// where the element itself is the value.
	index []int
	kind  reflect.Type
	form  form
	// refs are the kinds that it may point at.
	refs   []inventory.Kind
	needed bool
	// shared values stand in many rows: ids of others, and values of enums.
	shared bool
}

// form is how a value is written.
type form int

const (
	asText   form = iota // text; NULL if empty
	asNumber             // integer; NULL if 0
	asFlag               // 0 or 1
	asJSON               // a JSON list of texts; NULL if empty
)

// plans are in the order of [inventory.Kinds]; rank is the place of each.
var plans, rank = func() ([]plan, map[inventory.Kind]int) {
	var list []plan
	places := map[inventory.Kind]int{}
	for i, k := range inventory.Kinds() {
		list, places[k] = append(list, newPlan(k)), i
	}
	return list, places
}()

func newPlan(k inventory.Kind) plan {
	record, _ := inventory.NewRecord(k)
	p := plan{kind: k, record: reflect.TypeOf(record).Elem(), fact: table{name: "fact", key: "id"}}
	p.own = table{name: tableOf(p.record), key: "id"}
	for _, f := range inventory.Schema(k) {
		switch {
		case f.Name == "id": // the key
		case len(f.Index) > 1 && f.Name == "citations":
			p.lists = append(p.lists, listTable("citation", "fact_id", f))
		case len(f.Index) > 1:
			p.fact.columns = append(p.fact.columns, columnsOf(f, "", nil)...)
		case isList(f):
			p.lists = append(p.lists, listTable(p.own.name+"_"+snake(f.Name), "owner_id", f))
		default:
			p.own.columns = append(p.own.columns, columnsOf(f, "", nil)...)
		}
	}
	p.own.put, p.own.remove, p.own.read = p.own.upsert(), p.own.deletion(), p.own.selection()
	p.fact.put, p.fact.remove, p.fact.read = p.fact.upsert("kind", "since_revision"), p.fact.deletion(), p.fact.selection("since_revision")
	for i := range p.lists {
		t := &p.lists[i]
		t.put, t.remove, t.read = t.insertion(), t.deletion(), t.selection()
	}
	return p
}

// isList says whether the field has a table of its own: lists of ids and of
// structs have; lists of texts are a column.
func isList(f inventory.Field) bool {
	return f.Type.Kind() == reflect.Slice && (len(f.Refs) > 0 || f.Sub != nil)
}

func listTable(name, key string, f inventory.Field) table {
	t := table{name: name, key: key, list: f.Index}
	if f.Sub == nil {
		t.columns = []column{{
			name: targetColumn(f.Refs), kind: f.Type.Elem(), form: asText, refs: f.Refs, needed: true, shared: true,
		}}
		return t
	}
	for _, sub := range f.Sub {
		t.columns = append(t.columns, columnsOf(sub, "", nil)...)
	}
	return t
}

// targetColumn names the column of a list of ids after what they point at.
func targetColumn(refs []inventory.Kind) string {
	if len(refs) == 1 {
		return strings.ReplaceAll(refs[0].Prefix(), "-", "_") + "_id"
	}
	return "fact_id"
}

// columnsOf are the columns of a field: one, or those of a single struct, whose
// names begin with that of the field.
func columnsOf(f inventory.Field, prefix string, at []int) []column {
	index := append(append([]int(nil), at...), f.Index...)
	name := prefix + snake(f.Name)
	if f.Sub != nil && f.Type.Kind() != reflect.Slice {
		var list []column
		for _, sub := range f.Sub {
			list = append(list, columnsOf(sub, name+"_", index)...)
		}
		return list
	}
	c := column{name: name, index: index, kind: f.Type, refs: f.Refs, needed: f.Needed && prefix == "", shared: len(f.Refs) > 0}
	if len(f.Refs) > 0 {
		c.name += "_id"
	}
	switch f.Type.Kind() {
	case reflect.String:
		if _, ok := inventory.EnumValues(reflect.Zero(f.Type).Interface()); ok {
			c.shared = true
		}
	case reflect.Int:
		c.form = asNumber
	case reflect.Bool:
		c.form = asFlag
	case reflect.Slice:
		if f.Type.Elem().Kind() != reflect.String {
			panic(fmt.Sprintf("sqlite: no column for the field %s of type %s", f.Name, f.Type))
		}
		c.form = asJSON
	default:
		panic(fmt.Sprintf("sqlite: no column for the field %s of type %s", f.Name, f.Type))
	}
	return []column{c}
}

// tableOf names the table of a record type: DataCategoryRecord is kept in
// data_category.
func tableOf(t reflect.Type) string {
	return snake(strings.TrimSuffix(t.Name(), "Record"))
}

// snake writes a name in lower case with underscores between its words.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
