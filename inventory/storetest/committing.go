package storetest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/recital/recital/inventory"
)

func testStaleBase(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(party("a"))
	late, entry := w.next(inventory.Change{Put: party("late")})
	w.put(party("b"))
	w.put(party("c"))
	w.conflict(entry, "2", "4")

	ahead := &world{t: t, head: late}
	for _, n := range []string{"3", "4", "5"} {
		next, entry := ahead.next(inventory.Change{Put: party("p" + n)})
		w.conflict(entry, n)
		ahead.head = next
	}
	w.put(party("d"))
}

// testOtherHistory refuses a commit whose predecessor has the right number and
// is another revision.
func testOtherHistory(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	other, _ := w.next(inventory.Change{Put: party("other")})
	w.put(party("a"))
	theirs := &world{t: t, head: other}
	_, entry := theirs.next(inventory.Change{Put: party("b")})
	w.conflict(entry)
}

// conflict checks that the entry is refused, and without a trace.
func (w *world) conflict(entry inventory.Entry, named ...string) {
	w.t.Helper()
	err := w.store.Commit(w.t.Context(), entry)
	if code, _ := inventory.CodeOf(err); code != inventory.Conflict {
		w.t.Errorf("Commit revision %d at revision %d: %v; want a conflict", entry.Number, w.head.Revision().Number, err)
	} else {
		for _, n := range named {
			if !strings.Contains(err.Error(), "revision "+n) {
				w.t.Errorf("the conflict does not name revision %s: %v", n, err)
			}
		}
	}
	w.check()
}

// testCancelledCommit leaves all of a commit or nothing.
func testCancelledCommit(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	for i := range 20 {
		next, entry := w.next(inventory.Change{Put: party("p" + strings.Repeat("x", i))}, inventory.Change{Put: data("d" + strings.Repeat("x", i))})
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*50*time.Microsecond)
		err := w.store.Commit(ctx, entry)
		cancel()
		loaded, loadErr := w.store.Load(t.Context())
		if loadErr != nil {
			t.Fatal(loadErr)
		}
		switch {
		case loaded.Equal(next):
			w.moved(next)
		case err == nil:
			t.Fatalf("a commit was acknowledged and is not there")
		}
		w.check()
	}
}

func testLogRange(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	for i := range 4 {
		w.put(party("p" + strings.Repeat("x", i)))
	}
	for _, c := range []struct {
		from, to int
		want     []int
	}{{1, 0, []int{1, 2, 3, 4, 5}}, {0, 0, []int{1, 2, 3, 4, 5}}, {2, 4, []int{2, 3, 4}}, {5, 5, []int{5}}, {4, 9, []int{4, 5}}, {6, 0, nil}, {3, 2, nil}} {
		var got []int
		for entry, err := range w.store.Log(t.Context(), c.from, c.to) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, entry.Number)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Log from %d to %d (-want +got):\n%s", c.from, c.to, d)
		}
	}
	for range w.store.Log(t.Context(), 1, 0) {
		break // and no connection is held
	}
	w.put(party("after"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range w.store.Log(ctx, 1, 0) {
		if err == nil {
			t.Error("Log goes on though its context is done")
		}
	}
}

func testReopen(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	for range 3 {
		w.put(append(Records(), party("p"+strings.Repeat("x", w.head.Revision().Number)))...)
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		w.store = open(t)
		w.check()
	}
}

// testReadersWhileWriting loads while revisions come: each snapshot loaded is
// one of them, whole.
func testReadersWhileWriting(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	const commits = 20
	stop := make(chan struct{})
	loaded := make([][]*inventory.Snapshot, 3)
	var readers sync.WaitGroup
	for i := range loaded {
		readers.Go(func() {
			for {
				s, err := w.store.Load(t.Context())
				if err != nil {
					t.Errorf("Load: %v", err)
					return
				}
				loaded[i] = append(loaded[i], s)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for i := range commits {
		p, d := party("moving"), data("moving")
		p.Description, d.Description = strings.Repeat("x", i+1), strings.Repeat("x", i+1)
		p.Aliases = slices.Repeat([]string{"m"}, i+1)
		next, entry := w.next(inventory.Change{Put: p}, inventory.Change{Put: d})
		if err := w.store.Commit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		w.moved(next)
	}
	close(stop)
	readers.Wait()
	w.check()
	for _, list := range loaded {
		for _, s := range list {
			w.same("loaded meanwhile", s, w.was[s.Revision().Number])
		}
	}
}

// testRacingWriters lets commits of one revision race: one wins, and the
// others leave no trace.
func testRacingWriters(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	const writers = 8
	won := make(chan *inventory.Snapshot, writers)
	var racers sync.WaitGroup
	for i := range writers {
		next, entry := w.next(inventory.Change{Put: party("p" + strings.Repeat("x", i))})
		racers.Go(func() {
			err := w.store.Commit(t.Context(), entry)
			code, _ := inventory.CodeOf(err)
			switch {
			case err == nil:
				won <- next
			case code != inventory.Conflict:
				t.Errorf("Commit: %v; want a conflict", err)
			}
		})
	}
	racers.Wait()
	close(won)
	if n := len(won); n != 1 {
		t.Fatalf("%d of %d racing commits were acknowledged", n, writers)
	}
	w.moved(<-won)
	w.check()
}
