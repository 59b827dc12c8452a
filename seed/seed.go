// Package seed is the example inventory: what three published documents of one
// company say about personal data, as reviewable files, with the revisions
// that their own dates allow. Tests use it too.
package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
)

//go:embed data history history.yaml
var embedded embed.FS

// Author is who the revisions of the example say made them.
const Author = "Recital"

// RecordedAt is when the newest revision of the example was recorded.
func RecordedAt() time.Time { return time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC) }

// FS is the directory of the files.
func FS() fs.FS { return folder("data") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(embedded, name)
	if err != nil {
		panic(err) // names are constants, or clean paths that history.yaml was checked for
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

// Apply is the example after the revisions of [Commits], and the entries of
// their log. What is wrong with the files of data is told by file and line.
func Apply(recordedAt time.Time) (*inventory.Snapshot, []inventory.Entry, error) {
	result, err := Read()
	if err != nil {
		return nil, nil, err
	}
	commits, err := commits(result, recordedAt)
	if err != nil {
		return nil, nil, err
	}
	s := inventory.Empty()
	entries := make([]inventory.Entry, 0, len(commits))
	for _, c := range commits {
		next, entry, err := s.Apply(c)
		if err != nil {
			return nil, nil, located(result, c, err)
		}
		s, entries = next, append(entries, entry)
	}
	return s, entries, nil
}

// located tells a refused revision by the lines of data, if it is data that is
// wrong: then it is refused as a single revision too.
func located(result files.Result, refused inventory.Commit, err error) error {
	whole := refused
	whole.Changes = result.Changes()
	if _, _, wrong := inventory.Empty().Apply(whole); wrong != nil {
		return fmt.Errorf("apply the example inventory: %w", result.Locate(wrong))
	}
	return fmt.Errorf("apply the revision in force from %s: %w", refused.EffectiveDate, err)
}

// Snapshot is the example after all its revisions, the newest recorded at
// [RecordedAt].
func Snapshot() (*inventory.Snapshot, error) {
	s, _, err := Apply(RecordedAt())
	return s, err
}
