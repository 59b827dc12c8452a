package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/recital/recital/web"
)

// get asks the handler; headers are name, value, name, value.
func get(t *testing.T, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	web.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func checkHeaders(t *testing.T, r *http.Response, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
}

// references are the files that the page names.
func references(t *testing.T) []string {
	t.Helper()
	page := body(t, get(t, "GET", "/explorer/"))
	var found []string
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllSubmatch(page, -1) {
		found = append(found, string(m[1]))
	}
	if len(found) < 3 {
		t.Fatalf("the page names %d files, want at least an icon, a script and a style sheet", len(found))
	}
	return found
}

func TestPage(t *testing.T) {
	r := get(t, "GET", "/explorer/", "Accept-Encoding", "gzip, br")
	if r.StatusCode != http.StatusOK {
		t.Fatalf("status %d", r.StatusCode)
	}
	checkHeaders(t, r, map[string]string{
		"Content-Type":               "text/html; charset=utf-8",
		"Content-Encoding":           "gzip",
		"Cache-Control":              "no-cache",
		"Vary":                       "Accept-Encoding",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
			"font-src 'self' data:; img-src 'self' data:; worker-src 'self'; connect-src 'self'; base-uri 'none'; " +
			"form-action 'none'; frame-ancestors 'none'",
	})
	unpacked, err := gzip.NewReader(bytes.NewReader(body(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte("<title>Recital")) {
		t.Errorf("unexpected page: %s", page)
	}
}

func TestFilesOfThePage(t *testing.T) {
	types := map[string]string{
		".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	}
	for _, name := range references(t) {
		path, ok := strings.CutPrefix(name, "./assets/")
		if !ok {
			t.Errorf("%s: not one of our own files", name)
			continue
		}
		r := get(t, "GET", "/explorer/assets/"+path)
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", name, r.StatusCode)
		}
		checkHeaders(t, r, map[string]string{
			"Content-Type":     types[path[strings.LastIndex(path, "."):]],
			"Content-Encoding": "",
			"Cache-Control":    "public, max-age=31536000, immutable",
		})
		if len(body(t, r)) == 0 {
			t.Errorf("%s: empty", name)
		}
	}
}

func TestEncodings(t *testing.T) {
	tests := []struct {
		accept string
		packed bool
	}{
		{"gzip", true},
		{"br, GZIP;q=0.5", true},
		{"*", true},
		{"x-gzip", true},
		{"", false},
		{"identity", false},
		{"gzip;q=0", false},
		{"gzip; q=0.0, *", false},
		{"*;q=0", false},
		{"gzip;q=wrong", false},
	}
	plain := body(t, get(t, "GET", "/explorer/"))
	for _, test := range tests {
		r := get(t, "GET", "/explorer/", "Accept-Encoding", test.accept)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != test.packed {
			t.Errorf("Accept-Encoding %q: packed %t, want %t", test.accept, got, test.packed)
		}
		if got := bytes.Equal(body(t, r), plain); got == test.packed {
			t.Errorf("Accept-Encoding %q: plain content %t, want %t", test.accept, got, !test.packed)
		}
	}
}

func TestUnchanged(t *testing.T) {
	for _, accept := range []string{"gzip", "identity"} {
		etag := get(t, "GET", "/explorer/", "Accept-Encoding", accept).Header.Get("ETag")
		again := get(t, "GET", "/explorer/", "Accept-Encoding", accept, "If-None-Match", `"other", W/`+etag)
		if again.StatusCode != http.StatusNotModified || len(body(t, again)) != 0 {
			t.Errorf("%s: status %d, want 304 without content", accept, again.StatusCode)
		}
	}
	packed := get(t, "GET", "/explorer/", "Accept-Encoding", "gzip").Header.Get("ETag")
	if r := get(t, "GET", "/explorer/", "If-None-Match", packed); r.StatusCode != http.StatusOK {
		t.Errorf("the entity tag of the packed page counts for the plain one: status %d", r.StatusCode)
	}
}

func TestHead(t *testing.T) {
	r := get(t, "HEAD", "/explorer/", "Accept-Encoding", "gzip")
	if r.StatusCode != http.StatusOK || len(body(t, r)) != 0 || r.ContentLength <= 0 {
		t.Errorf("status %d, length %d, want 200, the length and no content", r.StatusCode, r.ContentLength)
	}
}

func TestOtherRequests(t *testing.T) {
	tests := []struct {
		method, path string
		status       int
		header       string
		value        string
	}{
		{"GET", "/", http.StatusFound, "Location", "/explorer/"},
		{"GET", "/explorer", http.StatusFound, "Location", "/explorer/"},
		{"GET", "/explorer/assets/", http.StatusNotFound, "X-Content-Type-Options", "nosniff"},
		{"GET", "/explorer/assets/none.js", http.StatusNotFound, "Cache-Control", ""},
		{"GET", "/explorer/index.html.gz", http.StatusNotFound, "", ""},
		{"GET", "/other", http.StatusNotFound, "", ""},
		{"POST", "/explorer/", http.StatusMethodNotAllowed, "Allow", "GET, HEAD"},
		{"OPTIONS", "/explorer/", http.StatusMethodNotAllowed, "Allow", "GET, HEAD"},
	}
	for _, test := range tests {
		r := get(t, test.method, test.path)
		if r.StatusCode != test.status {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, r.StatusCode, test.status)
		}
		if got := r.Header.Get(test.header); got != test.value {
			t.Errorf("%s %s: %s %q, want %q", test.method, test.path, test.header, got, test.value)
		}
	}
}
