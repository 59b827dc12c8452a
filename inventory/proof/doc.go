// Package proof shows that the history of an inventory was not rewritten. Each
// revision is a leaf of a Merkle tree, a checkpoint is the signed head of that
// tree, and [Verify] works everything out again from the log.
//
// It knows revisions and hashes. How a store keeps them, and where keys and
// checkpoints are kept, is the affair of others: README.md says what is proved,
// what is not, and how an auditor goes about it.
package proof
