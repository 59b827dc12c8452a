package inventory

// DataSubjectCategoryRecord is a category of people whose data is processed.
type DataSubjectCategoryRecord struct {
	ID          ID       `json:"id"`
	Name        string   `json:"name" need:"yes"`
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	Broader     ID       `json:"broader,omitempty" ref:"subject" loose:"yes"`
	// Vulnerable people need particular protection, as children do (GDPR recital 38).
	Vulnerable bool `json:"vulnerable,omitempty"`
	Evidence
}

// RecordID is the id of the record.
func (r *DataSubjectCategoryRecord) RecordID() ID { return r.ID }

// RecordKind is KindSubject.
func (r *DataSubjectCategoryRecord) RecordKind() Kind { return KindSubject }

// DerivedID is empty: the id is chosen.
func (r *DataSubjectCategoryRecord) DerivedID() ID { return "" }

func (r *DataSubjectCategoryRecord) title() string { return r.Name }

func (r *DataSubjectCategoryRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *DataSubjectCategoryRecord) parentID() ID { return r.Broader }

func (r *DataSubjectCategoryRecord) check(reporter) {}

// DataSubjectCategory is a category of people whose data is processed.
type DataSubjectCategory struct {
	view[DataSubjectCategoryRecord]
}

// Name is its name.
func (d DataSubjectCategory) Name() string { return d.r.Name }

// Aliases are other names.
func (d DataSubjectCategory) Aliases() []string { return d.r.Aliases }

// Description says who they are.
func (d DataSubjectCategory) Description() (string, bool) { return some(d.r.Description) }

// Vulnerable people need particular protection.
func (d DataSubjectCategory) Vulnerable() bool { return d.r.Vulnerable }

// Broader is the next wider category.
func (d DataSubjectCategory) Broader() (DataSubjectCategory, bool) {
	return get[DataSubjectCategory](d.s, d.r.Broader)
}

// Narrower are the next narrower categories, by name.
func (d DataSubjectCategory) Narrower() []DataSubjectCategory {
	return sorted(pointing[DataSubjectCategory](d.s, KindSubject, nil, d.ID()))
}

// Activities are those that concern exactly this category.
func (d DataSubjectCategory) Activities(first int, after *string) (ProcessingActivityConnection, error) {
	return pageOfIDs[ProcessingActivity](d.s, d.s.pointingAt(d.ID(), KindActivity), first, after)
}

// Summary says in a line who they are.
func (d DataSubjectCategory) Summary() string { return d.Name() }
