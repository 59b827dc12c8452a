package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/seed"
)

// BenchmarkVerify verifies the example, the example after 1,000 further
// revisions of one record each, and 200,000 collections in two revisions.
func BenchmarkVerify(b *testing.B) {
	verify := func(b *testing.B, s *Store) {
		for b.Loop() {
			if report, err := proof.Verify(b.Context(), s); err != nil || !report.Verified {
				b.Fatalf("%v %v", err, report.Problems)
			}
		}
	}
	b.Run("example", func(b *testing.B) {
		s, _ := exampleStore(b)
		verify(b, s)
	})
	b.Run("thousand", func(b *testing.B) {
		s, head := exampleStore(b)
		for i := range 1000 {
			record, _ := head.Record("service/payment")
			service := *record.(*inventory.ServiceRecord)
			service.Description = fmt.Sprint("number ", i)
			head = commit(b, s, head, &service)
		}
		b.ResetTimer()
		verify(b, s)
	})
	b.Run("large", func(b *testing.B) {
		s, _ := large(b, 1000, 200)
		b.ResetTimer()
		verify(b, s)
	})
}

func exampleStore(b *testing.B) (*Store, *inventory.Snapshot) {
	b.Helper()
	head, entries, err := seed.Apply(epoch)
	if err != nil {
		b.Fatal(err)
	}
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "example.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	for _, entry := range entries {
		if err := s.Commit(b.Context(), entry); err != nil {
			b.Fatal(err)
		}
	}
	return s, head
}
