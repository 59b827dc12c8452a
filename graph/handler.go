package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/rs/cors"

	"github.com/recital/recital/graph/cache"
)

// Config is what a handler needs. Schema and Revision are required.
type Config struct {
	// Schema is what is asked and who answers. A query that uses @defer is
	// refused, whatever the schema says.
	Schema graphql.ExecutableSchema

	// Pin chooses the revision that one operation reads and gives a context
	// that carries it to the resolvers. It sees the operation with its
	// directives, variables and headers. Its error refuses the operation, as a
	// whole, in the same words as that of a resolver. Nil leaves the context
	// as it is.
	Pin func(context.Context, *graphql.OperationContext) (context.Context, error)

	// Revision names the revision of a context: the one that Pin chose, or
	// the head for a context that was not pinned. After a mutation it is asked
	// again, for the revision that the mutation made.
	Revision func(context.Context) Revision

	// Health says how the program is. Its error makes /healthz fail and is
	// logged, not shown. Nil means healthy, at the revision of Revision.
	Health func(context.Context) (Health, error)

	// Identify finds out who makes a request to /graphql, and puts it in the
	// request's context: see [access.With]. Readers of one role share kept
	// answers. Nil means that everybody is anonymous.
	Identify func(http.Handler) http.Handler

	// Allow says whether whoever makes the request of a context may have a root
	// field, such as Query.ropa; its error refuses the whole operation. Nil
	// allows everything to everybody.
	Allow func(ctx context.Context, field string) error

	// Closing is closed when the server is to stop: it ends subscriptions, which
	// would go on otherwise. Nil means never.
	Closing <-chan struct{}

	// Documents are the operations that can be asked for by id instead of
	// text: exact texts by their [DocumentID].
	Documents map[string]string

	// DocumentsOnly says whether readers of a role may run nothing else than
	// Documents. Nil means that nobody is bound to them.
	DocumentsOnly func(role string) bool

	// Pages serve what depends on nothing but the request's host, path and
	// query, and the head revision: they are the same for everybody. They are by pattern of
	// [http.ServeMux], are kept like answers of GraphQL, and may be read by
	// Origins. A page begins with no headers; those that it sets replace those
	// that every answer has.
	Pages map[string]http.Handler

	// CacheBytes is the most that kept answers take; 0 means 64 MiB.
	CacheBytes int64

	// UI serves all other paths, and is not kept; nil serves none.
	UI http.Handler

	// Origins are the web origins whose pages may read answers, each as
	// ValidateOrigin wants it; "*" means all. Credentials are never allowed.
	Origins []string

	// AllowHost says whether a host name, in lower case and without a port, is
	// one of ours; it protects a server on a private network from pages that
	// point a name of theirs at it. /healthz answers to any. Nil allows all.
	AllowHost func(host string) bool

	// Timeout is the time for one GraphQL request; 0 means 10 seconds.
	Timeout time.Duration

	// MaxCost is the most that one operation may cost, in fields that it may
	// have to answer; 0 means 200,000.
	MaxCost int64

	// Logger takes one record for each request, and each internal error. That of
	// a request answered from what is kept is at debug level: a page with many
	// readers would fill a disk. Nil logs nothing.
	Logger *slog.Logger

	// RequestID makes an id for a request that no other request has; nil
	// means a random one.
	RequestID func() string

	// pulse is how often a subscription without news says that it is alive.
	pulse time.Duration
}

// Revision is the state of the inventory that an answer shows.
type Revision struct {
	// Number is shown in extensions.revision.
	Number int
	// Tag is what else an answer depends on, beside the operation: the hash of
	// the revision, what the reader may see, the version of the program.
	Tag string
}

// Health is how the program is, as /healthz shows it.
type Health struct {
	Revision      int `json:"revision"`
	SchemaVersion int `json:"schemaVersion"`
}

// NewHandler serves GraphQL at /graphql, pages at their patterns, the state of
// the program at /healthz, and everything else from the user interface. Each
// answer carries the id of its request in X-Request-Id. The error says what is
// wrong with c.
func NewHandler(c Config) (http.Handler, error) {
	if c.Schema == nil || c.Revision == nil {
		return nil, errors.New("a handler needs a schema and a revision")
	}
	c = withDefaults(c)
	if _, err := DocumentsOf(c.Documents, c.Schema.Schema()); err != nil {
		return nil, fmt.Errorf("published operations: %w", err)
	}
	share, err := crossOrigin(c.Origins)
	if err != nil {
		return nil, err
	}
	ours := func(h http.Handler) http.Handler { return checkHost(c.AllowHost, share(h)) }
	kept := cache.New(cache.Config{
		Head: func() (int, string) {
			r := c.Revision(context.Background())
			return r.Number, r.Tag
		},
		Kept: func(r *http.Request) { requestFrom(r.Context()).kept = true },
		Role: sharing, MaxBytes: c.CacheBytes,
	})
	mux := http.NewServeMux()
	// Sharing is outside the cache: what is kept is the same for all origins.
	mux.Handle("/graphql", ours(c.Identify(kept.Wrap(newTransport(c)))))
	for pattern, page := range c.Pages {
		mux.Handle(pattern, ours(secureDocument(kept.Wrap(page))))
	}
	mux.Handle("GET /healthz", healthHandler(c))
	mux.Handle("/", ours(secureDocument(c.UI)))
	return observe(c, secure(mux)), nil
}

// withDefaults fills in what may be left out.
func withDefaults(c Config) Config {
	if c.Pin == nil {
		c.Pin = func(ctx context.Context, _ *graphql.OperationContext) (context.Context, error) { return ctx, nil }
	}
	if c.Health == nil {
		c.Health = func(ctx context.Context) (Health, error) {
			return Health{Revision: c.Revision(ctx).Number}, nil
		}
	}
	if c.Identify == nil {
		c.Identify = func(h http.Handler) http.Handler { return h }
	}
	if c.Allow == nil {
		c.Allow = func(context.Context, string) error { return nil }
	}
	if c.pulse == 0 {
		c.pulse = defaultPulse
	}
	if c.DocumentsOnly == nil {
		c.DocumentsOnly = func(string) bool { return false }
	}
	if c.UI == nil {
		c.UI = http.NotFoundHandler()
	}
	if c.AllowHost == nil {
		c.AllowHost = func(string) bool { return true }
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.MaxCost == 0 {
		c.MaxCost = defaultMaxCost
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.RequestID == nil {
		c.RequestID = requestID
	}
	return c
}

// crossOrigin makes the wrapper that lets pages of these origins read answers.
// Without origins it lets none.
func crossOrigin(origins []string) (func(http.Handler) http.Handler, error) {
	if len(origins) == 0 {
		// To the library, no origins would mean all of them.
		return func(h http.Handler) http.Handler { return h }, nil
	}
	for _, o := range origins {
		if err := ValidateOrigin(o); err != nil {
			return nil, fmt.Errorf("origin %q: %w", o, err)
		}
	}
	return cors.New(cors.Options{
		AllowedOrigins:   slices.Clone(origins),
		AllowedMethods:   []string{http.MethodGet, http.MethodHead, http.MethodPost},
		AllowedHeaders:   []string{"Accept", "Authorization", "Content-Type", "If-None-Match"},
		ExposedHeaders:   []string{"ETag", requestIDHeader},
		AllowCredentials: false,
		MaxAge:           600,
	}).Handler, nil
}

// healthHandler says whether the program can answer, and from what.
func healthHandler(c Config) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", mediaJSON)
		w.Header().Set("Cache-Control", "no-store")
		health, err := c.Health(r.Context())
		if err != nil {
			c.Logger.ErrorContext(r.Context(), "not healthy", "request", requestFrom(r.Context()).id, "error", err)
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte(`{"status":"unavailable"}` + "\n"))
			return
		}
		_, _ = w.Write(append(encode(struct {
			Status string `json:"status"`
			Health
		}{"ok", health}), '\n'))
	})
}

// NewServer makes a server with limits on the time and the size of everything
// that a client can be slow or large with. The caller sets its address and
// ends it.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		// A query in a URL has to fit.
		MaxHeaderBytes: 128 << 10,
	}
}
