package ropa

import (
	_ "embed" // for the table
	"fmt"
	"strings"
)

// questionTable is one question a line, in columns set apart by tabs: id,
// "required" or "optional", the paths that answer it, and the question in short.
//
//go:embed questions.tsv
var questionTable string

// Question is one that a regulator's template asks about an activity, and where
// the inventory answers it.
type Question struct {
	// ID is that of the template and the question, such as "ico_1_1".
	ID string
	// Required questions are those that the template marks so.
	Required bool
	// Paths lead through GraphQL to the values that answer it, all together.
	Paths []Path
	// Short is the question in a few words.
	Short string
}

// Path leads from a root field of GraphQL to a value, field by field with a
// full stop between, such as "processingActivities.uses.purpose.name". A field
// may bear its arguments, "rights(first: 200)", and a condition on what it
// gives, "contacts[role=DATA_PROTECTION_OFFICER]" or "[safeguard!=NOT_STATED]".
// The last may be several with commas between: any of them answers.
type Path string

// Questions lists the questions of all templates, template by template in their
// order.
func Questions() ([]Question, error) {
	var list []Question
	for n, line := range strings.Split(strings.TrimSpace(questionTable), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 4 || cols[1] != "required" && cols[1] != "optional" {
			return nil, fmt.Errorf("questions.tsv:%d: four columns are wanted: id, required or optional, paths, short", n+1)
		}
		q := Question{ID: cols[0], Required: cols[1] == "required", Short: cols[3]}
		for path := range strings.FieldsFuncSeq(cols[2], func(r rune) bool { return r == '|' }) {
			q.Paths = append(q.Paths, Path(strings.TrimSpace(path)))
		}
		list = append(list, q)
	}
	return list, nil
}

// Step is a field of a path.
type Step struct {
	// Field is its name, and Call the name with its arguments.
	Field, Call string
	// If names a field that must have this Value, or must not if Not; empty: any.
	If, Value string
	Not       bool
}

// Steps takes the path apart.
func (p Path) Steps() []Step {
	var list []Step
	for part := range strings.SplitSeq(string(p), ".") {
		s := Step{Call: part}
		if call, condition, ok := strings.Cut(strings.TrimSuffix(part, "]"), "["); ok {
			s.Call = call
			s.If, s.Value, _ = strings.Cut(condition, "=")
			s.If, s.Not = strings.CutSuffix(s.If, "!")
		}
		s.Field, _, _ = strings.Cut(s.Call, "(")
		list = append(list, s)
	}
	return list
}

// Operation is the GraphQL operation that reads the path.
func (p Path) Operation() string {
	steps, query := p.Steps(), ""
	for i := len(steps) - 1; i >= 0; i-- {
		s := steps[i]
		if query != "" {
			if s.If != "" {
				query = s.If + " " + query
			}
			query = " { " + query + " }"
		}
		query = s.Call + query
	}
	return "{ " + query + " }"
}
