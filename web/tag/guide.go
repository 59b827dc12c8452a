package tag

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
)

//go:embed guide.html
var guideText string

//go:embed guide.css
var guideStyle string

// guide is what the page about embedding is filled with.
type guide struct {
	Server, Service, Statement string
	Path, Integrity, Operation string
	Style                      template.CSS
}

// guidePolicy lets the page load the script and ask its own server, for its examples, and nothing else.
func guidePolicy() string {
	sum := sha256.Sum256([]byte(guideStyle))
	return fmt.Sprintf("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
		base64.StdEncoding.EncodeToString(sum[:]))
}

func serveGuide(w http.ResponseWriter, r *http.Request) {
	page, err := template.New("guide").Parse(guideText)
	if err != nil {
		panic(err) // the text is part of the program
	}
	at := serverOf(r)
	var b bytes.Buffer
	err = page.Execute(&b, guide{
		Server: at, Service: Snippet(at, "payment"), Statement: Snippet(at, ""),
		Path: Path(), Integrity: Integrity(), Operation: script().operations["embed-service"],
		Style: template.CSS(guideStyle),
	})
	if err != nil {
		panic(err) // texts fill it
	}
	h := w.Header()
	h.Set("Content-Security-Policy", guidePolicy())
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	send(w, r, b.Bytes())
}

// serverOf is the address under which the page was asked for. Behind a proxy that ends TLS the request does not tell
// the scheme: a name that is not of this machine is taken to be reached by https.
func serverOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	if r.TLS == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}
