package inventory

import "fmt"

// Node is the view of any noun or fact; ok is false if there is none.
func (s *Snapshot) Node(id ID) (Node, bool) {
	n, ok := s.nodes.get(id)
	if !ok {
		return nil, false
	}
	return s.viewOf(n), true
}

// viewOf is the view of a record of any kind.
func (s *Snapshot) viewOf(n *node) Node {
	switch r := n.rec.(type) {
	case *DocumentRecord:
		return Document{view[DocumentRecord]{fact{s, n}, r}}
	case *DocumentVersionRecord:
		return DocumentVersion{view[DocumentVersionRecord]{fact{s, n}, r}}
	case *ClauseRecord:
		return Clause{view[ClauseRecord]{fact{s, n}, r}}
	case *PartyRecord:
		return Party{view[PartyRecord]{fact{s, n}, r}}
	case *ProductRecord:
		return Product{view[ProductRecord]{fact{s, n}, r}}
	case *DataCategoryRecord:
		return DataCategory{view[DataCategoryRecord]{fact{s, n}, r}}
	case *DataSubjectCategoryRecord:
		return DataSubjectCategory{view[DataSubjectCategoryRecord]{fact{s, n}, r}}
	case *PurposeRecord:
		return Purpose{view[PurposeRecord]{fact{s, n}, r}}
	case *ServiceRecord:
		return Service{view[ServiceRecord]{fact{s, n}, r}}
	case *EventRecord:
		return Event{view[EventRecord]{fact{s, n}, r}}
	case *ProcessingActivityRecord:
		return ProcessingActivity{view[ProcessingActivityRecord]{fact{s, n}, r}}
	default:
		return s.relationOf(n)
	}
}

// relationOf is the view of a record that is about others.
func (s *Snapshot) relationOf(n *node) Node {
	switch r := n.rec.(type) {
	case *ControllershipRecord:
		return Controllership{view[ControllershipRecord]{fact{s, n}, r}}
	case *UseRecord:
		return Use{view[UseRecord]{fact{s, n}, r}}
	case *NonUseRecord:
		return NonUse{view[NonUseRecord]{fact{s, n}, r}}
	case *LawfulBasisRecord:
		return LawfulBasis{view[LawfulBasisRecord]{fact{s, n}, r}}
	case *CollectionRecord:
		return Collection{view[CollectionRecord]{fact{s, n}, r}}
	case *NonCollectionRecord:
		return NonCollection{view[NonCollectionRecord]{fact{s, n}, r}}
	case *DisclosureRecord:
		return Disclosure{view[DisclosureRecord]{fact{s, n}, r}}
	case *NonDisclosureRecord:
		return NonDisclosure{view[NonDisclosureRecord]{fact{s, n}, r}}
	case *RetentionRuleRecord:
		return RetentionRule{view[RetentionRuleRecord]{fact{s, n}, r}}
	case *ChoiceRecord:
		return Choice{view[ChoiceRecord]{fact{s, n}, r}}
	case *CookieRecord:
		return Cookie{view[CookieRecord]{fact{s, n}, r}}
	case *SecurityMeasureRecord:
		return SecurityMeasure{view[SecurityMeasureRecord]{fact{s, n}, r}}
	case *RightRecord:
		return Right{view[RightRecord]{fact{s, n}, r}}
	case *RequirementRecord:
		return Requirement{view[RequirementRecord]{fact{s, n}, r}}
	case *DependencyRecord:
		return Dependency{view[DependencyRecord]{fact{s, n}, r}}
	}
	panic(fmt.Sprintf("inventory: no view for %T", n.rec))
}

// pageOfFacts pages facts of any kind by their ids.
func pageOfFacts(s *Snapshot, ids []ID, first int, after *string) (FactConnection, error) {
	item := func(i int) Fact {
		n, _ := s.Node(ids[i])
		f, _ := n.(Fact)
		return f
	}
	return paged(len(ids), func(i int) string { return string(ids[i]) }, item, first, after)
}

// ordinal writes a number so that numbers sort as text.
func ordinal(n int) string { return fmt.Sprintf("%06d", n) }
