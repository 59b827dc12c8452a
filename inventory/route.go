package inventory

import (
	"cmp"
	"slices"
)

// Path is a way that data takes through services: the one people use first,
// the one that discloses last.
type Path struct{ services []Service }

// Services are the services in order.
func (p Path) Services() []Service { return p.services }

// route is a path before anybody looks at it.
type route struct {
	services []ID
	// stated is true if every step is.
	stated bool
}

// parcel is data that has to come to a service, on ways that are stated or not.
type parcel struct {
	service, data ID
	stated        bool
}

// routes lists the ways on which data of this category comes to a service that
// discloses it: from the service itself, and from every service that passes
// the data on towards it; what is passed may get narrower from step to step,
// not wider. For each service and each first step there is the shortest way,
// and another where that one is not stated from end to end; those of fewer
// steps come first. Only services that pass says are passed; nil means all.
func (s *Snapshot) routes(to, data ID, pass func(ID) bool) []route {
	start := parcel{to, data, true}
	best := map[parcel]route{start: {[]ID{to}, true}}
	list := []route{best[start]}
	for queue := []parcel{start}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		ahead := best[at]
		for _, dep := range s.passedTo(at.service) {
			if slices.Contains(ahead.services, dep.Service) || pass != nil && !pass(dep.Service) {
				continue
			}
			var r route
			for _, d := range dep.Data {
				narrow, ok := s.narrower(d, at.data)
				if !ok {
					continue
				}
				if r.services == nil {
					r = route{append([]ID{dep.Service}, ahead.services...), ahead.stated && dep.Assertion == Stated}
					list = append(list, r)
				}
				next := parcel{dep.Service, narrow, r.stated}
				_, known := best[next]
				if _, stated := best[parcel{dep.Service, narrow, true}]; !known && !stated {
					best[next] = r
					queue = append(queue, next)
				}
			}
		}
	}
	return list
}

// passedTo lists the dependencies that pass data to a service, sorted by id.
func (s *Snapshot) passedTo(to ID) []*DependencyRecord {
	var list []*DependencyRecord
	for _, id := range s.pointingAt(to, KindDependency) {
		rec, _ := s.Record(id)
		if dep, ok := rec.(*DependencyRecord); ok && dep.DependsOn == to {
			list = append(list, dep)
		}
	}
	return list
}

// narrower is the narrower of two data categories; ok is false if neither
// contains the other.
func (s *Snapshot) narrower(a, b ID) (narrow ID, ok bool) {
	switch {
	case a == b || s.contains(b, a):
		return a, true
	case s.contains(a, b):
		return b, true
	}
	return "", false
}

// Reach is how data of a service reaches a recipient.
type Reach struct {
	Service     Service
	Recipient   Party
	Direct      bool
	Assertion   Assertion
	onlyThrough ID
	routes      []route
	data        []ID
	forms       []Form
}

// OnlyThrough is the service that every way passes before the recipient; ok is
// false if the service discloses itself, or by ways that have none in common.
func (r Reach) OnlyThrough() (Service, bool) { return get[Service](r.Service.s, r.onlyThrough) }

// Paths are the ways, the shortest first.
func (r Reach) Paths() []Path { return pathsOf(r.Service.s, r.routes) }

// Data is what arrives, by id.
func (r Reach) Data() []DataCategory { return views[DataCategory](r.Service.s, r.data) }

// Forms are those in which it arrives.
func (r Reach) Forms() []Form { return r.forms }

func pathsOf(s *Snapshot, routes []route) []Path {
	var list []Path
	for _, r := range uniqueRoutes(routes) {
		list = append(list, Path{views[Service](s, r.services)})
	}
	return list
}

func uniqueRoutes(routes []route) []route {
	list := slices.Clone(routes)
	slices.SortStableFunc(list, func(a, b route) int {
		return cmp.Or(cmp.Compare(len(a.services), len(b.services)), slices.Compare(a.services, b.services))
	})
	return slices.CompactFunc(list, func(a, b route) bool { return slices.Equal(a.services, b.services) })
}

// reaching lists how data reaches the recipients of these disclosures, by
// service and recipient, each by name; from one service and through those that
// pass says, if that is given.
func (s *Snapshot) reaching(disclosures []*DisclosureRecord, from ID, pass func(ID) bool) []Reach {
	type ends struct{ service, recipient ID }
	groups := map[ends]*Reach{}
	origins := map[ends][]*DisclosureRecord{}
	var order []ends
	for _, d := range disclosures {
		for _, r := range s.routes(s.serviceOf(d.Activity), d.Data, pass) {
			k := ends{r.services[0], d.Recipient}
			if from != "" && k.service != from {
				continue
			}
			g := groups[k]
			if g == nil {
				g = &Reach{Service: must[Service](s, k.service), Recipient: must[Party](s, k.recipient), Assertion: Inferred}
				groups[k], order = g, append(order, k)
			}
			g.add(d, r)
			if o := origins[k]; len(o) == 0 || o[len(o)-1] != d {
				origins[k] = append(o, d)
			}
		}
	}
	list := make([]Reach, 0, len(order))
	for _, k := range order {
		g := groups[k]
		if !g.Direct {
			g.onlyThrough = s.bottleneck(*g, origins[k], pass)
		}
		slices.Sort(g.data)
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Reach) int {
		return cmp.Or(a.Service.n.compare(b.Service.n), a.Recipient.n.compare(b.Recipient.n))
	})
	return list
}

func (r *Reach) add(d *DisclosureRecord, way route) {
	r.routes = append(r.routes, way)
	r.Direct = r.Direct || len(way.services) == 1
	if way.stated && d.Assertion == Stated {
		r.Assertion = Stated
	}
	if !slices.Contains(r.data, d.Data) {
		r.data = append(r.data, d.Data)
	}
	if !slices.Contains(r.forms, d.Form) {
		r.forms = append(r.forms, d.Form)
	}
}

// bottleneck is the service nearest to the recipient without which no data of
// the reach would arrive; empty if there is none.
func (s *Snapshot) bottleneck(r Reach, disclosures []*DisclosureRecord, pass func(ID) bool) ID {
	shortest := r.routes[0].services
	for i := len(shortest) - 1; i > 0; i-- {
		if s.needs(r.Service.ID(), shortest[i], disclosures, pass) {
			return shortest[i]
		}
	}
	return ""
}

// needs says whether no data of the disclosures comes from one service to its
// recipient but through another.
func (s *Snapshot) needs(from, through ID, disclosures []*DisclosureRecord, pass func(ID) bool) bool {
	around := func(id ID) bool { return id != through && (pass == nil || pass(id)) }
	for _, d := range disclosures {
		to := s.serviceOf(d.Activity)
		if to == through {
			continue
		}
		for _, r := range s.routes(to, d.Data, around) {
			if r.services[0] == from {
				return false
			}
		}
	}
	return true
}

// reachesFrom lists how data of one service reaches recipients, by name.
func (s *Snapshot) reachesFrom(service Service) []Reach {
	var disclosures []*DisclosureRecord
	seen := map[ID]bool{service.ID(): true}
	for queue := []Service{service}; len(queue) > 0; queue = queue[1:] {
		for _, d := range queue[0].Disclosures() {
			disclosures = append(disclosures, d.r)
		}
		for _, dep := range queue[0].DependsOn() {
			if next := dep.DependsOn(); !seen[next.ID()] {
				seen[next.ID()] = true
				queue = append(queue, next)
			}
		}
	}
	return s.reaching(disclosures, service.ID(), func(id ID) bool { return seen[id] })
}

func (s *Snapshot) serviceOf(activity ID) ID {
	rec, _ := s.Record(activity)
	a, ok := rec.(*ProcessingActivityRecord)
	if !ok {
		return ""
	}
	return a.Service
}
