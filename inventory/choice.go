package inventory

import "github.com/recital/recital/inventory/wording"

// ChoiceRecord is a choice that people have: where it is made and what it
// causes. Its id is that of the subject and a slug:
// "choice/active-insight/in-portal".
type ChoiceRecord struct {
	ID      ID         `json:"id"`
	Subject ID         `json:"subject" ref:"service|activity" need:"yes"`
	Kind    ChoiceKind `json:"kind" need:"yes"`
	// Where says in our words where the choice is made.
	Where string `json:"where" need:"yes"`
	URL   URL    `json:"url,omitempty"`
	// Causes is the event that making the choice brings about.
	Causes   ID       `json:"causes,omitempty" ref:"event" loose:"yes"`
	Purposes []ID     `json:"purposes,omitempty" ref:"purpose"`
	Regions  []string `json:"regions,omitempty"`
	Evidence
}

// ChoiceKind is opt-in, opt-out or withdrawal.
type ChoiceKind string

func (ChoiceKind) values() []string { return []string{"OPT_IN", "OPT_OUT", "WITHDRAWAL"} }

// RecordID is the id of the record.
func (r *ChoiceRecord) RecordID() ID { return r.ID }

// RecordKind is KindChoice.
func (r *ChoiceRecord) RecordKind() Kind { return KindChoice }

// DerivedID is that of what it belongs to; a slug follows.
func (r *ChoiceRecord) DerivedID() ID { return KindChoice.ID(r.Subject.Rest(), "") }

func (r *ChoiceRecord) title() string { return "" }

func (r *ChoiceRecord) check(reporter) {}

// Choice is a choice that people have.
type Choice struct{ view[ChoiceRecord] }

// Kind is opt-in, opt-out or withdrawal.
func (c Choice) Kind() ChoiceKind { return c.r.Kind }

// Service is the service it is stated for.
func (c Choice) Service() Service { return c.subjectService(c.r.Subject) }

// Activity is the activity, when it is stated for one only.
func (c Choice) Activity() (ProcessingActivity, bool) { return c.subjectActivity(c.r.Subject) }

// Where says where it is made.
func (c Choice) Where() string { return c.r.Where }

// URL is the page where it is made.
func (c Choice) URL() (string, bool) { return some(string(c.r.URL)) }

// Causes is the event that it brings about.
func (c Choice) Causes() (Event, bool) { return get[Event](c.s, c.r.Causes) }

// Purposes limits the choice; empty: all.
func (c Choice) Purposes() []Purpose { return views[Purpose](c.s, c.r.Purposes) }

// Regions says for people of which places; empty: everywhere.
func (c Choice) Regions() []string { return c.r.Regions }

// Summary says in a line what can be chosen where.
func (c Choice) Summary() string {
	return c.subjectName(c.r.Subject) + ": " + wording.Enum(c.r.Kind) + " – " + c.r.Where
}
