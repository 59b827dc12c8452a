package graph

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const requestIDHeader = "X-Request-Id"

// request is what is known about one request beside its own content.
type request struct {
	id string
	// errors counts the errors of fields, also those that are not shown.
	errors atomic.Int64
	// operation and cost are of the operation that ran; empty without one.
	// Only the goroutine that serves the request uses them.
	operation ast.Operation
	cost      int64
	// kept says that the answer was made for an earlier request.
	kept bool
}

type requestKey struct{}

// observed is a request on its way: what is known about it, what it was
// answered, and the context that carries both. It is one value because every
// request needs one.
type observed struct {
	context.Context
	request  request
	recorder recorder
}

// Value gives the request under its key, and what the server put there.
func (o *observed) Value(key any) any {
	if key == (requestKey{}) {
		return &o.request
	}
	return o.Context.Value(key)
}

// requestFrom gives the request of a context; an empty one for a context that
// has none.
func requestFrom(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return new(request)
}

// note remembers the operation for the log.
func (r *request) note(operation ast.Operation, cost int64) {
	r.operation, r.cost = operation, cost
}

// observe gives each request an id, logs it when it is answered, and answers
// it when a handler panics. The log has neither addresses nor texts that came
// with the request: those are personal data.
func observe(c Config, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		o := &observed{Context: r.Context(), recorder: recorder{ResponseWriter: w}}
		o.request.id = c.RequestID()
		r = r.WithContext(o)
		w.Header()[requestIDHeader] = []string{o.request.id}
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				rescue(c, &o.recorder, r, v)
			}
			logRequest(c.Logger.Handler(), r, o, start)
		}()
		next.ServeHTTP(&o.recorder, r)
	})
}

// rescue answers a request whose handler panicked, if it has not begun to.
func rescue(c Config, rec *recorder, r *http.Request, value any) {
	shown := presenter{log: c.Logger}.mask(r.Context(), recovered(r.Context(), value))
	if rec.status == 0 {
		writeError(rec, failed, shown)
	}
}

// writeError answers outside GraphQL in the form of a GraphQL error.
func writeError(w http.ResponseWriter, o outcome, err *gqlerror.Error) {
	writeErrorAs(w, statusFor(o, mediaGraphQL), err)
}

func writeErrorAs(w http.ResponseWriter, status int, err *gqlerror.Error) {
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(encode(map[string]any{"errors": gqlerror.List{err}}), '\n'))
}

// logRequest writes the one record of a request.
func logRequest(log slog.Handler, r *http.Request, o *observed, start time.Time) {
	level := slog.LevelInfo
	if o.request.kept {
		level = slog.LevelDebug
	}
	if !log.Enabled(r.Context(), level) {
		return
	}
	now := time.Now()
	// No program counter: looking for the place in the code takes as long as
	// the answer, and it is always here.
	record := slog.NewRecord(now, level, "request", 0)
	record.AddAttrs(
		slog.String("request", o.request.id),
		slog.String("method", method(r.Method)),
		slog.String("route", r.Pattern),
		slog.Int("status", o.recorder.status),
		slog.Int64("bytes", o.recorder.bytes),
		slog.Duration("took", now.Sub(start)),
	)
	if o.request.operation != "" {
		record.AddAttrs(slog.String("operation", string(o.request.operation)), slog.Int64("cost", o.request.cost))
	}
	if n := o.request.errors.Load(); n > 0 {
		record.AddAttrs(slog.Int64("errors", n))
	}
	_ = log.Handle(r.Context(), record) // a log that cannot be written has nowhere to say so
}

// requestID makes an id of 24 letters and digits, from 120 random bits. It
// tells requests apart and guards nothing.
func requestID() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [24]byte
	for half := range 2 {
		for i, bits := 0, rand.Uint64(); i < len(id)/2; i, bits = i+1, bits>>5 {
			id[half*len(id)/2+i] = alphabet[bits&31]
		}
	}
	return string(id[:])
}

// method names a method of HTTP; others are whatever a client likes to write.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions,
		http.MethodPut, http.MethodPatch, http.MethodDelete:
		return name
	default:
		return "other"
	}
}

// secure sets the headers that every answer has. A handler that serves pages
// replaces the policy, which allows a page nothing, with its own. The resource
// policy is about what other origins embed without asking; a page of an origin
// that may read answers asks (CORS), and is not subject to it.
func secure(next http.Handler) http.Handler {
	return withHeaders(next, map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Content-Security-Policy":      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Cross-Origin-Resource-Policy": "same-origin",
	})
}

// secureDocument sets the headers that mean something only for what a browser
// shows as a page.
func secureDocument(next http.Handler) http.Handler {
	return withHeaders(next, map[string]string{
		"Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy":         "camera=(), geolocation=(), microphone=()",
		"Referrer-Policy":            "no-referrer",
	})
}

// withHeaders sets headers before a handler runs. Their names have to be in
// canonical form; the values are shared by all answers.
func withHeaders(next http.Handler, headers map[string]string) http.Handler {
	type field struct {
		name   string
		values []string
	}
	var fields []field
	for name, value := range headers {
		fields = append(fields, field{name, []string{value}})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, f := range fields {
			h[f.name] = f.values
		}
		next.ServeHTTP(w, r)
	})
}

// checkHost refuses requests for hosts that are not allowed.
func checkHost(allow func(string) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !allow(hostname(r.Host)) {
			writeError(w, misdirected, coded(codeBadRequest, "this server does not answer for the host in the request"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostname gives a Host header in lower case without its port, and an IPv6
// address without its brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader notes the first status that is not only informational.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts bytes; the first makes the status 200, as in net/http.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
