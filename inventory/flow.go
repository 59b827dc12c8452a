package inventory

import (
	"slices"

	"github.com/recital/recital/inventory/wording"
)

// DataFlows is the answer to "which services pass which data to whom?": the
// flows, and a picture of them in three columns.
//
// A flow is one service, one data category and one end: a recipient, another
// service that the data is passed to, or the statement that there is none. A
// cookie is no flow: that a party sets it does not say that data goes there.
type DataFlows struct {
	// Services, Data and Recipients are the columns of the picture, the nodes
	// with the most flows first, then by name; what is not a noun comes last.
	Services, Data, Recipients []FlowNode
	// Links join the nodes: from services to data, then from data to
	// recipients, each in the order of the columns.
	Links []FlowLink

	s              *Snapshot
	flows          []DataFlow
	nonDisclosures []NonDisclosure
	cookies        []Cookie
}

// FlowFilter says which flows are asked for, and how large the picture may be.
// Conditions given together must all hold.
type FlowFilter struct {
	// Service keeps a service and its parts, Data a category and narrower ones,
	// Recipient a party and what belongs to it, with what is passed to services
	// that disclose it there. Each is an id, name or alias; empty: any.
	Service, Data, Recipient string
	// Text keeps flows with each of its words in a name or an alias of the
	// service, the data or the end, or of what these are part of; empty: all.
	Text string
	// Most is how many nodes a column may have, from 2 to [MaxPage], not
	// counting what stands for a missing recipient.
	Most int
}

// FlowEnd is how a flow ends.
type FlowEnd string

// The ends of flows.
const (
	// EndRecipient is a recipient.
	EndRecipient FlowEnd = "RECIPIENT"
	// EndService is another service, to which the data is passed.
	EndService FlowEnd = "SERVICE"
	// EndRelated is a recipient of a wider or a narrower category only.
	EndRelated FlowEnd = "RELATED"
	// EndNotStated is silence.
	EndNotStated FlowEnd = "NOT_STATED"
)

func (FlowEnd) values() []string {
	return []string{string(EndRecipient), string(EndService), string(EndRelated), string(EndNotStated)}
}

// DataFlow is one service, one data category and one end, with the facts.
type DataFlow struct {
	// End is how the flow ends.
	End FlowEnd
	// Collections are those of the data by the service: the same for all ends.
	Collections []Collection
	// Disclosures are those to the recipient, Dependencies those that pass the
	// data to the other service.
	Disclosures  []Disclosure
	Dependencies []Dependency

	s             *Snapshot
	service, data ID
	// to is the recipient, or the service passed to.
	to ID
	// rank is the place among the flows of the service: by data, end, and name.
	rank [3]int
	// nodes are the places in the columns.
	nodes [3]int
	in    *DataFlows
}

// Service is the service.
func (f DataFlow) Service() Service { return must[Service](f.s, f.service) }

// Data is the data category.
func (f DataFlow) Data() DataCategory { return must[DataCategory](f.s, f.data) }

// Recipient is who receives it; ok is false if the flow ends otherwise.
func (f DataFlow) Recipient() (Party, bool) { return get[Party](f.s, f.to) }

// PassedTo is the service that the data is passed to; ok is false if the flow
// ends otherwise.
func (f DataFlow) PassedTo() (Service, bool) { return get[Service](f.s, f.to) }

// Nodes are the keys of the nodes of the picture that the flow runs through:
// the service, the data, the end.
func (f DataFlow) Nodes() []string {
	return []string{f.in.Services[f.nodes[0]].Key, f.in.Data[f.nodes[1]].Key, f.in.Recipients[f.nodes[2]].Key}
}

// Assertion is STATED if one of the facts that make the flow end so is.
func (f DataFlow) Assertion() Assertion {
	stated := false
	switch f.End {
	case EndRecipient:
		stated = slices.ContainsFunc(f.Disclosures, func(d Disclosure) bool { return d.r.Assertion == Stated })
	case EndService:
		stated = slices.ContainsFunc(f.Dependencies, func(d Dependency) bool { return d.r.Assertion == Stated })
	default:
		stated = slices.ContainsFunc(f.Collections, func(c Collection) bool { return c.r.Assertion == Stated })
	}
	if stated {
		return Stated
	}
	return Inferred
}

// Forms are those in which the recipient gets the data; those in which it is
// held where no recipient is named.
func (f DataFlow) Forms() []Form {
	var list []Form
	for _, d := range f.Disclosures {
		list = append(list, d.Form())
	}
	if f.End != EndRecipient {
		for _, c := range f.Collections {
			list = append(list, c.Form())
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// StatisticsOnly says whether nothing but statistics or anonymous results flow.
func (f DataFlow) StatisticsOnly() bool {
	for _, d := range f.Disclosures {
		if !d.Form().Statistical() {
			return false
		}
	}
	if f.End == EndRecipient {
		return true
	}
	for _, c := range f.Collections {
		if !c.Form().Statistical() {
			return false
		}
	}
	return len(f.Collections) > 0
}

// key tells the flow from all others.
func (f DataFlow) key() string {
	return string(f.service) + " " + string(f.data) + " " + string(f.End) + string(f.to)
}

// Facts are what the flow is made of: collections, disclosures, dependencies.
func (f DataFlow) Facts() []Fact {
	list := make([]Fact, 0, len(f.Collections)+len(f.Disclosures)+len(f.Dependencies))
	for _, c := range f.Collections {
		list = append(list, c)
	}
	for _, d := range f.Disclosures {
		list = append(list, d)
	}
	for _, d := range f.Dependencies {
		list = append(list, d)
	}
	return list
}

// ending are the facts that make the flow end as it does.
func (f DataFlow) ending() []Fact {
	if f.to != "" {
		f.Collections = nil
	}
	return f.Facts()
}

// Purposes are what the data is disclosed or passed on for, by name; empty: not
// declared.
func (f DataFlow) Purposes() []Purpose {
	return append(gather(f.Disclosures, Disclosure.Purposes), gather(f.Dependencies, Dependency.Purposes)...)
}

// Conditions are those of the facts that make the flow end as it does; empty if
// one of them has none: then the flow needs none.
func (f DataFlow) Conditions() []string {
	list := []string{}
	for _, fact := range f.ending() {
		c, ok := fact.Condition()
		if !ok {
			return []string{}
		}
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// Citations are the clauses behind the facts that make the flow end as it
// does, each once.
func (f DataFlow) Citations() []Citation {
	list := []Citation{}
	seen := map[ID]bool{}
	for _, fact := range f.ending() {
		for _, c := range fact.Citations() {
			if !seen[c.clause.ID()] {
				seen[c.clause.ID()] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// DataFlowConnection and DataFlowEdge are a page of flows and an item of it.
type (
	DataFlowConnection = Connection[DataFlow]
	DataFlowEdge       = Edge[DataFlow]
)

// DataFlows answers "which services pass which data to whom?". An unknown name
// in the filter is a [NotFound] error that suggests the nearest.
func (s *Snapshot) DataFlows(f FlowFilter) (DataFlows, error) {
	if f.Most < 2 || f.Most > MaxPage {
		return DataFlows{}, Errorf(Invalid, "most is %d: a column has 2 to %d nodes", f.Most, MaxPage)
	}
	t, err := s.newTracer(f)
	if err != nil {
		return DataFlows{}, err
	}
	room := len(s.byKind[KindCollection]) + len(s.byKind[KindDisclosure])
	a := DataFlows{s: s, flows: make([]DataFlow, 0, room), nonDisclosures: t.nonDisclosures(), cookies: t.cookies()}
	for _, v := range every[Service](s, KindService) {
		if t.services == nil || t.services[v.ID()] {
			a.flows = append(a.flows, t.from(v)...)
		}
	}
	a.draw(f.Most)
	return a, nil
}

// Flows lists the flows: by service, data and end, each by name.
func (a DataFlows) Flows(first int, after *string) (DataFlowConnection, error) {
	item := func(i int) DataFlow { f := a.flows[i]; f.in = &a; return f }
	return paged(len(a.flows), func(i int) string { return a.flows[i].key() }, item, first, after)
}

// NonDisclosures are the statements that data does not go somewhere: of these
// services, on this data or wider, to this recipient or a wider category.
func (a DataFlows) NonDisclosures(first int, after *string) (NonDisclosureConnection, error) {
	return pageOf(a.nonDisclosures, first, after)
}

// Cookies are those that these services set, or this recipient.
func (a DataFlows) Cookies(first int, after *string) (CookieConnection, error) {
	return pageOf(a.cookies, first, after)
}

// Total is how many facts of each kind the flows are made of.
func (a DataFlows) Total() FlowTotal {
	var t FlowTotal
	for i, f := range a.flows {
		t.add(f, i == 0 || !f.sameData(a.flows[i-1]))
	}
	return t
}

// FlowTotal counts flows, and the facts behind them.
type FlowTotal struct {
	// Flows counts the combinations of service, data and end.
	Flows int
	// Collections and Disclosures count facts.
	Collections, Disclosures int
	// Passings counts the categories that services pass to others.
	Passings int
	// NotStated and Related count flows by how they end.
	NotStated, Related int
}

// add counts a flow; collections are the same for all ends of the data, and
// counted with the first.
func (t *FlowTotal) add(f DataFlow, first bool) {
	t.Flows++
	t.Disclosures += len(f.Disclosures)
	if first {
		t.Collections += len(f.Collections)
	}
	switch f.End {
	case EndService:
		t.Passings++
	case EndNotStated:
		t.NotStated++
	case EndRelated:
		t.Related++
	}
}

func (f DataFlow) sameData(g DataFlow) bool { return f.service == g.service && f.data == g.data }

// InWords gives the answer in one sentence, with its gaps.
func (a DataFlows) InWords() string {
	services, data, parties := map[ID]bool{}, map[ID]bool{}, map[ID]bool{}
	for _, f := range a.flows {
		services[f.service], data[f.data] = true, true
		if f.End == EndRecipient {
			parties[f.to] = true
		}
	}
	if len(a.flows) == 0 {
		return "No flow of data is stated that matches, which is not a no."
	}
	t := a.Total()
	line := wording.Count(len(services), "service") + ", " + wording.Count(len(data), "data category") + ", " +
		wording.Count(len(parties), "recipient") + ": " + wording.Count(t.Flows, "flow")
	if t.Passings > 0 {
		line += "; " + wording.Count(t.Passings, "flow") + " to another service"
	}
	if t.Related > 0 {
		line += "; " + wording.Count(t.Related, "flow") + " with a recipient stated for a wider or narrower category only"
	}
	if t.NotStated > 0 {
		line += "; " + wording.Count(t.NotStated, "flow") + " without a stated recipient, which is not a no"
	}
	if n := len(a.nonDisclosures); n > 0 {
		line += "; " + wording.Count(n, "statement") + " that, within limits, data is not disclosed"
	}
	return line + "."
}

// endRank orders the ends of flows: with a name first.
func endRank(e FlowEnd) int {
	switch e {
	case EndRecipient:
		return 0
	case EndService:
		return 1
	case EndRelated:
		return 2
	}
	return 3
}
