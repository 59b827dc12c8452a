package diff_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/seed"
)

// example are the snapshots of the example's revisions.
func example(t *testing.T) []*inventory.Snapshot {
	t.Helper()
	commits, err := seed.Commits(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	s, list := inventory.Empty(), []*inventory.Snapshot{inventory.Empty()}
	for _, c := range commits {
		if s, _, err = s.Apply(c); err != nil {
			t.Fatal(problems(err))
		}
		list = append(list, s)
	}
	return list
}

func TestNothingChanged(t *testing.T) {
	for _, s := range example(t) {
		r := diff.Between(s, s)
		if len(r.Entries) != 0 || !strings.HasSuffix(r.InWords(), "nothing changed.") {
			t.Errorf("between revision %d and itself: %s", s.Revision().Number, r.InWords())
		}
	}
}

// What one direction adds the other removes, and each record is told once.
func TestBothDirections(t *testing.T) {
	list := example(t)
	for i := range list[1:] {
		forth, back := map[inventory.ID]diff.Change{}, map[inventory.ID]diff.Change{}
		for _, e := range diff.Between(list[i], list[i+1]).Entries {
			if forth[e.ID] != "" {
				t.Errorf("%s is told twice", e.ID)
			}
			forth[e.ID] = map[diff.Change]diff.Change{diff.Added: diff.Removed, diff.Removed: diff.Added, diff.Changed: diff.Changed}[e.Change]
			if e.Sentence == "" || e.Summary == "" || e.Change == diff.Changed && len(e.Fields) == 0 {
				t.Errorf("%+v does not say what happened", e)
			}
		}
		for _, e := range diff.Between(list[i+1], list[i]).Entries {
			back[e.ID] = e.Change
		}
		if d := cmp.Diff(forth, back); d != "" {
			t.Errorf("revisions %d and %d (-forth +back):\n%s", i, i+1, d)
		}
	}
}

// The newest revision of the example brings cookies and those who set them,
// and takes nothing from people.
func TestExample(t *testing.T) {
	list := example(t)
	r := diff.Between(list[len(list)-2], list[len(list)-1])
	rules := map[string]int{}
	for _, e := range r.Entries {
		for _, m := range e.Material {
			rules[m.Rule]++
		}
	}
	for _, id := range []string{"new-cookie", "new-recipient", "data-collected", "new-purpose"} {
		if rules[id] == 0 {
			t.Errorf("no change meets %s", id)
		}
		delete(rules, id)
	}
	if len(rules) > 0 {
		t.Errorf("unexpected: %v", rules)
	}
	if e := r.Entries[0]; !e.IsMaterial() {
		t.Errorf("the report does not begin with what matters: %+v", e)
	}
}

// TestPublic holds that what readers may not see is not told, whatever happens
// to it, and that what becomes public is new to them.
func TestPublic(t *testing.T) {
	a := &txtar.Archive{Files: []txtar.File{{Name: "before/payment.yaml", Data: []byte(`
service: payment
name: Payment
activities:
  - id: take
    name: Taking payments
    subjects: buyers
    discloses:
      - {data: ip, recipient: stripe, visibility: internal, condition: SECRET before}
      - {data: email, recipient: partners, visibility: internal}
    keeps:
      - {id: hidden, bound: at-most, period: P1Y, trigger: payment-made, visibility: internal, ground: SECRET}
`)}}}
	from := world(t, a, "before")
	rule := record[*inventory.RetentionRuleRecord](t, from, "retention/payment/take/hidden")
	rule.Bound, rule.Period, rule.Trigger, rule.Ground = inventory.Indefinite, "", "", "SECRET after"
	open := record[*inventory.DisclosureRecord](t, from, "disclosure/payment/take/email/partners")
	open.Visibility = inventory.Public
	secret := &inventory.PartyRecord{ID: "party/secret", Name: "SECRET party", Kind: "CATEGORY", Evidence: rule.Evidence}
	to := apply(t, from, inventory.Change{Put: rule}, inventory.Change{Put: open}, inventory.Change{Put: secret},
		inventory.Change{Retire: "disclosure/payment/take/ip/stripe"})

	r := diff.Between(from.Public(), to.Public())
	if len(r.Entries) != 1 || r.Entries[0].ID != open.ID || r.Entries[0].Change != diff.Added || !r.Entries[0].IsMaterial() {
		t.Errorf("anonymous readers are told %s", told(r))
	}
	for form, write := range renderers(r) {
		if strings.Contains(write(t), "SECRET") || strings.Contains(write(t), "hidden") {
			t.Errorf("%s tells what is internal", form)
		}
	}
	if all := diff.Between(from, to); len(all.Entries) != 4 {
		t.Errorf("whoever sees everything is told %s", told(all))
	}
}

// record is a copy of a record, to be changed.
func record[R interface {
	*T
	inventory.Record
}, T any](t *testing.T, s *inventory.Snapshot, id inventory.ID) R {
	t.Helper()
	rec, _ := s.Record(id)
	r, ok := rec.(R)
	if !ok {
		t.Fatalf("%s is %T", id, rec)
	}
	out := *r
	return &out
}

// renderers write the report in each form.
func renderers(r diff.Report) map[string]func(*testing.T) string {
	forms := map[string]func(*testing.T) string{}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"words.txt":   func(b *bytes.Buffer) error { return r.Words(b) },
		"markdown.md": func(b *bytes.Buffer) error { return r.Markdown(b) },
		"report.json": func(b *bytes.Buffer) error { return r.JSON(b) },
	} {
		forms[name] = func(t *testing.T) string {
			t.Helper()
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
	}
	return forms
}

// TestRenderers compares each form with that beside it; names that mean
// something to a terminal or in Markdown are told as they are.
func TestRenderers(t *testing.T) {
	a := &txtar.Archive{Files: []txtar.File{
		{Name: "before/payment.yaml", Data: []byte("service: payment\nname: Payment\nactivities:\n  - id: take\n    name: Taking payments\n    keeps:\n      - {id: history, data: purchases, bound: at-least, period: P4Y, trigger: payment-made}\n")},
	}}
	from := world(t, a, "before")
	rule := record[*inventory.RetentionRuleRecord](t, from, "retention/payment/take/history")
	rule.Bound, rule.Period, rule.Trigger = inventory.Indefinite, "", ""
	data := record[*inventory.DataCategoryRecord](t, from, "data/ip")
	data.Name, data.Description = "[IP](javascript:alert) <b>_address_</b> | `x`", "# one\n- two \u009b31m"
	to := apply(t, from, inventory.Change{Put: rule}, inventory.Change{Put: data})
	for name, write := range renderers(diff.Between(from, to)) {
		path, got := "testdata/form/"+name, write(t)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if name == "report.json" {
			var back diff.Report
			if err := json.Unmarshal([]byte(got), &back); err != nil || len(back.Entries) != 2 {
				t.Errorf("the JSON cannot be read back: %v", err)
			}
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	s, err := seed.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		diff.Between(inventory.Empty(), s)
	}
}
