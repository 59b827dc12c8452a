package lint

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// book is a snapshot with what rules look up in it.
type book struct {
	s *inventory.Snapshot
	o Options
	// records are all of them, in the order of [inventory.Snapshot.Records].
	records []inventory.Record

	activities []*inventory.ProcessingActivityRecord
	// disclosures are those of live activities.
	disclosures  []*inventory.DisclosureRecord
	cookies      []*inventory.CookieRecord
	bases        []*inventory.LawfulBasisRecord
	of           map[inventory.ID]*about
	measures     []*inventory.SecurityMeasureRecord
	wide         []inventory.ID
	activitiesOf map[inventory.ID][]*inventory.ProcessingActivityRecord
	clauses      map[inventory.ID]*inventory.ClauseRecord
	activity     map[inventory.ID]*inventory.ProcessingActivityRecord
	// up is what is next above: of services, data categories, parties, purposes.
	up map[inventory.ID]inventory.ID
	// places remembers what is known of countries.
	places map[string]country
}

// about is what is stated for one activity or service.
type about struct {
	uses         []*inventory.UseRecord
	nonUses      []*inventory.NonUseRecord
	bases        []*inventory.LawfulBasisRecord
	collections  []*inventory.CollectionRecord
	non          []*inventory.NonCollectionRecord
	disclosures  []*inventory.DisclosureRecord
	withheld     []*inventory.NonDisclosureRecord
	retention    []*inventory.RetentionRuleRecord
	choices      []*inventory.ChoiceRecord
	controllers  []*inventory.ControllershipRecord
	measures     []*inventory.SecurityMeasureRecord
	dependencies []*inventory.DependencyRecord
}

func look(s *inventory.Snapshot, o Options) *book {
	b := &book{
		s: s, o: o, records: s.Records(), of: map[inventory.ID]*about{},
		activitiesOf: map[inventory.ID][]*inventory.ProcessingActivityRecord{}, clauses: map[inventory.ID]*inventory.ClauseRecord{},
		activity: map[inventory.ID]*inventory.ProcessingActivityRecord{}, up: map[inventory.ID]inventory.ID{}, places: map[string]country{},
	}
	for _, r := range b.records {
		b.index(r)
		b.indexStatement(r)
	}
	return b
}

func (b *book) index(rec inventory.Record) {
	switch r := rec.(type) {
	case *inventory.ClauseRecord:
		b.clauses[r.ID] = r
	case *inventory.ServiceRecord:
		b.below(r.ID, r.PartOf)
		if r.OrganisationWide {
			b.wide = append(b.wide, r.ID)
		}
	case *inventory.DataCategoryRecord:
		b.below(r.ID, r.Broader)
	case *inventory.PurposeRecord:
		b.below(r.ID, r.Broader)
	case *inventory.PartyRecord:
		b.below(r.ID, r.MemberOf)
	case *inventory.ProcessingActivityRecord:
		b.activities, b.activity[r.ID] = append(b.activities, r), r
		b.activitiesOf[r.Service] = append(b.activitiesOf[r.Service], r)
	case *inventory.UseRecord:
		a := b.stated(r.Activity)
		a.uses = append(a.uses, r)
	case *inventory.CollectionRecord:
		a := b.stated(r.Activity)
		a.collections = append(a.collections, r)
	case *inventory.DisclosureRecord:
		if a, ok := b.activity[r.Activity]; ok && live(a) {
			b.disclosures = append(b.disclosures, r)
		}
		a := b.stated(r.Activity)
		a.disclosures = append(a.disclosures, r)
	case *inventory.RetentionRuleRecord:
		a := b.stated(r.Activity)
		a.retention = append(a.retention, r)
	case *inventory.DependencyRecord:
		a := b.stated(r.Service)
		a.dependencies = append(a.dependencies, r)
	}
}

func (b *book) indexStatement(rec inventory.Record) {
	switch r := rec.(type) {
	case *inventory.LawfulBasisRecord:
		b.bases = append(b.bases, r)
		a := b.stated(r.Subject)
		a.bases = append(a.bases, r)
	case *inventory.NonUseRecord:
		a := b.stated(r.Subject)
		a.nonUses = append(a.nonUses, r)
	case *inventory.NonCollectionRecord:
		a := b.stated(r.Subject)
		a.non = append(a.non, r)
	case *inventory.NonDisclosureRecord:
		a := b.stated(r.Subject)
		a.withheld = append(a.withheld, r)
	case *inventory.ChoiceRecord:
		a := b.stated(r.Subject)
		a.choices = append(a.choices, r)
	case *inventory.ControllershipRecord:
		a := b.stated(r.Subject)
		a.controllers = append(a.controllers, r)
	case *inventory.SecurityMeasureRecord:
		b.measures = append(b.measures, r)
		for _, id := range r.AppliesTo {
			a := b.stated(id)
			a.measures = append(a.measures, r)
		}
	case *inventory.CookieRecord:
		b.cookies = append(b.cookies, r)
	}
}

// stated is what is stated for an activity or a service, to add to.
func (b *book) stated(id inventory.ID) *about {
	a := b.of[id]
	if a == nil {
		a = &about{}
		b.of[id] = a
	}
	return a
}

var nothing = &about{}

// at is what is stated for an activity or a service.
func (b *book) at(id inventory.ID) *about {
	if a := b.of[id]; a != nil {
		return a
	}
	return nothing
}

// record is the record with this id, if it is of this type.
func record[R inventory.Record](b *book, id inventory.ID) (r R, ok bool) {
	rec, _ := b.s.Record(id)
	r, ok = rec.(R)
	return r, ok
}

// below notes what is next above a record of a tree.
func (b *book) below(id, up inventory.ID) {
	if up != "" {
		b.up[id] = up
	}
}

// above is a record of a tree and what is above it, itself first: a service and
// what it is part of, a party and its groups, a purpose and the wider ones. The
// rules of the domain say that no tree is a circle.
func (b *book) above(id inventory.ID) []inventory.ID {
	var ids []inventory.ID
	for ; id != ""; id = b.up[id] {
		ids = append(ids, id)
	}
	return ids
}

// around lists what facts about an activity may be stated for, the nearest
// first: itself, its service, what that is part of, the organisation.
func (b *book) around(a *inventory.ProcessingActivityRecord) []inventory.ID {
	ids := append([]inventory.ID{a.ID}, b.above(a.Service)...)
	for _, wide := range b.wide {
		if !slices.Contains(ids, wide) {
			ids = append(ids, wide)
		}
	}
	return ids
}

// within says whether a record of a tree is the other or below it.
func (b *book) within(narrow, wide inventory.ID) bool {
	for ; narrow != ""; narrow = b.up[narrow] {
		if narrow == wide {
			return true
		}
	}
	return false
}

// live says whether the organisation has a part in an activity that has not ended.
func live(a *inventory.ProcessingActivityRecord) bool {
	return a.Role != "NOT_INVOLVED" && a.Status != "ENDED"
}

// deciding says whether the organisation decides about the activity.
func deciding(a *inventory.ProcessingActivityRecord) bool {
	return live(a) && (a.Role == "CONTROLLER" || a.Role == "JOINT_CONTROLLER")
}

// anonymous says whether all that an activity collects and discloses is
// statistics, which are about nobody (GDPR recital 26). An activity that says
// nothing of its data is not.
func (b *book) anonymous(a *inventory.ProcessingActivityRecord) bool {
	at := b.at(a.ID)
	personal := slices.ContainsFunc(at.collections, func(r *inventory.CollectionRecord) bool { return !r.Form.Statistical() }) ||
		slices.ContainsFunc(at.disclosures, func(r *inventory.DisclosureRecord) bool { return !r.Form.Statistical() })
	return !personal && len(at.collections)+len(at.disclosures) > 0
}

// name is what people call a noun; an activity is told with its service.
func (b *book) name(id inventory.ID) string {
	rec, _ := b.s.Record(id)
	switch r := rec.(type) {
	case *inventory.ProcessingActivityRecord:
		return b.name(r.Service) + ": " + r.Name
	case *inventory.ServiceRecord:
		return r.Name
	case *inventory.DataCategoryRecord:
		return r.Name
	case *inventory.PartyRecord:
		return r.Name
	case *inventory.PurposeRecord:
		return r.Name
	case *inventory.EventRecord:
		return r.Name
	case *inventory.CookieRecord:
		return r.Name
	case *inventory.DocumentVersionRecord:
		if d, ok := record[*inventory.DocumentRecord](b, r.Document); ok {
			return d.Title + ", " + r.Label
		}
	}
	return string(id)
}

// few joins words, the first of many only.
func few(words []string) string {
	const shown = 6
	if len(words) <= shown {
		return wording.And(words)
	}
	return strings.Join(words[:shown-1], ", ") + " and " + wording.Count(len(words)-shown+1, "other")
}

// names are the names of the ids, each once, the first of many only.
func (b *book) names(ids []inventory.ID) string {
	list := make([]string, 0, min(len(ids), 64))
	seen := make(map[inventory.ID]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			list = append(list, b.name(id))
		}
	}
	return few(list)
}

// groupsOf gathers ids under keys, and keeps the order in which keys came.
type groupsOf[K comparable] struct {
	order []K
	ids   map[K][]inventory.ID
}

func (g *groupsOf[K]) add(k K, ids ...inventory.ID) {
	if g.ids == nil {
		g.ids = map[K][]inventory.ID{}
	}
	if _, ok := g.ids[k]; !ok {
		g.order = append(g.order, k)
	}
	g.ids[k] = append(g.ids[k], ids...)
}

func (g *groupsOf[K]) each(visit func(k K, ids []inventory.ID)) {
	for _, k := range g.order {
		visit(k, g.ids[k])
	}
}
