package inventory

// Automation is about automated decisions of an activity (GDPR Art. 22).
type Automation struct{ r AutomationRecord }

// Decisions says whether they are made; ok is false if that is not declared.
func (a Automation) Decisions() (is, ok bool) { return a.r.Decisions.bool() }

// Profiling says whether it takes place; ok is false if that is not declared.
func (a Automation) Profiling() (is, ok bool) { return a.r.Profiling.bool() }

// Description says what is decided, and how.
func (a Automation) Description() (string, bool) { return some(a.r.Description) }

// Basis is what makes them lawful.
func (a Automation) Basis() (Basis, bool) { return some(a.r.Basis) }

// ImpactAssessment is about the data protection impact assessment (GDPR Art. 35).
type ImpactAssessment struct{ r ImpactAssessmentRecord }

// Required says whether it is; ok is false if that is not declared.
func (a ImpactAssessment) Required() (is, ok bool) { return a.r.Required.bool() }

// Progress says how far it is.
func (a ImpactAssessment) Progress() (string, bool) { return some(a.r.Progress) }

// Document links to it.
func (a ImpactAssessment) Document() (string, bool) { return some(string(a.r.Document)) }

// Others link to other assessments.
func (a ImpactAssessment) Others() []string { return texts(a.r.Others) }

// RetentionPolicy is the policy behind retention and erasure.
type RetentionPolicy struct{ r RetentionPolicyRecord }

// Document links to it.
func (p RetentionPolicy) Document() (string, bool) { return some(string(p.r.Document)) }

// Followed says whether it is; ok is false if that is not declared.
func (p RetentionPolicy) Followed() (is, ok bool) { return p.r.Followed.bool() }

// Reason says why it is not followed.
func (p RetentionPolicy) Reason() (string, bool) { return some(p.r.Reason) }

// Breach is about personal data breaches (GDPR Art. 33 and 34).
type Breach struct{ r BreachRecord }

// Procedure says how breaches are notified and recorded.
func (b Breach) Procedure() (string, bool) { return some(b.r.Procedure) }

// Occurred says whether one did; ok is false if that is not declared.
func (b Breach) Occurred() (is, ok bool) { return b.r.Occurred.bool() }

// Document links to the record of breaches.
func (b Breach) Document() (string, bool) { return some(string(b.r.Document)) }
