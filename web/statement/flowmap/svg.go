package flowmap

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// Picture says how flows are drawn.
type Picture struct {
	// ID begins the ids of the picture: it must be the only one of the page.
	ID string
	// Title is what the picture shows, for those who do not see it.
	Title string
	// Href is where a node leads, empty: nowhere. Nil: no node leads anywhere.
	// Only a pointer follows these links; the table has the same for keyboards.
	Href func(Node) string
}

// colours are those of services and recipients. Each is at least three times
// as bright or as dark as the page, be that light or dark; the first is for what
// has none.
var colours = [tints + 1]string{"#7d7d7d", "#2f7fc1", "#c2601f", "#2e8b57", "#9a5fc0", "#c0458a", "#8a7a1f", "#1f8a92", "#b84a4a"}

const silentColour = "#b0552a"

// headings are what the columns are called.
var headings = [3]string{"Services", "Data", "Where it goes"}

// SVG draws the flows. The picture looks right without a style sheet, on a light
// and on a dark page; classes and data attributes are there for one, and for a
// script. The same flows give the same bytes.
func SVG(f Flows, p Picture) template.HTML {
	l := arrange(f)
	var b strings.Builder
	role := "img"
	if p.Href != nil {
		role = "group" // an image has no links in it
	}
	fmt.Fprintf(&b, `<svg class="flows" role="%[4]s" aria-labelledby="%[1]s-title %[1]s-desc" viewBox="0 0 %[2]s %[3]s" width="%[2]s" height="%[3]s" xmlns="http://www.w3.org/2000/svg" font-size="13" fill="currentColor">`,
		html.EscapeString(p.ID), number(width), number(l.Height), role)
	fmt.Fprintf(&b, `<title id="%[1]s-title">%[2]s</title><desc id="%[1]s-desc">%[3]s</desc>`,
		html.EscapeString(p.ID), html.EscapeString(p.Title), html.EscapeString(f.InWords))
	for c, x := range [3]float64{serviceBar + barWidth, dataBox + boxWidth/2, recipientBar} {
		if len(l.columns[c]) > 0 {
			fmt.Fprintf(&b, `<text class="heading" x="%s" y="16" text-anchor="%s" font-weight="600">%s</text>`, number(x), [3]string{"end", "middle", "start"}[c], headings[c])
		}
	}
	b.WriteString(`<g class="ribbons">`)
	for _, r := range l.ribbons {
		r.write(&b)
	}
	b.WriteString(`</g>`)
	for _, column := range l.columns {
		for _, n := range column {
			href := ""
			if p.Href != nil {
				href = p.Href(n.Node)
			}
			n.write(&b, href)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // every text in it is escaped
}

// write draws a ribbon: of the colour of its service, or of its recipient.
func (r *ribbon) write(b *strings.Builder) {
	x0, x1 := r.from.X+r.from.W, r.to.X
	bend := (x1 - x0) * .5
	y0, y1, thick := r.Y0, r.Y1, max(r.Thick, .8)
	class, colour, opacity := "ribbon", colours[r.from.Tint], ".36"
	if r.to.column == 2 {
		colour = colours[r.to.Tint]
	}
	switch {
	case r.to.Kind == "NOT_STATED":
		class, colour, opacity = "ribbon silent", silentColour, ".26"
	case r.to.Kind == "RELATED":
		class, opacity = "ribbon related", ".26"
	}
	fmt.Fprintf(b, `<path class="%s" data-a="%s" data-b="%s" d="M%s %sC%s %s %s %s %s %sv%sC%s %s %s %s %s %sz" fill="%s" fill-opacity="%s"`,
		class, r.from.index, r.to.index, number(x0), number(y0), number(x0+bend), number(y0), number(x1-bend), number(y1), number(x1), number(y1), number(thick),
		number(x1-bend), number(y1+thick), number(x0+bend), number(y0+thick), number(x0), number(y0+thick), colour, opacity)
	if r.StatisticsOnly {
		fmt.Fprintf(b, ` stroke="%s" stroke-dasharray="3 3"`, colour)
	}
	fmt.Fprintf(b, `><title>%s</title></path>`, html.EscapeString(r.said()))
}

// said is what a ribbon says when it is pointed at.
func (r *ribbon) said() string {
	line := label(r.from.Node) + " → " + label(r.to.Node) + ": " + wording.Count(r.Total.Flows, "flow")
	if r.StatisticsOnly {
		line += ", statistics only"
	}
	if r.Assertion == "INFERRED" {
		line += ", inferred"
	}
	return line
}

// write draws a node with its label.
func (p *place) write(b *strings.Builder, href string) {
	if href != "" {
		fmt.Fprintf(b, `<a href="%s" tabindex="-1">`, html.EscapeString(href))
	}
	fmt.Fprintf(b, `<g class="node %s" data-n="%s"><title>%s: %s</title>`, strings.ToLower(strings.ReplaceAll(p.Kind, "_", "-")), p.index,
		html.EscapeString(label(p.Node)), wording.Count(p.Weight, "flow"))
	colour := colours[p.Tint]
	if p.Kind == "NOT_STATED" {
		colour = silentColour
	}
	shape := fmt.Sprintf(`fill="%s"`, colour)
	if p.column == 1 {
		shape = `rx="4" fill="currentColor" fill-opacity=".06" stroke="currentColor" stroke-opacity=".3"`
	} else if p.Kind == "NOT_STATED" || p.Kind == "RELATED" {
		shape = fmt.Sprintf(`fill="none" stroke="%s" stroke-width="1.5" stroke-dasharray="4 3"`, colour)
	}
	fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" %s/>`, number(p.X), number(p.Y), number(p.W), number(p.H), shape)
	x, anchor := p.X-8, "end"
	switch p.column {
	case 1:
		x, anchor = p.X+p.W/2, "middle"
	case 2:
		x, anchor = p.X+p.W+8, "start"
	}
	for i, line := range p.lines {
		y := p.middle() + (float64(i)-float64(len(p.lines)-1)/2)*lineHeight + 4.5
		fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="%s">%s</text>`, number(x), number(y), anchor, html.EscapeString(line))
	}
	b.WriteString(`</g>`)
	if href != "" {
		b.WriteString(`</a>`)
	}
}

// number writes a length as short as a tenth allows.
func number(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

// indexed names a node by its column and its place there.
func indexed(column, i int) string { return strconv.Itoa(column) + "." + strconv.Itoa(i) }
