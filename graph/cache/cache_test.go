package cache

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// world is what answers are made from: a number that moves.
type world struct{ head atomic.Int64 }

func (w *world) name() (int, string) {
	n := w.head.Load()
	return int(n), "tag " + strconv.FormatInt(n, 10)
}

// origin answers with the head, and counts how often it was asked.
type origin struct {
	world
	asked atomic.Int64
	// answer replaces the answer, if it is not nil.
	answer http.HandlerFunc
}

var filler = strings.Repeat("words and words ", 200)

func (o *origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.asked.Add(1)
	if o.answer != nil {
		o.answer(w, r)
		return
	}
	n := o.head.Load()
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Vary", "Accept")
	w.Header().Set("Etag", fmt.Sprintf(`"%d"`, n))
	fmt.Fprintf(w, "%d %s", n, filler)
}

func wrap(o *origin, change func(*Config)) http.Handler {
	c := Config{Head: o.name}
	if change != nil {
		change(&c)
	}
	return New(c).Wrap(o)
}

// do sends a request; headers are name, value, name, value.
func do(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (o *origin) expect(t *testing.T, n int64, what string) {
	t.Helper()
	if got := o.asked.Load(); got != n {
		t.Errorf("%s: the handler ran %d times, want %d", what, got, n)
	}
}

func TestHit(t *testing.T) {
	o := &origin{}
	h := wrap(o, nil)
	first, second := do(h, "GET", "/a?b=c"), do(h, "GET", "/a?b=c")
	o.expect(t, 1, "the same twice")
	for name, w := range map[string]*httptest.ResponseRecorder{"miss": first, "hit": second} {
		if w.Code != 200 || w.Body.String() != "0 "+filler {
			t.Errorf("%s: status %d, %d bytes", name, w.Code, w.Body.Len())
		}
		for header, want := range map[string]string{
			"Content-Type": "text/plain", "Content-Length": strconv.Itoa(w.Body.Len()), "Etag": `"0"`,
			"Vary": "Accept-Encoding, Accept", "Content-Encoding": "",
		} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
	}
	o.head.Add(1)
	if w := do(h, "GET", "/a?b=c"); !strings.HasPrefix(w.Body.String(), "1 ") || w.Header().Get("Etag") != `"1"` {
		t.Errorf("after the head moved: %.10s", w.Body)
	}
}

func TestKey(t *testing.T) {
	o := &origin{}
	h := wrap(o, func(c *Config) { c.Role = func(r *http.Request) string { return r.Header.Get("Role") } })
	differ := [][]string{
		{"/a", "Role", "x"},
		{"/b", "Role", "x"},
		{"/a?", "Role", "x", "Accept", "text/html"},
		{"/a?q", "Role", "x"},
		{"/%61b", "Role", "x"},
		{"/ab", "Role", "x"},
		{"/a", "Role", "y"},
		{"http://other.example/a", "Role", "x"},
	}
	for range 2 {
		for _, d := range differ {
			do(h, "GET", d[0], d[1:]...)
		}
	}
	o.expect(t, int64(len(differ)), "requests that differ, twice")
	past := [][]string{
		{"/a", "Role", ""},
		{"/a", "Role", "x", "Accept", strings.Repeat("x", maxAccept+1)},
		{"/a?" + strings.Repeat("x", maxKey), "Role", "x"},
	}
	o.asked.Store(0)
	for range 2 {
		for _, d := range past {
			do(h, "GET", d[0], d[1:]...)
		}
		do(h, "POST", "/a", "Role", "x")
	}
	o.expect(t, 8, "requests that pass by, twice")
}

func TestForms(t *testing.T) {
	o := &origin{}
	h := wrap(o, nil)
	for _, method := range []string{"GET", "HEAD"} {
		plain := do(h, method, "/a")
		packed := do(h, method, "/a", "Accept-Encoding", "br, gzip")
		if packed.Header().Get("Etag") != `"0-gzip"` || packed.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: packed with %v", method, packed.Header())
		}
		long, _ := strconv.Atoi(plain.Header().Get("Content-Length"))
		short, _ := strconv.Atoi(packed.Header().Get("Content-Length"))
		if short <= 0 || short >= long {
			t.Errorf("%s: %d bytes packed, %d plain", method, short, long)
		}
		if method == "HEAD" {
			if plain.Body.Len()+packed.Body.Len() > 0 {
				t.Error("HEAD has a body")
			}
			continue
		}
		z, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(z); err != nil || string(text) != plain.Body.String() {
			t.Errorf("unpacked: %.40s %v", text, err)
		}
	}
	o.expect(t, 1, "all forms")
}

func TestHeadFirst(t *testing.T) {
	o := &origin{}
	o.answer = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public")
		if r.Method == http.MethodGet {
			io.WriteString(w, "text")
		}
	}
	h := wrap(o, nil)
	if w := do(h, "HEAD", "/a"); w.Body.Len() > 0 || w.Header().Get("Content-Length") != "4" {
		t.Errorf("HEAD: %q %v", w.Body, w.Header())
	}
	if w := do(h, "GET", "/a"); w.Body.String() != "text" || len(w.Header().Get("Etag")) != 26 {
		t.Errorf("GET after HEAD: %q %v", w.Body, w.Header())
	}
	o.expect(t, 1, "HEAD and GET")
}

func TestNotModified(t *testing.T) {
	o := &origin{}
	h := wrap(o, nil)
	for _, condition := range []string{`"0"`, `W/"0"`, `"0-gzip"`, `"x", W/"0-gzip"`, "*"} {
		for coding, tag := range map[string]string{"gzip": `"0-gzip"`, "identity": `"0"`} {
			w := do(h, "GET", "/a", "If-None-Match", condition, "Accept-Encoding", coding)
			if w.Code != 304 || w.Body.Len() > 0 || w.Header().Get("Etag") != tag || w.Header().Get("Content-Length") != "" {
				t.Errorf("%s, %s: status %d %v", condition, coding, w.Code, w.Header())
			}
		}
	}
	if w := do(h, "GET", "/a", "If-None-Match", `"1", "0-x"`); w.Code != 200 {
		t.Errorf("another tag: status %d", w.Code)
	}
	o.head.Add(1)
	if w := do(h, "GET", "/a", "If-None-Match", `"0", "0-gzip"`); w.Code != 200 {
		t.Errorf("the tag of before: status %d", w.Code)
	}
}

func TestNotKept(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"not found":    http.NotFound,
		"error":        func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Etag", `"x"`); w.WriteHeader(500) },
		"no validator": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "x") },
		"no-store":     func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Cache-Control", "public, no-store") },
		"cookie": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Etag", `"x"`)
			w.Header().Set("Set-Cookie", "a=b")
		},
		"varies otherwise": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Etag", `"x"`)
			w.Header().Set("Vary", "Accept, X-Other")
		},
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Etag", `"x"`)
			w.Header().Set("Content-Length", "9")
		},
		"too large": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Etag", `"x"`)
			w.Write(make([]byte, 4<<10))
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := &origin{answer: answer}
			h := wrap(o, func(c *Config) { c.MaxBytes = 32 << 10 })
			bare := httptest.NewRecorder()
			answer(bare, httptest.NewRequest("GET", "/a", nil))
			for range 2 {
				w := do(h, "GET", "/a")
				if w.Code != bare.Code || !bytes.Equal(w.Body.Bytes(), bare.Body.Bytes()) || w.Header().Get("Set-Cookie") != bare.Header().Get("Set-Cookie") {
					t.Errorf("status %d, body %.40q, want %d, %.40q", w.Code, w.Body, bare.Code, bare.Body)
				}
			}
			o.expect(t, 2, "twice")
		})
	}
}

func TestBounded(t *testing.T) {
	o := &origin{}
	const limit = 1 << 20
	c := New(Config{Head: o.name, MaxBytes: limit})
	h := c.Wrap(o)
	for i := range 1000 {
		do(h, "GET", "/hot", "Accept-Encoding", "gzip")
		do(h, "GET", "/"+strconv.Itoa(i), "Accept-Encoding", "gzip")
	}
	o.expect(t, 1001, "one that is asked for all the time among many")
	g := c.current.Load()
	sum := int64(0)
	for _, e := range g.entries {
		sum += int64(len(e.body)+len(e.packed().body)+e.key.size()) + overhead
	}
	if sum != g.bytes || sum > limit || sum < limit/2 || len(g.order) != len(g.entries) {
		t.Errorf("%d bytes counted, %d kept of %d allowed; %d entries, %d in order", g.bytes, sum, limit, len(g.entries), len(g.order))
	}
}

func TestHeadersOfOthersStay(t *testing.T) {
	o := &origin{}
	kept := wrap(o, nil)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		w.Header().Set("X-Other", r.Header.Get("Origin"))
		kept.ServeHTTP(w, r)
	})
	for _, from := range []string{"a", "b", "a"} {
		w := do(h, "GET", "/a", "Origin", from)
		if got := strings.Join(w.Header()["Vary"], "|"); got != "Origin|Accept-Encoding, Accept" || w.Header().Get("X-Other") != from {
			t.Errorf("Vary %q, %v", got, w.Header())
		}
	}
	o.expect(t, 1, "three origins")
	o.answer = http.NotFound
	if w := do(h, "GET", "/none", "Origin", "c"); strings.Join(w.Header()["Vary"], "|") != "Origin" || w.Code != 404 {
		t.Errorf("not found: %d %v", w.Code, w.Header())
	}
}

func TestAcceptsGzip(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "gzip": true, "br, GZIP;q=0.5": true, "*": true, "x-gzip": true, "identity": false,
		"gzip;q=0": false, "gzip; q=0.0, *": false, "*;q=0": false, "gzip;q=wrong": false,
	} {
		if got := AcceptsGzip(http.Header{"Accept-Encoding": {accept}}); got != want {
			t.Errorf("%q: %t", accept, got)
		}
	}
}

func BenchmarkHit(b *testing.B) {
	o := &origin{}
	h := wrap(o, nil)
	r := httptest.NewRequest("GET", "/a?query="+strings.Repeat("x", 500), nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br")
	w := &nowhere{h: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.h)
		h.ServeHTTP(w, r)
	}
}

// nowhere is a client that wants nothing.
type nowhere struct{ h http.Header }

func (n *nowhere) Header() http.Header         { return n.h }
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n *nowhere) WriteHeader(int)             {}
