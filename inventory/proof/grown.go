package proof

import (
	"context"
	"fmt"

	"github.com/recital/recital/inventory"
)

// At is the checkpoint of the first size revisions, read from the tree as
// stored; size 0 means all. It verifies nothing: an inventory is verified
// before its checkpoint is signed. An empty log is [inventory.NotFound].
func At(ctx context.Context, store Store, size int) (c Checkpoint, err error) {
	if size == 0 {
		if size, err = store.Head(ctx); err != nil {
			return Checkpoint{}, err
		}
	}
	err = store.Examine(ctx, func(e Evidence) error {
		first, err := leafAt(e, 1)
		if err != nil {
			return err
		}
		newest, err := leafAt(e, size)
		if err != nil {
			return err
		}
		root, err := Root(size, e)
		c = Checkpoint{Inventory: first.Hash, Size: size, Root: root, Revision: newest.Hash, EffectiveDate: newest.EffectiveDate}
		return err
	})
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint of %d revisions: %w", size, err)
	}
	return c, nil
}

func leafAt(e Evidence, number int) (inventory.Revision, error) {
	for leaf, err := range e.Leaves(number, number) {
		return leaf.Revision, err
	}
	return inventory.Revision{}, inventory.Errorf(inventory.NotFound, "the log has no revision %d", number)
}

// at is the checkpoint of the first size revisions as worked out; nil if they
// are not all there.
func (v *verification) at(size int) *Checkpoint {
	if size < 1 || size > len(v.log) || len(v.expected.Tree) != Count(len(v.log)) {
		return nil
	}
	root, err := Root(size, v.expected.Tree)
	if err != nil {
		return nil
	}
	newest := v.log[size-1]
	return &Checkpoint{Inventory: v.log[0].Hash, Size: size, Root: root, Revision: newest.Hash, EffectiveDate: newest.EffectiveDate}
}

// checkpoints compares the log with what was kept of it.
func (v *verification) checkpoints(list []Known) {
	for _, k := range list {
		found := v.at(k.Size)
		v.report.Checkpoints = append(v.report.Checkpoints, Grown{
			Name: k.Name, Size: k.Size, Signer: k.Signer, OnlyGrew: found != nil && *found == k.Checkpoint,
		})
	}
	for _, k := range list {
		if found := v.at(k.Size); found == nil || *found != k.Checkpoint {
			v.report.add(v.shrunk(k, found, 1+v.vouched(k.Size)))
		}
	}
}

// vouched is the size of the largest checkpoint below size that the log still
// begins with.
func (v *verification) vouched(size int) int {
	largest := 0
	for _, g := range v.report.Checkpoints {
		if g.OnlyGrew && g.Size < size {
			largest = max(largest, g.Size)
		}
	}
	return largest
}

// shrunk is the problem of a checkpoint that the log does not begin with; from
// is the first revision that no other checkpoint vouches for.
func (v *verification) shrunk(k Known, found *Checkpoint, from int) Problem {
	p := Problem{Revision: from}
	switch {
	case k.Size > len(v.log):
		p.Revision = len(v.log) + 1
		p.Message = fmt.Sprintf("%s is a checkpoint of %d revisions, and the log has %d", k.Name, k.Size, len(v.log))
	case found == nil:
		p.Message = fmt.Sprintf("%s cannot be compared with the log, because the log cannot be hashed", k.Name)
	case found.Inventory != k.Inventory:
		p.Revision = 1
		p.Message = fmt.Sprintf("%s is the checkpoint of a log whose first revision has the hash %s; here it is %s: this is another inventory, or its history was written anew", k.Name, k.Inventory, found.Inventory)
	case found.Root != k.Root:
		p.Message = fmt.Sprintf("the log has changed since the checkpoint %s: one of the revisions %d to %d is not what it was", k.Name, from, k.Size)
	default:
		p.Revision = k.Size
		p.Message = fmt.Sprintf("%s names another hash or effective date for revision %d than the log that it vouches for: the checkpoint was altered", k.Name, k.Size)
	}
	return p
}
