package inventory

// DataCategoryRecord is a kind of personal data, fine enough for "IP address".
type DataCategoryRecord struct {
	ID          ID       `json:"id"`
	Name        string   `json:"name" need:"yes"`
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	// Broader is the next wider category.
	Broader ID `json:"broader,omitempty" ref:"data" loose:"yes"`
	// Special is NONE when left empty.
	Special    SpecialCategory   `json:"special,omitempty"`
	Crosswalks []CrosswalkRecord `json:"crosswalks,omitempty"`
	Evidence
}

// SpecialCategory is whether the law gives data more protection.
type SpecialCategory string

func (SpecialCategory) values() []string { return []string{"NONE", "ARTICLE_9", "ARTICLE_10"} }

// RecordID is the id of the record.
func (r *DataCategoryRecord) RecordID() ID { return r.ID }

// RecordKind is KindData.
func (r *DataCategoryRecord) RecordKind() Kind { return KindData }

// DerivedID is empty: the id is chosen.
func (r *DataCategoryRecord) DerivedID() ID { return "" }

func (r *DataCategoryRecord) title() string { return r.Name }

func (r *DataCategoryRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *DataCategoryRecord) parentID() ID { return r.Broader }

func (r *DataCategoryRecord) defaults() { orDefault(&r.Special, "NONE") }

func (r *DataCategoryRecord) check(reporter) {}

// DataCategory is a kind of personal data.
type DataCategory struct{ view[DataCategoryRecord] }

// Name is its name.
func (d DataCategory) Name() string { return d.r.Name }

// Aliases are other names.
func (d DataCategory) Aliases() []string { return d.r.Aliases }

// Description says what it is.
func (d DataCategory) Description() (string, bool) { return some(d.r.Description) }

// Special is whether the law gives it more protection.
func (d DataCategory) Special() SpecialCategory { return d.r.Special }

// Broader is the next wider category.
func (d DataCategory) Broader() (DataCategory, bool) { return get[DataCategory](d.s, d.r.Broader) }

// Narrower are the next narrower categories, by name.
func (d DataCategory) Narrower() []DataCategory {
	return sorted(pointing[DataCategory](d.s, KindData, nil, d.ID()))
}

// Path leads from the widest category down to this one.
func (d DataCategory) Path() []DataCategory {
	return views[DataCategory](d.s, append(d.s.above(d.ID()), d.ID()))
}

// Crosswalks are what other vocabularies call it.
func (d DataCategory) Crosswalks() []Crosswalk { return d.r.Crosswalks }

// Collections are those of exactly this category.
func (d DataCategory) Collections(first int, after *string) (CollectionConnection, error) {
	return pageOfIDs[Collection](d.s, d.s.pointingAt(d.ID(), KindCollection), first, after)
}

// NonCollections are those of exactly this category.
func (d DataCategory) NonCollections(first int, after *string) (NonCollectionConnection, error) {
	return pageOfIDs[NonCollection](d.s, d.s.pointingAt(d.ID(), KindNonCollection), first, after)
}

// Disclosures are those of exactly this category.
func (d DataCategory) Disclosures(first int, after *string) (DisclosureConnection, error) {
	return pageOfIDs[Disclosure](d.s, d.s.pointingAt(d.ID(), KindDisclosure), first, after)
}

// Retention are the rules that name exactly this category.
func (d DataCategory) Retention(first int, after *string) (RetentionRuleConnection, error) {
	return pageOfIDs[RetentionRule](d.s, d.s.pointingAt(d.ID(), KindRetention), first, after)
}

// Summary says in a line what it is.
func (d DataCategory) Summary() string {
	if up, ok := d.Broader(); ok {
		return d.Name() + ", a kind of " + up.Name()
	}
	return d.Name()
}
