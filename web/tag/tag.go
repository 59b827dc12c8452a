// Package tag serves the custom elements with which pages of other sites show what the inventory says: one script, at
// an address that holds the hash of its content, and a page that tells how to embed it.
//
// The script is built by web/build.mjs and committed compressed under dist. The package knows files and HTTP only.
package tag

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/recital/recital/graph/cache"
)

//go:embed dist
var dist embed.FS

const (
	// Root is the path below which the script is served.
	Root = "/embed/tag/"
	// Guide is the path of the page that tells how to embed, and of it alone.
	Guide = "/embed/"
	// latest is where programs learn which script is the newest.
	latest = Root + "latest.json"
)

// module is the script, as it is sent and as it is hashed.
type module struct {
	packed, plain   []byte
	path, integrity string
	// operations are the ids of the trusted documents that it asks for, by the names of their files.
	operations map[string]string
}

// script reads what was built, once. It panics when that cannot be read: it is part of the program.
var script = sync.OnceValue(func() module {
	packed, plain := built("privacy.js")
	name, whole := sha256.Sum256(plain), sha512.Sum384(plain)
	m := module{
		packed:    packed,
		plain:     plain,
		path:      Root + hex.EncodeToString(name[:8]) + "/privacy.js",
		integrity: "sha384-" + base64.StdEncoding.EncodeToString(whole[:]),
	}
	_, ids := built("operations.json")
	if err := json.Unmarshal(ids, &m.operations); err != nil {
		panic(fmt.Sprintf("tag: operations.json: %v", err))
	}
	return m
})

// built is a file of dist, as it is stored and unpacked.
func built(name string) (packed, plain []byte) {
	packed, err := dist.ReadFile("dist/" + name + ".gz")
	if err != nil {
		panic(fmt.Sprintf("tag: %v", err))
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("tag: %s: %v", name, err))
	}
	plain, err = io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("tag: %s: %v", name, err))
	}
	return packed, plain
}

// Path is where the script of this program is served. It holds a hash of the content: another script has another path.
func Path() string { return script().path }

// Integrity is the metadata with which a browser refuses a script that is not this one (Subresource Integrity).
func Integrity() string { return script().integrity }

// Snippet is what to paste into a page: the script of the server at this address, and a tag that shows a service, which
// is an id, name or alias; empty: the whole statement. What stands between the tags is for readers whom the server
// cannot be reached for.
func Snippet(server, service string) string {
	server = strings.TrimSuffix(server, "/")
	element, of, page := "privacy-statement", "", "/privacy"
	if service != "" {
		id := strings.TrimPrefix(service, "service/")
		element, of, page = "privacy-disclosure", fmt.Sprintf(` service="%s"`, html.EscapeString(id)), "/privacy/services/"+url.PathEscape(id)
	}
	at := html.EscapeString(server)
	return fmt.Sprintf(`<script type="module" src="%s"
  integrity="%s" crossorigin="anonymous"></script>
<%s src="%s"%s>
  <a href="%s">Privacy statement</a>
</%[3]s>
`, at+Path(), Integrity(), element, at, of, at+html.EscapeString(page))
}

// Handler serves the script at Path, what is the newest one at latest.json below Root, and the page about embedding at
// Guide. It is meant for the patterns Root and Guide + "{$}". Pages of all origins may load the script.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path(), serveScript)
	mux.HandleFunc("GET "+latest, serveLatest)
	mux.HandleFunc("GET "+Guide+"{$}", serveGuide)
	mux.HandleFunc(Root, func(w http.ResponseWriter, _ *http.Request) {
		share(w.Header())
		w.Header().Set("Cache-Control", "no-cache")
		http.Error(w, "there is no such script here: the address changes with its content; "+latest+" names the newest one with its integrity", http.StatusNotFound)
	})
	return mux
}

// share lets pages of every origin load what is served: it is the same for all.
func share(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}

func serveScript(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	share(h)
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	content := script().plain
	if cache.AcceptsGzip(r.Header) {
		h.Set("Content-Encoding", "gzip")
		content = script().packed
	}
	send(w, r, content)
}

func serveLatest(w http.ResponseWriter, r *http.Request) {
	share(w.Header())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	content, err := json.Marshal(struct {
		Src        string            `json:"src"`
		Integrity  string            `json:"integrity"`
		Operations map[string]string `json:"operations"`
	}{Path(), Integrity(), script().operations})
	if err != nil {
		panic(err) // texts have a JSON form
	}
	send(w, r, append(content, '\n'))
}

func send(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodHead {
		return
	}
	// A client that goes away hurts nobody else.
	_, _ = w.Write(content)
}
