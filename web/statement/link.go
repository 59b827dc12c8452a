package statement

import (
	"net/url"
	"strings"
)

// Root is the path below which the pages are served.
const Root = "/privacy"

// linker makes the addresses of pages. The pages know each other by their
// paths below the root, such as "services/payment".
type linker interface {
	// to is the address of a page, with parameters and a fragment or not.
	to(path string, parameters url.Values, fragment string) string
	// asset is the address of a file of the pages.
	asset(name string) string
}

// served links between the pages of a server.
type served struct {
	// base comes before the root: "" or "https://example.com".
	base, asOf string
}

func (s served) to(path string, parameters url.Values, fragment string) string {
	q := url.Values{}
	if s.asOf != "" {
		q.Set("asOf", s.asOf)
	}
	for k, v := range parameters {
		q[k] = v
	}
	root := Root
	if path == "map" {
		root = "" // the map has an address of its own
	}
	return s.base + escaped(root, path) + suffix(q, fragment)
}

func (s served) asset(name string) string { return Root + "/assets/" + name }

// exported links between files, from the page at path.
type exported struct{ path string }

func (e exported) to(path string, parameters url.Values, fragment string) string {
	if since := parameters.Get("since"); since != "" {
		path += "/since-" + since
	}
	return escaped(e.up(), path) + "/index.html" + suffix(nil, fragment)
}

func (e exported) asset(name string) string { return e.up() + "/assets/" + name }

// up leads from the page to the root.
func (e exported) up() string {
	if e.path == "" {
		return "."
	}
	return strings.TrimSuffix(strings.Repeat("../", strings.Count(e.path, "/")+1), "/")
}

func escaped(root, path string) string {
	for part := range strings.SplitSeq(path, "/") {
		if part != "" {
			root += "/" + url.PathEscape(part)
		}
	}
	return root
}

func suffix(q url.Values, fragment string) string {
	s := ""
	if len(q) > 0 {
		s = "?" + q.Encode()
	}
	if fragment != "" {
		s += "#" + url.PathEscape(fragment)
	}
	return s
}

// page is the address of a page.
func (b *builder) page(path string) string { return b.links.to(path, nil, "") }

// noun is the item of a thing that may have a page.
func (b *builder) noun(n named) Item {
	item := Item{Text: n.Name}
	kind, rest, _ := strings.Cut(n.ID, "/")
	switch kind {
	case "service":
		item.Href = b.page("services/" + rest)
	case "party":
		item.Href = b.page("recipients/" + rest)
	case "data":
		item.Href = b.page("data/" + rest)
	case "cookie":
		item.Href = b.links.to("cookies", nil, anchor(n.ID))
	case "right":
		item.Href = b.links.to("rights", nil, anchor(n.ID))
	case "purpose":
		item.Href = b.links.to("", nil, anchor(n.ID))
	}
	return item
}

func (b *builder) nouns(of []named) []Item {
	var items []Item
	for _, n := range of {
		items = append(items, b.noun(n))
	}
	return items
}

// anchor is the id of what a fact is told in.
func anchor(id string) string { return strings.ReplaceAll(id, "/", "-") }
