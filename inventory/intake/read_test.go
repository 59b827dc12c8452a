package intake_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/intake"
	"github.com/recital/recital/inventory/ropa/render"
)

// TestEveryCell walks the tables by itself: each cell that holds something is
// in the report once, and each thing in a cell of a register.
func TestEveryCell(t *testing.T) {
	for _, f := range files[1:] {
		data := content(t, f.name)
		r := csv.NewReader(bytes.NewReader(data))
		r.FieldsPerRecord = -1
		if f.format == "ico" {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		head := 0
		for i, row := range rows {
			if strings.HasPrefix(row[0], "ID") || strings.HasPrefix(row[0], "Business function") {
				head = i
			}
		}
		for i, row := range rows {
			for _, cell := range row {
				if i == head || strings.TrimSpace(cell) == "" {
					continue
				}
				parts := []string{cell}
				if f.format == "ico" && i > head {
					parts = strings.FieldsFunc(cell, func(c rune) bool { return c == '\n' || c == ';' })
				}
				for _, part := range parts {
					want[strings.TrimPrefix(strings.TrimSpace(part), "'")]++
				}
			}
		}
		for _, l := range read(t, f.format, f.name, data, inventory.Empty(), intake.Options{}).Lines {
			want[strings.TrimPrefix(strings.TrimSpace(l.Value), "'")]--
		}
		for value, n := range want {
			if n != 0 {
				t.Errorf("%s: %q is %d times too seldom in the report", f.name, value, n)
			}
		}
	}
}

// TestHygiene holds that how a spreadsheet writes a table makes no difference.
func TestHygiene(t *testing.T) {
	plain := "Business function,Purpose of processing,Categories of individuals,Categories of personal data,Rights available\n" +
		"Sales,Take orders,Buyers,\"Name\n-1 points\",Access\n"
	want := tsv(t, read(t, "ico", "r.csv", []byte(plain), inventory.Empty(), intake.Options{}))
	for name, text := range map[string]string{
		"byte order mark": "\ufeff" + plain,
		"end of lines":    strings.ReplaceAll(plain, "\n", "\r\n"),
		"semicolons":      strings.ReplaceAll(plain, ",", ";"),
		"tabs":            strings.ReplaceAll(plain, ",", "\t"),
		"apostrophe":      strings.ReplaceAll(plain, "-1", "'-1"),
		"keys":            strings.ReplaceAll(plain, "Rights available\n", "rights\n"),
	} {
		got := tsv(t, read(t, "ico", "r.csv", []byte(text), inventory.Empty(), intake.Options{}))
		got = strings.NewReplacer("rights\t", "Rights available\t").Replace(got)
		if got != want {
			t.Errorf("%s: the report differs:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestApostrophe holds that what keeps a spreadsheet from taking text for a
// formula is no part of the text.
func TestApostrophe(t *testing.T) {
	s := apply(t, inventory.Empty(), read(t, "ico", "register.csv", content(t, "register.csv"), inventory.Empty(), intake.Options{}))
	rec, ok := s.Record("data/42-pension-numbers")
	if !ok || rec.(*inventory.DataCategoryRecord).Name != "-42 pension numbers" {
		t.Errorf("got %+v", rec)
	}
}

// TestRuleAfterRule holds that a rule waits for the one that its words name.
func TestRuleAfterRule(t *testing.T) {
	s := apply(t, inventory.Empty(), read(t, "ico", "r.csv", exported(t, example(t), render.Options{}), inventory.Empty(), intake.Options{}))
	waiting := 0
	for _, rec := range s.Records() {
		if r, ok := rec.(*inventory.RetentionRuleRecord); ok && r.After != "" {
			waiting++
		}
	}
	if waiting == 0 {
		t.Error("no rule waits for another, and one of the example does")
	}
}

// TestRefuses holds that what cannot be read is told by file and line.
func TestRefuses(t *testing.T) {
	for _, c := range []struct{ name, format, text, want string }{
		{"no YAML", "fides", "system:\n  - [", "m:3"},
		{"not a mapping", "fides", "- a\n", "m:1"},
		{"anchors", "fides", "system: &a []\nx: *a\n", "m:2"},
		{"no key", "fides", "system:\n  - name: X\n", "m:2"},
		{"twice", "fides", "system:\n  - fides_key: a\n    privacy_declarations: []\n  - fides_key: a\n", "m:4"},
		{"a field twice", "fides", "system: []\nsystem: []\n", "m:2"},
		{"two documents", "fides", "system: []\n---\nsystem: []\n", "m:"},
		{"not UTF-8", "fides", "system: \xff\n", "m:1"},
		{"no headings", "ico", "a,b,c\n1,2,3\n", "m:1"},
		{"an open quote", "cookies", "ID,Platform,Category,Cookie / Data Key name,Domain\n1,2,\"3\n", "m:2"},
		{"no activity", "ico", "Business function,Purpose of processing,Rights available,Id of the activity\nX,Y,Z,service/x\n", "m:2"},
		{"too large", "cookies", strings.Repeat("x", intake.MaxFile+1), "m:1"},
		{"too long a text", "fides", "system:\n  - fides_key: a\n    description: " + strings.Repeat("x", 5000) + "\n    privacy_declarations: []\n", "m:2 (description)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := intake.FormatNamed(c.format)
			if err != nil {
				t.Fatal(err)
			}
			p, err := f.Read([]byte(c.text), "m", inventory.Empty(), intake.Options{})
			if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
				t.Fatalf("got %v and %d changes, want an invalid file", err, len(p.Changes))
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v does not name %s", err, c.want)
			}
		})
	}
}

// TestPlatforms holds that only the platforms asked for are read, and that the
// rows of others are in the report.
func TestPlatforms(t *testing.T) {
	o := intake.Options{Platforms: []string{"crumb counter"}}
	p := read(t, "cookies", "cookies.csv", content(t, "cookies.csv"), inventory.Empty(), o)
	cookies := 0
	for _, c := range p.Changes {
		if c.Put.RecordKind() == inventory.KindCookie {
			cookies++
		}
	}
	if cookies != 3 || p.Counts()[intake.Unwanted] == 0 {
		t.Errorf("got %d cookies and %v, want 3 and the rest unwanted", cookies, p.Counts())
	}
	f, _ := intake.FormatNamed("cookies")
	if _, err := f.Read(content(t, "cookies.csv"), "cookies.csv", inventory.Empty(), intake.Options{Platforms: []string{"Nobody"}}); err == nil {
		t.Error("a platform that the file does not have is taken")
	}
}

// TestNewEdition holds that a changed file changes what it brought in, and
// cites its new edition.
func TestNewEdition(t *testing.T) {
	s := apply(t, inventory.Empty(), read(t, "fides", "manifest.yml", content(t, "manifest.yml"), inventory.Empty(), intake.Options{}))
	text := strings.Replace(string(content(t, "manifest.yml")), "Takes orders.", "Takes orders and gives change.", 1)
	next := apply(t, s, read(t, "fides", "manifest.yml", []byte(text), s, intake.Options{Dated: "2026-01-02"}))
	rec, _ := next.Record("service/web-shop")
	service := rec.(*inventory.ServiceRecord)
	if service.Description != "Takes orders and gives change." {
		t.Errorf("the description is %q", service.Description)
	}
	for _, rec := range next.Records() {
		if e, ok := inventory.EvidenceOf(rec); ok && !strings.Contains(string(e.Citations[0].Clause), "/2026-01-02-") {
			t.Errorf("%s still cites %s", rec.RecordID(), e.Citations[0].Clause)
		}
	}
}

// TestTooMuch holds that a file with more than can be borne is refused by the
// line where it becomes too much, and soon.
func TestTooMuch(t *testing.T) {
	const head = "Business function,Purpose of processing,Categories of individuals,Categories of personal data,Categories of recipients,The source of the personal data\n"
	var long, wide strings.Builder
	for n := range 40_000 {
		fmt.Fprintf(&long, "Function %d,Purpose %d,People,Kind,Firm\n", n, n)
	}
	wide.WriteString("Sales,Orders,People,Kind,\n")
	for n := range 2000 {
		fmt.Fprintf(&wide, ",,,Kind %d,Firm %d\n", n, n)
	}
	for name, c := range map[string]struct{ rows, want string }{
		"records":         {long.String(), "200,000 records"},
		"an activity":     {wide.String(), `r.csv:501: the activity "Orders" has more than 1,000 things`},
		"cell of a row":   {"Sales,Orders,People,\"" + strings.Repeat("Kind;", 1001) + "\",\n", "r.csv:2: "},
		"text of a thing": {"Sales,Orders,People,Kind,Firm,the person: " + strings.Repeat("a and ", 20_000) + "b\n", ""},
	} {
		_, err := intake.ICO([]byte(head+c.rows), "r.csv", inventory.Empty(), intake.Options{})
		if c.want == "" && err == nil {
			continue
		}
		if c.want == "" || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %.300v", name, err)
		}
	}
}

// BenchmarkICO reads registers of two sizes: four times the lines should cost
// about four times as much.
func BenchmarkICO(b *testing.B) {
	for _, lines := range []int{1000, 4000} {
		var text strings.Builder
		text.WriteString("Business function,Purpose of processing,Categories of individuals,Categories of personal data,Categories of recipients\n")
		for n := range lines {
			fmt.Fprintf(&text, "Department %d,Purpose %d,People %d,Kind %d,Firm %d\n", n%40, n, n%30, n, n)
		}
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			for b.Loop() {
				if _, err := intake.ICO([]byte(text.String()), "r.csv", inventory.Empty(), intake.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
