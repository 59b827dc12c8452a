package inventory

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// At finds the revision that a text names, of those of the snapshot: its
// number, or a day (2021-01-01) or month (2021-01): the newest revision in
// force at its end. It is [NotFound] if there is none so early, and [Invalid] if
// the text is neither.
func (s *Snapshot) At(text string) (Revision, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil {
		return s.numbered(n)
	}
	end, ok := endOf(text)
	if !ok {
		return Revision{}, Errorf(Invalid, "%s names no revision: write its number, or a date such as 2021-01-01", quoted(text))
	}
	for p := s.past; p != nil && p.Number > 0; p = p.before {
		if string(p.EffectiveDate) <= end {
			return s.reveal(p.Revision), nil
		}
	}
	first := "the inventory is empty"
	if revisions := s.Revisions(); len(revisions) > 0 {
		first = "the first is in force from " + string(revisions[len(revisions)-1].EffectiveDate)
	}
	return Revision{}, Errorf(NotFound, "no revision is in force at %s: %s", text, first)
}

func (s *Snapshot) numbered(n int) (Revision, error) {
	for p := s.past; p != nil && p.Number > 0; p = p.before {
		if p.Number == n {
			return s.reveal(p.Revision), nil
		}
	}
	return Revision{}, Errorf(NotFound, "there is no revision %d: the newest is %d", n, s.past.Number)
}

// endOf is the last day of a day or a month.
func endOf(text string) (string, bool) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t.Format(time.DateOnly), true
	}
	if t, err := time.Parse("2006-01", text); err == nil {
		return t.AddDate(0, 1, -1).Format(time.DateOnly), true
	}
	return "", false
}

// Past is the snapshot of an older revision, repeated from the log of a store;
// at is as in [Snapshot.At], and empty for the newest, which is loaded. If
// public, it is as anonymous readers see it now.
func Past(ctx context.Context, store Store, at string, public bool) (*Snapshot, error) {
	head, err := store.Load(ctx)
	if err != nil {
		return nil, err
	}
	s := head
	if at != "" {
		r, err := head.At(at)
		if err != nil {
			return nil, err
		}
		if s, err = Replayed(ctx, store, r.Number); err != nil {
			return nil, err
		}
	}
	if public {
		s = s.PublicUnder(head)
	}
	return s, nil
}

// Replayed is the snapshot of a revision, repeated from the log of a store.
func Replayed(ctx context.Context, store Store, number int) (*Snapshot, error) {
	s := Empty()
	for entry, err := range store.Log(ctx, 1, number) {
		if err != nil {
			return nil, err
		}
		if s, err = s.Replay(entry); err != nil {
			return nil, err
		}
	}
	if s.Revision().Number != number {
		return nil, fmt.Errorf("the log ends before revision %d", number)
	}
	return s, nil
}
