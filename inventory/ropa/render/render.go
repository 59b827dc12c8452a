// Package render writes a register of processing activities, an
// [ropa.Report], in the forms that people and machines read: CSV, XLSX, HTML,
// PDF, JSON and JSON-LD.
//
// A report and the same report written again are the same bytes: no clock, no
// random number and no order of a map gets in. Every format holds a few
// rows at a time. The package knows nothing of stores, HTTP and the command
// line; what it is given it writes to an io.Writer.
package render

import (
	"io"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/wording"
)

// Options say how to write a report. The zero Options are what people get.
type Options struct {
	// Raw is for machines that read CSV: cells exactly as they are declared, and
	// keys instead of headings. A spreadsheet takes a raw cell that begins with
	// "=" for a formula, so never open a raw file in one.
	Raw bool
	// Base begins the identifiers of what the inventory holds in JSON-LD; empty:
	// "urn:recital:".
	Base string
	// Progress, if not nil, is told after each row how many of how many steps are
	// done. A format that reads the rows twice has two steps a row.
	Progress func(done, total int)
}

// Format is a form in which a register is written.
type Format struct {
	// Name is what people choose it by, and the extension of its files.
	Name string
	// ContentType is its media type (RFC 6838).
	ContentType string
	write       func(io.Writer, ropa.Report, Options) error
}

// Extension ends the names of its files, with the dot.
func (f Format) Extension() string { return "." + f.Name }

func formats() []Format {
	return []Format{
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX},
		{"csv", "text/csv; charset=utf-8; header=present", CSV},
		{"json", "application/json", JSON},
		{"jsonld", "application/ld+json", JSONLD},
		{"html", "text/html; charset=utf-8", HTML},
		{"pdf", "application/pdf", PDF},
	}
}

// Formats lists the names of the formats, in the order of documents about them.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// FormatOf is the format of this name. An unknown one is a
// [inventory.NotFound] error that lists those there are.
func FormatOf(name string) (Format, error) {
	for _, f := range formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, inventory.Errorf(inventory.NotFound, "there is no format %q: take one of %s", name, wording.And(Formats()))
}

// Render writes the report in the format of this name. The error of an unknown
// name is that of [FormatOf]; all others tell the format and what went wrong.
// What is written before an error is not a whole file.
func Render(w io.Writer, format string, r ropa.Report, o Options) error {
	f, err := FormatOf(format)
	if err != nil {
		return err
	}
	return f.write(w, r, o)
}

// ticker tells the progress of a report that takes so many steps.
type ticker struct {
	tell        func(done, total int)
	done, total int
}

func (o Options) ticker(total int) *ticker { return &ticker{tell: o.Progress, total: total} }

func (t *ticker) tick() {
	t.done++
	if t.tell != nil {
		t.tell(t.done, max(t.done, t.total))
	}
}
