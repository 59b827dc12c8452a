package render

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
	"time"
	"unicode/utf16"
)

// pdfFile writes the objects of a PDF (ISO 32000-1) as they are done. Of each
// it keeps where it began and no more, which the table at the end asks for.
type pdfFile struct {
	w       *bufio.Writer
	at      int64
	offsets []int64 // of object 1 and on
	packer  *zlib.Writer
	packed  bytes.Buffer
	head    []byte
	err     error
}

func newPDFFile(w io.Writer) (*pdfFile, error) {
	// Any other level takes more time than all the rest of a page.
	packer, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	f := &pdfFile{w: bufio.NewWriterSize(w, 64<<10), packer: packer}
	// The bytes beyond ASCII tell programs that move files that it is no text.
	f.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	return f, err
}

func (f *pdfFile) write(b []byte) {
	n, err := f.w.Write(b)
	f.at += int64(n)
	if f.err == nil {
		f.err = err
	}
}

// reserve is the number of an object that is written later.
func (f *pdfFile) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

// object writes the object of this number.
func (f *pdfFile) object(n int, body []byte) {
	f.begin(n)
	f.write(body)
	f.write([]byte("\nendobj\n"))
}

// add writes an object and gives its number.
func (f *pdfFile) add(body string) int {
	n := f.reserve()
	f.object(n, []byte(body))
	return n
}

func (f *pdfFile) begin(n int) {
	f.offsets[n-1] = f.at
	f.head = append(strconv.AppendInt(f.head[:0], int64(n), 10), " 0 obj\n"...)
	f.write(f.head)
}

// stream writes an object with data, compressed; entries are those of its
// dictionary beside the length and the filter.
func (f *pdfFile) stream(n int, entries string, data []byte) {
	f.packed.Reset()
	f.packer.Reset(&f.packed)
	_, _ = f.packer.Write(data) // a buffer takes everything
	_ = f.packer.Close()
	f.begin(n)
	f.head = append(append(f.head[:0], "<<"...), entries...)
	f.head = append(f.head, "/Filter/FlateDecode/Length "...)
	f.head = append(strconv.AppendInt(f.head, int64(f.packed.Len()), 10), ">>stream\n"...)
	f.write(f.head)
	f.write(f.packed.Bytes())
	f.write([]byte("\nendstream\nendobj\n"))
}

// close writes the table of objects, and where the document begins.
func (f *pdfFile) close(catalog, info int) error {
	table := f.at
	size := strconv.Itoa(len(f.offsets) + 1)
	f.write([]byte("xref\n0 " + size + "\n0000000000 65535 f \n"))
	for _, at := range f.offsets {
		const width = 10
		digits := strconv.AppendInt(f.head[:0], at, 10)
		f.write([]byte("0000000000")[:max(0, width-len(digits))])
		f.head = append(digits, " 00000 n \n"...)
		f.write(f.head)
	}
	f.write([]byte("trailer\n<</Size " + size + "/Root " + reference(catalog) + "/Info " + reference(info) +
		">>\nstartxref\n" + strconv.FormatInt(table, 10) + "\n%%EOF\n"))
	if f.err != nil {
		return f.err
	}
	return f.w.Flush()
}

// reference points at the object of this number.
func reference(n int) string { return strconv.Itoa(n) + " 0 R" }

// appendText appends a text string: as it is if it is ASCII, else UTF-16 in
// hexadecimal.
func appendText(b []byte, s string) []byte {
	if plain(s) {
		b = append(b, '(')
		for i := range len(s) {
			if s[i] == '(' || s[i] == ')' || s[i] == '\\' {
				b = append(b, '\\')
			}
			b = append(b, s[i])
		}
		return append(b, ')')
	}
	b = append(b, "<FEFF"...)
	for _, r := range s {
		if high, low := utf16.EncodeRune(r); high != '\uFFFD' {
			b = appendHex(appendHex(b, uint16(high)), uint16(low))
		} else {
			b = appendHex(b, uint16(r))
		}
	}
	return append(b, '>')
}

func appendHex(b []byte, v uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[v>>12], digits[v>>8&15], digits[v>>4&15], digits[v&15])
}

// appendAddress appends an address as a string of ASCII.
func appendAddress(b []byte, url string) []byte {
	b = append(b, '(')
	for _, c := range []byte(url) {
		switch {
		case c == '(' || c == ')' || c == '\\':
			b = append(b, '\\', c)
		case c <= ' ' || c > '~':
			const digits = "0123456789ABCDEF"
			b = append(b, '%', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, ')')
}

// pdfDate is a time as a string.
func pdfDate(t time.Time) string { return t.UTC().Format("(D:20060102150405Z)") }

// appendTenths appends a number of tenths.
func appendTenths(b []byte, n int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, int64(n/10), 10)
	if rest := n % 10; rest != 0 {
		b = append(b, '.', byte('0'+rest))
	}
	return b
}
