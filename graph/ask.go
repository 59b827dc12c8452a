package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/inventory"
)

// Ask answers one operation from a snapshot without a server, in the words
// that POST /graphql would use: the body of the answer, and whether it has no
// errors. Variables are as JSON has them, numbers as json.Number. The query may cost more than a server allows, but not take longer
// than a minute.
func Ask(ctx context.Context, s *inventory.Snapshot, query string, variables map[string]any, log *slog.Logger) (body []byte, ok bool) {
	const unlimited = 1 << 40
	c := withDefaults(Config{
		Schema: Schema(),
		Pin: func(ctx context.Context, _ *graphql.OperationContext) (context.Context, error) {
			return WithSnapshot(ctx, s), nil
		},
		Revision: func(context.Context) Revision { return Revision{Number: s.Revision().Number} },
		Timeout:  time.Minute,
		MaxCost:  unlimited,
		Logger:   log,
	})
	t := newTransport(c)
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), t.timeout)
	defer cancel()
	ctx = context.WithValue(ctx, requestKey{}, &request{id: c.RequestID()})
	a := answer{mediaType: mediaGraphQL, revision: s.Revision().Number}
	p := params{query: query, variables: variables}
	t.answer(ctx, &http.Request{Method: http.MethodPost, Header: http.Header{}}, p, &a)
	return a.body(), len(a.errs) == 0
}
