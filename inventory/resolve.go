package inventory

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/recital/recital/inventory/wording"
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

// Find is the id of the noun of this kind that people mean by text: its id with
// or without the kind, its name or an alias. Of relations it finds ids. An
// unknown one is a [NotFound] error that suggests the nearest.
func (s *Snapshot) Find(k Kind, text string) (ID, error) { return s.find(k, text) }

func (s *Snapshot) find(k Kind, text string) (ID, error) {
	text = strings.TrimSpace(text)
	if id, ok := spelled(k, text, s.Record); ok {
		return id, nil
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
	return wording.And(words)
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
	return wording.Enum(k)
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
	return Errorf(NotFound, "there is no %s %s; the nearest are %s", k.noun(), quoted(text), wording.And(names))
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
	letters := utf8.RuneCountInString(key)
	enough := min(max(2, letters/3), letters-1)
	var hits []hit
	for _, n := range s.byKind[k] {
		best := math.MaxInt
		for _, w := range n.words {
			if w.where == MatchedName || w.where == MatchedAlias {
				best = min(best, unlike(key, w.key))
			}
		}
		if best <= enough {
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

// unlike says how far a name is from what was asked: one if either holds the
// other whole, otherwise the letters to change.
func unlike(asked, name string) int {
	a, n := utf8.RuneCountInString(asked), utf8.RuneCountInString(name)
	if a == 0 || n == 0 {
		return a + n
	}
	if strings.Contains(" "+name+" ", " "+asked+" ") || strings.Contains(" "+asked+" ", " "+name+" ") {
		return 1
	}
	if n > 2*a+4 || a > 2*n+4 {
		return a + n
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
