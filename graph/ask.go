package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/inventory"
)

// Ask answers one operation from a source without a server, in the words that
// POST /graphql would use: the body of the answer, and whether it has no errors.
// Variables are as JSON has them, numbers as [encoding/json.Number]. The query
// may cost more than a server allows, but not take longer than a minute.
func Ask(ctx context.Context, source Source, query string, variables map[string]any, log *slog.Logger) (body []byte, ok bool) {
	const unlimited = 1 << 40
	head, headErr := source(ctx, "")
	number := 0
	if headErr == nil {
		number = head.Revision().Number
	}
	once := func(ctx context.Context, at string) (*inventory.Snapshot, error) {
		if at == "" {
			return head, headErr
		}
		return source(ctx, at)
	}
	c := withDefaults(Config{
		Schema:   Schema(),
		Pin:      Pin(once),
		Revision: func(ctx context.Context) Revision { return Revision{Number: snapshot(ctx).Revision().Number} },
		Timeout:  time.Minute,
		MaxCost:  unlimited,
		Logger:   log,
	})
	t := newTransport(c)
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), t.timeout)
	defer cancel()
	ctx = context.WithValue(ctx, requestKey{}, &request{id: c.RequestID()})
	a := answer{mediaType: mediaGraphQL, revision: number}
	p := params{query: query, variables: variables}
	t.answer(ctx, &http.Request{Method: http.MethodPost, Header: http.Header{}}, p, &a)
	return a.body(), len(a.errs) == 0
}
