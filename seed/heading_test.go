package seed_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

// heading is a heading of a source: its edition and the headings that lead to it.
type heading struct{ version, path string }

func (h heading) String() string { return h.version + ": " + h.path }

func headingOf(version string, path []string) heading {
	return heading{version, strings.Join(path, " › ")}
}

// sourceHeadings reads headings.yaml.
func sourceHeadings(t *testing.T) []heading {
	var in struct {
		Documents []struct {
			Version  string     `yaml:"version"`
			Headings [][]string `yaml:"headings"`
		} `yaml:"documents"`
	}
	load(t, "headings.yaml", &in)
	var list []heading
	for _, d := range in.Documents {
		for _, path := range d.Headings {
			list = append(list, headingOf(d.Version, path))
		}
	}
	return list
}

// uncited reads coverage.yaml: the headings that no fact cites, and why.
func uncited(t *testing.T) map[heading]string {
	var in struct {
		Uncited []struct {
			Version string   `yaml:"version"`
			Path    []string `yaml:"path"`
			Because string   `yaml:"because"`
		} `yaml:"uncited"`
	}
	load(t, "coverage.yaml", &in)
	because := map[heading]string{}
	for _, u := range in.Uncited {
		h := headingOf(u.Version, u.Path)
		if _, twice := because[h]; twice {
			t.Errorf("coverage.yaml: %s is there twice", h)
		}
		because[h] = u.Because
	}
	return because
}

func load(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Load(data, into, yaml.WithKnownFields()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// citationsOf are the citations of a record; ok is false for documents, which
// cite nothing.
func citationsOf(r inventory.Record) (list []inventory.CitationRecord, ok bool) {
	v := reflect.ValueOf(r).Elem().FieldByName("Citations")
	if !v.IsValid() {
		return nil, false
	}
	return v.Interface().([]inventory.CitationRecord), true
}

// clauses finds the clauses under each heading, and those that a record cites.
func clauses(s *inventory.Snapshot) (under map[heading][]inventory.ID, cited map[inventory.ID]bool) {
	under, cited = map[heading][]inventory.ID{}, map[inventory.ID]bool{}
	for _, r := range s.Records() {
		if c, ok := r.(*inventory.ClauseRecord); ok {
			h := headingOf(c.Version.Rest(), c.Path)
			under[h] = append(under[h], c.ID)
		}
		list, _ := citationsOf(r)
		for _, c := range list {
			cited[c.Clause] = true
		}
	}
	return under, cited
}

// Every heading of the sources is cited by a fact, or coverage.yaml says why
// it is not.
func TestHeadings(t *testing.T) {
	headings, because := sourceHeadings(t), uncited(t)
	if len(headings) == 0 {
		t.Fatal("headings.yaml has no headings")
	}
	under, cited := clauses(snapshot(t))
	isCited := func(id inventory.ID) bool { return cited[id] }
	known := map[heading]bool{}
	for _, h := range headings {
		if known[h] {
			t.Errorf("headings.yaml: %s is there twice", h)
		}
		known[h] = true
		reason, excused := because[h]
		switch covered := slices.ContainsFunc(under[h], isCited); {
		case covered && excused:
			t.Errorf("coverage.yaml: %s is cited: remove the line", h)
		case !covered && !excused && len(under[h]) == 0:
			t.Errorf("%s: no clause stands under this heading", h)
		case !covered && !excused:
			t.Errorf("%s: no fact cites %s", h, under[h])
		case excused && strings.TrimSpace(reason) == "":
			t.Errorf("coverage.yaml: %s: say why no fact cites it", h)
		}
	}
	for h := range because {
		if !known[h] {
			t.Errorf("coverage.yaml: %s is no heading of headings.yaml", h)
		}
	}
	for h, ids := range under {
		if !known[h] {
			t.Errorf("%s: %s is no heading of headings.yaml", ids, h)
		}
	}
}

// Every fact can be followed to a clause; only the words that facts are made
// of may do without.
func TestFactsCite(t *testing.T) {
	words := []inventory.Kind{inventory.KindData, inventory.KindSubject, inventory.KindPurpose, inventory.KindEvent, inventory.KindProduct}
	for _, r := range snapshot(t).Records() {
		list, citing := citationsOf(r)
		if citing && len(list) == 0 && !slices.Contains(words, r.RecordKind()) {
			t.Errorf("%s cites no clause", r.RecordID())
		}
	}
}
