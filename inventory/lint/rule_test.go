package lint_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/lint/setting"
)

var update = flag.Bool("update", false, "write the findings, RULES.md and SEED.md")

// TestRules holds that each rule has a case of its own in testdata/rule: an
// inventory in which it finds what findings.txt says, and one beside it in which
// it finds nothing. A line "today:" in the head of a case is the day, "with:" another
// rule to look with. Update with -update and read the difference.
func TestRules(t *testing.T) {
	cases, err := filepath.Glob("testdata/rule/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != len(lint.Rules()) {
		t.Errorf("%d cases for %d rules", len(cases), len(lint.Rules()))
	}
	for _, rule := range lint.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			file := "testdata/rule/" + rule.ID + ".txtar"
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := of(run(t, a, "good", rule.ID), rule.ID); got != "" {
				t.Errorf("finds something in the good neighbour:\n%s", got)
			}
			got := of(run(t, a, "bad", rule.ID), rule.ID)
			if again := of(run(t, a, "bad", rule.ID), rule.ID); again != got {
				t.Error("the same inventory has two reports")
			}
			if got == "" {
				t.Error("finds nothing in the bad inventory")
			}
			want := &a.Files[len(a.Files)-1]
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(want.Data), got); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

// run looks at the inventory of a folder of a case.
func run(t *testing.T, a *txtar.Archive, folder, rule string) lint.Report {
	t.Helper()
	var o lint.Options
	for _, f := range a.Files {
		if f.Name == folder+".lint.yaml" {
			var err error
			if o, err = setting.Read(f.Name, bytes.NewReader(f.Data)); err != nil {
				t.Fatal(err)
			}
		}
	}
	o.Today, o.Rules = "2025-01-01", []string{rule}
	for line := range strings.Lines(string(a.Comment)) {
		if day, ok := strings.CutPrefix(strings.TrimSpace(line), "today: "); ok {
			o.Today = inventory.Date(day)
		}
		if other, ok := strings.CutPrefix(strings.TrimSpace(line), "with: "); ok {
			o.Rules = append(o.Rules, other)
		}
	}
	return lint.Run(world(t, a, folder), o)
}

// of tells the findings of one rule.
func of(r lint.Report, rule string) string {
	var b strings.Builder
	for _, f := range r.Findings {
		if f.Rule.ID != rule {
			continue
		}
		fmt.Fprintf(&b, "%s\n  %s\n", f.SubjectID, f.Sentence)
		for _, id := range f.RelatedIDs {
			fmt.Fprintf(&b, "  - %s\n", id)
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// world is the inventory of a folder of a case, with the words of testdata/world.
func world(t *testing.T, a *txtar.Archive, folder string) *inventory.Snapshot {
	t.Helper()
	all, err := txtar.FS(a)
	if err != nil {
		t.Fatal(err)
	}
	own, err := fs.Sub(all, folder)
	if err != nil {
		t.Fatal(err)
	}
	var changes []inventory.Change
	for _, f := range []fs.FS{os.DirFS("testdata/world"), own} {
		result, err := files.Read(f)
		if err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		for _, r := range result.Records {
			cite(r)
		}
		changes = append(changes, result.Changes()...)
	}
	s, _, err := inventory.Empty().Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: time.Unix(1, 0), Changes: changes})
	if err != nil {
		t.Fatalf("%s: %v", folder, err)
	}
	return s
}

// cite backs a fact that cites nothing: cases are not about that. The words of
// the inventory may do without.
func cite(r inventory.Record) {
	e, ok := inventory.EvidenceOf(r)
	if _, word := r.(*inventory.DataCategoryRecord); ok && !word && len(e.Citations) == 0 {
		e.Citations = []inventory.CitationRecord{{Clause: "clause/source/1/all"}}
	}
}

// TestRulesAreTold holds that every rule says all there is to say, and that
// RULES.md says what the table says.
func TestRulesAreTold(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# What is looked for\n\n" +
		"`recital lint` finds what is missing from an inventory, what contradicts what, and what has drifted from the documents cited.\n" +
		"A rule about what is missing asks for the statement, not for the thing: silence is never a \"no\". Where one cause has many\n" +
		"effects, one finding lists them. Each rule has a case of its own in [testdata/rule](testdata/rule): what it finds, and a good\n" +
		"neighbour in which it finds nothing. `recital lint --explain RULE` prints what stands here.\n\n" +
		"| rule | what it finds | severity | article | since |\n|---|---|---|---|---|\n")
	seen := map[string]bool{}
	for _, r := range lint.Rules() {
		fmt.Fprintf(&b, "| [%s](testdata/rule/%s.txtar) | %s | %s | %s | %s |\n", r.ID, r.ID, r.Title, strings.ToLower(string(r.Severity)), r.Article, r.Since)
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		for _, part := range []string{r.ID, r.Title, r.Article, r.Since, r.What, r.Why, r.Fix, r.Leave} {
			if part == "" {
				t.Errorf("%s leaves something out", r.ID)
			}
		}
		for _, part := range []string{r.What, r.Why, r.Fix, r.Leave} {
			if !strings.HasSuffix(part, ".") {
				t.Errorf("%s: %q is no sentence", r.ID, part)
			}
		}
	}
	for _, r := range lint.Rules() {
		fmt.Fprintf(&b, "\n%s", strings.NewReplacer("\n## ", "\n### ", "# "+r.ID, "## "+r.ID).Replace(r.Documentation()))
	}
	golden(t, "RULES.md", b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
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
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}
