// Package lint says what is missing from an inventory, what in it contradicts
// what, and what has drifted from the documents it cites: findings, each with
// the article it offends, in plain words that say how to mend it. It is a pure
// function of a snapshot, a day, and what was agreed to be left.
//
// What is looked for is one table ([Rules]). Silence is never taken for a "no":
// a rule about what is missing asks for the statement, not for the thing. Where
// one cause has many effects, one finding lists them.
//
// It must be given all facts: a snapshot without the internal ones misses
// things that are there.
package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Severity is how much a finding matters.
type Severity string

// The severities, the gravest first.
const (
	// Error is what the law asks for and the inventory does not have, or two
	// facts that cannot both be true.
	Error Severity = "ERROR"
	// Warning is what the law asks for in some cases, or what is told too
	// loosely to be checked.
	Warning Severity = "WARNING"
	// Note is what to look at.
	Note Severity = "NOTE"
)

// Severities lists the severities, the gravest first.
func Severities() []Severity { return []Severity{Error, Warning, Note} }

func (s Severity) rank() int { return slices.Index(Severities(), s) }

// AtLeast says whether s is as grave as the other, or graver.
func (s Severity) AtLeast(other Severity) bool { return s.rank() <= other.rank() }

// Options say what to look for.
type Options struct {
	// Today is the day on which reviews, safeguards, adequacy decisions and
	// suppressions are looked at. It must be a full date.
	Today inventory.Date
	// Rules are the ids of the rules to look with; empty: all.
	Rules []string
	// CookieMaximum is the longest lifetime that the organisation's own policy
	// allows a cookie; empty: the policy is not known, and
	// cookie-over-policy-maximum finds nothing.
	CookieMaximum inventory.Period
	// AudienceMaximum is the longest lifetime of a cookie that measures the
	// audience; empty: that which the CNIL recommends, [CNILMaximum].
	AudienceMaximum inventory.Period
	// Suppressions are findings that somebody has judged and agreed to leave.
	Suppressions []Suppression
}

// Suppression is the agreement to leave findings as they are until a day.
type Suppression struct {
	// Rule is the id of the rule.
	Rule string
	// Subject is the id of what the finding is about; "*" in it stands for any
	// characters.
	Subject string
	// Reason says why, in words.
	Reason string
	// Until is the last day on which it holds.
	Until inventory.Date
	// Place is where it is written, such as "lint.yaml:3"; empty: not known.
	Place string
}

// covers says whether the suppression is about the finding, whatever the day.
func (s Suppression) covers(f Finding) bool {
	return s.Rule == f.Rule.ID && matches(s.Subject, string(f.SubjectID))
}

// matches says whether a text fits a pattern, in which "*" stands for any
// characters.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(text, parts[0])
	for i, part := range parts[1:] {
		if !ok {
			return false
		}
		if i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		_, rest, ok = strings.Cut(rest, part)
	}
	return ok && (len(parts) > 1 || rest == "")
}

// Finding is one thing to mend, or to judge.
type Finding struct {
	Rule Rule
	// SubjectID is the id of what it is about: the place to mend. It is empty
	// for a finding about a suppression.
	SubjectID inventory.ID
	// Sentence says what is wrong and how to mend it.
	Sentence string
	// RelatedIDs are the facts that show it, each once, sorted.
	RelatedIDs []inventory.ID
	// Suppression is the agreement to leave it; nil: there is none.
	Suppression *Suppression

	s *inventory.Snapshot
}

// Severity is that of its rule.
func (f Finding) Severity() Severity { return f.Rule.Severity }

// Subject is what it is about; ok is false for a suppression.
func (f Finding) Subject() (n inventory.Node, ok bool) {
	if f.s == nil {
		return nil, false
	}
	return f.s.Node(f.SubjectID)
}

// Related are the facts that show it, by id.
func (f Finding) Related() []inventory.Node {
	list := make([]inventory.Node, 0, len(f.RelatedIDs))
	for _, id := range f.RelatedIDs {
		if n, ok := f.s.Node(id); ok {
			list = append(list, n)
		}
	}
	return list
}

// Citations are the clauses that its subject and the related facts rest on,
// each once, those of the subject first.
func (f Finding) Citations() []inventory.Citation {
	var list []inventory.Citation
	seen := map[inventory.ID]bool{}
	nodes := f.Related()
	if n, ok := f.Subject(); ok {
		nodes = append([]inventory.Node{n}, nodes...)
	}
	for _, n := range nodes {
		fact, ok := n.(inventory.Fact)
		if !ok {
			continue
		}
		for _, c := range fact.Citations() {
			if id := c.Clause().ID(); !seen[id] {
				seen[id] = true
				list = append(list, c)
			}
		}
	}
	return list
}

// Report is what was found, in this order: by severity, the gravest first, then
// by rule in the order of [Rules], then by the id of the subject.
type Report struct {
	// Revision is the revision that was looked at.
	Revision inventory.Revision
	// Today is the day for which it holds.
	Today inventory.Date
	// Findings are those to mend; Suppressed those agreed to be left.
	Findings   []Finding
	Suppressed []Finding
}

// Run looks for everything that the options name. The rules about suppressions
// look at those of rules that ran.
func Run(s *inventory.Snapshot, o Options) Report {
	if o.AudienceMaximum == "" {
		o.AudienceMaximum = CNILMaximum
	}
	b := look(s, o)
	report := Report{Revision: s.Revision(), Today: o.Today, Findings: []Finding{}, Suppressed: []Finding{}}
	var found []Finding
	for _, rule := range Rules() {
		if rule.find == nil || !o.runs(rule.ID) {
			continue
		}
		rule.find(b, func(subject inventory.ID, related []inventory.ID, format string, args ...any) {
			ids := slices.Clone(related)
			slices.Sort(ids)
			ids = slices.DeleteFunc(slices.Compact(ids), func(id inventory.ID) bool { return id == subject })
			found = append(found, Finding{Rule: rule, SubjectID: subject, RelatedIDs: ids, Sentence: fmt.Sprintf(format, args...), s: s})
		})
	}
	used := report.divide(found, o)
	report.Findings = append(report.Findings, o.stale(used)...)
	order(report.Findings)
	order(report.Suppressed)
	return report
}

// runs says whether the rule is one to look with.
func (o Options) runs(rule string) bool { return len(o.Rules) == 0 || slices.Contains(o.Rules, rule) }

// divide parts the findings that are suppressed, and says which suppressions
// did so, by their place in the options.
func (r *Report) divide(found []Finding, o Options) (used []bool) {
	used = make([]bool, len(o.Suppressions))
	for _, f := range found {
		for i := range o.Suppressions {
			if s := &o.Suppressions[i]; s.covers(f) {
				used[i] = true
				if f.Suppression == nil && !past(s.Until, o.Today) {
					f.Suppression = s
				}
			}
		}
		if f.Suppression != nil {
			r.Suppressed = append(r.Suppressed, f)
		} else {
			r.Findings = append(r.Findings, f)
		}
	}
	return used
}

func order(list []Finding) {
	rank := map[string]int{}
	for i, r := range Rules() {
		rank[r.ID] = i
	}
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity().rank(), b.Severity().rank()), cmp.Compare(rank[a.Rule.ID], rank[b.Rule.ID]),
			cmp.Compare(a.SubjectID, b.SubjectID), cmp.Compare(a.Sentence, b.Sentence),
		)
	})
}

// Count is the number of findings of a severity, without those suppressed.
func (r Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity() == s {
			n++
		}
	}
	return n
}

// Any says whether there is a finding of this severity or a graver one.
func (r Report) Any(s Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity().AtLeast(s) })
}

// InWords says in a line how much was found.
func (r Report) InWords() string {
	var parts []string
	for _, s := range Severities() {
		parts = append(parts, wording.Count(r.Count(s), wording.Enum(s)))
	}
	line := wording.And(parts)
	if n := len(r.Suppressed); n > 0 {
		line += ", and " + wording.Count(n, "finding") + " suppressed"
	}
	return line
}

// past says whether a date certainly lies before the day.
func past(d, today inventory.Date) bool {
	n := min(len(d), len(today))
	return d[:n] < today[:n]
}
