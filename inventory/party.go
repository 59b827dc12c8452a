package inventory

// PartyRecord is a legal person, or a named category of them, that is
// controller, processor or other recipient (GDPR Art. 4(7) to (10)).
type PartyRecord struct {
	ID          ID        `json:"id"`
	Name        string    `json:"name" need:"yes"`
	Aliases     []string  `json:"aliases,omitempty"`
	Description string    `json:"description,omitempty"`
	Kind        PartyKind `json:"kind" need:"yes"`
	// MemberOf is the group or category that the party belongs to.
	MemberOf ID `json:"memberOf,omitempty" ref:"party" loose:"yes"`
	// Country is where it is established, ISO 3166-1 alpha-2.
	Country          string          `json:"country,omitempty"`
	PrivacyPolicy    URL             `json:"privacyPolicy,omitempty"`
	Contacts         []ContactRecord `json:"contacts,omitempty"`
	EURepresentative ID              `json:"euRepresentative,omitempty" ref:"party" loose:"yes"`
	UKRepresentative ID              `json:"ukRepresentative,omitempty" ref:"party" loose:"yes"`
	Subprocessors    []ID            `json:"subprocessors,omitempty" ref:"party" loose:"yes"`
	Evidence
}

// ContactRecord is a way to reach a party.
type ContactRecord struct {
	Role    ContactRole `json:"role" need:"yes"`
	Name    string      `json:"name,omitempty"`
	Address []string    `json:"address,omitempty"`
	Email   string      `json:"email,omitempty"`
	Phone   string      `json:"phone,omitempty"`
	URL     URL         `json:"url,omitempty"`
	// Regions says for people of which places: ISO 3166 codes, EU or EEA; empty: all.
	Regions []string `json:"regions,omitempty"`
	Note    string   `json:"note,omitempty"`
}

// PartyKind is a legal person, a category of them, or a brand of one.
type PartyKind string

func (PartyKind) values() []string { return []string{"LEGAL_PERSON", "CATEGORY", "BRAND"} }

// ContactRole is what a contact is for.
type ContactRole string

func (ContactRole) values() []string {
	return []string{"PRIVACY", "DATA_PROTECTION_OFFICER", "GENERAL"}
}

// RecordID is the id of the record.
func (r *PartyRecord) RecordID() ID { return r.ID }

// RecordKind is KindParty.
func (r *PartyRecord) RecordKind() Kind { return KindParty }

// DerivedID is empty: the id is chosen.
func (r *PartyRecord) DerivedID() ID { return "" }

func (r *PartyRecord) title() string { return r.Name }

func (r *PartyRecord) names() []string { return append([]string{r.Name}, r.Aliases...) }

func (r *PartyRecord) parentID() ID { return r.MemberOf }

func (r *PartyRecord) check(report reporter) {
	checkCountry(report, "country", r.Country)
}

// Party is a legal person, or a named category of them.
type Party struct{ view[PartyRecord] }

// Name is its name.
func (p Party) Name() string { return p.r.Name }

// Aliases are other names.
func (p Party) Aliases() []string { return p.r.Aliases }

// Description says who they are.
func (p Party) Description() (string, bool) { return some(p.r.Description) }

// Kind is a legal person, a category or a brand.
func (p Party) Kind() PartyKind { return p.r.Kind }

// Country is where it is established; ok is false if that is not declared.
func (p Party) Country() (string, bool) { return some(p.r.Country) }

// PrivacyPolicy is a link to its privacy policy.
func (p Party) PrivacyPolicy() (string, bool) { return some(string(p.r.PrivacyPolicy)) }

// Contacts are the ways to reach it.
func (p Party) Contacts() []Contact {
	list := make([]Contact, len(p.r.Contacts))
	for i, c := range p.r.Contacts {
		list[i] = Contact{c}
	}
	return list
}

// EuRepresentative is its representative in the Union (GDPR Art. 27).
func (p Party) EuRepresentative() (Party, bool) { return get[Party](p.s, p.r.EURepresentative) }

// UkRepresentative is its representative in the United Kingdom.
func (p Party) UkRepresentative() (Party, bool) { return get[Party](p.s, p.r.UKRepresentative) }

// MemberOf is the group or category it belongs to.
func (p Party) MemberOf() (Party, bool) { return get[Party](p.s, p.r.MemberOf) }

// Members are the parties that belong to it directly, by name.
func (p Party) Members() []Party {
	return sorted(pointing[Party](p.s, KindParty, func(r *PartyRecord) bool { return r.MemberOf == p.ID() }, p.ID()))
}

// Subprocessors are the processors it uses in turn.
func (p Party) Subprocessors() []Party { return views[Party](p.s, p.r.Subprocessors) }

// Receives are the disclosures to exactly this party.
func (p Party) Receives(first int, after *string) (DisclosureConnection, error) {
	return pageOfIDs[Disclosure](p.s, p.s.pointingAt(p.ID(), KindDisclosure), first, after)
}

// ReceivesNot is what is stated not to be disclosed to exactly this party.
func (p Party) ReceivesNot(first int, after *string) (NonDisclosureConnection, error) {
	return pageOfIDs[NonDisclosure](p.s, p.s.pointingAt(p.ID(), KindNonDisclosure), first, after)
}

// Controls are the statements that it is controller of something.
func (p Party) Controls(first int, after *string) (FactConnection, error) {
	var ids []ID
	for _, c := range pointing[Controllership](p.s, KindControllership, nil, p.ID()) {
		if c.Role() != "PROCESSOR" {
			ids = append(ids, c.ID())
		}
	}
	return pageOfFacts(p.s, ids, first, after)
}

// Cookies are those it sets.
func (p Party) Cookies() []Cookie { return sorted(pointing[Cookie](p.s, KindCookie, nil, p.ID())) }

// Summary says in a line who it is.
func (p Party) Summary() string {
	if up, ok := p.MemberOf(); ok {
		return p.Name() + ", of " + up.Name()
	}
	return p.Name()
}

// Contact is a way to reach a party.
type Contact struct{ r ContactRecord }

// Role is what the contact is for.
func (c Contact) Role() ContactRole { return c.r.Role }

// Name is the person or office.
func (c Contact) Name() (string, bool) { return some(c.r.Name) }

// Address is the postal address, one line an element.
func (c Contact) Address() []string { return c.r.Address }

// Email is the email address.
func (c Contact) Email() (string, bool) { return some(c.r.Email) }

// Phone is the telephone number.
func (c Contact) Phone() (string, bool) { return some(c.r.Phone) }

// URL is a page or form.
func (c Contact) URL() (string, bool) { return some(string(c.r.URL)) }

// Regions says for people of which places; empty: all.
func (c Contact) Regions() []string { return c.r.Regions }

// Note says what else to know.
func (c Contact) Note() (string, bool) { return some(c.r.Note) }
