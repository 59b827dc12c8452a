package render_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// printedFile is a PDF as a reader finds it: by the table at its end.
type printedFile struct {
	objects [][]byte
	streams []string
	trailer string
}

func readPDF(t *testing.T, data []byte) printedFile {
	t.Helper()
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	if m == nil {
		t.Fatal("no end")
	}
	at, _ := strconv.Atoi(string(m[1]))
	lines := strings.Split(string(data[at:]), "\n")
	if lines[0] != "xref" || len(lines[2]) != 19 {
		t.Fatalf("no table at %d: %q", at, lines[:3])
	}
	count, _ := strconv.Atoi(strings.Fields(lines[1])[1])
	f := printedFile{trailer: strings.Join(lines[2+count:], "\n")}
	for n := 1; n < count; n++ {
		offset, _ := strconv.Atoi(lines[2+n][:10])
		head := strconv.Itoa(n) + " 0 obj\n"
		if !bytes.HasPrefix(data[offset:], []byte(head)) {
			t.Fatalf("object %d is not at %d", n, offset)
		}
		body := data[offset+len(head):]
		body, _, _ = bytes.Cut(body, []byte("\nendobj\n"))
		f.objects = append(f.objects, body)
		if m := regexp.MustCompile(`^<<[^\n]*/Length (\d+)>>stream\n`).FindSubmatch(body); m != nil {
			length, _ := strconv.Atoi(string(m[1]))
			from := offset + len(head) + len(m[0])
			if !bytes.HasPrefix(data[from+length:], []byte("\nendstream\nendobj\n")) {
				t.Fatalf("object %d is not %d bytes long", n, length)
			}
			z, err := zlib.NewReader(bytes.NewReader(data[from : from+length]))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			f.streams = append(f.streams, string(text))
		}
	}
	return f
}

// TestPDFIsWhole holds that every object is where the table says, that every
// reference leads to one, and that all pages are counted.
func TestPDFIsWhole(t *testing.T) {
	for _, template := range ropa.Templates() {
		f := readPDF(t, rendered(t, "pdf", report(t, seeded(t), template), render.Options{}))
		pages, links := 0, 0
		for n, body := range append(f.objects, []byte(f.trailer)) {
			head, _, _ := bytes.Cut(body, []byte("stream\n"))
			for _, m := range regexp.MustCompile(`(\d+) 0 R`).FindAllSubmatch(head, -1) {
				if to, _ := strconv.Atoi(string(m[1])); to < 1 || to > len(f.objects) {
					t.Errorf("%s: object %d refers to %d of %d", template, n+1, to, len(f.objects))
				}
			}
			if bytes.HasPrefix(body, []byte("<</Type/Page/")) {
				pages++
			}
			links += bytes.Count(head, []byte("/URI("))
		}
		root := regexp.MustCompile(`/Type/Pages/Count (\d+)/Kids.*/MediaBox`)
		total := 0
		for _, body := range f.objects {
			if m := root.FindSubmatch(body); m != nil {
				total, _ = strconv.Atoi(string(m[1]))
			}
		}
		if pages == 0 || total != pages || links == 0 {
			t.Errorf("%s: %d pages, %d counted, %d links", template, pages, total, links)
		}
		all := strings.Join(f.streams, "")
		for n := 1; n <= pages; n++ {
			if !strings.Contains(all, "(Page "+strconv.Itoa(n)+")Tj") {
				t.Errorf("%s: page %d has no number", template, n)
			}
		}
		if !strings.Contains(all, "( / "+strconv.Itoa(pages)+")Tj") {
			t.Errorf("%s: the number of pages is not told", template)
		}
	}
}

// TestPDFSays holds that what people wrote is in the file, in and beyond the
// characters that have a byte, and that no text ends a string.
func TestPDFSays(t *testing.T) {
	f := readPDF(t, rendered(t, "pdf", report(t, small(t, `a(b)c\ é`, "x Имя y"), ropa.Art30), render.Options{}))
	all := strings.Join(f.streams, "")
	for _, want := range []string{`a\(b\)c\\ ` + "\xe9", "(Purposes)Tj"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q", want)
		}
	}
	if !regexp.MustCompile(`<[0-9A-F]{4}><0418>`).MatchString(all) {
		t.Error("И cannot be searched for")
	}
}
