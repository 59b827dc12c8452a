package render

import (
	"iter"

	"github.com/recital/recital/inventory/ropa"
)

// ahead makes rows a few ahead of their use, beside it: to make a row and to
// compress one take about as long. When the loop over it ends, for whatever
// reason, nothing goes on; what panics in the making panics in the loop. A row
// must not change once it is made.
func ahead(rows iter.Seq[ropa.Row]) iter.Seq[ropa.Row] {
	const most = 16
	return func(yield func(ropa.Row) bool) {
		made, stop := make(chan ropa.Row, most), make(chan struct{})
		var failed any
		go func() {
			defer close(made)
			defer func() { failed = recover() }()
			for row := range rows {
				select {
				case made <- row:
				case <-stop:
					return
				}
			}
		}()
		defer func() {
			close(stop)
			for range made { // until the other side has ended
			}
		}()
		for row := range made {
			if !yield(row) {
				return
			}
		}
		if failed != nil {
			panic(failed)
		}
	}
}
