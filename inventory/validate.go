package inventory

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/recital/recital/inventory/wording"
)

// maxText is the longest text that a field may hold, in bytes.
const maxText = 4000

// puts checks every record put against the rules and the snapshot after.
func (v *validator) puts() {
	for _, p := range v.put {
		report := func(field, rule, message string) { v.report(p.path+"."+field, rule, "%s: %s", p.id, message) }
		v.fields(schemas[p.rec.RecordKind()], reflect.ValueOf(p.rec).Elem(), "", report)
		v.references(p.rec, report)
		v.evidence(p.rec, report)
		v.names(p.rec, report)
		v.tree(p.rec, report)
		p.rec.check(report)
	}
}

// retirements checks that nothing points at what is gone.
func (v *validator) retirements() {
	const shown = 10
	for _, p := range v.retired {
		var by []string
		for _, k := range kinds {
			for _, id := range v.after.pointingAt(p.id, k.kind) {
				by = append(by, string(id))
			}
		}
		if n := len(by); n > 0 {
			list := strings.Join(by[:min(n, shown)], ", ")
			if n > shown {
				list += ", …"
			}
			v.report(p.path, "in-use", "%s cannot be retired, for %s: %s", p.id, pointers(n), list)
		}
	}
}

func pointers(n int) string {
	if n == 1 {
		return "1 record still points at it"
	}
	return wording.Count(n, "record") + " still point at it"
}

// fields checks what tags and types say: needed values, enums, periods, dates,
// the length of texts.
func (v *validator) fields(fields []Field, record reflect.Value, prefix string, report reporter) {
	for i := range fields {
		f := &fields[i]
		value := record.FieldByIndex(f.Index)
		if value.IsZero() {
			if f.Needed {
				report(prefix+f.Name, "missing", f.Name+" is missing")
			}
			continue
		}
		v.value(f, value, prefix+f.Name, report)
	}
}

func (v *validator) value(f *Field, value reflect.Value, path string, report reporter) {
	switch value.Kind() {
	case reflect.Slice:
		for i := range value.Len() {
			v.value(f, value.Index(i), indexed(path, i), report)
		}
	case reflect.Pointer:
		v.value(f, value.Elem(), path, report)
	case reflect.Struct:
		v.fields(f.Sub, value, path+".", report)
	case reflect.String:
		text(value, path, report)
	}
}

func text(value reflect.Value, path string, report reporter) {
	s := value.String()
	switch t := value.Interface().(type) {
	case enum:
		if !slices.Contains(t.values(), s) {
			report(path, "unknown-value", quoted(s)+" is none of "+strings.Join(t.values(), ", "))
		}
	case interface{ Valid() error }:
		if err := t.Valid(); err != nil {
			report(path, "malformed", err.Error())
		}
	}
	if s == "" {
		report(path, "missing", "an element is empty: leave it out or fill it in")
	}
	plain(s, path, report)
}

// plain checks what holds for every text: one that is not UTF-8 would not
// survive the log.
func plain(s, path string, report reporter) {
	switch {
	case !utf8.ValidString(s):
		report(path, "malformed", "the text is not UTF-8")
	case len(s) > maxText:
		report(path, "too-long", "the text is longer than 4,000 bytes")
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }):
		report(path, "malformed", "the text has control characters")
	}
}

// harmless checks a text that people read in logs and lists: nothing in it may
// hide, or turn round, what stands beside it. What is not told by [plain] is
// told here.
func harmless(s string, lines bool, path string, report reporter) {
	for _, r := range s {
		switch {
		case lines && (r == '\n' || r == '\t'):
		case !lines && (r == '\n' || r == '\t'), r >= 0x80 && unicode.IsControl(r), r == '\u2028', r == '\u2029':
			report(path, "malformed", fmt.Sprintf("the text has a control character (%U): remove it", r))
			return
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			report(path, "malformed", fmt.Sprintf("the text has a character that turns the direction of writing (%U), so that it would not read as it is: remove it", r))
			return
		case r == utf8.RuneError && utf8.ValidString(s):
			report(path, "malformed", "the text has the character U+FFFD, which stands for one that was lost: write the text anew")
			return
		}
	}
}

// references checks that every id points at a record of a kind that fits.
func (v *validator) references(r Record, report reporter) {
	eachRef(r, func(f *Field, path string, id ID) {
		k, _ := id.Kind()
		switch _, ok := v.after.Record(id); {
		case !slices.Contains(f.Refs, k):
			report(path, "wrong-kind", quoted(string(id))+" is no "+prefixes(f.Refs))
		case !ok:
			report(path, "unknown-reference", quoted(string(id))+" does not exist: put it in the same commit, or correct the id")
		}
	})
}

func prefixes(kinds []Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.Prefix()
	}
	return strings.Join(words, " or ")
}

// evidence checks that the record can be followed to its clause. The words of
// the inventory itself (data categories, purposes …) may do without.
func (v *validator) evidence(r Record, report reporter) {
	e := r.evidence()
	if e == nil {
		return
	}
	if e.Assertion == Inferred && e.Because == "" {
		report("because", "missing", "an inferred fact must give its reasoning")
	}
	if e.Assertion == Stated && e.Because != "" {
		report("because", "contradiction", "a stated fact needs no reasoning: mark it INFERRED or leave the reasoning out")
	}
	switch r.RecordKind() {
	case KindData, KindSubject, KindPurpose, KindEvent, KindProduct:
	default:
		if len(e.Citations) == 0 {
			report("citations", "missing", "cite at least one clause")
		}
	}
}

// names checks that no other noun of the kind answers to the same name.
func (v *validator) names(r Record, report reporter) {
	named, ok := r.(interface{ names() []string })
	if !ok {
		return
	}
	// Activities of several services may be called alike: who asks is told.
	if r.RecordKind() == KindActivity {
		return
	}
	for i, name := range named.names() {
		holders, _ := v.after.names.get(nameIndex{r.RecordKind(), nameKey(name)})
		for _, id := range holders {
			if id != r.RecordID() {
				report(nameField(r, i), "ambiguous-name", quoted(name)+" is also a name of "+string(id)+": people could not tell them apart")
			}
		}
	}
}

// nameField is the field that the name at this place among all names is from.
func nameField(r Record, i int) string {
	switch {
	case i > 0:
		return indexed("aliases", i-1)
	case r.RecordKind() == KindDocument:
		return "title"
	}
	return "name"
}

// tree checks that the record is not above itself, at any distance.
func (v *validator) tree(r Record, report reporter) {
	c, ok := r.(child)
	if !ok {
		return
	}
	for at, steps := c.parentID(), 0; at != ""; steps++ {
		if at == r.RecordID() {
			report("id", "cycle", string(r.RecordID())+" is above itself, or waits for itself")
			return
		}
		if steps > v.after.Len() {
			return // what is above it goes round in circles, and says so itself
		}
		up, ok := v.after.Record(at)
		if !ok {
			return
		}
		next, ok := up.(child)
		if !ok {
			return
		}
		at = next.parentID()
	}
}

// child is a record of a tree, or of a chain.
type child interface{ parentID() ID }

func quoted(s string) string { return `"` + s + `"` }

// checkCountry reports a country that is no ISO 3166-1 alpha-2 code.
func checkCountry(report reporter, field, code string) {
	if code != "" && (len(code) != 2 || strings.ToUpper(code) != code || strings.ContainsFunc(code, func(r rune) bool { return r < 'A' || r > 'Z' })) {
		report(field, "malformed", quoted(code)+" is no country code: write two capital letters, such as TW")
	}
}
