package live_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/storetest"
)

// counting counts the entries read from a store's log.
type counting struct {
	inventory.Store
	read int
}

func (c *counting) Log(ctx context.Context, from, to int) iter.Seq2[inventory.Entry, error] {
	return func(yield func(inventory.Entry, error) bool) {
		for e, err := range c.Store.Log(ctx, from, to) {
			c.read++
			if !yield(e, err) {
				return
			}
		}
	}
}

// TestPast reads each of many revisions, by number and by date, and finds each
// as it was; the last few read are not repeated again.
func TestPast(t *testing.T) {
	store := &counting{Store: &storetest.Memory{}}
	inv, err := live.Open(t.Context(), store, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	const revisions = 20
	for n := range revisions {
		purpose := &inventory.PurposeRecord{ID: inventory.ID(fmt.Sprintf("purpose/p%d", n)), Name: fmt.Sprintf("Purpose %d", n)}
		if n == 3 {
			purpose.Visibility = inventory.Internal
		}
		day := inventory.Date(fmt.Sprintf("2020-01-%02d", n+1))
		if _, err := inv.Apply(t.Context(), n, []inventory.Change{{Put: purpose}}, "test", "more", day); err != nil {
			t.Fatal(err)
		}
	}
	for n := revisions; n > 0; n-- {
		for _, text := range []string{fmt.Sprint(n), fmt.Sprintf("2020-01-%02d", n)} {
			s, err := inv.At(t.Context(), text)
			if err != nil {
				t.Fatal(err)
			}
			if s.Revision().Number != n || s.Len() != n {
				t.Errorf("%s shows revision %d with %d records", text, s.Revision().Number, s.Len())
			}
			open, err := inv.PublicAt(t.Context(), text)
			if err != nil {
				t.Fatal(err)
			}
			if _, shown := open.Record("purpose/p3"); shown {
				t.Errorf("at %s, the public sees what is internal", text)
			}
		}
	}
	store.read = 0
	if _, err := inv.At(t.Context(), "2"); err != nil {
		t.Fatal(err)
	}
	if store.read != 0 {
		t.Errorf("a revision just read was repeated: %d entries", store.read)
	}
	if _, err := inv.At(t.Context(), "19"); err != nil {
		t.Fatal(err)
	}
	if store.read == 0 || store.read >= 19 {
		t.Errorf("revision 19 was not repeated from the nearest kept: %d entries", store.read)
	}
	for text, want := range map[string]inventory.Code{"21": inventory.NotFound, "0": inventory.NotFound, "2019-12-31": inventory.NotFound, "then": inventory.Invalid} {
		_, err := inv.At(t.Context(), text)
		if code, _ := inventory.CodeOf(err); code != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inv.At(done, "5"); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
