package inventory

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/recital/recital/inventory/wording"
)

// Apply makes the next revision: all of the commit, or nothing. It answers
// with the next snapshot and the entry for the log, whose changes are in
// canonical form and leave out what changes nothing.
//
// A commit that breaks a rule is an [Invalid] error with every problem and its
// path, such as "changes[3].period". A retired noun that others still point at
// is among them, with those that do.
func (s *Snapshot) Apply(c Commit) (*Snapshot, Entry, error) {
	v := &validator{before: s}
	c.Author, c.Message = clean(c.Author), clean(c.Message)
	v.commit(c)
	v.fresh(c)
	return s.apply(v, c)
}

// apply makes the next revision of a commit that v has looked at.
func (s *Snapshot) apply(v *validator, c Commit) (*Snapshot, Entry, error) {
	puts, retired, changes := v.changes(c.Changes)
	if len(v.problems) == 0 && len(changes) == 0 {
		v.report("changes", "no-change", "nothing differs from the inventory as it is")
	}
	past := &past{before: s.past}
	v.after = s.next(past, puts, retired)
	v.puts()
	v.retirements()
	if len(v.problems) > 0 {
		return nil, Entry{}, v.err()
	}
	entry, err := s.entry(v.after, c, changes)
	if err != nil {
		return nil, Entry{}, err
	}
	past.Revision = entry.Revision
	return v.after, entry, nil
}

// entry is the log entry of the revision after this one, which these changes
// make the snapshot next.
func (s *Snapshot) entry(next *Snapshot, c Commit, changes []Change) (Entry, error) {
	rev := Revision{
		Number: s.Revision().Number + 1, RecordedAt: c.RecordedAt.UTC().Truncate(time.Millisecond), EffectiveDate: c.EffectiveDate,
		Author: c.Author, Message: c.Message, Visibility: visibilityOf(changes, s, next), Previous: s.Revision().Hash,
	}
	if rev.EffectiveDate == "" {
		rev.EffectiveDate = max(DateOf(rev.RecordedAt), s.Revision().EffectiveDate)
	}
	data, err := MarshalChanges(changes)
	if err != nil {
		return Entry{}, err
	}
	if rev.Hash, err = rev.HashOver(data); err != nil {
		return Entry{}, err
	}
	return Entry{rev, changes}, nil
}

// visibilityOf is INTERNAL if a change is about something that anonymous
// readers may not see, in the snapshot before or in the one after.
func visibilityOf(changes []Change, snapshots ...*Snapshot) Visibility {
	for _, s := range snapshots {
		hidden := map[ID]bool{}
		for _, c := range changes {
			id := c.Retire
			if c.Put != nil {
				id = c.Put.RecordID()
			}
			if s.tellsOfHidden(id, hidden) {
				return Internal
			}
		}
	}
	return Public
}

// Replay is the snapshot that an entry of the log makes of the one before it.
// An entry that does not follow, or was altered, is an error that says how.
func (s *Snapshot) Replay(e Entry) (*Snapshot, error) {
	if e.Number != s.Revision().Number+1 {
		return nil, fmt.Errorf("revision %d does not follow revision %d", e.Number, s.Revision().Number)
	}
	if e.Previous != s.Revision().Hash {
		return nil, fmt.Errorf("revision %d does not name the hash of the revision before it", e.Number)
	}
	data, err := MarshalChanges(e.Changes)
	if err != nil {
		return nil, fmt.Errorf("revision %d: %w", e.Number, err)
	}
	hash, err := e.HashOver(data)
	if err != nil {
		return nil, fmt.Errorf("revision %d: %w", e.Number, err)
	}
	if hash != e.Hash {
		return nil, fmt.Errorf("revision %d was altered: its hash is %s and should be %s", e.Number, e.Hash, hash)
	}
	v := &validator{before: s}
	c := Commit{Author: clean(e.Author), Message: clean(e.Message), RecordedAt: e.RecordedAt, EffectiveDate: e.EffectiveDate, Changes: e.Changes}
	v.commit(c)
	next, made, err := s.apply(v, c)
	if err != nil {
		return nil, fmt.Errorf("revision %d cannot be repeated: %w", e.Number, err)
	}
	if made.Hash != e.Hash {
		return nil, fmt.Errorf("revision %d is not as this program writes it: its hash is %s and should be %s", e.Number, e.Hash, made.Hash)
	}
	return next, nil
}

// Stored is a record as a store keeps it, with the number of the revision that
// brought its present wording.
type Stored struct {
	Record Record
	Since  int
}

// Load is the snapshot that a store's tables hold: its revisions, oldest
// first, and its records, which the snapshot then owns. The rules of the
// domain are not checked again; that the parts fit together is.
func Load(revisions []Revision, records []Stored) (*Snapshot, error) {
	rows := make([]*past, len(revisions)+1)
	rows[0] = &past{}
	for i, r := range revisions {
		if r.Number != i+1 {
			return nil, fmt.Errorf("revision %d stands where revision %d should", r.Number, i+1)
		}
		rows[i+1] = &past{Revision: r, before: rows[i]}
	}
	d := newDelta(Empty(), len(records))
	for _, r := range records {
		if r.Since < 1 || r.Since > len(revisions) {
			return nil, fmt.Errorf("%s comes from revision %d, which does not exist", r.Record.RecordID(), r.Since)
		}
		if _, twice := d.nodes[r.Record.RecordID()]; twice {
			return nil, fmt.Errorf("%s is there twice", r.Record.RecordID())
		}
		d.put(newNode(r.Record, rows[r.Since]))
	}
	if err := d.dangling(); err != nil {
		return nil, err
	}
	return d.build(rows[len(revisions)]), nil
}

// dangling is an error that names a record that is pointed at and is not there.
func (d *delta) dangling() error {
	var missing []string
	for k, e := range d.back {
		if !d.nodes[k.to].present {
			missing = append(missing, fmt.Sprintf("%s points at %s, which is not there", e.add[0], k.to))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return errors.New(slices.Min(missing))
}

// validator gathers what is wrong with a commit.
type validator struct {
	before, after *Snapshot
	put           []placed
	retired       []placed
	problems      []Problem
}

// placed is a change with its place in the commit.
type placed struct {
	path string
	rec  Record
	id   ID
}

func (v *validator) report(path, rule, format string, args ...any) {
	v.problems = append(v.problems, Problem{Path: path, Rule: rule, Message: fmt.Sprintf(format, args...)})
}

func (v *validator) err() error {
	return &Error{Code: Invalid, Message: "the commit was refused and nothing was changed: " + wording.Count(len(v.problems), "problem"), Problems: v.problems}
}

func (v *validator) commit(c Commit) {
	report := func(field, rule, message string) { v.report(field, rule, "%s", message) }
	if c.Author == "" {
		report("author", "missing", "say who makes the change")
	}
	if c.Message == "" {
		report("message", "missing", "say why the change is made")
	}
	plain(c.Author, "author", report)
	plain(c.Message, "message", report)
	if c.RecordedAt.IsZero() {
		v.report("recordedAt", "missing", "the time of recording is missing")
	}
	if c.EffectiveDate != "" {
		if _, err := time.Parse(time.DateOnly, string(c.EffectiveDate)); err != nil {
			v.report("effectiveDate", "malformed", "%q is not a day: write it as 2026-11-22", string(c.EffectiveDate))
		} else if before := v.before.Revision(); c.EffectiveDate < before.EffectiveDate {
			v.report("effectiveDate", "out-of-order", "%s is before %s, when revision %d came into force: revisions come into force in their order", c.EffectiveDate, before.EffectiveDate, before.Number)
		}
	}
}

// yearsAhead is how far after its recording a revision may come into force.
const yearsAhead = 2

// fresh checks what holds for commits that are made now. The log may hold
// older ones that it would refuse: they are history.
func (v *validator) fresh(c Commit) {
	report := func(field, rule, message string) { v.report(field, rule, "%s", message) }
	harmless(c.Author, false, "author", report)
	harmless(c.Message, true, "message", report)
	// What came into force later than that already cannot be gone behind.
	last := max(DateOf(c.RecordedAt.UTC().AddDate(yearsAhead, 0, 0)), v.before.Revision().EffectiveDate)
	if _, err := time.Parse(time.DateOnly, string(c.EffectiveDate)); err == nil && c.EffectiveDate > last && !c.RecordedAt.IsZero() {
		v.report("effectiveDate", "effective-too-far", "%s is after %s, more than %d years ahead: revisions come into force in their order, so none could come before it. Check the year",
			c.EffectiveDate, last, yearsAhead)
	}
}

// changes brings the changes to canonical form, drops those without effect and
// finds those that cannot be carried out together.
func (v *validator) changes(list []Change) (puts []Record, retired []ID, kept []Change) {
	seen := map[ID]string{}
	once := func(id ID, path string) bool {
		if first, ok := seen[id]; ok {
			v.report(path, "twice", "%s is changed twice, here and in %s: keep one", id, first)
			return false
		}
		seen[id] = path
		return true
	}
	for i, c := range list {
		path := indexed("changes", i)
		switch {
		case c.Put != nil && c.Retire != "":
			v.report(path, "ambiguous", "a change either puts a record or retires one")
		case c.Put != nil:
			rec := canonical(c.Put)
			if !v.identity(path, rec) {
				v.misnamed(path, rec)
				continue
			}
			if !once(rec.RecordID(), path) {
				continue
			}
			v.put = append(v.put, placed{path, rec, rec.RecordID()})
			if old, ok := v.before.Record(rec.RecordID()); ok && reflect.DeepEqual(old, rec) {
				continue
			}
			puts, kept = append(puts, rec), append(kept, Change{Put: rec})
		case !once(c.Retire, path):
		default:
			if _, ok := v.before.Record(c.Retire); !ok {
				v.report(path, "unknown", "%q cannot be retired: there is no such record", string(c.Retire))
				continue
			}
			v.retired = append(v.retired, placed{path: path, id: c.Retire})
			retired, kept = append(retired, c.Retire), append(kept, Change{Retire: c.Retire})
		}
	}
	return puts, retired, kept
}

// identity checks that the id is well formed, of the record's kind, and made
// of the record's ends.
func (v *validator) identity(path string, r Record) bool {
	id := r.RecordID()
	kind, _ := id.Kind()
	switch {
	case id == "":
		v.report(path+".id", "missing", "the record has no id")
	case !id.wellFormed() || kind != r.RecordKind():
		v.report(path+".id", "malformed", "%q is not an id of this kind: write %s/ and lower-case letters, digits, dots and hyphens", string(id), r.RecordKind().Prefix())
	case isEnd(kind) && !isSlug(id.Rest()):
		v.report(path+".id", "malformed", "%q has more than one slug: ids of relations are made of it, and could be taken for one another", string(id))
	case r.DerivedID() != "" && !derivedFrom(id, r.DerivedID()):
		v.report(path+".id", "not-derived", "the id %s must be made of the record's ends: %s", id, r.DerivedID())
	default:
		return true
	}
	return false
}

// misnamed checks what can be checked of a record whose id is wrong.
func (v *validator) misnamed(path string, r Record) {
	report := func(field, rule, message string) { v.report(path+"."+field, rule, "%s", message) }
	v.fields(slices.DeleteFunc(slices.Clone(schemas[r.RecordKind()]), func(f Field) bool { return f.Name == "id" }), reflect.ValueOf(r).Elem(), "", report)
}

// isEnd says whether the ids of relations are made of ids of this kind, chosen
// freely.
func isEnd(k Kind) bool {
	switch k {
	case KindParty, KindService, KindData, KindPurpose, KindDocument:
		return true
	}
	return false
}

// derivedFrom says whether id is made of the ends, perhaps as a variant, or,
// where the ends finish in "/", is they and one more slug.
func derivedFrom(id, ends ID) bool {
	rest, ok := strings.CutPrefix(string(id), string(ends))
	if !ok {
		return false
	}
	if strings.HasSuffix(string(ends), "/") {
		return isSlug(rest)
	}
	return rest == "" || strings.HasPrefix(rest, "+")
}

func indexed(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
