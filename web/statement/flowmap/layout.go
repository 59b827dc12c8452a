package flowmap

import (
	"cmp"
	"math"
	"slices"
)

// The measures of the picture, in its own units: a letter is 13 high.
const (
	width = 1120.0
	// The columns: bars for services and recipients, boxes with names for data.
	serviceBar, dataBox, recipientBar = 246.0, 456.0, 832.0
	barWidth, boxWidth                = 12.0, 208.0
	lineHeight, gap, edge             = 16.0, 5.0, 12.0
	// head is the room for what the columns are called.
	head = 26.0
	// tall is about how high the flows of the highest column are.
	tall = 620.0
	// thickest is the most that one flow takes.
	thickest   = 14.0
	labelWidth = 228.0
)

// place is where a node is drawn.
type place struct {
	Node
	column int
	// index names the node by its column and its place in the answer.
	index string
	// X, Y, W and H are the bar or the box; the middle of the label is in its middle.
	X, Y, W, H float64
	// slot is the height that the node with its label takes.
	slot  float64
	lines []string
	// Tint is which of the colours the node has; 0 is none.
	Tint int
}

func (p *place) middle() float64 { return p.Y + p.H/2 }

// ribbon is a link as it is drawn: from Y0 to Y1, so thick.
type ribbon struct {
	Link
	from, to      *place
	Y0, Y1, Thick float64
}

// layout is the picture before it is written.
type layout struct {
	columns [3][]*place
	ribbons []*ribbon
	Height  float64
}

// tints is how many colours there are.
const tints = 8

// arrange lays the flows out. The same flows are always laid out the same.
func arrange(f Flows) *layout {
	l := &layout{}
	nodes := map[string]*place{}
	for c, column := range [][]Node{f.Services, f.Data, f.Recipients} {
		for i, n := range column {
			p := &place{Node: n, column: c, index: indexed(c, i)}
			nodes[n.Key] = p
			l.columns[c] = append(l.columns[c], p)
		}
	}
	for _, link := range f.Links {
		from, to := nodes[link.From], nodes[link.To]
		if from != nil && to != nil && to.column == from.column+1 {
			l.ribbons = append(l.ribbons, &ribbon{Link: link, from: from, to: to})
		}
	}
	l.untangle()
	l.measure()
	l.tint()
	l.attach()
	return l
}

// measure gives every node its place: no two of a column touch.
func (l *layout) measure() {
	flows := 0
	for _, column := range l.columns {
		sum := 0
		for _, p := range column {
			sum += p.Weight
		}
		flows = max(flows, sum)
	}
	unit := math.Min(thickest, tall/math.Max(1, float64(flows)))
	var heights [3]float64
	for c, column := range l.columns {
		for _, p := range column {
			p.X, p.W = [3]float64{serviceBar, dataBox, recipientBar}[c], barWidth
			room := [3]float64{labelWidth, boxWidth - 16, width - recipientBar - barWidth - 12}[c]
			p.lines = wrap(label(p.Node), room)
			text := float64(len(p.lines)) * lineHeight
			p.H = math.Max(3, float64(p.Weight)*unit)
			if c == 1 {
				p.W, p.H = boxWidth, math.Max(p.H, text+6)
			}
			p.slot = math.Max(p.H, text)
			heights[c] += p.slot + gap
		}
		heights[c] -= gap
	}
	inside := math.Max(60, slices.Max(heights[:]))
	l.Height = head + inside + 2*edge
	for c, column := range l.columns {
		space := gap
		if n := len(column); n > 1 {
			space = math.Min(40, gap+(inside-heights[c])/float64(n-1))
		}
		y := head + edge + (inside-heights[c]-(space-gap)*float64(max(0, len(column)-1)))/2
		for _, p := range column {
			p.Y = y + (p.slot-p.H)/2
			y += p.slot + space
		}
	}
	for _, r := range l.ribbons {
		r.Thick = float64(r.Total.Flows) * unit
	}
}

// tint gives neighbours different colours: services and recipients each in
// turn. What stands for several or for nobody has none.
func (l *layout) tint() {
	for _, c := range []int{0, 2} {
		next := 0
		for _, p := range l.columns[c] {
			if p.Kind == "SERVICE" || p.Kind == "RECIPIENT" || p.Kind == "PASSED_TO" {
				p.Tint = next%tints + 1
				next++
			}
		}
	}
}

// attach gives the ribbons their ends: on each side of a node in the order of
// the nodes at their other ends.
func (l *layout) attach() {
	ends := func(of func(*ribbon) *place, other func(*ribbon) *place, set func(*ribbon, float64)) {
		sides := map[*place][]*ribbon{}
		for _, r := range l.ribbons {
			sides[of(r)] = append(sides[of(r)], r)
		}
		for p, side := range sides {
			slices.SortStableFunc(side, func(a, b *ribbon) int { return cmp.Compare(other(a).Y, other(b).Y) })
			thick := 0.0
			for _, r := range side {
				thick += r.Thick
			}
			y := p.middle() - thick/2
			for _, r := range side {
				set(r, y)
				y += r.Thick
			}
		}
	}
	from := func(r *ribbon) *place { return r.from }
	to := func(r *ribbon) *place { return r.to }
	ends(from, to, func(r *ribbon, y float64) { r.Y0 = y })
	ends(to, from, func(r *ribbon, y float64) { r.Y1 = y })
	// Thin ones are drawn last, so that none is hidden.
	slices.SortStableFunc(l.ribbons, func(a, b *ribbon) int { return -cmp.Compare(a.Thick, b.Thick) })
}
