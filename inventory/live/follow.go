package live

import (
	"context"
	"fmt"
	"time"

	"github.com/recital/recital/inventory"
)

// maxReplay is how many revisions are replayed from the log; more are loaded
// from the tables, which costs the same however many they are.
const maxReplay = 64

// follow asks the store for its head until ctx is done, and publishes what
// other processes committed.
func (inv *Inventory) follow(ctx context.Context) {
	defer close(inv.done)
	ticker := time.NewTicker(inv.options.Poll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := inv.poll(ctx)
		if ctx.Err() == nil {
			inv.note(err)
		}
	}
}

// poll looks whether the store has moved, and follows it if so.
func (inv *Inventory) poll(ctx context.Context) error {
	n, err := inv.store.Head(ctx)
	if err != nil {
		return err
	}
	if n == inv.Head().Revision().Number {
		return nil
	}
	if err := inv.acquire(ctx); err != nil {
		return err
	}
	defer inv.release()
	return inv.refresh(ctx)
}

// note remembers whether the store can be followed, and logs when that changes.
func (inv *Inventory) note(err error) {
	inv.mu.Lock()
	was := inv.failure
	inv.failure = err
	inv.mu.Unlock()
	switch {
	case err != nil && was == nil:
		inv.options.Logger.Error("the store cannot be followed: the head may be old", "error", err)
	case err == nil && was != nil:
		inv.options.Logger.Info("the store can be followed again")
	}
}

// Health is why the store cannot be followed at present, so that the head may
// be old; nil if it can.
func (inv *Inventory) Health() error {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	return inv.failure
}

// refresh brings the head to that of the store. The caller has the writing
// token.
func (inv *Inventory) refresh(ctx context.Context) error {
	n, err := inv.store.Head(ctx)
	if err != nil {
		return err
	}
	head := inv.Head()
	next, err := inv.reach(ctx, head, n)
	if err != nil {
		return err
	}
	inv.unsure = false
	if next.Revision() != head.Revision() {
		inv.publish(next)
	}
	return nil
}

// reach is the snapshot of the store at revision n or later: the head itself,
// what the log makes of it, or what the tables hold.
func (inv *Inventory) reach(ctx context.Context, head *inventory.Snapshot, n int) (*inventory.Snapshot, error) {
	at := head.Revision().Number
	if n >= at && n-at <= maxReplay {
		next, err := inv.replay(ctx, head, n)
		if err == nil {
			return next, nil
		}
		inv.options.Logger.Warn("the log does not follow from the head: loading the tables", "head", at, "store", n, "error", err)
	}
	return inv.store.Load(ctx)
}

// replay is the head with the revisions up to n, if they follow from it.
func (inv *Inventory) replay(ctx context.Context, head *inventory.Snapshot, n int) (*inventory.Snapshot, error) {
	at := head.Revision().Number
	if n == 0 {
		return head, nil
	}
	from := at + 1
	if n == at {
		from = at // to see whether it is the same revision
	}
	next := head
	for entry, err := range inv.store.Log(ctx, from, n) {
		if err != nil {
			return nil, err
		}
		if entry.Number == at {
			if entry.Hash != head.Revision().Hash {
				return nil, fmt.Errorf("revision %d is another one in the store", at)
			}
			continue
		}
		if next, err = next.Replay(entry); err != nil {
			return nil, err
		}
	}
	if next.Revision().Number != n {
		return nil, fmt.Errorf("the log ends at revision %d of %d", next.Revision().Number, n)
	}
	return next, nil
}
