// Package inventory is the domain: the nouns of a personal data inventory as
// plain records, an immutable [Snapshot] of one revision, the pure function
// [Snapshot.Apply] from one revision to the next, and the questions that
// people ask, each a pure function of a snapshot.
//
// Records are what tables, changes and files are written in. Views are small
// values of a snapshot and a record, with methods only: everything that reads
// the inventory reads views, so nothing outside this package can write into a
// snapshot.
//
// The package knows nothing of SQL, GraphQL, HTTP, files or clocks.
package inventory
