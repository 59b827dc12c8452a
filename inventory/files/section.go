package files

import "github.com/recital/recital/inventory"

// naming is how the items of a section come by their ids.
type naming int

const (
	// By itself: `id` is the id without its kind.
	_ naming = iota
	// beneath: `id` is what follows the id of the record around the item.
	beneath
	// derived: the ends make the id; `variant` tells items with the same ends apart.
	derived
)

// section says what the items under one key of a file stand for.
type section struct {
	// name is the key.
	name string
	// kind is what each item is.
	kind inventory.Kind
	// id is how items are named; key is the key that holds the name.
	id  naming
	key string
	// owner is the field that holds the record around the item: not written.
	owner string
	// written is the key of a field whose name would mislead here.
	written map[string]string
	// spread lists the fields whose list stands for an item for each element.
	spread []string
	// place is the field that holds the place in the list, unless written.
	place string
	// assumed are the values that an absent field stands for (see
	// [inventory.Snapshot.Apply]); [Write] leaves them out.
	assumed map[string]string
	// parts are the sections inside an item.
	parts []*section

	known *vocabulary
}

// top lists the sections that any file may have; service is the whole of a
// service's file, which may have those of top that it does not redefine.
var top, service = func() ([]*section, *section) {
	clauses := &section{name: "clauses", kind: inventory.KindClause, id: beneath, owner: "version", place: "position"}
	versions := &section{name: "versions", kind: inventory.KindVersion, id: beneath, owner: "document", parts: []*section{clauses}}
	list := []*section{
		{name: "documents", kind: inventory.KindDocument, parts: []*section{versions}},
		{name: "parties", kind: inventory.KindParty},
		{name: "products", kind: inventory.KindProduct},
		{name: "dataCategories", kind: inventory.KindData, assumed: map[string]string{"special": "NONE"}},
		{name: "dataSubjectCategories", kind: inventory.KindSubject},
		{name: "purposes", kind: inventory.KindPurpose},
		{name: "events", kind: inventory.KindEvent},
		{name: "cookies", kind: inventory.KindCookie},
		{name: "measures", kind: inventory.KindMeasure},
		{name: "rights", kind: inventory.KindRight},
	}
	whole := &section{kind: inventory.KindService, key: "service", parts: serviceSections()}
	for _, s := range append(list, whole) {
		s.prepare()
	}
	return list, whole
}()

// serviceSections are the sections of a service's file.
func serviceSections() []*section {
	activities := &section{
		name: "activities", kind: inventory.KindActivity, id: beneath, owner: "service",
		assumed: map[string]string{"role": "CONTROLLER", "status": "ACTIVE"}, parts: activitySections(),
	}
	return append([]*section{
		{name: "requires", kind: inventory.KindRequirement, id: derived, owner: "service", written: map[string]string{"requires": "service"}},
		{name: "dependsOn", kind: inventory.KindDependency, id: derived, owner: "service", written: map[string]string{"dependsOn": "service"}},
	}, append(subjectSections(), activities)...)
}

// activitySections are the sections of an activity.
func activitySections() []*section {
	return append([]*section{
		{name: "uses", kind: inventory.KindUse, id: derived, owner: "activity", spread: []string{"purpose"}},
		{
			name: "collects", kind: inventory.KindCollection, id: derived, owner: "activity", spread: []string{"data"},
			assumed: map[string]string{"form": "IDENTIFIABLE"},
		},
		{
			name: "discloses", kind: inventory.KindDisclosure, id: derived, owner: "activity", spread: []string{"data", "recipient"},
			assumed: map[string]string{"form": "IDENTIFIABLE", "role": "NOT_STATED"},
		},
		{name: "keeps", kind: inventory.KindRetention, id: beneath, owner: "activity"},
	}, subjectSections()...)
}

// subjectSections are the sections of whatever facts may be stated for: a
// service or an activity.
func subjectSections() []*section {
	return []*section{
		{name: "controllers", kind: inventory.KindControllership, id: derived, owner: "subject"},
		{name: "bases", kind: inventory.KindBasis, id: beneath, owner: "subject"},
		{name: "doesNotCollect", kind: inventory.KindNonCollection, id: derived, owner: "subject", spread: []string{"data"}},
		{name: "doesNotDisclose", kind: inventory.KindNonDisclosure, id: derived, owner: "subject", spread: []string{"data", "recipient"}},
		{name: "doesNotUse", kind: inventory.KindNonUse, id: derived, owner: "subject", spread: []string{"purpose"}},
		{name: "choices", kind: inventory.KindChoice, id: beneath, owner: "subject"},
		{name: "measures", kind: inventory.KindMeasure, id: beneath, owner: "appliesTo"},
	}
}

// Every kind may leave these out.
var assumedOfAll = map[string]string{"visibility": string(inventory.Public), "assertion": string(inventory.Stated)}

// Citations are written `cite`, and one without a note as its clause alone.
const (
	citations = "citations"
	cite      = "cite"
	clause    = "clause"
)

// vocabulary is what an item of a section may hold.
type vocabulary struct {
	// fields finds a field by its key.
	fields map[string]*inventory.Field
	// parts finds a section inside by its key.
	parts map[string]*section
	// names lists all keys: that of the name first, fields as in the record,
	// sections inside.
	names []string
	// ownerField is the field of the owner; nil if there is none.
	ownerField *inventory.Field
}

// prepare works out the vocabulary of the section and of those inside.
func (s *section) prepare() {
	if s.key == "" {
		s.key = "id"
		if s.id == derived {
			s.key = "variant"
		}
	}
	known := &vocabulary{fields: map[string]*inventory.Field{}, parts: map[string]*section{}, names: []string{s.key}}
	schema := inventory.Schema(s.kind)
	for i := range schema {
		f := &schema[i]
		switch f.Name {
		case "id":
		case s.owner:
			known.ownerField = f
		default:
			known.fields[s.keyOf(f)] = f
			known.names = append(known.names, s.keyOf(f))
		}
	}
	for _, p := range s.parts {
		p.prepare()
		known.parts[p.name] = p
		known.names = append(known.names, p.name)
	}
	s.known = known
}

// keyOf is the key under which a field of the section's records is written.
func (s *section) keyOf(f *inventory.Field) string {
	if name, ok := s.written[f.Name]; ok {
		return name
	}
	if f.Name == citations {
		return cite
	}
	return f.Name
}

// assumes is the value that an absent field stands for; empty if it is itself.
func (s *section) assumes(field string) string {
	if v, ok := s.assumed[field]; ok {
		return v
	}
	return assumedOfAll[field]
}
