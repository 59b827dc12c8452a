// Package storetest says what every [inventory.Store] does: [Run] is the suite
// that each implementation passes. It also has a store in memory, one that
// misbehaves on purpose, and records of every kind with every field set.
//
// It knows nothing of any engine: what only one of them promises is tested
// beside it.
package storetest
