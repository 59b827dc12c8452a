// Package intake brings in what people have: Fides manifests, the Open Cookie
// Database, and registers in the columns of the ICO's template. Each reader is
// a pure function of a file and a snapshot. It answers with a [Plan]: the
// changes to make, and for every line of the file what becomes of it. Nothing
// is dropped without a word.
//
// What is made cites the file: it becomes a document, its edition a version,
// and its parts clauses. A record that something else brought into the
// inventory is pointed at and never overwritten. The package knows no store
// and no command line.
package intake
