package flowmap

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// random is a picture of so many nodes, with names of all lengths.
func random(seed uint64, n int) Flows {
	r := rand.New(rand.NewPCG(seed, 7))
	var f Flows
	weights := map[string]int{}
	name := func() string { return strings.TrimSpace(strings.Repeat("Wide names ", r.IntN(8))) + "x" }
	for i := range n {
		f.Services = append(f.Services, Node{Key: fmt.Sprint("s", i), Name: name(), Kind: "SERVICE"})
		f.Data = append(f.Data, Node{Key: fmt.Sprint("d", i), Name: name(), Kind: "DATA_CATEGORY", Holds: r.IntN(4)})
		f.Recipients = append(f.Recipients, Node{Key: fmt.Sprint("r", i), Name: name(), Kind: []string{"RECIPIENT", "PASSED_TO"}[r.IntN(2)]})
	}
	f.Recipients[n-1].Kind = "NOT_STATED"
	for range n * 3 {
		a, b, w := f.Services[r.IntN(n)].Key, f.Data[r.IntN(n)].Key, 1+r.IntN(9)
		c := f.Recipients[r.IntN(n)].Key
		f.Links = append(f.Links, Link{From: a, To: b, Total: Total{Flows: w}}, Link{From: b, To: c, Total: Total{Flows: w}})
		weights[a] += w
		weights[b] += w
		weights[c] += w
	}
	for _, column := range [][]Node{f.Services, f.Data, f.Recipients} {
		for i := range column {
			column[i].Weight = weights[column[i].Key]
		}
	}
	return f
}

// TestNothingOverlaps holds that boxes and labels of a column keep apart, that
// all is inside the picture, and that ribbons fit their nodes.
func TestNothingOverlaps(t *testing.T) {
	for n := 1; n < 45; n += 4 {
		l := arrange(random(uint64(n), n))
		for c, column := range l.columns {
			bottom := head
			for _, p := range column {
				text := float64(len(p.lines)) * lineHeight
				top, low := min(p.Y, p.middle()-text/2), max(p.Y+p.H, p.middle()+text/2)
				if top < bottom || low > l.Height {
					t.Errorf("%d nodes: %q is from %.1f to %.1f, after %.1f of %.1f", n, p.Name, top, low, bottom, l.Height)
				}
				bottom = low
				for _, line := range p.lines {
					room := []float64{serviceBar - 8, boxWidth, width - recipientBar - barWidth - 8}[c]
					if measured(line) > room {
						t.Errorf("%q is wider than %v", line, room)
					}
				}
			}
		}
		for _, r := range l.ribbons {
			if r.Y0 < r.from.Y-.01 || r.Y0+r.Thick > r.from.Y+r.from.H+.01 || r.Y1 < r.to.Y-.01 || r.Y1+r.Thick > r.to.Y+r.to.H+.01 {
				t.Errorf("%d nodes: the ribbon from %s to %s leaves its nodes", n, r.from.Key, r.to.Key)
			}
		}
	}
}

func TestOrderUntangles(t *testing.T) {
	crossed := Flows{
		Services:   []Node{{Key: "a", Kind: "SERVICE", Weight: 1}, {Key: "b", Kind: "SERVICE", Weight: 1}},
		Data:       []Node{{Key: "c", Weight: 1}, {Key: "d", Weight: 1}},
		Recipients: []Node{{Key: "none", Kind: "NOT_STATED", Weight: 1}, {Key: "e", Kind: "RECIPIENT", Weight: 1}},
		Links: []Link{
			{From: "a", To: "d", Total: Total{Flows: 1}}, {From: "b", To: "c", Total: Total{Flows: 1}},
			{From: "c", To: "none", Total: Total{Flows: 1}}, {From: "d", To: "e", Total: Total{Flows: 1}},
		},
	}
	l := arrange(crossed)
	if l.crossings() != 0 || l.columns[2][1].Key != "none" {
		t.Errorf("%d crossings, last is %s", l.crossings(), l.columns[2][1].Key)
	}
	// Counted by hand: two ribbons of 2 and 3 flows that cross.
	l = &layout{}
	var p [4]*place
	for i := range p {
		p[i] = &place{column: i / 2}
		l.columns[i/2] = append(l.columns[i/2], p[i])
	}
	l.ribbons = []*ribbon{{from: p[0], to: p[3], Link: Link{Total: Total{Flows: 2}}}, {from: p[1], to: p[2], Link: Link{Total: Total{Flows: 3}}}}
	if l.crossings() != 6 {
		t.Errorf("%d crossings, not 6", l.crossings())
	}
}

func TestLabels(t *testing.T) {
	for text, lines := range map[string]int{"short": 1, strings.Repeat("word ", 12): 2, strings.Repeat("x", 200): 1, strings.Repeat("詞", 60): 1, "": 1} {
		got := wrap(text, 120)
		if len(got) != lines {
			t.Errorf("%q: %q", text, got)
		}
		for _, line := range got {
			if measured(line) > 120 {
				t.Errorf("%q is wider than 120", line)
			}
		}
	}
}

func TestPictureIsDeterministicAndInert(t *testing.T) {
	f := random(3, 20)
	first := SVG(f, Picture{ID: "a", Title: "t"})
	for range 20 {
		if SVG(f, Picture{ID: "a", Title: "t"}) != first {
			t.Fatal("the same flows have two pictures")
		}
	}
	nasty := `"><script>alert(1)</script>&'`
	f.Services[0].Name, f.Data[0].Name, f.Recipients[0].Name, f.InWords = nasty, nasty, nasty, nasty
	f.Links = append(f.Links, Link{From: "s0", To: "d0", Total: Total{Flows: 1}})
	svg := string(SVG(f, Picture{ID: nasty, Title: nasty, Href: func(Node) string { return nasty }}))
	if strings.Contains(svg, "<script") || strings.Contains(svg, `"><s`) || strings.Contains(svg, "style=") {
		t.Error("the picture holds markup of its texts, or a style attribute")
	}
}

// TestColoursAreSeen holds that every colour stands out from the page and from
// the sheet of the picture, light and dark, as WCAG 2 asks of graphics.
func TestColoursAreSeen(t *testing.T) {
	light := func(hex string) float64 {
		var c [3]uint8
		if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
			t.Fatal(hex, err)
		}
		sum := 0.0
		for i, weight := range [3]float64{.2126, .7152, .0722} {
			v := float64(c[i]) / 255
			if v <= .04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	for _, colour := range append(colours[:], silentColour) {
		for _, ground := range []string{"#fbfaf7", "#ffffff", "#15171a", "#1c1f23"} {
			a, b := light(colour)+.05, light(ground)+.05
			if contrast := max(a, b) / min(a, b); contrast < 3 {
				t.Errorf("%s on %s: %.2f to 1", colour, ground, contrast)
			}
		}
	}
}
