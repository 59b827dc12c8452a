package lint

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Where says where a record was written; ok is false if that is not known. A
// nil Where knows of none.
type Where func(id inventory.ID) (p Place, ok bool)

func (w Where) of(id inventory.ID) (Place, bool) {
	if w == nil || id == "" {
		return Place{}, false
	}
	return w(id)
}

// Words writes the report for a terminal: by severity and rule, each finding
// with its place or id and the first clause. Lines are not wrapped.
func (r Report) Words(w io.Writer, where Where) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s in revision %d, on %s.\n", sentence(r.InWords()), r.Revision.Number, r.Today)
	rule := ""
	for i, f := range r.Findings {
		if f.Rule.ID != rule {
			rule = f.Rule.ID
			fmt.Fprintf(&b, "\n%s: %s (%s), %s\n", wording.Enum(f.Severity()), f.Rule.Title, rule, f.Rule.Article)
			if n := r.sameRule(i); n > 1 {
				fmt.Fprintf(&b, "  %s\n", wording.Count(n, "finding"))
			}
		}
		fmt.Fprintf(&b, "  - %s\n", f.Sentence)
		if at := f.at(where); at != "" {
			fmt.Fprintf(&b, "    %s\n", at)
		}
	}
	for i, f := range r.Suppressed {
		if i == 0 {
			b.WriteString("\nsuppressed\n")
		}
		fmt.Fprintf(&b, "  - %s\n    %s until %s: %s\n", f.Sentence, f.Rule.ID, f.Suppression.Until, f.Suppression.Reason)
	}
	if len(r.Findings) > 0 {
		b.WriteString("\nrecital lint --explain RULE says what a rule looks at, why, and how to mend what it finds.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// sameRule is the number of findings of the rule that begins here.
func (r Report) sameRule(from int) int {
	n := 0
	for _, f := range r.Findings[from:] {
		if f.Rule.ID != r.Findings[from].Rule.ID {
			break
		}
		n++
	}
	return n
}

// at says where a finding is: the line, or the id, and the first clause.
func (f Finding) at(where Where) string {
	at := string(f.SubjectID)
	if p, ok := where.of(f.SubjectID); ok {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if cited := f.Citations(); len(cited) > 0 {
		at += ", see " + string(cited[0].Clause().ID())
		if len(cited) > 1 {
			at += " and " + wording.Count(len(cited)-1, "other clause")
		}
	}
	return at
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// written is a finding as JSON.
type written struct {
	Rule        string             `json:"rule"`
	Title       string             `json:"title"`
	Severity    Severity           `json:"severity"`
	Article     string             `json:"article"`
	Subject     inventory.ID       `json:"subject,omitempty"`
	Sentence    string             `json:"sentence"`
	Place       *Place             `json:"place,omitempty"`
	Related     []inventory.ID     `json:"related"`
	Clauses     []inventory.ID     `json:"clauses"`
	Suppression *writtenSuppressed `json:"suppression,omitempty"`
}

type writtenSuppressed struct {
	Reason string         `json:"reason"`
	Until  inventory.Date `json:"until"`
}

func (f Finding) written(where Where) written {
	out := written{
		Rule: f.Rule.ID, Title: f.Rule.Title, Severity: f.Severity(), Article: f.Rule.Article,
		Subject: f.SubjectID, Sentence: f.Sentence, Related: f.RelatedIDs, Clauses: []inventory.ID{},
	}
	if p, ok := where.of(f.SubjectID); ok {
		out.Place = &p
	}
	for _, c := range f.Citations() {
		out.Clauses = append(out.Clauses, c.Clause().ID())
	}
	if s := f.Suppression; s != nil {
		out.Suppression = &writtenSuppressed{s.Reason, s.Until}
	}
	return out
}

// JSON writes the report for programs, in the order of the report.
func (r Report) JSON(w io.Writer, where Where) error {
	list := func(findings []Finding) []written {
		out := make([]written, len(findings))
		for i, f := range findings {
			out[i] = f.written(where)
		}
		return out
	}
	return encode(w, struct {
		Revision   int            `json:"revision"`
		Today      inventory.Date `json:"today"`
		Errors     int            `json:"errors"`
		Warnings   int            `json:"warnings"`
		Notes      int            `json:"notes"`
		Findings   []written      `json:"findings"`
		Suppressed []written      `json:"suppressed"`
	}{r.Revision.Number, r.Today, r.Count(Error), r.Count(Warning), r.Count(Note), list(r.Findings), list(r.Suppressed)})
}

func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
