package render

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of a worksheet, as Excel has them.
const (
	maxRows      = 1 << 20
	maxColumns   = 1 << 14
	maxCellUnits = 32767 // of UTF-16
	maxLineFeeds = 253
	maxSheetName = 31
	maxRowHeight = 409 // points
	lineHeight   = 13
)

// workbook writes an Office Open XML workbook (ECMA-376) into a zip as it
// goes: nothing of a sheet stays in memory but its name. It writes inline
// strings only, so that there is nothing to evaluate.
type workbook struct {
	zip    *zip.Writer
	sheets []*sheet
	order  []*sheet
	names  map[string]bool
}

// sheet is a worksheet being written. Its parts come in the order of the
// format: the head when it is opened, rows, the tail when it is closed.
type sheet struct {
	name   string
	layout layout
	out    *bufio.Writer
	// buf holds the cells of the row, and lines is how many lines the highest of
	// them needs.
	buf   []byte
	head  []byte
	lines int
	rows  int
	cells int
	err   error
}

// layout says how a sheet looks.
type layout struct {
	// widths are those of the columns, in characters.
	widths []int
	// frozen is the number of rows at the top that stay in view, and are printed
	// on each page; filter puts a filter on the last of them.
	frozen int
	filter bool
	// firstColumn stays in view too, and is printed on each page.
	firstColumn bool
	pagesWide   int
	footer      string
}

// style is how a cell looks: an index into cellXfs of styles.xml. The first is
// that of a cell without one, which programs read as they like.
type style int

const (
	_ style = iota
	styleText
	styleHead
	styleLabel
	styleTitle
	styleGap
	styleSilent
)

func newWorkbook(w io.Writer) *workbook {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	return &workbook{zip: z, names: map[string]bool{}}
}

// sheetName makes a name that a sheet may have, and that no other has: without
// []:*?/\ and apostrophes at the ends, at most 31 characters.
func (b *workbook) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, line(name))
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = " " + strconv.Itoa(n)
		}
		cut := strings.Trim(truncate(name, maxSheetName-len(suffix)), "' ")
		if cut == "" || strings.EqualFold(cut, "History") {
			cut = "Sheet"
		}
		if key := strings.ToLower(cut + suffix); !b.names[key] {
			b.names[key] = true
			return cut + suffix
		}
	}
}

// truncate is the text, at most so many UTF-16 units long.
func truncate(s string, units int) string {
	for i, r := range s {
		if units -= utf16Len(r); units < 0 {
			return s[:i]
		}
	}
	return s
}

func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// open begins a sheet, behind those before it in the workbook. The one before
// must be closed.
func (b *workbook) open(name string, l layout) (*sheet, error) {
	s := &sheet{name: b.sheetName(name), layout: l}
	b.sheets = append(b.sheets, s)
	b.order = append(b.order, s)
	part, err := b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewWriterSize(part, 32<<10)
	_, err = s.out.WriteString(s.opening())
	return s, err
}

// moveFirst moves the sheet before all others but so many.
func (b *workbook) moveFirst(s *sheet, but int) {
	kept := make([]*sheet, 0, len(b.order))
	for _, t := range b.order {
		if t != s {
			kept = append(kept, t)
		}
	}
	b.order = append(append(append([]*sheet{}, kept[:but]...), s), kept[but:]...)
}

func (b *workbook) part(name string) (io.Writer, error) {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return nil, err
	}
	_, err = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n")
	return w, err
}

func (s *sheet) opening() string {
	var x strings.Builder
	x.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	switch {
	case s.layout.frozen > 0 && s.layout.firstColumn:
		fmt.Fprintf(&x, `<pane xSplit="1" ySplit="%d" topLeftCell="B%d" activePane="bottomRight" state="frozen"/>`, s.layout.frozen, s.layout.frozen+1)
	case s.layout.frozen > 0:
		fmt.Fprintf(&x, `<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`, s.layout.frozen, s.layout.frozen+1)
	}
	x.WriteString(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	if len(s.layout.widths) > 0 {
		x.WriteString(`<cols>`)
		for i, w := range s.layout.widths {
			fmt.Fprintf(&x, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, w)
		}
		x.WriteString(`</cols>`)
	}
	x.WriteString(`<sheetData>`)
	return x.String()
}

// row begins a row.
func (s *sheet) row() {
	s.endRow()
	if s.rows++; s.rows > maxRows {
		s.fail(fmt.Errorf("sheet %q has more than %d rows, the most that a worksheet can have", s.name, maxRows))
	}
	s.cells, s.lines = 0, 1
}

// full says whether no row fits on the sheet any more.
func (s *sheet) full() bool { return s.rows >= maxRows }

func (s *sheet) endRow() {
	if s.rows == 0 {
		return
	}
	height := min(lineHeight*s.lines+3, maxRowHeight)
	head := strconv.AppendInt(append(s.head[:0], `<row r="`...), int64(s.rows), 10)
	head = strconv.AppendInt(append(head, `" ht="`...), int64(height), 10)
	s.head = append(head, `">`...)
	_, _ = s.out.Write(s.head) // its error stays until the next write
	s.buf = append(s.buf, `</row>`...)
	_, err := s.out.Write(s.buf)
	s.fail(err)
	s.buf = s.buf[:0]
}

// need takes note of how many lines a text fills in the column of the cell.
// Programs that fit rows by themselves do so when somebody edits them.
func (s *sheet) need(units int) int {
	width := 20
	if s.cells <= len(s.layout.widths) {
		width = s.layout.widths[s.cells-1]
	}
	return 1 + units/max(1, width-1)
}

// skip leaves the next cell of the row out.
func (s *sheet) skip() { s.cells++ }

// cell puts the next cell of the row: lines of text.
func (s *sheet) cell(look style, lines ...string) {
	separator := "\n"
	if len(lines) > maxLineFeeds {
		separator = "; "
	}
	if s.cells++; s.cells > maxColumns {
		s.fail(fmt.Errorf("sheet %q has more than %d columns, the most that a worksheet can have", s.name, maxColumns))
		return
	}
	s.buf = append(s.buf, `<c r="`...)
	s.buf = appendColumn(s.buf, s.cells)
	s.buf = strconv.AppendInt(s.buf, int64(s.rows), 10)
	s.buf = append(s.buf, `" s="`...)
	s.buf = strconv.AppendInt(s.buf, int64(look), 10)
	if len(lines) == 1 && !strings.Contains(lines[0], "  ") && strings.TrimSpace(lines[0]) == lines[0] {
		s.buf = append(s.buf, `" t="inlineStr"><is><t>`...)
	} else {
		s.buf = append(s.buf, `" t="inlineStr"><is><t xml:space="preserve">`...)
	}
	units, filled := 0, 0
	for i, text := range lines {
		if i > 0 {
			s.buf = append(s.buf, separator...)
			units += len(separator)
		}
		text = line(text)
		length := utf16Units(text)
		units += length
		filled += s.need(length)
		s.buf = appendEscaped(s.buf, text)
	}
	s.buf = append(s.buf, `</t></is></c>`...)
	if look != styleTitle {
		s.lines = max(s.lines, filled)
	} else {
		s.lines = max(s.lines, 2)
	}
	if units > maxCellUnits {
		s.fail(fmt.Errorf("sheet %q: cell %s%d has %d characters; a cell of a worksheet holds %d: take csv, html or json", s.name, appendColumn(nil, s.cells), s.rows, units, maxCellUnits))
	}
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// close ends the sheet and says what went wrong with it.
func (s *sheet) close() error {
	s.endRow()
	tail := `</sheetData>`
	if s.layout.filter && s.rows > 0 {
		tail += fmt.Sprintf(`<autoFilter ref="A%d:%s%d"/>`, s.layout.frozen, appendColumn(nil, max(1, len(s.layout.widths))), s.rows)
	}
	tail += `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>`
	tail += fmt.Sprintf(`<pageSetup paperSize="9" orientation="landscape" fitToWidth="%d" fitToHeight="0"/>`, max(1, s.layout.pagesWide))
	footer := strings.ReplaceAll(truncate(line(s.layout.footer), 180), "&", "&&")
	tail += string(appendEscaped([]byte(`<headerFooter><oddFooter>`), "&L"+footer+"&RPage &P / &N")) + `</oddFooter></headerFooter></worksheet>`
	_, err := s.out.WriteString(tail)
	s.fail(err)
	s.fail(s.out.Flush())
	return s.err
}

func appendColumn(b []byte, n int) []byte {
	if n > 26 {
		b = appendColumn(b, (n-1)/26)
	}
	return append(b, byte('A'+(n-1)%26))
}

func utf16Units(s string) int {
	n := utf8.RuneCountInString(s)
	if n == len(s) {
		return n
	}
	for _, r := range s {
		n += utf16Len(r) - 1
	}
	return n
}

// appendEscaped appends the text as XML. "_x003D_" and the like, which Excel
// would read as the character of that number, stay as they are.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var as string
		switch s[i] {
		case '&':
			as = "&amp;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		case '"':
			as = "&quot;"
		case '_':
			if !isCoded(s[i:]) {
				continue
			}
			as = "_x005F_"
		default:
			continue
		}
		b = append(append(b, s[from:i]...), as...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

func isCoded(s string) bool {
	if len(s) < 7 || s[1] != 'x' && s[1] != 'X' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
