package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

// large is an inventory of services × categories collections, each with a
// citation, in a store.
func large(b *testing.B, services, categories int) (*Store, *inventory.Snapshot) {
	b.Helper()
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "large.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	head := commit(b, s, inventory.Empty(), storetest.Small(inventory.KindDocument, "a"), storetest.Small(inventory.KindVersion, "a"), storetest.Small(inventory.KindClause, "a"))
	evidence := inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: storetest.Small(inventory.KindClause, "a").RecordID()}}}
	var records []inventory.Record
	for i := range categories {
		records = append(records, &inventory.DataCategoryRecord{ID: inventory.KindData.ID(fmt.Sprint("data-", i)), Name: fmt.Sprint("Data ", i)})
	}
	for i := range services {
		name := fmt.Sprint("service-", i)
		service := &inventory.ServiceRecord{ID: inventory.KindService.ID(name), Name: name, Evidence: evidence}
		activity := &inventory.ProcessingActivityRecord{ID: inventory.KindActivity.ID(name, "do"), Service: service.ID, Name: "do", Evidence: evidence}
		records = append(records, service, activity)
		for j := range categories {
			data := fmt.Sprint("data-", j)
			records = append(records, &inventory.CollectionRecord{
				ID: inventory.KindCollection.ID(name, "do", data), Activity: activity.ID, Data: inventory.KindData.ID(data),
				Sources: []inventory.DataSource{"DEVICE"}, Obligation: "VOLUNTARY", Evidence: evidence,
			})
		}
	}
	return s, commit(b, s, head, records...)
}

// commit makes the next revision and stores it.
func commit(t testing.TB, s inventory.Store, head *inventory.Snapshot, records ...inventory.Record) *inventory.Snapshot {
	t.Helper()
	changes := make([]inventory.Change, len(records))
	for i, r := range records {
		changes[i] = inventory.Change{Put: r}
	}
	return commitChanges(t, s, head, changes...)
}

func commitChanges(t testing.TB, s inventory.Store, head *inventory.Snapshot, changes ...inventory.Change) *inventory.Snapshot {
	t.Helper()
	next, entry, err := head.Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: epoch, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	return next
}

// BenchmarkLoad loads 200,000 collections, each with a citation.
func BenchmarkLoad(b *testing.B) {
	s, head := large(b, 1000, 200)
	for b.Loop() {
		loaded, err := s.Load(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if loaded.Len() != head.Len() {
			b.Fatalf("%d records, want %d", loaded.Len(), head.Len())
		}
	}
}

// BenchmarkCommit changes one collection among 200,000.
func BenchmarkCommit(b *testing.B) {
	s, head := large(b, 1000, 200)
	r, _ := head.Record("collection/service-500/do/data-100")
	i := 0
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			i++
			b.StopTimer()
			c := *r.(*inventory.CollectionRecord)
			c.Consequence = fmt.Sprint(i)
			next, entry, err := head.Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: epoch, Changes: []inventory.Change{{Put: &c}}})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if err := s.Commit(b.Context(), entry); err != nil {
				b.Fatal(err)
			}
			head = next
		}
	})
}
