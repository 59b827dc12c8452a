// Package web holds what browsers get: the explorer, which is GraphiQL with a panel of questions in plain words.
//
// The pages are built by Vite and committed compressed under dist, so that building the program needs no Node. The
// package knows files and HTTP only; the pages ask the GraphQL endpoint like any other client.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/recital/recital/graph/cache"
)

//go:embed all:dist
var dist embed.FS

// Root is the path below which Handler serves the explorer.
const Root = "/explorer/"

// policy lets the explorer load and ask its own server only. Monaco sets style attributes, and fonts come inside the
// style sheet; scripts have neither inline code nor eval.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
	"img-src 'self' data:; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'"

// asset is a file of dist, compressed.
type asset struct {
	packed      []byte
	contentType string
	caching     string
	// tag identifies the content; an entity tag is made of it and the encoding.
	tag string
}

// Handler serves the explorer below Root, and answers "/" and Root without its slash with a redirection to it.
// Everything else is not found; methods other than GET and HEAD are refused.
func Handler() http.Handler {
	assets, err := load(dist)
	if err != nil {
		// The files are part of the program: a program with unreadable ones was built wrongly.
		panic(fmt.Sprintf("web: %v", err))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		serve(w, r, assets)
	})
}

// load reads the files of dist; the keys are their paths below Root, "" being the page itself.
func load(files fs.FS) (map[string]asset, error) {
	assets := map[string]asset{}
	err := fs.WalkDir(files, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		packed, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		key, ok := strings.CutSuffix(strings.TrimPrefix(name, "dist/"), ".gz")
		if !ok {
			return fmt.Errorf("%s: not a .gz file", name)
		}
		a, err := newAsset(key, packed)
		if err != nil {
			return err
		}
		if key == "index.html" {
			key = ""
		}
		assets[key] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load explorer: %w", err)
	}
	if _, ok := assets[""]; !ok {
		return nil, fmt.Errorf("load explorer: no index.html")
	}
	return assets, nil
}

func newAsset(name string, packed []byte) (asset, error) {
	contentType, ok := contentTypes[path.Ext(name)]
	if !ok {
		return asset{}, fmt.Errorf("%s: no content type for its extension", name)
	}
	caching := "no-cache"
	if strings.HasPrefix(name, "assets/") {
		// The name holds a hash of the content: another content has another name.
		caching = "public, max-age=31536000, immutable"
	}
	sum := sha256.Sum256(packed)
	return asset{packed: packed, contentType: contentType, caching: caching, tag: hex.EncodeToString(sum[:8])}, nil
}

// contentTypes are fixed here, because those of the mime package depend on the machine.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".md":    "text/plain; charset=utf-8",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".woff2": "font/woff2",
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

func serve(w http.ResponseWriter, r *http.Request, assets map[string]asset) {
	if r.URL.Path == "/" || r.URL.Path+"/" == Root {
		w.Header().Set("Cache-Control", "no-cache")
		http.Redirect(w, r, Root, http.StatusFound)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, Root)
	a, found := assets[name]
	if !ok || !found {
		http.NotFound(w, r)
		return
	}
	a.serve(w, r)
}

// serve sends the content as it is stored, or unpacked to a client that does not take gzip.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	packed := cache.AcceptsGzip(r.Header)
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", a.caching)
	h.Set("Vary", "Accept-Encoding")
	etag := `"` + a.tag + `"`
	if packed {
		etag = cache.GzipTag(etag)
	}
	h.Set("ETag", etag)
	if cache.Matches(r.Header["If-None-Match"], etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if packed {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(a.packed)))
	}
	if r.Method == http.MethodHead {
		return
	}
	if err := a.write(w, packed); err != nil {
		// The headers are out: cutting the connection is the only way left to say that the content is not whole.
		panic(http.ErrAbortHandler)
	}
}

func (a asset) write(w io.Writer, packed bool) error {
	if packed {
		_, err := w.Write(a.packed)
		return err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(a.packed))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, unpacked)
	return err
}
