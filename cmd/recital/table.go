package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// table is what a question prints: a heading over each column, a line or more
// for each row. Cells wrap so that a row fits the width.
type table struct {
	// lead is said before the table, notes after it.
	lead  string
	head  []string
	rows  [][]string
	notes []string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write prints the table, at most width letters wide where the words allow it.
func (t *table) write(w io.Writer, width int) {
	if len(t.rows) == 0 {
		return
	}
	widths := t.widths(width)
	for i, row := range append([][]string{t.head}, t.rows...) {
		cells := make([][]string, len(row))
		height := 1
		for c, text := range row {
			cells[c] = wrap(text, widths[c])
			height = max(height, len(cells[c]))
		}
		for line := range height {
			var b strings.Builder
			for c := range cells {
				text := ""
				if line < len(cells[c]) {
					text = cells[c][line]
				}
				b.WriteString(text)
				b.WriteString(strings.Repeat(" ", max(0, widths[c]-utf8.RuneCountInString(text))+2))
			}
			fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
		}
		if i == 0 {
			fmt.Fprintln(w, strings.Repeat("─", min(width, sum(widths)+2*len(widths)-2)))
		}
	}
}

// widths shares the width out: what a column needs if all fit, otherwise the
// widest give way first.
func (t *table) widths(width int) []int {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for c, text := range row {
			for line := range strings.SplitSeq(text, "\n") {
				widths[c] = max(widths[c], utf8.RuneCountInString(line))
			}
		}
	}
	const narrowest = 10
	for sum(widths)+2*len(widths)-2 > width {
		widest := 0
		for c := range widths {
			if widths[c] > widths[widest] {
				widest = c
			}
		}
		if widths[widest] <= narrowest {
			break
		}
		widths[widest]--
	}
	return widths
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// wrap breaks a text into lines between words; a word longer than a line stays
// whole.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case line == "":
				line = word
			case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
				line += " " + word
			default:
				lines, line = append(lines, line), word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
