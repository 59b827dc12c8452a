package cache

import (
	"net/http"
	"sync"
)

// overhead is what an answer takes beside its body and its key, roughly.
const overhead = 1 << 10

// generation is all that is kept of one head, and what is being made.
type generation struct {
	number   int
	tag      string
	maxBytes int64
	gzip     *Gzip

	// mu guards the fields below, and the fields used and size of entries.
	mu      sync.Mutex
	entries map[key]*entry
	flights map[key]*flight
	// order has the entries, the next to go first.
	order []*entry
	bytes int64
}

func newGeneration(number int, tag string, maxBytes int64, gzip *Gzip) *generation {
	return &generation{
		number: number, tag: tag, maxBytes: maxBytes, gzip: gzip,
		entries: map[key]*entry{}, flights: map[key]*flight{},
	}
}

// look gives the answer that is kept, or else the flight that makes it. The
// caller for whom it is new, the first, has to fly it.
func (g *generation) look(k key) (kept *entry, f *flight, first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if e := g.entries[k]; e != nil {
		e.used = true
		return e, nil, false
	}
	if f := g.flights[k]; f != nil {
		return nil, f, false
	}
	f = &flight{key: k, done: make(chan struct{})}
	g.flights[k] = f
	return nil, f, true
}

// flight is an answer in the making.
type flight struct {
	key  key
	done chan struct{}
	// result is set before done is closed; nil when the handler panicked.
	result result
}

// result is what a handler answered.
type result interface {
	// serve answers a request with it.
	serve(w http.ResponseWriter, r *http.Request)
	// shared says whether it answers equal requests too.
	shared() bool
}

// fly runs the handler, keeps its answer if it can be kept, and lets those go
// on who wait for it, also when the handler panics.
func (g *generation) fly(f *flight, next http.Handler, r *http.Request) {
	defer func() {
		g.land(f)
		close(f.done)
	}()
	b := &buffer{header: http.Header{}}
	next.ServeHTTP(b, whole(r))
	f.result = b.result(g)
}

// land ends a flight and keeps what it brought.
func (g *generation) land(f *flight) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.flights, f.key)
	e, ok := f.result.(*entry)
	if !ok {
		return
	}
	size := int64(len(e.body)+f.key.size()) + overhead
	if size > g.maxBytes/maxShare {
		return
	}
	e.key, e.size = f.key, size
	g.entries[f.key] = e
	g.order = append(g.order, e)
	g.bytes += size
	g.shrink()
}

// grow counts bytes that an answer took on after it was kept.
func (g *generation) grow(e *entry, bytes int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.entries[e.key] != e {
		return
	}
	e.size += bytes
	g.bytes += bytes
	g.shrink()
}

// shrink drops answers until the rest is within bounds: the oldest first,
// except that one which was asked for since it was last looked at is spared
// once. A reader who asks for a thousand things drives out their own, not what
// others ask for. The caller has locked mu.
func (g *generation) shrink() {
	for g.bytes > g.maxBytes {
		e := g.order[0]
		g.order[0] = nil // the rest of the array must not keep it
		g.order = g.order[1:]
		if e.used {
			e.used = false
			g.order = append(g.order, e)
			continue
		}
		delete(g.entries, e.key)
		g.bytes -= e.size
	}
}

// join waits for the answer that another request is making.
func (f *flight) join(w http.ResponseWriter, r *http.Request, next http.Handler) {
	select {
	case <-f.done:
	case <-r.Context().Done():
		return // nobody is there to read
	}
	switch {
	case f.result == nil:
		panic(errLost)
	case f.result.shared():
		f.result.serve(w, r)
	default:
		next.ServeHTTP(w, r)
	}
}
