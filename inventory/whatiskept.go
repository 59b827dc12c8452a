package inventory

import "slices"

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
	// they have no figure to compare with: until an event, or by criteria.
	WithoutFigure []RetentionRule
}

// WhatIsKept answers "which data is kept for how long?". Rules come by id. A
// malformed period is an [Invalid] error, an unknown noun [NotFound].
func (s *Snapshot) WhatIsKept(f KeptFilter, first int, after *string) (WhatIsKept, error) {
	for name, p := range map[string]Period{"longerThan": f.LongerThan, "atMost": f.AtMost} {
		if p != "" && p.Valid() != nil {
			return WhatIsKept{}, Errorf(Invalid, "%s: %v", name, p.Valid())
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
	line := count(a.TotalCount(), "rule") + " found"
	if n := len(a.WithoutFigure); n > 0 {
		line += "; " + count(n, "more rule") + " without a figure to compare: until an event, or by criteria"
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
	if f.LongerThan != "" && r.Period.Compare(f.LongerThan) <= 0 || f.AtMost != "" && r.Period.Compare(f.AtMost) > 0 {
		return no
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
		tests = append(tests, func(r *RetentionRuleRecord) bool { return s.bearsOn(r, d.ID()) })
	}
	return func(r *RetentionRuleRecord) bool {
		return !slices.ContainsFunc(tests, func(test func(*RetentionRuleRecord) bool) bool { return !test(r) })
	}, nil
}

// bearsOn says whether a rule is about the data: it names it, a wider or a
// narrower category, or it names none and its activity collects the data.
func (s *Snapshot) bearsOn(r *RetentionRuleRecord, data ID) bool {
	if len(r.Data) > 0 {
		return slices.ContainsFunc(r.Data, func(d ID) bool { return s.related(d, data) })
	}
	for _, c := range pointing[Collection](s, KindCollection, nil, r.Activity) {
		if s.related(c.r.Data, data) {
			return true
		}
	}
	return false
}
