package files

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

// Position is a line of a file.
type Position struct {
	// File is the path below the directory read, with slashes.
	File string
	// Line counts from 1.
	Line int
}

// String is "services/payment.yaml:12".
func (p Position) String() string { return p.File + ":" + strconv.Itoa(p.Line) }

func (p Position) compare(q Position) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line))
}

// Result is what [Read] read.
type Result struct {
	// Records are in the order of [inventory.Kinds], those of a kind in the order
	// of the files.
	Records []inventory.Record
	// places stand beside Records.
	places []place
	byID   map[inventory.ID]int
}

// place is where a record was written: its item, and each of its fields.
type place struct {
	at     Position
	fields map[string]mark
}

// mark is where a field, or an element of it, was written, and the id in it.
type mark struct {
	at Position
	id inventory.ID
}

// Where is the place at which the record with this id was written; ok is
// false if the files do not have it.
func (r Result) Where(id inventory.ID) (p Position, ok bool) {
	i, ok := r.byID[id]
	if !ok {
		return Position{}, false
	}
	return r.places[i].at, true
}

// Changes puts every record, in the order of Records.
func (r Result) Changes() []inventory.Change {
	list := make([]inventory.Change, len(r.Records))
	for i, rec := range r.Records {
		list[i] = inventory.Change{Put: rec}
	}
	return list
}

// Locate tells the problems of err by file and line instead of by change, the
// first line first, and adds to an unknown reference what may have been meant.
// The err must come from a commit whose changes begin with [Result.Changes];
// any other error, and any problem of another change, stays as it is. The
// [inventory.Error] is answered alone, without what was wrapped around it.
func (r Result) Locate(err error) error {
	var refused *inventory.Error
	if !errors.As(err, &refused) || len(refused.Problems) == 0 {
		return err
	}
	out := *refused
	out.Problems = nil
	var found problems
	hints := map[inventory.ID]string{}
	for _, p := range refused.Problems {
		at, id, ok := r.locate(p.Path)
		if !ok {
			out.Problems = append(out.Problems, p)
			continue
		}
		if p.Rule == "unknown-reference" {
			if _, known := hints[id]; !known {
				hints[id] = r.instead(id)
			}
			p.Message += hints[id]
		}
		found.add(at, p.Rule, p.Message)
	}
	out.Problems = append(found.sorted(), out.Problems...)
	return &out
}

// locate finds the line of a path such as "changes[3].data[1]": that of the
// element or else of the nearest thing around it.
func (r Result) locate(path string) (at Position, id inventory.ID, ok bool) {
	rest, ok := strings.CutPrefix(path, "changes[")
	if !ok {
		return at, "", false
	}
	number, field, _ := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(r.places) {
		return at, "", false
	}
	p := r.places[i]
	field = strings.TrimPrefix(field, ".")
	for field != "" {
		if m, ok := p.fields[field]; ok {
			return m.at, m.id, true
		}
		field = field[:max(strings.LastIndexAny(field, ".["), 0)]
	}
	return p.at, "", true
}

// instead says which record of the files may have been meant by an id that
// does not exist: one of another kind with the same name, or one spelled nearly so.
func (r Result) instead(id inventory.ID) string {
	kind, ok := id.Kind()
	if !ok {
		return ""
	}
	var near []string
	for _, rec := range r.Records {
		other := rec.RecordID()
		switch k, _ := other.Kind(); {
		case k == kind:
			near = append(near, other.Rest())
		case other.Rest() == id.Rest():
			return fmt.Sprintf(" (%s exists, but it is of another kind)", other)
		}
	}
	if name, ok := nearest(id.Rest(), near); ok {
		return fmt.Sprintf(" (did you mean %s?)", name)
	}
	return ""
}

// problems are what is wrong with the files, each said once.
type problems struct {
	list []found
	seen map[found]bool
}

type found struct {
	at            Position
	rule, message string
}

func (p *problems) add(at Position, rule, message string) {
	f := found{at, rule, message}
	if p.seen[f] {
		return
	}
	if p.seen == nil {
		p.seen = map[found]bool{}
	}
	p.seen[f] = true
	p.list = append(p.list, f)
}

// sorted lists them by file and line.
func (p *problems) sorted() []inventory.Problem {
	slices.SortStableFunc(p.list, func(a, b found) int { return a.at.compare(b.at) })
	var list []inventory.Problem
	for _, f := range p.list {
		list = append(list, inventory.Problem{Path: f.at.String(), Rule: f.rule, Message: f.message})
	}
	return list
}

// err is nil if nothing is wrong.
func (p *problems) err() error {
	if len(p.list) == 0 {
		return nil
	}
	count := strconv.Itoa(len(p.list)) + " problems"
	if len(p.list) == 1 {
		count = "1 problem"
	}
	return &inventory.Error{Code: inventory.Invalid, Message: "the files cannot be read as an inventory: " + count, Problems: p.sorted()}
}
