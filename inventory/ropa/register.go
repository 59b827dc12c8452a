package ropa

import (
	"strconv"

	"github.com/recital/recital/inventory"
)

// Register is a register as an answer: in pages, without what an export says
// of itself.
type Register struct {
	book  *book
	cover Cover
}

// Open is the register of a snapshot. Of the options, the time of an export
// and the checkpoint play no part. See [New] for the errors.
func Open(s *inventory.Snapshot, o Options) (Register, error) {
	b, err := open(s, o)
	if err != nil {
		return Register{}, err
	}
	return Register{b, b.cover(Options{})}, nil
}

// Role is the role whose register it is.
func (r Register) Role() inventory.ProcessingRole { return r.book.role }

// Template is its form.
func (r Register) Template() Template { return r.book.template }

// Controller is the party asked for; ok is false if none was.
func (r Register) Controller() (p inventory.Party, ok bool) {
	if r.book.asked == nil {
		return p, false
	}
	return *r.book.asked, true
}

// Title is the name of the register.
func (r Register) Title() string { return r.cover.Title }

// Cover says whose register it is and which revision it shows.
func (r Register) Cover() []CoverField { return r.cover.Fields }

// Columns are those of the template, in its order.
func (r Register) Columns() []Column { return r.book.headings() }

// InWords says in a sentence how many rows there are and how many lack what
// the law asks for.
func (r Register) InWords() string {
	n, lacking, columns := len(r.book.activities), 0, r.book.headings()
	for row := range r.book.rows {
		if len(row.Missing(columns)) > 0 {
			lacking++
		}
	}
	line := strconv.Itoa(n) + " processing activities"
	if n == 1 {
		line = "1 processing activity"
	}
	if r.book.asked != nil {
		line += " of " + r.book.asked.Name()
	}
	switch {
	case n == 0:
		return line + "."
	case lacking == 0:
		return line + "; each declares something of all that the law asks for."
	}
	return line + "; in " + strconv.Itoa(lacking) + " of them, something that the law asks for is " + NotDeclared + "."
}

// Rows is a page of the rows, in the order of the register. First must be 1 to
// [inventory.MaxPage]; after is a cursor of the same list, or nil.
func (r Register) Rows(first int, after *string) (RegisterRowConnection, error) {
	key := func(a inventory.ProcessingActivity) string { return string(a.ID()) }
	page, err := inventory.Paged(r.book.activities, key, first, after)
	return RegisterRowConnection{page, r.book}, err
}

// RegisterRowConnection is a page of rows, each made when it is asked for.
type RegisterRowConnection struct {
	page inventory.ProcessingActivityConnection
	book *book
}

// RegisterRowEdge is one row of a page, with its place.
type RegisterRowEdge = inventory.Edge[RegisterRow]

// Nodes are the rows of the page.
func (c RegisterRowConnection) Nodes() []RegisterRow {
	list := make([]RegisterRow, len(c.page.Nodes()))
	for i, a := range c.page.Nodes() {
		list[i] = RegisterRow{c.book.row(a), c.book.columns}
	}
	return list
}

// Edges are the rows of the page, each with its cursor.
func (c RegisterRowConnection) Edges() []RegisterRowEdge {
	list := make([]RegisterRowEdge, len(c.page.Nodes()))
	for i, e := range c.page.Edges() {
		list[i] = RegisterRowEdge{Node: RegisterRow{c.book.row(e.Node), c.book.columns}, Cursor: e.Cursor}
	}
	return list
}

// PageInfo says where the page lies.
func (c RegisterRowConnection) PageInfo() inventory.PageInfo { return c.page.PageInfo() }

// TotalCount is the number of rows on all pages.
func (c RegisterRowConnection) TotalCount() int { return c.page.TotalCount() }

// RegisterRow is a row of the register, with its columns.
type RegisterRow struct {
	row     Row
	columns []column
}

// Activity is the activity.
func (r RegisterRow) Activity() inventory.ProcessingActivity { return r.row.Activity }

// Cells are what is declared, column by column.
func (r RegisterRow) Cells() []RegisterCell {
	list := make([]RegisterCell, len(r.columns))
	for i, c := range r.columns {
		list[i] = RegisterCell{c.Column, r.row.Cells[i]}
	}
	return list
}

// RegisterCell is what is declared in one column of a row.
type RegisterCell struct {
	Column Column
	Cell
}
