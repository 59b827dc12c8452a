package render

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/ropa"
)

//go:embed page.css
var stylesheet string

const (
	// maxContents is up to how many activities a page has a table of contents.
	maxContents = 500
	// longCell is from how many items on a row may break over pages.
	longCell = 4
)

// HTML writes the register as one page that needs nothing else: no script, no
// picture, no other file. After the cover comes a table for each activity, so
// that it reads in order aloud, in print and on a small screen, and under it
// the clauses that its things refer to by number.
//
// The escaping is simple because inventory text stands in two places only: as
// text between tags and in quoted attributes. Markup is a type of its own, of
// which only constants are made here. A link that is not https, http or mailto
// is shown as text.
func HTML(w io.Writer, r ropa.Report, o Options) error {
	p := page{w: bufio.NewWriter(w), found: newSources(), escaper: strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")}
	contents := r.Len <= maxContents
	steps := r.Len
	if contents {
		steps *= 2
	}
	progress := o.ticker(steps)
	p.head(r.Cover)
	p.cover(r)
	if contents {
		p.contents(r, progress)
	}
	p.markup(`<section id="register" aria-labelledby="register-title"><h2 id="register-title">Register</h2>`)
	if r.Len == 0 {
		p.markup(`<p>The register has no activities.</p>`)
	}
	n := 0
	for row := range r.Rows {
		n++
		if p.activity(n, r.Columns, row); p.err != nil {
			break
		}
		progress.tick()
	}
	p.markup("</section></main></body></html>\n")
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

// page writes HTML.
type page struct {
	w       *bufio.Writer
	escaper *strings.Replacer
	found   sources
	err     error
}

// markup is HTML that is written as it stands. Only constants have this type:
// text of the inventory does not, so that the compiler refuses it here.
type markup string

func (p *page) markup(m markup) { _, p.err = p.w.WriteString(string(m)) }

// text writes text between tags or in a quoted attribute.
func (p *page) text(s string) { _, p.err = p.escaper.WriteString(p.w, s) }

func (p *page) number(n int) { _, p.err = p.w.WriteString(strconv.Itoa(n)) }

func (p *page) head(c ropa.Cover) {
	p.markup("<!DOCTYPE html>\n" + `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="Recital"><title>`)
	p.text(line(c.Title))
	p.markup("</title><style>\n")
	p.markup(markup(stylesheet))
	p.markup(`</style></head><body><a class="skip" href="#register">Skip to the register</a><header><h1>`)
	p.text(line(c.Title))
	p.markup(`</h1></header><main>`)
}

func (p *page) cover(r ropa.Report) {
	p.markup(`<section aria-labelledby="cover"><h2 id="cover">Cover</h2><dl>`)
	p.found.reset()
	for _, f := range r.Cover.Fields {
		p.markup(`<div><dt>`)
		p.text(line(f.Label))
		if f.Article != "" {
			p.markup(` <span class="article">`)
			p.text(f.Article)
			p.markup(`</span>`)
		}
		p.markup(`</dt><dd>`)
		p.declared(0, f.Cell, f.Article, true)
		p.markup(`</dd></div>`)
	}
	p.markup(`</dl>`)
	p.clauses(0)
	p.markup(`<p>“`)
	p.text(ropa.NotDeclared)
	p.markup(`” means that nobody stated anything, and never that there is none. “inferred” means that no clause says so in so many words. The numbers lead to the clauses.</p></section>`)
}

func (p *page) contents(r ropa.Report, progress *ticker) {
	p.markup(`<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>`)
	n := 0
	for row := range r.Rows {
		n++
		p.markup(`<li><a href="#a`)
		p.number(n)
		p.markup(`">`)
		p.text(line(row.Activity.Summary()))
		p.markup("</a></li>\n")
		progress.tick()
	}
	p.markup(`</ol></nav>`)
}

func (p *page) activity(n int, columns []ropa.Column, row ropa.Row) {
	p.found.reset()
	summary := line(row.Activity.Summary())
	p.markup("\n" + `<article aria-labelledby="a`)
	p.number(n)
	p.markup(`"><h3 id="a`)
	p.number(n)
	p.markup(`">`)
	p.number(n)
	p.markup(`. `)
	p.text(summary)
	p.markup(`</h3><table><caption>What is declared of “`)
	p.text(summary)
	p.markup(`” <span class="id">`)
	p.text(string(row.Activity.ID()))
	p.markup(`</span></caption><thead><tr><th scope="col" class="asked">Asked for</th><th scope="col" class="by">By</th><th scope="col">Declared</th></tr></thead><tbody>`)
	for i, c := range columns {
		cell := cellAt(row, i)
		if len(cell.Items) > longCell {
			p.markup("\n" + `<tr class="long"><th scope="row">`)
		} else {
			p.markup("\n" + `<tr><th scope="row">`)
		}
		p.text(line(c.Title))
		p.markup(`</th><td>`)
		if c.Article == "" {
			p.markup(`the template`)
		} else {
			p.text(c.Article)
		}
		p.markup(`</td><td>`)
		p.declared(n, cell, c.Article, c.Needed)
		p.markup(`</td></tr>`)
	}
	p.markup(`</tbody></table>`)
	p.clauses(n)
	p.markup(`</article>`)
}

// declared writes what a cell declares; n is the number of the activity, 0 the
// cover.
func (p *page) declared(n int, cell ropa.Cell, article string, needed bool) {
	if len(cell.Items) == 0 {
		if needed {
			p.markup(`<span class="gap">`)
		} else {
			p.markup(`<span class="silent">`)
		}
		p.text(missing(article))
		p.markup(`</span>`)
		return
	}
	p.markup(`<ul>`)
	for _, item := range cell.Items {
		switch {
		case item.Gap && needed:
			p.markup(`<li class="gap">`)
		case item.Gap:
			p.markup(`<li class="silent">`)
		default:
			p.markup(`<li>`)
		}
		p.lines(item.Text)
		if item.Inferred {
			p.markup(` <span class="inferred">(inferred)</span>`)
		}
		p.references(n, item)
		p.markup(`</li>`)
	}
	p.markup(`</ul>`)
}

// lines writes text as people wrote it: a checkpoint has three lines.
func (p *page) lines(s string) {
	for i, part := range paragraphs(s) {
		if i > 0 {
			p.markup(`<br>`)
		}
		p.text(line(part))
	}
}

func (p *page) references(n int, item ropa.Item) {
	if len(item.Clauses) == 0 {
		return
	}
	p.markup(`<span class="refs">`)
	for _, c := range item.Clauses {
		number := p.found.add(c)
		p.markup(` <a href="#a`)
		p.number(n)
		p.markup(`-c`)
		p.number(number)
		p.markup(`" aria-label="Clause `)
		p.number(number)
		p.markup(`">[`)
		p.number(number)
		p.markup(`]</a>`)
	}
	p.markup(`</span>`)
}

// clauses writes the clauses that were referred to since the last reset.
func (p *page) clauses(n int) {
	if len(p.found.list) == 0 {
		return
	}
	p.markup(`<h4>Clauses</h4><ol class="clauses">`)
	for i, s := range p.found.list {
		p.markup(`<li id="a`)
		p.number(n)
		p.markup(`-c`)
		p.number(i + 1)
		p.markup(`"><cite>`)
		p.text(line(s.Document))
		p.markup(`</cite>, edition `)
		p.text(line(s.Version))
		p.markup(`: `)
		if url, ok := link(s.URL); ok {
			p.markup(`<a href="`)
			p.text(url)
			p.markup(`" rel="noopener noreferrer">`)
			p.text(s.where)
			p.markup(`</a>`)
		} else {
			p.text(s.where)
			if s.URL != "" {
				p.markup(` `)
				p.text(line(s.URL))
			}
		}
		p.markup(` <span class="id">`)
		p.text(s.ID)
		p.markup(`</span></li>`)
	}
	p.markup(`</ol>`)
}
