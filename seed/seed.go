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
	// EffectiveDate is the month of the newest of the three documents.
	EffectiveDate inventory.Date = "2024-04-01"
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

// Commit is the whole example as the first revision of an empty inventory,
// recorded at the time given and in force from [EffectiveDate].
func Commit(recordedAt time.Time) (inventory.Commit, error) {
	changes, err := Changes()
	if err != nil {
		return inventory.Commit{}, err
	}
	return inventory.Commit{Author: Author, Message: Message, RecordedAt: recordedAt, EffectiveDate: EffectiveDate, Changes: changes}, nil
}

// Snapshot is the example after its commit at [RecordedAt]. What is wrong with
// the files is told by file and line.
func Snapshot() (*inventory.Snapshot, error) {
	result, err := Read()
	if err != nil {
		return nil, err
	}
	commit, err := Commit(RecordedAt())
	if err != nil {
		return nil, err
	}
	next, _, err := inventory.Empty().Apply(commit)
	if err != nil {
		return nil, fmt.Errorf("apply the example inventory: %w", result.Locate(err))
	}
	return next, nil
}
