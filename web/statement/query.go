package statement

import (
	"net/url"
	"slices"
	"strings"
)

// parameters are the names of those that the page at a path reads. Every other
// one would only be another address of the same page.
func (r request) parameters() []string {
	first, _, deep := strings.Cut(r.path, "/")
	read := []string{"asOf"}
	switch {
	case deep || first == "rights":
	case first == "services", first == "data", first == "recipients", first == "cookies":
		read = append(read, "after")
	case first == "map":
		read = append(read, "after")
		for _, f := range mapFilters {
			read = append(read, f.parameter)
		}
	case first == "changes":
		read = append(read, "since")
	case first == "find":
		read = append(read, "q")
	}
	if r.embedded {
		read = append(read, "frame")
	}
	return read
}

// plain is a query with nothing but the parameters of the names, each once and
// written as it was: the first of several is the one that pages read.
func plain(query string, names []string) string {
	var kept, seen []string
	for pair := range strings.SplitSeq(query, "&") {
		written, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(written)
		if _, invalid := url.ParseQuery(pair); err != nil || invalid != nil || !slices.Contains(names, name) || slices.Contains(seen, name) {
			continue
		}
		kept, seen = append(kept, pair), append(seen, name)
	}
	return strings.Join(kept, "&")
}
