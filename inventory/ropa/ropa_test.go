package ropa_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/seed"
)

var update = flag.Bool("update", false, "write the registers into testdata")

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func example(t testing.TB) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func register(t testing.TB, s *inventory.Snapshot, o ropa.Options) ropa.Report {
	t.Helper()
	r, err := ropa.New(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRegisters compares the register of the example in every template, and
// that of a processor, with the texts beside it. Each is made twice.
func TestRegisters(t *testing.T) {
	for name, of := range map[string]struct {
		s *inventory.Snapshot
		o ropa.Options
	}{
		"art30":     {example(t), ropa.Options{ExportedAt: noon}},
		"ico":       {example(t), ropa.Options{Template: "ICO", ExportedAt: noon, Controller: "Synology UK", Checkpoint: "recital/example\n1\nAAAA\n"}},
		"cnil":      {example(t), ropa.Options{Template: "cnil", Role: "CONTROLLER", Controller: "synology france"}},
		"processor": {hosting(t), ropa.Options{Role: "PROCESSOR", ExportedAt: noon}},
		"full-ico":  {hosting(t), ropa.Options{Template: "ico"}},
		"full-cnil": {hosting(t), ropa.Options{Template: "cnil"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := printed(register(t, of.s, of.o))
			if again := printed(register(t, of.s, of.o)); again != got {
				t.Error("the same snapshot has two registers")
			}
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("register (-want +got):\n%s", diff)
			}
		})
	}
}

// printed is a register as plain text. Each item is marked: "-" stated, "~"
// inferred, "!" missing; the last slug of each of its clauses follows. A cell of
// several items that an earlier row has word for word is not printed again.
func printed(r ropa.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.Cover.Title)
	for _, f := range r.Cover.Fields {
		heading(&b, f.Label, f.Article)
		cell(&b, f.Cell)
	}
	rows, before := 0, map[string]inventory.ID{}
	for row := range r.Rows {
		rows++
		fmt.Fprintf(&b, "\n== %s\n", row.Activity.ID())
		for i, c := range r.Columns {
			article := c.Article
			if c.Needed {
				article += ", needed"
			}
			heading(&b, c.Title, article)
			var one strings.Builder
			cell(&one, row.Cells[i])
			if first, seen := before[one.String()]; seen && len(row.Cells[i].Items) > 1 {
				fmt.Fprintf(&b, "  = as in %s\n", first)
				continue
			}
			before[one.String()] = row.Activity.ID()
			b.WriteString(one.String())
		}
	}
	if rows != r.Len {
		fmt.Fprintf(&b, "\n%d rows, not %d\n", rows, r.Len)
	}
	return strings.ReplaceAll(b.String(), r.Cover.Revision.Hash, "(the hash of the revision)")
}

func heading(b *strings.Builder, title, article string) {
	b.WriteString(title)
	if article = strings.TrimPrefix(article, ", "); article != "" {
		fmt.Fprintf(b, " [%s]", article)
	}
	b.WriteString("\n")
}

func cell(b *strings.Builder, c ropa.Cell) {
	if len(c.Items) == 0 {
		fmt.Fprintf(b, "  ! %s\n", ropa.NotDeclared)
	}
	for _, i := range c.Items {
		mark := "-"
		switch {
		case i.Gap:
			mark = "!"
		case i.Inferred:
			mark = "~"
		}
		fmt.Fprintf(b, "  %s %s", mark, i.Text)
		for _, c := range i.Clauses {
			id := c.Clause().ID().Rest()
			fmt.Fprintf(b, " ‹%s›", id[strings.LastIndex(id, "/")+1:])
		}
		b.WriteString("\n")
	}
}
