// Package cache keeps answers to GET and HEAD in memory for as long as what
// they were made from stands: all answers made from one head go at once when
// the head moves. It knows net/http and nothing of what it keeps.
package cache

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
)

// Public is the Cache-Control of an answer that anybody may see and keep.
//
// Nothing is fresh without asking: a browser or a proxy that asks sees the
// newest revision, and asking costs a 304 when nothing changed. One that has
// asked less than a minute ago may show what it has at once and ask meanwhile
// (RFC 5861), so that a page in demand is never slow; a reader behind such a
// store sees a change at most a minute late, and the next reader sees it.
const Public = "public, max-age=0, stale-while-revalidate=60"

// Private is the Cache-Control of an answer for a reader with a role: their
// browser alone may keep it, and asks each time.
const Private = "private, no-cache"

// The bounds of what is kept.
const (
	defaultMaxBytes = 64 << 20
	// maxKey is the most bytes that tell one request from another; a request
	// with more is answered, not kept.
	maxKey = 16 << 10
	// maxAccept is the most bytes of an Accept header; those that programs
	// and browsers send have about a hundred.
	maxAccept = 256
	// maxShare is the part of all bytes that one answer may have, as a divisor.
	maxShare = 8
)

// Config is what a cache needs to know about those who use it. Head is
// required.
type Config struct {
	// Head names what answers are made from now. It is asked for each request
	// and has to be quick. An answer made before it changed is not given to a
	// request that came after.
	Head func() (number int, tag string)

	// Role names everything about a reader on which an answer may depend.
	// Readers of one role share answers. A reader whose role is empty is
	// answered past the cache. Nil means that all are alike.
	Role func(*http.Request) string

	// Kept is told of each request that is answered from what is kept, before it
	// is. It has to be quick. Nil means that nobody is.
	Kept func(*http.Request)

	// MaxBytes is the most that is kept; 0 means 64 MiB. One answer may have
	// an eighth of it.
	MaxBytes int64
}

// Cache keeps answers. Any number of goroutines may use it.
type Cache struct {
	config  Config
	gzip    *Gzip
	current atomic.Pointer[generation]
}

// New makes an empty cache.
func New(c Config) *Cache {
	if c.Role == nil {
		c.Role = func(*http.Request) string { return "all" }
	}
	if c.Kept == nil {
		c.Kept = func(*http.Request) {}
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = defaultMaxBytes
	}
	// An answer is packed once and sent often.
	const level = 7
	return &Cache{config: c, gzip: NewGzip(level)}
}

// errLost is what requests panic with that waited for a handler which panicked
// in another: the handler's own value belongs to the request it panicked in.
var errLost = errors.New("the handler panicked while it answered an equal request")

// Wrap puts the cache before a handler. What the handler answers to GET may
// depend on the host, the path, the query, Accept, the role, and what Head
// names, and on nothing else. It is not run for requests that can be answered
// from what is kept, and once for equal requests at the same time. Kept is an
// answer with status 200 that has an ETag or a Cache-Control that is [Private]
// or has public, has neither no-store nor Set-Cookie, and varies by nothing
// else than the above.
//
// The handler sees a GET without conditions, ranges and codings: those are
// added here. Its context does not end when the client leaves, since others
// may wait for the same answer: it has to bound its own time. The headers that
// it sets replace those that are there.
func (c *Cache) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k, ok := c.key(r)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		g := c.generation()
		kept, f, first := g.look(k)
		switch {
		case kept != nil:
			c.config.Kept(r)
			kept.serve(w, r)
		case first:
			g.fly(f, next, r)
			f.result.serve(w, r)
		default:
			f.join(w, r, next)
		}
	})
}

// generation gives the answers of the head. The head is read after the
// generation, so that whoever puts a new one in place has not been overtaken:
// if it has, the swap fails and it looks again.
func (c *Cache) generation() *generation {
	for {
		g := c.current.Load()
		number, tag := c.config.Head()
		if g != nil && g.number == number && g.tag == tag {
			return g
		}
		c.current.CompareAndSwap(g, newGeneration(number, tag, c.config.MaxBytes, c.gzip))
	}
}

// key is what tells one request from another.
type key struct {
	role, host, path, rawPath, query, accept string
}

// key gives the key of a request; ok is false for one that passes the cache by.
func (c *Cache) key(r *http.Request) (k key, ok bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return key{}, false
	}
	k = key{
		role: c.config.Role(r), host: r.Host, path: r.URL.Path, rawPath: r.URL.RawPath, query: r.URL.RawQuery,
		accept: strings.Join(r.Header["Accept"], ","),
	}
	return k, k.role != "" && len(k.accept) <= maxAccept && k.size() <= maxKey
}

func (k key) size() int {
	return len(k.role) + len(k.host) + len(k.path) + len(k.rawPath) + len(k.query) + len(k.accept)
}

// whole is a request for all of an answer, whatever the client has or can
// unpack, that goes on when the client leaves.
func whole(r *http.Request) *http.Request {
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Method = http.MethodGet
	r.Header = r.Header.Clone()
	for _, name := range []string{"Accept-Encoding", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Range"} {
		delete(r.Header, name)
	}
	return r
}
