package inventory

import (
	"slices"
	"strings"
)

// tracer finds the flows that a filter asks for.
type tracer struct {
	s *Snapshot
	// services, data and recipients are those asked for; nil: any.
	services, data, recipients map[ID]bool
	// widerData and widerRecipients are above what is asked for.
	widerData, widerRecipients map[ID]bool
	words                      []string
	// rank is the place of a noun among those of its kind.
	rank map[ID]int
	// named remembers by which words a noun is found.
	named map[ID]string
	// arrived remembers whether data that comes to a service is disclosed.
	arrived map[parcel]bool
}

func (s *Snapshot) newTracer(f FlowFilter) (*tracer, error) {
	t := &tracer{
		s: s, words: strings.Fields(nameKey(f.Text)), rank: map[ID]int{},
		named: map[ID]string{}, arrived: map[parcel]bool{},
	}
	for _, k := range []Kind{KindService, KindData, KindParty} {
		for i, n := range s.byKind[k] {
			t.rank[n.rec.RecordID()] = i
		}
	}
	for _, part := range []struct {
		kind        Kind
		text        string
		into, wider *map[ID]bool
	}{
		{KindService, f.Service, &t.services, nil},
		{KindData, f.Data, &t.data, &t.widerData},
		{KindParty, f.Recipient, &t.recipients, &t.widerRecipients},
	} {
		if part.text == "" {
			continue
		}
		id, err := s.find(part.kind, part.text)
		if err != nil {
			return nil, err
		}
		*part.into = set(s.within(id))
		if part.wider != nil {
			*part.wider = set(s.above(id))
		}
	}
	return t, nil
}

// sheaf is the flows of one service.
type sheaf struct {
	t       *tracer
	service ID
	flows   []DataFlow
	at      map[flowKey]int
}

type flowKey struct {
	data, to ID
	end      FlowEnd
}

// flow is the flow of the data to this end, begun where it is not there yet.
func (b *sheaf) flow(data, to ID, end FlowEnd) *DataFlow {
	k := flowKey{data, to, end}
	i, known := b.at[k]
	if !known {
		i = len(b.flows)
		b.at[k] = i
		b.flows = append(b.flows, DataFlow{
			End: end, s: b.t.s, service: b.service, data: data, to: to,
			rank: [3]int{b.t.rank[data], endRank(end), b.t.rank[to]},
		})
	}
	return &b.flows[i]
}

// from lists the flows of a service that are asked for, by data and end.
func (t *tracer) from(v Service) []DataFlow {
	collections, disclosures, passed := v.Collections(), v.Disclosures(), v.DependsOn()
	room := len(collections) + len(disclosures)
	b := &sheaf{t: t, service: v.ID(), flows: make([]DataFlow, 0, room), at: make(map[flowKey]int, room)}
	said := make(map[ID]bool, len(disclosures))
	for i, d := range disclosures {
		said[d.r.Data] = true
		f := b.flow(d.r.Data, d.r.Recipient, EndRecipient)
		f.Disclosures = joined(f.Disclosures, disclosures, i)
	}
	for _, d := range passed {
		for _, data := range d.r.Data {
			f := b.flow(data, d.r.DependsOn, EndService)
			f.Dependencies = append(f.Dependencies, d)
		}
	}
	collected := make(map[ID][]Collection, len(collections))
	for i, c := range collections {
		if collected[c.r.Data] == nil && !said[c.r.Data] {
			if end := t.unanswered(c.r.Data, disclosures, passed); end != "" {
				b.flow(c.r.Data, "", end)
			}
		}
		collected[c.r.Data] = joined(collected[c.r.Data], collections, i)
	}
	for i := range b.flows {
		b.flows[i].Collections = collected[b.flows[i].data]
	}
	flows := slices.DeleteFunc(b.flows, func(f DataFlow) bool { return !t.wanted(f) })
	slices.SortFunc(flows, func(a, b DataFlow) int { return slices.Compare(a.rank[:], b.rank[:]) })
	return flows
}

// joined is the list with one more of all. Most lists have one: it is not copied.
func joined[T any](list, all []T, i int) []T {
	if list == nil {
		return all[i : i+1 : i+1]
	}
	return append(list, all[i])
}

// unanswered says how a flow of collected data ends that the service does not
// disclose as such; empty if it reaches a recipient through other services.
func (t *tracer) unanswered(data ID, disclosures []Disclosure, passed []Dependency) FlowEnd {
	how := EndNotStated
	for _, d := range disclosures {
		if _, ok := t.s.narrower(d.r.Data, data); ok {
			how = EndRelated
		}
	}
	for _, d := range passed {
		for _, p := range d.r.Data {
			narrow, ok := t.s.narrower(p, data)
			if !ok || !t.arrives(d.r.DependsOn, narrow) {
				continue
			}
			if p == data {
				return ""
			}
			how = EndRelated
		}
	}
	return how
}

// arrives says whether data that comes to a service is disclosed to a
// recipient asked for: by the service, or by those that it passes the data to.
func (t *tracer) arrives(service, data ID) bool {
	first := parcel{service: service, data: data}
	if known, ok := t.arrived[first]; ok {
		return known
	}
	seen := map[parcel]bool{first: true}
	found := false
	for queue := []parcel{first}; len(queue) > 0 && !found; queue = queue[1:] {
		v := must[Service](t.s, queue[0].service)
		found = slices.ContainsFunc(v.Disclosures(), func(d Disclosure) bool {
			_, ok := t.s.narrower(d.r.Data, queue[0].data)
			return ok && (t.recipients == nil || t.recipients[d.r.Recipient])
		})
		for _, d := range v.DependsOn() {
			for _, p := range d.r.Data {
				narrow, ok := t.s.narrower(p, queue[0].data)
				next := parcel{service: d.r.DependsOn, data: narrow}
				if ok && !seen[next] {
					seen[next] = true
					queue = append(queue, next)
				}
			}
		}
	}
	t.arrived[first] = found
	return found
}

// wanted says whether a flow of a service asked for matches the filter.
func (t *tracer) wanted(f DataFlow) bool {
	if t.data != nil && !t.data[f.data] {
		return false
	}
	if t.recipients != nil {
		switch f.End {
		case EndRecipient:
			if !t.recipients[f.to] {
				return false
			}
		case EndService:
			if !t.arrives(f.to, f.data) {
				return false
			}
		default:
			return false
		}
	}
	for _, w := range t.words {
		if !strings.Contains(t.names(f.service), w) && !strings.Contains(t.names(f.data), w) && !strings.Contains(t.endNames(f), w) {
			return false
		}
	}
	return true
}

func (t *tracer) endNames(f DataFlow) string {
	switch f.End {
	case EndRelated:
		return nameKey(relatedName)
	case EndNotStated:
		return nameKey(notStatedName)
	}
	return t.names(f.to)
}

// names is by which words a noun is found: its names, and those of what it is
// part of.
func (t *tracer) names(id ID) string {
	known, ok := t.named[id]
	if ok {
		return known
	}
	var words []string
	for _, of := range append(t.s.above(id), id) {
		n, ok := t.s.nodes.get(of)
		if !ok {
			continue
		}
		for _, w := range n.words {
			if w.where == MatchedName || w.where == MatchedAlias {
				words = append(words, w.key)
			}
		}
	}
	t.named[id] = strings.Join(words, "\n")
	return t.named[id]
}

func (t *tracer) nonDisclosures() []NonDisclosure {
	return slices.DeleteFunc(every[NonDisclosure](t.s, KindNonDisclosure), func(d NonDisclosure) bool {
		return t.services != nil && !t.services[d.Service().ID()] ||
			t.data != nil && !t.data[d.r.Data] && !t.widerData[d.r.Data] ||
			t.recipients != nil && !t.recipients[d.r.Recipient] && !t.widerRecipients[d.r.Recipient]
	})
}

func (t *tracer) cookies() []Cookie {
	return slices.DeleteFunc(every[Cookie](t.s, KindCookie), func(c Cookie) bool {
		return t.services != nil && !slices.ContainsFunc(c.r.Services, func(id ID) bool { return t.services[id] }) ||
			t.data != nil && !slices.ContainsFunc(c.r.Data, func(id ID) bool { return t.data[id] }) ||
			t.recipients != nil && !t.recipients[c.r.Setter]
	})
}
