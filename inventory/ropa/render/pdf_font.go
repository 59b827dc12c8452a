package render

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// weight is one of the fonts of a document.
type weight int

const (
	regular weight = iota
	bold
	weights
)

// typeface is a font: its file, and what is known of its characters.
type typeface struct {
	name  string
	file  []byte
	font  *sfnt.Font
	buf   sfnt.Buffer
	em    int
	latin [256]glyph
	// others are characters beyond Latin-1 as they come up: at most those that
	// the font has, and the widths of those that it lacks.
	others map[rune]*glyph
}

// glyph is a character in a font.
type glyph struct {
	id      sfnt.GlyphIndex
	advance int // of 1/em
	// code is its byte in WinAnsiEncoding; 0 if it has none.
	code byte
	// used is true if it was written by its id.
	used bool
}

// windows are the characters of WinAnsiEncoding from 0x80 to 0x9F (ISO 32000-1,
// annex D.2); a zero where there is none.
const windows = "€\x00‚ƒ„…†‡ˆ‰Š‹Œ\x00Ž\x00\x00‘’“”•–—˜™š›œ\x00žŸ"

func typefaces() ([weights]*typeface, error) {
	list := [weights]*typeface{{name: "GoRegular", file: goregular.TTF}, {name: "GoBold", file: gobold.TTF}}
	for _, t := range list {
		f, err := sfnt.Parse(t.file)
		if err != nil {
			return list, fmt.Errorf("read font %s: %w", t.name, err)
		}
		t.font, t.em, t.others = f, int(f.UnitsPerEm()), map[rune]*glyph{}
		for r := range t.latin {
			t.latin[r] = t.find(rune(r))
		}
		for i, r := range []rune(windows) {
			if g := t.of(r); r != 0 {
				g.code = byte(0x80 + i)
			}
		}
		for r := ' '; r <= 'ÿ'; r++ {
			// A space that does not break and a hyphen that may not show would come
			// back from a copied text as the common ones.
			if (r <= '~' || r > '\u00A0') && r != '\u00AD' {
				t.latin[r].code = byte(r)
			}
		}
	}
	return list, nil
}

// of is a character; its id is 0 if the font lacks it.
func (t *typeface) of(r rune) *glyph {
	if r >= 0 && int(r) < len(t.latin) {
		return &t.latin[r]
	}
	g, known := t.others[r]
	if !known {
		found := t.find(r)
		g = &found
		t.others[r] = g
	}
	return g
}

func (t *typeface) find(r rune) glyph {
	id, err := t.font.GlyphIndex(&t.buf, r)
	if err != nil {
		return glyph{advance: t.em}
	}
	wide, err := t.font.GlyphAdvance(&t.buf, id, fixed.I(t.em), font.HintingNone)
	if err != nil {
		return glyph{advance: t.em}
	}
	return glyph{id: id, advance: wide.Round()}
}

// thousandths are units of the font as a PDF counts.
func (t *typeface) thousandths(units int) int { return (units*1000 + t.em/2) / t.em }

// embed writes the font for text in single bytes, and, if some was written by
// glyph, for that too; composite is 0 otherwise.
func (t *typeface) embed(f *pdfFile) (simple, composite int) {
	file := f.reserve()
	f.stream(file, "/Length1 "+strconv.Itoa(len(t.file)), t.file)
	descriptor := f.add(t.descriptor(file))
	widths := "["
	for code := ' '; code <= 0xFF; code++ {
		widths += strconv.Itoa(t.thousandths(t.coded(byte(code)))) + " "
	}
	simple = f.add("<</Type/Font/Subtype/TrueType/BaseFont/" + t.name + "/FirstChar 32/LastChar 255/Widths " + widths + "]/Encoding/WinAnsiEncoding/FontDescriptor " + reference(descriptor) + ">>")
	written := t.written()
	if len(written) == 0 {
		return simple, 0
	}
	list := "["
	for _, w := range written {
		list += strconv.Itoa(int(w.id)) + "[" + strconv.Itoa(t.thousandths(w.advance)) + "]"
	}
	descendant := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/" + t.name + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 1000/W " + list + "]/FontDescriptor " + reference(descriptor) + ">>")
	unicode := f.reserve()
	f.stream(unicode, "", toUnicode(written))
	composite = f.add("<</Type/Font/Subtype/Type0/BaseFont/" + t.name + "/Encoding/Identity-H/DescendantFonts[" + reference(descendant) + "]/ToUnicode " + reference(unicode) + ">>")
	return simple, composite
}

// coded is the advance of the character of a byte; 0 if there is none.
func (t *typeface) coded(code byte) int {
	if code >= 0x80 && code < 0xA0 {
		r := []rune(windows)[code-0x80]
		if r == 0 {
			return 0
		}
		return t.of(r).advance
	}
	return t.latin[code].advance
}

func (t *typeface) descriptor(file int) string {
	at := fixed.I(t.em)
	box, _ := t.font.Bounds(&t.buf, at, font.HintingNone) // parsed before, and
	m, _ := t.font.Metrics(&t.buf, at, font.HintingNone)  // what is wrong with a box shows nowhere
	number := func(v fixed.Int26_6) string { return strconv.Itoa(v.Round() * 1000 / t.em) }
	stem := "80"
	if t.name == "GoBold" {
		stem = "130"
	}
	return "<</Type/FontDescriptor/FontName/" + t.name + "/Flags 32/FontBBox[" + // y points down in the box
		number(box.Min.X) + " " + number(-box.Max.Y) + " " + number(box.Max.X) + " " + number(-box.Min.Y) +
		"]/ItalicAngle 0/Ascent " + number(m.Ascent) + "/Descent " + number(-m.Descent) + "/CapHeight " + number(m.CapHeight) +
		"/StemV " + stem + "/FontFile2 " + reference(file) + ">>"
}

// character is a glyph and what it stands for.
type character struct {
	glyph
	rune rune
}

// written lists the characters that were written by their ids, by id.
func (t *typeface) written() []character {
	var list []character
	for r := range t.latin {
		if t.latin[r].used {
			list = append(list, character{t.latin[r], rune(r)})
		}
	}
	for r, g := range t.others {
		if g.used {
			list = append(list, character{*g, r})
		}
	}
	slices.SortFunc(list, func(a, b character) int {
		if a.id != b.id {
			return int(a.id) - int(b.id)
		}
		return int(a.rune - b.rune)
	})
	// Of characters that share a glyph, the first.
	return slices.CompactFunc(list, func(a, b character) bool { return a.id == b.id })
}

// toUnicode maps glyphs to text, for those who search and copy.
func toUnicode(list []character) []byte {
	b := []byte("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	const most = 100 // entries of a block
	for block := range slices.Chunk(list, most) {
		b = append(strconv.AppendInt(b, int64(len(block)), 10), " beginbfchar\n"...)
		for _, c := range block {
			b = append(appendHex(append(b, '<'), uint16(c.id)), '>', '<')
			b = append(appendHex(b, uint16(c.rune)), '>', '\n') // the fonts end below U+FFFF
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}
