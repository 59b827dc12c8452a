package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// field is a header of an answer, its values ready to be put in place. They
// are shared by all who get the answer and never written.
type field struct {
	name   string
	values []string
}

func newField(name string, values ...string) field {
	return field{name, values[:len(values):len(values)]}
}

// form is an answer in one coding.
type form struct {
	tag string
	// fields describe the body: its length, coding and entity tag.
	fields []field
	etag   []string
	body   []byte
}

// ofContent are headers about content, which a client that has the content has
// with it: they are left out of a 304 (RFC 9110 section 15.4.5), where they
// would take longer to write than all the rest.
var ofContent = [...]string{
	"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
	"Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options",
}

// entry is a complete answer with all that is sent with it made in advance.
type entry struct {
	// caching goes with every status, content with the body only.
	caching, content []field
	vary             []string
	body             []byte
	plain            form

	gzipTag string
	// packed makes the packed form when it is first wanted; it is the plain
	// one where packing does not help.
	packed func() *form

	// used and size are guarded by the generation's mu; key is set when the
	// entry is kept.
	key  key
	used bool
	size int64
}

// newEntry makes an entry of what a handler answered.
func newEntry(h http.Header, body []byte, g *generation) *entry {
	tag := h.Get("Etag")
	if tag == "" || strings.HasPrefix(tag, "W/") {
		sum := sha256.Sum256(body)
		tag = `"` + hex.EncodeToString(sum[:12]) + `"`
	}
	e := &entry{body: body, plain: newForm(tag, body), gzipTag: GzipTag(tag), vary: varies(h["Vary"])}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		switch name {
		case "Etag", "Vary", "Content-Length", "Accept-Ranges":
		case "Cache-Control", "Expires", "Content-Location":
			e.caching = append(e.caching, newField(name, h[name]...))
		default:
			e.content = append(e.content, newField(name, h[name]...))
		}
	}
	if len(h["Content-Type"]) == 0 {
		e.content = append(e.content, newField("Content-Type", http.DetectContentType(body)))
	}
	e.packed = sync.OnceValue(func() *form { return e.compress(g) })
	return e
}

// varies is the value of Vary: what the handler said, and the coding.
func varies(said []string) []string {
	names := []string{"Accept-Encoding"}
	for _, line := range said {
		for name := range strings.SplitSeq(line, ",") {
			name = http.CanonicalHeaderKey(strings.TrimSpace(name))
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return []string{strings.Join(names, ", ")}
}

func newForm(tag string, body []byte, more ...field) form {
	return form{tag: tag, body: body, etag: []string{tag}, fields: append(more, newField("Content-Length", strconv.Itoa(len(body))))}
}

// compress makes the packed form, and counts it where the entry is kept.
func (e *entry) compress(g *generation) *form {
	if len(e.body) < MinGzip || !compressible(e.contentType()) {
		return &e.plain
	}
	packed := g.gzip.Pack(e.body)
	if len(packed) >= len(e.body) {
		return &e.plain
	}
	g.grow(e, int64(len(packed)))
	f := newForm(e.gzipTag, packed, newField("Content-Encoding", "gzip"))
	return &f
}

func (e *entry) contentType() string {
	for _, f := range e.content {
		if f.name == "Content-Type" {
			return f.values[0]
		}
	}
	return ""
}

// shared is true: an entry is there to be shared.
func (e *entry) shared() bool { return true }

// serve answers a GET or HEAD.
func (e *entry) serve(w http.ResponseWriter, r *http.Request) {
	f := &e.plain
	if AcceptsGzip(r.Header) {
		f = e.packed()
	}
	h := w.Header()
	h["Etag"] = f.etag
	if before := h["Vary"]; len(before) > 0 {
		h["Vary"] = append(before[:len(before):len(before)], e.vary...)
	} else {
		h["Vary"] = e.vary
	}
	if condition := r.Header["If-None-Match"]; len(condition) > 0 && Matches(condition, e.plain.tag, e.gzipTag) {
		set(h, e.caching)
		for _, name := range ofContent {
			delete(h, name)
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	set(h, e.caching)
	set(h, e.content)
	set(h, f.fields)
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.body) // a client that went away is no error of ours
	}
}

func set(h http.Header, fields []field) {
	for _, f := range fields {
		h[f.name] = f.values
	}
}
