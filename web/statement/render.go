package statement

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"
)

//go:embed template/*.html
var sheets embed.FS

// fragmentIDs begins the ids of fragments.
const fragmentIDs = "recital-"

// idsOf is what the ids of the page of a request begin with.
func idsOf(req request) string {
	if req.embedded {
		return fragmentIDs
	}
	return ""
}

// parse reads the templates for pages whose ids begin with ids.
func parse(ids string) (*template.Template, error) {
	t, err := template.New("").Funcs(template.FuncMap{
		"last": func(i, n int) bool { return i == n-1 },
		"id":   func(id string) string { return ids + id },
		"href": func(address string) string {
			if id, here := strings.CutPrefix(address, "#"); here {
				return "#" + ids + id
			}
			return address
		},
	}).ParseFS(sheets, "template/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return t, nil
}

// render writes a page: whole, as a fragment, or as a fragment in a page of its
// own that may be framed.
func (h *handler) render(w io.Writer, p *Page, req request) error {
	b := h.builder(context.Background(), req)
	p.Styles, p.Scripts = []string{b.links.asset(h.files["statement.css"].name)}, []string{b.links.asset(h.files["filter.js"].name)}
	if p.Kind == "map" {
		p.Styles, p.Scripts = append(p.Styles, b.links.asset(h.files["map.css"].name)), []string{b.links.asset(h.files["map.js"].name)}
	}
	name, templates := "page", h.templates
	switch {
	case req.embedded && req.frame:
		name, templates = "frame", h.fragments
	case req.embedded:
		name, templates = "fragment", h.fragments
	}
	return templates.ExecuteTemplate(w, name, p)
}

// navigation are the entries that every page shows.
var navigation = []struct{ path, title string }{
	{"", "Statement"}, {"services", "Services"}, {"data", "Data"}, {"recipients", "Recipients"}, {"map", "Map"}, {"cookies", "Cookies"}, {"rights", "Your rights"}, {"changes", "Changes"},
}

// finish gives a page what all pages have.
func (b *builder) finish(p *Page, req request) {
	p.Sources, p.Operations, p.Revision = b.sources, b.shown, b.head
	p.Revision.EffectiveDate = date(p.Revision.EffectiveDate)
	p.Organisation, p.Static, p.AsOf = b.config.Organisation, req.static, req.asOf
	p.Newest = req.asOf != "" && b.newest()
	p.FindURL = b.links.to("find", nil, "")
	today := served{}
	kept := url.Values{}
	for _, name := range []string{"since", "q", "service", "data", "recipient"} {
		if v := req.query.Get(name); v != "" {
			kept.Set(name, v)
		}
	}
	p.Today = today.to(req.path, kept, "")
	p.Canonical = served{base: b.config.BaseURL, asOf: req.asOf}.to(req.path, kept, "")
	first, _, _ := strings.Cut(req.path, "/")
	for _, n := range navigation {
		p.Nav = append(p.Nav, NavItem{Item{Text: n.title, Href: b.page(n.path)}, n.path == first && p.Kind != "problem"})
	}
	if b.config.Explorer != "" {
		for i, o := range p.Operations {
			p.Operations[i].Explorer = o.inExplorer(b.config.Explorer)
		}
	}
	if p.Description == "" {
		p.Description = p.Lead
	}
	p.DataJSON = b.described(p)
}

// newest says whether the revision that a page shows as of a date is today's.
func (b *builder) newest() bool {
	today := session{ctx: b.ctx, ask: b.ask}
	return today.put("revisions", nil, &struct{}{}) == nil && today.head.Number == b.head.Number
}

// vocabularies are where other vocabularies are published.
var vocabularies = map[string]string{"DPV": "https://w3id.org/dpv"}

// described is the page in the vocabulary of schema.org, for machines.
func (b *builder) described(p *Page) map[string]any {
	d := map[string]any{
		"@context": "https://schema.org", "@type": "WebPage", "name": p.Title, "inLanguage": "en",
		"isPartOf": map[string]any{"@type": "WebSite", "name": p.siteName()},
		"version":  p.Revision.Number,
	}
	if p.Description != "" {
		d["description"] = p.Description
	}
	if b.config.BaseURL != "" {
		d["url"] = p.Canonical
	}
	if b.head.EffectiveDate != "" {
		d["dateModified"] = b.head.EffectiveDate
	}
	var terms []any
	for _, t := range p.Terms {
		terms = append(terms, map[string]any{"@type": "DefinedTerm", "name": p.Title, "termCode": t.Code, "inDefinedTermSet": cmp.Or(vocabularies[t.Scheme], t.Scheme)})
	}
	if terms != nil {
		d["about"] = terms
	}
	var cited []any
	seen := map[string]bool{}
	for _, s := range p.Sources {
		if seen[s.documentID] {
			continue
		}
		seen[s.documentID] = true
		work := map[string]any{"@type": "CreativeWork", "name": s.Document}
		cited = append(cited, work)
	}
	if cited != nil {
		d["citation"] = cited
	}
	return d
}

func (p *Page) siteName() string {
	if p.Organisation == "" {
		return "Privacy statement"
	}
	return p.Organisation + ": privacy statement"
}

// SiteName is the name of all pages together.
func (p *Page) SiteName() string { return p.siteName() }

// embeddable says whether the main content at a path is served as a fragment.
func embeddable(path string) bool {
	switch path {
	case "services", "cookies", "recipients", "rights":
		return true
	}
	rest, ok := strings.CutPrefix(path, "services/")
	return ok && rest != "" && !strings.Contains(rest, "/")
}
