package inventory

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// What tests outside the package look at.
var (
	Fold      = fold
	NameKey   = nameKey
	Canonical = canonical
)

// EachRef visits every id that a record points at, and whether the pointer is
// loose.
func EachRef(r Record, visit func(path string, to ID, loose bool)) {
	eachRef(r, func(f *Field, path string, to ID) { visit(path, to, f.Loose) })
}

// Title is the name by which people find a record.
func Title(r Record) string { return r.title() }

// CheckIndexes compares what a snapshot gathered commit by commit with what
// its records say.
func CheckIndexes(s *Snapshot) error {
	back, names, internal, n := map[backKey][]ID{}, map[nameIndex][]ID{}, 0, 0
	for _, k := range kinds {
		list := s.byKind[k.kind]
		if !slices.IsSortedFunc(list, (*node).compare) {
			return fmt.Errorf("the list of %s is not sorted", k.kind)
		}
		for _, node := range list {
			n++
			id := node.rec.RecordID()
			if got, ok := s.nodes.get(id); !ok || got != node {
				return fmt.Errorf("%s is listed and not found, or another is", id)
			}
			if fresh := newNode(node.rec, node.since); !reflect.DeepEqual(fresh, node) {
				return fmt.Errorf("%s is not as it would be made anew", id)
			}
			var err error
			eachRef(node.rec, func(_ *Field, path string, to ID) {
				if _, ok := s.nodes.get(to); !ok {
					err = fmt.Errorf("%s.%s points at %s, which is not there", id, path, to)
				}
				if list := back[backKey{to, k.kind}]; !slices.Contains(list, id) {
					back[backKey{to, k.kind}] = append(list, id)
				}
			})
			if err != nil {
				return err
			}
			for _, key := range nameKeys(node.rec) {
				names[nameIndex{k.kind, key}] = append(names[nameIndex{k.kind, key}], id)
			}
			if isInternal(node.rec) {
				internal++
			}
		}
	}
	if s.Len() != n || len(flat(s.nodes)) != n {
		return fmt.Errorf("%d records are listed, %d counted, %d found", n, s.Len(), len(flat(s.nodes)))
	}
	if s.internal != internal {
		return fmt.Errorf("%d records are internal, %d counted", internal, s.internal)
	}
	return sameLists("back", back, s.back, sameLists("names", names, s.names, nil))
}

func sameLists[K comparable](what string, want map[K][]ID, have table[K, []ID], err error) error {
	got := flat(have)
	for _, list := range want {
		slices.Sort(list)
	}
	if err == nil && (have.len() != len(want) || !reflect.DeepEqual(got, want)) {
		err = fmt.Errorf("%s: gathered %v, want %v", what, got, want)
	}
	return err
}

// flat is the table as a plain map.
func flat[K comparable, V any](t table[K, V]) map[K]V {
	m := maps.Clone(t.base)
	if m == nil {
		m = map[K]V{}
	}
	for k, c := range t.over {
		if c.present {
			m[k] = c.value
		} else {
			delete(m, k)
		}
	}
	return m
}
