package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/recital/recital/inventory/access"
)

const (
	// maxStreams is how many subscriptions are served at a time.
	maxStreams = 1000
	// streamLife is how long a subscription is served; then its client comes
	// again, and shows anew that it may.
	streamLife = time.Hour
	// keyedLife is the same for a client with a key, which may be revoked.
	keyedLife = time.Minute
	// defaultPulse is how often a stream without news says that it is alive, so
	// that proxies keep it.
	defaultPulse = 15 * time.Second
	// streamPatience is how long a client may take to read what it is sent.
	streamPatience = 10 * time.Second

	mediaEvents = "text/event-stream"
)

// wantsEvents says whether the client takes server-sent events.
func wantsEvents(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		if name, quality, valid := parseRange(part); valid && name == mediaEvents && quality > 0 {
			return true
		}
	}
	return false
}

// lifeFor is how long a subscription by somebody is served.
func lifeFor(who access.Identity) time.Duration {
	if who.Via == access.ViaNothing {
		return streamLife
	}
	return keyedLife
}

// subscribe serves a subscription as server-sent events, one connection for
// each. What is wrong with the request is told as an answer with a status. It
// leaves the request alone, and says so, if the client takes answers as well as
// events and asks for something else than a subscription.
//
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
func (t *transport) subscribe(w http.ResponseWriter, r *http.Request) (served bool) {
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(r.Context()), lifeFor(access.From(r.Context())))
	defer cancel()
	again := rewound(r)
	op, ctx, no := t.subscription(ctx, w, r)
	if _, either := negotiate(r.Header.Values("Accept")); either && !isSubscription(op) {
		again()
		return false
	}
	if no != nil {
		t.refuseEvents(w, r, no)
		return true
	}
	defer t.streams.Add(-1)
	if t.streams.Add(1) > maxStreams {
		t.refuseEvents(w, r, refuse(busy, codeBusy, "too many subscriptions are served already: come again later, or ask with a query"))
		return true
	}
	s := stream{w: w, control: http.NewResponseController(w), pulse: time.NewTicker(t.pulse)}
	defer s.pulse.Stop()
	t.tell(ctx, r.Context(), op, s)
	return true
}

// rewound lets the body of a request be read twice: the result goes back to its
// beginning.
func rewound(r *http.Request) func() {
	body, read := r.Body, new(bytes.Buffer)
	if body == nil {
		return func() {}
	}
	type both struct {
		io.Reader
		io.Closer
	}
	r.Body = both{io.TeeReader(body, read), body}
	return func() { r.Body = both{io.MultiReader(read, body), body} }
}

// isSubscription says whether a planned operation is one; there may be none.
func isSubscription(op *graphql.OperationContext) bool {
	return op != nil && op.Operation.Operation == ast.Subscription
}

// subscription plans the subscription that a request asks for. A refusal comes
// with the operation if there is one.
func (t *transport) subscription(ctx context.Context, w http.ResponseWriter, r *http.Request) (*graphql.OperationContext, context.Context, *refusal) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		no := refuse(wrongMethod, codeBadRequest, "subscribe by GET or POST")
		no.allow = "GET, POST"
		return nil, ctx, no
	}
	p, no := readParams(w, r)
	if no == nil {
		no = t.trusted.resolve(&p, roleOf(r))
	}
	if no != nil {
		return nil, ctx, no
	}
	op, no := t.plan(ctx, r, p)
	if no != nil {
		return nil, ctx, no
	}
	if !isSubscription(op) {
		return op, ctx, refuse(notAcceptable, codeBadRequest, "events are for subscriptions: ask for a %s with Accept: %s", op.Operation.Operation, mediaGraphQL)
	}
	if fields := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"}); len(fields) != 1 || strings.HasPrefix(fields[0].Name, "__") {
		return op, ctx, refuse(refused, codeValidation, "a subscription asks for one field, which is told as it happens")
	}
	pinned, err := t.pin(ctx, op)
	if err != nil {
		return op, ctx, t.refusePin(ctx, err)
	}
	return op, pinned, nil
}

func (t *transport) refuseEvents(w http.ResponseWriter, r *http.Request, no *refusal) {
	a := answer{mediaType: mediaGraphQL, revision: t.revision(r.Context()).Number}
	a.refuse(no)
	t.write(w, r, &a)
}

// tell sends what the subscription brings until it ends, the client goes, its
// time is over or the server stops.
func (t *transport) tell(ctx, unpinned context.Context, op *graphql.OperationContext, s stream) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next, running := t.exec.DispatchOperation(ctx, op)
	news := make(chan *graphql.Response)
	go func() {
		defer close(news)
		for more := true; more; {
			var res *graphql.Response
			if res, more = t.hear(running, next); res == nil {
				return
			}
			select {
			case news <- res:
			case <-ctx.Done():
				return
			}
		}
	}()
	s.begin()
	for {
		var err error
		select {
		case <-t.closing:
			_ = s.event("complete", nil) // the client comes again, to who serves next
			return
		case <-ctx.Done():
			return
		case <-s.pulse.C:
			err = s.alive()
		case res, more := <-news:
			if !more {
				_ = s.event("complete", nil)
				return
			}
			err = s.event("next", t.event(unpinned, res))
		}
		if err != nil {
			return // nobody is there to read
		}
	}
}

// hear waits for the next answer of a subscription, nil after the last. One that
// panics ends with an error: nobody else catches it on this goroutine.
func (t *transport) hear(ctx context.Context, next graphql.ResponseHandler) (res *graphql.Response, more bool) {
	defer func() {
		if v := recover(); v != nil {
			res, more = &graphql.Response{Errors: gqlerror.List{t.errors.mask(ctx, recovered(ctx, v))}}, false
		}
	}()
	return next(ctx), true
}

// event is one answer of a subscription, with the revision that is the head of
// a context that was not pinned.
func (t *transport) event(ctx context.Context, res *graphql.Response) []byte {
	a := answer{mediaType: mediaGraphQL, revision: t.revision(ctx).Number, errs: res.Errors, data: res.Data}
	return a.body()
}

// stream is a response of events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	pulse   *time.Ticker
}

func (s stream) begin() {
	h := s.w.Header()
	h.Set("Content-Type", mediaEvents+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies would wait for more
	s.w.WriteHeader(http.StatusOK)
	_ = s.control.Flush()
}

// alive sends a comment, which clients ignore.
func (s stream) alive() error { return s.send(":\n\n") }

func (s stream) event(name string, data []byte) error {
	return s.send(fmt.Sprintf("event: %s\ndata: %s\n\n", name, strings.TrimSuffix(string(data), "\n")))
}

// send writes and flushes, within the time for it.
func (s stream) send(text string) error {
	err := s.control.SetWriteDeadline(time.Now().Add(streamPatience))
	if errors.Is(err, http.ErrNotSupported) {
		err = nil // the server's own limit holds
	}
	if err == nil {
		_, err = s.w.Write([]byte(text))
	}
	if err == nil {
		err = s.control.Flush()
	}
	return err
}
