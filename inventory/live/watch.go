package live

import "context"

// Watch gives a channel that receives the number of the head each time the
// head moves. Who reads slowly gets the newest number only; nobody waits for
// them. The channel is closed when ctx is done or the inventory is.
//
// Begin to watch and then read the head: so no move is missed.
func (inv *Inventory) Watch(ctx context.Context) <-chan int {
	moves := make(chan int, 1)
	inv.mu.Lock()
	defer inv.mu.Unlock()
	if inv.watchers == nil {
		close(moves)
		return moves
	}
	inv.watchers[moves] = struct{}{}
	context.AfterFunc(ctx, func() { inv.unwatch(moves) })
	return moves
}

func (inv *Inventory) unwatch(moves chan int) {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	if _, ok := inv.watchers[moves]; ok {
		delete(inv.watchers, moves)
		close(moves)
	}
}

func (inv *Inventory) unwatchAll() {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	for moves := range inv.watchers {
		close(moves)
	}
	inv.watchers = nil
}

func (inv *Inventory) closed() bool {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	return inv.watchers == nil
}

// tell puts the number in place of one that was not read yet. There is room:
// others only take.
func (inv *Inventory) tell(number int) {
	inv.mu.Lock()
	defer inv.mu.Unlock()
	for moves := range inv.watchers {
		select {
		case <-moves:
		default:
		}
		moves <- number
	}
}
