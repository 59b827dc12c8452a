package graph

import (
	"context"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/seed"
)

// TestFindingsAreOfToday holds that findings are for the day of the clock, with
// what the backend says was agreed to be left.
func TestFindingsAreOfToday(t *testing.T) {
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	leave := lint.Suppression{Rule: "dpo-missing", Subject: "party/*", Reason: "assessed", Until: "2025-06-30"}
	for day, want := range map[string]struct{ found, left int }{"2025-06-30": {0, 1}, "2025-07-01": {1, 0}} {
		now, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		q := query{Backend{Now: func() time.Time { return now }, Lint: lint.Options{Suppressions: []lint.Suppression{leave}}}}
		ctx, rule := WithSnapshot(context.Background(), s), "dpo-missing"
		found, err := q.Findings(ctx, nil, &rule, nil, false, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		left, err := q.Findings(ctx, nil, nil, nil, true, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		if found.TotalCount() != want.found || left.TotalCount() != want.left {
			t.Errorf("on %s %d are found and %d left, want %v", day, found.TotalCount(), left.TotalCount(), want)
		}
		if left.TotalCount() == 1 && left.Nodes()[0].Suppression.Until != inventory.Date("2025-06-30") {
			t.Error("the suppression is not told with the finding")
		}
	}
}
