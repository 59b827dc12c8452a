package graph

import (
	"math"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	// defaultMaxCost leaves room for three times the register with everything
	// in it, and for that of GraphiQL's introspection query.
	defaultMaxCost = 200_000
	// assumedLength is how many elements a list is taken to have when nothing
	// in the query says: a service has about that many collections.
	assumedLength = 10
	// maxFirst is the most elements that one page of a connection has.
	maxFirst = 200
)

// price works out what an operation may cost before it runs. The cost of a
// field is 1 for itself and that of its selections for each element it may
// have: as many as its argument `first` asks for, as many as the longest list
// among its arguments has, or assumedLength. Sums and products stop at the
// largest integer.
type price struct {
	variables map[string]any
	fragments map[*ast.FragmentDefinition]int64
	// wrong is the first argument `first` that is out of bounds.
	wrong *gqlerror.Error
}

// checkCost refuses a validated operation that asks for a page of an
// impossible size, or that costs more than limit. It gives the cost.
func checkCost(op *ast.OperationDefinition, variables map[string]any, limit int64) (int64, *gqlerror.Error) {
	p := price{variables: variables, fragments: map[*ast.FragmentDefinition]int64{}}
	cost := p.set(op.SelectionSet)
	if p.wrong != nil {
		return cost, p.wrong
	}
	if cost > limit {
		return cost, coded(codeTooLarge, "the query costs %d, more than the %d allowed: "+
			"ask for fewer fields, or for fewer elements with first", cost, limit)
	}
	return cost, nil
}

// set gives the cost of a selection set.
func (p *price) set(set ast.SelectionSet) int64 {
	var sum int64
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			sum = add(sum, p.field(s))
		case *ast.InlineFragment:
			sum = add(sum, p.set(s.SelectionSet))
		case *ast.FragmentSpread:
			sum = add(sum, p.fragment(s.Definition))
		}
	}
	return sum
}

// fragment gives the cost of a fragment, which it works out once. Validation
// has made sure that there is no cycle.
func (p *price) fragment(f *ast.FragmentDefinition) int64 {
	if f == nil {
		return 0
	}
	cost, known := p.fragments[f]
	if !known {
		cost = p.set(f.SelectionSet)
		p.fragments[f] = cost
	}
	return cost
}

func (p *price) field(f *ast.Field) int64 {
	return add(1, multiply(p.length(f), p.set(f.SelectionSet)))
}

// length is how many elements a field may have.
func (p *price) length(f *ast.Field) int64 {
	if f.Definition == nil {
		return 1
	}
	arguments := f.ArgumentMap(p.variables)
	if f.Definition.Arguments.ForName("first") != nil {
		value, given := arguments["first"]
		if !given {
			return maxFirst
		}
		return p.first(f, value)
	}
	if f.Definition.Type.Elem == nil || isPage(f.ObjectDefinition) {
		return 1
	}
	longest := 0
	for _, value := range arguments {
		if list, ok := value.([]any); ok {
			longest = max(longest, len(list))
		}
	}
	if longest > 0 {
		return int64(longest)
	}
	return assumedLength
}

// isPage says whether a type is a connection, whose lists are as long as its
// field's `first` has already said.
func isPage(d *ast.Definition) bool {
	return d != nil && strings.HasSuffix(d.Name, "Connection")
}

// first gives the value of an argument `first`, and notes when it is not one
// that a page can have.
func (p *price) first(f *ast.Field, value any) int64 {
	n, isInt := asInt(value)
	if isInt && n >= 1 && n <= maxFirst {
		return n
	}
	if p.wrong == nil {
		p.wrong = invalid("%s(first: %s): first must be from 1 to %d", f.Name, show(value), maxFirst)
		if f.Position != nil {
			p.wrong.Locations = []gqlerror.Location{{Line: f.Position.Line, Column: f.Position.Column}}
		}
	}
	return maxFirst
}

// add adds two numbers that are not negative, up to the largest.
func add(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// multiply multiplies two numbers that are not negative, up to the largest.
func multiply(a, b int64) int64 {
	if b != 0 && a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}
