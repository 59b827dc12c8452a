package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/ropa"
)

// maxActivitySheets is up to how many activities the register of the CNIL has
// a sheet for each, as its form is. A longer one is a table.
const maxActivitySheets = 200

// XLSX writes the register as a workbook: a cover, the register, and the
// evidence, a row for each clause behind what a cell declares, which lists what
// the clause is behind. The register is
// a table with the columns of the template and the id of the activity behind
// them. That of the CNIL is an index and a sheet an activity up to 200
// activities; beyond that it is a table, and the cover says so.
//
// All cells are text, marked so that they stay it when they are edited. What
// goes beyond the limits of a worksheet is an error that says which.
//
// It reads the rows twice, because a zip has one part after the other. A row is
// at most 409 points high, so a cell with more is whole and not all in view.
func XLSX(w io.Writer, r ropa.Report, o Options) error {
	b := newWorkbook(w)
	x := xlsx{book: b, report: r, footer: footer(r.Cover), progress: o.ticker(2 * r.Len), known: catalogue{}}
	steps := []func() error{x.cover, x.register, x.evidence}
	if x.bySheet() {
		steps[1] = x.activities
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
	}
	if err := b.close(r.Cover.Title, r.Cover.ExportedAt); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

type xlsx struct {
	book     *workbook
	report   ropa.Report
	footer   string
	progress *ticker
	said     []string
	known    catalogue
	backing  []backing
}

func (x *xlsx) bySheet() bool {
	return x.report.Template == ropa.CNIL && x.report.Len <= maxActivitySheets
}

// footer says on each page what the register is of.
func footer(c ropa.Cover) string {
	text := "Revision " + strconv.Itoa(c.Revision.Number)
	if c.Revision.EffectiveDate != "" {
		text += " · effective " + string(c.Revision.EffectiveDate)
	}
	if !c.ExportedAt.IsZero() {
		text += " · exported " + timestamp(c.ExportedAt)
	}
	return text
}

func (x *xlsx) cover() error {
	s, err := x.book.open("Cover", layout{widths: []int{34, 90, 24}, footer: x.footer})
	if err != nil {
		return err
	}
	s.row()
	s.cell(styleTitle, x.report.Cover.Title)
	for _, f := range x.report.Cover.Fields {
		s.row()
		s.cell(styleLabel, f.Label)
		x.declared(s, f.Cell, f.Article, true)
		s.cell(styleText, f.Article)
	}
	if x.report.Template == ropa.CNIL && !x.bySheet() {
		s.row()
		s.cell(styleLabel, "Form")
		s.cell(styleText, fmt.Sprintf("The register of the CNIL has a sheet for each activity. With more than %d activities, as here, it is one table.", maxActivitySheets))
		s.cell(styleText)
	}
	return s.close()
}

// declared puts what a cell declares.
func (x *xlsx) declared(s *sheet, cell ropa.Cell, article string, needed bool) {
	switch {
	case cell.Declared():
		s.cell(styleText, x.lines(cell, article)...)
	case needed:
		s.cell(styleGap, x.lines(cell, article)...)
	default:
		s.cell(styleSilent, x.lines(cell, article)...)
	}
}

// lines are the lines of a cell. They hold until the next call.
func (x *xlsx) lines(cell ropa.Cell, article string) []string {
	x.said = x.said[:0]
	if len(cell.Items) == 0 {
		x.said = append(x.said, missing(article))
	}
	for _, item := range cell.Items {
		if strings.ContainsAny(item.Text, "\r\n") {
			x.said = append(x.said, paragraphs(item.Text)...)
		} else {
			x.said = append(x.said, strings.TrimSpace(item.Text))
		}
		if item.Inferred {
			x.said[len(x.said)-1] += inferredMark
		}
	}
	return x.said
}

func (x *xlsx) register() error {
	columns := x.report.Columns
	l := layout{frozen: 1, filter: true, firstColumn: true, footer: x.footer}
	total := 30
	for _, c := range columns {
		l.widths = append(l.widths, columnWidth(c.Key))
		total += columnWidth(c.Key)
	}
	l.widths = append(l.widths, 30)
	const page = 240 // characters that one can read on a page
	l.pagesWide = (total + page - 1) / page
	s, err := x.book.open("Register", l)
	if err != nil {
		return err
	}
	s.row()
	for _, c := range columns {
		s.cell(styleHead, heading(c)...)
	}
	s.cell(styleHead, activityTitle)
	for row := range ahead(x.report.Rows) {
		s.row()
		for i, c := range columns {
			x.declared(s, cellAt(row, i), c.Article, c.Needed)
		}
		s.cell(styleText, string(row.Activity.ID()))
		if s.err != nil {
			return fmt.Errorf("%s: %w", row.Activity.ID(), s.err)
		}
		x.progress.tick()
	}
	return s.close()
}

// columnWidth is how wide a column is: wider where texts are many and long,
// because the highest cell makes the row.
func columnWidth(key string) int {
	switch key {
	case "measures", "rights", "retention":
		return 90
	case "controllers", "recipients", "recipientsExternal", "transfers", "safeguards":
		return 56
	}
	return 32
}

// heading is the title of a column, and in a second line what asks for it.
func heading(c ropa.Column) []string {
	if c.Article == "" {
		return []string{c.Title}
	}
	return []string{c.Title, c.Article}
}

// activities writes a sheet for each activity, and an index of them.
func (x *xlsx) activities() error {
	type entry struct{ sheet, service, name, id string }
	var entries []entry
	for row := range ahead(x.report.Rows) {
		a := row.Activity
		name, err := x.activity(len(entries)+1, row)
		if err != nil {
			return fmt.Errorf("%s: %w", a.ID(), err)
		}
		entries = append(entries, entry{name, a.Service().Name(), a.Name(), string(a.ID())})
		x.progress.tick()
	}
	s, err := x.book.open("Index", layout{widths: []int{34, 34, 50, 50}, frozen: 1, filter: true, footer: x.footer})
	if err != nil {
		return err
	}
	x.book.moveFirst(s, 1)
	s.row()
	for _, title := range []string{"Sheet", "Service", "Activity", activityTitle} {
		s.cell(styleHead, title)
	}
	for _, e := range entries {
		s.row()
		for _, text := range []string{e.sheet, e.service, e.name, e.id} {
			s.cell(styleText, text)
		}
	}
	return s.close()
}

func (x *xlsx) activity(number int, row ropa.Row) (string, error) {
	s, err := x.book.open(strconv.Itoa(number)+" "+row.Activity.Name(), layout{widths: []int{36, 100, 24}, frozen: 2, footer: x.footer})
	if err != nil {
		return "", err
	}
	s.row()
	s.cell(styleTitle, row.Activity.Summary())
	s.row()
	for _, title := range []string{"Asked for", "Declared", "By"} {
		s.cell(styleHead, title)
	}
	for i, c := range x.report.Columns {
		s.row()
		s.cell(styleLabel, c.Title)
		x.declared(s, cellAt(row, i), c.Article, c.Needed)
		s.cell(styleText, c.Article)
	}
	s.row()
	s.cell(styleLabel, activityTitle)
	s.cell(styleText, string(row.Activity.ID()))
	s.cell(styleText)
	return s.name, s.close()
}
