package proof

import (
	"fmt"

	"github.com/recital/recital/inventory"
	"golang.org/x/mod/sumdb/tlog"
)

// LeafHash is the hash of a revision's leaf: that of RFC 6962 over
// [inventory.Revision.Body].
func LeafHash(r inventory.Revision, changes []byte) (tlog.Hash, error) {
	body, err := r.Body(changes)
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("hash revision %d: %w", r.Number, err)
	}
	return tlog.RecordHash(body), nil
}

// Append gives the hashes that a revision adds to the tree of those before it,
// in the order in which they are stored: that of the leaf first, at
// [FirstIndex], then those of the subtrees that it completes.
func Append(r inventory.Revision, changes []byte, tree tlog.HashReader) ([]tlog.Hash, error) {
	leaf, err := LeafHash(r, changes)
	if err != nil {
		return nil, err
	}
	return appendLeaf(r.Number, leaf, tree)
}

func appendLeaf(number int, leaf tlog.Hash, tree tlog.HashReader) ([]tlog.Hash, error) {
	hashes, err := tlog.StoredHashesForRecordHash(int64(number-1), leaf, tree)
	if err != nil {
		return nil, fmt.Errorf("add revision %d to the tree: %w", number, err)
	}
	return hashes, nil
}

// FirstIndex is the index at which the hashes of a revision begin.
func FirstIndex(number int) int64 { return tlog.StoredHashIndex(0, int64(number-1)) }

// Count is the number of hashes of a tree of so many revisions.
func Count(size int) int { return int(tlog.StoredHashCount(int64(size))) }

// Root is the hash of the tree of the first size revisions.
func Root(size int, tree tlog.HashReader) (tlog.Hash, error) {
	root, err := tlog.TreeHash(int64(size), tree)
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("hash the tree of %d revisions: %w", size, err)
	}
	return root, nil
}

// ProveInclusion gives the hashes by which [CheckInclusion] finds that a
// revision is in the tree of the first size revisions.
func ProveInclusion(size, number int, tree tlog.HashReader) (tlog.RecordProof, error) {
	p, err := tlog.ProveRecord(int64(size), int64(number-1), tree)
	if err != nil {
		return nil, fmt.Errorf("prove that revision %d is in the tree of %d: %w", number, size, err)
	}
	return p, nil
}

// CheckInclusion is an error unless the proof shows that the revision, with
// these changes, is in the tree of the checkpoint. It needs no store.
func CheckInclusion(p tlog.RecordProof, c Checkpoint, r inventory.Revision, changes []byte) error {
	leaf, err := LeafHash(r, changes)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(p, int64(c.Size), c.Root, int64(r.Number-1), leaf); err != nil {
		return fmt.Errorf("revision %d is not in the tree of %d revisions: %w", r.Number, c.Size, err)
	}
	return nil
}

// ProveGrowth gives the hashes by which [CheckGrowth] finds that the tree of
// size revisions begins with that of the first older.
func ProveGrowth(size, older int, tree tlog.HashReader) (tlog.TreeProof, error) {
	p, err := tlog.ProveTree(int64(size), int64(older), tree)
	if err != nil {
		return nil, fmt.Errorf("prove that the tree of %d revisions begins with that of %d: %w", size, older, err)
	}
	return p, nil
}

// CheckGrowth is an error unless the proof shows that the log of the newer
// checkpoint begins with that of the older one. It needs no store.
func CheckGrowth(p tlog.TreeProof, newer, older Checkpoint) error {
	if err := tlog.CheckTree(p, int64(newer.Size), newer.Root, int64(older.Size), older.Root); err != nil {
		return fmt.Errorf("the tree of %d revisions does not begin with that of %d: %w", newer.Size, older.Size, err)
	}
	return nil
}

// Hashes is a tree in memory, in the order of storage.
type Hashes []tlog.Hash

// ReadHashes reads hashes by their index.
func (h Hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(h)) {
			return nil, fmt.Errorf("the tree has no hash %d", at)
		}
		list[i] = h[at]
	}
	return list, nil
}
