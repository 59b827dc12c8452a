package lint_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/seed"
)

// TestAdequacy holds what is adequate on which day, around each day on which
// that changed.
func TestAdequacy(t *testing.T) {
	for _, c := range []struct {
		country string
		day     inventory.Date
		want    bool
	}{
		{"US", "2015-10-05", true}, {"US", "2015-10-06", false}, {"US", "2016-07-12", true}, {"US", "2020-07-15", true},
		{"US", "2020-07-16", false}, {"US", "2023-07-09", false}, {"US", "2023-07-10", true}, {"us", "2026-01-01", true},
		{"GB", "2021-06-27", false}, {"GB", "2021-06-28", true}, {"GB", "2025-07-01", true}, {"GB", "2025-12-27", true}, {"GB", "2031-12-26", true},
		{"GB", "2031-12-27", false}, {"JP", "2019-01-22", false}, {"JP", "2019-01-23", true}, {"KR", "2021-12-17", true}, {"CH", "2000-07-26", true},
		{"BR", "2026-01-25", false}, {"BR", "2026-01-26", true}, {"TW", "2026-01-01", false}, {"European Patent Organisation", "2025-07-15", true},
	} {
		if _, ok := lint.AdequacyOf(c.country, c.day); ok != c.want {
			t.Errorf("%s on %s: %v, want %v", c.country, c.day, ok, c.want)
		}
	}
	seen := map[string]inventory.Date{}
	for _, a := range lint.AdequacyDecisions() {
		if a.From.Valid() != nil || len(a.From) != len("2000-01-01") || a.Until != "" && a.Until <= a.From || a.Act == "" {
			t.Errorf("%+v: a decision has an act and days in their order", a)
		}
		if a.From <= seen[a.Country] {
			t.Errorf("%+v: the decisions of a country are in their order", a)
		}
		seen[a.Country] = a.From
	}
}

func example(t testing.TB, o lint.Options) lint.Report {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return lint.Run(s, o)
}

// TestSuppression holds that a suppression leaves just what it names, with its
// reason, and that filters pick out what they say.
func TestSuppression(t *testing.T) {
	all := example(t, lint.Options{Today: "2025-01-01"})
	o := lint.Options{Today: "2025-01-01", Suppressions: []lint.Suppression{
		{Rule: "lawful-basis-general-only", Subject: "service/p*", Reason: "being assigned", Until: "2025-01"},
		{Rule: "dpo-missing", Subject: "party/synology-grou", Reason: "misspelt", Until: "2025-01-01"},
		{Rule: "dpo-missing", Subject: "*", Reason: "run out", Until: "2024-12"},
	}}
	r := example(t, o)
	for _, f := range r.Suppressed {
		if f.Suppression.Reason != "being assigned" || !strings.HasPrefix(string(f.SubjectID), "service/p") {
			t.Errorf("%s %s was left", f.Rule.ID, f.SubjectID)
		}
	}
	if len(r.Suppressed) != 4 || len(r.Findings) != len(all.Findings)-4+2 {
		t.Errorf("%d findings are left, and %d of %d remain", len(r.Suppressed), len(r.Findings), len(all.Findings))
	}
	if !all.Any(lint.Error) || example(t, lint.Options{Today: "2025-01-01", Rules: []string{"dpo-missing"}}).Any(lint.Error) {
		t.Error("severities are not told apart")
	}
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		filter lint.Filter
		want   int
	}{
		{lint.Filter{Suppressed: true}, 4},
		{lint.Filter{Rule: "dpo-missing"}, 1},
		{lint.Filter{AtLeast: lint.Error}, r.Count(lint.Error)},
		{lint.Filter{AtLeast: lint.Warning}, r.Count(lint.Error) + r.Count(lint.Warning)},
		{lint.Filter{Service: "Payment", Rule: "lawful-basis-general-only"}, 0},
		{lint.Filter{Service: "Payment", Rule: "processor-contract-missing"}, 1},
	} {
		page, err := r.Page(s, c.filter, 1, nil)
		if err != nil || page.TotalCount() != c.want {
			t.Errorf("%+v: %d findings, %v, want %d", c.filter, page.TotalCount(), err, c.want)
		}
	}
	// Paging one by one meets each finding once.
	met, after := 0, (*string)(nil)
	for range r.Findings {
		page, err := r.Page(s, lint.Filter{}, 1, after)
		if err != nil || len(page.Edges()) != 1 {
			t.Fatalf("page %d: %v", met, err)
		}
		cursor := page.Edges()[0].Cursor
		after = &cursor
		met++
	}
	if page, err := r.Page(s, lint.Filter{}, 1, after); err != nil || len(page.Nodes()) != 0 {
		t.Errorf("after the last there is another, %v", err)
	}
}

// TestSARIF holds the structure that SARIF 2.1.0 demands, with lines where they
// are known.
func TestSARIF(t *testing.T) {
	where := lint.Where(func(id inventory.ID) (lint.Place, bool) {
		return lint.Place{File: "my data/a.yaml", Line: 7}, id != "party/stripe"
	})
	r := example(t, lint.Options{Today: "2025-01-01", Suppressions: []lint.Suppression{{Rule: "dpo-missing", Subject: "*", Reason: "none required", Until: "2030"}}})
	for name, where := range map[string]lint.Where{"in files": where, "in a database": nil} {
		var out, again bytes.Buffer
		if err := r.SARIF(&out, "v1", where); err != nil {
			t.Fatal(err)
		}
		if err := r.SARIF(&again, "v1", where); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same report has two logs, %v", name, err)
		}
		var log struct {
			Schema  string `json:"$schema"`
			Version string
			Runs    []struct {
				Tool struct {
					Driver struct {
						Name  string
						Rules []struct {
							ID                   string
							ShortDescription     struct{ Text string }
							DefaultConfiguration struct{ Level string }
						}
					}
				}
				Results []struct {
					RuleID    string
					RuleIndex int
					Level     string
					Message   struct{ Text string }
					Locations []struct {
						PhysicalLocation *struct {
							ArtifactLocation struct{ URI string }
							Region           struct{ StartLine int }
						}
						LogicalLocations []struct{ FullyQualifiedName string }
					}
					Suppressions []struct{ Kind, Justification string }
				}
			}
		}
		if err := json.Unmarshal(out.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "recital" {
			t.Fatalf("%s: this is no log: %.200s", name, out.String())
		}
		run := log.Runs[0]
		if len(run.Tool.Driver.Rules) != len(lint.Rules()) || len(run.Results) != len(r.Findings)+len(r.Suppressed) {
			t.Errorf("%s: %d rules and %d results", name, len(run.Tool.Driver.Rules), len(run.Results))
		}
		suppressed, lines := 0, 0
		for _, result := range run.Results {
			rule := run.Tool.Driver.Rules[result.RuleIndex]
			if rule.ID != result.RuleID || result.Message.Text == "" || rule.DefaultConfiguration.Level != result.Level || rule.ShortDescription.Text == "" {
				t.Errorf("%s: %+v does not fit its rule", name, result)
			}
			if len(result.Locations) != 1 || result.Locations[0].LogicalLocations[0].FullyQualifiedName == "" {
				t.Errorf("%s: %s is nowhere", name, result.Message.Text)
			}
			if p := result.Locations[0].PhysicalLocation; p != nil {
				lines++
				if p.ArtifactLocation.URI != "my%20data/a.yaml" || p.Region.StartLine != 7 {
					t.Errorf("%s: %+v", name, p)
				}
			}
			suppressed += len(result.Suppressions)
		}
		wantLines := 0
		for _, f := range append(r.Findings, r.Suppressed...) {
			if where != nil && f.SubjectID != "party/stripe" {
				wantLines++
			}
		}
		if suppressed != 1 || lines != wantLines {
			t.Errorf("%s: %d suppressed and %d with lines, want 1 and %d", name, suppressed, lines, wantLines)
		}
	}
}

// TestForms holds what the text and the JSON of a report say.
func TestForms(t *testing.T) {
	r := example(t, lint.Options{Today: "2025-01-01", Rules: []string{"disclosed-and-not", "dpo-missing"}, Suppressions: []lint.Suppression{{Rule: "dpo-missing", Subject: "*", Reason: "none required", Until: "2030"}}})
	var words, asJSON bytes.Buffer
	if err := r.Words(&words, nil); err != nil {
		t.Fatal(err)
	}
	if err := r.JSON(&asJSON, func(inventory.ID) (lint.Place, bool) { return lint.Place{File: "a.yaml", Line: 3}, true }); err != nil {
		t.Fatal(err)
	}
	for text, wants := range map[string][]string{
		words.String():  {"1 error, 0 warnings and 0 notes, and 1 finding suppressed in revision 7", "service/device-analytics, see clause/services-disclosure/undated/device-analytics", "dpo-missing until 2030: none required"},
		asJSON.String(): {`"errors": 1,`, `"rule": "disclosed-and-not"`, `"file": "a.yaml"`, `"line": 3`, `"clause/services-disclosure/undated/device-analytics`, `"reason": "none required"`},
	} {
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in\n%s", want, text)
			}
		}
	}
}

// TestLargeInventory holds that the findings of a large inventory are few
// enough to read: causes, not effects.
func TestLargeInventory(t *testing.T) {
	r := lint.Run(inventorytest.Snapshot(1, 50, 20), lint.Options{Today: "2026-01-02"})
	counts := map[string]int{}
	for _, f := range r.Findings {
		counts[f.Rule.ID]++
	}
	for rule, n := range counts {
		if n > inventorytest.Recipients {
			t.Errorf("%d findings of %s for 50 services and %d recipients", n, rule, inventorytest.Recipients)
		}
	}
	if len(counts) < 10 {
		t.Errorf("only %d rules find something", len(counts))
	}
}

// BenchmarkRun looks at 1,000 services that collect 20 categories each.
func BenchmarkRun(b *testing.B) {
	s := inventorytest.Snapshot(1, 1000, 20)
	o := lint.Options{Today: inventory.DateOf(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))}
	b.ResetTimer()
	for b.Loop() {
		lint.Run(s, o)
	}
}
