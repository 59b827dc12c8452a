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
	// Department is the business function that is responsible.
	Department string `json:"department,omitempty"`
	// Owner answers for the activity; Stewards look after its data.
	Owner    string   `json:"owner,omitempty"`
	Stewards []string `json:"stewards,omitempty"`
	// Locations say where the data is stored and processed.
	Locations        []string                `json:"locations,omitempty"`
	Automation       *AutomationRecord       `json:"automation,omitempty"`
	ImpactAssessment *ImpactAssessmentRecord `json:"impactAssessment,omitempty"`
	RetentionPolicy  *RetentionPolicyRecord  `json:"retentionPolicy,omitempty"`
	Breach           *BreachRecord           `json:"breach,omitempty"`
	// Notices link to privacy notices for this activity alone.
	Notices    []URL          `json:"notices,omitempty"`
	Status     ActivityStatus `json:"status,omitempty"`
	Reviewed   Date           `json:"reviewed,omitempty"`
	ReviewedBy string         `json:"reviewedBy,omitempty"`
	ReviewDue  Date           `json:"reviewDue,omitempty"`
	Evidence
}

// AutomationRecord is about automated decisions (GDPR Art. 22).
type AutomationRecord struct {
	// Decisions are made by automated means alone, and Profiling takes place:
	// YES or NO; empty: not declared.
	Decisions   YesNo  `json:"decisions,omitempty"`
	Profiling   YesNo  `json:"profiling,omitempty"`
	Description string `json:"description,omitempty"`
	// Basis is what makes them lawful.
	Basis Basis `json:"basis,omitempty"`
}

// ImpactAssessmentRecord is about the data protection impact assessment (GDPR Art. 35).
type ImpactAssessmentRecord struct {
	// Required is YES or NO; empty: not declared.
	Required YesNo  `json:"required,omitempty"`
	Progress string `json:"progress,omitempty"`
	// Document links to it; Others link to other assessments.
	Document URL   `json:"document,omitempty"`
	Others   []URL `json:"others,omitempty"`
}

// RetentionPolicyRecord is about the policy behind retention and erasure.
type RetentionPolicyRecord struct {
	Document URL `json:"document,omitempty"`
	// Followed is YES or NO; empty: not declared. Reason says why not.
	Followed YesNo  `json:"followed,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// BreachRecord is about personal data breaches (GDPR Art. 33 and 34).
type BreachRecord struct {
	// Procedure says how breaches are notified and recorded.
	Procedure string `json:"procedure,omitempty"`
	// Occurred is YES or NO; empty: not declared.
	Occurred YesNo `json:"occurred,omitempty"`
	// Document links to the record of breaches (Art. 33(5)).
	Document URL `json:"document,omitempty"`
}

// ProcessingRole is the role in which an organisation processes data.
type ProcessingRole string

func (ProcessingRole) values() []string {
	return []string{"CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "NOT_INVOLVED"}
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

// Department is the business function; ok is false if that is not declared.
func (a ProcessingActivity) Department() (string, bool) { return some(a.r.Department) }

// Owner answers for it; ok is false if that is not declared.
func (a ProcessingActivity) Owner() (string, bool) { return some(a.r.Owner) }

// Stewards look after its data; empty: not declared.
func (a ProcessingActivity) Stewards() []string { return a.r.Stewards }

// Locations say where the data is; empty: not declared.
func (a ProcessingActivity) Locations() []string { return a.r.Locations }

// Automation is about automated decisions; ok is false if that is not declared.
func (a ProcessingActivity) Automation() (Automation, bool) {
	if a.r.Automation == nil {
		return Automation{}, false
	}
	return Automation{*a.r.Automation}, true
}

// ImpactAssessment is about the DPIA; ok is false if that is not declared.
func (a ProcessingActivity) ImpactAssessment() (ImpactAssessment, bool) {
	if a.r.ImpactAssessment == nil {
		return ImpactAssessment{}, false
	}
	return ImpactAssessment{*a.r.ImpactAssessment}, true
}

// RetentionPolicy is the policy behind retention; ok is false if that is not declared.
func (a ProcessingActivity) RetentionPolicy() (RetentionPolicy, bool) {
	if a.r.RetentionPolicy == nil {
		return RetentionPolicy{}, false
	}
	return RetentionPolicy{*a.r.RetentionPolicy}, true
}

// Breach is about breaches; ok is false if that is not declared.
func (a ProcessingActivity) Breach() (Breach, bool) {
	if a.r.Breach == nil {
		return Breach{}, false
	}
	return Breach{*a.r.Breach}, true
}

// Notices link to privacy notices for this activity alone.
func (a ProcessingActivity) Notices() []string { return texts(a.r.Notices) }

// Status is where it stands.
func (a ProcessingActivity) Status() ActivityStatus { return a.r.Status }

// Reviewed is when it was last reviewed.
func (a ProcessingActivity) Reviewed() (Date, bool) { return some(a.r.Reviewed) }

// ReviewedBy is who reviewed it last; ok is false if that is not declared.
func (a ProcessingActivity) ReviewedBy() (string, bool) { return some(a.r.ReviewedBy) }

// ReviewDue is when it is to be reviewed next.
func (a ProcessingActivity) ReviewDue() (Date, bool) { return some(a.r.ReviewDue) }

// Summary says in a line what it is.
func (a ProcessingActivity) Summary() string { return a.Service().Name() + ": " + a.Name() }
