package storetest

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/recital/recital/inventory"
)

// ErrFault is what a [Faulty] store fails with.
var ErrFault = errors.New("the store failed on purpose")

// Fault is a way in which a commit goes wrong.
type Fault int

// The ways in which a commit goes wrong.
const (
	// None: it goes well.
	None Fault = iota
	// FailBefore fails without having written.
	FailBefore
	// FailAfter writes, and fails nevertheless.
	FailAfter
	// HangBefore waits until its context is done, without having written.
	HangBefore
	// HangAfter writes, and then waits until its context is done.
	HangAfter
)

// Faulty is a store that misbehaves on purpose.
type Faulty struct {
	inventory.Store
	hanging chan struct{}

	mu     sync.Mutex
	faults []Fault // GUARDED by mu: those of the next commits
	unread error   // GUARDED by mu: what reading fails with
}

// NewFaulty is the store, well-behaved until told otherwise.
func NewFaulty(store inventory.Store) *Faulty {
	return &Faulty{Store: store, hanging: make(chan struct{}, 1)}
}

// Next says how the next commits go wrong, one after the other; those after
// them go well.
func (f *Faulty) Next(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = faults
}

// FailReads makes Load, Head and Log fail with err, until it is called with nil.
func (f *Faulty) FailReads(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unread = err
}

// Hanging receives when a commit begins to hang.
func (f *Faulty) Hanging() <-chan struct{} { return f.hanging }

func (f *Faulty) next() Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.faults) == 0 {
		return None
	}
	fault := f.faults[0]
	f.faults = f.faults[1:]
	return fault
}

func (f *Faulty) readable() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unread
}

// Commit goes as [Faulty.Next] said.
func (f *Faulty) Commit(ctx context.Context, entry inventory.Entry) error {
	fault := f.next()
	switch fault {
	case FailBefore:
		return ErrFault
	case FailAfter, HangAfter, None:
		if err := f.Store.Commit(ctx, entry); err != nil {
			return err
		}
	}
	switch fault {
	case FailAfter:
		return ErrFault
	case HangBefore, HangAfter:
		select {
		case f.hanging <- struct{}{}:
		default:
		}
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

// Load is that of the store, or fails.
func (f *Faulty) Load(ctx context.Context) (*inventory.Snapshot, error) {
	if err := f.readable(); err != nil {
		return nil, err
	}
	return f.Store.Load(ctx)
}

// Head is that of the store, or fails.
func (f *Faulty) Head(ctx context.Context) (int, error) {
	if err := f.readable(); err != nil {
		return 0, err
	}
	return f.Store.Head(ctx)
}

// Log is that of the store, or fails.
func (f *Faulty) Log(ctx context.Context, from, to int) iter.Seq2[inventory.Entry, error] {
	if err := f.readable(); err != nil {
		return func(yield func(inventory.Entry, error) bool) { yield(inventory.Entry{}, err) }
	}
	return f.Store.Log(ctx, from, to)
}
