// Package ropa is the record of processing activities (GDPR Art. 30) as a pure
// function of a snapshot: which rows it has, and what stands in each column of
// the template that an authority expects. Package render writes it.
//
// It knows what is declared and what is not, and nothing of files, pages and
// clocks: the time of an export is given to it.
package ropa

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
)

// Report is a register in a template, as a renderer needs it.
type Report struct {
	Template Template
	Cover    Cover
	// Columns are those of the template, in its order.
	Columns []Column
	// Rows gives the activities in the order of the register, each made when it
	// is asked for: a renderer that streams holds one at a time.
	Rows iter.Seq[Row]
	// Len is the number of rows.
	Len int
}

// Column is one column of a template.
type Column struct {
	// Key names the column for machines, such as "purposes".
	Key string
	// Title is its heading.
	Title string
	// Article is what asks for it, such as "Art. 30(1)(b)"; empty if only the
	// template does.
	Article string
	// Needed columns without a value are a gap: the law asks for them.
	Needed bool
	// Group names columns among which the template splits one thing that the law
	// asks for, such as "recipients": a value in one of them is enough.
	Group string
}

// Row is one activity: a cell for each column.
type Row struct {
	Activity inventory.ProcessingActivity
	Cells    []Cell
}

// Missing lists the columns, of those of the report, that the law asks for and
// that declare nothing in this row; of a group, all or none.
func (r Row) Missing(columns []Column) []Column {
	declared := map[string]bool{}
	for i, c := range columns {
		if c.Group != "" && r.Cells[i].Declared() {
			declared[c.Group] = true
		}
	}
	var list []Column
	for i, c := range columns {
		if c.Needed && !r.Cells[i].Declared() && !declared[c.Group] {
			list = append(list, c)
		}
	}
	return list
}

// Cell is what is declared in one column. Without items, nothing is: a renderer
// prints "not declared" and the article of the column, never an empty cell.
type Cell struct{ Items []Item }

// Declared says whether anything is declared: at least one item is no gap.
func (c Cell) Declared() bool {
	return slices.ContainsFunc(c.Items, func(i Item) bool { return !i.Gap })
}

// Text is the cell in words, an item a line: never empty.
func (c Cell) Text() string {
	if len(c.Items) == 0 {
		return NotDeclared
	}
	lines := make([]string, len(c.Items))
	for i, item := range c.Items {
		lines[i] = item.Text
	}
	return strings.Join(lines, "\n")
}

// Item is one thing declared, or missing beside what is declared.
type Item struct {
	// Text says it in words.
	Text string
	// Gap is true if the item is what is missing: Text names it and says that it
	// is not declared.
	Gap bool
	// Inferred is true if no clause says so in so many words.
	Inferred bool
	// Clauses are those behind it.
	Clauses []inventory.Citation
}

// Cover says what the register is of.
type Cover struct {
	// Title is the name of the register.
	Title string
	// Fields are its lines in order: controller, representative, data protection
	// officer, revision, effective date, time of export, checkpoint …
	Fields []CoverField
	// ExportedAt is the time of the export.
	ExportedAt time.Time
	// Revision is what is shown.
	Revision inventory.Revision
}

// CoverField is a line of the cover.
type CoverField struct {
	Label   string
	Article string
	Cell    Cell
}

// Text is the line in words, an item a line: never empty.
func (f CoverField) Text() string { return f.Cell.Text() }

// Declared says whether anything is declared.
func (f CoverField) Declared() bool { return f.Cell.Declared() }

// Items are what is declared.
func (f CoverField) Items() []Item { return f.Cell.Items }

// NotDeclared is what stands in place of what nobody stated.
const NotDeclared = "not declared"
