package inventory

// Match is how what was found relates to what was asked.
type Match string

// The matches, the best first.
const (
	Exact    Match = "EXACT"
	Narrower Match = "NARROWER"
	Broader  Match = "BROADER"
)

func (Match) values() []string { return []string{"EXACT", "NARROWER", "BROADER"} }

func (m Match) rank() int {
	switch m {
	case Exact:
		return 0
	case Narrower:
		return 1
	}
	return 2
}

// matcher says how data categories relate to the one asked for.
type matcher struct {
	asked          ID
	below, above   map[ID]bool
	narrow, widely bool
}

// matcher is for the category asked; narrow and widely say whether narrower
// and broader categories count.
func (s *Snapshot) matcher(asked ID, narrow, widely bool) matcher {
	return matcher{asked, set(s.within(asked)), set(s.above(asked)), narrow, widely}
}

// of is the match of a category; ok is false if it does not count.
func (m matcher) of(id ID) (match Match, ok bool) {
	switch {
	case id == m.asked:
		return Exact, true
	case m.narrow && m.below[id]:
		return Narrower, true
	case m.widely && m.above[id]:
		return Broader, true
	}
	return "", false
}

// part is what of a category that counts was asked for: the category, or of a
// wider one what was asked.
func (m matcher) part(id ID) ID {
	if m.above[id] {
		return m.asked
	}
	return id
}

// counting lists the categories that count, exact first.
func (m matcher) counting(s *Snapshot) []ID {
	ids := []ID{m.asked}
	if m.narrow {
		ids = s.within(m.asked)
	}
	if m.widely {
		ids = append(ids, s.above(m.asked)...)
	}
	return ids
}

// contains says whether the category wide is somewhere above narrow.
func (s *Snapshot) contains(wide, narrow ID) bool {
	for {
		rec, ok := s.Record(narrow)
		if !ok {
			return false
		}
		if narrow = parentOf(rec); narrow == wide {
			return true
		}
		if narrow == "" {
			return false
		}
	}
}

// rulesCovering lists the retention rules of an activity that cover a data
// category: those that name it or a wider one, and those that name none.
func (s *Snapshot) rulesCovering(activity, data ID) []RetentionRule {
	keep := func(r *RetentionRuleRecord) bool { return s.covers(r, data) }
	return pointing[RetentionRule](s, KindRetention, keep, activity)
}

func (s *Snapshot) covers(r *RetentionRuleRecord, data ID) bool {
	if len(r.Data) == 0 {
		return true
	}
	for _, d := range r.Data {
		if d == data || s.contains(d, data) {
			return true
		}
	}
	return false
}
