package storetest

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/recital/recital/inventory"
)

// Records lists, for each kind, two small records with what they need and no
// more, and a full one with every field set. They point at each other and can
// be committed together; a new field or kind is among them without being named.
func Records() []inventory.Record {
	var list []inventory.Record
	for _, k := range inventory.Kinds() {
		list = append(list, Small(k, "a"), Small(k, "b"), Full(k))
	}
	return list
}

// Small is a record of the kind with the fields that it needs and no others.
// It points at small records named "a" and "b".
func Small(k inventory.Kind, slug string) inventory.Record {
	b := builder{slug: slug, turn: map[inventory.Kind]int{}}
	return b.build(k, func(f inventory.Field) bool {
		return f.Needed || f.Name == "citations" && cites(k) || f.Name == "scope" && k == inventory.KindNonUse
	})
}

// Full is a record of the kind with every field set. It points at small ones.
func Full(k inventory.Kind) inventory.Record {
	b := builder{slug: "full", full: true, turn: map[inventory.Kind]int{}}
	return b.build(k, func(inventory.Field) bool { return true })
}

// cites says whether records of the kind must cite a clause.
func cites(k inventory.Kind) bool {
	switch k {
	case inventory.KindData, inventory.KindSubject, inventory.KindPurpose, inventory.KindEvent, inventory.KindProduct:
		return false
	}
	return true
}

// builder fills one record.
type builder struct {
	slug string
	full bool
	// turn counts what was pointed at, so that two fields of a record do not
	// point at the same.
	turn map[inventory.Kind]int
}

func (b *builder) build(k inventory.Kind, wanted func(inventory.Field) bool) inventory.Record {
	r, ok := inventory.NewRecord(k)
	if !ok {
		panic(fmt.Sprintf("storetest: no record of the kind %s", k))
	}
	v := reflect.ValueOf(r).Elem()
	b.fields(inventory.Schema(k), v, wanted)
	v.FieldByName("ID").SetString(string(b.id(r)))
	return r
}

// id is the id that the ends make, a variant of it, or the slug.
func (b *builder) id(r inventory.Record) inventory.ID {
	if c, ok := r.(*inventory.ClauseRecord); ok {
		return inventory.KindClause.ID(c.Version.Rest(), b.slug)
	}
	ends := r.DerivedID()
	switch {
	case ends == "":
		return r.RecordKind().ID(b.slug)
	case strings.HasSuffix(string(ends), "/"):
		return ends + inventory.ID(b.slug)
	case b.slug == "a":
		return ends
	}
	return ends + inventory.ID("+"+b.slug)
}

func (b *builder) fields(fields []inventory.Field, v reflect.Value, wanted func(inventory.Field) bool) {
	for _, f := range fields {
		if f.Name != "id" && wanted(f) {
			b.value(f, v.FieldByIndex(f.Index))
		}
	}
}

func (b *builder) value(f inventory.Field, v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		n := 1
		if b.full {
			n = 2
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			b.value(f, v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		b.value(f, v.Elem())
	case reflect.Struct:
		b.fields(f.Sub, v, func(sub inventory.Field) bool { return b.full || sub.Needed })
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	case reflect.String:
		v.SetString(b.text(f, v))
	default:
		panic(fmt.Sprintf("storetest: no value for the field %s of type %s", f.Name, v.Type()))
	}
}

func (b *builder) text(f inventory.Field, v reflect.Value) string {
	if len(f.Refs) > 0 {
		return string(b.target(f.Refs))
	}
	if values, ok := inventory.EnumValues(v.Interface()); ok {
		return b.choice(v, values)
	}
	switch v.Interface().(type) {
	case inventory.Date:
		return "2024-04-30"
	case inventory.Period:
		return "P1Y6M"
	case inventory.URL:
		b.turn[""]++
		return fmt.Sprintf("https://example.org/%s/%d?q=%%20#ü", b.slug, b.turn[""])
	}
	if f.Name == "country" {
		return "TW"
	}
	b.turn[""]++
	return fmt.Sprintf("%s %s %d – Größe 數據 בית 👩‍👧 'q' \"d\"\n\t\\", f.Name, b.slug, b.turn[""])
}

// choice is the value of an enum that goes with the other fields: the last one
// as a rule, which is no default.
func (b *builder) choice(v reflect.Value, values []string) string {
	switch v.Interface().(type) {
	case inventory.Bound:
		if b.full {
			return string(inventory.Exactly)
		}
		return string(inventory.Indefinite)
	case inventory.ProcessingRole:
		return "PROCESSOR"
	case inventory.LifetimeKind:
		return "PERIOD"
	}
	return values[len(values)-1]
}

// target is the id of a small record of one of the kinds, another each time.
func (b *builder) target(kinds []inventory.Kind) inventory.ID {
	k := kinds[0]
	if b.full {
		k = kinds[(b.turn[k]+1)%len(kinds)]
	}
	slug := "a"
	if b.turn[k]%2 == 1 {
		slug = "b"
	}
	b.turn[k]++
	return Small(k, slug).RecordID()
}
