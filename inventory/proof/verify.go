package proof

import (
	"bytes"
	"context"
	"fmt"

	"github.com/recital/recital/inventory"
)

// Known is a checkpoint that somebody kept.
type Known struct {
	Checkpoint
	// Name is how a report calls it; Signer is whose signature was checked, empty
	// if none was.
	Name, Signer string
}

// Verify works everything out again from the log, and compares: each
// revision's hash and the one before it, the tree, the records that all changes
// come to, with what the store's tables hold, and the tree as it was at each of
// the checkpoints. What differs is in the report; an error is only that of a
// context that is done, or of a store that cannot be examined at all.
//
// It takes time and memory as replaying the log and loading the tables do.
func Verify(ctx context.Context, store Store, checkpoints ...Known) (Report, error) {
	v := verification{report: &Report{}}
	err := store.Examine(ctx, func(e Evidence) error {
		v.evidence = e
		return v.run(ctx, checkpoints)
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", err)
	}
	v.report.Verified = len(v.report.Problems) == 0
	return *v.report, nil
}

// verification is one run of [Verify].
type verification struct {
	evidence Evidence
	report   *Report
	expected Expected
	// log is the revisions as stored, as far as they could be read.
	log []inventory.Revision
}

func (v *verification) run(ctx context.Context, checkpoints []Known) error {
	if err := v.revisions(ctx); err != nil {
		return err
	}
	v.evidence.Differences(v.expected, v.report.add)
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.expected.Head != nil {
		v.report.Records = v.expected.Head.Len()
		if len(v.report.Problems) == 0 {
			v.loaded()
		}
	}
	v.report.Head = v.at(len(v.log))
	v.checkpoints(checkpoints)
	return nil
}

// revisions checks the revisions one after the other, and works out from them what
// the store must hold.
func (v *verification) revisions(ctx context.Context) error {
	v.expected = Expected{Head: inventory.Empty(), last: map[inventory.ID]int{}}
	for leaf, err := range v.evidence.Leaves(1, 0) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		next := len(v.log) + 1
		switch {
		case err != nil:
			v.broken(next, "the log cannot be read: "+err.Error())
			return nil
		case leaf.Revision.Number != next:
			v.broken(next, fmt.Sprintf("it is missing in the log, which has revision %d in its place", leaf.Revision.Number))
			return nil
		}
		v.leaf(leaf)
		v.replay(leaf)
		v.log = append(v.log, leaf.Revision)
		v.report.Revisions = next
	}
	return nil
}

// broken reports a revision, after which the log cannot be repeated.
func (v *verification) broken(number int, message string) {
	v.expected.Head = nil
	v.report.add(Problem{Revision: number, Table: "revision", Message: message})
}

// leaf checks the revision by itself and against the one before it, and adds
// it to the tree.
func (v *verification) leaf(leaf Leaf) {
	r := leaf.Revision
	for _, p := range leaf.Problems {
		v.report.add(p)
	}
	before := ""
	if len(v.log) > 0 {
		before = v.log[len(v.log)-1].Hash
	}
	if r.Previous != before {
		v.broken(r.Number, fmt.Sprintf("it names %q as the hash of the revision before it, which is %q", r.Previous, before))
	}
	switch hash, err := r.HashOver(leaf.Changes); {
	case err != nil:
		v.broken(r.Number, "it cannot be hashed: "+err.Error())
	case hash != r.Hash:
		v.broken(r.Number, fmt.Sprintf("its hash is %q, and that of what it says is %q", r.Hash, hash))
	}
	if len(v.expected.Tree) != Count(r.Number-1) {
		return // a revision before could not be hashed
	}
	if hashes, err := Append(r, leaf.Changes, v.expected.Tree); err == nil {
		v.expected.Tree = append(v.expected.Tree, hashes...)
	}
}

// replay repeats the revision.
func (v *verification) replay(leaf Leaf) {
	if v.expected.Head == nil {
		return
	}
	r := leaf.Revision
	changes, err := inventory.UnmarshalChanges(leaf.Changes)
	if err != nil {
		v.broken(r.Number, err.Error())
		return
	}
	// The hash does not see spaces between the values.
	if canonical, err := inventory.MarshalChanges(changes); err != nil || !bytes.Equal(canonical, leaf.Changes) {
		v.broken(r.Number, "its changes are not written as this program writes them")
		return
	}
	next, err := v.expected.Head.Replay(inventory.Entry{Revision: r, Changes: changes})
	if err != nil {
		v.broken(r.Number, err.Error())
		return
	}
	v.expected.Head = next
	for _, c := range changes {
		id := c.Retire
		if c.Put != nil {
			id = c.Put.RecordID()
		}
		v.expected.last[id] = r.Number
	}
}
