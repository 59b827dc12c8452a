package amend

import (
	"slices"

	"github.com/recital/recital/inventory"
)

const (
	// maxValues is the most values that the things of one input have together.
	// Lists of ends multiply: some kilobytes could otherwise stand for more
	// than memory holds.
	maxValues = 200_000
	// maxMisses is how many names that nothing has are looked up. What is near
	// a name takes long to find, and nobody reads that many problems.
	maxMisses = 1000
)

// size is how many values the things have that the fields stand for; it is not
// exact beyond maxValues.
func (s Shape) size(fields map[string]any) int {
	things, each := 1, 0
	for key, value := range fields {
		list, isList := value.([]any)
		switch {
		case !isList || !slices.Contains(s.Spread, key):
			each = min(each+values(value), maxValues+1)
		default:
			things, each = min(things*max(len(list), 1), maxValues+1), each+1
		}
	}
	return things * max(each, 1)
}

// values is how many values there are in one.
func values(value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			n += values(e)
		}
	case map[string]any:
		for _, e := range v {
			n += values(e)
		}
	}
	return n
}

// finder finds things of the head by their names, each once.
type finder struct {
	head   *inventory.Snapshot
	found  map[name]finding
	misses int
}

type finding struct {
	id  inventory.ID
	err error
}

// find is what a name means at the head; looked is false if it was not looked
// up, because too many before it meant nothing.
func (f *finder) find(n name) (id inventory.ID, looked bool, err error) {
	was, known := f.found[n]
	if !known {
		if f.misses >= maxMisses {
			return "", false, nil
		}
		was.id, was.err = f.head.Find(n.kind, n.text)
		f.found[n] = was
		if was.err != nil {
			f.misses++
		}
	}
	return was.id, true, was.err
}
