package inventory

import "github.com/recital/recital/inventory/wording"

// DisclosureRecord says that data goes from an activity to a recipient. Its id
// is made of its ends: "disclosure/payment/take-payments/ip-address/stripe".
type DisclosureRecord struct {
	ID        ID            `json:"id"`
	Activity  ID            `json:"activity" ref:"activity" need:"yes"`
	Data      ID            `json:"data" ref:"data" need:"yes"`
	Recipient ID            `json:"recipient" ref:"party" need:"yes"`
	Role      RecipientRole `json:"role,omitempty"`
	Purposes  []ID          `json:"purposes,omitempty" ref:"purpose" loose:"yes"`
	// Form is IDENTIFIABLE when left empty.
	Form Form `json:"form,omitempty"`
	// Contract links to the contract with a processor (GDPR Art. 28(3)).
	Contract  URL              `json:"contract,omitempty"`
	Transfers []TransferRecord `json:"transfers,omitempty"`
	Evidence
}

// TransferRecord says that data leaves for another country (GDPR Chapter V).
type TransferRecord struct {
	// Country is ISO 3166-1 alpha-2, or the name of an international organisation.
	Country   string    `json:"country,omitempty"`
	Safeguard Safeguard `json:"safeguard" need:"yes"`
	Document  URL       `json:"document,omitempty"`
	ValidFrom Date      `json:"validFrom,omitempty"`
	ValidTo   Date      `json:"validTo,omitempty"`
	Condition string    `json:"condition,omitempty"`
}

// NonDisclosureRecord says that data is stated not to be disclosed to a
// recipient: "non-disclosure/device-analytics/usage-data/third-parties".
type NonDisclosureRecord struct {
	ID        ID `json:"id"`
	Subject   ID `json:"subject" ref:"service|activity" need:"yes"`
	Data      ID `json:"data" ref:"data" need:"yes"`
	Recipient ID `json:"recipient" ref:"party" need:"yes"`
	// Purposes limits the statement to these; empty: any purpose.
	Purposes []ID `json:"purposes,omitempty" ref:"purpose"`
	// Form limits the statement to data in this form; empty: any form.
	Form  Form   `json:"form,omitempty"`
	Scope string `json:"scope,omitempty"`
	Evidence
}

// RecipientRole is the role in which a recipient acts.
type RecipientRole string

func (RecipientRole) values() []string {
	return []string{"PROCESSOR", "CONTROLLER", "JOINT_CONTROLLER", "AFFILIATE", "AUTHORITY", "NOT_STATED"}
}

// Safeguard is what protects data in a third country (GDPR Art. 45 to 49).
type Safeguard string

func (Safeguard) values() []string {
	return []string{"ADEQUACY", "STANDARD_CONTRACTUAL_CLAUSES", "BINDING_CORPORATE_RULES", "CODE_OF_CONDUCT", "CERTIFICATION", "DEROGATION", "NOT_STATED"}
}

// RecordID is the id of the record.
func (r *DisclosureRecord) RecordID() ID { return r.ID }

// RecordKind is KindDisclosure.
func (r *DisclosureRecord) RecordKind() Kind { return KindDisclosure }

// DerivedID is made of the ends.
func (r *DisclosureRecord) DerivedID() ID {
	return KindDisclosure.ID(r.Activity.Rest(), r.Data.Rest(), r.Recipient.Rest())
}

func (r *DisclosureRecord) title() string { return "" }

// RecordID is the id of the record.
func (r *NonDisclosureRecord) RecordID() ID { return r.ID }

// RecordKind is KindNonDisclosure.
func (r *NonDisclosureRecord) RecordKind() Kind { return KindNonDisclosure }

// DerivedID is made of the ends.
func (r *NonDisclosureRecord) DerivedID() ID {
	return KindNonDisclosure.ID(r.Subject.Rest(), r.Data.Rest(), r.Recipient.Rest())
}

func (r *NonDisclosureRecord) title() string { return "" }

func (r *DisclosureRecord) defaults() {
	orDefault(&r.Form, Identifiable)
	orDefault(&r.Role, "NOT_STATED")
}

func (r *DisclosureRecord) check(report reporter) {
	for i, t := range r.Transfers {
		at := indexed("transfers", i)
		if t.ValidFrom != "" && t.ValidTo != "" && t.ValidTo.before(t.ValidFrom) {
			report(at+".validTo", "contradiction", "the safeguard ends before it begins")
		}
	}
}

func (r *NonDisclosureRecord) check(reporter) {}

// Disclosure says that data goes from an activity to a recipient.
type Disclosure struct{ view[DisclosureRecord] }

// Activity is the activity.
func (d Disclosure) Activity() ProcessingActivity { return must[ProcessingActivity](d.s, d.r.Activity) }

// Service is the service of the activity.
func (d Disclosure) Service() Service { return d.Activity().Service() }

// Data is what is disclosed.
func (d Disclosure) Data() DataCategory { return must[DataCategory](d.s, d.r.Data) }

// Recipient is to whom.
func (d Disclosure) Recipient() Party { return must[Party](d.s, d.r.Recipient) }

// Role is the role in which the recipient acts.
func (d Disclosure) Role() RecipientRole { return d.r.Role }

// Purposes are what for; empty: not declared.
func (d Disclosure) Purposes() []Purpose { return views[Purpose](d.s, d.r.Purposes) }

// Form is in which form.
func (d Disclosure) Form() Form { return d.r.Form }

// Contract links to the contract with a processor.
func (d Disclosure) Contract() (string, bool) { return some(string(d.r.Contract)) }

// Transfers are to which countries, with what safeguard; empty: not declared.
func (d Disclosure) Transfers() []Transfer {
	list := make([]Transfer, len(d.r.Transfers))
	for i, t := range d.r.Transfers {
		list[i] = Transfer{t}
	}
	return list
}

// Summary says in a line what goes from what to whom.
func (d Disclosure) Summary() string {
	return d.Activity().Summary() + " discloses " + d.Data().Name() + inForm(d.r.Form) + " to " + d.Recipient().Name()
}

// Transfer says that data leaves for another country.
type Transfer struct{ r TransferRecord }

// Country is the country; ok is false if that is not declared.
func (t Transfer) Country() (string, bool) { return some(t.r.Country) }

// Safeguard is what protects the data there.
func (t Transfer) Safeguard() Safeguard { return t.r.Safeguard }

// Document is where the safeguard is written.
func (t Transfer) Document() (string, bool) { return some(string(t.r.Document)) }

// ValidFrom is since when it is valid.
func (t Transfer) ValidFrom() (Date, bool) { return some(t.r.ValidFrom) }

// ValidTo is until when it is valid.
func (t Transfer) ValidTo() (Date, bool) { return some(t.r.ValidTo) }

// Condition says when this safeguard is the one that applies.
func (t Transfer) Condition() (string, bool) { return some(t.r.Condition) }

// NonDisclosure says that data is stated not to be disclosed.
type NonDisclosure struct{ view[NonDisclosureRecord] }

// Service is the service it is stated for.
func (d NonDisclosure) Service() Service { return d.subjectService(d.r.Subject) }

// Activity is the activity, when it is stated for one only.
func (d NonDisclosure) Activity() (ProcessingActivity, bool) { return d.subjectActivity(d.r.Subject) }

// Data is what is not disclosed.
func (d NonDisclosure) Data() DataCategory { return must[DataCategory](d.s, d.r.Data) }

// Recipient is to whom it is not disclosed.
func (d NonDisclosure) Recipient() Party { return must[Party](d.s, d.r.Recipient) }

// Purposes limits the statement; empty: any purpose.
func (d NonDisclosure) Purposes() []Purpose { return views[Purpose](d.s, d.r.Purposes) }

// Form limits the statement; ok is false for any form.
func (d NonDisclosure) Form() (Form, bool) { return some(d.r.Form) }

// Scope says how far the statement goes.
func (d NonDisclosure) Scope() (string, bool) { return some(d.r.Scope) }

// Summary says in a line what does not go to whom.
func (d NonDisclosure) Summary() string {
	line := d.subjectName(d.r.Subject) + " is stated not to disclose " + d.Data().Name() + inForm(d.r.Form) + " to " + d.Recipient().Name()
	if purposes := d.Purposes(); len(purposes) > 0 {
		names := make([]string, len(purposes))
		for i, p := range purposes {
			names[i] = p.Name()
		}
		line += " for " + wording.And(names)
	}
	return line + within(d.r.Scope, d.r.Condition)
}
