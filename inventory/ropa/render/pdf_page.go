package render

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// face is how text looks: its font, its size in points, and the height of a
// line in millimetres.
type face struct {
	weight       weight
	size, height float64
}

func faceTitle() face { return face{bold, 20, 9} }
func faceHead() face  { return face{bold, 13, 6.5} }
func faceLabel() face { return face{bold, 9, 4.4} }
func faceText() face  { return face{regular, 9, 4.4} }
func faceSmall() face { return face{regular, 7.5, 3.7} }

// ink is a colour, as red, green and blue.
type ink string

const (
	inkText   ink = "0.1 0.13 0.17"
	inkMuted  ink = "0.29 0.33 0.41"
	inkGap    ink = "0.61 0.11 0.11"
	inkSilent ink = "0.35 0.35 0.35"
	inkRule   ink = "0.8 0.84 0.88"
	inkHead   ink = "0.63 0.68 0.75"
)

// drawing is what stands on a page or in a part of one, as the operators of a
// PDF. Places are in millimetres from the top left corner of the page; in the
// file they are in tenths of a point from the left side and from the origin,
// which is that of the last part put on the page, or the lower side.
type drawing struct {
	fonts       [weights]*typeface
	text, links []byte
	origin      int
	// inText is true between the operators that begin and end text, and x and y
	// are where the last line of it began.
	inText bool
	x, y   int
	face   face
	ink    ink
}

// newDrawing is a part with its origin at the top of a page.
func newDrawing(fonts [weights]*typeface) *drawing {
	return &drawing{fonts: fonts, origin: place(pageHeight)}
}

// reset makes it an empty page.
func (d *drawing) reset() {
	*d = drawing{fonts: d.fonts, text: d.text[:0], links: d.links[:0]}
}

// place turns millimetres into tenths of a point.
func place(millimetres float64) int { return int(math.Round(millimetres * 720 / 25.4)) }

// print writes text from x on, on a base line at y. The fonts must have all its
// characters (see [typesetter.show]).
func (d *drawing) print(x, y float64, f face, in ink, before, text string) {
	if f != d.face {
		d.face = f
		d.setFont(resource(f.weight))
	}
	if in != d.ink {
		d.ink = in
		d.text = append(append(d.text, in...), " rg\n"...)
	}
	if !d.inText {
		d.inText, d.x, d.y = true, 0, 0
		d.text = append(d.text, "BT\n"...)
	}
	left, up := place(x), place(pageHeight-y)-d.origin
	d.text = append(appendTenths(d.text, left-d.x), ' ')
	d.text = append(appendTenths(d.text, up-d.y), " Td("...)
	d.x, d.y = left, up
	font := d.fonts[f.weight]
	d.glyphs(font, before)
	d.glyphs(font, text)
	d.text = append(d.text, ")Tj\n"...)
}

func (d *drawing) setFont(name string) {
	d.text = append(append(append(d.text, '/'), name...), ' ')
	d.text = append(appendTenths(d.text, int(math.Round(d.face.size*10))), " Tf\n"...)
}

// resource is the name of a font in a page; with a U, it is that for glyphs.
func resource(w weight) string {
	if w == bold {
		return "B"
	}
	return "R"
}

// glyphs writes text into a string: in bytes what has one, as most has, and the
// rest by glyph.
func (d *drawing) glyphs(font *typeface, s string) {
	from := 0
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf && b != '(' && b != ')' && b != '\\' {
			i++
			continue
		}
		d.text = append(d.text, s[from:i]...)
		if b < utf8.RuneSelf {
			d.text = append(d.text, '\\', b)
			i++
		} else {
			i += d.beyondASCII(font, s[i:])
		}
		from = i
	}
	d.text = append(d.text, s[from:]...)
}

// beyondASCII writes the characters at the beginning that are beyond ASCII, and
// gives how many bytes they have.
func (d *drawing) beyondASCII(font *typeface, s string) int {
	n, byID := 0, false
	for n < len(s) && s[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[n:])
		n += size
		g := font.of(r)
		if (g.code == 0) != byID {
			byID = !byID
			d.change(byID)
		}
		if byID {
			g.used = true
			d.text = appendHex(d.text, uint16(g.id))
		} else {
			d.text = append(d.text, g.code)
		}
	}
	if byID {
		d.change(false)
	}
	return n
}

// change goes from text in bytes to glyphs, or back.
func (d *drawing) change(byID bool) {
	if name := resource(d.face.weight); byID {
		d.text = append(d.text, ")Tj\n"...)
		d.setFont(name + "U")
		d.text = append(d.text, '<')
	} else {
		d.text = append(d.text, ">Tj\n"...)
		d.setFont(name)
		d.text = append(d.text, '(')
	}
}

func (d *drawing) endText() {
	if d.inText {
		d.inText = false
		d.text = append(d.text, "ET\n"...)
	}
}

// put puts a part, by its name, at y.
func (d *drawing) put(part string, y float64) {
	d.endText()
	up := place(pageHeight - y)
	d.text = appendTenths(append(d.text, "1 0 0 1 0 "...), up-d.origin)
	d.text = append(append(append(d.text, " cm/"...), part...), " Do\n"...)
	d.origin = up
}

// rule draws a line over the whole width.
func (d *drawing) rule(y float64, in ink) {
	d.endText()
	d.text = append(append(d.text, in...), " RG .6 w "...)
	for i, x := range [...]float64{margin, pageWidth - margin} {
		d.text = append(appendTenths(d.text, place(x)), ' ')
		d.text = append(appendTenths(d.text, place(pageHeight-y)-d.origin), []string{" m ", " l S\n"}[i]...)
	}
}

// link makes an area lead to an address.
func (d *drawing) link(x, y, width, height float64, url string) {
	d.links = append(d.links, "<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect["...)
	for _, at := range [...]float64{x, pageHeight - y - height, x + width, pageHeight - y} {
		d.links = append(appendTenths(d.links, place(at)), ' ')
	}
	d.links = append(d.links, "]/A<</S/URI/URI"...)
	d.links = append(appendAddress(d.links, url), ">>>>"...)
}

// write writes it into the file, as a part if there are entries.
func (d *drawing) write(f *pdfFile, n int, entries string) {
	d.endText()
	f.stream(n, entries, d.text)
}

// pageTree lists the pages of a file, so many to a node.
type pageTree struct {
	root, node  int
	kids, nodes []byte
	inNode      int
	count       int
}

// add lists the page of this number, and gives the number of its node.
func (t *pageTree) add(f *pdfFile, page int) int {
	const most = 64
	if t.inNode == most {
		t.flush(f)
	}
	if t.inNode == 0 {
		t.node = f.reserve()
	}
	t.kids = append(append(t.kids, reference(page)...), ' ')
	t.inNode++
	t.count++
	return t.node
}

func (t *pageTree) flush(f *pdfFile) {
	f.object(t.node, []byte("<</Type/Pages/Parent "+reference(t.root)+"/Count "+strconv.Itoa(t.inNode)+"/Kids["+string(t.kids)+"]>>"))
	t.nodes = append(append(t.nodes, reference(t.node)...), ' ')
	t.kids, t.inNode = t.kids[:0], 0
}

// close writes the root; entries hold for all pages.
func (t *pageTree) close(f *pdfFile, entries string) {
	t.flush(f)
	f.object(t.root, []byte("<</Type/Pages/Count "+strconv.Itoa(t.count)+"/Kids["+string(t.nodes)+"]"+entries+">>"))
}

// outline is the table of contents that programs show beside the pages. An item
// names the next, so each is written when the next begins.
type outline struct {
	root, first, number int
	count               int
	item                []byte
}

// add begins an item that leads to a place on a page.
func (o *outline) add(f *pdfFile, title string, page int, y float64) {
	n := f.reserve()
	if o.count++; o.first == 0 {
		o.root, o.first = f.reserve(), n
	}
	o.finish(f, "/Next "+reference(n))
	o.item = append(appendText(append(o.item[:0], "<</Title"...), title), "/Parent "...)
	o.item = append(append(o.item, reference(o.root)...), "/Dest["...)
	o.item = append(append(o.item, reference(page)...), "/XYZ 0 "...)
	o.item = append(appendTenths(o.item, place(pageHeight-y)), " null]"...)
	if o.number != 0 {
		o.item = append(append(o.item, "/Prev "...), reference(o.number)...)
	}
	o.number = n
}

func (o *outline) finish(f *pdfFile, next string) {
	if o.number != 0 {
		f.object(o.number, append(append(o.item, next...), ">>"...))
	}
}

// close writes the root, if there are items, and gives its entry.
func (o *outline) close(f *pdfFile) string {
	if o.count == 0 {
		return ""
	}
	o.finish(f, "")
	f.object(o.root, []byte("<</Type/Outlines/First "+reference(o.first)+"/Last "+reference(o.number)+"/Count "+strconv.Itoa(o.count)+">>"))
	return "/PageMode/UseOutlines/Outlines " + reference(o.root)
}
