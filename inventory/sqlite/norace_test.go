//go:build !race

package sqlite

// flips is how many bytes are flipped.
const flips = 250
