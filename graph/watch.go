package graph

import (
	"context"

	"github.com/recital/recital/inventory"
)

// HeadMoved tells the newest revision, and each that becomes it, until the
// context is done. A reader who is slow misses those in between.
func (s subscription) HeadMoved(ctx context.Context) (<-chan inventory.Revision, error) {
	if s.Watch == nil {
		return nil, inventory.Errorf(inventory.ReadOnly, "nothing moves here: ask a server of the inventory")
	}
	moves := s.Watch(ctx)
	told := make(chan inventory.Revision)
	go func() {
		defer close(told)
		for {
			head, err := past(ctx, "")
			if err != nil {
				return
			}
			select {
			case told <- head.Revision():
			case <-ctx.Done():
				return
			}
			if _, open := <-moves; !open {
				return
			}
		}
	}()
	return told, nil
}
