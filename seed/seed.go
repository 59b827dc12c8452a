// Package seed is the example inventory: what three published documents of one
// company say about personal data, as reviewable files. Tests use it too.
package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
)

//go:embed data
var embedded embed.FS

// What the first revision of the example says of itself.
const (
	Author  = "Recital"
	Message = "The example inventory"
)

// RecordedAt is when the first revision of the example was recorded.
func RecordedAt() time.Time { return time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC) }

// FS is the directory of the files.
func FS() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}

// Read reads the files. See [files.Read] for the errors.
func Read() (files.Result, error) { return files.Read(FS()) }

// Records are the nouns and facts of the example, as written.
func Records() ([]inventory.Record, error) {
	result, err := Read()
	return result.Records, err
}

// Changes puts every record of the example.
func Changes() ([]inventory.Change, error) {
	result, err := Read()
	return result.Changes(), err
}

// Snapshot is the example as the first revision of an empty inventory, with
// [Author], [Message] and [RecordedAt]. What is wrong with the files is told
// by file and line.
func Snapshot() (*inventory.Snapshot, error) {
	result, err := Read()
	if err != nil {
		return nil, err
	}
	next, _, err := inventory.Empty().Apply(inventory.Commit{
		Author: Author, Message: Message, RecordedAt: RecordedAt(), Changes: result.Changes(),
	})
	if err != nil {
		return nil, fmt.Errorf("apply the example inventory: %w", result.Locate(err))
	}
	return next, nil
}
