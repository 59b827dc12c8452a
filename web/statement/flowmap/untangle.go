package flowmap

import (
	"cmp"
	"slices"
)

// sweeps is how often the columns are put in order by their neighbours. More
// changes little.
const sweeps = 12

// untangle orders the nodes so that few ribbons cross: each column in turn by
// the middle of its neighbours, keeping the best order seen. What stands for
// several or for a missing recipient stays last.
func (l *layout) untangle() {
	best, order := l.crossings(), l.order()
	for i := range sweeps {
		down := i%2 == 0
		if down {
			l.sweep(1, true)
			l.sweep(2, true)
		} else {
			l.sweep(1, false)
			l.sweep(0, false)
		}
		if c := l.crossings(); c < best {
			best, order = c, l.order()
		}
	}
	l.columns = order
}

func (l *layout) order() [3][]*place {
	var order [3][]*place
	for c := range l.columns {
		order[c] = slices.Clone(l.columns[c])
	}
	return order
}

// sweep orders a column by the middle of its neighbours before or after it.
func (l *layout) sweep(column int, before bool) {
	at := l.positions()
	type sum struct{ weight, total float64 }
	sums := map[*place]sum{}
	for _, r := range l.ribbons {
		self, other := r.to, r.from
		if !before {
			self, other = r.from, r.to
		}
		if self.column == column {
			s, w := sums[self], float64(r.Total.Flows)
			sums[self] = sum{s.weight + w, s.total + w*float64(at[other])}
		}
	}
	middle := func(p *place) float64 {
		if s := sums[p]; s.weight > 0 {
			return s.total / s.weight
		}
		return float64(at[p])
	}
	slices.SortStableFunc(l.columns[column], func(a, b *place) int {
		return cmp.Or(cmp.Compare(last(a.Kind), last(b.Kind)), cmp.Compare(middle(a), middle(b)))
	})
}

// last says how far down a kind of node belongs.
func last(kind string) int {
	return slices.Index([]string{"OTHERS", "RELATED", "NOT_STATED"}, kind)
}

func (l *layout) positions() map[*place]int {
	at := map[*place]int{}
	for _, column := range l.columns {
		for i, p := range column {
			at[p] = i
		}
	}
	return at
}

// crossings is how much crosses: the product of the flows of each two ribbons
// that do.
func (l *layout) crossings() int {
	at := l.positions()
	total := 0
	for c := range 2 {
		from, to := len(l.columns[c]), len(l.columns[c+1])
		weight := make([][]int, from)
		for i := range weight {
			weight[i] = make([]int, to)
		}
		for _, r := range l.ribbons {
			if r.from.column == c {
				weight[at[r.from]][at[r.to]] += r.Total.Flows
			}
		}
		// above[j] is how much goes from the nodes before to those up to j.
		above := make([]int, to)
		for i := range from {
			for j := range to {
				total += weight[i][j] * (above[to-1] - above[j])
			}
			sum := 0
			for j := range to {
				sum += weight[i][j]
				above[j] += sum
			}
		}
	}
	return total
}
