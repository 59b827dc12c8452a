package diff

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Label is the name of the field in words: "privacy policy".
func (f FieldChange) Label() string { return label(f.Name) }

func label(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(runes[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// fields are those of a record that differ, in its order.
func (c *comparison) fields(p pair) []FieldChange {
	list := []FieldChange{}
	before, after := reflect.ValueOf(p.before).Elem(), reflect.ValueOf(p.after).Elem()
	for _, f := range inventory.Schema(p.after.RecordKind()) {
		old, now := before.FieldByIndex(f.Index), after.FieldByIndex(f.Index)
		if reflect.DeepEqual(old.Interface(), now.Interface()) {
			continue
		}
		list = append(list, FieldChange{Name: f.Name, Before: stated(c.from.value(f, old)), After: stated(c.to.value(f, now))})
	}
	return list
}

func stated(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// value says the value of a field in words; empty: nothing is stated.
func (d *side) value(f inventory.Field, v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return d.value(f, v.Elem())
	case reflect.Slice:
		list := make([]string, v.Len())
		for i := range list {
			list[i] = d.value(f, v.Index(i))
		}
		if f.Sub != nil {
			return strings.Join(list, "; ")
		}
		return wording.And(list)
	case reflect.Struct:
		return d.parts(f, v)
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.String:
		return d.text(f, v)
	}
	return fmt.Sprint(v.Interface())
}

// parts says what a value inside a record is made of.
func (d *side) parts(f inventory.Field, v reflect.Value) string {
	var list []string
	for _, sub := range f.Sub {
		if text := d.value(sub, v.FieldByIndex(sub.Index)); text != "" {
			list = append(list, label(sub.Name)+" "+strings.TrimSuffix(text, "."))
		}
	}
	return strings.Join(list, ", ")
}

func (d *side) text(f inventory.Field, v reflect.Value) string {
	text := v.String()
	if text == "" {
		return ""
	}
	if len(f.Refs) > 0 {
		return d.name(inventory.ID(text))
	}
	if p, ok := v.Interface().(inventory.Period); ok {
		return p.InWords()
	}
	if _, is := inventory.EnumValues(v.Interface()); is && !strings.HasPrefix(text, "ARTICLE") {
		return wording.Enum(text)
	}
	return text
}
