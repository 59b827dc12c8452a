package render

import (
	"fmt"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
)

// backing is a clause and what it is behind in a cell, an item a line.
type backing struct {
	id    inventory.ID
	note  string
	from  source
	items []string
}

// backed lists the clauses behind a cell, each once unless its notes differ, in
// the order in which its items cite them. It holds until the next call.
func (x *xlsx) backed(cell ropa.Cell) []backing {
	list := x.backing[:0]
	for _, item := range cell.Items {
		said := ""
		for _, c := range item.Clauses {
			if said == "" {
				said = saying(item)
			}
			id := c.Clause().ID()
			note, _ := c.Note()
			n := 0
			for n < len(list) && (list[n].id != id || list[n].note != note) {
				n++
			}
			if n == len(list) {
				if list = list[:min(n+1, cap(list))]; len(list) == n {
					list = append(list, backing{})
				}
				list[n] = backing{id: id, note: note, from: x.known.of(c), items: list[n].items[:0]}
			}
			list[n].items = append(list[n].items, said)
		}
	}
	x.backing = list
	return list
}

// evidence writes a row for each clause behind each cell, on as many sheets as
// that takes.
func (x *xlsx) evidence() error {
	s, err := x.evidenceSheet()
	if err != nil {
		return err
	}
	put := func(id, name, label string, cell ropa.Cell) error {
		for _, b := range x.backed(cell) {
			if s.full() {
				if err := s.close(); err != nil {
					return err
				}
				if s, err = x.evidenceSheet(); err != nil {
					return err
				}
			}
			s.row()
			s.cell(styleText, name)
			s.cell(styleText, label)
			s.cell(styleText, b.items...)
			for _, text := range [...]string{b.from.Document, b.from.Version, b.from.where, b.note, b.from.URL, b.from.ID, id} {
				if text == "" {
					s.skip()
				} else {
					s.cell(styleText, text)
				}
			}
		}
		return s.err
	}
	for _, f := range x.report.Cover.Fields {
		if err := put("", "Cover", f.Label, f.Cell); err != nil {
			return err
		}
	}
	for row := range ahead(x.report.Rows) {
		id, name := string(row.Activity.ID()), row.Activity.Summary()
		for i, c := range x.report.Columns {
			if err := put(id, name, c.Title, cellAt(row, i)); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
		x.progress.tick()
	}
	return s.close()
}

func (x *xlsx) evidenceSheet() (*sheet, error) {
	s, err := x.book.open("Evidence", layout{widths: []int{34, 28, 44, 28, 12, 44, 20, 44, 40, 40}, frozen: 1, filter: true, pagesWide: 1, footer: x.footer})
	if err != nil {
		return nil, err
	}
	s.row()
	for _, title := range []string{"Activity", "Column", "Declared", "Document", "Edition", "Clause", "Note", "Link", "Id of the clause", activityTitle} {
		s.cell(styleHead, title)
	}
	return s, nil
}
