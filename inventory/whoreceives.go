package inventory

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/recital/recital/inventory/wording"
)

// WhoReceives is the answer to "who receives this data?".
type WhoReceives struct {
	// Asked is what was asked, as it was asked.
	Asked string
	// Data is the category that was understood.
	Data DataCategory
	// Receipts are those who receive it in a form that can be tied to a person,
	// or encrypted: exact matches first, then by name.
	Receipts []Receipt
	// AggregatedOnly are those who receive statistics or anonymous results only.
	AggregatedOnly []Receipt
	// StatedNonRecipients say who does not receive it.
	StatedNonRecipients []NonDisclosure
	// CollectedWithoutStatedRecipient are services that collect it and name no
	// recipient for it, neither directly nor through another service.
	CollectedWithoutStatedRecipient []Service
}

// WhoReceives answers "who receives this data?". Data is a category's id, name
// or alias; an unknown one is a [NotFound] error that suggests the nearest.
func (s *Snapshot) WhoReceives(data string, narrower, broader bool) (WhoReceives, error) {
	asked, err := s.DataCategory(data)
	if err != nil {
		return WhoReceives{}, err
	}
	m := s.matcher(asked.ID(), narrower, broader)
	a := WhoReceives{Asked: data, Data: asked}
	disclosures := pointing[Disclosure](s, KindDisclosure, nil, m.counting(s)...)
	for _, r := range receipts(disclosures, m) {
		if r.statistical() {
			a.AggregatedOnly = append(a.AggregatedOnly, r)
		} else {
			a.Receipts = append(a.Receipts, r)
		}
	}
	// A statement about a wider category covers the one asked for, whatever else counts.
	not := s.matcher(asked.ID(), narrower, true)
	a.StatedNonRecipients = sorted(pointing[NonDisclosure](s, KindNonDisclosure, nil, not.counting(s)...))
	a.CollectedWithoutStatedRecipient = s.silent(m, disclosures)
	return a, nil
}

// silent lists the services that collect the data and reach nobody with it.
// Who discloses a wider category is reached by what is passed on of the data
// asked for: that other data of that category comes there says nothing of it.
func (s *Snapshot) silent(m matcher, disclosures []Disclosure) []Service {
	speaking := map[ID]bool{}
	for _, d := range disclosures {
		for _, r := range s.routes(d.Service().ID(), m.part(d.r.Data), nil) {
			speaking[r.services[0]] = true
		}
	}
	m.widely = false
	var list []Service
	for _, c := range pointing[Collection](s, KindCollection, nil, m.counting(s)...) {
		if id := c.Service().ID(); !speaking[id] {
			speaking[id] = true
			list = append(list, c.Service())
		}
	}
	return sorted(list)
}

// InWords gives the answer in one sentence, with its gaps.
func (a WhoReceives) InWords() string {
	exact, wider := []string{}, []string{}
	for _, r := range a.Receipts {
		name := r.Recipient.Name()
		if r.Assertion() == Inferred {
			name += " (inferred)"
		}
		if r.Match == Broader {
			wider = append(wider, name)
		} else {
			exact = append(exact, name)
		}
	}
	line := a.Data.Name() + ": no recipient is named for it"
	if len(a.AggregatedOnly) > 0 {
		line += " as it is"
	}
	if len(exact) > 0 {
		line = fmt.Sprintf("%s: %s, %s", a.Data.Name(), wording.Count(len(exact), "recipient"), wording.And(exact))
	}
	if len(wider) > 0 {
		line += fmt.Sprintf("; %s of a wider category that may contain it, %s", wording.Count(len(wider), "recipient"), wording.And(wider))
	}
	if n := len(a.AggregatedOnly); n > 0 {
		line += fmt.Sprintf("; %s of statistics only", wording.Count(n, "recipient"))
	}
	if n := len(a.StatedNonRecipients); n > 0 {
		line += fmt.Sprintf("; %s that, within limits, it is not disclosed", wording.Count(n, "statement"))
	}
	if n := len(a.CollectedWithoutStatedRecipient); n > 0 {
		verb := " collect it and name no recipient"
		if n == 1 {
			verb = " collects it and names no recipient"
		}
		line += "; " + wording.Count(n, "service") + verb + ", which is not a no"
	}
	return line + "."
}

// Receipt is one recipient of the data asked for, with the evidence.
type Receipt struct {
	// Recipient is who receives.
	Recipient Party
	// Match is the best match among the disclosures.
	Match Match
	// Disclosures are the disclosures themselves: best match first, then by id.
	Disclosures []Disclosure
	// best is how many of them have the best match.
	best int
	// asked says what of the disclosures was asked for.
	asked matcher
}

// receipts groups disclosures by recipient.
func receipts(disclosures []Disclosure, m matcher) []Receipt {
	groups := map[ID]*Receipt{}
	var order []ID
	for _, d := range disclosures {
		match, _ := m.of(d.r.Data)
		g := groups[d.r.Recipient]
		if g == nil {
			g = &Receipt{Recipient: d.Recipient(), Match: match, asked: m}
			groups[d.r.Recipient], order = g, append(order, d.r.Recipient)
		}
		if match.rank() < g.Match.rank() {
			g.Match = match
		}
		g.Disclosures = append(g.Disclosures, d)
	}
	list := make([]Receipt, 0, len(order))
	for _, id := range order {
		g := groups[id]
		slices.SortFunc(g.Disclosures, func(a, b Disclosure) int {
			ma, _ := m.of(a.r.Data)
			mb, _ := m.of(b.r.Data)
			return cmp.Or(cmp.Compare(ma.rank(), mb.rank()), a.n.compare(b.n))
		})
		for _, d := range g.Disclosures {
			if match, _ := m.of(d.r.Data); match == g.Match {
				g.best++
			}
		}
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Receipt) int {
		return cmp.Or(cmp.Compare(a.Match.rank(), b.Match.rank()), a.Recipient.n.compare(b.Recipient.n))
	})
	return list
}

// statistical says whether all that the recipient gets is statistics.
func (r Receipt) statistical() bool {
	return !slices.ContainsFunc(r.Disclosures, func(d Disclosure) bool { return !d.Form().Statistical() })
}

// Assertion is STATED if at least one of the disclosures with the best match
// is: that a wider category is stated to go there says less.
func (r Receipt) Assertion() Assertion {
	for _, d := range r.Disclosures[:r.best] {
		if d.Assertion() == Stated {
			return Stated
		}
	}
	return Inferred
}

// Forms are those in which the recipient gets the data.
func (r Receipt) Forms() []Form {
	var list []Form
	for _, d := range r.Disclosures {
		if !slices.Contains(list, d.Form()) {
			list = append(list, d.Form())
		}
	}
	return list
}

// Paths are the ways the data asked for takes, the shortest first.
func (r Receipt) Paths() []Path {
	var routes []route
	for _, d := range r.Disclosures {
		routes = append(routes, d.s.routes(d.Service().ID(), r.asked.part(d.r.Data), nil)...)
	}
	return pathsOf(r.Recipient.s, routes)
}

// Purposes are what for, by name.
func (r Receipt) Purposes() []Purpose { return gather(r.Disclosures, Disclosure.Purposes) }

// LawfulBases are those stated for the disclosing activities: for the purposes
// of the disclosure, or for the whole activity.
func (r Receipt) LawfulBases() []LawfulBasis {
	return gather(r.Disclosures, func(d Disclosure) []LawfulBasis {
		keep := func(b *LawfulBasisRecord) bool {
			return b.Purpose == "" || len(d.r.Purposes) == 0 || slices.Contains(d.r.Purposes, b.Purpose)
		}
		return pointing[LawfulBasis](d.s, KindBasis, keep, d.r.Activity, d.Service().ID())
	})
}

// Transfers are to which countries, with what safeguard.
func (r Receipt) Transfers() []Transfer {
	var list []Transfer
	for _, d := range r.Disclosures {
		for _, t := range d.Transfers() {
			if !slices.Contains(list, t) {
				list = append(list, t)
			}
		}
	}
	return list
}

// Retention is how long the disclosing activities keep the data.
func (r Receipt) Retention() []RetentionRule {
	return gather(r.Disclosures, func(d Disclosure) []RetentionRule { return d.s.rulesCovering(d.r.Activity, d.r.Data) })
}

// Citations are the clauses behind the disclosures, each once.
func (r Receipt) Citations() []Citation {
	var list []Citation
	seen := map[ID]bool{}
	for _, d := range r.Disclosures {
		for _, c := range d.Citations() {
			if !seen[c.clause.ID()] {
				seen[c.clause.ID()] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// gather collects what the items have, each once, in the order of lists.
func gather[T any, V ~struct{ view[R] }, R any](items []T, of func(T) []V) []V {
	list := []V{}
	seen := map[ID]bool{}
	for _, item := range items {
		for _, v := range of(item) {
			if id := (struct{ view[R] }(v)).ID(); !seen[id] {
				seen[id] = true
				list = append(list, v)
			}
		}
	}
	return sorted(list)
}
