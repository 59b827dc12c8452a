package inventory

import (
	"reflect"
)

// Record is a noun or a fact as plain data: what tables, changes and files are
// written in. Every record type is a pointer to a struct of this package.
//
// The fields of a record carry these tags, read by [Schema]:
//
//	json:"name"    its name in changes, files and, in snake case, in tables
//	ref:"data"     an id, or list of ids, of one of these kinds ("service|activity")
//	need:"yes"     it must not be empty
//	loose:"yes"    the record can be told without it, where it is not public
type Record interface {
	// RecordID is the id of the record.
	RecordID() ID
	// RecordKind is its kind.
	RecordKind() Kind
	// DerivedID is the id that the ends of a relation make; a variant may
	// follow it. It is empty for nouns, whose ids are chosen.
	DerivedID() ID
	// evidence is what backs the record; nil for documents, which back others.
	evidence() *Evidence
	// title is the name by which people find the record; empty for relations.
	title() string
	// check reports what tags cannot say.
	check(report reporter)
}

// reporter takes one problem: the field, the rule broken, the message.
type reporter func(field, rule, message string)

// Evidence is what every noun and fact says about itself.
type Evidence struct {
	// Visibility is PUBLIC when left empty.
	Visibility Visibility `json:"visibility,omitempty"`
	// Assertion is STATED when left empty.
	Assertion Assertion `json:"assertion,omitempty"`
	// Because gives the reasoning of an INFERRED fact.
	Because string `json:"because,omitempty"`
	// Condition says when the fact holds; empty: always.
	Condition string `json:"condition,omitempty"`
	// Citations are the clauses behind it, in the order given.
	Citations []CitationRecord `json:"citations,omitempty"`
	// Verified says who last compared it with reality.
	Verified *VerificationRecord `json:"verified,omitempty"`
}

func (e *Evidence) evidence() *Evidence { return e }

// EvidenceOf is what backs a record, to read or, in a record of one's own, to
// change; ok is false for documents, which back others.
func EvidenceOf(r Record) (e *Evidence, ok bool) {
	e = r.evidence()
	return e, e != nil
}

// CitationRecord points to the clause that states a fact.
type CitationRecord struct {
	Clause ID `json:"clause" ref:"clause" need:"yes"`
	// Note says what to look for in the clause.
	Note string `json:"note,omitempty"`
}

// VerificationRecord says that somebody compared a fact with reality.
type VerificationRecord struct {
	By string `json:"by" need:"yes"`
	On Date   `json:"on" need:"yes"`
}

// CrosswalkRecord is what another vocabulary calls an entry.
type CrosswalkRecord struct {
	Scheme CrosswalkScheme `json:"scheme" need:"yes"`
	Code   string          `json:"code" need:"yes"`
	Match  CrosswalkMatch  `json:"match" need:"yes"`
}

// kinds lists every kind with an empty record of its type, in the order in
// which records can be stored so that what is pointed at comes first.
var kinds = []struct {
	kind Kind
	zero Record
}{
	{KindDocument, (*DocumentRecord)(nil)},
	{KindVersion, (*DocumentVersionRecord)(nil)},
	{KindClause, (*ClauseRecord)(nil)},
	{KindParty, (*PartyRecord)(nil)},
	{KindProduct, (*ProductRecord)(nil)},
	{KindData, (*DataCategoryRecord)(nil)},
	{KindSubject, (*DataSubjectCategoryRecord)(nil)},
	{KindPurpose, (*PurposeRecord)(nil)},
	{KindService, (*ServiceRecord)(nil)},
	{KindEvent, (*EventRecord)(nil)},
	{KindActivity, (*ProcessingActivityRecord)(nil)},
	{KindControllership, (*ControllershipRecord)(nil)},
	{KindUse, (*UseRecord)(nil)},
	{KindNonUse, (*NonUseRecord)(nil)},
	{KindBasis, (*LawfulBasisRecord)(nil)},
	{KindCollection, (*CollectionRecord)(nil)},
	{KindNonCollection, (*NonCollectionRecord)(nil)},
	{KindDisclosure, (*DisclosureRecord)(nil)},
	{KindNonDisclosure, (*NonDisclosureRecord)(nil)},
	{KindRetention, (*RetentionRuleRecord)(nil)},
	{KindChoice, (*ChoiceRecord)(nil)},
	{KindCookie, (*CookieRecord)(nil)},
	{KindMeasure, (*SecurityMeasureRecord)(nil)},
	{KindRight, (*RightRecord)(nil)},
	{KindRequirement, (*RequirementRecord)(nil)},
	{KindDependency, (*DependencyRecord)(nil)},
}

var kindByPrefix, typeByKind = func() (map[string]Kind, map[Kind]reflect.Type) {
	byPrefix, byKind := map[string]Kind{}, map[Kind]reflect.Type{}
	for _, k := range kinds {
		byPrefix[k.kind.Prefix()] = k.kind
		byKind[k.kind] = reflect.TypeOf(k.zero).Elem()
	}
	return byPrefix, byKind
}()

// Kinds lists every kind, what is pointed at before what points at it.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i, k := range kinds {
		list[i] = k.kind
	}
	return list
}

// NewRecord is an empty record of the kind; ok is false for an unknown kind.
func NewRecord(k Kind) (r Record, ok bool) {
	t, ok := typeByKind[k]
	if !ok {
		return nil, false
	}
	return reflect.New(t).Interface().(Record), true
}
