package live

import (
	"context"
	"fmt"
	"slices"

	"github.com/recital/recital/inventory"
)

// maxPast is how many older revisions are kept in memory. Each costs as much as
// the head does.
const maxPast = 8

// At is the revision that a text names, as [inventory.Snapshot.At] reads it;
// empty: the head. Older ones are repeated from the log, one at a time, and the
// last few are kept.
func (inv *Inventory) At(ctx context.Context, text string) (*inventory.Snapshot, error) {
	e, err := inv.edition(ctx, text)
	return e.head, err
}

// PublicAt is [Inventory.At] as anonymous readers see it: without what is
// internal now.
func (inv *Inventory) PublicAt(ctx context.Context, text string) (*inventory.Snapshot, error) {
	e, err := inv.edition(ctx, text)
	return e.public, err
}

func (inv *Inventory) edition(ctx context.Context, text string) (edition, error) {
	now := *inv.current.Load()
	if text == "" {
		return now, nil
	}
	r, err := now.head.At(text)
	if err != nil {
		return edition{}, err
	}
	if r.Hash == now.head.Revision().Hash {
		return now, nil
	}
	select {
	case inv.repeating <- struct{}{}:
		defer func() { <-inv.repeating }()
	case <-ctx.Done():
		return edition{}, fmt.Errorf("repeat revision %d: %w", r.Number, ctx.Err())
	}
	if at := slices.IndexFunc(inv.past, func(e edition) bool { return e.head.Revision().Hash == r.Hash }); at >= 0 {
		e := inv.past[at].under(now.head)
		inv.past = slices.Insert(slices.Delete(inv.past, at, at+1), 0, e)
		return e, nil
	}
	return inv.repeat(ctx, r, now.head)
}

// under is the edition of an older revision while head is the newest.
func (e edition) under(head *inventory.Snapshot) edition {
	if number := head.Revision().Number; e.newest != number {
		return edition{e.head, e.head.PublicUnder(head), number}
	}
	return e
}

// repeat makes an older revision from the log, beginning with the nearest that
// is kept. The caller has the token for repeating.
func (inv *Inventory) repeat(ctx context.Context, r inventory.Revision, head *inventory.Snapshot) (edition, error) {
	s := inventory.Empty()
	for _, e := range inv.past {
		if n := e.head.Revision().Number; n < r.Number && n > s.Revision().Number {
			s = e.head
		}
	}
	for entry, err := range inv.store.Log(ctx, s.Revision().Number+1, r.Number) {
		if err != nil {
			return edition{}, fmt.Errorf("repeat revision %d: %w", r.Number, err)
		}
		if s, err = s.Replay(entry); err != nil {
			return edition{}, fmt.Errorf("repeat revision %d: %w", r.Number, err)
		}
	}
	if s.Revision().Hash != r.Hash {
		return edition{}, fmt.Errorf("repeat revision %d: the log does not lead there", r.Number)
	}
	e := edition{head: s}.under(head)
	inv.past = slices.Insert(inv.past, 0, e)
	if len(inv.past) > maxPast {
		inv.past = inv.past[:maxPast]
	}
	return e, nil
}
