package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The limits of a document, checked before validation. They leave ample room
// for questions that people ask: the introspection query of GraphiQL, which is
// larger than those, has 184 tokens and is 15 deep.
const (
	maxQueryBytes     = 64 << 10
	maxTokens         = 1500
	maxDepth          = 15
	maxAliases        = 60
	maxFields         = 400
	maxDirectives     = 50
	maxIntrospections = 2
	// maxComparisons bounds the work of the rule that fields of the same name
	// can be merged: it compares the fields of each selection set pair by pair.
	maxComparisons = 200_000
)

// tooMuch says what a document has too much of.
func tooMuch(what string, have, allowed int) *gqlerror.Error {
	return coded(codeTooLarge, "the query has %d %s, more than the %d allowed", have, what, allowed)
}

// size is what a document has, each fragment counted once, however often it is
// spread.
type size struct {
	fields, aliases, directives, introspections int
	// depth is how many selection sets are within one another, those of inline
	// fragments included.
	depth int
	// comparisons is at most how many pairs of fields validation looks at.
	comparisons int
}

// check gives the first limit that is exceeded.
func (s size) check() *gqlerror.Error {
	switch {
	case s.introspections > maxIntrospections:
		return tooMuch("fields __schema or __type", s.introspections, maxIntrospections)
	case s.aliases > maxAliases:
		return tooMuch("aliases", s.aliases, maxAliases)
	case s.fields > maxFields:
		return tooMuch("fields", s.fields, maxFields)
	case s.directives > maxDirectives:
		return tooMuch("directives", s.directives, maxDirectives)
	case s.depth > maxDepth:
		return tooMuch("levels", s.depth, maxDepth)
	case s.comparisons > maxComparisons:
		return coded(codeTooLarge, "the query repeats so many fields that checking it takes %d comparisons, more than the %d allowed",
			s.comparisons, maxComparisons)
	default:
		return nil
	}
}

// measure counts what a document has, in time linear in its length.
func measure(doc *ast.QueryDocument) size {
	m := measurer{fragments: map[string]*ast.FragmentDefinition{}, depths: map[string]int{}}
	for _, f := range doc.Fragments {
		m.directives += len(f.Directives)
		if m.fragments[f.Name] == nil {
			m.fragments[f.Name] = f
		} else {
			// A second fragment of the same name is an error that validation
			// finds; until then it counts.
			m.enter(f.SelectionSet)
		}
	}
	for _, f := range doc.Fragments {
		m.depth = max(m.depth, m.spread(f.Name))
	}
	// Validation walks a fragment anew for each operation that spreads it.
	m.comparisons *= max(1, len(doc.Operations))
	for _, op := range doc.Operations {
		m.directives += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			m.directives += len(v.Directives)
		}
		depth, _ := m.enter(op.SelectionSet)
		m.depth = max(m.depth, depth)
	}
	return m.size
}

// measurer is the state of one walk through a document that is not validated.
type measurer struct {
	size
	fragments map[string]*ast.FragmentDefinition
	// depths has the fragments seen. One that is being walked has depth 0, so
	// that a cycle ends there; validation refuses it afterwards.
	depths map[string]int
}

// enter counts what a selection set has. It gives its depth, and how many
// fields and spreads it has with those of its inline fragments.
func (m *measurer) enter(set ast.SelectionSet) (depth, width int) {
	for _, selection := range set {
		below, beside := 0, 0
		switch s := selection.(type) {
		case *ast.Field:
			m.count(s)
			below, _ = m.enter(s.SelectionSet)
			below, beside = below+1, 1
		case *ast.InlineFragment:
			m.directives += len(s.Directives)
			below, beside = m.enter(s.SelectionSet)
			below++
		case *ast.FragmentSpread:
			m.directives += len(s.Directives)
			below, beside = m.spread(s.Name), 1
		}
		depth, width = max(depth, below), width+beside
	}
	m.comparisons += width * width
	return depth, width
}

// count counts one field.
func (m *measurer) count(f *ast.Field) {
	m.fields++
	m.directives += len(f.Directives)
	if f.Alias != f.Name {
		m.aliases++
	}
	if f.Name == "__schema" || f.Name == "__type" {
		m.introspections++
	}
}

// spread gives the depth of a fragment, which it walks at the first visit.
func (m *measurer) spread(name string) int {
	if depth, seen := m.depths[name]; seen {
		return depth
	}
	m.depths[name] = 0
	if f := m.fragments[name]; f != nil {
		m.depths[name], _ = m.enter(f.SelectionSet)
	}
	return m.depths[name]
}
