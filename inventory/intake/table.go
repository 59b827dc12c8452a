package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// sheet is a CSV file: a heading for each column, and rows of cells.
type sheet struct {
	// columns are the columns by the key of their heading.
	columns map[string]int
	// titles are the headings as written.
	titles []string
	// above are the cells over the headings, rows those below.
	above, rows []row
}

// row is a record of the file with the lines that its cells begin in.
type row struct {
	cells []cell
	line  int
}

// cell is a cell that is not empty, or stands before one that is not.
type cell struct {
	text string
	line int
}

// headingRows is how many records may stand above the headings.
const headingRows = 40

// table reads a CSV file whose separator is a comma, a semicolon or a tab. Its
// headings are the first record in which key knows at least enough columns.
func (d *draft) table(content []byte, key func(title string) string, enough int) (s sheet, ok bool) {
	if len(d.problems) > 0 {
		return s, false
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(content) {
		d.problem(1, "syntax", "the file is not UTF-8 text: save it as CSV UTF-8")
		return s, false
	}
	var failure error
	for _, separator := range []rune{',', ';', '\t'} {
		rows, err := records(content, separator)
		if found, ok := headed(rows, key, enough); ok {
			if err != nil {
				d.broken(err)
				return s, false
			}
			return found, true
		}
		if failure == nil {
			failure = err
		}
	}
	if failure != nil {
		d.broken(failure)
	} else {
		d.problem(1, "missing", "no line has the headings of this format: check the format, and export the table with its headings")
	}
	return s, false
}

func (d *draft) broken(err error) {
	line := 1
	var at *csv.ParseError
	if errors.As(err, &at) {
		line, err = at.Line, at.Err
	}
	d.problem(line, "syntax", "this is no CSV: "+err.Error())
}

// records reads rows as far as the file can be read.
func records(content []byte, separator rune) ([]row, error) {
	r := csv.NewReader(bytes.NewReader(content))
	r.Comma, r.FieldsPerRecord = separator, -1
	var rows []row
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		line, _ := r.FieldPos(0)
		out := row{line: line, cells: make([]cell, len(record))}
		filled := false
		for i, text := range record {
			at, _ := r.FieldPos(i)
			out.cells[i] = cell{text, at}
			filled = filled || strings.TrimSpace(text) != ""
		}
		if filled {
			rows = append(rows, out)
		}
	}
}

// headed finds the headings among the first rows.
func headed(rows []row, key func(string) string, enough int) (s sheet, ok bool) {
	for i, r := range rows[:min(len(rows), headingRows)] {
		s = sheet{columns: map[string]int{}, above: rows[:i], rows: rows[i+1:]}
		for j, c := range r.cells {
			s.titles = append(s.titles, strings.TrimSpace(c.text))
			if k := key(c.text); k != "" {
				if _, twice := s.columns[k]; !twice {
					s.columns[k] = j
				}
			}
		}
		if len(s.columns) >= enough {
			return s, true
		}
	}
	return sheet{}, false
}

// title is the heading of a column.
func (s sheet) title(column int) string {
	if column < len(s.titles) && s.titles[column] != "" {
		return s.titles[column]
	}
	return "column " + twoDigits(column+1)
}

// cell is that of a column in a row; ok is false if the file has no such
// column, or the cell is empty.
func (s sheet) cell(r row, key string) (c cell, ok bool) {
	i, ok := s.columns[key]
	if !ok || i >= len(r.cells) || strings.TrimSpace(r.cells[i].text) == "" {
		return cell{}, false
	}
	return r.cells[i], true
}

// active undoes the apostrophe that keeps a spreadsheet from taking a line for
// a formula.
func active(text string) string {
	rest, ok := strings.CutPrefix(text, "'")
	if ok && strings.IndexAny(strings.TrimLeft(rest, " \u00a0\u200b"), "=+-@＝＋－＠﹦﹢﹣﹫−") == 0 {
		return rest
	}
	return text
}
