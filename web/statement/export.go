package statement

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Export writes the newest statement as static files: a folder with index.html
// for each page, relative links, no search and no older revisions. The explorer
// is linked to if the configuration has one. Write gets each file once, by its
// path with slashes; its error ends the export.
func Export(ctx context.Context, c Config, write func(path string, content []byte) error) error {
	h, err := newHandler(c)
	if err != nil {
		return err
	}
	paths, err := Paths(ctx, c)
	if err != nil {
		return err
	}
	for _, path := range paths {
		req := request{path: path, static: true}
		if page, since, ok := strings.Cut(path, "/since-"); ok {
			req.query = map[string][]string{"since": {since}}
			req.path, req.at = page, path
		}
		content, err := h.file(ctx, req)
		if err != nil {
			return fmt.Errorf("export /%s: %w", path, err)
		}
		if err := write(strings.TrimPrefix(path+"/index.html", "/"), content); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.files)) {
		if err := write("assets/"+h.files[name].name, h.files[name].content); err != nil {
			return err
		}
	}
	return nil
}

// file is a page as a file.
func (h *handler) file(ctx context.Context, req request) ([]byte, error) {
	for range attempts {
		b := h.builder(ctx, req)
		page, err := b.build(req)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil {
			return nil, err
		}
		b.finish(page, req)
		var out bytes.Buffer
		err = h.render(&out, page, req)
		return out.Bytes(), err
	}
	return nil, errMoved
}

// Paths are the pages of the newest statement below [Root], "" being the first,
// in the order in which they are exported. What changed since an older revision
// is "changes/since-" and its number, which the server has as ?since=.
func Paths(ctx context.Context, c Config) ([]string, error) {
	s := &session{ctx: ctx, ask: c.Ask}
	var paths []string
	for _, n := range navigation {
		paths = append(paths, n.path)
	}
	for _, l := range []struct{ operation, field, folder string }{
		{"services", "services", "services/"}, {"categories", "dataCategories", "data/"}, {"recipients", "parties", "recipients/"},
	} {
		nouns, err := everything[named](s, l.operation, l.field, nil)
		if err != nil {
			return nil, err
		}
		for _, n := range nouns {
			paths = append(paths, l.folder+slug(n.ID))
		}
	}
	revisions, err := everything[revision](s, "revisions", "revisions", nil)
	if err != nil {
		return nil, err
	}
	for i, r := range revisions {
		if i > 0 {
			paths = append(paths, fmt.Sprintf("changes/since-%d", r.Number))
		}
	}
	return paths, nil
}
