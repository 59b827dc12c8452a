package seed_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
)

// snapshot is the example; a problem of its files ends the test with all of them.
func snapshot(t *testing.T) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err == nil {
		return s
	}
	var refused *inventory.Error
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
	for _, p := range refused.Problems {
		t.Errorf("data/%s: %s", p.Path, p.Message)
	}
	t.Fatal(refused.Message)
	return nil
}

func TestSeedApplies(t *testing.T) {
	s := snapshot(t)
	steps, err := seed.History()
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Revision().Number; got != len(steps) {
		t.Errorf("the example is revision %d, want %d", got, len(steps))
	}
	for _, k := range inventory.Kinds() {
		n := 0
		for _, r := range s.Records() {
			if r.RecordKind() == k {
				n++
			}
		}
		t.Logf("%-16s %4d", k, n)
	}
}

// The revisions lead to data, and to nothing else.
func TestSeedIsItsData(t *testing.T) {
	s := snapshot(t)
	records, err := seed.Records()
	if err != nil || len(records) != s.Len() {
		t.Errorf("%d records make a snapshot of %d: %v", len(records), s.Len(), err)
	}
	changes, err := seed.Changes()
	if err != nil || len(changes) != len(records) {
		t.Errorf("%d changes put %d records: %v", len(changes), len(records), err)
	}
	at := inventory.Commit{Author: "a", Message: "m", RecordedAt: seed.RecordedAt(), Changes: changes}
	if _, _, err := s.Apply(at); !problem(err, "no-change") {
		t.Errorf("after its revisions the example is not what data says: %v", err)
	}
	rev := s.Revision()
	if rev.Author != seed.Author || !rev.RecordedAt.Equal(seed.RecordedAt()) {
		t.Errorf("the revision says %+v", rev)
	}
}

func problem(err error, rule string) bool {
	var refused *inventory.Error
	return errors.As(err, &refused) && slices.ContainsFunc(refused.Problems, func(p inventory.Problem) bool { return p.Rule == rule })
}
