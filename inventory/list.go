package inventory

import "slices"

// The lists of the contract. Each is in the order of its kind: nouns by name,
// cookies by category and name, relations by id. First must be 1 to [MaxPage];
// after is a cursor of the same list, or nil.

// Services lists the services; partOf, an id, name or alias, keeps its parts
// at any depth.
func (s *Snapshot) Services(partOf string, first int, after *string) (ServiceConnection, error) {
	if partOf == "" {
		return pageOfKind[Service](s, KindService, first, after)
	}
	whole, err := s.Service(partOf)
	if err != nil {
		return ServiceConnection{}, err
	}
	return pageOf(sorted(views[Service](s, s.within(whole.ID())[1:])), first, after)
}

// DataCategories lists the data categories; within, an id, name or alias,
// keeps it and the narrower ones.
func (s *Snapshot) DataCategories(within string, first int, after *string) (DataCategoryConnection, error) {
	if within == "" {
		return pageOfKind[DataCategory](s, KindData, first, after)
	}
	top, err := s.DataCategory(within)
	if err != nil {
		return DataCategoryConnection{}, err
	}
	return pageOf(sorted(views[DataCategory](s, s.within(top.ID()))), first, after)
}

// Parties lists the parties; within, an id, name or alias, keeps it and what
// belongs to it.
func (s *Snapshot) Parties(within string, first int, after *string) (PartyConnection, error) {
	if within == "" {
		return pageOfKind[Party](s, KindParty, first, after)
	}
	top, err := s.Party(within)
	if err != nil {
		return PartyConnection{}, err
	}
	return pageOf(sorted(views[Party](s, s.within(top.ID()))), first, after)
}

// DataSubjectCategories lists the categories of people.
func (s *Snapshot) DataSubjectCategories(first int, after *string) (DataSubjectCategoryConnection, error) {
	return pageOfKind[DataSubjectCategory](s, KindSubject, first, after)
}

// Purposes lists the purposes.
func (s *Snapshot) Purposes(first int, after *string) (PurposeConnection, error) {
	return pageOfKind[Purpose](s, KindPurpose, first, after)
}

// ProcessingActivities lists the rows of the register; service, an id, name or
// alias, keeps those of it and its parts.
func (s *Snapshot) ProcessingActivities(service string, first int, after *string) (ProcessingActivityConnection, error) {
	ofService, err := s.ofService(service)
	if err != nil {
		return ProcessingActivityConnection{}, err
	}
	return pageWhere(s, KindActivity, func(a ProcessingActivity) bool { return ofService(a.r.Service) }, first, after)
}

// LawfulBases lists the lawful bases; basis, if not empty, keeps one kind.
func (s *Snapshot) LawfulBases(basis Basis, first int, after *string) (LawfulBasisConnection, error) {
	return pageWhere(s, KindBasis, func(b LawfulBasis) bool { return basis == "" || b.r.Basis == basis }, first, after)
}

// SecurityMeasures lists the security measures.
func (s *Snapshot) SecurityMeasures(first int, after *string) (SecurityMeasureConnection, error) {
	return pageOfKind[SecurityMeasure](s, KindMeasure, first, after)
}

// Choices lists the choices; kind, if not empty, and service, an id, name or
// alias, keep some.
func (s *Snapshot) Choices(kind ChoiceKind, service string, first int, after *string) (ChoiceConnection, error) {
	ofService, err := s.ofService(service)
	if err != nil {
		return ChoiceConnection{}, err
	}
	keep := func(c Choice) bool { return (kind == "" || c.r.Kind == kind) && ofService(c.Service().ID()) }
	return pageWhere(s, KindChoice, keep, first, after)
}

// NonDisclosures lists what is stated not to be disclosed; service, an id,
// name or alias, keeps those of it and its parts.
func (s *Snapshot) NonDisclosures(service string, first int, after *string) (NonDisclosureConnection, error) {
	ofService, err := s.ofService(service)
	if err != nil {
		return NonDisclosureConnection{}, err
	}
	return pageWhere(s, KindNonDisclosure, func(d NonDisclosure) bool { return ofService(d.Service().ID()) }, first, after)
}

// CookieFilter says which cookies are asked for. Conditions given together
// must all hold.
type CookieFilter struct {
	// Setter is the id, name or alias of a party; its members count.
	Setter string
	// Category keeps one category; empty: any.
	Category CookieCategory
	// Refusable keeps those that can, or cannot, be refused; nil: any.
	Refusable *bool
	// Name is the name of a cookie as found on a device; empty: any.
	Name string
}

// Cookies lists the cookies that match the filter.
func (s *Snapshot) Cookies(f CookieFilter, first int, after *string) (CookieConnection, error) {
	var setters map[ID]bool
	if f.Setter != "" {
		p, err := s.Party(f.Setter)
		if err != nil {
			return CookieConnection{}, err
		}
		setters = set(s.within(p.ID()))
	}
	keep := func(c Cookie) bool {
		return (setters == nil || setters[c.r.Setter]) && (f.Category == "" || c.r.Category == f.Category) &&
			(f.Refusable == nil || c.r.Refusable == *f.Refusable) && (f.Name == "" || c.matches(f.Name))
	}
	return pageWhere(s, KindCookie, keep, first, after)
}

// Events lists the events.
func (s *Snapshot) Events(first int, after *string) (EventConnection, error) {
	return pageOfKind[Event](s, KindEvent, first, after)
}

// Products lists the products.
func (s *Snapshot) Products(first int, after *string) (ProductConnection, error) {
	return pageOfKind[Product](s, KindProduct, first, after)
}

// Documents lists the documents.
func (s *Snapshot) Documents(first int, after *string) (DocumentConnection, error) {
	return pageOfKind[Document](s, KindDocument, first, after)
}

// Rights lists the rights of the people concerned.
func (s *Snapshot) Rights(first int, after *string) (RightConnection, error) {
	return pageOfKind[Right](s, KindRight, first, after)
}

// RevisionPage lists the revisions, newest first.
func (s *Snapshot) RevisionPage(first int, after *string) (RevisionConnection, error) {
	list := s.Revisions()
	return paged(len(list), func(i int) string { return ordinal(list[i].Number) }, func(i int) Revision { return list[i] }, first, after)
}

// ofService is a test for services at or below the one named; no name is any.
func (s *Snapshot) ofService(name string) (func(ID) bool, error) {
	if name == "" {
		return func(ID) bool { return true }, nil
	}
	v, err := s.Service(name)
	if err != nil {
		return nil, err
	}
	services := set(s.within(v.ID()))
	return func(id ID) bool { return services[id] }, nil
}

// pageWhere pages the views of a kind that keep says.
func pageWhere[V ~struct{ view[R] }, R any](s *Snapshot, k Kind, keep func(V) bool, first int, after *string) (Connection[V], error) {
	list := slices.DeleteFunc(every[V](s, k), func(v V) bool { return !keep(v) })
	key := func(i int) string { return string(struct{ view[R] }(list[i]).ID()) }
	return paged(len(list), key, func(i int) V { return list[i] }, first, after)
}
