package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// typesetter breaks text into lines of a width, in the fonts of a document.
type typesetter struct {
	fonts [weights]*typeface
}

func newTypesetter() (*typesetter, error) {
	fonts, err := typefaces()
	return &typesetter{fonts}, err
}

// show is the text in one line as the fonts can show it.
func (t *typesetter) show(s string) string {
	s = line(s)
	if plain(s) {
		return s
	}
	s = norm.NFC.String(s)
	if t.showsAll(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case t.shows(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

func (t *typesetter) showsAll(s string) bool {
	for _, r := range s {
		if r == '\t' || !t.shows(r) {
			return false
		}
	}
	return true
}

func (t *typesetter) shows(r rune) bool {
	for _, f := range t.fonts {
		if f.of(r).id == 0 {
			return false
		}
	}
	return true
}

// perPoint is a point in millimetres.
const perPoint = 25.4 / 72

// length is the width of a line in millimetres.
func (t *typesetter) length(s string, f face) float64 {
	font, units := t.fonts[f.weight], 0
	for _, r := range s {
		units += font.of(r).advance
	}
	return float64(units) / float64(font.em) * f.size * perPoint
}

// wrap breaks the text into lines that are at most so wide: at spaces, or, in a
// word that is wider than a line, anywhere. It appends them to the list, at
// least one.
func (t *typesetter) wrap(lines []string, s string, f face, most float64) []string {
	s = t.show(s)
	font := t.fonts[f.weight]
	room := int(most / (f.size * perPoint) * float64(font.em))
	start, space, width, sinceSpace := 0, -1, 0, 0
	for i := 0; i < len(s); {
		wide, next := 0, i+1
		if s[i] < utf8.RuneSelf {
			wide = font.latin[s[i]].advance
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			wide, next = font.of(r).advance, i+size
		}
		if width+wide > room && i > start {
			if space > start {
				lines = append(lines, s[start:space])
				start, width = space+1, sinceSpace
			} else {
				lines = append(lines, s[start:i])
				start, width = i, 0
			}
			space = -1
		}
		width += wide
		sinceSpace += wide
		if s[i] == ' ' {
			space, sinceSpace = i, 0
		}
		i = next
	}
	return append(lines, s[start:])
}

// cut is the text in one line that is at most so wide, with an ellipsis if not
// all of it fits.
func (t *typesetter) cut(s string, f face, most float64) string {
	if lines := t.wrap(nil, s, f, most-t.length("…", f)); len(lines) > 1 {
		return lines[0] + "…"
	}
	return s
}
