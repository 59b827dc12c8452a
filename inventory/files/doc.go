// Package files is the inventory as YAML files that people read and review:
// one mapping of sections a file, one file a service, one file for each kind
// of the rest.
//
// [Read] reports every mistake at once, each with its file and line, and
// remembers where each record came from, so that what [inventory.Snapshot.Apply]
// finds wrong later can be told by file and line too ([Result.Locate]). [Write]
// is its inverse: the same records make the same bytes.
//
// Which section holds which kind, and what an item need not say because its
// place says it, stands in one table (section.go). Fields are read and written
// over [inventory.Schema], so a new field of a record needs nothing here.
package files
