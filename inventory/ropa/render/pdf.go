package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/recital/recital/inventory/ropa"
)

// The page, in millimetres: A4, landscape.
const (
	pageWidth  = 297.0
	pageHeight = 210.0
	margin     = 14.0
	pageTop    = 22.0
	pageBottom = pageHeight - 17.0
	valueAt    = margin + labelWidth + 4
	valueWidth = pageWidth - margin - valueAt
	labelWidth = 62.0
	// headingNeeds is the least room below a heading.
	headingNeeds = 28.0
)

// The fonts of a PDF: size in points, height of a line in millimetres.
type face struct {
	style        string
	size, height float64
}

func faceTitle() face { return face{"B", 20, 9} }
func faceHead() face  { return face{"B", 13, 6.5} }
func faceLabel() face { return face{"B", 9, 4.4} }
func faceText() face  { return face{"", 9, 4.4} }
func faceSmall() face { return face{"", 7.5, 3.7} }

// PDF writes the register for print: landscape A4, a cover, and a block of
// labels and values for each activity with the clauses under it; that of the
// CNIL begins a page for each. The library holds the whole document until it
// is written, so memory grows with the rows; it makes no tagged PDF: HTML is the
// form for screen readers.
//
// Its fonts have the Latin, Greek and Cyrillic scripts. A character beyond them
// stands as its code point, such as [U+4E2D], and the cover says so.
func PDF(w io.Writer, r ropa.Report, o Options) error {
	d, err := newPDF(r)
	if err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	progress := o.ticker(r.Len)
	d.cover(r.Cover)
	n := 0
	for row := range r.Rows {
		n++
		d.activity(n, r, row)
		if err := d.p.Error(); err != nil {
			return fmt.Errorf("write pdf: %s: %w", row.Activity.ID(), err)
		}
		progress.tick()
	}
	if err := d.p.Output(w); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// document is a PDF being laid out, and how far down the page it is.
type document struct {
	p     *fpdf.Fpdf
	y     float64
	set   *typesetter
	found sources
}

func newPDF(r ropa.Report) (*document, error) {
	p := fpdf.New("L", "mm", "A4", "")
	made := r.Cover.ExportedAt.UTC()
	if made.IsZero() {
		made = time.Unix(0, 0).UTC() // the library takes no time for now
	}
	p.SetCreationDate(made)
	p.SetModificationDate(made)
	p.SetCatalogSort(true)
	p.SetProducer("Recital", true)
	p.SetLang("en")
	p.SetMargins(margin, pageTop, margin)
	p.SetAutoPageBreak(false, 0)
	p.AliasNbPages("")
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	t, err := newTypesetter()
	if err != nil {
		return nil, err
	}
	title := t.show(r.Cover.Title)
	p.SetTitle(title, true)
	d := &document{p: p, set: t, found: newSources()}
	of := t.show(footer(r.Cover))
	checkpoint := t.show(shortCheckpoint(r.Cover))
	p.SetHeaderFunc(func() {
		d.ink(faceSmall(), 74, 85, 104)
		p.Text(margin, 12, t.cut(title, faceSmall(), 150))
		p.Text(pageWidth-margin-t.length(of, faceSmall()), 12, of)
		p.SetDrawColor(160, 174, 192)
		p.Line(margin, 14.5, pageWidth-margin, 14.5)
	})
	p.SetFooterFunc(func() {
		d.ink(faceSmall(), 74, 85, 104)
		p.Text(margin, pageHeight-9, t.cut(checkpoint, faceSmall(), 220))
		p.SetXY(pageWidth-margin-40, pageHeight-12)
		p.CellFormat(40, 4, "Page "+strconv.Itoa(p.PageNo())+" / {nb}", "", 0, "R", false, 0, "")
	})
	return d, nil
}

// shortCheckpoint is the checkpoint in one line, or that there is none.
func shortCheckpoint(c ropa.Cover) string {
	text, ok := field(c, "Checkpoint")
	if !ok {
		return "Checkpoint: " + ropa.NotDeclared
	}
	return "Checkpoint: " + strings.Join(strings.Fields(text), " ")
}

func (d *document) ink(f face, r, g, b int) {
	d.p.SetFont("go", f.style, f.size)
	d.p.SetTextColor(r, g, b)
}

func (d *document) page() {
	d.p.AddPage()
	d.y = pageTop
}

// room begins a page unless so much is left on this one.
func (d *document) room(height float64) bool {
	if d.y+height <= pageBottom {
		return false
	}
	d.page()
	return true
}

func (d *document) cover(c ropa.Cover) {
	d.page()
	d.found.reset()
	d.y += 6
	for _, text := range d.set.wrap(c.Title, faceTitle(), pageWidth-2*margin) {
		d.put(margin, text, faceTitle())
	}
	d.y += 4
	for _, f := range c.Fields {
		d.labelled(f.Label, f.Article, f.Cell, true)
	}
	d.clauses()
	d.room(20)
	d.y += 3
	for _, s := range []string{
		"“" + ropa.NotDeclared + "” means that nobody stated anything, and never that there is none. “(inferred)” means that no clause says so in so many words. The numbers in brackets are those of the clauses under each activity.",
		"A character that the fonts of this file do not have stands as its code point, such as [U+4E2D]; the HTML and XLSX files show it.",
	} {
		for _, text := range d.set.wrap(s, faceSmall(), pageWidth-2*margin) {
			d.put(margin, text, faceSmall())
		}
	}
}

// put writes a line at x, and goes to the next.
func (d *document) put(x float64, text string, f face) {
	d.room(f.height)
	d.ink(f, 26, 32, 44)
	d.p.Text(x, d.y+f.height*0.75, text)
	d.y += f.height
}

func (d *document) activity(n int, r ropa.Report, row ropa.Row) {
	d.found.reset()
	if n == 1 || r.Template == ropa.CNIL {
		d.page()
	} else {
		d.y += 5
		d.room(headingNeeds)
	}
	title := strconv.Itoa(n) + ". " + row.Activity.Summary()
	d.p.Bookmark(d.set.show(title), 0, d.y)
	for _, text := range d.set.wrap(title, faceHead(), pageWidth-2*margin) {
		d.put(margin, text, faceHead())
	}
	for _, text := range d.set.wrap(string(row.Activity.ID()), faceSmall(), pageWidth-2*margin) {
		d.put(margin, text, faceSmall())
	}
	d.y++
	for i, c := range r.Columns {
		d.labelled(c.Title, c.Article, cellAt(row, i), c.Needed)
	}
	d.clauses()
}

// printed is a line of a value, and how it looks.
type printed struct {
	text string
	gap  bool
	face face
}

// labelled writes a label and what is declared under it. What does not fit on
// the page goes on at the top of the next, under the label again.
func (d *document) labelled(label, article string, cell ropa.Cell, needed bool) {
	left := d.label(label, article)
	right := d.values(cell, article)
	least := min(len(right), 2)
	height := max(float64(len(left)), float64(least)) * faceText().height
	d.room(height + 3)
	d.p.SetDrawColor(203, 213, 224)
	d.p.Line(margin, d.y, pageWidth-margin, d.y)
	top := d.y
	d.sideline(left)
	bottom := d.y
	d.y = top + 0.8
	for _, l := range right {
		if d.room(l.face.height) {
			d.sideline(d.label(label+" (continued)", ""))
			bottom = d.y
			d.y = pageTop
		}
		d.ink(l.face, 26, 32, 44)
		if l.gap && needed {
			d.p.SetTextColor(155, 28, 28)
		} else if l.gap {
			d.p.SetTextColor(90, 90, 90)
		}
		d.p.Text(valueAt, d.y+l.face.height*0.75, l.text)
		d.y += l.face.height
	}
	d.y = max(d.y, bottom) + 0.8
}

func (d *document) label(label, article string) []printed {
	var lines []printed
	for _, text := range d.set.wrap(label, faceLabel(), labelWidth) {
		lines = append(lines, printed{text: text, face: faceLabel()})
	}
	if article != "" {
		for _, text := range d.set.wrap(article, faceSmall(), labelWidth) {
			lines = append(lines, printed{text: text, face: faceSmall()})
		}
	}
	return lines
}

// sideline writes the lines of a label, all on this page.
func (d *document) sideline(lines []printed) {
	d.y += 0.8
	for _, l := range lines {
		d.ink(l.face, 26, 32, 44)
		d.p.Text(margin, d.y+l.face.height*0.75, l.text)
		d.y += l.face.height
	}
}

func (d *document) values(cell ropa.Cell, article string) []printed {
	if len(cell.Items) == 0 {
		return []printed{{text: missing(article), gap: true, face: faceText()}}
	}
	var lines []printed
	for _, item := range cell.Items {
		parts := paragraphs(item.Text)
		parts[len(parts)-1] += d.after(item)
		for i, part := range parts {
			for n, text := range d.set.wrap(part, faceText(), valueWidth-3) {
				if len(cell.Items) > 1 && n == 0 && i == 0 {
					text = "• " + text
				} else if len(cell.Items) > 1 {
					text = "   " + text
				}
				lines = append(lines, printed{text: text, gap: item.Gap, face: faceText()})
			}
		}
	}
	return lines
}

// after is what stands behind an item: that it is inferred, and the numbers of
// its clauses.
func (d *document) after(item ropa.Item) string {
	text := ""
	if item.Inferred {
		text = inferredMark
	}
	for _, c := range item.Clauses {
		text += " [" + strconv.Itoa(d.found.add(c)) + "]"
	}
	return text
}

// clauses writes the clauses that were referred to since the last reset.
func (d *document) clauses() {
	if len(d.found.list) == 0 {
		return
	}
	d.y += 1.5
	d.room(3 * faceSmall().height)
	d.put(margin, "Clauses", faceLabel())
	for i, s := range d.found.list {
		text := "[" + strconv.Itoa(i+1) + "] " + line(s.Document) + ", edition " + line(s.Version) + ": " + s.where + "  ·  " + s.ID
		for _, l := range d.set.wrap(text, faceSmall(), pageWidth-2*margin) {
			d.put(margin, l, faceSmall())
			if url, ok := link(s.URL); ok {
				d.p.LinkString(margin, d.y-faceSmall().height, d.set.length(l, faceSmall()), faceSmall().height, url)
			}
		}
	}
}
