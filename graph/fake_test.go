package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// fakeSource is a schema with one of everything that the transport and the
// guard treat differently.
const fakeSource = `
directive @defer(if: Boolean = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
enum Color { RED BLUE }
input Filter { color: Color, limit: Int, words: [String!], inner: Filter }
type Query {
  hello: String!
  echo(text: String, n: Int, f: Float, b: Boolean, id: ID, color: Color, filter: Filter, ids: [ID!]): String
  fail(how: String!): String
  slow: String
  revision: Int!
  things(first: Int! = 50): ThingConnection!
  optional(first: Int): ThingConnection!
  nodes(ids: [ID!]!): [Thing]!
}
type ThingConnection { nodes: [Thing!]! totalCount: Int! }
type Thing { name: String! thing: Thing! parts: [Thing!]! things(first: Int! = 10): ThingConnection! fail(how: String!): String }
type Mutation { set(revision: Int!): Int! slow: Int }
type Subscription { tick: Int! }
`

const secret = "hunter2-and-the-path-of-the-database"

// fakeSchema executes fakeSource with the least machinery that gqlgen's
// generated code has too: fields run through the middleware, their errors
// through the presenter, their panics through the recovery.
type fakeSchema struct{ schema *ast.Schema }

func newFakeSchema(t testing.TB) *fakeSchema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "fake.graphql", Input: fakeSource})
	if err != nil {
		t.Fatal(err)
	}
	return &fakeSchema{schema: schema}
}

func (f *fakeSchema) Schema() *ast.Schema { return f.schema }

func (f *fakeSchema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (f *fakeSchema) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	return graphql.OneShot(&graphql.Response{Data: f.object(ctx, op, op.Operation.SelectionSet)})
}

func (f *fakeSchema) object(ctx context.Context, op *graphql.OperationContext, set ast.SelectionSet) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, field := range graphql.CollectFields(op, set, []string{"Query", "Mutation", "Thing", "ThingConnection"}) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", field.Alias, f.field(ctx, op, field))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func (f *fakeSchema) field(ctx context.Context, op *graphql.OperationContext, field graphql.CollectedField) (out json.RawMessage) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: field, Args: field.ArgumentMap(op.Variables)})
	defer func() {
		if v := recover(); v != nil {
			op.Error(ctx, op.Recover(ctx, v))
			out = json.RawMessage("null")
		}
	}()
	value, err := op.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
		return fakeResolve(ctx, field.Name, field.ArgumentMap(op.Variables))
	})
	if err != nil {
		op.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return json.RawMessage("null")
	}
	if n, isList := value.(fakeList); isList {
		items := make([]json.RawMessage, n)
		for i := range items {
			items[i] = f.object(ctx, op, field.Selections)
		}
		value = items
	} else if len(field.Selections) > 0 {
		return f.object(ctx, op, field.Selections)
	}
	return encode(value)
}

// fakeList is a list of so many objects.
type fakeList int

func fakeResolve(ctx context.Context, name string, args map[string]any) (any, error) {
	switch name {
	case "hello":
		return "world <&>", nil
	case "__typename":
		return "Query", nil
	case "echo":
		return string(encode(args)), nil
	case "fail":
		return nil, fakeError(args["how"].(string))
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	case "revision":
		return revisionOf(ctx).Number, nil
	case "set":
		n, _ := asInt(args["revision"])
		ctx.Value(newestKey{}).(*Revision).Number = int(n)
		return n, nil
	case "parts", "nodes":
		return fakeList(2), nil
	default:
		return name, nil
	}
}

func fakeError(how string) error {
	cause := errors.New(secret)
	switch how {
	case "panic":
		panic(secret)
	case "known":
		return fmt.Errorf("%s: %w", secret, &inventory.Error{
			Code: inventory.Conflict, Message: "the base is revision 3, the head is 4", Err: cause,
			Problems: []inventory.Problem{{Path: "changes[0]", Rule: "stale", Message: "read it again"}},
		})
	case "strange":
		return &inventory.Error{Code: "STRANGE", Message: secret, Err: cause}
	case "graphql":
		e := coded("LEAK", "%s", secret)
		e.Extensions["detail"] = secret
		return e
	case "deadline":
		return fmt.Errorf("%s: %w", secret, context.DeadlineExceeded)
	default:
		return fmt.Errorf("open %s: %w", secret, cause)
	}
}

// headKey is the context key of the revision that the fake pins.
type headKey struct{}

// newestKey is the context key of the head, where a test has one that moves.
type newestKey struct{}

func revisionOf(ctx context.Context) Revision {
	for _, key := range []any{headKey{}, newestKey{}} {
		if r, ok := ctx.Value(key).(*Revision); ok {
			return *r
		}
	}
	return Revision{Number: 40, Tag: "head"}
}

// fakePin pins revision 41, or another as the header X-Test-Pin says, or fails
// as it says.
func fakePin(ctx context.Context, op *graphql.OperationContext) (context.Context, error) {
	switch how := op.Headers.Get("X-Test-Pin"); how {
	case "":
		return context.WithValue(ctx, headKey{}, &Revision{Number: 41, Tag: "abc"}), nil
	case "next":
		return context.WithValue(ctx, headKey{}, &Revision{Number: 42, Tag: "abd"}), nil
	case "tag":
		return context.WithValue(ctx, headKey{}, &Revision{Number: 41, Tag: "abd"}), nil
	case "unauthenticated":
		return nil, inventory.Errorf(inventory.Unauthenticated, "the token is not known")
	case "forbidden":
		return nil, inventory.Errorf(inventory.Forbidden, "the token is not enough")
	case "missing":
		return nil, inventory.Errorf(inventory.NotFound, "there is no revision 99")
	case "wait":
		<-ctx.Done()
		return nil, ctx.Err()
	case "panic":
		panic(secret)
	default:
		return nil, fakeError(how)
	}
}

// logged is a log that several goroutines may write.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// serving is a handler under test with its log.
type serving struct {
	http.Handler
	log *logged
}

// serve makes a handler of the fake schema; change may be nil.
func serve(t testing.TB, change func(*Config)) serving {
	t.Helper()
	log := new(logged)
	c := Config{
		Schema:    newFakeSchema(t),
		Pin:       fakePin,
		Revision:  revisionOf,
		Logger:    slog.New(slog.NewTextHandler(log, nil)),
		RequestID: func() string { return "req-1" },
	}
	if change != nil {
		change(&c)
	}
	h, err := NewHandler(c)
	if err != nil {
		t.Fatal(err)
	}
	return serving{Handler: h, log: log}
}

// post sends a body to /graphql; headers are pairs of name and value.
func (s serving) post(body string, headers ...string) *httptest.ResponseRecorder {
	headers = append([]string{"Content-Type", mediaJSON, "Accept", mediaGraphQL}, headers...)
	return s.do(http.MethodPost, "/graphql", strings.NewReader(body), headers...)
}

// ask posts a query, with variables that may be nil.
func (s serving) ask(query string, variables map[string]any) *httptest.ResponseRecorder {
	return s.post(string(encode(map[string]any{"query": query, "variables": variables})))
}

func (s serving) do(method, target string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// reply is an answer, decoded.
type reply struct {
	Errors []struct {
		Message    string
		Path       []any
		Locations  []struct{ Line, Column int }
		Extensions map[string]any
	}
	Data       json.RawMessage
	Extensions map[string]any
}

// read decodes an answer.
func read(t testing.TB, w *httptest.ResponseRecorder) reply {
	t.Helper()
	var r reply
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatalf("answer %q: %v", w.Body, err)
	}
	return r
}

// code is the code of the first error, or nothing.
func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

// identifyBy makes whoever sends a header the role that it names.
func identifyBy(header string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if role := r.Header.Get(header); role != "" {
				who := access.Identity{Name: "Somebody", Role: access.Role(role), Via: access.ViaToken}
				r = r.WithContext(access.With(r.Context(), who))
			}
			next.ServeHTTP(w, r)
		})
	}
}
