package inventory

import (
	"cmp"
	"slices"
	"strings"
)

// MatchedIn is where a search found its words.
type MatchedIn string

// Where a search finds its words, the best first.
const (
	MatchedName  MatchedIn = "NAME"
	MatchedAlias MatchedIn = "ALIAS"
	MatchedText  MatchedIn = "TEXT"
)

func (MatchedIn) values() []string { return []string{"NAME", "ALIAS", "TEXT"} }

// foldedText is a text of a noun, folded for searching, and with each word in
// the singular, as [nameKey] makes it.
type foldedText struct {
	where             MatchedIn
	text, folded, key string
}

// searchable lists the texts of a noun by which it is found; none for
// relations.
func searchable(r Record) []foldedText {
	var list []foldedText
	add := func(where MatchedIn, texts ...string) {
		for _, t := range texts {
			if t != "" {
				folded := fold(t)
				list = append(list, foldedText{where, t, folded, singulars(folded)})
			}
		}
	}
	add(MatchedName, r.title())
	switch r := r.(type) {
	case *PartyRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *ServiceRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *ProductRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *DataCategoryRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *DataSubjectCategoryRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *PurposeRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *EventRecord:
		add(MatchedAlias, r.Aliases...)
		add(MatchedText, r.Description)
	case *ProcessingActivityRecord:
		add(MatchedText, r.Description)
	case *CookieRecord:
		add(MatchedAlias, r.Patterns...)
		add(MatchedText, r.Description)
	case *SecurityMeasureRecord:
		add(MatchedText, r.Description)
	case *RightRecord:
		add(MatchedText, r.Description, r.HowTo, r.Limits)
	case *LawfulBasisRecord:
		add(MatchedText, r.Interest, r.Statute, r.Withdrawal)
	case *ChoiceRecord:
		add(MatchedText, r.Where)
	case *RetentionRuleRecord:
		add(MatchedText, r.Ground, r.Criteria)
	case *DocumentVersionRecord:
		add(MatchedText, r.Changes)
	}
	return list
}

// SearchHit is something that a search found.
type SearchHit struct {
	node    Node
	kind    Kind
	name    string
	matched MatchedIn
	text    string
	rank    int
}

// ID is the id of what was found.
func (h SearchHit) ID() ID { return h.node.ID() }

// Node is the noun or fact.
func (h SearchHit) Node() Node { return h.node }

// Kind is its kind.
func (h SearchHit) Kind() Kind { return h.kind }

// Name is its name; for a fact without one, what it says in a line.
func (h SearchHit) Name() string { return h.name }

// Matched is where the words were found.
func (h SearchHit) Matched() MatchedIn { return h.matched }

// Text is the text in which they were found.
func (h SearchHit) Text() string { return h.text }

// Search finds nouns in whose name, alias or description every word of the
// text occurs, whatever the case and the accents: the same name first, then
// names that begin so, names, aliases and descriptions, each by kind and name.
// Kinds limits the search; none means all. A text without a letter or digit is
// an [Invalid] error.
func (s *Snapshot) Search(text string, only []Kind, first int, after *string) (SearchHitConnection, error) {
	whole := fold(text)
	words := searchWords(whole)
	if len(words) == 0 {
		return SearchHitConnection{}, Errorf(Invalid, "text has no letter or digit to search for")
	}
	type found struct {
		n    *node
		text foldedText
		rank int
	}
	var hits []found
	for _, k := range kinds {
		if len(only) > 0 && !slices.Contains(only, k.kind) {
			continue
		}
		for _, n := range s.byKind[k.kind] {
			if t, rank := n.matches(whole, words); rank > 0 {
				hits = append(hits, found{n, t, rank})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(a.rank, b.rank) })
	item := func(i int) SearchHit {
		h := hits[i]
		hit := SearchHit{node: s.viewOf(h.n), kind: h.n.rec.RecordKind(), name: h.n.rec.title(), matched: h.text.where, text: h.text.text, rank: h.rank}
		if f, ok := hit.node.(Fact); ok && hit.name == "" {
			hit.name = f.Summary()
		}
		return hit
	}
	return paged(len(hits), func(i int) string { return string(hits[i].n.rec.RecordID()) }, item, first, after)
}

// matches gives the best text of the noun that has all the words, and its rank
// from 1; rank 0 means none has.
func (n *node) matches(whole string, words []searchWord) (best foldedText, rank int) {
	for _, t := range n.words {
		if !t.hasAll(words) {
			continue
		}
		r := 5
		switch {
		case t.where != MatchedText && t.folded == whole:
			r = 1
		case t.where != MatchedText && strings.HasPrefix(t.folded, whole):
			r = 2
		case t.where == MatchedName:
			r = 3
		case t.where == MatchedAlias:
			r = 4
		}
		if rank == 0 || r < rank {
			best, rank = t, r
		}
	}
	return best, rank
}

// searchWord is a word as it is searched for: anywhere as it stands, and as a
// whole word in the singular, with a space before and after.
type searchWord struct{ part, whole string }

func searchWords(folded string) []searchWord {
	var list []searchWord
	for w := range strings.FieldsSeq(folded) {
		list = append(list, searchWord{w, " " + singular(w) + " "})
	}
	return list
}

// hasAll says whether every word occurs in the text.
func (t foldedText) hasAll(words []searchWord) bool {
	for _, w := range words {
		if !strings.Contains(t.folded, w.part) && !strings.Contains(" "+t.key+" ", w.whole) {
			return false
		}
	}
	return true
}
