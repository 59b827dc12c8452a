package graph

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/recital/recital/graph/cache"
)

// answer is what a GraphQL request gets.
type answer struct {
	mediaType string
	outcome   outcome
	revision  int
	errs      gqlerror.List
	// omitted is how many errors are not in errs.
	omitted int
	// data is the result of an operation that ran; only then is it written.
	data json.RawMessage
	// etag is the entity tag of an answer that may be kept; empty for others.
	etag  string
	allow string
}

// refuse makes it the answer to a request that has no data.
func (a *answer) refuse(no *refusal) {
	a.outcome, a.allow, a.data, a.etag = no.outcome, no.allow, nil, ""
	a.errs, a.omitted = no.errs, 0
	if len(a.errs) > maxErrors {
		a.errs, a.omitted = a.errs[:maxErrors], len(a.errs)-maxErrors
	}
	for _, e := range a.errs {
		e.Message = clip(e.Message)
	}
}

// tag marks a complete answer as one that may be kept. One with errors is not:
// the next try may do better.
func (a *answer) tag(etag string) {
	if a.outcome == answered && len(a.errs) == 0 {
		a.etag = etag
	}
}

// body is the answer as JSON, with errors first, as the GraphQL specification
// advises, and extensions.revision always.
func (a *answer) body() []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	if len(a.errs) > 0 {
		b.WriteString(`"errors":`)
		b.Write(encode(a.errs))
		b.WriteByte(',')
	}
	if a.outcome == answered {
		b.WriteString(`"data":`)
		if len(a.data) == 0 {
			b.WriteString("null")
		}
		b.Write(a.data)
		b.WriteByte(',')
	}
	extensions := map[string]any{"revision": a.revision}
	if a.omitted > 0 {
		extensions["omittedErrors"] = a.omitted
	}
	b.WriteString(`"extensions":`)
	b.Write(encode(extensions))
	b.WriteString("}\n")
	return b.Bytes()
}

// encode writes values that hold nothing but strings, numbers and maps of
// them: they can always be written.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return []byte("null")
	}
	return text
}

// write sends an answer, packed if that is worth it and the client can unpack.
func (t *transport) write(w http.ResponseWriter, r *http.Request, a *answer) {
	h := w.Header()
	h.Add("Vary", "Accept, Authorization, Cookie")
	h.Set("Cache-Control", "no-store")
	if a.etag != "" {
		h.Set("Cache-Control", cache.Private)
		if roleOf(r) == Anonymous {
			h.Set("Cache-Control", cache.Public)
		}
		h.Set("ETag", a.etag)
	}
	if a.allow != "" {
		h.Set("Allow", a.allow)
	}
	if a.outcome == unauthenticated {
		h.Set("WWW-Authenticate", "Bearer")
	}
	if a.outcome == notModified {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.body()
	h.Set("Content-Type", a.mediaType+"; charset=utf-8")
	if len(body) >= cache.MinGzip {
		h.Add("Vary", "Accept-Encoding")
		if cache.AcceptsGzip(r.Header) {
			body = t.gzip.Pack(body)
			h.Set("Content-Encoding", "gzip")
			if a.etag != "" {
				h.Set("ETag", cache.GzipTag(a.etag))
			}
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(statusFor(a.outcome, a.mediaType))
	_, _ = w.Write(body) // a client that went away is no error of ours
}

// entityTag names one answer: of this operation at this revision, in this
// media type. The same tag means the same bytes.
func entityTag(r Revision, mediaType string, p params) string {
	sum := sha256.Sum256(encode([]any{r.Tag, mediaType, p.query, p.operationName, p.variables}))
	return `"` + strconv.Itoa(r.Number) + "-" + hex.EncodeToString(sum[:12]) + `"`
}
