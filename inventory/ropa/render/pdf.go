package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"

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
	// mediaBox is the page in points.
	mediaBox = "[0 0 841.89 595.28]"
)

// PDF writes the register for print: landscape A4, a cover, and a block of
// labels and values for each activity with the clauses under it; that of the
// CNIL begins a page for each. It writes each page when it is full, and is no
// tagged PDF: HTML is the form for screen readers.
//
// Its fonts have the Latin, Greek and Cyrillic scripts. A character beyond them
// stands as its code point, such as [U+4E2D], and the cover says so.
func PDF(w io.Writer, r ropa.Report, o Options) error {
	d, err := newDocument(w, r)
	if err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	progress := o.ticker(r.Len)
	d.cover(r.Cover)
	n := 0
	for row := range ahead(r.Rows) {
		n++
		if d.activity(n, r, row); d.file.err != nil {
			return fmt.Errorf("write pdf: %s: %w", row.Activity.ID(), d.file.err)
		}
		progress.tick()
	}
	if err := d.close(); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// document is a PDF being laid out, and how far down the page it is.
type document struct {
	file    *pdfFile
	set     *typesetter
	report  ropa.Report
	sheet   *drawing
	y       float64
	tree    pageTree
	outline outline
	// number is the object of the page; 0 before the first.
	number int
	// digits are about those of the number of pages.
	digits int
	found  sources
	// fonts and running are the objects that all pages share, which come last.
	fonts, running int
	labels         labels
	// The lines at hand, kept for their memory.
	broken []string
	right  []printed
}

func newDocument(w io.Writer, r ropa.Report) (*document, error) {
	set, err := newTypesetter()
	if err != nil {
		return nil, err
	}
	f, err := newPDFFile(w)
	if err != nil {
		return nil, err
	}
	return &document{
		file: f, set: set, report: r, sheet: newDrawing(set.fonts), found: newSources(),
		tree: pageTree{root: f.reserve()}, digits: len(strconv.Itoa(r.Len + 1)),
		fonts: f.reserve(), running: f.reserve(), labels: labels{known: map[labelled]label{}},
	}, nil
}

// shortCheckpoint is the checkpoint in one line, or that there is none.
func shortCheckpoint(c ropa.Cover) string {
	text, ok := field(c, "Checkpoint")
	if !ok {
		return "Checkpoint: " + ropa.NotDeclared
	}
	return "Checkpoint: " + strings.Join(strings.Fields(text), " ")
}

// page ends the page, if there is one, and begins the next.
func (d *document) page() {
	d.endPage()
	d.sheet.reset()
	d.sheet.put("Running", pageHeight)
	d.number, d.y = d.file.reserve(), pageTop
}

func (d *document) endPage() {
	if d.number == 0 {
		return
	}
	node := d.tree.add(d.file, d.number)
	number := "Page " + strconv.Itoa(d.tree.count)
	d.sheet.print(d.totalAt()-d.set.length(number, faceSmall()), pageHeight-9, faceSmall(), inkMuted, "", number)
	content := d.file.reserve()
	d.sheet.write(d.file, content, "")
	body := "<</Type/Page/Parent " + reference(node) + "/Contents " + reference(content)
	if len(d.sheet.links) > 0 {
		body += "/Annots[" + string(d.sheet.links) + "]"
	}
	d.file.object(d.number, []byte(body+">>"))
}

// totalAt is where the number of pages stands, behind that of the page.
func (d *document) totalAt() float64 {
	return pageWidth - margin - d.set.length(" / "+strings.Repeat("0", d.digits), faceSmall())
}

// head is what stands on every page. All pages share it, so that it can say how
// many there are although it is written last.
func (d *document) head() *drawing {
	c, t, s := d.report.Cover, d.set, newDrawing(d.set.fonts)
	s.origin = 0
	of := t.show(footer(c))
	s.print(margin, 12, faceSmall(), inkMuted, "", t.cut(t.show(c.Title), faceSmall(), 150))
	s.print(pageWidth-margin-t.length(of, faceSmall()), 12, faceSmall(), inkMuted, "", of)
	s.rule(14.5, inkHead)
	s.print(margin, pageHeight-9, faceSmall(), inkMuted, "", t.cut(t.show(shortCheckpoint(c)), faceSmall(), 220))
	s.print(d.totalAt(), pageHeight-9, faceSmall(), inkMuted, "", " / "+strconv.Itoa(d.tree.count))
	return s
}

// part is the entries of a part of a page.
func (d *document) part(box string) string {
	return "/Type/XObject/Subtype/Form/BBox" + box + "/Resources<</Font " + reference(d.fonts) + ">>"
}

// close writes what all pages share, and ends the file.
func (d *document) close() error {
	d.endPage()
	f := d.file
	d.head().write(f, d.running, d.part(mediaBox))
	fonts := "<<"
	for w, t := range d.set.fonts {
		simple, composite := t.embed(f)
		name := resource(weight(w))
		fonts += "/" + name + " " + reference(simple)
		if composite != 0 {
			fonts += "/" + name + "U " + reference(composite)
		}
	}
	f.object(d.fonts, []byte(fonts+">>"))
	d.tree.close(f, "/MediaBox"+mediaBox+"/Resources<</Font "+reference(d.fonts)+"/XObject<</Running "+reference(d.running)+string(d.labels.resources)+">>>>")
	contents := d.outline.close(f)
	catalog := f.add("<</Type/Catalog/Pages " + reference(d.tree.root) + "/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>" + contents + ">>")
	cover := d.report.Cover
	info := string(appendText([]byte("<</Producer(Recital)/Title"), d.set.show(cover.Title)))
	if !cover.ExportedAt.IsZero() {
		info += "/CreationDate" + pdfDate(cover.ExportedAt) + "/ModDate" + pdfDate(cover.ExportedAt)
	}
	return f.close(catalog, f.add(info+">>"))
}

// room begins a page unless so much is left on this one.
func (d *document) room(height float64) bool {
	if d.y+height <= pageBottom {
		return false
	}
	d.page()
	return true
}

// wrap breaks text into lines, which hold until the next call.
func (d *document) wrap(s string, f face, most float64) []string {
	d.broken = d.set.wrap(d.broken[:0], s, f, most)
	return d.broken
}

// lines writes text over the whole width.
func (d *document) lines(s string, f face) {
	for _, text := range d.wrap(s, f, pageWidth-2*margin) {
		d.put(text, f)
	}
}

// put writes a line at the margin, and goes to the next.
func (d *document) put(text string, f face) {
	d.room(f.height)
	d.sheet.print(margin, d.y+f.height*0.75, f, inkText, "", text)
	d.y += f.height
}

func (d *document) cover(c ropa.Cover) {
	d.page()
	d.found.reset()
	d.y += 6
	d.lines(c.Title, faceTitle())
	d.y += 4
	for _, f := range c.Fields {
		d.field(f.Label, f.Article, f.Cell, true)
	}
	d.clauses()
	d.room(20)
	d.y += 3
	d.lines("“"+ropa.NotDeclared+"” means that nobody stated anything, and never that there is none. “(inferred)” means that no clause says so in so many words. The numbers in brackets are those of the clauses under each activity.", faceSmall())
	d.lines("A character that the fonts of this file do not have stands as its code point, such as [U+4E2D]; the HTML and XLSX files show it.", faceSmall())
}

func (d *document) activity(n int, r ropa.Report, row ropa.Row) {
	d.found.reset()
	if n == 1 || r.Template == ropa.CNIL {
		d.page()
	} else {
		d.y += 5
		d.room(headingNeeds)
	}
	title := d.set.show(strconv.Itoa(n) + ". " + row.Activity.Summary())
	d.outline.add(d.file, title, d.number, d.y)
	d.lines(title, faceHead())
	d.lines(string(row.Activity.ID()), faceSmall())
	d.y++
	for i, c := range r.Columns {
		d.field(c.Title, c.Article, cellAt(row, i), c.Needed)
	}
	d.clauses()
}

// printed is a line of a value, and how it looks.
type printed struct {
	before, text string
	gap          bool
	face         face
}

func (p printed) ink(needed bool) ink {
	switch {
	case p.gap && needed:
		return inkGap
	case p.gap:
		return inkSilent
	}
	return inkText
}

// field writes a label and what is declared under it. What does not fit on the
// page goes on at the top of the next, under the label again.
func (d *document) field(title, article string, cell ropa.Cell, needed bool) {
	beside := d.label(labelled{title: title, article: article})
	d.values(cell, article)
	least := min(len(d.right), 2)
	height := float64(max(beside.lines, least)) * faceText().height
	d.room(height + 3)
	d.sheet.put(beside.name, d.y)
	bottom := d.y + beside.height
	d.y += 0.8
	for _, l := range d.right {
		if d.room(l.face.height) {
			beside = d.label(labelled{title: title, continued: true})
			d.sheet.put(beside.name, d.y)
			bottom = d.y + beside.height
			d.y += 0.8
		}
		d.sheet.print(valueAt, d.y+l.face.height*0.75, l.face, l.ink(needed), l.before, l.text)
		d.y += l.face.height
	}
	d.y = max(d.y, bottom) + 0.8
}

// values breaks what a cell declares into the lines on the right.
func (d *document) values(cell ropa.Cell, article string) {
	d.right = d.right[:0]
	if len(cell.Items) == 0 {
		d.right = append(d.right, printed{text: missing(article), gap: true, face: faceText()})
		return
	}
	for _, item := range cell.Items {
		parts := paragraphs(item.Text)
		parts[len(parts)-1] += d.after(item)
		before := ""
		if len(cell.Items) > 1 {
			before = "• "
		}
		for _, part := range parts {
			for _, text := range d.wrap(part, faceText(), valueWidth-3) {
				d.right = append(d.right, printed{before: before, text: text, gap: item.Gap, face: faceText()})
				if before != "" {
					before = "   "
				}
			}
		}
	}
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
	d.put("Clauses", faceLabel())
	for i, s := range d.found.list {
		text := "[" + strconv.Itoa(i+1) + "] " + line(s.Document) + ", edition " + line(s.Version) + ": " + s.where + "  ·  " + s.ID
		url, leads := link(s.URL)
		for _, l := range d.wrap(text, faceSmall(), pageWidth-2*margin) {
			d.put(l, faceSmall())
			if leads {
				d.sheet.link(margin, d.y-faceSmall().height, d.set.length(l, faceSmall()), faceSmall().height, url)
			}
		}
	}
}
