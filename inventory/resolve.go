package inventory

import (
	"cmp"
	"slices"
	"strings"
)

// resolve is the noun of this kind that people mean by text: its id with or
// without the kind, its name or an alias, whatever the case, the accents and
// the number. An unknown one is a [NotFound] error that suggests the nearest.
func resolve[V ~struct{ view[R] }, R any](s *Snapshot, k Kind, text string) (V, error) {
	id, err := s.find(k, text)
	if err != nil {
		var none V
		return none, err
	}
	return must[V](s, id), nil
}

func (s *Snapshot) find(k Kind, text string) (ID, error) {
	text = strings.TrimSpace(text)
	for _, id := range []ID{ID(text), k.ID(text), k.ID(strings.ToLower(text))} {
		if kind, ok := id.Kind(); ok && kind == k {
			if _, ok := s.Record(id); ok {
				return id, nil
			}
		}
	}
	switch ids, _ := s.names.get(nameIndex{k, nameKey(text)}); len(ids) {
	case 0:
	case 1:
		return ids[0], nil
	default:
		return "", Errorf(Invalid, "%s is the name of %s: give the id", quoted(text), join(ids))
	}
	return "", s.unknown(k, text)
}

func join(ids []ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return and(words)
}

// noun says a kind in words that a DPO understands.
func (k Kind) noun() string {
	switch k {
	case KindData:
		return "data category"
	case KindSubject:
		return "category of people"
	case KindActivity:
		return "processing activity"
	}
	return enumWords(k)
}

// unknown is the error for a name that nothing has, with the nearest names.
func (s *Snapshot) unknown(k Kind, text string) error {
	const shown = 3
	near := s.nearest(k, text)
	if len(near) == 0 {
		return Errorf(NotFound, "there is no %s %s, and none with a name like it: use search to find it", k.noun(), quoted(text))
	}
	names := make([]string, 0, shown)
	for _, n := range near[:min(shown, len(near))] {
		names = append(names, quoted(n.rec.title()))
	}
	return Errorf(NotFound, "there is no %s %s; the nearest are %s", k.noun(), quoted(text), and(names))
}

// nearest lists the nouns of the kind whose names are like the text, the most
// alike first.
func (s *Snapshot) nearest(k Kind, text string) []*node {
	type hit struct {
		n *node
		d int
	}
	key := nameKey(text)
	if r := []rune(key); len(r) > 100 {
		key = string(r[:100])
	}
	var hits []hit
	for _, n := range s.byKind[k] {
		best := len(key)
		for _, w := range n.words {
			if w.where == MatchedName || w.where == MatchedAlias {
				best = min(best, unlike(key, nameKey(w.text)))
			}
		}
		if best <= max(2, len(key)/3) {
			hits = append(hits, hit{n, best})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.d, b.d) })
	list := make([]*node, len(hits))
	for i, h := range hits {
		list[i] = h.n
	}
	return list
}

// unlike says how far a name is from what was asked: nothing if one holds the
// other whole, a word shared counts, otherwise letters to change.
func unlike(asked, name string) int {
	if asked == "" || name == "" {
		return len(asked) + len(name)
	}
	if strings.Contains(" "+name+" ", " "+asked+" ") || strings.Contains(" "+asked+" ", " "+name+" ") {
		return 1
	}
	if len(name) > 2*len(asked)+4 || len(asked) > 2*len(name)+4 {
		return len(asked) + len(name)
	}
	return distance(asked, name)
}

// Service finds a service by id, name or alias.
func (s *Snapshot) Service(text string) (Service, error) {
	return resolve[Service](s, KindService, text)
}

// DataCategory finds a data category by id, name or alias.
func (s *Snapshot) DataCategory(text string) (DataCategory, error) {
	return resolve[DataCategory](s, KindData, text)
}

// DataSubjectCategory finds a category of people by id, name or alias.
func (s *Snapshot) DataSubjectCategory(text string) (DataSubjectCategory, error) {
	return resolve[DataSubjectCategory](s, KindSubject, text)
}

// Purpose finds a purpose by id, name or alias.
func (s *Snapshot) Purpose(text string) (Purpose, error) {
	return resolve[Purpose](s, KindPurpose, text)
}

// Party finds a party by id, name or alias.
func (s *Snapshot) Party(text string) (Party, error) { return resolve[Party](s, KindParty, text) }

// Event finds an event by id, name or alias.
func (s *Snapshot) Event(text string) (Event, error) { return resolve[Event](s, KindEvent, text) }

// Document finds a document by id or title.
func (s *Snapshot) Document(text string) (Document, error) {
	return resolve[Document](s, KindDocument, text)
}

// ProcessingActivity finds a processing activity by id or name.
func (s *Snapshot) ProcessingActivity(text string) (ProcessingActivity, error) {
	return resolve[ProcessingActivity](s, KindActivity, text)
}
