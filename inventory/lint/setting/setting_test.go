package setting_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/lint/setting"
)

func TestRead(t *testing.T) {
	got, err := setting.Read("lint.yaml", strings.NewReader(`cookieMaximum: P540D
audienceMaximum: P6M
suppressions:
  # why we may
  - rule: dpo-missing
    subject: party/*
    reason: None is required.
    until: 2027-06-30
  - {rule: source-missing, subject: activity/a/b, reason: Asked., until: 2027}
`))
	want := lint.Options{CookieMaximum: "P540D", AudienceMaximum: "P6M", Suppressions: []lint.Suppression{
		{Rule: "dpo-missing", Subject: "party/*", Reason: "None is required.", Until: "2027-06-30", Place: "lint.yaml:5"},
		{Rule: "source-missing", Subject: "activity/a/b", Reason: "Asked.", Until: "2027", Place: "lint.yaml:9"},
	}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("(-want +got):\n%s\n%v", d, err)
	}
	if got, err := setting.Read("lint.yaml", strings.NewReader("")); err != nil || len(got.Suppressions) != 0 {
		t.Errorf("an empty file: %v", err)
	}
}

// TestMistakes holds that each mistake is told with its line, and none passes.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"suppressions:\n  - {rule: dpo-missing, subject: a, until: 2027}\n", "lint.yaml:2 missing the suppression has no reason"},
		{"suppressions:\n  - {rule: dpo-missing, subject: a, reason: ' ', until: 2027}\n", "lint.yaml:2 missing the suppression has no reason"},
		{"suppressions:\n\n  - {rule: dpo-missing, subject: a, reason: r}\n", "lint.yaml:3 missing the suppression has no until"},
		{"suppressions:\n  - {subject: a, reason: r, until: 2027}\n", "lint.yaml:2 missing the suppression has no rule"},
		{"suppressions:\n  - {rule: dpo-missing, reason: r, until: 2027}\n", "lint.yaml:2 missing the suppression has no subject"},
		{"suppressions:\n  - rule: dpo-mising\n    subject: a\n    reason: r\n    until: 2027\n", `lint.yaml:2 unknown-value there is no rule "dpo-mising"`},
		{"suppressions:\n  - {rule: suppression-unused, subject: a, reason: r, until: 2027}\n", "lint.yaml:2 contradiction"},
		{"suppressions:\n  - rule: dpo-missing\n    subject: a\n    reason: r\n    until: soon\n", "lint.yaml:5 malformed"},
		{"suppressions:\n  - {rule: dpo-missing, subject: a, reason: [r], until: 2027}\n", "lint.yaml:2 wrong-type"},
		{"suppressions:\n  - {rule: dpo-missing, rule: dpo-missing, subject: a, reason: r, until: 2027}\n", "lint.yaml:2 duplicate"},
		{"suppressions:\n  - {rule: dpo-missing, subjects: a}\n", `lint.yaml:2 unknown-field a suppression has no "subjects"`},
		{"suppressions: none\n", "lint.yaml:1 wrong-type"},
		{"- a\n", "lint.yaml:1 wrong-type"},
		{"cookieMaximum: a year\n", "lint.yaml:1 malformed"},
		{"cookies: P1Y\n", "lint.yaml:1 unknown-field"},
		{"a: b: c\n", "lint.yaml:1 syntax"},
		{"cookieMaximum: P1Y\n---\ncookieMaximum: P2Y\n", "lint.yaml:1 syntax"},
		{"\xff", "lint.yaml:1 syntax"},
	} {
		_, err := setting.Read("lint.yaml", strings.NewReader(c.text))
		refused, ok := err.(*inventory.Error)
		if !ok || refused.Code != inventory.Invalid || len(refused.Problems) == 0 {
			t.Errorf("%q passes: %v", c.text, err)
			continue
		}
		p := refused.Problems[0]
		if got := p.Path + " " + p.Rule + " " + p.Message; !strings.HasPrefix(got, c.want) {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
