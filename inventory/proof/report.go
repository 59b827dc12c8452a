package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one place at which a store is not what its log, or a checkpoint,
// says that it must be.
type Problem struct {
	// Revision is the revision that the place belongs to; 0 if it belongs to none.
	Revision int `json:"revision,omitempty"`
	// Table, Row and Column say where; each may be empty.
	Table  string `json:"table,omitempty"`
	Row    string `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	// Message says what is found there, and what should be.
	Message string `json:"message"`
}

// String tells the problem in one line.
func (p Problem) String() string {
	var b strings.Builder
	if p.Revision > 0 {
		fmt.Fprintf(&b, "revision %d: ", p.Revision)
	}
	place := p.Table
	if p.Column != "" {
		place += "." + p.Column
	}
	if p.Row != "" {
		place += " of " + p.Row
	}
	if place = strings.TrimPrefix(place, " of "); place != "" {
		b.WriteString(place + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// maxProblems is how many problems a report tells; the others it counts.
const maxProblems = 100

// Report is what [Verify] found.
type Report struct {
	// Verified is true if nothing was found.
	Verified bool `json:"verified"`
	// Revisions is how many revisions the log has, and Records how many records
	// it comes to; 0 if it cannot be repeated.
	Revisions int `json:"revisions"`
	Records   int `json:"records"`
	// FirstRevision is the first revision that a problem belongs to; 0 if none.
	FirstRevision int `json:"firstRevision,omitempty"`
	// Problems are those of the first revisions, in their order, then those that
	// belong to none. More counts what is left out.
	Problems []Problem `json:"problems,omitempty"`
	More     int       `json:"more,omitempty"`
	// Head is the checkpoint of the log as found; nil if it is empty or broken.
	Head *Checkpoint `json:"head,omitempty"`
	// Checkpoints says what became of those given, in their order.
	Checkpoints []Grown `json:"checkpoints,omitempty"`
}

// Grown says whether a log only grew since a checkpoint.
type Grown struct {
	// Name is that given with the checkpoint, such as the file's.
	Name string `json:"name"`
	Size int    `json:"size"`
	// Signer is whose signature was checked; empty if none was.
	Signer string `json:"signer,omitempty"`
	// OnlyGrew is true if the log begins with what the checkpoint is of.
	OnlyGrew bool `json:"onlyGrew"`
}

// add keeps the problem, or counts it if there are many.
func (r *Report) add(p Problem) {
	if p.Revision > 0 && (r.FirstRevision == 0 || p.Revision < r.FirstRevision) {
		r.FirstRevision = p.Revision
	}
	at, _ := slices.BinarySearchFunc(r.Problems, p, func(a, b Problem) int {
		// After those of the same revision.
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), -1)
	})
	r.Problems = slices.Insert(r.Problems, at, p)
	if len(r.Problems) > maxProblems {
		r.Problems = r.Problems[:maxProblems]
		r.More++
	}
}

// rank sorts by revision, with what belongs to none at the end.
func (p Problem) rank() uint { return uint(p.Revision) - 1 }
