package intake

import (
	"slices"

	"github.com/recital/recital/inventory"
)

// dataset says what data the systems that refer to a dataset hold, and how
// long. What a field holds is inferred for the activity: the declaration
// refers to the dataset as a whole.
func (m *manifest) dataset(t tree) {
	key := t.get("fides_key").text()
	s := store{name: t.get("name").text(), form: inventory.Identifiable}
	if s.name == "" {
		s.name = humanise(key)
	}
	s.users = m.usersOf(key)
	s.headings = []string{"Dataset " + s.name}
	m.part(t, s)
	for _, dec := range s.users {
		for _, list := range []tree{dec.get("dataset_references"), m.systemOf(dec).get("dataset_references")} {
			for _, item := range list.items() {
				if item.text() == key {
					item.leaf().mapped(string(dec.activity))
				}
			}
		}
	}
}

// store is a dataset, a collection of it or a field, being read.
type store struct {
	name     string
	headings []string
	// users are the declarations that refer to the dataset.
	users []*declaration
	form  inventory.Form
}

// referred are the datasets that a system refers to, itself or in a declaration.
func (m *manifest) referred() []tree {
	var keys []string
	for _, sys := range m.root.get("system").items() {
		for _, part := range append(sys.get("privacy_declarations").items(), sys) {
			for _, item := range part.get("dataset_references").items() {
				keys = append(keys, item.text())
			}
		}
	}
	return slices.DeleteFunc(m.root.get("dataset").items(), func(t tree) bool { return !slices.Contains(keys, t.get("fides_key").text()) })
}

// usersOf are the declarations that refer to a dataset, themselves or through
// their system.
func (m *manifest) usersOf(key string) []*declaration {
	names := func(t tree) bool {
		return slices.ContainsFunc(t.items(), func(item tree) bool { return item.text() == key })
	}
	var list []*declaration
	for _, sys := range m.order {
		for _, dec := range sys.declarations {
			if names(dec.get("dataset_references")) || names(sys.get("dataset_references")) {
				list = append(list, dec)
			}
		}
	}
	return list
}

func (m *manifest) systemOf(dec *declaration) *system {
	for _, sys := range m.order {
		if slices.Contains(sys.declarations, dec) {
			return sys
		}
	}
	return &system{}
}

// nobodysData is why the data of a dataset without a system goes nowhere.
const nobodysData = "no system of the file refers to the dataset, so nothing says who does what with it: add dataset_references to a privacy declaration and import both in one file"

// part reads a dataset, a collection or a field, and what is inside.
func (m *manifest) part(t tree, s store) {
	if len(s.users) == 0 {
		t.lost(nobodysData)
		return
	}
	m.at(t.line(), s.headings...)
	within := m.within(t)
	for _, name := range []string{"data_qualifier", "data_qualifiers"} {
		for i, item := range t.get(name).items() {
			if f, ok := formOf(item.text()); ok && i == 0 {
				s.form = f
			}
		}
	}
	own := m.held(t, s)
	m.kept(t, s, own)
	t.each(func(field string, v tree) {
		if v.empty() {
			v.hush()
			return
		}
		switch field {
		case "data_categories", "retention":
			// Told above.
		case "fides_key", "name":
			if len(within) == 0 {
				v.lost("it holds no data of people that is declared")
				return
			}
			for _, dec := range s.users {
				v.leaf().mapped(string(collectionID(dec.activity, within[0])) + "#citations")
			}
		case "description":
			v.lost("what is inside a dataset is not described here: its data categories are")
		case "collections", "fields":
			for i, inner := range v.items() {
				name := inner.get("name").text()
				m.part(inner, store{name: name, headings: append(slices.Clone(s.headings), orNumber(name, i)), users: s.users, form: s.form})
			}
		case "data_qualifier", "data_qualifiers":
			m.qualified(v, s, own)
		case "third_country_transfers":
			v.lost("a transfer is part of a disclosure to somebody: add third_parties to the privacy declaration, and the country to its system")
		case "organization_fides_key":
			v.lost("a dataset belongs to the organisation of its systems here")
		case "data_uses", "data_purposes", "data_subjects":
			v.lost("said of an activity here and not of its storage: state it in the privacy declaration")
		default:
			if !m.common(field, v) {
				v.lost(noField)
			}
		}
	})
}

func orNumber(name string, i int) string {
	if name == "" {
		return "part " + twoDigits(i+1)
	}
	return name
}

// held states what a part holds, for every activity that uses the dataset, and
// answers with the categories.
func (m *manifest) held(t tree, s store) []inventory.ID {
	list := t.get("data_categories")
	ids := m.categories(list)
	for _, item := range list.items() {
		if key := item.text(); key == "" || ofSystem(inventory.KindData, key) {
			continue
		}
		id := m.term(item.leaf(), inventory.KindData, item.text())
		for _, dec := range s.users {
			if have, ok := mine[inventory.CollectionRecord](m.draft, collectionID(dec.activity, id)); ok {
				have.Citations = appendNew(have.Citations, m.citation())
				item.leaf().mapped(string(have.ID))
				continue
			}
			m.collection(item.leaf(), dec.activity, id, s.form, m.because("The declaration refers to the dataset, and this part of it holds the data."))
			item.leaf().roughly("inferred for each activity that refers to the dataset")
		}
	}
	return ids
}

// kept states how long what a part holds is kept.
func (m *manifest) kept(t tree, s store, data []inventory.ID) {
	v := t.get("retention")
	if v.text() == "" {
		return
	}
	if len(data) == 0 {
		data = m.inside(t)
	}
	if len(data) == 0 {
		v.lost("it holds no data of people, so there is nothing to keep")
		return
	}
	for _, dec := range s.users {
		e := m.because("The declaration refers to the dataset that is kept so long.")
		m.retain(v.leaf(), dec.activity, data, v.text(), e)
	}
}

// within are the categories of a part and of all inside.
func (m *manifest) within(t tree) []inventory.ID {
	return m.gathered(t, func(tree) bool { return true })
}

// inside are the categories of all that is in a part and has no time of its own.
func (m *manifest) inside(t tree) []inventory.ID {
	return m.gathered(t, func(part tree) bool { return part.node == t.node || part.get("retention").text() == "" })
}

// gathered are the categories of a part and of the parts inside that count.
func (m *manifest) gathered(t tree, counts func(tree) bool) []inventory.ID {
	var ids []inventory.ID
	add := func(id inventory.ID) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, item := range t.get("data_categories").items() {
		if key := item.text(); key != "" && !ofSystem(inventory.KindData, key) {
			add(m.term(item.leaf(), inventory.KindData, key))
		}
	}
	for _, name := range []string{"collections", "fields"} {
		for _, inner := range t.get(name).items() {
			if counts(inner) {
				for _, id := range m.gathered(inner, counts) {
					add(id)
				}
			}
		}
	}
	return ids
}

// qualified says that the qualifier became the form of what a part holds.
func (m *manifest) qualified(v tree, s store, data []inventory.ID) {
	for i, item := range v.items() {
		_, known := formOf(item.text())
		switch {
		case !known:
			item.lost(noQualifier)
		case i > 0:
			item.lost("data is held in one form here: the first stands")
		case len(data) == 0:
			item.lost("it qualifies no data of people at this place")
		}
		if !known || i > 0 {
			continue
		}
		for _, id := range data {
			for _, dec := range s.users {
				item.leaf().mapped(string(collectionID(dec.activity, id)) + "#form")
			}
		}
	}
}
