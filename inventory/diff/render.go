package diff

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Words writes the report for a terminal: what matters first, what changed from
// what to what, and at the end why it matters, each reason once. Lines are not
// wrapped.
func (r Report) Words(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.InWords())
	r.sections(func(title string, entries []Entry) {
		fmt.Fprintf(&b, "\n%s\n", title)
		for _, e := range entries {
			fmt.Fprintf(&b, "\n  %s\n      %s\n", line(e.Sentence), e.ID)
			if e.IsMaterial() {
				fmt.Fprintf(&b, "      %s\n", e.reasons())
			}
			for _, f := range e.Fields {
				fmt.Fprintf(&b, "      %s: %s → %s\n", f.Label(), line(shown(f.Before)), line(shown(f.After)))
			}
		}
	})
	if reasons := r.reasons(); len(reasons) > 0 {
		fmt.Fprintf(&b, "\n%s\n\n", whyItMatters)
		for _, m := range reasons {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", m.Title, m.Why, m.Article)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown writes the report as a document, in the order of [Report.Words].
// What comes from the inventory is told as text, whatever it holds.
func (r Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# What changed\n\n%s\n", escape(r.InWords()))
	r.sections(func(title string, entries []Entry) {
		fmt.Fprintf(&b, "\n## %s\n\n", title)
		for _, e := range entries {
			fmt.Fprintf(&b, "- **%s** (%s)\n", escape(e.Sentence), escape(string(e.ID)))
			if e.IsMaterial() {
				fmt.Fprintf(&b, "  - *%s*\n", escape(e.reasons()))
			}
			for _, f := range e.Fields {
				fmt.Fprintf(&b, "  - %s: %s → %s\n", escape(f.Label()), escape(shown(f.Before)), escape(shown(f.After)))
			}
		}
	})
	if reasons := r.reasons(); len(reasons) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n", whyItMatters)
		for _, m := range reasons {
			fmt.Fprintf(&b, "- *%s*: %s (%s)\n", escape(m.Title), escape(m.Why), escape(m.Article))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const whyItMatters = "Why these changes matter"

// reasons are the titles of the rules that the change meets.
func (e Entry) reasons() string {
	titles := make([]string, len(e.Material))
	for i, m := range e.Material {
		titles[i] = m.Title
	}
	return strings.Join(titles, "; ")
}

// reasons are the rules that the changes meet, each once, in their order.
func (r Report) reasons() []Material {
	met := map[string]bool{}
	for _, e := range r.Entries {
		for _, m := range e.Material {
			met[m.Rule] = true
		}
	}
	var list []Material
	for _, rule := range Rules() {
		if met[rule.ID] {
			list = append(list, rule.material())
		}
	}
	return list
}

// JSON writes the report as an indented object.
func (r Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// sections visits the parts of the report that have entries.
func (r Report) sections(visit func(title string, entries []Entry)) {
	material, other := r.Split()
	if len(material) > 0 {
		visit("What matters to the people concerned", material)
	}
	if len(other) > 0 {
		visit("Everything else", other)
	}
}

func shown(v *string) string {
	if v == nil {
		return "not stated"
	}
	return *v
}

// line is a text on one line, without characters that steer a terminal.
func line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, s)), " ")
}

// escape is a text that Markdown shows as it is: without marks, links or HTML.
func escape(s string) string {
	var b strings.Builder
	for _, r := range line(s) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		case strings.ContainsRune("\\`*_[]#|~!>", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
