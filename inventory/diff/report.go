// Package diff says what changed between two snapshots of an inventory, in
// plain words, with what matters to the people concerned first. It is a pure
// function of the two: given what anonymous readers see, it tells no more.
//
// What matters, and why, is one table ([Rules]). Wording, aliases, citations,
// verification and crosswalks never do. Who renders a [Report] chooses a form:
// [Report.Words], [Report.Markdown] or JSON.
package diff

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Change is what happened to a noun or fact.
type Change string

// What happens to nouns and facts.
const (
	Added   Change = "ADDED"
	Removed Change = "REMOVED"
	Changed Change = "CHANGED"
)

// Report is what changed from one revision to another.
type Report struct {
	From inventory.Revision `json:"from"`
	To   inventory.Revision `json:"to"`
	// Entries are the changes: material ones first; then by kind, in the order of
	// [inventory.Kinds], and by id.
	Entries []Entry `json:"entries"`
}

// Entry is one noun or fact that was added, removed or changed.
type Entry struct {
	Change Change         `json:"change"`
	Kind   inventory.Kind `json:"kind"`
	ID     inventory.ID   `json:"id"`
	// Summary says what the fact is: as it is now, or as it was if it is gone.
	Summary string `json:"summary"`
	// Sentence says what happened to it.
	Sentence string `json:"sentence"`
	// Material are the reasons for which the change matters, in the order of
	// [Rules]; empty: it does not.
	Material []Material `json:"material"`
	// Fields are those that differ, in the order of the record; only for what
	// was changed.
	Fields []FieldChange `json:"fields"`
}

// Material is a reason for which a change matters: a rule that it meets.
type Material struct {
	// Rule is the id of the rule.
	Rule  string `json:"rule"`
	Title string `json:"title"`
	Why   string `json:"why"`
	// Article is where the law asks for it, such as "GDPR Art. 13(1)(e)".
	Article string `json:"article"`
}

// FieldChange is one field of a record before and after, in words.
type FieldChange struct {
	// Name is the field's name in changes and files, such as "privacyPolicy".
	Name string `json:"name"`
	// Before and After are nil where nothing was stated.
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Between is what changed from one snapshot to another. Both should be what
// the same readers may see.
func Between(from, to *inventory.Snapshot) Report {
	c := &comparison{from: look(from), to: look(to)}
	r := Report{From: from.Revision(), To: to.Revision(), Entries: []Entry{}}
	rules := Rules()
	for _, p := range c.pairs() {
		r.Entries = append(r.Entries, c.entry(p, rules))
	}
	order := map[inventory.Kind]int{}
	for i, k := range inventory.Kinds() {
		order[k] = i
	}
	slices.SortFunc(r.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(order[a.Kind], order[b.Kind]), cmp.Compare(a.ID, b.ID))
	})
	return r
}

// IsMaterial says whether the change matters to the people concerned.
func (e Entry) IsMaterial() bool { return len(e.Material) > 0 }

func (e Entry) rank() int {
	if e.IsMaterial() {
		return 1
	}
	return 0
}

// Split parts the changes that matter to the people concerned from the others.
func (r Report) Split() (material, other []Entry) {
	n := slices.IndexFunc(r.Entries, func(e Entry) bool { return !e.IsMaterial() })
	if n < 0 {
		n = len(r.Entries)
	}
	return r.Entries[:n], r.Entries[n:]
}

// EntryConnection is a page of changes.
type EntryConnection = inventory.Connection[Entry]

// EntryEdge is a change with its place in a page.
type EntryEdge = inventory.Edge[Entry]

// Material pages the changes that matter to the people concerned; first must
// be 1 to [inventory.MaxPage], after is a cursor of this list, or nil.
func (r Report) Material(first int, after *string) (EntryConnection, error) {
	material, _ := r.Split()
	return page(material, first, after)
}

// Other pages the changes that do not, as [Report.Material] does.
func (r Report) Other(first int, after *string) (EntryConnection, error) {
	_, other := r.Split()
	return page(other, first, after)
}

func page(list []Entry, first int, after *string) (EntryConnection, error) {
	return inventory.Paged(list, func(e Entry) string { return string(e.ID) }, first, after)
}

// InWords says in a line what changed and how much of it matters.
func (r Report) InWords() string {
	between := fmt.Sprintf("From revision %d (in force from %s) to revision %d (in force from %s)",
		r.From.Number, orNone(string(r.From.EffectiveDate)), r.To.Number, orNone(string(r.To.EffectiveDate)))
	if len(r.Entries) == 0 {
		return between + " nothing changed."
	}
	counts := map[Change]int{}
	for _, e := range r.Entries {
		counts[e.Change]++
	}
	var parts []string
	for _, c := range []Change{Added, Removed, Changed} {
		if n := counts[c]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+strings.ToLower(string(c)))
		}
	}
	material, _ := r.Split()
	return fmt.Sprintf("%s: %s; %d of %d material.", between, wording.And(parts), len(material), len(r.Entries))
}

func orNone(date string) string {
	if date == "" {
		return "no date"
	}
	return date
}

// pair is a record before and after; nil on the side where it is not.
type pair struct{ before, after inventory.Record }

// present is the record as it is, or as it was.
func (p pair) present() inventory.Record {
	if p.after != nil {
		return p.after
	}
	return p.before
}

func (p pair) change() Change {
	switch {
	case p.before == nil:
		return Added
	case p.after == nil:
		return Removed
	}
	return Changed
}

// pairs are the records that differ.
func (c *comparison) pairs() []pair {
	var list []pair
	for _, before := range c.from.records {
		after, there := c.to.s.Record(before.RecordID())
		switch {
		case !there:
			list = append(list, pair{before: before})
		case before != after && !reflect.DeepEqual(before, after):
			list = append(list, pair{before, after})
		}
	}
	for _, after := range c.to.records {
		if _, there := c.from.s.Record(after.RecordID()); !there {
			list = append(list, pair{after: after})
		}
	}
	return list
}

// entry says what happened to a record, and why it matters.
func (c *comparison) entry(p pair, rules []Rule) Entry {
	rec, side := p.present(), c.to
	if p.after == nil {
		side = c.from
	}
	e := Entry{
		Change: p.change(), Kind: rec.RecordKind(), ID: rec.RecordID(),
		Summary: side.summary(rec.RecordID()), Material: []Material{}, Fields: []FieldChange{},
	}
	if e.Change == Changed {
		e.Fields = c.fields(p)
	}
	var sentences []string
	for _, rule := range rules {
		if !slices.Contains(rule.kinds, e.Kind) {
			continue
		}
		if sentence, met := rule.find(c, p); met {
			e.Material = append(e.Material, rule.material())
			sentences = append(sentences, sentence)
		}
	}
	if e.Sentence = strings.Join(sentences, "; "); e.Sentence == "" {
		e.Sentence = e.plain()
	}
	return e
}

// plain says what happened to something that no rule is about.
func (e Entry) plain() string {
	switch e.Change {
	case Added:
		return "New: " + e.Summary
	case Removed:
		return "No longer: " + e.Summary
	}
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = f.Label()
	}
	return "Changed in " + wording.And(names) + ": " + e.Summary
}
