package inventory

import "github.com/recital/recital/inventory/wording"

// SecurityMeasureRecord is a technical or organisational measure (GDPR Art. 32).
type SecurityMeasureRecord struct {
	ID          ID          `json:"id"`
	Name        string      `json:"name" need:"yes"`
	Description string      `json:"description,omitempty"`
	Kind        MeasureKind `json:"kind" need:"yes"`
	// AppliesTo lists services and activities; empty: the whole organisation.
	AppliesTo []ID `json:"appliesTo,omitempty" ref:"service|activity"`
	Data      []ID `json:"data,omitempty" ref:"data"`
	Evidence
}

// MeasureKind is the kind of a security measure.
type MeasureKind string

func (MeasureKind) values() []string {
	return []string{"ENCRYPTION", "ACCESS_CONTROL", "PSEUDONYMISATION", "HASHING", "MINIMISATION", "NETWORK_SECURITY", "MONITORING", "ORGANISATIONAL"}
}

// RecordID is the id of the record.
func (r *SecurityMeasureRecord) RecordID() ID { return r.ID }

// RecordKind is KindMeasure.
func (r *SecurityMeasureRecord) RecordKind() Kind { return KindMeasure }

// DerivedID is empty: the id is chosen.
func (r *SecurityMeasureRecord) DerivedID() ID { return "" }

func (r *SecurityMeasureRecord) title() string { return r.Name }

func (r *SecurityMeasureRecord) check(reporter) {}

// SecurityMeasure is a technical or organisational measure.
type SecurityMeasure struct {
	view[SecurityMeasureRecord]
}

// Name is its name.
func (m SecurityMeasure) Name() string { return m.r.Name }

// Description says what it does.
func (m SecurityMeasure) Description() (string, bool) { return some(m.r.Description) }

// Kind is its kind.
func (m SecurityMeasure) Kind() MeasureKind { return m.r.Kind }

// Services are those it is stated for.
func (m SecurityMeasure) Services() []Service { return views[Service](m.s, m.r.AppliesTo) }

// Activities are those it is stated for.
func (m SecurityMeasure) Activities() []ProcessingActivity {
	return views[ProcessingActivity](m.s, m.r.AppliesTo)
}

// Data limits the measure; empty: all.
func (m SecurityMeasure) Data() []DataCategory { return views[DataCategory](m.s, m.r.Data) }

// Summary says in a line what it is.
func (m SecurityMeasure) Summary() string {
	if len(m.r.AppliesTo) == 0 {
		return m.Name() + ", everywhere in the organisation"
	}
	names := make([]string, len(m.r.AppliesTo))
	for i, id := range m.r.AppliesTo {
		names[i] = m.subjectName(id)
	}
	return m.Name() + ", for " + wording.And(names)
}
