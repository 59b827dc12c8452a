package seed

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
)

// Step is a revision of the example, as history.yaml describes it.
type Step struct {
	// Effective is the day from which what it brings holds.
	Effective inventory.Date `yaml:"effective"`
	// Folder holds facts worded otherwise than in data; empty: none.
	Folder string `yaml:"folder"`
	// Message says what it brings.
	Message string `yaml:"message"`
	// Because says which words of the documents date it.
	Because string `yaml:"because"`
	// Editions were published since the step before: ids without their kind.
	Editions []string `yaml:"editions"`
	// Enters are facts of data that hold from this day.
	Enters []inventory.ID `yaml:"enters"`
	// Gathers lets every fact that cites one of the editions enter, except
	// those in Except.
	Gathers bool           `yaml:"gathers"`
	Except  []inventory.ID `yaml:"except"`
}

// History lists the revisions of the example, the oldest first.
func History() ([]Step, error) {
	data, err := embedded.ReadFile("history.yaml")
	if err != nil {
		return nil, err
	}
	var in struct {
		Revisions []Step `yaml:"revisions"`
	}
	if err := yaml.Load(data, &in, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("history.yaml: %w", err)
	}
	return in.Revisions, nil
}

// Commits are the revisions of the example, to be applied one after the other
// to an empty inventory: as many as the documents' own dates allow. The newest
// is recorded at the time given, each one before it a millisecond earlier. The
// last one brings whatever of data is left, and all of it in its own wording.
func Commits(recordedAt time.Time) ([]inventory.Commit, error) {
	result, err := Read()
	if err != nil {
		return nil, err
	}
	return commits(result, recordedAt)
}

func commits(result files.Result, recordedAt time.Time) ([]inventory.Commit, error) {
	steps, err := History()
	if err != nil {
		return nil, err
	}
	past := newPast(result.Records)
	list := make([]inventory.Commit, len(steps))
	for i, step := range steps {
		changes := result.Changes()
		if i < len(steps)-1 {
			if changes, err = past.step(step); err != nil {
				return nil, fmt.Errorf("history.yaml: the revision in force from %s: %w", step.Effective, err)
			}
		}
		list[i] = inventory.Commit{
			Author: Author, Message: step.Message, EffectiveDate: step.Effective, Changes: changes,
			RecordedAt: recordedAt.Add(-time.Duration(len(steps)-1-i) * time.Millisecond),
		}
	}
	return list, nil
}

// past builds the revisions before the last one.
type past struct {
	// records are those of data, in their order; byID finds them.
	records []inventory.Record
	byID    map[inventory.ID]inventory.Record
	// published is when each edition was; empty for one that bears no date.
	published map[inventory.ID]inventory.Date
	// there are the records of the revisions built so far.
	there map[inventory.ID]bool
}

func newPast(records []inventory.Record) *past {
	p := &past{
		records: records, byID: map[inventory.ID]inventory.Record{},
		published: map[inventory.ID]inventory.Date{}, there: map[inventory.ID]bool{},
	}
	for _, r := range records {
		p.byID[r.RecordID()] = r
		if v, ok := r.(*inventory.DocumentVersionRecord); ok {
			p.published[v.ID] = v.Published
		}
	}
	return p
}

// step is what a revision changes.
func (p *past) step(s Step) ([]inventory.Change, error) {
	b := &builder{past: p, step: s, puts: map[inventory.ID]bool{}}
	if s.Folder != "" {
		own, err := files.Read(folder("history/" + s.Folder))
		if err != nil {
			return nil, err
		}
		for _, r := range own.Records {
			b.put(r)
		}
	}
	for _, id := range b.selected() {
		if err := b.enter(id); err != nil {
			return nil, err
		}
	}
	for i := 0; i < len(b.changes); i++ {
		for _, id := range inventory.References(b.changes[i].Put) {
			if err := b.need(id); err != nil {
				return nil, fmt.Errorf("%s: %w", b.changes[i].Put.RecordID(), err)
			}
		}
	}
	for id := range b.puts {
		p.there[id] = true
	}
	return b.changes, nil
}

// builder gathers the changes of one revision.
type builder struct {
	*past
	step    Step
	changes []inventory.Change
	puts    map[inventory.ID]bool
}

func (b *builder) put(r inventory.Record) {
	b.puts[r.RecordID()] = true
	b.changes = append(b.changes, inventory.Change{Put: r})
}

// enter puts a record as data words it, unless the revision has words of its own.
func (b *builder) enter(id inventory.ID) error {
	if b.puts[id] {
		return nil
	}
	r, ok := b.byID[id]
	if !ok {
		return fmt.Errorf("data has no %s", id)
	}
	b.put(b.citing(r))
	return nil
}

// need enters what a record points at, if it is not there yet.
func (b *builder) need(id inventory.ID) error {
	if b.there[id] {
		return nil
	}
	return b.enter(id)
}

// selected are the records that the step names, and those that it gathers.
func (b *builder) selected() []inventory.ID {
	ids := slices.Clone(b.step.Enters)
	editions := map[inventory.ID]bool{}
	for _, e := range b.step.Editions {
		id := inventory.KindVersion.ID(e)
		editions[id] = true
		ids = append(ids, id)
	}
	if !b.step.Gathers {
		return ids
	}
	for _, r := range b.records {
		if b.rests(r, editions) && !slices.Contains(b.step.Except, r.RecordID()) {
			ids = append(ids, r.RecordID())
		}
	}
	return ids
}

// rests says whether a record is a clause of one of the editions, or cites one.
func (b *builder) rests(r inventory.Record, editions map[inventory.ID]bool) bool {
	if c, ok := r.(*inventory.ClauseRecord); ok {
		return editions[c.Version]
	}
	return slices.ContainsFunc(citations(r), func(c inventory.CitationRecord) bool { return editions[b.edition(c)] })
}

// edition is the edition that a citation leads to.
func (b *builder) edition(c inventory.CitationRecord) inventory.ID {
	if clause, ok := b.byID[c.Clause].(*inventory.ClauseRecord); ok {
		return clause.Version
	}
	return ""
}

// citing is the record with the citations that its day allows: those of
// editions published by then or without a date, and where there is none, those
// of the earliest.
func (b *builder) citing(r inventory.Record) inventory.Record {
	all := citations(r)
	later := func(c inventory.CitationRecord) bool { return b.published[b.edition(c)] > b.step.Effective }
	kept := slices.DeleteFunc(slices.Clone(all), later)
	if len(kept) == 0 && len(all) > 0 {
		first := b.published[b.edition(all[0])]
		for _, c := range all {
			first = min(first, b.published[b.edition(c)])
		}
		kept = slices.DeleteFunc(slices.Clone(all), func(c inventory.CitationRecord) bool { return b.published[b.edition(c)] > first })
	}
	if len(kept) == len(all) {
		return r
	}
	v := reflect.New(reflect.TypeOf(r).Elem())
	v.Elem().Set(reflect.ValueOf(r).Elem())
	own := v.Interface().(inventory.Record)
	if e, ok := inventory.EvidenceOf(own); ok {
		e.Citations = kept
	}
	return own
}

// citations are those of a record; a document has none.
func citations(r inventory.Record) []inventory.CitationRecord {
	if e, ok := inventory.EvidenceOf(r); ok {
		return e.Citations
	}
	return nil
}
