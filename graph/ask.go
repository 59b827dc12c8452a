package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/inventory"
)

// Asker answers operations without HTTP, in the words that POST /graphql uses.
// Any number of goroutines may ask.
type Asker struct {
	source    Source
	transport *transport
	requestID func() string
}

// NewAsker makes an asker of a source. An operation may cost more than a
// server allows, but not take longer than a minute. Internal errors go to the
// log; nil logs nothing.
func NewAsker(source Source, log *slog.Logger) *Asker {
	const unlimited = 1 << 40
	c := withDefaults(Config{
		Schema:   Schema(Backend{}),
		Pin:      Pin(fromHead),
		Revision: func(ctx context.Context) Revision { return Revision{Number: snapshot(ctx).Revision().Number} },
		Timeout:  time.Minute,
		MaxCost:  unlimited,
		Logger:   log,
	})
	return &Asker{source: source, transport: newTransport(c), requestID: c.RequestID}
}

// Ask answers one operation: the body of the answer, and whether it has no
// errors. Variables are as JSON has them, numbers as [encoding/json.Number].
// The operation reads the source's head once, whatever it asks.
func (a *Asker) Ask(ctx context.Context, query string, variables map[string]any) (body []byte, ok bool) {
	head, err := a.source(ctx, "")
	number := 0
	if err == nil {
		number = head.Revision().Number
	}
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), a.transport.timeout)
	defer cancel()
	ctx = context.WithValue(ctx, requestKey{}, &request{id: a.requestID()})
	ctx = context.WithValue(ctx, onceKey{}, once{a.source, head, err})
	answered := answer{mediaType: mediaGraphQL, revision: number}
	p := params{query: query, variables: variables}
	a.transport.answer(ctx, &http.Request{Method: http.MethodPost, Header: http.Header{}}, p, &answered)
	return answered.body(), len(answered.errs) == 0
}

// once is a source whose head has been read.
type once struct {
	source Source
	head   *inventory.Snapshot
	err    error
}

type onceKey struct{}

// fromHead is the source of the operation that an asker runs.
func fromHead(ctx context.Context, at string) (*inventory.Snapshot, error) {
	o, _ := ctx.Value(onceKey{}).(once)
	if at == "" {
		return o.head, o.err
	}
	return o.source(ctx, at)
}
