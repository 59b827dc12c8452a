package inventory

// ProcessingActivityRecord is one service doing one thing with data: a row of
// the register (GDPR Art. 30). Its id is that of the service and a slug:
// "activity/payment/take-payments".
type ProcessingActivityRecord struct {
	ID          ID             `json:"id"`
	Service     ID             `json:"service" ref:"service" need:"yes"`
	Name        string         `json:"name" need:"yes"`
	Description string         `json:"description,omitempty"`
	Role        ProcessingRole `json:"role,omitempty"`
	// ActsFor lists the controllers on whose behalf it is done.
	ActsFor  []ID `json:"actsFor,omitempty" ref:"party" loose:"yes"`
	Subjects []ID `json:"subjects,omitempty" ref:"subject" loose:"yes"`
	// AutomatedDecisions describes them, or says that there are none; empty: not declared.
	AutomatedDecisions string `json:"automatedDecisions,omitempty"`
	// ImpactAssessment says whether one is needed and where it is; empty: not declared.
	ImpactAssessment string         `json:"impactAssessment,omitempty"`
	Owner            string         `json:"owner,omitempty"`
	Status           ActivityStatus `json:"status,omitempty"`
	Reviewed         Date           `json:"reviewed,omitempty"`
	ReviewDue        Date           `json:"reviewDue,omitempty"`
	Evidence
}

// ProcessingRole is the role in which an organisation processes data.
type ProcessingRole string

func (ProcessingRole) values() []string {
	return []string{"CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR"}
}

// ActivityStatus is where a processing activity stands.
type ActivityStatus string

func (ActivityStatus) values() []string { return []string{"PLANNED", "ACTIVE", "ENDED"} }

// RecordID is the id of the record.
func (r *ProcessingActivityRecord) RecordID() ID { return r.ID }

// RecordKind is KindActivity.
func (r *ProcessingActivityRecord) RecordKind() Kind { return KindActivity }

// DerivedID is that of what it belongs to; a slug follows.
func (r *ProcessingActivityRecord) DerivedID() ID { return KindActivity.ID(r.Service.Rest(), "") }

func (r *ProcessingActivityRecord) title() string { return r.Name }

func (r *ProcessingActivityRecord) names() []string { return []string{r.Name} }

func (r *ProcessingActivityRecord) orderKey() string { return string(r.ID) }

func (r *ProcessingActivityRecord) defaults() {
	orDefault(&r.Role, "CONTROLLER")
	orDefault(&r.Status, "ACTIVE")
}

func (r *ProcessingActivityRecord) check(report reporter) {
	if r.Role == "PROCESSOR" && len(r.ActsFor) == 0 {
		report("actsFor", "missing", "a processor acts for somebody: name the controllers (GDPR Art. 30(2)(a))")
	}
}

// ProcessingActivity is a row of the register.
type ProcessingActivity struct {
	view[ProcessingActivityRecord]
}

// Name is its name.
func (a ProcessingActivity) Name() string { return a.r.Name }

// Description says what happens.
func (a ProcessingActivity) Description() (string, bool) { return some(a.r.Description) }

// Service is the service that does it.
func (a ProcessingActivity) Service() Service { return must[Service](a.s, a.r.Service) }

// Role is the role in which the organisation acts.
func (a ProcessingActivity) Role() ProcessingRole { return a.r.Role }

// ActsFor are the controllers on whose behalf it is done.
func (a ProcessingActivity) ActsFor() []Party { return views[Party](a.s, a.r.ActsFor) }

// Controllerships are stated for it, its service, or the organisation, the
// nearest first.
func (a ProcessingActivity) Controllerships() []Controllership {
	return pointing[Controllership](a.s, KindControllership, nil, append([]ID{a.ID()}, a.Service().andWider()...)...)
}

// Subjects are the people whose data it is.
func (a ProcessingActivity) Subjects() []DataSubjectCategory {
	return views[DataSubjectCategory](a.s, a.r.Subjects)
}

// Uses are what the data is used for.
func (a ProcessingActivity) Uses() []Use { return pointing[Use](a.s, KindUse, nil, a.ID()) }

// NonUses are what the data is stated not to be used for.
func (a ProcessingActivity) NonUses() []NonUse {
	return pointing[NonUse](a.s, KindNonUse, nil, a.ID())
}

// LawfulBases are those stated for it.
func (a ProcessingActivity) LawfulBases() []LawfulBasis {
	return pointing[LawfulBasis](a.s, KindBasis, nil, a.ID())
}

// Collections are what is collected.
func (a ProcessingActivity) Collections() []Collection {
	return pointing[Collection](a.s, KindCollection, nil, a.ID())
}

// NonCollections are what is stated not to be collected.
func (a ProcessingActivity) NonCollections() []NonCollection {
	return pointing[NonCollection](a.s, KindNonCollection, nil, a.ID())
}

// Disclosures are what is disclosed.
func (a ProcessingActivity) Disclosures() []Disclosure {
	return pointing[Disclosure](a.s, KindDisclosure, nil, a.ID())
}

// NonDisclosures are what is stated not to be disclosed.
func (a ProcessingActivity) NonDisclosures() []NonDisclosure {
	return pointing[NonDisclosure](a.s, KindNonDisclosure, nil, a.ID())
}

// Retention is how long data is kept.
func (a ProcessingActivity) Retention() []RetentionRule {
	return pointing[RetentionRule](a.s, KindRetention, nil, a.ID())
}

// Choices are those people have.
func (a ProcessingActivity) Choices() []Choice {
	return pointing[Choice](a.s, KindChoice, nil, a.ID())
}

// SecurityMeasures are those stated for it.
func (a ProcessingActivity) SecurityMeasures() []SecurityMeasure {
	return pointing[SecurityMeasure](a.s, KindMeasure, nil, a.ID())
}

// AutomatedDecisions describes them; ok is false if that is not declared.
func (a ProcessingActivity) AutomatedDecisions() (string, bool) { return some(a.r.AutomatedDecisions) }

// ImpactAssessment says whether one is needed; ok is false if that is not declared.
func (a ProcessingActivity) ImpactAssessment() (string, bool) { return some(a.r.ImpactAssessment) }

// Owner answers for it; ok is false if that is not declared.
func (a ProcessingActivity) Owner() (string, bool) { return some(a.r.Owner) }

// Status is where it stands.
func (a ProcessingActivity) Status() ActivityStatus { return a.r.Status }

// Reviewed is when it was last reviewed.
func (a ProcessingActivity) Reviewed() (Date, bool) { return some(a.r.Reviewed) }

// ReviewDue is when it is to be reviewed next.
func (a ProcessingActivity) ReviewDue() (Date, bool) { return some(a.r.ReviewDue) }

// Summary says in a line what it is.
func (a ProcessingActivity) Summary() string { return a.Service().Name() + ": " + a.Name() }
