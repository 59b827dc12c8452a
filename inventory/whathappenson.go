package inventory

import (
	"slices"

	"github.com/recital/recital/inventory/wording"
)

// WhatHappensOn is the answer to "what does this event do to data?".
type WhatHappensOn struct {
	// Asked is what was asked, as it was asked.
	Asked string
	// Event is the event that was understood.
	Event Event
	// Events are those that count: the one asked for and narrower ones.
	Events []Event
	// CausedBy are the choices that cause it.
	CausedBy []Choice
	// Erased and Anonymised are the rules that it sets off.
	Erased, Anonymised []RetentionRule
	// Kept is what stays: for longer, without end, or outliving the event by
	// statement.
	Kept []RetentionRule
	// Unaffected is what ends on a clock of its own.
	Unaffected []RetentionRule
	// NotStated are collections without a word on what becomes of them.
	NotStated []Collection
}

// WhatHappensOn answers "what does this event do to data?". It looks at the
// services that the event ends, those that need one of these, their parts, and
// those with a rule that names the event; service, if not empty, keeps only
// one of them and its parts. Event and service are ids, names or aliases.
func (s *Snapshot) WhatHappensOn(event, service string) (WhatHappensOn, error) {
	e, err := s.Event(event)
	if err != nil {
		return WhatHappensOn{}, err
	}
	a := WhatHappensOn{Asked: event, Event: e, Events: views[Event](s, s.within(e.ID()))}
	causes := set(s.within(e.ID()))
	// What a wider event does, the narrower one does too.
	events := set(append(s.within(e.ID()), s.above(e.ID())...))
	concerned := s.concerned(events)
	if service != "" {
		only, err := s.Service(service)
		if err != nil {
			return WhatHappensOn{}, err
		}
		parts := set(s.within(only.ID()))
		concerned = slices.DeleteFunc(concerned, func(v Service) bool { return !parts[v.ID()] })
	}
	for _, v := range concerned {
		for _, r := range v.Retention() {
			a.sort(r, events)
		}
		for _, c := range v.Collections() {
			if !c.spokenFor() {
				a.NotStated = append(a.NotStated, c)
			}
		}
		for _, c := range v.Choices() {
			if causes[c.r.Causes] {
				a.CausedBy = append(a.CausedBy, c)
			}
		}
	}
	return a, nil
}

// spokenFor says whether a rule covers the data in the form in which it is
// held: a word on statistics is none on what they are made of.
func (c Collection) spokenFor() bool {
	return slices.ContainsFunc(c.s.pointingAt(c.r.Activity, KindRetention), func(id ID) bool {
		rec, _ := c.s.Record(id)
		r, ok := rec.(*RetentionRuleRecord)
		return ok && (r.Form == "" || r.Form == c.r.Form) && c.s.covers(r, c.r.Data)
	})
}

// sort puts a rule where it belongs.
func (a *WhatHappensOn) sort(r RetentionRule, events map[ID]bool) {
	survives := slices.ContainsFunc(r.r.Survives, func(e ID) bool { return events[e] })
	setOff := events[r.r.Trigger] && r.r.Bound != AtLeast
	switch {
	case survives || !setOff && (r.r.Bound == AtLeast || r.r.Bound == Indefinite):
		a.Kept = append(a.Kept, r)
	case setOff && r.r.Action == Anonymise:
		a.Anonymised = append(a.Anonymised, r)
	case setOff && r.r.Action == Archive:
		a.Kept = append(a.Kept, r)
	case setOff:
		a.Erased = append(a.Erased, r)
	default:
		a.Unaffected = append(a.Unaffected, r)
	}
}

// concerned lists the services that an event of the set is about, by name.
func (s *Snapshot) concerned(events map[ID]bool) []Service {
	found := map[ID]bool{}
	var queue []ID
	add := func(id ID) {
		if !found[id] {
			found[id] = true
			queue = append(queue, id)
		}
	}
	for e := range events {
		for _, v := range must[Event](s, e).Ends() {
			add(v.ID())
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		v := must[Service](s, queue[0])
		for _, r := range v.RequiredBy() {
			add(r.r.Service)
		}
		for _, part := range v.Parts() {
			add(part.ID())
		}
	}
	for e := range events {
		for _, r := range pointing[RetentionRule](s, KindRetention, nil, e) {
			found[r.Service().ID()] = true
		}
		for _, c := range pointing[Choice](s, KindChoice, nil, e) {
			found[c.Service().ID()] = true
		}
	}
	var list []Service
	for _, n := range s.byKind[KindService] {
		if found[n.rec.RecordID()] {
			v, _ := of[Service](s, n)
			list = append(list, v)
		}
	}
	return list
}

// InWords gives the answer in one sentence, with its gaps.
func (a WhatHappensOn) InWords() string {
	line := a.Event.Name() + ": " + wording.Count(len(a.Erased), "rule") + " of erasure"
	if n := len(a.Anonymised); n > 0 {
		line += ", " + wording.Count(n, "rule") + " of anonymisation"
	}
	line += "; " + wording.Count(len(a.Kept), "rule") + " that data stays"
	if n := len(a.Unaffected); n > 0 {
		line += "; " + wording.Count(n, "rule") + " with a clock of its own"
	}
	if n := len(a.NotStated); n > 0 {
		line += "; nothing is stated on " + wording.Count(n, "collection") + " of the services concerned"
	}
	return line + "."
}
