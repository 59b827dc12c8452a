package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

// draft is a plan in the making.
type draft struct {
	// s is the inventory as it is; work holds the nouns drafted so far, too, so
	// that names are found by the inventory's own rules.
	s    *inventory.Snapshot
	work *inventory.Sketch
	o    Options
	file string
	// document is the file as the inventory knows it; version this edition of it.
	document, version inventory.ID

	records map[inventory.ID]inventory.Record
	// tried is the number that the last free id of these slugs had: those below
	// it never come free.
	tried    map[inventory.ID]int
	origin   map[inventory.ID]int
	order    []inventory.ID
	lines    []*Line
	problems []inventory.Problem
	terms    map[termKey][]term
	// others are the records of the inventory that the file may not write, by
	// kind, once somebody asked.
	others map[inventory.Kind][]inventory.Record
	// cite, where and line are the clause that speaks at the moment, the headings
	// that lead to it and its line.
	cite  inventory.ID
	where string
	line  int
	// overflown says that a record was one too many.
	overflown bool
}

func newDraft(kind string, content []byte, name string, s *inventory.Snapshot, o Options) *draft {
	if o.Visibility == "" {
		o.Visibility = inventory.Internal
	}
	d := &draft{
		s: s, work: s.Sketch(), o: o, file: path.Base(strings.ReplaceAll(name, `\`, "/")), line: 1,
		records: map[inventory.ID]inventory.Record{}, origin: map[inventory.ID]int{}, tried: map[inventory.ID]int{},
	}
	d.terms = termsOf(s)
	if len(content) > MaxFile {
		d.problem(1, "too-large", "the file is larger than 16 MiB: split it")
	}
	title := kind + " " + d.file
	d.document = inventory.KindDocument.ID(slug(title))
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:6])
	label := hash
	if o.Dated != "" {
		label = string(o.Dated) + "-" + hash
	}
	d.version = inventory.KindVersion.ID(d.document.Rest(), label)
	d.keep(&inventory.DocumentRecord{ID: d.document, Title: title})
	d.keep(&inventory.DocumentVersionRecord{ID: d.version, Document: d.document, Label: label, Published: o.Dated})
	return d
}

func (d *draft) problem(line int, rule, message string) {
	d.problems = append(d.problems, inventory.Problem{Path: d.file + ":" + strconv.Itoa(line), Rule: rule, Message: message})
}

// leaf begins a line of the report.
func (d *draft) leaf(line int, at, value string) *Line {
	l := &Line{Line: line, Path: at, Value: value}
	d.lines = append(d.lines, l)
	return l
}

// at makes a line of the file speak from now on. The headings that lead to it
// stand in the citations, which are as internal as the facts they are of; a
// clause is for everybody, and tells the number of its line alone.
func (d *draft) at(line int, headings ...string) {
	d.line, d.where = max(line, 1), strings.Join(headings, " › ")
	number := strconv.Itoa(d.line)
	d.cite = inventory.KindClause.ID(d.version.Rest(), "line-"+number)
	if d.records[d.cite] == nil {
		d.keep(&inventory.ClauseRecord{ID: d.cite, Version: d.version, Path: []string{"Line " + number}, Position: d.line})
	}
}

// place is what speaks at the moment, to come back to.
type place struct {
	cite  inventory.ID
	where string
	line  int
}

func (d *draft) here() place { return place{d.cite, d.where, d.line} }

func (d *draft) back(p place) { d.cite, d.where, d.line = p.cite, p.where, p.line }

// citation points at what speaks at the moment.
func (d *draft) citation() inventory.CitationRecord {
	return inventory.CitationRecord{Clause: d.cite, Note: d.where}
}

// maxRecords is how many records a file may make: as many as a folder of
// inventory files may hold.
const maxRecords = 200_000

// full says whether the draft holds as many records as it may, before a line
// that would make more; that is a problem, told once.
func (d *draft) full(line int) bool {
	if len(d.records) < maxRecords {
		return false
	}
	if !d.overflown {
		d.overflown = true
		d.problem(line, "too-large", "what stands above this line makes 200,000 records, as many as one import may: split the file")
	}
	return true
}

// keep takes a record into the draft, if there is room for it.
func (d *draft) keep(rec inventory.Record) {
	id := rec.RecordID()
	if d.records[id] == nil {
		if d.full(d.line) {
			return
		}
		d.order = append(d.order, id)
		d.origin[id] = d.line
	}
	d.records[id] = rec
	switch rec.RecordKind() {
	case inventory.KindParty, inventory.KindData, inventory.KindSubject, inventory.KindPurpose, inventory.KindEvent, inventory.KindService:
		d.work.Put(rec)
	}
}

// evidence is that of what the present clause states.
func (d *draft) evidence() inventory.Evidence {
	return inventory.Evidence{
		Visibility: d.o.Visibility, Assertion: inventory.Stated, Citations: []inventory.CitationRecord{d.citation()},
	}
}

// because is the evidence of what we conclude from the present clause.
func (d *draft) because(reason string) inventory.Evidence {
	e := d.evidence()
	e.Assertion, e.Because = inventory.Inferred, reason
	return e
}

// own says whether the record was brought in from this file, in this edition
// or an earlier one.
func (d *draft) own(rec inventory.Record) bool {
	e, ok := inventory.EvidenceOf(rec)
	if !ok {
		return true
	}
	prefix := string(inventory.KindClause.ID(d.document.Rest(), ""))
	return slices.ContainsFunc(e.Citations, func(c inventory.CitationRecord) bool { return strings.HasPrefix(string(c.Clause), prefix) })
}

// foreign is the record with this id that something else brought in; ok is
// false if there is none, or the file may write it.
func (d *draft) foreign(id inventory.ID) (rec inventory.Record, ok bool) {
	if d.records[id] != nil {
		return nil, false
	}
	rec, ok = d.s.Record(id)
	return rec, ok && !d.own(rec)
}

// free is the first id of the kind, counting up, that the file may write and
// has not yet written.
func (d *draft) free(k inventory.Kind, slugs ...string) inventory.ID {
	base := k.ID(slugs...)
	for n := max(d.tried[base], 1); ; n++ {
		id := base
		if n > 1 {
			id += inventory.ID("-" + strconv.Itoa(n))
		}
		if _, taken := d.foreign(id); !taken && d.records[id] == nil {
			d.tried[base] = n
			return id
		}
	}
}

// state takes a fact into the draft, with the evidence in it or that of the
// present clause, and tells the line. A fact that is in the inventory from
// elsewhere stays as it is.
func (d *draft) state(l *Line, rec inventory.Record, fields ...string) inventory.Record {
	id := rec.RecordID()
	if e, ok := inventory.EvidenceOf(rec); ok && len(e.Citations) == 0 {
		*e = withCondition(d.evidence(), e.Condition)
	}
	targets := []string{string(id)}
	for i, f := range fields {
		if i == 0 {
			targets = targets[:0]
		}
		targets = append(targets, string(id)+"#"+f)
	}
	if have, ok := d.foreign(id); ok {
		if sameSaid(have, rec) {
			l.mapped(targets...)
		} else {
			l.roughly("the inventory has this from elsewhere, and what differs was left as it is", targets...)
		}
		return have
	}
	if have := d.records[id]; have != nil {
		l.mapped(targets...)
		return have
	}
	d.keep(rec)
	l.mapped(targets...)
	return rec
}

func withCondition(e inventory.Evidence, condition string) inventory.Evidence {
	e.Condition = condition
	return e
}

// sameSaid says whether two records say the same, whatever backs them.
func sameSaid(a, b inventory.Record) bool {
	return reflect.DeepEqual(bare(a), bare(b))
}

// bare is a copy of the record without its evidence but for the condition,
// and with empty lists absent.
func bare(r inventory.Record) any {
	v := reflect.New(reflect.TypeOf(r).Elem())
	v.Elem().Set(reflect.ValueOf(r).Elem())
	if e, ok := inventory.EvidenceOf(v.Interface().(inventory.Record)); ok {
		*e = inventory.Evidence{Condition: e.Condition}
	}
	return v.Interface()
}

// changes puts what was drafted, what is pointed at before what points at it.
// A document that nothing cites is not worth a change.
func (d *draft) changes() []inventory.Change {
	if !slices.ContainsFunc(d.order, func(id inventory.ID) bool { _, ok := inventory.EvidenceOf(d.records[id]); return ok }) {
		return nil
	}
	rank := map[inventory.Kind]int{}
	for i, k := range inventory.Kinds() {
		rank[k] = i
	}
	cited := d.cited()
	list := make([]inventory.Change, 0, len(d.order))
	for _, id := range d.order {
		rec := d.records[id]
		if rec.RecordKind() == inventory.KindClause && !cited[id] {
			continue
		}
		list = append(list, inventory.Change{Put: rec})
	}
	slices.SortStableFunc(list, func(a, b inventory.Change) int {
		return cmp.Compare(rank[a.Put.RecordKind()], rank[b.Put.RecordKind()])
	})
	return list
}

// cited are the clauses that a record or the report points at.
func (d *draft) cited() map[inventory.ID]bool {
	cited := map[inventory.ID]bool{}
	for _, rec := range d.records {
		for _, id := range inventory.References(rec) {
			cited[id] = true
		}
	}
	for _, l := range d.lines {
		for _, t := range l.Targets {
			id, _, _ := strings.Cut(t, "#")
			cited[inventory.ID(id)] = true
		}
	}
	return cited
}
