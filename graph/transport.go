package graph

import (
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/recital/recital/graph/cache"
	"github.com/recital/recital/inventory"
)

// transport serves GraphQL over HTTP: queries by GET and HEAD, queries and
// mutations by POST of JSON. It knows no batches, no uploads, no WebSocket and
// no incremental delivery.
//
// https://graphql.github.io/graphql-over-http/draft/
type transport struct {
	documents *documents
	trusted   trusted
	allow     func(context.Context, string) error
	closing   <-chan struct{}
	pulse     time.Duration
	// streams counts the subscriptions being served.
	streams  atomic.Int64
	gzip     *cache.Gzip
	exec     *executor.Executor
	errors   presenter
	pin      func(context.Context, *graphql.OperationContext) (context.Context, error)
	revision func(context.Context) Revision
	timeout  time.Duration
	maxCost  int64
}

func newTransport(c Config) *transport {
	t := &transport{
		documents: newDocuments(withoutDefer(c.Schema.Schema())),
		trusted:   newTrusted(c.Documents, c.DocumentsOnly),
		allow:     c.Allow,
		closing:   c.Closing,
		pulse:     c.pulse,
		gzip:      cache.NewGzip(gzip.BestSpeed),
		exec:      executor.New(c.Schema),
		errors:    presenter{log: c.Logger},
		pin:       c.Pin,
		revision:  c.Revision,
		timeout:   c.Timeout,
		maxCost:   c.MaxCost,
	}
	t.exec.SetErrorPresenter(t.errors.present)
	t.exec.SetRecoverFunc(recovered)
	t.exec.SetQueryCache(prepared{})
	t.exec.AroundFields(stopWhenOver)
	return t
}

// stopWhenOver resolves no more fields once the time of the request is over:
// most fields are plain method calls that never look at a context.
func stopWhenOver(ctx context.Context, next graphql.Resolver) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return next(ctx)
}

const (
	allMethods = "GET, HEAD, OPTIONS, POST"
	postOnly   = "OPTIONS, POST"
)

// ServeHTTP answers one request within the time for one.
func (t *transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", allMethods)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if wantsEvents(r) && t.subscribe(w, r) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), t.timeout)
	defer cancel()
	a := t.safely(graphql.StartOperationTrace(ctx), w, r)
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // nobody is there to read
	}
	t.write(w, r, &a)
}

// safely answers, whatever happens.
func (t *transport) safely(ctx context.Context, w http.ResponseWriter, r *http.Request) (a answer) {
	mediaType, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		mediaType = mediaJSON
	}
	a = answer{mediaType: mediaType, revision: t.revision(ctx).Number}
	defer func() {
		if v := recover(); v != nil {
			a.refuse(&refusal{outcome: failed, errs: gqlerror.List{t.errors.mask(ctx, recovered(ctx, v))}})
		}
	}()
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		no := refuse(wrongMethod, codeBadRequest, "the method %s is not served here", clip(r.Method))
		no.allow = allMethods
		a.refuse(no)
		return a
	}
	if !ok {
		a.refuse(refuse(notAcceptable, codeBadRequest, "answers are %s or %s, which the request does not accept", mediaGraphQL, mediaJSON))
		return a
	}
	p, no := readParams(w, r)
	if no == nil {
		no = t.trusted.resolve(&p, roleOf(r))
	}
	if no != nil {
		a.refuse(no)
		return a
	}
	t.answer(ctx, r, p, &a)
	return a
}

// answer plans and runs the operation that the parameters ask for.
func (t *transport) answer(ctx context.Context, r *http.Request, p params, a *answer) {
	op, no := t.plan(ctx, r, p)
	if no == nil && op.Operation.Operation == ast.Subscription {
		no = refuse(notAcceptable, codeBadRequest, "a subscription is told as it happens: ask for it with Accept: %s", mediaEvents)
	}
	if no != nil {
		a.refuse(no)
		return
	}
	pinned, err := t.pin(ctx, op)
	if err != nil {
		a.refuse(t.refusePin(ctx, err))
		return
	}
	revision := t.revision(pinned)
	a.revision = revision.Number
	if r.Method == http.MethodPost {
		t.execute(pinned, op, a)
		if op.Operation.Operation == ast.Mutation {
			a.revision = t.revision(ctx).Number // the one that it made
		}
		return
	}
	if dependsOnReader(op) {
		t.execute(pinned, op, a)
		return
	}
	tag := entityTag(revision, a.mediaType, p)
	for _, form := range []string{tag, cache.GzipTag(tag)} {
		if cache.Matches(r.Header["If-None-Match"], form) {
			a.outcome, a.etag = notModified, form
			return
		}
	}
	t.execute(pinned, op, a)
	a.tag(tag)
}

// refusePin refuses a request for which there is no revision to read.
func (t *transport) refusePin(ctx context.Context, err error) *refusal {
	if isOver(ctx) {
		return t.refuseLate()
	}
	shown := t.errors.public(ctx, err)
	return &refusal{outcome: outcomeOf(shown), errs: gqlerror.List{shown}}
}

// isOver says whether the time of a request is over.
func isOver(ctx context.Context) bool { return errors.Is(ctx.Err(), context.DeadlineExceeded) }

func (t *transport) refuseLate() *refusal {
	return refuse(timedOut, codeTimeout, "the query did not end within %s: ask for less", t.timeout)
}

// refuseUnsure refuses a mutation whose time ended while it ran: it may have
// done what it was asked for.
func (t *transport) refuseUnsure() *refusal {
	return refuse(timedOut, string(inventory.UnknownOutcome), "the change did not end within %s, and may have been recorded: read head before you repeat it", t.timeout)
}

// plan makes an operation that may run of the parameters of a request.
func (t *transport) plan(ctx context.Context, r *http.Request, p params) (*graphql.OperationContext, *refusal) {
	doc, errs := t.documents.prepare(ctx, p.query)
	if len(errs) > 0 {
		return nil, &refusal{outcome: refused, errs: errs}
	}
	op, err := selectOperation(doc, p.operationName)
	if err != nil {
		return nil, &refusal{outcome: refused, errs: gqlerror.List{err}}
	}
	if no := serves(r.Method, op.Operation); no != nil {
		return nil, no
	}
	variables, err := coerceVariables(t.documents.schema, op, p.variables)
	if err != nil {
		return nil, &refusal{outcome: refused, errs: gqlerror.List{err}}
	}
	oc, errs := t.exec.CreateOperationContext(context.WithValue(ctx, preparedKey{}, doc), &graphql.RawParams{
		Query:         p.query,
		OperationName: p.operationName,
		Variables:     variables,
		Extensions:    p.extensions,
		Headers:       r.Header,
	})
	if len(errs) > 0 {
		return nil, &refusal{outcome: refused, errs: errs}
	}
	oc.DisableIntrospection = false
	cost, err := checkCost(op, oc.Variables, t.maxCost)
	if err != nil {
		return nil, &refusal{outcome: refused, errs: gqlerror.List{err}}
	}
	requestFrom(ctx).note(op.Operation, cost)
	if no := t.allowed(ctx, oc); no != nil {
		return nil, no
	}
	return oc, nil
}

// serves refuses the kinds of operation that a method does not run.
func serves(method string, kind ast.Operation) *refusal {
	if method != http.MethodPost && kind == ast.Mutation {
		no := refuse(wrongMethod, codeBadRequest, "%s changes nothing: send a mutation by POST", method)
		no.allow = postOnly
		return no
	}
	return nil
}

// execute runs a planned operation and puts the result into the answer.
func (t *transport) execute(ctx context.Context, op *graphql.OperationContext, a *answer) {
	next, running := t.exec.DispatchOperation(ctx, op)
	res := next(running)
	if isOver(ctx) {
		no := t.refuseLate()
		if op.Operation.Operation == ast.Mutation {
			no = t.refuseUnsure()
		}
		a.refuse(no)
		return
	}
	if ctx.Err() != nil {
		return // nobody is there to read
	}
	if res == nil {
		a.refuse(&refusal{outcome: failed, errs: gqlerror.List{t.errors.mask(ctx, errors.New("the operation has no response"))}})
		return
	}
	a.outcome, a.errs, a.data = answered, res.Errors, res.Data
	a.omitted = max(0, int(requestFrom(ctx).errors.Load())-maxErrors)
}
