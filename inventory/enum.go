package inventory

import "slices"

// enum is a string type with a fixed set of values: those of the GraphQL enum
// of the same name, in its order.
type enum interface{ values() []string }

// EnumValues lists what v, a value of an enum type of this package, may hold;
// ok is false if v is of another type.
func EnumValues(v any) (values []string, ok bool) {
	e, ok := v.(enum)
	if !ok {
		return nil, false
	}
	return slices.Clone(e.values()), true
}

// Visibility is who may see a fact.
type Visibility string

// Who may see a fact.
const (
	Public   Visibility = "PUBLIC"
	Internal Visibility = "INTERNAL"
)

func (Visibility) values() []string { return []string{"PUBLIC", "INTERNAL"} }

// Assertion is whether a document says so, or we conclude it.
type Assertion string

// Stated is written in a clause; Inferred is concluded from clauses.
const (
	Stated   Assertion = "STATED"
	Inferred Assertion = "INFERRED"
)

func (Assertion) values() []string { return []string{"STATED", "INFERRED"} }

// CrosswalkScheme is a vocabulary of others.
type CrosswalkScheme string

func (CrosswalkScheme) values() []string { return []string{"DPV", "FIDESLANG", "IAB_GVL", "CNIL"} }

// CrosswalkMatch is how well a term of another vocabulary agrees with ours.
type CrosswalkMatch string

func (CrosswalkMatch) values() []string { return []string{"EXACT", "CLOSE", "BROAD"} }

// Form is the form in which data is held or passed on.
type Form string

// The forms of data.
const (
	Identifiable  Form = "IDENTIFIABLE"
	Pseudonymised Form = "PSEUDONYMISED"
	Encrypted     Form = "ENCRYPTED"
	Aggregated    Form = "AGGREGATED"
	Anonymous     Form = "ANONYMOUS"
)

func (Form) values() []string {
	return []string{"IDENTIFIABLE", "PSEUDONYMISED", "ENCRYPTED", "AGGREGATED", "ANONYMOUS"}
}

// Statistical says whether data in this form is no longer about a person.
func (f Form) Statistical() bool { return f == Aggregated || f == Anonymous }
