package inventory

import (
	"reflect"
	"strings"
)

// Field describes one field of a record, as its tags and type do.
type Field struct {
	// Name is its name in changes and files, such as "privacyPolicy".
	Name string
	// Index finds it in the struct ([reflect.Value.FieldByIndex]).
	Index []int
	// Type is its Go type.
	Type reflect.Type
	// Refs are the kinds that its id, or list of ids, may point at; empty if it is no id.
	Refs []Kind
	// Needed fields must not be empty.
	Needed bool
	// Loose pointers may be left out where what they point at is not public.
	Loose bool
	// Sub describes the elements of a field that is a struct, or a list of structs.
	Sub []Field
}

// Schema lists the fields of the kind's record: its own first, its evidence
// last. Stores and files are written over it, so a new field reaches them all.
func Schema(k Kind) []Field { return schemas[k] }

var schemas = func() map[Kind][]Field {
	all := map[Kind][]Field{}
	for _, k := range kinds {
		all[k.kind] = fieldsOf(reflect.TypeOf(k.zero).Elem(), nil)
	}
	return all
}()

func fieldsOf(t reflect.Type, index []int) []Field {
	var list []Field
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		if f.Anonymous {
			list = append(list, fieldsOf(f.Type, at)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		field := Field{Name: name, Index: at, Type: f.Type, Needed: f.Tag.Get("need") == "yes", Loose: f.Tag.Get("loose") == "yes"}
		if refs := f.Tag.Get("ref"); refs != "" {
			for prefix := range strings.SplitSeq(refs, "|") {
				field.Refs = append(field.Refs, kindOfPrefix(prefix))
			}
		}
		if elem := elemType(f.Type); elem.Kind() == reflect.Struct {
			field.Sub = fieldsOf(elem, nil)
		}
		list = append(list, field)
	}
	return list
}

// kindOfPrefix is used while schemas are made, before ids are looked at.
func kindOfPrefix(prefix string) Kind {
	return Kind(strings.ToUpper(strings.ReplaceAll(prefix, "-", "_")))
}

func elemType(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// eachRef calls visit with every id that the record points at: the name of the
// field, its place in a list (0 otherwise), and the id.
func eachRef(r Record, visit func(f *Field, path string, id ID)) {
	v := reflect.ValueOf(r).Elem()
	walkRefs(schemas[r.RecordKind()], v, "", visit)
}

// References lists the ids that a record points at, in the order of its fields.
func References(r Record) []ID {
	var ids []ID
	eachRef(r, func(_ *Field, _ string, id ID) { ids = append(ids, id) })
	return ids
}

func walkRefs(fields []Field, v reflect.Value, prefix string, visit func(f *Field, path string, id ID)) {
	for i := range fields {
		f := &fields[i]
		if len(f.Refs) == 0 && f.Sub == nil {
			continue
		}
		value := v.FieldByIndex(f.Index)
		walkField(f, value, prefix+f.Name, visit)
	}
}

func walkField(f *Field, value reflect.Value, path string, visit func(f *Field, path string, id ID)) {
	switch value.Kind() {
	case reflect.Slice:
		for i := range value.Len() {
			walkField(f, value.Index(i), indexed(path, i), visit)
		}
	case reflect.Pointer:
		if !value.IsNil() {
			walkField(f, value.Elem(), path, visit)
		}
	case reflect.Struct:
		walkRefs(f.Sub, value, path+".", visit)
	default:
		if id := ID(value.String()); id != "" {
			visit(f, path, id)
		}
	}
}
