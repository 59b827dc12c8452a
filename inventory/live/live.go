// Package live keeps the head of an inventory in memory: its one writer
// commits to a [inventory.Store], publishes the next snapshot and tells those
// who watch, and it follows what other processes commit.
//
// It knows when a snapshot is published, and nothing of what is in it: the
// rules are those of package inventory, and how revisions are kept is the
// store's affair.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/recital/recital/inventory"
)

// ErrUnknownOutcome is the error of a commit that failed while the store could
// not be read either: it may or may not have been recorded. Read the head
// before repeating it.
var ErrUnknownOutcome = errors.New("whether the change was recorded is not known yet")

// ErrClosed is the error of a commit after [Inventory.Close].
var ErrClosed = errors.New("the inventory is closed")

// Options say how an inventory is kept. The zero Options are good.
type Options struct {
	// Clock says when a revision is recorded; nil: time.Now.
	Clock func() time.Time
	// Poll is how often the store is asked for what other processes committed;
	// 0: twice a second.
	Poll time.Duration
	// Settle is how long a commit that failed tries to find out whether it was
	// recorded; 0: five seconds.
	Settle time.Duration
	// Logger is told when the store cannot be followed; nil: nobody is.
	Logger *slog.Logger
}

// Inventory is the head of a store, held in memory. Its methods may be called
// from any number of goroutines; those that read never wait.
type Inventory struct {
	store   inventory.Store
	options Options

	// current is what readers see: swapped whole, never changed.
	current atomic.Pointer[edition]

	// writing holds one token: who has it may commit, or follow the store.
	// It guards current against other writers, and unsure.
	writing chan struct{}
	// unsure is true while it is not known whether the newest commit was
	// recorded. GUARDED by writing.
	unsure bool

	// repeating holds one token: who has it may repeat an older revision.
	repeating chan struct{}
	// past are the older revisions kept, the last used first. GUARDED by repeating.
	past []edition

	// stop ends following; done is closed once it has ended.
	stop context.CancelFunc
	done chan struct{}

	mu sync.Mutex
	// watchers are the channels of those who watch; nil once closed. GUARDED by mu.
	watchers map[chan int]struct{}
	// failure is why the store cannot be followed; nil if it can. GUARDED by mu.
	failure error
}

// edition is a revision as published: for those who may see all, and for the
// public while the revision newest is the head.
type edition struct {
	head, public *inventory.Snapshot
	newest       int
}

func published(head *inventory.Snapshot) *edition {
	return &edition{head, head.Public(), head.Revision().Number}
}

// Open loads the head of the store and begins to follow the store. The store
// stays the caller's, to be closed after the inventory.
func Open(ctx context.Context, store inventory.Store, options Options) (*Inventory, error) {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Poll <= 0 {
		options.Poll = 500 * time.Millisecond
	}
	if options.Settle <= 0 {
		options.Settle = 5 * time.Second
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	head, err := store.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the inventory: %w", err)
	}
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	inv := &Inventory{
		store: store, options: options, writing: make(chan struct{}, 1), repeating: make(chan struct{}, 1),
		stop: stop, done: make(chan struct{}), watchers: map[chan int]struct{}{},
	}
	inv.current.Store(published(head))
	go inv.follow(following)
	return inv, nil
}

// Head is the newest revision with all its facts.
func (inv *Inventory) Head() *inventory.Snapshot { return inv.current.Load().head }

// Public is the newest revision as anonymous readers see it.
func (inv *Inventory) Public() *inventory.Snapshot { return inv.current.Load().public }

// Close ends following and watching, and waits for a commit under way; later
// ones fail. The head stays readable.
func (inv *Inventory) Close() {
	inv.stop()
	<-inv.done
	inv.writing <- struct{}{}
	defer inv.release()
	inv.unwatchAll()
}

// Apply commits the changes as the next revision, on condition that base is
// still the head. It returns once the revision is recorded and published.
//
// It is an [inventory.Error] Conflict, which names both revisions, if base is
// not the head, here or in the store; Invalid, with every problem, if the
// changes break a rule. After any other error nothing was recorded, save with
// [ErrUnknownOutcome]. A commit that the store recorded though it reported a
// failure succeeds.
func (inv *Inventory) Apply(ctx context.Context, base int, changes []inventory.Change, author, message string, effective inventory.Date) (inventory.Revision, error) {
	if err := inv.acquire(ctx); err != nil {
		return inventory.Revision{}, fmt.Errorf("commit on revision %d: %w", base, err)
	}
	defer inv.release()
	if inv.closed() {
		return inventory.Revision{}, fmt.Errorf("commit on revision %d: %w", base, ErrClosed)
	}
	if inv.unsure {
		if err := inv.refresh(ctx); err != nil {
			return inventory.Revision{}, fmt.Errorf("commit on revision %d: the outcome of the commit before is to be found out first: %w", base, err)
		}
	}
	head := inv.Head()
	if head.Revision().Number != base {
		return inventory.Revision{}, stale(base, head)
	}
	next, entry, err := head.Apply(inventory.Commit{
		Author: author, Message: message, RecordedAt: inv.options.Clock(), EffectiveDate: effective, Changes: changes,
	})
	if err != nil {
		return inventory.Revision{}, err
	}
	inv.unsure = true
	if err := inv.store.Commit(ctx, entry); err != nil {
		return inv.settle(ctx, entry.Revision, err)
	}
	inv.unsure = false
	inv.publish(next)
	return entry.Revision, nil
}

// settle finds out what became of a commit that failed. The caller has the
// writing token.
func (inv *Inventory) settle(ctx context.Context, r inventory.Revision, failure error) (inventory.Revision, error) {
	// Its own time: that of the caller may be what made the commit fail.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), inv.options.Settle)
	defer cancel()
	if err := inv.refresh(ctx); err != nil {
		return inventory.Revision{}, fmt.Errorf("commit revision %d: %w: %w; then: %w", r.Number, ErrUnknownOutcome, failure, err)
	}
	head := inv.Head()
	if recorded(head, r) {
		return r, nil
	}
	if code, ok := inventory.CodeOf(failure); ok && code == inventory.Conflict {
		return inventory.Revision{}, stale(r.Number-1, head)
	}
	return inventory.Revision{}, fmt.Errorf("commit revision %d: nothing was recorded: %w", r.Number, failure)
}

// recorded says whether the revision is one of those of the snapshot.
func recorded(s *inventory.Snapshot, r inventory.Revision) bool {
	for _, was := range s.Revisions() {
		if was.Number <= r.Number {
			return was.Hash == r.Hash
		}
	}
	return false
}

func stale(base int, head *inventory.Snapshot) error {
	return inventory.Errorf(inventory.Conflict,
		"the change was made on revision %d and the inventory is at revision %d: look at what changed and repeat it", base, head.Revision().Number)
}

// acquire takes the writing token.
func (inv *Inventory) acquire(ctx context.Context) error {
	select {
	case inv.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (inv *Inventory) release() { <-inv.writing }

// publish lets readers see the snapshot, and tells those who watch. The caller
// has the writing token.
func (inv *Inventory) publish(next *inventory.Snapshot) {
	inv.current.Store(published(next))
	inv.tell(next.Revision().Number)
}
