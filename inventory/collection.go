package inventory

import "github.com/recital/recital/inventory/wording"

// CollectionRecord says that data is collected by an activity. Its id is made
// of both: "collection/payment/take-payments/ip-address".
type CollectionRecord struct {
	ID       ID           `json:"id"`
	Activity ID           `json:"activity" ref:"activity" need:"yes"`
	Data     ID           `json:"data" ref:"data" need:"yes"`
	Sources  []DataSource `json:"sources,omitempty"`
	// SourceParty is who gives it, when that is a third party (GDPR Art. 14(2)(f)).
	SourceParty ID `json:"sourceParty,omitempty" ref:"party" loose:"yes"`
	// Obligation is whether people must provide it (GDPR Art. 13(2)(e)).
	Obligation  Obligation `json:"obligation,omitempty"`
	Consequence string     `json:"consequence,omitempty"`
	// Form is IDENTIFIABLE when left empty.
	Form Form `json:"form,omitempty"`
	// Purposes limits the collection to these; empty: all of the activity.
	Purposes []ID `json:"purposes,omitempty" ref:"purpose"`
	Evidence
}

// NonCollectionRecord says that data is stated not to be collected by a
// service or an activity: "non-collection/device-analytics/ip-address".
type NonCollectionRecord struct {
	ID      ID `json:"id"`
	Subject ID `json:"subject" ref:"service|activity" need:"yes"`
	Data    ID `json:"data" ref:"data" need:"yes"`
	// Scope says in our words how far the statement goes.
	Scope string `json:"scope,omitempty"`
	Evidence
}

// DataSource is where data comes from (GDPR Art. 14(2)(f)).
type DataSource string

func (DataSource) values() []string {
	return []string{"DATA_SUBJECT", "DEVICE", "OBSERVED", "THIRD_PARTY", "DERIVED"}
}

// Obligation is whether people must provide data (GDPR Art. 13(2)(e)).
type Obligation string

func (Obligation) values() []string {
	return []string{"STATUTORY", "CONTRACTUAL", "NEEDED_FOR_SERVICE", "VOLUNTARY"}
}

// RecordID is the id of the record.
func (r *CollectionRecord) RecordID() ID { return r.ID }

// RecordKind is KindCollection.
func (r *CollectionRecord) RecordKind() Kind { return KindCollection }

// DerivedID is made of the ends.
func (r *CollectionRecord) DerivedID() ID { return KindCollection.ID(r.Activity.Rest(), r.Data.Rest()) }

func (r *CollectionRecord) title() string { return "" }

// RecordID is the id of the record.
func (r *NonCollectionRecord) RecordID() ID { return r.ID }

// RecordKind is KindNonCollection.
func (r *NonCollectionRecord) RecordKind() Kind { return KindNonCollection }

// DerivedID is made of the ends.
func (r *NonCollectionRecord) DerivedID() ID {
	return KindNonCollection.ID(r.Subject.Rest(), r.Data.Rest())
}

func (r *NonCollectionRecord) title() string { return "" }

func (r *CollectionRecord) defaults() { orDefault(&r.Form, Identifiable) }

func (r *CollectionRecord) check(reporter) {}

func (r *NonCollectionRecord) check(reporter) {}

// Collection says that data is collected by an activity.
type Collection struct{ view[CollectionRecord] }

// Activity is the activity.
func (c Collection) Activity() ProcessingActivity { return must[ProcessingActivity](c.s, c.r.Activity) }

// Service is the service of the activity.
func (c Collection) Service() Service { return c.Activity().Service() }

// Data is what is collected.
func (c Collection) Data() DataCategory { return must[DataCategory](c.s, c.r.Data) }

// Sources are where it comes from; empty: not declared.
func (c Collection) Sources() []DataSource { return c.r.Sources }

// SourceParty is the third party it comes from.
func (c Collection) SourceParty() (Party, bool) { return get[Party](c.s, c.r.SourceParty) }

// Obligation is whether people must provide it; ok is false if not declared.
func (c Collection) Obligation() (Obligation, bool) { return some(c.r.Obligation) }

// Consequence is what happens to those who do not provide it.
func (c Collection) Consequence() (string, bool) { return some(c.r.Consequence) }

// Form is the form in which it is held.
func (c Collection) Form() Form { return c.r.Form }

// Purposes limits the collection; empty: all of the activity.
func (c Collection) Purposes() []Purpose { return views[Purpose](c.s, c.r.Purposes) }

// Retention are the rules of the activity that cover this data.
func (c Collection) Retention() []RetentionRule {
	return c.s.rulesCovering(c.r.Activity, c.r.Data)
}

// Summary says in a line what is collected by what.
func (c Collection) Summary() string {
	return c.Activity().Summary() + " collects " + c.Data().Name() + inForm(c.r.Form)
}

// inForm says a form that is not the usual one.
func inForm(f Form) string {
	if f == Identifiable || f == "" {
		return ""
	}
	return " in " + wording.Enum(f) + " form"
}

// NonCollection says that data is stated not to be collected.
type NonCollection struct{ view[NonCollectionRecord] }

// Service is the service it is stated for.
func (c NonCollection) Service() Service { return c.subjectService(c.r.Subject) }

// Activity is the activity, when it is stated for one only.
func (c NonCollection) Activity() (ProcessingActivity, bool) { return c.subjectActivity(c.r.Subject) }

// Data is what is not collected.
func (c NonCollection) Data() DataCategory { return must[DataCategory](c.s, c.r.Data) }

// Scope says how far the statement goes.
func (c NonCollection) Scope() (string, bool) { return some(c.r.Scope) }

// Summary says in a line what is not collected by what.
func (c NonCollection) Summary() string {
	return c.subjectName(c.r.Subject) + " is stated not to collect " + c.Data().Name() + within(c.r.Scope, c.r.Condition)
}
