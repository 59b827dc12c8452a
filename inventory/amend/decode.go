package amend

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// decoder reads the fields of one thing.
type decoder struct {
	*reader
	origin origin
}

// fields sets the fields of a record, or of a part of one, that are given.
func (d decoder) fields(fields []inventory.Field, given map[string]any, v reflect.Value, prefix string) {
	for i := range fields {
		f := &fields[i]
		if value, said := given[f.Name]; said {
			d.value(f, value, v.FieldByIndex(f.Index), prefix+f.Name)
		}
	}
}

// at is the path of a field in the input.
func (d decoder) at(path string) string {
	if at, spread := d.origin.at[path]; spread {
		return at
	}
	return d.origin.path + "." + path
}

func (d decoder) wrong(path, what string) {
	d.refuse(d.at(path), "wrong-type", "%s is %s", path, what)
}

// value sets a field; null clears it.
func (d decoder) value(f *inventory.Field, value any, v reflect.Value, path string) {
	if value == nil {
		v.SetZero()
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		d.list(f, value, v, path)
	case reflect.Pointer:
		// A part of its own: that of the head is not to be written into.
		part := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			part.Elem().Set(v.Elem())
		}
		d.value(f, value, part.Elem(), path)
		v.Set(part)
	case reflect.Struct:
		d.structure(f, value, v, path)
	case reflect.Bool:
		yes, ok := value.(bool)
		if !ok {
			d.wrong(path, "true or false")
		}
		v.SetBool(yes)
	case reflect.Int:
		n, ok := integer(value)
		if !ok {
			d.wrong(path, "a whole number")
		}
		v.SetInt(n)
	default:
		d.text(f, value, v, path)
	}
}

// list sets a list; a single value is a list of one.
func (d decoder) list(f *inventory.Field, value any, v reflect.Value, path string) {
	elements, ok := value.([]any)
	if !ok {
		elements = []any{value}
	}
	list := reflect.MakeSlice(v.Type(), len(elements), len(elements))
	for i, e := range elements {
		at := fmt.Sprintf("%s[%d]", path, i)
		if e == nil {
			d.wrong(at, "null: leave it out or fill it in")
			continue
		}
		d.value(f, e, list.Index(i), at)
	}
	v.Set(list)
}

func (d decoder) structure(f *inventory.Field, value any, v reflect.Value, path string) {
	given, ok := value.(map[string]any)
	if !ok {
		d.wrong(path, "an object with fields")
		return
	}
	for key := range given {
		if !slices.ContainsFunc(f.Sub, func(s inventory.Field) bool { return s.Name == key }) {
			d.refuse(d.at(path+"."+key), "unknown-field", "%s has no field %s", f.Name, key)
		}
	}
	d.fields(f.Sub, given, v, path+".")
}

func (d decoder) text(f *inventory.Field, value any, v reflect.Value, path string) {
	text, ok := value.(string)
	if yes, isBool := value.(bool); isBool && v.Type() == reflect.TypeFor[inventory.YesNo]() {
		text, ok = map[bool]string{true: "YES", false: "NO"}[yes], true
	}
	if !ok {
		d.wrong(path, "a text")
		return
	}
	if len(f.Refs) > 0 && strings.TrimSpace(text) != "" {
		text = string(d.reference(f, strings.TrimSpace(text), path))
	}
	v.SetString(text)
}

// reference is the id that people mean by a text: one of a thing put in the
// same commit, or of one that is there. What nothing answers to is reported,
// and stays as it is.
func (d decoder) reference(f *inventory.Field, text, path string) inventory.ID {
	id := inventory.ID(text)
	if _, ok := id.Kind(); ok {
		return id
	}
	var problem error
	for _, k := range f.Refs {
		key := name{k, strings.ToLower(text)}
		if d.twice[key] {
			d.add(d.at(path), "ambiguous-name", fmt.Sprintf("%q is the name of several things in this commit: give the id", text))
			return id
		}
		if id, ok := d.named[key]; ok {
			return id
		}
	}
	for _, k := range f.Refs {
		id, looked, err := d.finder.find(name{k, text})
		switch {
		case !looked:
			return inventory.ID(text)
		case err == nil:
			return id
		}
		if problem == nil {
			problem = err
		}
	}
	d.add(d.at(path), "unknown-reference", problem.Error())
	return id
}

// id is the id of a record: that given, or that its ends make.
func (d decoder) id(o *origin, s Shape, fields map[string]any, rec inventory.Record) inventory.ID {
	given := func(key string) string {
		text, ok := fields[key].(string)
		if value, said := fields[key]; said && value != nil && !ok {
			d.wrong(key, "a text")
		}
		return strings.TrimSpace(text)
	}
	if text := given("id"); text != "" {
		return whole(s.Kind, text)
	}
	switch s.Naming {
	case Beneath:
		o.name = Slug
		if slug := given(Slug); slug != "" {
			return rec.DerivedID() + inventory.ID(slug)
		}
		d.refuse(d.at(Slug), "missing", "give the id of a thing that is there, or what the id of a new one is to end with")
	case Derived:
		o.name = Variant
		if variant := given(Variant); variant != "" {
			return rec.DerivedID() + "+" + inventory.ID(variant)
		}
		return rec.DerivedID()
	default:
		d.refuse(d.at("id"), "missing", "give an id: lower-case letters, digits and hyphens")
	}
	return ""
}

// integer is the whole number that a value is.
func integer(value any) (n int64, ok bool) {
	switch x := value.(type) {
	case int:
		return int64(x), true
	case int64:
		return x, true
	case float64:
		return int64(x), x == math.Trunc(x) && math.Abs(x) < 1<<53
	case json.Number:
		n, err := x.Int64()
		return n, err == nil
	}
	return 0, false
}
