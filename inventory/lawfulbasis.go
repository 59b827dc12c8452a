package inventory

import "github.com/recital/recital/inventory/wording"

// LawfulBasisRecord is why a processing is lawful (GDPR Art. 6(1)). Its id is
// that of the subject and a slug: "basis/general/security-threats".
type LawfulBasisRecord struct {
	ID      ID    `json:"id"`
	Subject ID    `json:"subject" ref:"service|activity" need:"yes"`
	Basis   Basis `json:"basis" need:"yes"`
	// Purpose limits the basis to one purpose; empty: the whole subject.
	Purpose ID `json:"purpose,omitempty" ref:"purpose"`
	// Interest is the legitimate interest pursued (Art. 13(1)(d)).
	Interest string `json:"interest,omitempty"`
	// Statute is the law behind a legal obligation or a public task (Art. 6(3)).
	Statute  string            `json:"statute,omitempty"`
	Article9 Article9Condition `json:"article9,omitempty"`
	Regions  []string          `json:"regions,omitempty"`
	Subjects []ID              `json:"subjects,omitempty" ref:"subject"`
	// Withdrawal is how consent is withdrawn (Art. 7(3)).
	Withdrawal string `json:"withdrawal,omitempty"`
	// ConsentRecord links to the record of consent (Art. 7(1)).
	ConsentRecord URL `json:"consentRecord,omitempty"`
	// Assessment links to the legitimate interests assessment.
	Assessment URL `json:"assessment,omitempty"`
	// Schedule1 is the condition of the UK's Data Protection Act 2018, Schedule 1.
	Schedule1 string `json:"schedule1,omitempty"`
	Evidence
}

// Basis is one of the six lawful bases of GDPR Art. 6(1).
type Basis string

// The lawful bases of GDPR Art. 6(1)(a) to (f).
const (
	Consent             Basis = "CONSENT"
	Contract            Basis = "CONTRACT"
	LegalObligation     Basis = "LEGAL_OBLIGATION"
	VitalInterests      Basis = "VITAL_INTERESTS"
	PublicTask          Basis = "PUBLIC_TASK"
	LegitimateInterests Basis = "LEGITIMATE_INTERESTS"
)

func (Basis) values() []string {
	return []string{"CONSENT", "CONTRACT", "LEGAL_OBLIGATION", "VITAL_INTERESTS", "PUBLIC_TASK", "LEGITIMATE_INTERESTS"}
}

// Article9Condition is the letter of GDPR Art. 9(2) that allows processing
// special categories of data.
type Article9Condition string

func (Article9Condition) values() []string {
	return []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"}
}

// RecordID is the id of the record.
func (r *LawfulBasisRecord) RecordID() ID { return r.ID }

// RecordKind is KindBasis.
func (r *LawfulBasisRecord) RecordKind() Kind { return KindBasis }

// DerivedID is that of what it belongs to; a slug follows.
func (r *LawfulBasisRecord) DerivedID() ID { return KindBasis.ID(r.Subject.Rest(), "") }

func (r *LawfulBasisRecord) title() string { return "" }

func (r *LawfulBasisRecord) check(reporter) {}

// LawfulBasis is why a processing is lawful.
type LawfulBasis struct{ view[LawfulBasisRecord] }

// Basis is the kind of basis.
func (b LawfulBasis) Basis() Basis { return b.r.Basis }

// Activity is the activity it is stated for; ok is false for a service.
func (b LawfulBasis) Activity() (ProcessingActivity, bool) { return b.subjectActivity(b.r.Subject) }

// Service is the service it is stated for; ok is false for an activity.
func (b LawfulBasis) Service() (Service, bool) { return get[Service](b.s, b.r.Subject) }

// Purpose limits the basis; ok is false if it holds for the whole subject.
func (b LawfulBasis) Purpose() (Purpose, bool) { return get[Purpose](b.s, b.r.Purpose) }

// Interest is the legitimate interest pursued.
func (b LawfulBasis) Interest() (string, bool) { return some(b.r.Interest) }

// Statute is the law behind an obligation or task.
func (b LawfulBasis) Statute() (string, bool) { return some(b.r.Statute) }

// Article9 is the condition for special categories of data.
func (b LawfulBasis) Article9() (Article9Condition, bool) { return some(b.r.Article9) }

// Regions says for people of which places; empty: everywhere.
func (b LawfulBasis) Regions() []string { return b.r.Regions }

// Subjects says for which people; empty: all.
func (b LawfulBasis) Subjects() []DataSubjectCategory {
	return views[DataSubjectCategory](b.s, b.r.Subjects)
}

// Withdrawal is how consent is withdrawn.
func (b LawfulBasis) Withdrawal() (string, bool) { return some(b.r.Withdrawal) }

// ConsentRecord links to the record of consent.
func (b LawfulBasis) ConsentRecord() (string, bool) { return some(string(b.r.ConsentRecord)) }

// Assessment links to the legitimate interests assessment.
func (b LawfulBasis) Assessment() (string, bool) { return some(string(b.r.Assessment)) }

// Schedule1 is the condition of the UK's Data Protection Act 2018, Schedule 1.
func (b LawfulBasis) Schedule1() (string, bool) { return some(b.r.Schedule1) }

// Summary says in a line what rests on what.
func (b LawfulBasis) Summary() string {
	line := b.subjectName(b.r.Subject)
	if p, ok := b.Purpose(); ok {
		line += ", for " + p.Name() + ","
	}
	line += " rests on " + wording.Enum(b.r.Basis)
	if i, ok := b.Interest(); ok {
		line += ": " + i
	}
	return line
}
