package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/txtar"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
)

var update = flag.Bool("update", false, "write the answers into testdata")

// TestAnswers asks the example inventory every operation of testdata, twice,
// and compares the answers with those beside them. Update them with -update
// and read the difference before it is committed.
func TestAnswers(t *testing.T) {
	example := exampleRevisions(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no operations to ask: %v", err)
	}
	asked := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			query, variables, want := part(a, "query.graphql"), map[string]any{}, part(a, "answer.json")
			if v := part(a, "variables.json"); len(v) > 0 {
				if err := decodeStrict(bytes.NewReader(v), &variables); err != nil {
					t.Fatal(err)
				}
			}
			got := ask(t, example, string(query), variables)
			if again := ask(t, example, string(query), variables); !bytes.Equal(got, again) {
				t.Error("the same question has two answers")
			}
			if *update {
				setPart(a, "answer.json", got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			rootFields(t, string(query), asked)
		})
	}
	if *update {
		return
	}
	for _, f := range Schema(Backend{}).Schema().Query.Fields {
		if !asked[f.Name] && !strings.HasPrefix(f.Name, "__") {
			t.Errorf("no operation of testdata asks for %s", f.Name)
		}
	}
}

// exampleRevisions are the revisions of the example inventory.
func exampleRevisions(t *testing.T) Source {
	t.Helper()
	commits, err := seed.Commits(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	head := inventory.Empty()
	list := make([]*inventory.Snapshot, len(commits))
	for i, c := range commits {
		if head, _, err = head.Apply(c); err != nil {
			t.Fatal(err)
		}
		list[i] = head
	}
	return func(_ context.Context, at string) (*inventory.Snapshot, error) {
		if at == "" {
			return head, nil
		}
		r, err := head.At(at)
		if err != nil {
			return nil, err
		}
		return list[r.Number-1], nil
	}
}

func ask(t *testing.T, source Source, query string, variables map[string]any) []byte {
	t.Helper()
	body, _ := NewAsker(source, nil).Ask(t.Context(), query, variables)
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// rootFields remembers which root fields an operation asks for.
func rootFields(t *testing.T, query string, asked map[string]bool) {
	t.Helper()
	doc, err := parse(query)
	if err != nil {
		return // the operation is about a syntax error
	}
	for _, op := range doc.Operations {
		for _, selection := range op.SelectionSet {
			if f, ok := selection.(*ast.Field); ok {
				asked[f.Name] = true
			}
		}
	}
}

func part(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setPart(a *txtar.Archive, name string, data []byte) {
	for i, f := range a.Files {
		if f.Name == name {
			a.Files[i].Data = data
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: data})
}
