package cache

import (
	"bytes"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// buffer takes what a handler answers.
type buffer struct {
	header http.Header
	// sent is the header as it was when the status was written.
	sent   http.Header
	status int
	body   bytes.Buffer
}

// Header is the header of the answer, empty at first.
func (b *buffer) Header() http.Header { return b.header }

// WriteHeader takes the first status that is not only informational.
func (b *buffer) WriteHeader(status int) {
	if b.status == 0 && status >= http.StatusOK {
		b.status = status
		b.sent = b.header.Clone()
	}
}

// Write takes a part of the body; the first makes the status 200.
func (b *buffer) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}

// result is the answer once the handler has returned.
func (b *buffer) result(g *generation) result {
	b.WriteHeader(http.StatusOK)
	if b.keepable() {
		return newEntry(b.sent, b.body.Bytes(), g)
	}
	return &passing{status: b.status, header: b.sent, body: b.body.Bytes()}
}

// keepable says whether the answer can be kept for equal requests.
func (b *buffer) keepable() bool {
	h := b.sent
	if b.status != http.StatusOK || len(h["Set-Cookie"]) > 0 || h.Get("Content-Encoding") != "" {
		return false
	}
	caching := strings.Join(h["Cache-Control"], ",")
	if hasToken(caching, "no-store") || h.Get("Etag") == "" && !hasToken(caching, "public") && caching != Private {
		return false
	}
	if n := h.Get("Content-Length"); n != "" && n != strconv.Itoa(b.body.Len()) {
		return false // the handler stopped halfway
	}
	return variesByKey(h)
}

// variesByKey says whether an answer depends on no headers of the request but
// those that the key stands for.
func variesByKey(h http.Header) bool {
	for _, line := range h["Vary"] {
		for name := range strings.SplitSeq(line, ",") {
			switch http.CanonicalHeaderKey(strings.TrimSpace(name)) {
			case "", "Accept", "Accept-Encoding", "Authorization", "Cookie", "Host":
			default:
				return false
			}
		}
	}
	return true
}

// hasToken says whether a list of directives has one of this name.
func hasToken(list, token string) bool {
	for directive := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(directive), token) {
			return true
		}
	}
	return false
}

// passing is an answer that is not kept.
type passing struct {
	status int
	header http.Header
	body   []byte
}

// shared is false for an answer that is meant for one client.
func (p *passing) shared() bool { return len(p.header["Set-Cookie"]) == 0 }

// serve sends the answer as the handler made it.
func (p *passing) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	vary := h["Vary"]
	maps.Copy(h, p.header.Clone())
	if len(vary) > 0 {
		h["Vary"] = append(vary[:len(vary):len(vary)], p.header["Vary"]...)
	}
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body) // a client that went away is no error of ours
	}
}
