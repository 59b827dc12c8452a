package intake

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 16 << 20

// Options say how a file is read. The zero Options are good.
type Options struct {
	// Visibility is that of what is made; empty: INTERNAL, for what is imported
	// is written for the house.
	Visibility inventory.Visibility
	// Dated is the date of the file's edition; empty: not known, and the edition
	// is called by the hash of its content.
	Dated inventory.Date
	// Platforms limits the Open Cookie Database to these; empty: all.
	Platforms []string
}

// Plan is what bringing in a file would change, and what becomes of each of
// its lines.
type Plan struct {
	// File is the name of the file.
	File string
	// Changes are those that differ from the snapshot, in the order of
	// [inventory.Kinds]; empty: there is nothing to change.
	Changes []inventory.Change
	// Lines are in the order of the file, each value of it once.
	Lines []Line
	// origin is the line that first spoke of a record.
	origin map[inventory.ID]int
}

// Reader reads one format. What cannot be read at all, and what would break a
// rule of the inventory, is an [inventory.Invalid] error with every problem by
// file and line; the plan then holds the lines as far as they were read.
type Reader func(content []byte, name string, s *inventory.Snapshot, o Options) (Plan, error)

// Format is a kind of file that can be brought in.
type Format struct {
	// Name is what people call it on the command line.
	Name string
	// Title says what it is.
	Title string
	Read  Reader
}

// Formats lists the formats.
func Formats() []Format {
	return []Format{
		{"fides", "a Fides manifest (YAML): systems, datasets, organizations, taxonomies", Fides},
		{"cookies", "the Open Cookie Database (CSV)", OpenCookieDatabase},
		{"ico", "a register in the columns of the ICO's template for controllers (CSV)", ICO},
	}
}

// FormatNamed finds a format by its name, whatever the case. The name of none
// is an Invalid error that lists them.
func FormatNamed(name string) (Format, error) {
	var known []string
	for _, f := range Formats() {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return Format{}, inventory.Errorf(inventory.Invalid, "there is no format %q to import: choose one of %s", name, wording.And(known))
}

// draftTime stands for the time of a commit where none is made.
var draftTime = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// plan checks what was drafted against the snapshot.
func (d *draft) plan() (Plan, error) {
	p := Plan{File: d.file, origin: d.origin}
	for _, l := range d.lines {
		if l.Outcome == "" {
			l.lost("nothing in the inventory stands for this")
		}
		p.Lines = append(p.Lines, *l)
	}
	if len(d.problems) > 0 {
		return p, refused(d.file, d.problems)
	}
	changes := d.changes()
	if len(changes) == 0 {
		return p, nil
	}
	_, entry, err := d.s.Apply(trial(changes))
	switch {
	case err == nil:
		p.Changes = entry.Changes
	case Unchanged(err):
	default:
		p.Changes = changes
		return p, p.Locate(err)
	}
	return p, nil
}

func trial(changes []inventory.Change) inventory.Commit {
	return inventory.Commit{Author: "intake", Message: "intake", RecordedAt: draftTime, Changes: changes}
}

func refused(file string, problems []inventory.Problem) error {
	return &inventory.Error{Code: inventory.Invalid, Problems: problems,
		Message: file + " was not read and nothing was changed: " + wording.Count(len(problems), "problem")}
}

// Unchanged says whether the error of Apply means that a commit would change
// nothing.
func Unchanged(err error) bool {
	var e *inventory.Error
	return errors.As(err, &e) && len(e.Problems) == 1 && e.Problems[0].Rule == "no-change"
}

// Locate tells the problems of a commit of the plan's changes by the line of
// the file that each record is from. Other errors stay as they are.
func (p Plan) Locate(err error) error {
	var e *inventory.Error
	if !errors.As(err, &e) || e.Code != inventory.Invalid || len(e.Problems) == 0 {
		return err
	}
	located := *e
	located.Problems = slices.Clone(e.Problems)
	for i, problem := range located.Problems {
		index, field, ok := changeAt(problem.Path)
		if !ok || index >= len(p.Changes) || p.Changes[index].Put == nil {
			continue
		}
		id := p.Changes[index].Put.RecordID()
		located.Problems[i].Path = p.File + ":" + strconv.Itoa(max(p.origin[id], 1))
		if field != "" {
			located.Problems[i].Path += " (" + field + ")"
		}
	}
	return &located
}

// changeAt takes "changes[3].period" apart.
func changeAt(path string) (index int, field string, ok bool) {
	rest, ok := strings.CutPrefix(path, "changes[")
	if !ok {
		return 0, "", false
	}
	number, field, ok := strings.Cut(rest, "]")
	if !ok {
		return 0, "", false
	}
	index, err := strconv.Atoi(number)
	return index, strings.TrimPrefix(field, "."), err == nil
}
