package cache

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// MinGzip is the least length of a body that is worth packing: a shorter one
// fits into one packet as it is.
const MinGzip = 1 << 10

// Gzip packs bodies. Any number of goroutines may use it.
type Gzip struct {
	writers sync.Pool
}

// NewGzip makes a packer of a level of [compress/gzip].
func NewGzip(level int) *Gzip {
	return &Gzip{writers: sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // the level is written in the program
		}
		return w
	}}}
}

// Pack gives the body packed.
func (g *Gzip) Pack(body []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(body)/4 + 64)
	w := g.writers.Get().(*gzip.Writer)
	defer g.writers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(body) // into memory: nothing can fail
	_ = w.Close()
	return bytes.Clone(out.Bytes())
}

// GzipTag is the entity tag of the packed form of what has this strong tag:
// different bytes need a different tag (RFC 9110 section 8.8.3.3).
func GzipTag(tag string) string { return strings.TrimSuffix(tag, `"`) + `-gzip"` }

// Matches says whether the values of If-None-Match name one of these entity
// tags, compared weakly (RFC 9110 section 13.1.2): a proxy that packs weakens
// a tag.
func Matches(ifNoneMatch []string, tags ...string) bool {
	for candidate := range strings.SplitSeq(strings.Join(ifNoneMatch, ","), ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" {
			return true
		}
		for _, tag := range tags {
			if candidate == tag {
				return true
			}
		}
	}
	return false
}

// AcceptsGzip says whether a client takes gzip (RFC 9110 section 12.5.3). One
// that sends no Accept-Encoding gets plain content: it is more likely to be a
// simple tool than one that can unpack.
func AcceptsGzip(h http.Header) bool {
	wildcard := false
	for part := range strings.SplitSeq(strings.Join(h["Accept-Encoding"], ","), ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		switch coding = strings.TrimSpace(coding); {
		case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
			return weight(parameters) > 0
		case coding == "*":
			wildcard = weight(parameters) > 0
		}
	}
	return wildcard
}

// weight is the q of a coding's parameters: 1 when there is none, 0 when it is
// malformed.
func weight(parameters string) float64 {
	parameters = strings.TrimSpace(parameters)
	if parameters == "" {
		return 1
	}
	name, value, _ := strings.Cut(parameters, "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0
	}
	return q
}

// compressible says whether content of this type is text, which packs well.
func compressible(contentType string) bool {
	name, _, _ := strings.Cut(contentType, ";")
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(name, "text/"), strings.HasSuffix(name, "+json"), strings.HasSuffix(name, "+xml"):
		return true
	}
	switch name {
	case "application/json", "application/javascript", "application/xml":
		return true
	}
	return false
}
