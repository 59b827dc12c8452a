package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/recital/recital/inventory/ropa"
)

// activityKey heads the column that identifies the activity, behind those of
// the template.
const (
	activityKey   = "activityId"
	activityTitle = "Id of the activity"
)

// CSV writes the register as a table of comma-separated values (RFC 4180):
// UTF-8, one line of headings, then one record an activity, and nothing else.
// Several things in one cell stand in a line each. Behind the columns of the
// template stands the id of the activity.
//
// Every cell is quoted, and each line in it made inert (see [Options.Raw]), so
// that a spreadsheet takes none for a formula, whichever separator it expects.
func CSV(w io.Writer, r ropa.Report, o Options) error {
	b := bufio.NewWriter(w)
	out := csvWriter{w: b, raw: o.Raw}
	for _, c := range r.Columns {
		out.heading(c.Key, c.Title)
	}
	out.heading(activityKey, activityTitle)
	out.endRecord()
	progress := o.ticker(r.Len)
	for row := range r.Rows {
		for i, c := range r.Columns {
			out.cell(cellAt(row, i), c.Article)
		}
		out.begin()
		out.line(string(row.Activity.ID()))
		out.end()
		if out.endRecord(); out.err != nil {
			break
		}
		progress.tick()
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

type csvWriter struct {
	w     *bufio.Writer
	raw   bool
	cells int
	lines int
	err   error
}

func (c *csvWriter) heading(key, title string) {
	c.begin()
	if c.raw {
		c.line(key)
	} else {
		c.line(title)
	}
	c.end()
}

func (c *csvWriter) cell(cell ropa.Cell, article string) {
	c.begin()
	if len(cell.Items) == 0 {
		c.line(missing(article))
	}
	for _, i := range cell.Items {
		c.line(saying(i))
	}
	c.end()
}

func (c *csvWriter) begin() {
	if c.cells++; c.cells > 1 {
		_ = c.w.WriteByte(',') // errors of a bufio.Writer stay until the end of the record
	}
	_ = c.w.WriteByte('"')
	c.lines = 0
}

func (c *csvWriter) line(s string) {
	if c.lines++; c.lines > 1 {
		_, _ = c.w.WriteString("\r\n")
	}
	s = line(s)
	if !c.raw {
		s = inert(s)
	}
	for {
		before, after, found := strings.Cut(s, `"`)
		_, _ = c.w.WriteString(before)
		if !found {
			return
		}
		_, _ = c.w.WriteString(`""`)
		s = after
	}
}

func (c *csvWriter) end() { _ = c.w.WriteByte('"') }

func (c *csvWriter) endRecord() {
	c.cells = 0
	_, c.err = c.w.WriteString("\r\n")
}
