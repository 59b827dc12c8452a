package lint

import (
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/recital/recital/inventory"
)

// FindingConnection is a page of findings.
type FindingConnection = inventory.Connection[Finding]

// FindingEdge is a finding with its place in a page.
type FindingEdge = inventory.Edge[Finding]

// Filter says which findings of a report are asked for. Conditions given
// together must all hold.
type Filter struct {
	// AtLeast is the least severity; empty: any.
	AtLeast Severity
	// Rule is the id of a rule; empty: any. One that there is not is an error.
	Rule string
	// Service is the id, name or alias of a service; its parts count. A finding is
	// about it if its subject or a related fact is. Empty: any.
	Service string
	// Suppressed asks for the findings that were agreed to be left, instead.
	Suppressed bool
}

// Page pages the findings that match the filter, in the order of the report;
// first must be 1 to [inventory.MaxPage], after is a cursor of this list, or nil.
func (r Report) Page(s *inventory.Snapshot, f Filter, first int, after *string) (FindingConnection, error) {
	if _, known := RuleByID(f.Rule); f.Rule != "" && !known {
		return FindingConnection{}, inventory.Errorf(inventory.NotFound, "there is no rule %q: recital lint --explain lists them", f.Rule)
	}
	about, err := concerned(s, f.Service)
	if err != nil {
		return FindingConnection{}, err
	}
	from := r.Findings
	if f.Suppressed {
		from = r.Suppressed
	}
	var list []Finding
	for _, finding := range from {
		if (f.AtLeast == "" || finding.Severity().AtLeast(f.AtLeast)) && (f.Rule == "" || f.Rule == finding.Rule.ID) && about(finding) {
			list = append(list, finding)
		}
	}
	return inventory.Paged(list, Finding.key, first, after)
}

// key tells a finding from the others of a report.
func (f Finding) key() string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(f.Sentence)) // it never fails
	return f.Rule.ID + " " + string(f.SubjectID) + " " + strconv.FormatUint(h.Sum64(), 36)
}

// concerned is a test for findings about a service or its parts; no name is any.
func concerned(s *inventory.Snapshot, name string) (func(Finding) bool, error) {
	if name == "" {
		return func(Finding) bool { return true }, nil
	}
	service, err := s.Service(name)
	if err != nil {
		return nil, err
	}
	services := []inventory.ID{}
	for queue := []inventory.Service{service}; len(queue) > 0; queue = queue[1:] {
		services = append(services, queue[0].ID())
		queue = append(queue, queue[0].Parts()...)
	}
	b := look(s, Options{})
	return func(f Finding) bool {
		return slices.ContainsFunc(append([]inventory.ID{f.SubjectID}, f.RelatedIDs...), func(id inventory.ID) bool {
			return slices.ContainsFunc(b.servicesOf(id), func(of inventory.ID) bool { return slices.Contains(services, of) })
		})
	}, nil
}

// servicesOf are the services that a record belongs to.
func (b *book) servicesOf(id inventory.ID) []inventory.ID {
	rec, _ := b.s.Record(id)
	switch r := rec.(type) {
	case *inventory.ServiceRecord:
		return []inventory.ID{r.ID}
	case *inventory.ProcessingActivityRecord:
		return []inventory.ID{r.Service}
	case *inventory.CookieRecord:
		return r.Services
	case *inventory.UseRecord:
		return []inventory.ID{b.serviceOf(r.Activity)}
	case *inventory.CollectionRecord:
		return []inventory.ID{b.serviceOf(r.Activity)}
	case *inventory.DisclosureRecord:
		return []inventory.ID{b.serviceOf(r.Activity)}
	case *inventory.RetentionRuleRecord:
		return []inventory.ID{b.serviceOf(r.Activity)}
	}
	return b.servicesStated(rec)
}

// servicesStated are the services that a statement is made for.
func (b *book) servicesStated(rec inventory.Record) []inventory.ID {
	switch r := rec.(type) {
	case *inventory.LawfulBasisRecord:
		return []inventory.ID{b.serviceOf(r.Subject)}
	case *inventory.ControllershipRecord:
		return []inventory.ID{b.serviceOf(r.Subject)}
	case *inventory.NonCollectionRecord:
		return []inventory.ID{b.serviceOf(r.Subject)}
	case *inventory.NonDisclosureRecord:
		return []inventory.ID{b.serviceOf(r.Subject)}
	case *inventory.NonUseRecord:
		return []inventory.ID{b.serviceOf(r.Subject)}
	}
	return nil
}
