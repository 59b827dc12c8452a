package inventory

// RightRecord is a right of the people concerned (GDPR Art. 15 to 22, CCPA),
// and how to use it.
type RightRecord struct {
	ID          ID     `json:"id"`
	Name        string `json:"name" need:"yes"`
	Description string `json:"description,omitempty"`
	// Articles say where the law gives it, such as "GDPR Art. 15".
	Articles       []string `json:"articles,omitempty"`
	HowTo          string   `json:"howTo,omitempty"`
	AnsweredWithin Period   `json:"answeredWithin,omitempty"`
	Limits         string   `json:"limits,omitempty"`
	Regions        []string `json:"regions,omitempty"`
	Authority      ID       `json:"authority,omitempty" ref:"party" loose:"yes"`
	Evidence
}

// RecordID is the id of the record.
func (r *RightRecord) RecordID() ID { return r.ID }

// RecordKind is KindRight.
func (r *RightRecord) RecordKind() Kind { return KindRight }

// DerivedID is empty: the id is chosen.
func (r *RightRecord) DerivedID() ID { return "" }

func (r *RightRecord) title() string { return r.Name }

func (r *RightRecord) check(reporter) {}

// Right is a right of the people concerned.
type Right struct{ view[RightRecord] }

// Name is its name.
func (r Right) Name() string { return r.r.Name }

// Description says what one may ask.
func (r Right) Description() (string, bool) { return some(r.r.Description) }

// Articles say where the law gives it.
func (r Right) Articles() []string { return r.r.Articles }

// HowTo says how to use it.
func (r Right) HowTo() (string, bool) { return some(r.r.HowTo) }

// AnsweredWithin is the time within which an answer is promised.
func (r Right) AnsweredWithin() (Period, bool) { return some(r.r.AnsweredWithin) }

// Limits say what limits it.
func (r Right) Limits() (string, bool) { return some(r.r.Limits) }

// Regions says for people of which places; empty: all.
func (r Right) Regions() []string { return r.r.Regions }

// Authority is the authority to turn to.
func (r Right) Authority() (Party, bool) { return get[Party](r.s, r.r.Authority) }

// Summary says in a line what it is.
func (r Right) Summary() string {
	if p, ok := r.AnsweredWithin(); ok {
		return r.Name() + ", answered within " + p.InWords()
	}
	return r.Name()
}
