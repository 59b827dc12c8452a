package ropa_test

import (
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/inventory/ropa"
)

// TestNothingIsEmpty holds of every row in every template that it has a cell
// for each column, that no item is without words, that what is missing says so,
// and that clauses stand behind it.
func TestNothingIsEmpty(t *testing.T) {
	for _, s := range []*inventory.Snapshot{example(t), hosting(t)} {
		for _, o := range []ropa.Options{{}, {Template: "ico"}, {Template: "cnil"}, {Role: "PROCESSOR"}, {Role: "JOINT_CONTROLLER"}} {
			r := register(t, s, o)
			for _, f := range r.Cover.Fields {
				if f.Label == "" || f.Text() == "" {
					t.Errorf("%v: a line of the cover is empty: %+v", o, f)
				}
			}
			for row := range r.Rows {
				clauses := 0
				if len(row.Cells) != len(r.Columns) {
					t.Fatalf("%s: %d cells in %d columns", row.Activity.ID(), len(row.Cells), len(r.Columns))
				}
				for i, c := range row.Cells {
					if c.Text() == "" {
						t.Errorf("%s: %s is empty", row.Activity.ID(), r.Columns[i].Key)
					}
					for _, item := range c.Items {
						clauses += len(item.Clauses)
						checkItem(t, string(row.Activity.ID())+" "+r.Columns[i].Key, item)
					}
				}
				if clauses == 0 {
					t.Errorf("%s: no clause stands behind the row", row.Activity.ID())
				}
			}
		}
	}
}

func checkItem(t *testing.T, where string, i ropa.Item) {
	t.Helper()
	says := strings.Contains(i.Text, ropa.NotDeclared)
	switch {
	case strings.TrimSpace(i.Text) == "":
		t.Errorf("%s: an item without words", where)
	case i.Gap && !says:
		t.Errorf("%s: a gap that does not say so: %s", where, i.Text)
	case !i.Gap && len(i.Clauses) == 0:
		t.Errorf("%s: no clause stands behind %q", where, i.Text)
	}
}

func TestColumnsOfTemplates(t *testing.T) {
	s := hosting(t)
	for template, want := range map[string]int{"": 16, "art30": 16, "ico": 30, "cnil": 22} {
		r := register(t, s, ropa.Options{Template: template})
		if len(r.Columns) != want {
			t.Errorf("%s has %d columns, not %d", template, len(r.Columns), want)
		}
		seen := map[string]bool{}
		for _, c := range r.Columns {
			if seen[c.Key] || c.Key == "" || c.Title == "" || c.Needed && c.Article == "" {
				t.Errorf("%s: %+v", template, c)
			}
			seen[c.Key] = true
		}
	}
}

func TestWhatIsMissing(t *testing.T) {
	for row := range register(t, hosting(t), ropa.Options{Template: "cnil"}).Rows {
		var keys []string
		for _, c := range row.Missing(register(t, hosting(t), ropa.Options{Template: "cnil"}).Columns) {
			keys = append(keys, c.Key)
		}
		// Recipients and data of one kind are enough; of transfers, only gaps are known.
		if got := strings.Join(keys, " "); got != "transfers" {
			t.Errorf("missing %q", got)
		}
	}
}

func TestWhoseRegister(t *testing.T) {
	s := hosting(t)
	for name, want := range map[string]struct {
		role inventory.ProcessingRole
		rows int
	}{
		"Host Ltd": {"CONTROLLER", 1}, "the host": {"", 1}, "party/sister": {"CONTROLLER", 1}, "Shop SA": {"CONTROLLER", 0},
		"shop sa": {"PROCESSOR", 1}, "Sister Ltd": {"PROCESSOR", 0}, "sister ltd": {"JOINT_CONTROLLER", 1},
	} {
		r := register(t, s, ropa.Options{Controller: name, Role: want.role})
		rows := 0
		for range r.Rows {
			rows++
		}
		if r.Len != want.rows || rows != want.rows {
			t.Errorf("%s as %s: %d rows (%d), want %d", name, want.role, rows, r.Len, want.rows)
		}
	}
	if r := register(t, example(t), ropa.Options{}); r.Len < 40 {
		t.Errorf("the example has %d rows", r.Len)
	}
	for row := range register(t, example(t), ropa.Options{}).Rows {
		if row.Activity.Role() == "NOT_INVOLVED" {
			t.Errorf("%s is of others", row.Activity.ID())
		}
	}
}

func TestRegistersThatThereAreNot(t *testing.T) {
	for _, c := range []struct {
		o    ropa.Options
		code inventory.Code
		says []string
	}{
		{ropa.Options{Template: "dpc"}, inventory.Invalid, []string{"dpc", "art30, ico and cnil"}},
		{ropa.Options{Controller: "Hosst Ltd"}, inventory.NotFound, []string{"Hosst Ltd", "Host Ltd and Sister Ltd"}},
		{ropa.Options{Controller: "Nobody", Role: "PROCESSOR"}, inventory.NotFound, []string{"Nobody", "for Shop SA"}},
		{ropa.Options{Template: "ico", Role: "PROCESSOR"}, inventory.Invalid, []string{"ico", "art30"}},
		{ropa.Options{Role: "NOT_INVOLVED"}, inventory.Invalid, []string{"NOT_INVOLVED", "PROCESSOR"}},
	} {
		_, err := ropa.New(hosting(t), c.o)
		code, _ := inventory.CodeOf(err)
		if code != c.code {
			t.Errorf("%+v: %v, want %s", c.o, err, c.code)
			continue
		}
		for _, text := range c.says {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%+v: %q does not say %q", c.o, err, text)
			}
		}
	}
	r, err := ropa.Open(example(t), ropa.Options{})
	if err != nil {
		t.Fatal(err)
	}
	foreign := "x"
	for _, ask := range []struct {
		first int
		after *string
	}{{0, nil}, {201, nil}, {1, &foreign}} {
		if _, err := r.Rows(ask.first, ask.after); err == nil {
			t.Errorf("a page of %d after %v", ask.first, ask.after)
		}
	}
}

// TestPagesHoldEveryRow reads a register page by page.
func TestPagesHoldEveryRow(t *testing.T) {
	r, err := ropa.Open(example(t), ropa.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []inventory.ID
	var after *string
	for {
		page, err := r.Rows(7, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Nodes() {
			got = append(got, row.Activity().ID())
		}
		if after = page.PageInfo().EndCursor; !page.PageInfo().HasNextPage {
			break
		}
	}
	at := 0
	for row := range register(t, example(t), ropa.Options{}).Rows {
		if at >= len(got) || got[at] != row.Activity.ID() {
			t.Fatalf("row %d of the pages is not %s", at, row.Activity.ID())
		}
		at++
	}
	if at != len(got) {
		t.Errorf("%d rows on pages, %d in the register", len(got), at)
	}
}

// TestRowsStopWhenAsked holds that a reader may leave before the end.
func TestRowsStopWhenAsked(t *testing.T) {
	rows := 0
	for range register(t, example(t), ropa.Options{}).Rows {
		if rows++; rows == 3 {
			break
		}
	}
	if rows != 3 {
		t.Errorf("%d rows", rows)
	}
}

// BenchmarkRegister makes every row of a large register.
func BenchmarkRegister(b *testing.B) {
	s := inventorytest.Snapshot(1, 5000, 10)
	for _, template := range ropa.Templates() {
		b.Run(string(template), func(b *testing.B) {
			for b.Loop() {
				r, err := ropa.New(s, ropa.Options{Template: string(template)})
				if err != nil {
					b.Fatal(err)
				}
				for row := range r.Rows {
					_ = row
				}
				b.ReportMetric(float64(r.Len), "rows")
			}
		})
	}
}

// TestControllersOfAnActivity holds that the register names the controllers
// that the inventory does, in its order.
func TestControllersOfAnActivity(t *testing.T) {
	r := register(t, example(t), ropa.Options{})
	for row := range r.Rows {
		var want []string
		for _, c := range row.Activity.Controllerships() {
			want = append(want, c.Party().Name())
		}
		var got []string
		for _, i := range row.Cells[1].Items {
			name, _, _ := strings.Cut(strings.ReplaceAll(i.Text, ";", " ("), " (")
			got = append(got, name)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: %v, want %v", row.Activity.ID(), got, want)
		}
	}
}
