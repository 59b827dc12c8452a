package intake

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// Outcome is what became of a line of a file.
type Outcome string

// The outcomes. Approximate lines found their place with something guessed,
// left behind or put otherwise, which their note tells. Empty lines state
// nothing. Unwanted ones were left out because the caller chose others.
const (
	Mapped      Outcome = "MAPPED"
	Approximate Outcome = "APPROXIMATE"
	NotMapped   Outcome = "NOT_MAPPED"
	Empty       Outcome = "EMPTY"
	Unwanted    Outcome = "UNWANTED"
)

// Outcomes lists them, what asks for attention last.
func Outcomes() []Outcome { return []Outcome{Mapped, Empty, Unwanted, Approximate, NotMapped} }

// Line is a value of the file, in a line of its own or within one, and what
// became of it.
type Line struct {
	// Line is its line in the file, from 1.
	Line int
	// Path leads to it within the file, such as "system[0].name".
	Path string
	// Value is what stands there.
	Value   string
	Outcome Outcome
	// Targets are the ids of what it went into, "#" and the field behind some.
	Targets []string
	// Note says how it was read, or why it was not and what to do.
	Note string
}

// note adds a sentence that is not there yet.
func (l *Line) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	switch {
	case text == "" || strings.Contains(l.Note, text):
	case l.Note == "":
		l.Note = text
	default:
		l.Note += "; " + text
	}
}

func (l *Line) aim(targets []string) {
	for _, t := range targets {
		if t != "" && !slices.Contains(l.Targets, t) {
			l.Targets = append(l.Targets, t)
		}
	}
}

// mapped says that the line went into these.
func (l *Line) mapped(targets ...string) {
	if l.aim(targets); l.Outcome == "" || l.Outcome == Empty {
		l.Outcome = Mapped
	} else if l.Outcome == NotMapped {
		l.Outcome = Approximate
	}
}

// roughly says that the line went into these, and what was not exact.
func (l *Line) roughly(note string, targets ...string) {
	l.aim(targets)
	l.note("%s", note)
	l.Outcome = Approximate
}

// lost says why the line, or a part of it, went nowhere, and what to do.
func (l *Line) lost(format string, args ...any) {
	l.note(format, args...)
	if l.Outcome == Mapped || l.Outcome == Approximate {
		l.Outcome = Approximate
		return
	}
	l.Outcome = NotMapped
}

// silent says that the line states nothing.
func (l *Line) silent(note string) {
	if l.Outcome == "" {
		l.Outcome = Empty
		l.note("%s", note)
	}
}

// Counts says how many lines had each outcome.
func (p Plan) Counts() map[Outcome]int {
	counts := map[Outcome]int{}
	for _, l := range p.Lines {
		counts[l.Outcome]++
	}
	return counts
}

// TSV writes the report, one value of the file a row, in the order of the
// file: line, path, value, outcome, targets, note.
func (p Plan) TSV(w io.Writer) error {
	var b strings.Builder
	b.WriteString("line\tpath\tvalue\toutcome\ttarget\tnote\n")
	for _, l := range p.Lines {
		row := []string{strconv.Itoa(l.Line), l.Path, l.Value, string(l.Outcome), strings.Join(l.Targets, " "), l.Note}
		for i, cell := range row {
			row[i] = cellText(cell)
		}
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cellText is the text in one line, and nothing that a spreadsheet takes for a
// formula.
func cellText(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		s = "'" + s
	}
	return s
}

// shownLines is how many lines of one note [Plan.Words] shows.
const shownLines = 10

// Words writes the report for a terminal: how many lines had which outcome,
// then those that are not mapped, or only approximately, by their notes: every
// note, and the first ten lines of each. [Plan.TSV] has them all.
func (p Plan) Words(w io.Writer) error {
	var b strings.Builder
	counts := p.Counts()
	fmt.Fprintf(&b, "%s: %s.\n", p.File, wording.Count(len(p.Lines), "value"))
	for _, o := range Outcomes() {
		if counts[o] > 0 {
			fmt.Fprintf(&b, "  %s %d\n", wording.Enum(o), counts[o])
		}
	}
	for _, o := range []Outcome{NotMapped, Approximate} {
		if counts[o] == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", map[Outcome]string{NotMapped: "Not mapped", Approximate: "Mapped approximately"}[o])
		for _, g := range p.grouped(o) {
			fmt.Fprintf(&b, "\n  %s\n", g.note)
			for _, l := range g.lines[:min(shownLines, len(g.lines))] {
				fmt.Fprintf(&b, "      %s\n", cellText(l.where(p.File)))
			}
			if n := len(g.lines) - shownLines; n > 0 {
				fmt.Fprintf(&b, "      and %s, which the report lists\n", wording.Count(n, "more line"))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// where is the line as a list shows it: its place, the value cut short, and
// where it went.
func (l Line) where(file string) string {
	const shown = 60
	value := []rune(strings.Join(strings.Fields(l.Value), " "))
	if len(value) > shown {
		value = append(value[:shown-1], '…')
	}
	text := file + ":" + strconv.Itoa(l.Line) + " " + l.Path + " = " + string(value)
	if len(l.Targets) > 0 {
		text += " → " + l.Targets[0]
	}
	if n := len(l.Targets); n > 1 {
		text += " and " + wording.Count(n-1, "other")
	}
	return text
}

type noteGroup struct {
	note  string
	lines []Line
}

// grouped are the lines with the outcome, by note, in the order of the file.
func (p Plan) grouped(o Outcome) []*noteGroup {
	var groups []*noteGroup
	at := map[string]*noteGroup{}
	for _, l := range p.Lines {
		if l.Outcome != o {
			continue
		}
		g, ok := at[l.Note]
		if !ok {
			g = &noteGroup{note: l.Note}
			at[l.Note] = g
			groups = append(groups, g)
		}
		g.lines = append(g.lines, l)
	}
	return groups
}
