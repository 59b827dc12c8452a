package main

import (
	"fmt"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// retireFlag is the flag of apply that confirms a large loss.
const retireFlag = "retire"

// loss is what a folder leaves out of what the inventory holds, and what
// applying it would therefore retire.
type loss struct {
	retired, held int
	// kinds says how many of which kind, in the order of kinds.
	kinds []string
}

func lossOf(head *inventory.Snapshot, changes []inventory.Change) loss {
	l, of := loss{held: head.Len()}, map[inventory.Kind]int{}
	for _, c := range changes {
		if k, ok := c.Retire.Kind(); ok {
			l.retired++
			of[k]++
		}
	}
	for _, k := range inventory.Kinds() {
		if of[k] > 0 {
			l.kinds = append(l.kinds, wording.Count(of[k], wording.Enum(k)))
		}
	}
	return l
}

// large says whether so much is left out that a part of the folder is more
// likely missing than meant to go: more than twenty records and more than a
// tenth of all.
func (l loss) large() bool { return l.retired > 20 && l.retired*10 > l.held }

// words says how much a folder leaves out.
func (l loss) words(dir string) string {
	return fmt.Sprintf("%s leaves out %d of the %d records of the inventory, which would be retired: %s", dir, l.retired, l.held, wording.And(l.kinds))
}

// refuse is an error if the loss is large and was not confirmed by its number,
// or if another number was; confirmed is negative where none was given.
func (l loss) refuse(dir string, confirmed int) error {
	switch {
	case confirmed == l.retired || confirmed < 0 && !l.large():
		return nil
	case l.large():
		return inputError{fmt.Errorf("%s. Nothing was recorded. If the folder is whole, and they are all to go, confirm it with --%s %d", l.words(dir), retireFlag, l.retired)}
	}
	return inputError{fmt.Errorf("--%s is %d and the files retire %d: nothing was recorded. See what they retire with recital plan %s", retireFlag, confirmed, l.retired, dir)}
}
