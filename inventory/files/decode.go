package files

import (
	"maps"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

// entry is a key of a mapping and its value.
type entry struct {
	key, value *yaml.Node
}

// item is one item of a section being read.
type item struct {
	file
	*section
	node *yaml.Node
	// owner is the record around the item. It is empty at the top of a file, and
	// lost is set where the item around has no id.
	owner inventory.ID
	lost  bool
	// index is the place in the list, from 0.
	index   int
	entries map[string]entry
}

// sections reads a file: the sections of any file and, with a `service`, those
// of that service.
func (f file) sections(root *yaml.Node) {
	entries, order, ok := f.mapping(root, "a file")
	if !ok {
		return
	}
	others := map[string]*section{}
	var names []string
	for _, s := range top {
		others[s.name] = s
		names = append(names, s.name)
	}
	own := map[string]entry{}
	if _, ok := entries[service.key]; ok {
		names = append(slices.Clone(service.known.names), names...)
		for _, name := range service.known.names {
			if e, ok := entries[name]; ok {
				own[name] = e
				delete(entries, name)
			}
		}
		item{file: f, section: service, node: own[service.key].key, entries: own}.read()
	} else {
		names = append(names, service.key)
	}
	for _, name := range order {
		e, here := entries[name]
		if s, ok := others[name]; ok && here {
			f.section(s, e.value, "", false)
		} else if here {
			f.unknown(e.key, "section", name, names)
		}
	}
}

// section reads the items of a section: a list, or a mapping of `items` and
// the fields that items share.
func (f file) section(s *section, n *yaml.Node, owner inventory.ID, lost bool) {
	shared, list := map[string]entry{}, n
	if n.Kind == yaml.MappingNode {
		var ok bool
		if shared, list, ok = f.shared(s, n); !ok {
			return
		}
	}
	if list.Kind != yaml.SequenceNode {
		f.report(list, "wrong-type", "%s is a list, or a mapping with items", s.name)
		return
	}
	for i, child := range list.Content {
		if f.full {
			return
		}
		entries, _, ok := f.mapping(child, "an item of "+s.name)
		if !ok {
			continue
		}
		it := item{file: f, section: s, node: child, owner: owner, lost: lost, index: i, entries: entries}
		it.check()
		for key, e := range shared {
			if _, own := entries[key]; !own {
				entries[key] = e
			}
		}
		it.read()
	}
}

// shared is what the items of a section share, and their list.
func (f file) shared(s *section, n *yaml.Node) (shared map[string]entry, list *yaml.Node, ok bool) {
	shared, order, ok := f.mapping(n, s.name)
	if !ok {
		return nil, nil, false
	}
	items, ok := shared["items"]
	if !ok {
		f.report(n, "missing", "%s has no items: write a list, or the list under items", s.name)
	}
	delete(shared, "items")
	for _, key := range order {
		e, here := shared[key]
		if !here {
			continue
		}
		if _, part := s.known.parts[key]; part || key == s.key {
			f.report(e.key, "unknown-field", "%s cannot be shared by the items of %s: write it in each", key, s.name)
			delete(shared, key)
		}
	}
	it := item{file: f, section: s, node: n, entries: shared}
	it.check()
	it.fields(make(map[string]mark), reflect.New(recordType(s.kind)).Elem(), nil)
	return shared, items.value, ok
}

func recordType(k inventory.Kind) reflect.Type {
	r, _ := inventory.NewRecord(k)
	return reflect.TypeOf(r).Elem()
}

// check reports the keys that the section does not know.
func (it item) check() {
	for _, key := range slices.Sorted(maps.Keys(it.entries)) {
		_, field := it.known.fields[key]
		_, part := it.known.parts[key]
		switch {
		case field || part || key == it.key:
		case key == it.section.owner:
			it.report(it.entries[key].key, "unknown-field", "%s is told by the place of the item: leave it out", key)
		default:
			it.unknown(it.entries[key].key, "field", key, it.known.names)
		}
	}
}

// read reads the records that the item stands for and, with the id of the
// record, the sections inside.
func (it item) read() {
	var id inventory.ID
	it.spreadOver(it.spread, map[string]*yaml.Node{}, func(ends map[string]*yaml.Node) {
		id = it.record(ends)
	})
	for _, p := range it.parts {
		if e, ok := it.entries[p.name]; ok {
			it.file.section(p, e.value, id, id == "")
		}
	}
}

// spreadOver calls visit with every combination of one element for each field
// whose list stands for one record an element.
func (it item) spreadOver(fields []string, ends map[string]*yaml.Node, visit func(map[string]*yaml.Node)) {
	if len(fields) == 0 {
		visit(ends)
		return
	}
	e, ok := it.entries[fields[0]]
	if !ok || e.value.Kind != yaml.SequenceNode {
		it.spreadOver(fields[1:], ends, visit)
		return
	}
	if len(e.value.Content) == 0 {
		it.report(e.key, "missing", "%s is an empty list", fields[0])
	}
	for _, end := range e.value.Content {
		if it.full {
			return
		}
		ends[fields[0]] = end
		it.spreadOver(fields[1:], ends, visit)
	}
}

// record reads one record, with these ends, and answers with its id; it is
// empty if the record cannot be told.
func (it item) record(ends map[string]*yaml.Node) inventory.ID {
	if it.count++; it.count > maxRecords {
		it.full = true
		it.report(it.node, "too-many", "the files hold more than %d records", maxRecords)
		return ""
	}
	rec, _ := inventory.NewRecord(it.kind)
	v := reflect.ValueOf(rec).Elem()
	marks := make(map[string]mark)
	it.setOwner(v)
	complete := it.fields(marks, v, ends)
	complete = it.needed() && complete
	if it.place != "" {
		it.setPlace(v)
	}
	id, ok := it.identify(rec, marks)
	if !ok || it.lost {
		return ""
	}
	v.FieldByName("ID").SetString(string(id))
	if complete {
		it.keep(rec, place{it.at(it.node), marks})
	}
	return id
}

// needed reports the fields that must be there and are not.
func (it item) needed() bool {
	complete := true
	for _, key := range it.known.names {
		f, ok := it.known.fields[key]
		if _, written := it.entries[key]; ok && f.Needed && !written {
			it.report(it.node, "missing", "the item has no %s", key)
			complete = false
		}
	}
	return complete
}

// setOwner fills in the record around the item.
func (it item) setOwner(v reflect.Value) {
	f := it.known.ownerField
	if f == nil || it.owner == "" {
		return
	}
	owner := reflect.ValueOf(it.owner)
	if f.Type.Kind() == reflect.Slice {
		v.FieldByIndex(f.Index).Set(reflect.Append(reflect.Zero(f.Type), owner))
		return
	}
	v.FieldByIndex(f.Index).Set(owner)
}

// setPlace fills in the place in the list, unless the item says another.
func (it item) setPlace(v reflect.Value) {
	if _, written := it.entries[it.place]; !written {
		v.FieldByIndex(it.known.fields[it.place].Index).SetInt(int64(it.index) + 1)
	}
}

// fields reads the fields of a record; it answers false if one is unreadable.
func (it item) fields(marks map[string]mark, v reflect.Value, ends map[string]*yaml.Node) bool {
	readable := true
	d := decoder{it, marks}
	for _, key := range it.known.names {
		f, isField := it.known.fields[key]
		e, written := it.entries[key]
		if !isField || !written {
			continue
		}
		value, at := e.value, e.key
		if end, spread := ends[key]; spread {
			value, at = end, end
		} else if slices.Contains(it.spread, key) && value.Kind == yaml.SequenceNode {
			continue
		}
		readable = d.value(f, value, v.FieldByIndex(f.Index), f.Name) && readable
		d.mark(f.Name, at)
	}
	return readable
}

// identify is the id of the record.
func (it item) identify(rec inventory.Record, marks map[string]mark) (inventory.ID, bool) {
	e, written := it.entries[it.key]
	var slug string
	if written {
		var ok bool
		if slug, ok = it.text(e.value, it.key); !ok {
			return "", false
		}
		marks["id"] = mark{at: it.at(e.key)}
	}
	if it.id == derived {
		id := rec.DerivedID()
		if written {
			id += inventory.ID("+" + slug)
		}
		return id, true
	}
	if slug == "" {
		it.report(it.node, "missing", "the item has no %s: give it one of lower-case letters, digits and hyphens", it.key)
		return "", false
	}
	if kind, ok := inventory.ID(slug).Kind(); ok {
		if kind != it.kind {
			it.report(e.value, "wrong-kind", "%q is the id of a %s, and this is a %s", slug, kind.Prefix(), it.kind.Prefix())
		}
		return inventory.ID(slug), kind == it.kind
	}
	if it.id == beneath {
		return it.kind.ID(it.owner.Rest(), slug), true
	}
	return it.kind.ID(slug), true
}

// keep adds a record, unless there is one with its id.
func (it item) keep(rec inventory.Record, p place) {
	r := &it.reader.result
	id := rec.RecordID()
	if first, ok := r.byID[id]; ok {
		advice := "keep one"
		if it.id == derived {
			advice = "keep one, or tell them apart with a variant"
		}
		it.report(it.node, "twice", "%s is already in %s: %s", id, r.places[first].at, advice)
		return
	}
	r.byID[id] = len(r.Records)
	r.Records, r.places = append(r.Records, rec), append(r.places, p)
}
