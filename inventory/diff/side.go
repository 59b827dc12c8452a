package diff

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// comparison is the two snapshots that rules look at.
type comparison struct{ from, to *side }

// side is a snapshot with what rules look up in it.
type side struct {
	s       *inventory.Snapshot
	records []inventory.Record
	// received and collected hold the form that is nearest to a person, for the
	// service, the data and the recipient.
	received, collected map[ends]int
	// used, countries and cookies hold what a service uses data for, where it
	// sends it, and what a party stores.
	used, countries, cookies map[ends]bool
	// retention lists the rules of an activity.
	retention map[inventory.ID][]*inventory.RetentionRuleRecord
	// stated lists choices, bases and statements of what is not done by the
	// service or activity they are stated for; measures all of them.
	stated   map[inventory.ID][]inventory.Record
	measures []*inventory.SecurityMeasureRecord
}

// ends are what a relation relates: up to three ids or names.
type ends [3]string

func look(s *inventory.Snapshot) *side {
	d := &side{
		s: s, records: s.Records(), received: map[ends]int{}, collected: map[ends]int{}, used: map[ends]bool{}, countries: map[ends]bool{},
		cookies: map[ends]bool{}, retention: map[inventory.ID][]*inventory.RetentionRuleRecord{}, stated: map[inventory.ID][]inventory.Record{},
	}
	for _, r := range d.records {
		d.index(r)
	}
	return d
}

func (d *side) index(rec inventory.Record) {
	switch r := rec.(type) {
	case *inventory.CollectionRecord:
		nearest(d.collected, d.collection(r), r.Form)
	case *inventory.DisclosureRecord:
		nearest(d.received, d.disclosure(r), r.Form)
		for _, t := range r.Transfers {
			d.countries[ends{d.service(r.Activity), t.Country}] = true
		}
	case *inventory.UseRecord:
		for _, data := range orAll(r.Data) {
			d.used[ends{d.service(r.Activity), string(r.Purpose), data}] = true
		}
	case *inventory.RetentionRuleRecord:
		d.retention[r.Activity] = append(d.retention[r.Activity], r)
	case *inventory.CookieRecord:
		for _, name := range r.Patterns {
			d.cookies[ends{string(r.Setter), name}] = true
		}
	case *inventory.SecurityMeasureRecord:
		d.measures = append(d.measures, r)
	default:
		if of, ok := statedFor(rec); ok {
			d.stated[of] = append(d.stated[of], rec)
		}
	}
}

// statedFor is the service or activity that a choice, a basis or a statement
// of what is not done is stated for.
func statedFor(rec inventory.Record) (inventory.ID, bool) {
	switch r := rec.(type) {
	case *inventory.ChoiceRecord:
		return r.Subject, true
	case *inventory.LawfulBasisRecord:
		return r.Subject, true
	case *inventory.NonCollectionRecord:
		return r.Subject, true
	case *inventory.NonDisclosureRecord:
		return r.Subject, true
	case *inventory.NonUseRecord:
		return r.Subject, true
	}
	return "", false
}

func (d *side) collection(r *inventory.CollectionRecord) ends {
	return ends{d.service(r.Activity), string(r.Data)}
}

func (d *side) disclosure(r *inventory.DisclosureRecord) ends {
	return ends{d.service(r.Activity), string(r.Data), string(r.Recipient)}
}

// nearest keeps the form that is nearest to a person.
func nearest(forms map[ends]int, at ends, f inventory.Form) {
	if known, ok := forms[at]; !ok || distance(f) < known {
		forms[at] = distance(f)
	}
}

// distance is how far a form keeps data from the person it is about. Data that
// is encrypted is as near as data under a pseudonym: whoever has the key reads it.
func distance(f inventory.Form) int {
	switch f {
	case inventory.Pseudonymised, inventory.Encrypted:
		return 1
	case inventory.Aggregated:
		return 2
	case inventory.Anonymous:
		return 3
	}
	return 0
}

// all stands for all that an activity collects.
const all = "*"

func orAll(ids []inventory.ID) []string {
	if len(ids) == 0 {
		return []string{all}
	}
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return list
}

// service is the id of the service of an activity, or of a service.
func (d *side) service(subject inventory.ID) string {
	if r, ok := d.s.Record(subject); ok {
		if a, ok := r.(*inventory.ProcessingActivityRecord); ok {
			return string(a.Service)
		}
	}
	return string(subject)
}

// has says whether the record is there.
func (d *side) has(id inventory.ID) bool {
	_, ok := d.s.Record(id)
	return ok
}

// name is what people call the record; an activity is told with its service.
func (d *side) name(id inventory.ID) string {
	n, ok := d.s.Node(id)
	if !ok {
		return string(id)
	}
	if _, is := n.(inventory.ProcessingActivity); is {
		return d.summary(id)
	}
	if named, ok := n.(interface{ Name() string }); ok {
		return named.Name()
	}
	return d.summary(id)
}

// serviceName is the name of the service of an activity, or of a service.
func (d *side) serviceName(subject inventory.ID) string {
	return d.name(inventory.ID(d.service(subject)))
}

// names are the names of the records, in their order.
func (d *side) names(ids []inventory.ID, none string) string {
	if len(ids) == 0 {
		return none
	}
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = d.name(id)
	}
	return wording.And(list)
}

// summary says in a line what the record is.
func (d *side) summary(id inventory.ID) string {
	n, ok := d.s.Node(id)
	if !ok {
		return string(id)
	}
	switch v := n.(type) {
	case inventory.Fact:
		return v.Summary()
	case inventory.Document:
		return v.Title()
	case inventory.DocumentVersion:
		return v.Document().Title() + ", " + v.Label()
	case inventory.Clause:
		return place(v.Document().Title(), v.Path())
	}
	return string(id)
}

// place is where a clause is found; some paths begin with the title.
func place(title string, path []string) string {
	if len(path) > 0 && strings.EqualFold(path[0], title) {
		path = path[1:]
	}
	return strings.Join(append([]string{title}, path...), " › ")
}

// missing lists what is in a and not in b.
func missing[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return slices.Contains(b, v) })
}

// narrowed says whether a limit that goes from a to b takes anything away, where
// no limit is everything.
func narrowed[T comparable](a, b []T) bool {
	return len(b) > 0 && (len(a) == 0 || len(missing(a, b)) > 0)
}

// records are the record before and after, if it is of this type.
func records[R inventory.Record](p pair) (before, after R, was, is bool) {
	before, was = p.before.(R)
	after, is = p.after.(R)
	return before, after, was, is
}
