package inventory

// PurposeRecord is why data is processed.
type PurposeRecord struct {
	ID          ID                `json:"id"`
	Name        string            `json:"name" need:"yes"`
	Aliases     []string          `json:"aliases,omitempty"`
	Description string            `json:"description,omitempty"`
	Broader     ID                `json:"broader,omitempty" ref:"purpose" loose:"yes"`
	Crosswalks  []CrosswalkRecord `json:"crosswalks,omitempty"`
	Evidence
}

// RecordID is the id of the record.
func (r *PurposeRecord) RecordID() ID { return r.ID }

// RecordKind is KindPurpose.
func (r *PurposeRecord) RecordKind() Kind { return KindPurpose }

// DerivedID is empty: the id is chosen.
func (r *PurposeRecord) DerivedID() ID { return "" }

func (r *PurposeRecord) title() string { return r.Name }

func (r *PurposeRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *PurposeRecord) parentID() ID { return r.Broader }

func (r *PurposeRecord) check(reporter) {}

// Purpose is why data is processed.
type Purpose struct{ view[PurposeRecord] }

// Name is its name.
func (p Purpose) Name() string { return p.r.Name }

// Aliases are other names.
func (p Purpose) Aliases() []string { return p.r.Aliases }

// Description says what it means.
func (p Purpose) Description() (string, bool) { return some(p.r.Description) }

// Broader is the next wider purpose.
func (p Purpose) Broader() (Purpose, bool) { return get[Purpose](p.s, p.r.Broader) }

// Narrower are the next narrower purposes, by name.
func (p Purpose) Narrower() []Purpose {
	return sorted(pointing[Purpose](p.s, KindPurpose, nil, p.ID()))
}

// Crosswalks are what other vocabularies call it.
func (p Purpose) Crosswalks() []Crosswalk { return p.r.Crosswalks }

// Activities are those that use data for exactly this purpose.
func (p Purpose) Activities(first int, after *string) (ProcessingActivityConnection, error) {
	var list []ProcessingActivity
	seen := map[ID]bool{}
	for _, u := range pointing[Use](p.s, KindUse, nil, p.ID()) {
		if a := u.Activity(); !seen[a.ID()] {
			seen[a.ID()] = true
			list = append(list, a)
		}
	}
	return pageOf(list, first, after)
}

// Summary says in a line what it is.
func (p Purpose) Summary() string { return p.Name() }
