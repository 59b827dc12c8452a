package inventory

import "github.com/recital/recital/inventory/wording"

// ControllershipRecord says that a party is controller, or processor, of a
// service or an activity, perhaps for some people only. Its id is made of
// both: "controllership/general/synology-inc".
type ControllershipRecord struct {
	ID      ID             `json:"id"`
	Subject ID             `json:"subject" ref:"service|activity" need:"yes"`
	Party   ID             `json:"party" ref:"party" need:"yes"`
	Role    ProcessingRole `json:"role" need:"yes"`
	// Regions says for people or events of which places; empty: everywhere.
	Regions []string `json:"regions,omitempty"`
	// Arrangement is how joint controllers share their duties (GDPR Art. 26).
	Arrangement string `json:"arrangement,omitempty"`
	Evidence
}

// RecordID is the id of the record.
func (r *ControllershipRecord) RecordID() ID { return r.ID }

// RecordKind is KindControllership.
func (r *ControllershipRecord) RecordKind() Kind { return KindControllership }

// DerivedID is made of the ends.
func (r *ControllershipRecord) DerivedID() ID {
	return KindControllership.ID(r.Subject.Rest(), r.Party.Rest())
}

func (r *ControllershipRecord) title() string { return "" }

func (r *ControllershipRecord) check(report reporter) {
	if r.Role == "NOT_INVOLVED" {
		report("role", "contradiction", "a party that has no part is not recorded as one that decides")
	}
}

// Controllership says who decides about a processing.
type Controllership struct {
	view[ControllershipRecord]
}

// Party is the party.
func (c Controllership) Party() Party { return must[Party](c.s, c.r.Party) }

// Role is its role.
func (c Controllership) Role() ProcessingRole { return c.r.Role }

// Service is the service it is stated for; ok is false for an activity.
func (c Controllership) Service() (Service, bool) { return get[Service](c.s, c.r.Subject) }

// Activity is the activity it is stated for; ok is false for a service.
func (c Controllership) Activity() (ProcessingActivity, bool) { return c.subjectActivity(c.r.Subject) }

// Regions says for people or events of which places; empty: everywhere.
func (c Controllership) Regions() []string { return c.r.Regions }

// Arrangement is how joint controllers share their duties.
func (c Controllership) Arrangement() (string, bool) { return some(c.r.Arrangement) }

// Summary says in a line who is what.
func (c Controllership) Summary() string {
	return c.Party().Name() + " is " + wording.Enum(c.r.Role) + " for " + c.subjectName(c.r.Subject)
}
