package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/graph/cache"
	"github.com/recital/recital/inventory"
)

func TestPost(t *testing.T) {
	s := serve(t, nil)
	w := s.post(`{"query":"{ hello revision }"}`)
	want := `{"data":{"hello":"world \u003c\u0026\u003e","revision":41},"extensions":{"revision":41}}` + "\n"
	if w.Code != http.StatusOK || w.Body.String() != want {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type":           "application/graphql-response+json; charset=utf-8",
		"Content-Length":         fmt.Sprint(w.Body.Len()),
		"Cache-Control":          "no-store",
		"X-Content-Type-Options": "nosniff",
		"X-Request-Id":           "req-1",
		"Etag":                   "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q; want %q", name, got, want)
		}
	}
}

// TestRefusals has each way in which a request gets no data: what it is
// answered, that there is no data in it, and that it names the revision.
func TestRefusals(t *testing.T) {
	s := serve(t, nil)
	tests := []struct {
		name         string
		body         string
		headers      []string
		status, json int // the status for each media type
		code         string
		says         string
	}{
		{"not JSON", `{"query":`, nil, 400, 400, codeBadRequest, "not JSON"},
		{"list", `[{"query":"{hello}"}]`, nil, 400, 400, codeBadRequest, "not a JSON object"},
		{"string", `"{hello}"`, nil, 400, 400, codeBadRequest, "not a JSON object"},
		{"empty", ``, nil, 400, 400, codeBadRequest, "not a JSON object"},
		{"trailing object", `{"query":"{hello}"}{"query":"{hello}"}`, nil, 400, 400, codeBadRequest, "goes on"},
		{"trailing rubbish", `{"query":"{hello}"} x`, nil, 400, 400, codeBadRequest, "goes on"},
		{"twice", `{"query":"{hello}","query":"{revision}"}`, nil, 400, 400, codeBadRequest, "given twice"},
		{"another case", `{"Query":"{hello}"}`, nil, 400, 400, codeBadRequest, "query is missing"},
		{"not UTF-8", "{\"query\":\"{hello}\",\"x\":\"\xff\"}", nil, 400, 400, codeBadRequest, "UTF-8"},
		{"no query", `{"operationName":"A"}`, nil, 400, 400, codeBadRequest, "query is missing"},
		{"null query", `{"query":null}`, nil, 400, 400, codeBadRequest, "query is missing"},
		{"persisted query", `{"extensions":{"persistedQuery":{"version":1}}}`, nil, 400, 400, codeBadRequest, "sha256Hash"},
		{"query is a number", `{"query":1}`, nil, 400, 400, codeBadRequest, "query must be a string"},
		{"variables are a list", `{"query":"{hello}","variables":[]}`, nil, 400, 400, codeBadRequest, "variables must be an object"},
		{"form", `query={hello}`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, 415, codeBadRequest, "Content-Type"},
		{"multipart", ``, []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, 415, codeBadRequest, "Content-Type"},
		{"no type", `{"query":"{hello}"}`, []string{"Content-Type", ""}, 415, 415, codeBadRequest, "Content-Type"},
		{"compressed", `{"query":"{hello}"}`, []string{"Content-Encoding", "gzip"}, 415, 415, codeBadRequest, "Content-Encoding"},
		{"syntax", `{"query":"{hello"}`, nil, 400, 200, codeSyntax, "Expected Name"},
		{"no operation", `{"query":"fragment F on Query {hello}"}`, nil, 400, 200, codeValidation, "no operation"},
		{"comment only", `{"query":"# nothing"}`, nil, 400, 200, codeValidation, "no operation"},
		{"unknown field", `{"query":"{helo}"}`, nil, 400, 200, codeValidation, `Cannot query field "helo" on type "Query".`},
		{"unknown argument", `{"query":"{echo(txt:\"\")}"}`, nil, 400, 200, codeValidation, `Unknown argument "txt" on field "Query.echo".`},
		{"unknown operation", `{"query":"{hello}","operationName":"B"}`, nil, 400, 200, codeValidation, `no operation "B"`},
		{"which operation", `{"query":"query A{hello} query B{hello}"}`, nil, 400, 200, codeValidation, "operationName"},
		{"subscription", `{"query":"subscription{tick}"}`, nil, 406, 406, codeBadRequest, "Accept: text/event-stream"},
		{"defer", `{"query":"{...@defer{hello}}"}`, nil, 400, 200, codeValidation, `Unknown directive "@defer"`},
		{"variable missing", `{"query":"query($x:[ID!]!){nodes(ids:$x){name}}"}`, nil, 400, 200, codeValidation, "must be defined"},
		{"variable wrong", `{"query":"query($x:Int){echo(n:$x)}","variables":{"x":"5"}}`, nil, 400, 200, codeValidation, "the variable $x is \"5\", which is not of the type Int"},
		{"first", `{"query":"{things(first:201){totalCount}}"}`, nil, 400, 200, "INVALID", "things(first: 201): first must be from 1 to 200"},
		{"too many tokens", `{"query":"{` + strings.Repeat("hello ", 1500) + `}"}`, nil, 400, 200, codeTooLarge, "more than the 1500 tokens"},
		{"too long", `{"query":"{hello}` + strings.Repeat(" ", maxQueryBytes) + `"}`, nil, 400, 200, codeTooLarge, "65543 bytes, more than the 65536"},
		{"large body", `{"query":"` + strings.Repeat(" ", maxBody) + `"}`, nil, 413, 413, codeTooLarge, "1048576"},
		{"no credentials", `{"query":"{hello}"}`, []string{"X-Test-Pin", "unauthenticated"}, 401, 401, "UNAUTHENTICATED", "token"},
		{"not allowed", `{"query":"{hello}"}`, []string{"X-Test-Pin", "forbidden"}, 403, 403, "FORBIDDEN", "token"},
		{"no such revision", `{"query":"{hello}"}`, []string{"X-Test-Pin", "missing"}, 400, 200, "NOT_FOUND", "99"},
		{"pin fails", `{"query":"{hello}"}`, []string{"X-Test-Pin", "other"}, 500, 500, codeInternal, "internal error; the log has it under request req-1"},
		{"pin panics", `{"query":"{hello}"}`, []string{"X-Test-Pin", "panic"}, 500, 500, codeInternal, "internal error"},
	}
	for _, tt := range tests {
		for media, status := range map[string]int{mediaGraphQL: tt.status, mediaJSON: tt.json} {
			w := s.post(tt.body, append([]string{"Accept", media}, tt.headers...)...)
			got := read(t, w)
			if w.Code != status || got.code() != tt.code {
				t.Errorf("%s as %s: status %d, code %q; want %d, %q", tt.name, media, w.Code, got.code(), status, tt.code)
			}
			if len(got.Errors) == 0 || !strings.Contains(got.Errors[0].Message, tt.says) {
				t.Errorf("%s: errors %v; want one that says %q", tt.name, got.Errors, tt.says)
			}
			if got.Data != nil {
				t.Errorf("%s: has data: %s", tt.name, w.Body)
			}
			if got.Extensions["revision"] != 40.0 {
				t.Errorf("%s: extensions %v; want the revision of the head", tt.name, got.Extensions)
			}
			if strings.Contains(w.Body.String(), "Did you mean") {
				t.Errorf("%s: suggests: %s", tt.name, w.Body)
			}
		}
	}
}

func TestUnauthenticatedAsksForToken(t *testing.T) {
	w := serve(t, nil).post(`{"query":"{hello}"}`, "X-Test-Pin", "unauthenticated")
	if got := w.Header().Get("WWW-Authenticate"); got != "Bearer" {
		t.Errorf("WWW-Authenticate: %q", got)
	}
}

func TestNullParametersAreAbsent(t *testing.T) {
	w := serve(t, nil).post(`{"query":"{hello}","variables":null,"operationName":null,"extensions":null,"documentId":null,"other":"x"}`)
	if w.Code != http.StatusOK {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// endless is a body that fails the test when more of it is read than allowed.
type endless struct {
	t    *testing.T
	read int
}

func (e *endless) Read(b []byte) (int, error) {
	e.read += len(b)
	if e.read > 2*maxBody {
		e.t.Error("the body is read on after the limit")
		return 0, io.EOF
	}
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestLargeBodyIsNotRead(t *testing.T) {
	s := serve(t, nil)
	for _, length := range []int64{5 << 20, -1} {
		body := &endless{t: t}
		r := httptest.NewRequest(http.MethodPost, "/graphql", body)
		r.ContentLength = length
		r.Header.Set("Content-Type", mediaJSON)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("length %d: status %d", length, w.Code)
		}
		if length > 0 && body.read > 0 {
			t.Errorf("a body declared too large is read: %d bytes", body.read)
		}
	}
}

func TestBrokenBody(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/graphql", io.MultiReader(strings.NewReader(`{"query":`), failing{}))
	r.Header.Set("Content-Type", mediaJSON)
	w := httptest.NewRecorder()
	serve(t, nil).ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), secret) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New(secret) }

func TestGet(t *testing.T) {
	s := serve(t, nil)
	get := func(query string, headers ...string) *httptest.ResponseRecorder {
		return s.do(http.MethodGet, "/graphql?"+query, nil, headers...)
	}
	q := "query=" + url.QueryEscape("query A($n: Int) { echo(n: $n) }") + "&operationName=A&extensions=%7B%7D&variables="
	w := get(q + url.QueryEscape(`{"n":7}`))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `\"n\":7`) {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	for query, says := range map[string]string{
		"":                                       "query is missing",
		"query=":                                 "query is missing",
		"query=%zz":                              "malformed",
		"query=a;b":                              "malformed",
		"query=%7Bhello%7D&query=%7Ba%7D":        "given 2 times",
		"query=%7Bhello%7D&variables=%5B%5D":     "variables is not a JSON object",
		"query=%7Bhello%7D&variables=%7B%7D%7B":  "variables is not a JSON object",
		"query=%7Bhello%7D&extensions=1":         "extensions is not a JSON object",
		"query=%7Bhello%7D&operationName=%ff":    "operationName is not UTF-8",
		"query=%7Bhello%7D&variables=%22text%22": "variables is not a JSON object",
	} {
		w := get(query)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: status %d: %s; want %q", query, w.Code, w.Body, says)
		}
	}
	if w := get("query=%7Bhello%7D&variables=null"); w.Code != http.StatusOK {
		t.Errorf("null variables: status %d: %s", w.Code, w.Body)
	}
}

func TestMethods(t *testing.T) {
	s := serve(t, nil)
	mutation := "/graphql?query=" + url.QueryEscape("mutation{set(revision:5)}")
	tests := []struct {
		method, target string
		status         int
		allow          string
	}{
		{http.MethodGet, mutation, 405, "OPTIONS, POST"},
		{http.MethodHead, mutation, 405, "OPTIONS, POST"},
		{http.MethodPut, "/graphql", 405, allMethods},
		{http.MethodDelete, "/graphql", 405, allMethods},
		{"BREW", "/graphql", 405, allMethods},
		{http.MethodOptions, "/graphql", 204, allMethods},
		{http.MethodHead, "/graphql?query=%7Bhello%7D", 200, ""},
	}
	for _, tt := range tests {
		w := s.do(tt.method, tt.target, nil)
		if w.Code != tt.status || w.Header().Get("Allow") != tt.allow {
			t.Errorf("%s %s: status %d, Allow %q; want %d, %q", tt.method, tt.target, w.Code, w.Header().Get("Allow"), tt.status, tt.allow)
		}
	}
	if w := s.do(http.MethodGet, "/graphql?query=%7Bhello%7D", nil, "Accept", "text/html"); w.Code != http.StatusNotAcceptable {
		t.Errorf("text/html: status %d", w.Code)
	}
}

func TestMutationShowsTheRevisionItMade(t *testing.T) {
	s := serve(t, func(c *Config) {
		c.Identify = func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), newestKey{}, &Revision{Number: 40})))
			})
		}
	})
	got := read(t, s.post(`{"query":"mutation{set(revision:57)}"}`))
	if string(got.Data) != `{"set":57}` || got.Extensions["revision"] != 57.0 {
		t.Errorf("data %s, extensions %v", got.Data, got.Extensions)
	}
}

func TestEntityTag(t *testing.T) {
	s := serve(t, func(c *Config) {
		c.Identify = identifyBy("X-Test-Pin")
	})
	get := func(query string, headers ...string) *httptest.ResponseRecorder {
		return s.do(http.MethodGet, "/graphql?"+query, nil, headers...)
	}
	first := get("query=%7Bhello%7D")
	tag := first.Header().Get("ETag")
	if !strings.HasPrefix(tag, `"41-`) || first.Header().Get("Cache-Control") != cache.Public {
		t.Fatalf("ETag %q, Cache-Control %q", tag, first.Header().Get("Cache-Control"))
	}
	for _, condition := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		w := get("query=%7Bhello%7D", "If-None-Match", condition)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %s: status %d, body %q, ETag %q", condition, w.Code, w.Body, w.Header().Get("ETag"))
		}
	}
	for name, other := range map[string]*httptest.ResponseRecorder{
		"another revision":  get("query=%7Bhello%7D", "If-None-Match", tag, "X-Test-Pin", "next"),
		"another reader":    get("query=%7Bhello%7D", "If-None-Match", tag, "X-Test-Pin", "tag"),
		"another operation": get("query=%7Brevision%7D", "If-None-Match", tag),
		"other variables":   get("query=%7Bhello%7D&variables=%7B%22a%22:1%7D", "If-None-Match", tag),
		"another type":      get("query=%7Bhello%7D", "If-None-Match", tag, "Accept", mediaGraphQL),
	} {
		if other.Code != http.StatusOK || other.Header().Get("ETag") == tag {
			t.Errorf("%s: status %d, ETag %q", name, other.Code, other.Header().Get("ETag"))
		}
	}
	failed := get("query=" + url.QueryEscape(`{fail(how:"known")}`))
	if failed.Header().Get("ETag") != "" || failed.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("an answer with errors may be kept: %v", failed.Header())
	}
	if vary := first.Header().Values("Vary"); strings.Join(vary, ",") != "Accept-Encoding, Accept, Authorization, Cookie" {
		t.Errorf("Vary: %v", vary)
	}
}

// TestLateMutation holds that one whose time ends is not told to have failed:
// it may have been recorded.
func TestLateMutation(t *testing.T) {
	s := serve(t, func(c *Config) { c.Timeout = 20 * time.Millisecond })
	w := s.post(`{"query":"mutation{slow}"}`)
	if got := read(t, w); w.Code != http.StatusGatewayTimeout || got.code() != string(inventory.UnknownOutcome) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestTimeout(t *testing.T) {
	s := serve(t, func(c *Config) { c.Timeout = 20 * time.Millisecond })
	for name, headers := range map[string][]string{"resolver": nil, "pin": {"X-Test-Pin", "wait"}} {
		w := s.post(`{"query":"{slow a:slow things{nodes{name}}}"}`, headers...)
		got := read(t, w)
		if w.Code != http.StatusGatewayTimeout || got.code() != codeTimeout || len(got.Errors) != 1 || got.Data != nil {
			t.Errorf("%s: status %d: %s", name, w.Code, w.Body)
		}
	}
	if strings.Contains(s.log.String(), "internal error") {
		t.Errorf("a timeout is logged as a defect:\n%s", s.log)
	}
}

// TestTimeStopsWork has a query of plain fields, which never look at a context:
// four to the eleventh of them.
func TestTimeStopsWork(t *testing.T) {
	s := serve(t, func(c *Config) { c.Timeout, c.MaxCost = 20*time.Millisecond, 1<<60 })
	query := "{things{nodes{...f0}}} fragment f11 on Thing{name}"
	for i := range 11 {
		query += fmt.Sprintf(" fragment f%d on Thing{a:parts{...f%d} b:parts{...f%[2]d}}", i, i+1)
	}
	start := time.Now()
	w := s.ask(query, nil)
	if took := time.Since(start); w.Code != http.StatusGatewayTimeout || took > 10*time.Second {
		t.Errorf("status %d after %s: %.200s", w.Code, took, w.Body)
	}
}

func TestErrorsAreCapped(t *testing.T) {
	s := serve(t, nil)
	var unknown, failing strings.Builder
	for i := range 30 {
		fmt.Fprintf(&unknown, "u%d ", i)
		fmt.Fprintf(&failing, "f%d:fail(how:\"x\") ", i)
	}
	for name, query := range map[string]string{"validation": unknown.String(), "fields": failing.String()} {
		got := read(t, s.ask("{"+query+"}", nil))
		if len(got.Errors) != maxErrors || got.Extensions["omittedErrors"] != 20.0 {
			t.Errorf("%s: %d errors, extensions %v", name, len(got.Errors), got.Extensions)
		}
	}
	if n := strings.Count(s.log.String(), "internal error"); n != maxErrors {
		t.Errorf("%d internal errors are logged", n)
	}
}

func TestSameErrorsAreOne(t *testing.T) {
	got := read(t, serve(t, nil).ask("{hello "+strings.Repeat("@aa", 30)+" other @aa}", nil))
	messages := map[string]int{}
	for _, e := range got.Errors {
		messages[e.Message] = len(e.Locations)
	}
	if len(messages) != len(got.Errors) || messages[`Unknown directive "@aa".`] != 10 {
		t.Errorf("errors %+v", got.Errors)
	}
}

func TestMessagesAreClipped(t *testing.T) {
	w := serve(t, nil).ask("{"+strings.Repeat("x", 60_000)+"}", nil)
	if w.Body.Len() > 1000 {
		t.Errorf("the answer has %d bytes", w.Body.Len())
	}
}

func TestDocumentsAreKept(t *testing.T) {
	d := newDocuments(newFakeSchema(t).schema)
	a, errs := d.prepare(t.Context(), "{hello}")
	b, _ := d.prepare(t.Context(), "{hello}")
	if errs != nil || a != b {
		t.Errorf("a valid document is parsed twice: %v", errs)
	}
	if _, errs := d.prepare(t.Context(), "{nothing}"); errs == nil {
		t.Error("an invalid document passes")
	}
	if _, errs := d.prepare(t.Context(), "{nothing}"); errs == nil {
		t.Error("an invalid document passes the second time")
	}
}

func FuzzParseBody(f *testing.F) {
	f.Add([]byte(`{"query":"{a}","variables":{"x":[1,2.5,null]},"extensions":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, no := parseBody(body)
		if no != nil && (len(no.errs) != 1 || no.errs[0].Extensions["code"] != codeBadRequest) {
			t.Errorf("refusal %+v", no)
		}
		if no == nil {
			encode(p.variables)
		}
	})
}
