package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

// soon is how long a test waits for what must happen.
const soon = 10 * time.Second

// never is a poll that does not come while a test runs.
const never = time.Hour

func open(t *testing.T, store inventory.Store, options Options) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), store, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inv.Close)
	return inv
}

// data is a change that puts a data category.
func data(slug, description string) inventory.Change {
	return inventory.Change{Put: &inventory.DataCategoryRecord{ID: inventory.KindData.ID(slug), Name: slug, Description: description}}
}

func apply(ctx context.Context, inv *Inventory, base int, changes ...inventory.Change) (inventory.Revision, error) {
	return inv.Apply(ctx, base, changes, "somebody", "a change", "")
}

func mustApply(t *testing.T, inv *Inventory, changes ...inventory.Change) inventory.Revision {
	t.Helper()
	r, err := apply(t.Context(), inv, inv.Head().Revision().Number, changes...)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return r
}

// wantHead checks the number of the head, and that the store agrees with it.
func wantHead(t *testing.T, inv *Inventory, store inventory.Store, number int) {
	t.Helper()
	if n := inv.Head().Revision().Number; n != number {
		t.Errorf("the head is revision %d, want %d", n, number)
	}
	loaded, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !loaded.Equal(inv.Head()) {
		t.Errorf("the head, revision %d, is not what the store holds, revision %d", inv.Head().Revision().Number, loaded.Revision().Number)
	}
}

func wantConflict(t *testing.T, err error, numbers ...int) {
	t.Helper()
	if code, _ := inventory.CodeOf(err); code != inventory.Conflict {
		t.Errorf("%v; want a conflict", err)
		return
	}
	for _, n := range numbers {
		if !strings.Contains(err.Error(), fmt.Sprint("revision ", n)) {
			t.Errorf("the conflict does not name revision %d: %v", n, err)
		}
	}
}

// await waits until the channel tells of this revision or a later one.
func await(t *testing.T, moves <-chan int, number int, within time.Duration) {
	t.Helper()
	deadline := time.After(within)
	for {
		select {
		case n, ok := <-moves:
			if !ok {
				t.Fatalf("nobody tells of revision %d: the channel was closed", number)
			}
			if n >= number {
				return
			}
		case <-deadline:
			t.Fatalf("revision %d was not noticed within %s", number, within)
		}
	}
}

func TestApply(t *testing.T) {
	store := &storetest.Memory{}
	at := time.Date(2026, 11, 22, 10, 30, 0, 5_000_000, time.UTC)
	inv := open(t, store, Options{Poll: never, Clock: func() time.Time { return at }})
	wantHead(t, inv, store, 0)
	moves := inv.Watch(t.Context())

	secret := &inventory.DataCategoryRecord{ID: "data/secret", Name: "secret", Evidence: inventory.Evidence{Visibility: inventory.Internal}}
	r, err := inv.Apply(t.Context(), 0, []inventory.Change{data("a", ""), {Put: secret}}, "me", "why", "2026-12-01")
	if err != nil {
		t.Fatal(err)
	}
	if r != inv.Head().Revision() || r.Number != 1 || r.Author != "me" || r.Message != "why" || r.EffectiveDate != "2026-12-01" || r.RecordedAt != at {
		t.Errorf("the revision is %+v", r)
	}
	await(t, moves, 1, soon)
	wantHead(t, inv, store, 1)
	if _, ok := inv.Head().Record("data/secret"); !ok {
		t.Error("the head lacks an internal record")
	}
	if _, ok := inv.Public().Record("data/secret"); ok {
		t.Error("the public sees an internal record")
	}
	if _, ok := inv.Public().Record("data/a"); !ok || inv.Public().Revision().Number != 1 {
		t.Error("the public does not see the newest revision")
	}
	if first, second := inv.Public(), inv.Public(); first != second {
		t.Error("the public projection is made more than once")
	}
}

func TestApplyRefuses(t *testing.T) {
	store := &storetest.Memory{}
	inv := open(t, store, Options{Poll: never})
	mustApply(t, inv, data("a", ""))
	mustApply(t, inv, data("b", ""))
	_, err := apply(t.Context(), inv, 1, data("c", ""))
	wantConflict(t, err, 1, 2)
	_, err = apply(t.Context(), inv, 3, data("c", ""))
	wantConflict(t, err, 3, 2)
	_, err = apply(t.Context(), inv, 2, data("", ""))
	if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
		t.Errorf("%v; want it invalid", err)
	}
	wantHead(t, inv, store, 2)
	mustApply(t, inv, data("c", ""))
}

// TestReadersSeeOneRevision has readers look while writers write: each head is
// whole, no reader sees the head go back, and no change is lost.
func TestReadersSeeOneRevision(t *testing.T) {
	store := &storetest.Memory{}
	inv := open(t, store, Options{Poll: time.Millisecond})
	mustApply(t, inv, data("a", "0"), data("b", "0"))
	const writers, commits = 4, 25
	stop := make(chan struct{})
	var readers, writing sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			last := 0
			for {
				select {
				case <-stop:
					return
				default:
				}
				for _, s := range []*inventory.Snapshot{inv.Public(), inv.Head()} {
					a, _ := s.Record("data/a")
					b, _ := s.Record("data/b")
					x, y := a.(*inventory.DataCategoryRecord).Description, b.(*inventory.DataCategoryRecord).Description
					if x != y || x != fmt.Sprint(s.Revision().Number-1) {
						t.Errorf("revision %d shows %s and %s", s.Revision().Number, x, y)
						return
					}
					if n := s.Revision().Number; n < last {
						t.Errorf("revision %d was seen after %d", n, last)
					} else {
						last = n
					}
				}
			}
		})
	}
	for range writers {
		writing.Go(func() {
			for done := 0; done < commits; {
				base := inv.Head().Revision().Number
				_, err := apply(t.Context(), inv, base, data("a", fmt.Sprint(base)), data("b", fmt.Sprint(base)))
				if code, _ := inventory.CodeOf(err); err != nil && code != inventory.Conflict {
					t.Error(err)
					return
				}
				if err == nil {
					done++
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	readers.Wait()
	wantHead(t, inv, store, 1+writers*commits)
}

func TestFailedCommits(t *testing.T) {
	for _, c := range []struct {
		name      string
		fault     storetest.Fault
		persisted bool
		cause     error
	}{
		{"failed, nothing recorded", storetest.FailBefore, false, storetest.ErrFault},
		{"failed, recorded", storetest.FailAfter, true, nil},
		{"hung, nothing recorded", storetest.HangBefore, false, context.DeadlineExceeded},
		{"hung, recorded", storetest.HangAfter, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := storetest.NewFaulty(&storetest.Memory{})
			inv := open(t, store, Options{Poll: never})
			mustApply(t, inv, data("a", ""))
			moves := inv.Watch(t.Context())
			store.Next(c.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			r, err := apply(ctx, inv, 1, data("b", ""))
			if c.persisted {
				if err != nil || r != inv.Head().Revision() || r.Number != 2 {
					t.Fatalf("%+v, %v; want revision 2", r, err)
				}
				await(t, moves, 2, soon)
				wantHead(t, inv, store, 2)
			} else {
				if !errors.Is(err, c.cause) || !strings.Contains(err.Error(), "nothing was recorded") {
					t.Errorf("%v; want %v", err, c.cause)
				}
				wantHead(t, inv, store, 1)
			}
			n := inv.Head().Revision().Number
			mustApply(t, inv, data("c", ""))
			wantHead(t, inv, store, n+1)
		})
	}
}

// TestUnknownOutcome has a store that fails and cannot be read: nothing is
// committed until it can, and then the head is what was recorded.
func TestUnknownOutcome(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault storetest.Fault
		head  int
	}{{"nothing recorded", storetest.FailBefore, 1}, {"recorded", storetest.FailAfter, 2}} {
		t.Run(c.name, func(t *testing.T) {
			store := storetest.NewFaulty(&storetest.Memory{})
			inv := open(t, store, Options{Poll: never})
			mustApply(t, inv, data("a", ""))
			unreadable := errors.New("unreadable")
			store.Next(c.fault)
			store.FailReads(unreadable)
			_, err := apply(t.Context(), inv, 1, data("b", ""))
			if !errors.Is(err, ErrUnknownOutcome) || !errors.Is(err, storetest.ErrFault) {
				t.Errorf("%v; want an unknown outcome", err)
			}
			_, err = apply(t.Context(), inv, 1, data("c", ""))
			if !errors.Is(err, unreadable) || !strings.Contains(err.Error(), "to be found out first") {
				t.Errorf("%v; want no commit before the outcome is known", err)
			}
			store.FailReads(nil)
			_, err = apply(t.Context(), inv, 1, data("c", ""))
			if c.head == 1 && err != nil {
				t.Errorf("%v; nothing was recorded, so the commit should go well", err)
			}
			if c.head == 2 {
				wantConflict(t, err, 1, 2)
			}
			wantHead(t, inv, store, 2)
			if _, ok := inv.Head().Record("data/b"); ok != (c.head == 2) {
				t.Errorf("data/b is there: %v", ok)
			}
		})
	}
}

// TestWaitingWriters has a commit that hangs: readers read, others wait no
// longer than their own time.
func TestWaitingWriters(t *testing.T) {
	store := storetest.NewFaulty(&storetest.Memory{})
	inv := open(t, store, Options{Poll: never})
	store.Next(storetest.HangBefore)
	hanging, release := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		_, err := apply(hanging, inv, 0, data("a", ""))
		failed <- err
	}()
	<-store.Hanging()
	if n := inv.Head().Revision().Number; n != 0 {
		t.Errorf("the head is revision %d", n)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := apply(ctx, inv, 0, data("b", "")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v; want the time of the second writer to end", err)
	}
	release()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want the hanging commit cancelled", err)
	}
	mustApply(t, inv, data("b", ""))
	wantHead(t, inv, store, 1)
}

// TestOtherProcess has two inventories on one store.
func TestOtherProcess(t *testing.T) {
	store := &storetest.Memory{}
	here, there := open(t, store, Options{Poll: never}), open(t, store, Options{Poll: time.Millisecond})
	moves := there.Watch(t.Context())
	mustApply(t, here, data("a", ""))
	await(t, moves, 1, soon)
	wantHead(t, there, store, 1)

	mustApply(t, there, data("b", ""))
	mustApply(t, there, data("c", ""))
	_, err := apply(t.Context(), here, 1, data("d", ""))
	wantConflict(t, err, 1, 3)
	wantHead(t, here, store, 3)
	mustApply(t, here, data("d", ""))
	await(t, moves, 4, soon)
	wantHead(t, there, store, 4)
}

// counted is a store that counts how often its tables are read.
type counted struct {
	inventory.Store
	loads int
}

func (c *counted) Load(ctx context.Context) (*inventory.Snapshot, error) {
	c.loads++
	return c.Store.Load(ctx)
}

// TestFarBehind follows few revisions by the log, and more than are worth
// replaying by the tables.
func TestFarBehind(t *testing.T) {
	for behind, loads := range map[int]int{1: 0, maxReplay: 0, maxReplay + 1: 1} {
		store := &counted{Store: &storetest.Memory{}}
		here, late := open(t, store.Store, Options{Poll: never}), open(t, store, Options{Poll: never})
		store.loads = 0
		for i := range behind {
			mustApply(t, here, data("a", fmt.Sprint(i)))
		}
		_, err := apply(t.Context(), late, 0, data("b", ""))
		wantConflict(t, err, 0, behind)
		if store.loads != loads {
			t.Errorf("%d revisions behind, the tables were read %d times, want %d", behind, store.loads, loads)
		}
		wantHead(t, late, store, behind)
	}
}

// swapped is a store whose contents may be replaced, as by a restored backup.
type swapped struct{ inventory.Store }

func TestReplacedStore(t *testing.T) {
	store := &swapped{&storetest.Memory{}}
	inv := open(t, store, Options{Poll: never})
	mustApply(t, inv, data("a", ""))
	mustApply(t, inv, data("b", ""))
	for commits := 1; commits <= 3; commits++ {
		other := &storetest.Memory{}
		writer := open(t, other, Options{Poll: never})
		for i := range commits {
			mustApply(t, writer, data("other", fmt.Sprint(commits, i)))
		}
		store.Store = other
		base := inv.Head().Revision().Number
		_, err := apply(t.Context(), inv, base, data("c", ""))
		wantConflict(t, err, base, commits)
		wantHead(t, inv, store, commits)
		mustApply(t, inv, data("d", ""))
	}
}

func TestWatch(t *testing.T) {
	store := &storetest.Memory{}
	inv := open(t, store, Options{Poll: never})
	ctx, cancel := context.WithCancel(t.Context())
	slow, leaving := inv.Watch(t.Context()), inv.Watch(ctx)
	for range 5 {
		mustApply(t, inv, data("a", fmt.Sprint(inv.Head().Revision().Number)))
	}
	if n := <-slow; n != 5 {
		t.Errorf("who reads slowly is told of revision %d, want the newest, 5", n)
	}
	select {
	case n := <-slow:
		t.Errorf("one move was told twice: %d", n)
	default:
	}
	cancel()
	wantClosed(t, leaving)
	mustApply(t, inv, data("a", ""))
	await(t, slow, 6, soon)
	inv.Close()
	wantClosed(t, slow)
	wantClosed(t, inv.Watch(t.Context()))
	if _, err := apply(t.Context(), inv, 6, data("b", "")); !errors.Is(err, ErrClosed) {
		t.Errorf("a commit after the inventory was closed: %v", err)
	}
	if n := inv.Head().Revision().Number; n != 6 {
		t.Errorf("the head of a closed inventory is %d", n)
	}
	inv.Close()
}

func wantClosed(t *testing.T, moves <-chan int) {
	t.Helper()
	deadline := time.After(soon)
	for {
		select {
		case _, ok := <-moves:
			if !ok {
				return
			}
		case <-deadline:
			t.Fatal("the channel was not closed")
		}
	}
}

// messages is a log that tells each message.
type messages struct {
	slog.Handler
	list chan string
}

func (m messages) Handle(_ context.Context, r slog.Record) error {
	m.list <- r.Message
	return nil
}

func TestHealth(t *testing.T) {
	store := storetest.NewFaulty(&storetest.Memory{})
	list := make(chan string, 100)
	log := slog.New(messages{slog.NewTextHandler(t.Output(), nil), list})
	inv := open(t, store, Options{Poll: time.Millisecond, Logger: log})
	if err := inv.Health(); err != nil {
		t.Error(err)
	}
	unreadable := errors.New("unreadable")
	store.FailReads(unreadable)
	if m := <-list; !strings.Contains(m, "cannot be followed") || !errors.Is(inv.Health(), unreadable) {
		t.Errorf("%s; %v", m, inv.Health())
	}
	store.FailReads(nil)
	if m := <-list; !strings.Contains(m, "followed again") || inv.Health() != nil {
		t.Errorf("%s; %v", m, inv.Health())
	}
}

func TestOpenFails(t *testing.T) {
	store := storetest.NewFaulty(&storetest.Memory{})
	unreadable := errors.New("unreadable")
	store.FailReads(unreadable)
	if _, err := Open(t.Context(), store, Options{}); !errors.Is(err, unreadable) {
		t.Errorf("%v; want %v", err, unreadable)
	}
}
