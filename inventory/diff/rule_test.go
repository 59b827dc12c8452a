package diff_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/files"
)

var update = flag.Bool("update", false, "write the reports into testdata")

// TestRules compares the two inventories of each case of testdata/rule, twice.
// A case has the name of the rule that it is about, perhaps with more behind
// it; those that begin with "immaterial" meet none. Update the reports with
// -update and read the difference before it is committed.
func TestRules(t *testing.T) {
	cases, err := filepath.Glob("testdata/rule/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	met := map[string]bool{}
	for _, file := range cases {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			from, to := world(t, a, "before"), world(t, a, "after")
			report := diff.Between(from, to)
			got := told(report)
			if again := told(diff.Between(from, to)); again != got {
				t.Error("the same two inventories have two reports")
			}
			for _, e := range report.Entries {
				for _, m := range e.Material {
					met[m.Rule] = true
					if strings.HasPrefix(name, "immaterial") || !strings.HasPrefix(name, m.Rule) && !strings.Contains(string(a.Comment), m.Rule) {
						t.Errorf("%s: meets %s, which the case is not about", e.ID, m.Rule)
					}
				}
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
				t.Errorf("report (-want +got):\n%s", d)
			}
		})
	}
	seen := map[string]bool{}
	for _, r := range diff.Rules() {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || !strings.HasSuffix(r.Why, ".") || r.Article == "" {
			t.Errorf("%s does not say what, why or by which article", r.ID)
		}
		if _, err := os.Stat("testdata/rule/" + r.ID + ".txtar"); err != nil || !met[r.ID] {
			t.Errorf("%s has no case of its own that meets it: %v", r.ID, err)
		}
	}
}

// told is a report as the cases write it: the rules met, what happened to what.
func told(r diff.Report) string {
	var b strings.Builder
	for _, e := range r.Entries {
		var rules []string
		for _, m := range e.Material {
			rules = append(rules, m.Rule)
		}
		if len(rules) == 0 {
			rules = []string{"not material"}
		}
		fmt.Fprintf(&b, "[%s] %s %s\n  %s\n", strings.Join(rules, ", "), strings.ToLower(string(e.Change)), e.ID, e.Sentence)
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "  %s: %s → %s\n", f.Name, text(f.Before), text(f.After))
		}
	}
	return b.String()
}

func text(v *string) string {
	if v == nil {
		return "not stated"
	}
	return *v
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
			t.Fatalf("%s: %s", folder, problems(err))
		}
		for _, r := range result.Records {
			cite(r)
		}
		changes = append(changes, result.Changes()...)
	}
	return apply(t, inventory.Empty(), changes...)
}

// cite backs a fact that cites nothing: cases are not about that.
func cite(r inventory.Record) {
	v := reflect.ValueOf(r).Elem().FieldByName("Citations")
	if v.IsValid() && v.Len() == 0 {
		v.Set(reflect.ValueOf([]inventory.CitationRecord{{Clause: "clause/source/1/all"}}))
	}
}

func apply(t *testing.T, s *inventory.Snapshot, changes ...inventory.Change) *inventory.Snapshot {
	t.Helper()
	next, _, err := s.Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: time.Unix(1, 0), Changes: changes})
	if err != nil {
		t.Fatal(problems(err))
	}
	return next
}

func problems(err error) string {
	refused, ok := err.(*inventory.Error)
	if !ok {
		return err.Error()
	}
	var b bytes.Buffer
	for _, p := range refused.Problems {
		fmt.Fprintf(&b, "%s [%s] %s\n", p.Path, p.Rule, p.Message)
	}
	return refused.Message + "\n" + b.String()
}

// TestRulesAreWritten holds that RULES.md, for readers who do not read Go, says
// what the table says.
func TestRulesAreWritten(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# What matters in a change\n\n" +
		"`recital diff` shows these changes first. All others are shown after them: wording, names and aliases, citations,\n" +
		"verification, crosswalks, and whatever takes nothing from people.\n\n" +
		"Data is compared service by service: what moves between activities of one service is nothing new to the people who use it.\n" +
		"Categories are compared as they are named: a narrower one stated beside a wider one is new. Where two statements cannot be\n" +
		"compared, the change is taken to matter. What ends with a service, its promises and choices among them, is no loss of its own.\n\n" +
		"Each rule has a case of its own, with the facts before and after, in [testdata/rule](testdata/rule).\n\n" +
		"| rule | what changed | why it matters | where the law says so |\n|---|---|---|---|\n")
	for _, r := range diff.Rules() {
		fmt.Fprintf(&b, "| [%s](testdata/rule/%s.txtar) | %s | %s | %s |\n", r.ID, r.ID, r.Title, r.Why, r.Article)
	}
	if *update {
		if err := os.WriteFile("RULES.md", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	written, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b.String(), string(written)); d != "" {
		t.Errorf("RULES.md (-rules +file):\n%s", d)
	}
}
