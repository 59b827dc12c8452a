//go:build race

package sqlite

// flips is how many bytes are flipped: few, because the race detector has
// little to see in a verification and makes it forty times as slow.
const flips = 30
