package graph

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/recital/recital/graph/cache"
)

// servePages serves a page that counts how often it was made.
func servePages(t *testing.T, made *atomic.Int64, head *atomic.Int64) serving {
	return serve(t, func(c *Config) {
		c.Revision = func(context.Context) Revision { return Revision{Number: int(head.Load()), Tag: "x"} }
		c.Origins = []string{"https://www.example.org"}
		c.Pages = map[string]http.Handler{"/privacy/": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			made.Add(1)
			if r.URL.Path == "/privacy/none" {
				http.NotFound(w, r)
				return
			}
			if r.URL.Path == "/privacy/panic" {
				panic(secret)
			}
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
			w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			w.Header().Set("Cache-Control", cache.Public)
			fmt.Fprintf(w, "page %d", head.Load())
		})}
	})
}

func TestPages(t *testing.T) {
	var made, head atomic.Int64
	s := servePages(t, &made, &head)
	for range 2 {
		w := s.do(http.MethodGet, "/privacy/a", nil)
		if w.Body.String() != "page 0" {
			t.Errorf("%s", w.Body)
		}
		for name, want := range map[string]string{
			"Cache-Control": cache.Public, "Content-Security-Policy": "default-src 'self'", "Cross-Origin-Resource-Policy": "cross-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if w.Header().Get("ETag") == "" {
			t.Error("no entity tag")
		}
	}
	if w := s.do(http.MethodGet, "/privacy/a", nil, "Cookie", "a=b"); w.Body.String() != "page 0" || w.Header().Get("Vary") != "Origin" {
		t.Errorf("a reader with a cookie: %s %v", w.Body, w.Header())
	}
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	head.Store(1)
	if w := s.do(http.MethodGet, "/privacy/a", nil); w.Body.String() != "page 1" {
		t.Errorf("after a revision: %s", w.Body)
	}
	if w := s.do(http.MethodGet, "/privacy/none", nil); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") == cache.Public {
		t.Errorf("not found: %d %v", w.Code, w.Header())
	}
	if w := s.do(http.MethodGet, "/privacy/panic", nil); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), secret) {
		t.Errorf("panic: %d %s", w.Code, w.Body)
	}
}

// TestOriginIsNoPartOfTheKey has pages of several origins read what is kept.
func TestOriginIsNoPartOfTheKey(t *testing.T) {
	var made, head atomic.Int64
	s := servePages(t, &made, &head)
	for _, path := range []string{"/privacy/a", "/graphql?query=%7Bhello%7D"} {
		for range 2 {
			for origin, want := range map[string]string{"https://www.example.org": "https://www.example.org", "https://evil.example": "", "null": "", "": ""} {
				w := s.do(http.MethodGet, path, nil, "Origin", origin)
				h := w.Header()
				if w.Code != http.StatusOK || h.Get("Access-Control-Allow-Origin") != want || h.Get("Access-Control-Allow-Credentials") != "" || h["Vary"][0] != "Origin" {
					t.Errorf("%s from %q: %d %v", path, origin, w.Code, h)
				}
				if exposed := h.Get("Access-Control-Expose-Headers"); want != "" && !strings.EqualFold(exposed, "ETag, X-Request-Id") {
					t.Errorf("%s: exposed %q", path, exposed)
				}
				unchanged := s.do(http.MethodGet, path, nil, "Origin", origin, "If-None-Match", h.Get("ETag"))
				if unchanged.Code != http.StatusNotModified || unchanged.Header().Get("Access-Control-Allow-Origin") != want {
					t.Errorf("%s from %q, unchanged: %d %v", path, origin, unchanged.Code, unchanged.Header())
				}
			}
		}
		pre := s.do(http.MethodOptions, path, nil, "Origin", "https://www.example.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		if pre.Header().Get("Access-Control-Allow-Headers") == "" {
			t.Errorf("%s: a conditional request is not allowed: %v", path, pre.Header())
		}
	}
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

// TestPackedAnswers holds that answers that are not kept are packed too.
func TestPackedAnswers(t *testing.T) {
	s := serve(t, nil)
	long := `{"query":"{echo(text:\"` + strings.Repeat("words ", 1000) + `\")}"}`
	plain, packed := s.post(long), s.post(long, "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= plain.Body.Len() || packed.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d bytes of %d: %v", packed.Body.Len(), plain.Body.Len(), packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != plain.Body.String() {
		t.Errorf("unpacked: %.40s %v", text, err)
	}
	if w := s.post(`{"query":"{hello}"}`, "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("a short answer is packed")
	}
}
