package ropa_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
)

// TestQuestions holds that every question of the regulators' templates has a
// home: each of its paths is read as a GraphQL operation, of an inventory that
// answers as much as it can and of the example. QUESTIONS.md shows what the
// example answers.
func TestQuestions(t *testing.T) {
	questions, err := ropa.Questions()
	if err != nil {
		t.Fatal(err)
	}
	s, full := example(t), hosting(t)
	var page strings.Builder
	answered, required, all := map[bool]int{}, map[bool]int{}, map[bool]bool{}
	ids := map[string]bool{}
	var rows strings.Builder
	for _, q := range questions {
		if ids[q.ID] || len(q.Paths) == 0 || q.Short == "" {
			t.Errorf("%s: a question comes once, with a path and in short", q.ID)
		}
		ids[q.ID] = true
		required[q.Required]++
		yes := answers(t, s, q)
		if yes {
			answered[q.Required]++
		}
		if !answers(t, full, q) && !yes {
			t.Errorf("%s: neither inventory answers it: does the path lead anywhere? %v", q.ID, q.Paths)
		}
		all[yes] = true
		fmt.Fprintf(&rows, "| %s | %s | %s | %s | %s |\n", q.ID, need(q.Required), q.Short, code(q.Paths), shown(yes))
	}
	if len(questions) != 121 || required[true] != 58 || len(all) != 2 {
		t.Errorf("%d questions, %d of them required, of which the example answers some and not others: %v", len(questions), required[true], all)
	}
	fmt.Fprintf(&page, head, len(questions), required[true], answered[true], required[true], answered[false], required[false])
	page.WriteString(rows.String())
	t.Logf("the example answers %d of %d required questions and %d of %d optional ones", answered[true], required[true], answered[false], required[false])
	if *update {
		if err := os.WriteFile("QUESTIONS.md", []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("QUESTIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), page.String()); diff != "" {
		t.Errorf("QUESTIONS.md: run this test with -update (-want +got):\n%s", diff)
	}
}

const head = `# Where the questions of regulators are answered

The templates for records of processing activities that three authorities publish (ICO, DPC and CNIL, as DPCat lists their questions) ask %d questions.
Each has a home in the inventory: the path leads to it through GraphQL, from a root field, field by field. In brackets stands the value
that a field must have; of values with commas between, any will do.

All %d required questions have a home. The example inventory answers %d of the %d required questions and %d of the %d optional ones;
the rest its documents do not say, and a register shows it as *not declared*.

This page is made from [questions.tsv](questions.tsv) by the test that asks every path.

| id | asked | in short | GraphQL path | in the example |
|---|---|---|---|---|
`

func need(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}

func shown(answered bool) string {
	if answered {
		return "answered"
	}
	return "*" + ropa.NotDeclared + "*"
}

func code(paths []ropa.Path) string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = "`" + string(p) + "`"
	}
	return strings.Join(list, "<br>")
}

// answers says whether each path of the question leads to a value somewhere.
func answers(t *testing.T, s *inventory.Snapshot, q ropa.Question) bool {
	t.Helper()
	source := func(context.Context, string) (*inventory.Snapshot, error) { return s, nil }
	asker := graph.NewAsker(source, nil)
	for _, p := range q.Paths {
		body, ok := asker.Ask(t.Context(), p.Operation(), nil)
		var answer struct{ Data any }
		if err := json.Unmarshal(body, &answer); err != nil || !ok {
			t.Fatalf("%s: %s: %s", q.ID, p.Operation(), body)
		}
		if !leads(answer.Data, p.Steps()) {
			return false
		}
	}
	return true
}

// leads says whether the steps lead from v to a value that is not null and not
// empty.
func leads(v any, steps []ropa.Step) bool {
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		for _, e := range v {
			if leads(e, steps) {
				return true
			}
		}
		return false
	case string:
		return len(steps) == 0 && v != ""
	case map[string]any:
		if len(steps) == 0 {
			return false
		}
		for field := range strings.SplitSeq(steps[0].Field, ",") {
			if leads(kept(v[field], steps[0]), steps[1:]) {
				return true
			}
		}
		return false
	}
	return len(steps) == 0
}

// kept is what meets the condition of the step.
func kept(v any, s ropa.Step) any {
	list, ok := v.([]any)
	if !ok || s.If == "" {
		return v
	}
	var out []any
	for _, e := range list {
		if m, ok := e.(map[string]any); ok && (m[s.If] == s.Value) != s.Not {
			out = append(out, e)
		}
	}
	return out
}
