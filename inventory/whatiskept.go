package inventory

import (
	"slices"

	"github.com/recital/recital/inventory/wording"
)

// KeptFilter says which retention rules are asked for. Conditions given
// together must all hold.
type KeptFilter struct {
	// LongerThan asks for rules that may keep data longer; empty: any.
	LongerThan Period
	// AtMost asks for rules that certainly end within the period; empty: any.
	AtMost Period
	// Indefinitely asks for rules without an end, or with one; nil: any.
	Indefinitely *bool
	// Trigger, Service and Data are ids, names or aliases; empty: any.
	Trigger, Service, Data string
	// Action asks for rules that end in this way; empty: any.
	Action RetentionAction
}

// WhatIsKept is the answer to "which data is kept for how long?": a page of
// the rules that match, and those that no figure can be compared with.
type WhatIsKept struct {
	Connection[RetentionRule]
	// WithoutFigure are rules that match but for the periods asked for, which
	// they have no figure to compare with: until an event, by criteria, or after
	// another rule has run out.
	WithoutFigure []RetentionRule
}

// WhatIsKept answers "which data is kept for how long?". Rules come by id. A
// malformed period is an [Invalid] error, an unknown noun [NotFound].
func (s *Snapshot) WhatIsKept(f KeptFilter, first int, after *string) (WhatIsKept, error) {
	for _, p := range []struct {
		name   string
		period Period
	}{{"longerThan", f.LongerThan}, {"atMost", f.AtMost}} {
		if p.period != "" && p.period.Valid() != nil {
			return WhatIsKept{}, Errorf(Invalid, "%s: %v", p.name, p.period.Valid())
		}
	}
	keep, err := s.keptBy(f)
	if err != nil {
		return WhatIsKept{}, err
	}
	var a WhatIsKept
	var list []RetentionRule
	for _, r := range every[RetentionRule](s, KindRetention) {
		if !keep(r.r) {
			continue
		}
		switch compared(r.r, f) {
		case yes:
			list = append(list, r)
		case unknown:
			a.WithoutFigure = append(a.WithoutFigure, r)
		}
	}
	a.Connection, err = pageOf(list, first, after)
	return a, err
}

// InWords gives the answer in one sentence, with its gaps.
func (a WhatIsKept) InWords() string {
	line := wording.Count(a.TotalCount(), "rule") + " found"
	if n := len(a.WithoutFigure); n > 0 {
		line += "; " + wording.Count(n, "more rule") + " without a figure to compare: until an event, or by criteria"
	}
	return line + "."
}

type truth int

const (
	no truth = iota
	unknown
	yes
)

// compared says whether the period of a rule is as asked. Unknown is the
// answer where the rule has no figure.
func compared(r *RetentionRuleRecord, f KeptFilter) truth {
	if f.LongerThan == "" && f.AtMost == "" {
		return yes
	}
	switch r.Bound {
	case UntilEvent, Criteria:
		return unknown
	case Indefinite, AtLeast:
		if f.AtMost != "" {
			return no
		}
		return yes
	}
	longer := f.LongerThan == "" || r.Period.Compare(f.LongerThan) > 0
	within := f.AtMost == "" || r.Period.Compare(f.AtMost) <= 0
	switch {
	case !within || !longer && r.After == "":
		return no
	case r.After != "" && (!longer || f.AtMost != ""):
		// The time that the rule waits for another comes on top.
		return unknown
	}
	return yes
}

// keptBy is the filter but for its periods.
func (s *Snapshot) keptBy(f KeptFilter) (func(*RetentionRuleRecord) bool, error) {
	tests := []func(*RetentionRuleRecord) bool{}
	if f.Indefinitely != nil {
		tests = append(tests, func(r *RetentionRuleRecord) bool { return (r.Bound == Indefinite) == *f.Indefinitely })
	}
	if f.Action != "" {
		tests = append(tests, func(r *RetentionRuleRecord) bool { return r.Action == f.Action })
	}
	if f.Trigger != "" {
		e, err := s.Event(f.Trigger)
		if err != nil {
			return nil, err
		}
		events := set(s.within(e.ID()))
		tests = append(tests, func(r *RetentionRuleRecord) bool { return events[r.Trigger] })
	}
	if f.Service != "" {
		v, err := s.Service(f.Service)
		if err != nil {
			return nil, err
		}
		services := set(s.within(v.ID()))
		tests = append(tests, func(r *RetentionRuleRecord) bool { return services[s.serviceOf(r.Activity)] })
	}
	if f.Data != "" {
		d, err := s.DataCategory(f.Data)
		if err != nil {
			return nil, err
		}
		related := set(append(s.within(d.ID()), s.above(d.ID())...))
		tests = append(tests, func(r *RetentionRuleRecord) bool { return s.bearsOn(r, related) })
	}
	return func(r *RetentionRuleRecord) bool {
		return !slices.ContainsFunc(tests, func(test func(*RetentionRuleRecord) bool) bool { return !test(r) })
	}, nil
}

// bearsOn says whether a rule is about one of the data categories: it names
// it, or it names none and its activity collects it.
func (s *Snapshot) bearsOn(r *RetentionRuleRecord, data map[ID]bool) bool {
	if len(r.Data) > 0 {
		return slices.ContainsFunc(r.Data, func(d ID) bool { return data[d] })
	}
	return slices.ContainsFunc(s.pointingAt(r.Activity, KindCollection), func(id ID) bool {
		rec, _ := s.Record(id)
		c, ok := rec.(*CollectionRecord)
		return ok && data[c.Data]
	})
}
