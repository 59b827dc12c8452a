package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

type workbook struct {
	order  []string
	sheets map[string]worksheet
	styles []cellStyle
}

type worksheet struct {
	Rows []struct {
		Cells []struct {
			Ref     string  `xml:"r,attr"`
			Style   int     `xml:"s,attr"`
			Type    string  `xml:"t,attr"`
			Text    string  `xml:"is>t"`
			Formula *string `xml:"f"`
			Value   *string `xml:"v"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

type cellStyle struct {
	QuotePrefix bool `xml:"quotePrefix,attr"`
}

// readXLSX reads a workbook as a stranger would: by its relationships.
func readXLSX(t *testing.T, data []byte) workbook {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string, into any) {
		t.Helper()
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(f)
		if err == nil {
			err = xml.Unmarshal(content, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var main struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			Rel  string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct{ Id, Target string } `xml:"Relationship"`
	}
	var styles struct {
		Xfs []cellStyle `xml:"cellXfs>xf"`
	}
	var types struct {
		Parts []struct {
			Name string `xml:"PartName,attr"`
		} `xml:"Override"`
	}
	read("xl/workbook.xml", &main)
	readRelationships(t, z, &rels.List)
	read("xl/styles.xml", &styles)
	read("[Content_Types].xml", &types)
	for _, p := range types.Parts {
		if _, err := z.Open(strings.TrimPrefix(p.Name, "/")); err != nil {
			t.Errorf("a part is announced and not there: %v", err)
		}
	}
	book := workbook{sheets: map[string]worksheet{}, styles: styles.Xfs}
	for _, s := range main.Sheets {
		var sheet worksheet
		for _, r := range rels.List {
			if r.Id == s.Rel {
				read("xl/"+r.Target, &sheet)
			}
		}
		book.order = append(book.order, s.Name)
		book.sheets[s.Name] = sheet
	}
	return book
}

func readRelationships(t *testing.T, z *zip.Reader, into *[]struct{ Id, Target string }) {
	t.Helper()
	f, err := z.Open("xl/_rels/workbook.xml.rels")
	if err != nil {
		t.Fatal(err)
	}
	content, _ := io.ReadAll(f)
	for _, m := range regexp.MustCompile(`Id="([^"]+)" Type="[^"]+" Target="([^"]+)"`).FindAllSubmatch(content, -1) {
		*into = append(*into, struct{ Id, Target string }{string(m[1]), string(m[2])})
	}
}

// unescapeX reads _xHHHH_ as Excel does.
func unescapeX(s string) string {
	return regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`).ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseInt(m[2:6], 16, 32)
		return string(rune(n))
	})
}

// TestXLSXReadBack holds that the workbook says what the report says.
func TestXLSXReadBack(t *testing.T) {
	s := seeded(t)
	for _, template := range []ropa.Template{ropa.Art30, ropa.ICO} {
		r := report(t, s, template)
		book := readXLSX(t, rendered(t, "xlsx", r, render.Options{}))
		if got := strings.Join(book.order, " "); got != "Cover Register Evidence" {
			t.Fatalf("%s: sheets %s", template, got)
		}
		register := book.sheets["Register"]
		if len(register.Rows) != r.Len+1 || len(register.Rows[0].Cells) != len(r.Columns)+1 {
			t.Fatalf("%s: %d rows of %d cells, want %d of %d", template, len(register.Rows), len(register.Rows[0].Cells), r.Len+1, len(r.Columns)+1)
		}
		n, evidence := 0, map[string]bool{}
		for row := range r.Rows {
			n++
			for i, c := range row.Cells {
				got := register.Rows[n].Cells[i].Text
				if len(c.Items) == 0 && !strings.HasPrefix(got, ropa.NotDeclared) {
					t.Errorf("%s: %s says %q where nothing is declared", template, register.Rows[n].Cells[i].Ref, got)
				}
				for _, item := range c.Items {
					for _, c := range item.Clauses {
						evidence[string(row.Activity.ID())+" "+r.Columns[i].Title+" "+string(c.Clause().ID())+" "+strings.TrimSpace(item.Text)] = true
					}
					if !strings.Contains(got, strings.TrimSpace(item.Text)) {
						t.Errorf("%s: %s lacks %q", template, register.Rows[n].Cells[i].Ref, item.Text)
					}
				}
			}
		}
		for _, f := range r.Cover.Fields {
			for _, item := range f.Cell.Items {
				for _, c := range item.Clauses {
					evidence[" "+f.Label+" "+string(c.Clause().ID())+" "+strings.TrimSpace(item.Text)] = true
				}
			}
		}
		holdsEvidence(t, book.sheets["Evidence"], evidence)
	}
}

// holdsEvidence holds that the sheet has each of these, made of activity,
// column, clause and item, once, and nothing beside them.
func holdsEvidence(t *testing.T, sheet worksheet, want map[string]bool) {
	t.Helper()
	got := map[string]bool{}
	for _, row := range sheet.Rows[1:] {
		at := map[byte]string{}
		for _, c := range row.Cells {
			at[c.Ref[0]] = c.Text
		}
		for _, item := range strings.Split(at['C'], "\n") {
			key := at['J'] + " " + at['B'] + " " + at['I'] + " " + strings.TrimSpace(strings.TrimSuffix(item, " (inferred)"))
			if !want[key] || got[key] && at['G'] == "" {
				t.Errorf("evidence that is not, or is twice: %s", key)
			}
			got[key] = true
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d pieces of evidence, want %d", len(got), len(want))
	}
}

// TestXLSXOfTheCNIL has a sheet an activity.
func TestXLSXOfTheCNIL(t *testing.T) {
	r := report(t, seeded(t), ropa.CNIL)
	book := readXLSX(t, rendered(t, "xlsx", r, render.Options{}))
	if len(book.order) != r.Len+3 || book.order[0] != "Cover" || book.order[1] != "Index" {
		t.Fatalf("%d sheets, the first %q", len(book.order), book.order[:2])
	}
	seen := map[string]bool{}
	for _, name := range book.order {
		if units := len([]rune(name)); units > 31 || strings.ContainsAny(name, `[]:*?/\`) || seen[strings.ToLower(name)] {
			t.Errorf("%q cannot be the name of a sheet", name)
		}
		seen[strings.ToLower(name)] = true
	}
	if got := len(book.sheets[book.order[2]].Rows); got != len(r.Columns)+3 {
		t.Errorf("%d rows for an activity, want one for each of %d fields", got, len(r.Columns))
	}
	long := r
	long.Len = 201
	if got := readXLSX(t, rendered(t, "xlsx", long, render.Options{})); strings.Join(got.order, " ") != "Cover Register Evidence" {
		t.Errorf("more than 200 activities: sheets %q", got.order)
	}
}

func TestXLSXLimits(t *testing.T) {
	r := report(t, small(t, "x", "y"), ropa.Art30)
	rows := r.Rows
	r.Rows = func(yield func(ropa.Row) bool) {
		for row := range rows {
			row.Cells[0] = ropa.Cell{Items: []ropa.Item{{Text: strings.Repeat("é", 32768)}}}
			yield(row)
		}
	}
	err := render.XLSX(io.Discard, r, render.Options{})
	if err == nil || !strings.Contains(err.Error(), "activity/shop/deliver") || !strings.Contains(err.Error(), "32767") {
		t.Errorf("a cell that is too long: %v", err)
	}
}
