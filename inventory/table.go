package inventory

import "maps"

// table is an immutable map: a large base that many snapshots share, and a
// small overlay of what changed since. Reading costs one or two look-ups, and
// a commit copies the overlay alone until it has grown enough to be merged.
type table[K comparable, V any] struct {
	base map[K]V
	over map[K]cell[V]
	size int
}

// cell is a changed value; present is false where the key was taken out.
type cell[V any] struct {
	value   V
	present bool
}

// maxOverlay is the size at which an overlay is merged into a new base. It
// balances copying the overlay in each commit against merging in some.
const maxOverlay = 4096

func (t table[K, V]) get(k K) (V, bool) {
	if c, ok := t.over[k]; ok {
		return c.value, c.present
	}
	v, ok := t.base[k]
	return v, ok
}

func (t table[K, V]) len() int { return t.size }

// with is the table with these changes.
func (t table[K, V]) with(changes map[K]cell[V]) table[K, V] {
	next := table[K, V]{base: t.base, size: t.size}
	for k, c := range changes {
		_, had := t.get(k)
		switch {
		case c.present && !had:
			next.size++
		case !c.present && had:
			next.size--
		}
	}
	if len(t.over)+len(changes) <= min(maxOverlay, len(t.base)/4) {
		next.over = make(map[K]cell[V], len(t.over)+len(changes))
		maps.Copy(next.over, t.over)
		maps.Copy(next.over, changes)
		return next
	}
	next.base = make(map[K]V, next.size)
	if len(t.over) == 0 && len(t.base) == 0 {
		for k, c := range changes {
			if c.present {
				next.base[k] = c.value
			}
		}
		return next
	}
	maps.Copy(next.base, t.base)
	for _, layer := range []map[K]cell[V]{t.over, changes} {
		for k, c := range layer {
			if c.present {
				next.base[k] = c.value
			} else {
				delete(next.base, k)
			}
		}
	}
	return next
}
