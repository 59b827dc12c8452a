package render

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
)

// SchemaID names the schema of what [JSON] writes.
const SchemaID = "urn:recital:schema:register:1"

//go:embed schema/register.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of what [JSON] writes.
func Schema() []byte { return []byte(schema) }

type jsonColumn struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	Article string `json:"article,omitempty"`
	Needed  bool   `json:"needed"`
}

type jsonCover struct {
	Title      string         `json:"title"`
	ExportedAt string         `json:"exportedAt,omitempty"`
	Revision   jsonRevision   `json:"revision"`
	Fields     []jsonLabelled `json:"fields"`
}

type jsonRevision struct {
	Number        int            `json:"number"`
	RecordedAt    string         `json:"recordedAt,omitempty"`
	EffectiveDate inventory.Date `json:"effectiveDate,omitempty"`
	Hash          string         `json:"hash,omitempty"`
}

type jsonLabelled struct {
	Label    string     `json:"label"`
	Article  string     `json:"article,omitempty"`
	Declared bool       `json:"declared"`
	Items    []jsonItem `json:"items"`
}

type jsonRow struct {
	Activity string     `json:"activity"`
	Name     string     `json:"name"`
	Service  string     `json:"service"`
	Cells    []jsonCell `json:"cells"`
}

type jsonCell struct {
	Column   string     `json:"column"`
	Declared bool       `json:"declared"`
	Items    []jsonItem `json:"items"`
}

type jsonItem struct {
	Text     string   `json:"text"`
	Gap      bool     `json:"gap"`
	Inferred bool     `json:"inferred"`
	Clauses  []source `json:"clauses"`
}

// JSON writes the register as data, as [Schema] describes it: the cover, the
// columns, and a row for each activity with what each column declares and the
// clauses behind it. A column that declares nothing
// is there, with "declared" false and perhaps the gaps by name.
// "<", ">" and "&" are escaped, so that it may stand in a page.
func JSON(w io.Writer, r ropa.Report, o Options) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	known := catalogue{}
	columns := make([]jsonColumn, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = jsonColumn{c.Key, c.Title, c.Article, c.Needed}
	}
	err := writeMembers(b, enc,
		member{`{"$schema":`, SchemaID}, member{`,"template":`, string(r.Template)},
		member{`,"cover":`, coverData(r.Cover, known)}, member{`,"columns":`, columns})
	if err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	before, progress, data := `,"rows":[`, o.ticker(r.Len), rowData{known: known}
	for row := range r.Rows {
		if err := writeMembers(b, enc, member{before, data.of(r.Columns, row)}); err != nil {
			return fmt.Errorf("write json: %w", err)
		}
		before = ","
		progress.tick()
	}
	if err := endList(b, before); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}

// endList ends the list that a JSON text finishes with, and writes out what is
// buffered. Before is what would stand before the next element: a comma, or,
// where there was none, what begins the list.
func endList(b *bufio.Writer, before string) error {
	end := "]}\n"
	if before != "," {
		end = before + end
	}
	_, _ = b.WriteString(end) // its error stays until the flush
	return b.Flush()
}

// member is a value of a JSON text and what stands before it.
type member struct {
	before string
	value  any
}

func writeMembers(w io.StringWriter, enc *json.Encoder, members ...member) error {
	for _, m := range members {
		if _, err := w.WriteString(m.before); err != nil {
			return err
		}
		if err := enc.Encode(m.value); err != nil {
			return err
		}
	}
	return nil
}

func coverData(c ropa.Cover, known catalogue) jsonCover {
	cover := jsonCover{
		Title: c.Title, Fields: make([]jsonLabelled, len(c.Fields)),
		Revision: jsonRevision{Number: c.Revision.Number, EffectiveDate: c.Revision.EffectiveDate, Hash: c.Revision.Hash},
	}
	if !c.ExportedAt.IsZero() {
		cover.ExportedAt = timestamp(c.ExportedAt)
	}
	if !c.Revision.RecordedAt.IsZero() {
		cover.Revision.RecordedAt = c.Revision.RecordedAt.UTC().Format(inventory.RecordedAtLayout)
	}
	for i, f := range c.Fields {
		cover.Fields[i] = jsonLabelled{f.Label, f.Article, f.Cell.Declared(), known.items(nil, f.Cell)}
	}
	return cover
}

func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// rowData makes rows one after the other in the same memory.
type rowData struct {
	known catalogue
	cells []jsonCell
	items []jsonItem
}

func (d *rowData) of(columns []ropa.Column, row ropa.Row) jsonRow {
	d.cells, d.items = d.cells[:0], d.items[:0]
	for i, c := range columns {
		cell, from := cellAt(row, i), len(d.items)
		d.items = d.known.items(d.items, cell)
		d.cells = append(d.cells, jsonCell{c.Key, cell.Declared(), d.items[from:]})
	}
	a := row.Activity
	return jsonRow{string(a.ID()), a.Name(), a.Service().Name(), d.cells}
}

// items appends what the cell declares to the list.
func (k catalogue) items(items []jsonItem, cell ropa.Cell) []jsonItem {
	if items == nil {
		items = []jsonItem{}
	}
	for _, i := range cell.Items {
		clauses := make([]source, len(i.Clauses))
		for n, c := range i.Clauses {
			clauses[n] = k.of(c)
		}
		items = append(items, jsonItem{i.Text, i.Gap, i.Inferred, clauses})
	}
	return items
}
