package intake_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/intake"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// exported is the register of a snapshot in the columns of the ICO.
func exported(t *testing.T, s *inventory.Snapshot, o render.Options) []byte {
	t.Helper()
	r, err := ropa.New(s, ropa.Options{Template: string(ropa.ICO), ExportedAt: recordedAt})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := render.CSV(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lossy are the columns that do not come back whole: how many cells of the 48
// come back with the same lines, and why the others cannot.
var lossy = map[string]struct {
	cells int
	why   string
}{
	"Categories of personal data":             {43, "which category is wider than which is not in the file, so one that is only disclosed or kept no longer hides behind another"},
	"Categories of recipients":                {46, "categories that are new get ids of their names, and so another order within a line"},
	"Retention schedule":                      {44, "the same, for categories that are only disclosed: no time is declared for them"},
	"Article 6 lawful basis":                  {40, "bases stated for a whole service or the organisation are put to the activity"},
	"Legitimate interests":                    {42, "the same"},
	"Link to record of consent":               {41, "the same"},
	"Source of the personal data":             {44, "a collection has one party that gives the data, and the file does not say which collection it is; the order within a line"},
	"Location of personal data":               {47, "a place has no evidence of its own, so it is no longer marked as inferred"},
	"Link to legitimate interests assessment": {42, "bases stated for a whole service or the organisation are put to the activity"},
}

// TestRegisterComesBack exports the example's register, brings it into an empty
// inventory and exports it again.
func TestRegisterComesBack(t *testing.T) {
	for name, o := range map[string]render.Options{"inert": {}, "raw": {Raw: true}} {
		t.Run(name, func(t *testing.T) {
			before := exported(t, example(t), o)
			p := read(t, "ico", "register.csv", before, inventory.Empty(), intake.Options{})
			if n := p.Counts()[intake.NotMapped]; n > 0 {
				t.Errorf("%d things of our own export are not mapped", n)
			}
			after := exported(t, apply(t, inventory.Empty(), p), o)
			compare(t, before, after)
		})
	}
}

func compare(t *testing.T, before, after []byte) {
	t.Helper()
	a, b := table(t, before), table(t, after)
	if len(a) != len(b) {
		t.Fatalf("%d rows came back of %d", len(b)-1, len(a)-1)
	}
	titles := table(t, exported(t, inventory.Empty(), render.Options{}))[0]
	byID := map[string][]string{}
	for _, row := range b {
		byID[row[len(row)-1]] = row
	}
	for column := range a[0] {
		same := 0
		for _, row := range a[1:] {
			if again := byID[row[len(row)-1]]; again != nil && slices.Equal(sortedLines(row[column]), sortedLines(again[column])) {
				same++
			}
		}
		want := len(a) - 1
		if l, ok := lossy[titles[column]]; ok {
			want = l.cells
		}
		if same != want {
			t.Errorf("%s: %d of %d cells come back with the same lines, want %d", a[0][column], same, len(a)-1, want)
		}
	}
}

func table(t *testing.T, data []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func sortedLines(cell string) []string {
	lines := strings.Split(cell, "\n")
	slices.Sort(lines)
	return lines
}

// TestRegisterIntoItsInventory holds that a register brought back into the
// inventory it was exported from changes nothing.
func TestRegisterIntoItsInventory(t *testing.T) {
	s := example(t)
	for _, c := range read(t, "ico", "register.csv", exported(t, s, render.Options{}), s, intake.Options{}).Changes {
		t.Errorf("%s would change", c.Put.RecordID())
	}
}
