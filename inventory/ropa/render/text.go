package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
)

// inferredMark stands behind what no clause says in so many words.
const inferredMark = " (inferred)"

// missing is what stands in place of what nobody stated: that, and the article
// that asks for it.
func missing(article string) string {
	if article == "" {
		return ropa.NotDeclared
	}
	return ropa.NotDeclared + " (" + article + ")"
}

// saying is an item in one line: what it says, and whether it is inferred.
func saying(i ropa.Item) string {
	text := line(i.Text)
	if i.Inferred {
		return text + inferredMark
	}
	return text
}

// cellAt is the cell of a column. A row with fewer cells than columns declares
// nothing in the rest.
func cellAt(row ropa.Row, column int) ropa.Cell {
	if column < len(row.Cells) {
		return row.Cells[column]
	}
	return ropa.Cell{}
}

// line is the text without what would break a line, and without what no
// document may carry: control characters, and code points that are no
// characters. Bytes that are not UTF-8 become U+FFFD. Tabs stay.
func line(s string) string {
	if plain(s) {
		return s
	}
	for _, r := range s {
		if inLine(r) != r || r == utf8.RuneError {
			return strings.Map(inLine, s)
		}
	}
	return s
}

// inLine is what stands for a character in a line; negative: nothing.
func inLine(r rune) rune {
	switch {
	case r == '\t':
		return r
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
		return ' '
	case unicode.IsControl(r) || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return -1
	}
	return r
}

// paragraphs are the lines of a text as people wrote it: a checkpoint has
// several. There is at least one.
func paragraphs(s string) []string {
	s = strings.TrimSpace(s)
	if !strings.ContainsAny(s, "\r\n") {
		return []string{s}
	}
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n")
}

// plain says whether the text is printable ASCII, as most are.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			return false
		}
	}
	return true
}

// inert is the text so that no spreadsheet takes it for a formula: with an
// apostrophe before it if it begins with = + - @, a tab or an end of line, or
// with a wide form of one of them, also behind spaces and what cannot be seen
// (OWASP ASVS 5.0, 1.2.10; CWE-1236).
func inert(s string) string {
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−':
			return "'" + s
		}
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r) {
			return s
		}
	}
	return s
}

// source is a clause as readers need it.
type source struct {
	ID       string   `json:"id"`
	Document string   `json:"document"`
	Version  string   `json:"version"`
	Path     []string `json:"path"`
	URL      string   `json:"url,omitempty"`
	Note     string   `json:"note,omitempty"`
	// where is the path in one line.
	where string
}

// catalogue remembers clauses, which many things cite. It grows with the clauses
// that there are, not with the rows.
type catalogue map[inventory.ID]source

// of is what a citation points at.
func (k catalogue) of(c inventory.Citation) source {
	clause := c.Clause()
	s, known := k[clause.ID()]
	if !known {
		s = source{ID: string(clause.ID()), Document: clause.Document().Title(), Version: clause.Version().Label(), Path: clause.Path()}
		s.URL, _ = clause.URL()
		s.where = line(strings.Join(s.Path, " › "))
		k[clause.ID()] = s
	}
	s.Note, _ = c.Note()
	return s
}

// link is the address to follow, and whether it is one: https, http or mailto.
func link(url string) (string, bool) {
	return url, url != "" && inventory.URL(url).Valid() == nil
}

// sources numbers the clauses behind a row, from 1, each once.
type sources struct {
	known  catalogue
	list   []source
	number map[inventory.ID]int
}

func newSources() sources { return sources{known: catalogue{}, number: map[inventory.ID]int{}} }

func (s *sources) add(c inventory.Citation) int {
	id := c.Clause().ID()
	if n, ok := s.number[id]; ok {
		return n
	}
	found := s.known.of(c)
	found.Note = ""
	s.list = append(s.list, found)
	s.number[id] = len(s.list)
	return len(s.list)
}

func (s *sources) reset() {
	s.list = s.list[:0]
	clear(s.number)
}

// field is the first thing that the cover declares under a label.
func field(c ropa.Cover, label string) (string, bool) {
	for _, f := range c.Fields {
		if strings.EqualFold(f.Label, label) && len(f.Cell.Items) > 0 {
			return f.Cell.Items[0].Text, true
		}
	}
	return "", false
}
