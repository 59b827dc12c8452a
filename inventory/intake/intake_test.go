package intake_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/intake"
	"github.com/recital/recital/seed"
)

var update = flag.Bool("update", false, "write the reports of the files in testdata")

var recordedAt = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

func example(t testing.TB) *inventory.Snapshot {
	t.Helper()
	s, _, err := seed.Apply(recordedAt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func apply(t testing.TB, s *inventory.Snapshot, p intake.Plan) *inventory.Snapshot {
	t.Helper()
	next, _, err := s.Apply(inventory.Commit{Author: "test", Message: "test", RecordedAt: recordedAt, Changes: p.Changes})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func content(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tsv(t testing.TB, p intake.Plan) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.TSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// files are those of testdata, one for each format.
var files = []struct{ format, name string }{
	{"fides", "manifest.yml"}, {"cookies", "cookies.csv"}, {"ico", "register.csv"},
}

func read(t testing.TB, format, name string, data []byte, s *inventory.Snapshot, o intake.Options) intake.Plan {
	t.Helper()
	f, err := intake.FormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Read(data, name, s, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestReports compares what becomes of each line with the reports in testdata.
func TestReports(t *testing.T) {
	for _, f := range files {
		for name, s := range map[string]*inventory.Snapshot{"empty": inventory.Empty(), "example": example(t)} {
			t.Run(f.format+" into "+name, func(t *testing.T) {
				p := read(t, f.format, f.name, content(t, f.name), s, intake.Options{})
				got := tsv(t, p)
				path := filepath.Join("testdata", strings.TrimSuffix(f.name, filepath.Ext(f.name))+"-"+name+".tsv")
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("the report differs (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestTargets holds that whatever a line is said to have gone into is there
// afterwards, and that a line that is not mapped says why.
func TestTargets(t *testing.T) {
	for _, f := range files {
		for _, s := range []*inventory.Snapshot{inventory.Empty(), example(t)} {
			p := read(t, f.format, f.name, content(t, f.name), s, intake.Options{})
			next := apply(t, s, p)
			for _, l := range p.Lines {
				for _, target := range l.Targets {
					id, _, _ := strings.Cut(target, "#")
					if _, ok := next.Record(inventory.ID(id)); !ok {
						t.Errorf("%s:%d %s went into %s, which is not there", f.name, l.Line, l.Path, id)
					}
				}
				mapped := l.Outcome == intake.Mapped || l.Outcome == intake.Approximate
				if mapped != (len(l.Targets) > 0) {
					t.Errorf("%s:%d %s is %s and went into %v", f.name, l.Line, l.Path, l.Outcome, l.Targets)
				}
				if l.Outcome != intake.Mapped && l.Note == "" {
					t.Errorf("%s:%d %s is %s without a word", f.name, l.Line, l.Path, l.Outcome)
				}
				if strings.Contains(l.Note, "nothing in the inventory stands for this") {
					t.Errorf("%s:%d %s: nobody looked at it", f.name, l.Line, l.Path)
				}
			}
		}
	}
}

// TestTwice holds that a file imported again changes nothing.
func TestTwice(t *testing.T) {
	for _, f := range files {
		for _, s := range []*inventory.Snapshot{inventory.Empty(), example(t)} {
			p := read(t, f.format, f.name, content(t, f.name), s, intake.Options{})
			if len(p.Changes) == 0 {
				t.Fatalf("%s changes nothing", f.name)
			}
			again := read(t, f.format, f.name, content(t, f.name), apply(t, s, p), intake.Options{})
			for _, c := range again.Changes {
				t.Errorf("%s a second time changes %s", f.name, c.Put.RecordID())
			}
		}
	}
}

// TestNothingIsOverwritten holds that an import leaves alone what something
// else brought in.
func TestNothingIsOverwritten(t *testing.T) {
	s := example(t)
	for _, f := range files {
		for _, c := range read(t, f.format, f.name, content(t, f.name), s, intake.Options{}).Changes {
			if c.Put == nil {
				t.Errorf("%s retires %s", f.name, c.Retire)
			} else if _, ok := s.Record(c.Put.RecordID()); ok {
				t.Errorf("%s overwrites %s", f.name, c.Put.RecordID())
			}
		}
	}
}

// TestVisibility holds that what is made is internal unless asked otherwise,
// and that anonymous readers see none of it.
func TestVisibility(t *testing.T) {
	for _, f := range files {
		p := read(t, f.format, f.name, content(t, f.name), inventory.Empty(), intake.Options{})
		for _, rec := range apply(t, inventory.Empty(), p).Public().Records() {
			// Documents and clauses are for everybody; they name a file and its lines.
			clause, ok := rec.(*inventory.ClauseRecord)
			if _, backed := inventory.EvidenceOf(rec); backed || ok && !strings.HasPrefix(clause.Path[0], "Line ") {
				t.Errorf("%s shows %s to everybody", f.name, rec.RecordID())
			}
		}
		p = read(t, f.format, f.name, content(t, f.name), inventory.Empty(), intake.Options{Visibility: inventory.Public})
		for _, rec := range apply(t, inventory.Empty(), p).Records() {
			if e, ok := inventory.EvidenceOf(rec); ok && (e.Visibility != inventory.Public || len(e.Citations) == 0) {
				t.Errorf("%s: %s is %s with %d citations", f.name, rec.RecordID(), e.Visibility, len(e.Citations))
			}
		}
	}
}

// TestEveryLeafOfAManifest walks the file by itself and compares with the report.
func TestEveryLeafOfAManifest(t *testing.T) {
	data := content(t, "manifest.yml")
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		switch {
		case n.Kind == yaml.MappingNode && len(n.Content) > 0:
			for i := 0; i < len(n.Content); i += 2 {
				walk(n.Content[i+1], strings.TrimPrefix(path+"."+n.Content[i].Value, "."))
			}
		case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
			for i, c := range n.Content {
				walk(c, path+"["+strconv.Itoa(i)+"]")
			}
		default:
			want = append(want, strconv.Itoa(n.Line)+" "+path)
		}
	}
	walk(doc.Content[0], "")
	var got []string
	for _, l := range read(t, "fides", "manifest.yml", data, inventory.Empty(), intake.Options{}).Lines {
		got = append(got, strconv.Itoa(l.Line)+" "+l.Path)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report does not have each leaf once, in order (-file +report):\n%s", diff)
	}
}
