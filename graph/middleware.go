package graph

import (
	"context"
	"log/slog"
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
}

type requestKey struct{}

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
		req := &request{id: c.RequestID()}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, req))
		rec := &recorder{ResponseWriter: w}
		w.Header().Set(requestIDHeader, req.id)
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				rescue(c, rec, r, v)
			}
			logRequest(c.Logger, r, rec, req, time.Since(start))
		}()
		next.ServeHTTP(rec, r)
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
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(statusFor(o, mediaGraphQL))
	_, _ = w.Write(append(encode(map[string]any{"errors": gqlerror.List{err}}), '\n'))
}

// logRequest writes the one record of a request.
func logRequest(log *slog.Logger, r *http.Request, rec *recorder, req *request, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("request", req.id),
		slog.String("method", method(r.Method)),
		slog.String("route", r.Pattern),
		slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes),
		slog.Duration("took", took),
	}
	if req.operation != "" {
		attrs = append(attrs, slog.String("operation", string(req.operation)), slog.Int64("cost", req.cost))
	}
	if n := req.errors.Load(); n > 0 {
		attrs = append(attrs, slog.Int64("errors", n))
	}
	log.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs...)
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
// replaces the policy, which allows a page nothing, with its own.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
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
