package inventory

// UseRecord says that an activity uses data for a purpose. Its id is made of
// both: "use/payment/take-payments/report-taxes".
type UseRecord struct {
	ID       ID `json:"id"`
	Activity ID `json:"activity" ref:"activity" need:"yes"`
	Purpose  ID `json:"purpose" ref:"purpose" need:"yes"`
	// Data limits the use to these; empty: all that the activity collects.
	Data []ID `json:"data,omitempty" ref:"data"`
	Evidence
}

// NonUseRecord says that data is stated not to be used for a purpose. Its id
// is made of the subject and the purpose, or "other-purposes":
// "non-use/alexa-services/other-purposes".
type NonUseRecord struct {
	ID      ID `json:"id"`
	Subject ID `json:"subject" ref:"service|activity" need:"yes"`
	// Purpose is the one excluded; empty: every one other than those stated.
	Purpose ID     `json:"purpose,omitempty" ref:"purpose"`
	Data    []ID   `json:"data,omitempty" ref:"data"`
	Scope   string `json:"scope,omitempty"`
	Evidence
}

// RecordID is the id of the record.
func (r *UseRecord) RecordID() ID { return r.ID }

// RecordKind is KindUse.
func (r *UseRecord) RecordKind() Kind { return KindUse }

// DerivedID is made of the ends.
func (r *UseRecord) DerivedID() ID { return KindUse.ID(r.Activity.Rest(), r.Purpose.Rest()) }

func (r *UseRecord) title() string { return "" }

// RecordID is the id of the record.
func (r *NonUseRecord) RecordID() ID { return r.ID }

// RecordKind is KindNonUse.
func (r *NonUseRecord) RecordKind() Kind { return KindNonUse }

// DerivedID is made of the subject and the purpose, or "other-purposes".
func (r *NonUseRecord) DerivedID() ID {
	purpose := "other-purposes"
	if r.Purpose != "" {
		purpose = r.Purpose.Rest()
	}
	return KindNonUse.ID(r.Subject.Rest(), purpose)
}

func (r *NonUseRecord) title() string { return "" }

func (r *UseRecord) check(reporter) {}

func (r *NonUseRecord) check(report reporter) {
	if r.Purpose == "" && r.Scope == "" {
		report("scope", "missing", "without a purpose, say what use is excluded")
	}
}

// Use says that an activity uses data for a purpose.
type Use struct{ view[UseRecord] }

// Activity is the activity.
func (u Use) Activity() ProcessingActivity { return must[ProcessingActivity](u.s, u.r.Activity) }

// Purpose is what the data is used for.
func (u Use) Purpose() Purpose { return must[Purpose](u.s, u.r.Purpose) }

// Data limits the use; empty: all that the activity collects.
func (u Use) Data() []DataCategory { return views[DataCategory](u.s, u.r.Data) }

// LawfulBases are those stated for this purpose of the activity, and those
// stated for the whole activity.
func (u Use) LawfulBases() []LawfulBasis {
	keep := func(r *LawfulBasisRecord) bool { return r.Purpose == "" || r.Purpose == u.r.Purpose }
	return pointing[LawfulBasis](u.s, KindBasis, keep, u.r.Activity)
}

// Summary says in a line what is used for what.
func (u Use) Summary() string {
	return u.Activity().Summary() + " uses " + u.dataNames(u.r.Data, "what it collects") + " for " + u.Purpose().Name()
}

// NonUse says that data is stated not to be used for a purpose.
type NonUse struct{ view[NonUseRecord] }

// Service is the service it is stated for; ok is false for an activity.
func (u NonUse) Service() (Service, bool) { return get[Service](u.s, u.r.Subject) }

// Activity is the activity it is stated for; ok is false for a service.
func (u NonUse) Activity() (ProcessingActivity, bool) { return u.subjectActivity(u.r.Subject) }

// Purpose is the one excluded; ok is false for every one but those stated.
func (u NonUse) Purpose() (Purpose, bool) { return get[Purpose](u.s, u.r.Purpose) }

// Data limits the statement; empty: all.
func (u NonUse) Data() []DataCategory { return views[DataCategory](u.s, u.r.Data) }

// Scope says what exactly is excluded.
func (u NonUse) Scope() (string, bool) { return some(u.r.Scope) }

// Summary says in a line what is excluded.
func (u NonUse) Summary() string {
	purpose := "any other purpose"
	if p, ok := u.Purpose(); ok {
		purpose = p.Name()
	}
	return u.subjectName(u.r.Subject) + " is stated not to use " + u.dataNames(u.r.Data, "the data") + " for " + purpose + within(u.r.Scope, u.r.Condition)
}
