package amend

import (
	"reflect"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// Retire is the name of the input that retires the thing with an id.
const Retire = "retire"

// Naming is how the things of a kind come by their ids.
type Naming int

const (
	// Chosen ids are given whole, or without their kind.
	Chosen Naming = iota
	// Beneath: a slug follows the id of what the thing belongs to.
	Beneath
	// Derived: the ends make the id; a variant tells things with the same ends
	// apart.
	Derived
)

// Shape is what may be said of the things of a kind.
type Shape struct {
	Kind inventory.Kind
	// Name is the name of the input, such as "retentionRule"; it is that of the
	// record's type.
	Name string
	// Naming says which of id, slug and variant there are beside Fields.
	Naming Naming
	// Fields are those of the record, without its id.
	Fields []inventory.Field
	// Spread lists the ends of a relation, but for the first, for which a list
	// stands for one thing an element.
	Spread []string
}

// Slug and Variant are the names of the inputs that finish an id.
const (
	Slug    = "slug"
	Variant = "variant"
)

// Shapes are those of all kinds, in the order of [inventory.Kinds].
func Shapes() []Shape {
	var list []Shape
	for _, k := range inventory.Kinds() {
		list = append(list, shapeOf(k))
	}
	return list
}

func shapeOf(k inventory.Kind) Shape {
	rec, _ := inventory.NewRecord(k)
	name := strings.TrimSuffix(reflect.TypeOf(rec).Elem().Name(), "Record")
	s := Shape{Kind: k, Name: strings.ToLower(name[:1]) + name[1:]}
	for _, f := range inventory.Schema(k) {
		if f.Name != "id" {
			s.Fields = append(s.Fields, f)
		}
	}
	ends := endsOf(rec, s.Fields)
	switch id := string(rec.DerivedID()); {
	case id == "":
		return s
	case strings.HasSuffix(id, "/"):
		s.Naming = Beneath
	default:
		s.Naming, s.Spread = Derived, ends[1:]
	}
	return s
}

// endsOf lists the fields that the id of a record is made of, and sets them.
func endsOf(rec inventory.Record, fields []inventory.Field) []string {
	var ends []string
	v := reflect.ValueOf(rec).Elem()
	for _, f := range fields {
		if len(f.Refs) == 0 || f.Type.Kind() != reflect.String {
			continue
		}
		was := rec.DerivedID()
		v.FieldByIndex(f.Index).SetString(string(f.Refs[0].ID("end-of-" + strings.ToLower(f.Name))))
		if rec.DerivedID() != was {
			ends = append(ends, f.Name)
		}
	}
	return ends
}

// field finds a field by its name.
func (s Shape) field(name string) (f *inventory.Field, ok bool) {
	i := slices.IndexFunc(s.Fields, func(f inventory.Field) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return &s.Fields[i], true
}
