package files

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

// decoder reads the fields of one record, and marks where each was written.
// Its methods answer false if they reported a problem.
type decoder struct {
	item
	marks map[string]mark
}

// mark notes where a field was written, keeping the id that was read there.
func (d decoder) mark(path string, n *yaml.Node) {
	m := d.marks[path]
	m.at = d.at(n)
	d.marks[path] = m
}

// value reads a node into a field.
func (d decoder) value(f *inventory.Field, n *yaml.Node, v reflect.Value, path string) bool {
	d.mark(path, n)
	switch v.Kind() {
	case reflect.Slice:
		return d.list(f, n, v, path)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(f, n, v.Elem(), path)
	case reflect.Struct:
		return d.structure(f, n, v, path)
	}
	text, ok := d.text(n, f.Name)
	if !ok {
		return false
	}
	switch v.Kind() {
	case reflect.Bool:
		return d.boolean(n, v, f.Name)
	case reflect.Int:
		return d.integer(n, v, f.Name)
	}
	if len(f.Refs) > 0 {
		id, ok := d.reference(f, n, text)
		v.SetString(string(id))
		d.marks[path] = mark{d.at(n), id}
		return ok
	}
	return d.word(n, v, text, f.Name)
}

// list reads a sequence, or a single value in place of a list of one.
func (d decoder) list(f *inventory.Field, n *yaml.Node, v reflect.Value, path string) bool {
	elements := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		elements = n.Content
	}
	ok := true
	list := reflect.MakeSlice(v.Type(), len(elements), len(elements))
	for i, e := range elements {
		ok = d.value(f, e, list.Index(i), fmt.Sprintf("%s[%d]", path, i)) && ok
	}
	if len(elements) > 0 {
		v.Set(list)
	}
	return ok
}

// structure reads a mapping or, for a citation, the clause alone.
func (d decoder) structure(f *inventory.Field, n *yaml.Node, v reflect.Value, path string) bool {
	if n.Kind == yaml.ScalarNode && f.Name == citations {
		i := slices.IndexFunc(f.Sub, func(s inventory.Field) bool { return s.Name == clause })
		return d.value(&f.Sub[i], n, v.FieldByIndex(f.Sub[i].Index), path+"."+clause)
	}
	entries, order, ok := d.mapping(n, d.keyOf(f))
	if !ok {
		return false
	}
	var names []string
	for i := range f.Sub {
		sub := &f.Sub[i]
		names = append(names, sub.Name)
		e, here := entries[sub.Name]
		switch {
		case here:
			ok = d.value(sub, e.value, v.FieldByIndex(sub.Index), path+"."+sub.Name) && ok
			d.mark(path+"."+sub.Name, e.key)
		case sub.Needed:
			d.report(n, "missing", "%s has no %s", d.keyOf(f), sub.Name)
			ok = false
		}
	}
	for _, key := range order {
		if !slices.Contains(names, key) {
			d.unknown(entries[key].key, "field", key, names)
			ok = false
		}
	}
	return ok
}

// boolean reads true or false.
func (d decoder) boolean(n *yaml.Node, v reflect.Value, name string) bool {
	if n.Style != 0 || n.Value != "true" && n.Value != "false" {
		d.report(n, "wrong-type", "%s is true or false, not %q", name, n.Value)
		return false
	}
	v.SetBool(n.Value == "true")
	return true
}

// integer reads a number in decimal digits.
func (d decoder) integer(n *yaml.Node, v reflect.Value, name string) bool {
	i, err := strconv.Atoi(n.Value)
	if err != nil || n.Style != 0 {
		d.report(n, "wrong-type", "%s is a whole number, not %q", name, n.Value)
		return false
	}
	v.SetInt(int64(i))
	return true
}

// word reads text: as it stands, as a value of an enum, or as what the type
// knows to be well formed. Empty text is an absent field.
func (d decoder) word(n *yaml.Node, v reflect.Value, text, name string) bool {
	if values, ok := inventory.EnumValues(v.Interface()); ok && text != "" {
		return d.enum(n, v, values, text, name)
	}
	v.SetString(text)
	if checked, ok := v.Interface().(interface{ Valid() error }); ok && text != "" {
		if err := checked.Valid(); err != nil {
			d.report(n, "malformed", "%s: %v", name, err)
			return false
		}
	}
	return true
}

// enum reads AT_MOST from "at-most" or from itself.
func (d decoder) enum(n *yaml.Node, v reflect.Value, values []string, text, name string) bool {
	written := make([]string, len(values))
	for i, value := range values {
		written[i] = kebab(value)
		if text == value || text == written[i] {
			v.SetString(value)
			return true
		}
	}
	d.report(n, "unknown-value", "%s: %q is none of %s%s", name, text, strings.Join(written, ", "), meant(text, written))
	return false
}

// kebab is how a value of an enum is written: "AT_MOST" as "at-most".
func kebab(value string) string { return strings.ToLower(strings.ReplaceAll(value, "_", "-")) }

// reference reads an id, written without its kind where the field has only one.
func (d decoder) reference(f *inventory.Field, n *yaml.Node, text string) (inventory.ID, bool) {
	if text == "" {
		d.report(n, "missing", "%s is empty: leave it out or fill it in", d.keyOf(f))
		return "", false
	}
	if kind, ok := inventory.ID(text).Kind(); ok {
		if !slices.Contains(f.Refs, kind) {
			d.report(n, "wrong-kind", "%s: %q is the id of a %s, and not of a %s", d.keyOf(f), text, kind.Prefix(), prefixes(f.Refs))
			return "", false
		}
		return inventory.ID(text), true
	}
	if len(f.Refs) > 1 {
		d.report(n, "wrong-kind", "%s: %q may be a %s: write the whole id, such as %s", d.keyOf(f), text, prefixes(f.Refs), f.Refs[0].ID(text))
		return "", false
	}
	if kind := f.Refs[0]; kind != d.kind || d.id != beneath || strings.Contains(text, "/") {
		return kind.ID(text), true
	}
	// A bare slug is a record of the same kind around which the same record stands.
	return d.kind.ID(d.owner.Rest(), text), true
}

func prefixes(kinds []inventory.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.Prefix()
	}
	return strings.Join(words, " or ")
}

// text is the literal text of a scalar: a date, a number or a yes is the text
// written, and nothing else.
func (f file) text(n *yaml.Node, name string) (string, bool) {
	switch {
	case n.Kind != yaml.ScalarNode:
		f.report(n, "wrong-type", "%s is a single value, not %s", name, shape(n))
		return "", false
	case n.Style == 0 && n.Tag == "!!null":
		f.report(n, "missing", "%s has no value: leave it out or fill it in", name)
		return "", false
	}
	return n.Value, true
}

// mapping is the entries of a mapping, and their keys in order; what is the
// name of the thing, for people.
func (f file) mapping(n *yaml.Node, what string) (entries map[string]entry, order []string, ok bool) {
	if n.Kind != yaml.MappingNode {
		f.report(n, "wrong-type", "%s is a mapping of names to values, not %s", what, shape(n))
		return nil, nil, false
	}
	entries = make(map[string]entry, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			f.report(key, "wrong-type", "a name is a single word, not %s", shape(key))
			continue
		}
		if first, twice := entries[key.Value]; twice {
			f.report(key, "duplicate-key", "%s is written twice, here and in line %d: keep one", key.Value, first.key.Line)
			continue
		}
		entries[key.Value] = entry{key, value}
		order = append(order, key.Value)
	}
	return entries, order, true
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return "a single value"
}

// unknown reports a name that is none of these.
func (f file) unknown(n *yaml.Node, what, name string, names []string) {
	hint := meant(name, names)
	if hint == "" {
		hint = ": there are " + strings.Join(names, ", ")
	}
	f.report(n, "unknown-"+what, "there is no %s %q here%s", what, name, hint)
}

// meant asks for the nearest name, if one is near.
func meant(text string, names []string) string {
	if name, ok := nearest(text, names); ok {
		return fmt.Sprintf(": did you mean %s?", name)
	}
	return ""
}
