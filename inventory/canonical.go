package inventory

import (
	"reflect"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// canonical is a deep copy of the record in the one form in which equal
// records are equal bytes: text in Unicode NFC without space around it, empty
// lists and parts absent, defaults filled in. The snapshot owns the copy.
func canonical(r Record) Record {
	out := reflect.New(reflect.TypeOf(r).Elem())
	copyValue(out.Elem(), reflect.ValueOf(r).Elem())
	rec := out.Interface().(Record)
	if e := rec.evidence(); e != nil {
		orDefault(&e.Visibility, Public)
		orDefault(&e.Assertion, Stated)
	}
	if d, ok := rec.(interface{ defaults() }); ok {
		d.defaults()
	}
	return rec
}

// clean is the text in Unicode NFC without space around it.
func clean(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func copyValue(dst, src reflect.Value) {
	switch src.Kind() {
	case reflect.String:
		dst.SetString(clean(src.String()))
	case reflect.Struct:
		for i := range src.NumField() {
			copyValue(dst.Field(i), src.Field(i))
		}
	case reflect.Pointer:
		if !src.IsNil() {
			dst.Set(reflect.New(src.Type().Elem()))
			copyValue(dst.Elem(), src.Elem())
			if dst.Elem().IsZero() {
				dst.SetZero()
			}
		}
	case reflect.Slice:
		if src.Len() == 0 {
			return
		}
		dst.Set(reflect.MakeSlice(src.Type(), src.Len(), src.Len()))
		for i := range src.Len() {
			copyValue(dst.Index(i), src.Index(i))
		}
	default:
		dst.Set(src)
	}
}
