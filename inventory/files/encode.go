package files

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode} }

func sequence(items []*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: items}
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// text is a text, in quotes where some readers of YAML see a yes, a no, a
// number or a date.
func text(value string) *yaml.Node {
	n := scalar("!!str", value)
	if mistakable.MatchString(value) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

var mistakable = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|[0-9.:-]+)$`)

func put(m *yaml.Node, key string, value *yaml.Node) {
	m.Content = append(m.Content, text(key), value)
}

// items are the records of a section inside the owner.
func (w *writer) items(s *section, owner inventory.ID) []*yaml.Node {
	var items []*yaml.Node
	for i, rec := range w.take(s, owner) {
		items = append(items, w.item(s, rec, owner, i))
	}
	return items
}

// grouped is the items of a section as a list or, where all cite the same, a
// mapping that says so once.
func grouped(s *section, items []*yaml.Node) *yaml.Node {
	if len(s.spread) > 0 {
		items = merged(items, s.spread[0])
	}
	same := sharedCite(items)
	list := sequence(items)
	if same == nil {
		return list
	}
	shared := mapping()
	put(shared, cite, same)
	put(shared, "items", list)
	return shared
}

// merged makes one item of those that differ in one field only: its value is
// then a list.
func merged(items []*yaml.Node, key string) []*yaml.Node {
	var out []*yaml.Node
	for _, m := range items {
		i := slices.IndexFunc(out, func(o *yaml.Node) bool { return sameBut(key, o, m) })
		if i < 0 {
			out = append(out, m)
			continue
		}
		all, own := value(out[i], key), value(m, key)
		if all.Kind == yaml.SequenceNode {
			all.Content = append(all.Content, own)
			continue
		}
		first := *all
		*all = *sequence([]*yaml.Node{&first, own})
	}
	return out
}

// sameBut says whether two mappings hold the same but for the value of a key
// that both have.
func sameBut(key string, a, b *yaml.Node) bool {
	if len(a.Content) != len(b.Content) || value(a, key) == nil {
		return false
	}
	for i := 0; i < len(a.Content); i += 2 {
		if a.Content[i].Value != b.Content[i].Value || a.Content[i].Value != key && !same(a.Content[i+1], b.Content[i+1]) {
			return false
		}
	}
	return true
}

// sharedCite takes the citations out of the items and answers with them, if
// there are several items and all have the same; otherwise it is nil.
func sharedCite(items []*yaml.Node) *yaml.Node {
	if len(items) < 2 {
		return nil
	}
	first := value(items[0], cite)
	for _, m := range items {
		if c := value(m, cite); first == nil || c == nil || !same(first, c) {
			return nil
		}
	}
	for _, m := range items {
		i := slices.IndexFunc(m.Content, func(n *yaml.Node) bool { return n == value(m, cite) })
		m.Content = slices.Delete(m.Content, i-1, i+1)
	}
	return first
}

// value is the value under a key of a mapping; nil if there is none.
func value(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

func same(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, same)
}

// item is a record with the sections inside; index is its place in the list.
func (w *writer) item(s *section, rec inventory.Record, owner inventory.ID, index int) *yaml.Node {
	m := mapping()
	if name := w.name(s, rec, owner); name != "" {
		put(m, s.key, text(name))
	}
	v := reflect.ValueOf(rec).Elem()
	for _, key := range s.known.names {
		f, ok := s.known.fields[key]
		if !ok {
			continue
		}
		field := v.FieldByIndex(f.Index)
		if s.place == key {
			if field.Int() != int64(index)+1 {
				put(m, key, w.value(s, f, field, owner))
			}
			continue
		}
		if !field.IsZero() && (field.Kind() != reflect.String || field.String() != s.assumes(f.Name)) {
			put(m, key, w.value(s, f, field, owner))
		}
	}
	for _, p := range s.parts {
		if items := w.items(p, rec.RecordID()); len(items) > 0 {
			put(m, p.name, grouped(p, items))
		}
	}
	return m
}

// name is what stands under the section's key: the id as short as it can be
// read back, or the variant.
func (w *writer) name(s *section, rec inventory.Record, owner inventory.ID) string {
	id := rec.RecordID()
	if s.id == derived {
		rest, ok := strings.CutPrefix(string(id), string(rec.DerivedID()))
		variant, varied := strings.CutPrefix(rest, "+")
		if !ok || rest != "" && !varied {
			w.fail("the id %s is not made of the record's ends: %s", id, rec.DerivedID())
		}
		return variant
	}
	short := id.Rest()
	if s.id == beneath {
		slug, ok := strings.CutPrefix(string(id), string(s.kind.ID(owner.Rest(), "")))
		if !ok {
			return string(id)
		}
		short = slug
	}
	if _, ambiguous := inventory.ID(short).Kind(); ambiguous {
		return string(id)
	}
	return short
}

// value is a field as it is written.
func (w *writer) value(s *section, f *inventory.Field, v reflect.Value, owner inventory.ID) *yaml.Node {
	switch v.Kind() {
	case reflect.Slice:
		var list []*yaml.Node
		for i := range v.Len() {
			list = append(list, w.value(s, f, v.Index(i), owner))
		}
		if len(list) == 1 && list[0].Kind == yaml.ScalarNode {
			return list[0]
		}
		return sequence(list)
	case reflect.Pointer:
		return w.value(s, f, v.Elem(), owner)
	case reflect.Struct:
		return w.structure(s, f, v, owner)
	case reflect.Bool:
		return scalar("!!bool", strconv.FormatBool(v.Bool()))
	case reflect.Int:
		return scalar("!!int", strconv.FormatInt(v.Int(), 10))
	}
	if len(f.Refs) > 0 {
		return text(reference(s, f, inventory.ID(v.String()), owner))
	}
	if _, ok := inventory.EnumValues(v.Interface()); ok {
		return text(kebab(v.String()))
	}
	return text(v.String())
}

// structure is a mapping of the fields that are not empty or, for a citation
// of a clause alone, the clause.
func (w *writer) structure(s *section, f *inventory.Field, v reflect.Value, owner inventory.ID) *yaml.Node {
	m := mapping()
	for i := range f.Sub {
		sub := &f.Sub[i]
		if field := v.FieldByIndex(sub.Index); !field.IsZero() {
			put(m, sub.Name, w.value(s, sub, field, owner))
		}
	}
	if f.Name == citations && len(m.Content) == 2 && m.Content[0].Value == clause {
		return m.Content[1]
	}
	return m
}

// reference is an id as short as it can be read back in this field.
func reference(s *section, f *inventory.Field, id, owner inventory.ID) string {
	rest := id.Rest()
	if _, ambiguous := inventory.ID(rest).Kind(); ambiguous || len(f.Refs) != 1 {
		return string(id)
	}
	if s.id != beneath || f.Refs[0] != s.kind {
		return rest
	}
	// A bare slug is read as a record inside the same owner.
	if slug, ok := strings.CutPrefix(rest, owner.Rest()+"/"); ok && !strings.Contains(slug, "/") {
		return slug
	}
	if !strings.Contains(rest, "/") {
		return string(id)
	}
	return rest
}
