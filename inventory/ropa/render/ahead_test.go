package render

import (
	"testing"

	"github.com/recital/recital/inventory/ropa"
)

// TestAhead holds that rows come in their order, that a loop that ends early
// ends the making of rows too, and that a panic comes through.
func TestAhead(t *testing.T) {
	ended := false
	rows := func(yield func(ropa.Row) bool) {
		defer func() { ended = true }()
		for n := range 100 {
			if !yield(ropa.Row{Cells: make([]ropa.Cell, n)}) {
				return
			}
		}
		panic("made")
	}
	n := 0
	for row := range ahead(rows) {
		if len(row.Cells) != n {
			t.Fatalf("row %d came as number %d", len(row.Cells), n)
		}
		if n++; n == 10 {
			break
		}
	}
	if !ended {
		t.Error("rows are made after the loop has ended")
	}
	defer func() {
		if got := recover(); got != "made" {
			t.Errorf("the panic came out as %v", got)
		}
	}()
	for range ahead(rows) {
	}
}
