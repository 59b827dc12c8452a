package seed_test

import (
	"errors"
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
	if got := s.Revision().Number; got != 1 {
		t.Errorf("the example is revision %d, want 1", got)
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

func TestSeedIsOneRevision(t *testing.T) {
	s := snapshot(t)
	records, err := seed.Records()
	if err != nil || len(records) != s.Len() {
		t.Errorf("%d records make a snapshot of %d: %v", len(records), s.Len(), err)
	}
	changes, err := seed.Changes()
	if err != nil || len(changes) != len(records) {
		t.Errorf("%d changes put %d records: %v", len(changes), len(records), err)
	}
	rev := s.Revision()
	if rev.Author != seed.Author || rev.Message != seed.Message || !rev.RecordedAt.Equal(seed.RecordedAt()) {
		t.Errorf("the revision says %+v", rev)
	}
}
