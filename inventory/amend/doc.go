// Package amend makes changes of what people send: for each thing the fields
// that they want to say, in the names of [inventory.Schema].
//
// A field that is absent stays as it is, or is what it usually is where the
// thing is new; null clears it; an empty list is an empty list. Ids of
// relations are made of their ends, ends may be named as people name them, and
// things put together may point at each other.
//
// It knows the fields and the ids of records, and nothing of GraphQL, of files
// or of the rules of the domain: [inventory.Snapshot.Apply] checks those, and
// [Amendment.Locate] tells what it finds by the paths of the input.
package amend
