package render

import (
	"fmt"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// typesetter breaks text into lines of a width, in the fonts of a document.
type typesetter struct {
	fonts map[string]*sfnt.Font
	buf   sfnt.Buffer
	has   map[rune]bool
	// widths are those of characters by style, at a size of one point, in
	// millimetres.
	widths map[string]map[rune]float64
}

func newTypesetter() (*typesetter, error) {
	t := &typesetter{fonts: map[string]*sfnt.Font{}, has: map[rune]bool{}, widths: map[string]map[rune]float64{"": {}, "B": {}}}
	for style, ttf := range map[string][]byte{"": goregular.TTF, "B": gobold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		t.fonts[style] = f
	}
	return t, nil
}

// show is the text in one line as the fonts can show it.
func (t *typesetter) show(s string) string {
	s = line(s)
	if plain(s) {
		return s
	}
	s = norm.NFC.String(s)
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

func (t *typesetter) shows(r rune) bool {
	has, known := t.has[r]
	if !known {
		has = true
		for _, f := range t.fonts {
			i, err := f.GlyphIndex(&t.buf, r)
			has = has && err == nil && i != 0
		}
		t.has[r] = has
	}
	return has
}

// width is the width of a character in millimetres.
func (t *typesetter) width(r rune, f face) float64 {
	w, known := t.widths[f.style][r]
	if !known {
		w = t.measure(r, t.fonts[f.style])
		t.widths[f.style][r] = w
	}
	return w * f.size
}

func (t *typesetter) measure(r rune, f *sfnt.Font) float64 {
	const perPoint = 25.4 / 72
	em := f.UnitsPerEm()
	i, err := f.GlyphIndex(&t.buf, r)
	if err != nil {
		return perPoint
	}
	units, err := f.GlyphAdvance(&t.buf, i, fixed.I(int(em)), font.HintingNone)
	if err != nil {
		return perPoint
	}
	return float64(units) / 64 / float64(em) * perPoint
}

// length is the width of a line in millimetres.
func (t *typesetter) length(s string, f face) float64 {
	sum := 0.0
	for _, r := range s {
		sum += t.width(r, f)
	}
	return sum
}

// wrap breaks the text into lines that are at most so wide: at spaces, or, in a
// word that is wider than a line, anywhere. There is at least one line.
func (t *typesetter) wrap(s string, f face, most float64) []string {
	var lines []string
	s = t.show(s)
	start, space, width, sinceSpace := 0, -1, 0.0, 0.0
	for i, r := range s {
		w := t.width(r, f)
		if width+w > most && i > start {
			if space > start {
				lines = append(lines, s[start:space])
				start, width = space+1, sinceSpace
			} else {
				lines = append(lines, s[start:i])
				start, width = i, 0
			}
			space = -1
		}
		width += w
		sinceSpace += w
		if r == ' ' {
			space, sinceSpace = i, 0
		}
	}
	return append(lines, s[start:])
}

// cut is the text in one line that is at most so wide, with an ellipsis if not
// all of it fits.
func (t *typesetter) cut(s string, f face, most float64) string {
	if lines := t.wrap(s, f, most-t.width('…', f)); len(lines) > 1 {
		return lines[0] + "…"
	}
	return s
}
