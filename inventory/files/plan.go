package files

import (
	"errors"
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Toward makes the head hold what the files say and nothing else: it puts
// every record of the files, and then retires what the head has beside them,
// what points at others first.
func (r Result) Toward(head *inventory.Snapshot) []inventory.Change {
	changes := r.Changes()
	for _, rec := range slices.Backward(head.Records()) {
		if _, kept := r.byID[rec.RecordID()]; !kept {
			changes = append(changes, inventory.Change{Retire: rec.RecordID()})
		}
	}
	return changes
}

// Plan is the snapshot that the files make of the head, and the changes that
// lead there, as [Result.Toward] gives them; c says the rest of the commit.
// There are no changes, and the snapshot is the head, if the files say what it
// holds.
//
// What is wrong with the files is an [inventory.Invalid] error with every
// problem, by file and line.
func (r Result) Plan(head *inventory.Snapshot, c inventory.Commit) (next *inventory.Snapshot, changes []inventory.Change, err error) {
	c.Changes = r.Toward(head)
	next, _, err = head.Apply(c)
	switch {
	case err == nil:
		return next, c.Changes, nil
	case onlyUnchanged(err):
		return head, nil, nil
	}
	return nil, nil, r.explain(err)
}

// onlyUnchanged says whether a commit was refused for changing nothing.
func onlyUnchanged(err error) bool {
	var refused *inventory.Error
	return errors.As(err, &refused) && len(refused.Problems) == 1 && refused.Problems[0].Rule == "no-change"
}

// explain tells the problems of a commit of [Result.Toward] by file and line.
// That a record cannot go because another points at it is left out: the line
// of the other says so.
func (r Result) explain(err error) error {
	var located *inventory.Error
	if !errors.As(r.Locate(err), &located) {
		return err
	}
	located.Problems = slices.DeleteFunc(located.Problems, func(p inventory.Problem) bool {
		return p.Rule == "in-use" || p.Rule == "no-change"
	})
	located.Message = "the files cannot be applied and nothing was changed: " + wording.Count(len(located.Problems), "problem")
	return located
}
