package identity

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// world is an authenticator with a clock of its own, the tokens it knows, and
// all that it logged.
type world struct {
	*Authenticator
	t   *testing.T
	log *lockedBuffer

	mu sync.Mutex
	// All below is guarded by mu.
	now    time.Time
	tokens map[string]access.Token
	broken error
	uses   int
}

// lockedBuffer is a buffer that may be written while it is read.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer // guarded by mu
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var start = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)

func newWorld(t *testing.T, change func(*Config)) *world {
	t.Helper()
	w := &world{t: t, log: &lockedBuffer{}, now: start, tokens: map[string]access.Token{}}
	c := Config{
		Tokens: w, Local: "local administrator", Clock: w.clock,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&c)
	}
	w.Authenticator = New(c)
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// The methods of [access.Store].

func (w *world) Token(_ context.Context, id string) (access.Token, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := w.tokens[id]
	return t, ok, w.broken
}

func (w *world) Tokens(context.Context) ([]access.Token, error) { return nil, nil }

func (w *world) PutToken(_ context.Context, t access.Token) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens[t.ID] = t
	return nil
}

func (w *world) RevokeToken(_ context.Context, id string, at time.Time) (access.Token, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.tokens[id]
	t.RevokedAt = at
	w.tokens[id] = t
	return t, nil
}

func (w *world) TokenUsed(_ context.Context, id string, on inventory.Date) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.uses++
	t := w.tokens[id]
	t.LastUsedOn = on
	w.tokens[id] = t
	return nil
}

// fail makes the store fail.
func (w *world) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = err
}

// token makes a token that works for a day.
func (w *world) token(role access.Role) (id, text string) {
	w.t.Helper()
	t, text, err := access.NewToken(rand.Reader, "somebody", role, w.clock(), w.clock().AddDate(0, 0, 1))
	if err != nil {
		w.t.Fatal(err)
	}
	_ = w.PutToken(w.t.Context(), t)
	return t.ID, text
}

func (w *world) revoke(id string) { _, _ = w.RevokeToken(w.t.Context(), id, w.clock()) }

// handler serves the session's routes, and whoami for all else.
func (w *world) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(Route, w.Handler())
	mux.Handle("/", w.Middleware(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		who := access.From(r.Context())
		fmt.Fprintf(rw, "%s %s %s", who.Role, who.Via, who.Name)
	})))
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/ask", w.Middleware(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.Require(r.FormValue("operation"), nothing).ServeHTTP(rw, r)
	})))
	return mux
}

// local is a request as a program on this machine makes it.
func local(method, path, body string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:5555"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func bearer(text string) []string { return []string{"Authorization", "Bearer " + text} }

func (w *world) ask(r *http.Request) *http.Response {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.handler().ServeHTTP(rec, r)
	return rec.Result()
}

// answers checks the status of an answer and what its body has.
func (w *world) answers(what string, r *http.Request, status int, has string) *http.Response {
	w.t.Helper()
	response := w.ask(r)
	body := read(w.t, response)
	if response.StatusCode != status || !strings.Contains(body, has) {
		w.t.Errorf("%s: %d %s; want %d and %q", what, response.StatusCode, body, status, has)
	}
	if refused := status >= 400; refused {
		var told struct {
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal([]byte(body), &told); err != nil || len(told.Errors) != 1 || told.Errors[0].Extensions.Code == "" {
			w.t.Errorf("%s: the refusal is no GraphQL error: %s", what, body)
		}
		if response.Header.Get("Cache-Control") != "no-store" {
			w.t.Errorf("%s: the refusal may be kept", what)
		}
	}
	if got := response.Header.Get("WWW-Authenticate"); status == http.StatusUnauthorized && !strings.HasPrefix(got, "Bearer") {
		w.t.Errorf("%s: WWW-Authenticate is %q", what, got)
	}
	return response
}

func read(t *testing.T, r *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestEveryOperation asks for each operation with each role and each state of a
// key: what the table of decisions says happens, and nothing else.
func TestEveryOperation(t *testing.T) {
	w := newWorld(t, nil)
	type key struct{ name, text string }
	keys := map[access.Role][]key{}
	for _, role := range access.Roles()[1:] {
		_, expired := w.token(role)
		keys[role] = append(keys[role], key{"expired", expired})
	}
	w.pass(36 * time.Hour)
	for _, role := range access.Roles()[1:] {
		id, revoked := w.token(role)
		w.revoke(id)
		_, good := w.token(role)
		_, other := w.token(role)
		bad := good[:20] + other[20:len(other)-7]
		keys[role] = append(keys[role], key{"revoked", revoked}, key{"bad", bad + "aaaaaaa"}, key{"good", good})
	}
	n := 0
	for _, operation := range access.Operations() {
		path := "/ask?operation=" + url.QueryEscape(operation)
		needed, _ := access.Needs(operation)
		want := http.StatusOK
		if needed != access.Anonymous {
			want = http.StatusUnauthorized
		}
		w.answers(operation+" without a key", local("GET", path, ""), want, "")
		for role, list := range keys {
			for _, k := range list {
				want := http.StatusUnauthorized
				if k.name == "good" {
					if want = http.StatusOK; !role.Reaches(needed) {
						want = http.StatusForbidden
					}
				}
				w.pass(time.Minute) // so that no failure is one too many
				w.answers(operation+" with the "+k.name+" key of "+string(role), local("GET", path, "", bearer(k.text)...), want, "")
				n++
			}
		}
	}
	if want := len(access.Operations()) * 4 * 4; n != want {
		t.Errorf("%d cases, want %d", n, want)
	}
}

// TestWhatARefusedKeyLearns holds that only the bearer of the right secret
// learns what became of a token.
func TestWhatARefusedKeyLearns(t *testing.T) {
	w := newWorld(t, nil)
	id, gone := w.token(access.Reader)
	w.revoke(id)
	_, old := w.token(access.Reader)
	w.answers("revoked", local("GET", "/", "", bearer(gone)...), 401, "was revoked")
	w.pass(25 * time.Hour)
	response := w.answers("expired", local("GET", "/", "", bearer(old)...), 401, "has expired")
	if got := response.Header.Get("WWW-Authenticate"); got != `Bearer realm="recital", error="invalid_token"` {
		t.Errorf("the challenge is %s", got)
	}
	unknown := read(t, w.ask(local("GET", "/", "", bearer(forged(t, "aaaaaaaa"))...)))
	for what, text := range map[string]string{"another secret of a revoked token": forged(t, id), "no token at all": "xyz"} {
		if got := read(t, w.ask(local("GET", "/", "", bearer(text)...))); got != unknown {
			t.Errorf("%s: %s; an unknown one: %s", what, got, unknown)
		}
	}
	w.answers("a token cut short", local("GET", "/", "", bearer(old[:30])...), 401, "not whole")
}

// forged is a token with an id of somebody else's and a right check.
func forged(t *testing.T, id string) string {
	t.Helper()
	bits := append(idBits(t, id), bytes.Repeat([]byte{7}, 25)...)
	_, text, err := access.NewToken(bytes.NewReader(bits), "f", access.Admin, start, start.Add(time.Hour))
	if err != nil || !strings.HasPrefix(text, "recital_"+id) {
		t.Fatalf("%s, %v", text, err)
	}
	return text
}

func TestCredentials(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Editor)
	w.answers("none", local("GET", "/", ""), 200, "ANONYMOUS NOTHING")
	w.answers("a token", local("GET", "/", "", bearer(text)...), 200, "EDITOR TOKEN somebody")
	w.answers("the scheme in lower case", local("GET", "/", "", "Authorization", "bearer "+text), 200, "EDITOR")
	w.answers("another scheme", local("GET", "/", "", "Authorization", "Basic "+text), 401, "another scheme")
	w.answers("no scheme", local("GET", "/", "", "Authorization", text), 401, "another scheme")
	w.answers("nothing behind it", local("GET", "/", "", "Authorization", "Bearer "), 400, "cannot be read")
	w.answers("an empty header", local("GET", "/", "", "Authorization", ""), 400, "cannot be read")
	w.answers("two in one", local("GET", "/", "", "Authorization", "Bearer "+text+","+text), 400, "cannot be read")
	w.answers("two headers", local("GET", "/", "", append(bearer(text), bearer(text)...)...), 400, "write it once")
	w.answers("a very long one", local("GET", "/", "", bearer(strings.Repeat("x", maxBearer+1))...), 400, "cannot be read")
	w.answers("a cookie beside it", local("GET", "/", "", append(bearer(text), "Cookie", "recital_session_8080=x")...), 400, "two credentials")
	w.answers("an old cookie", local("GET", "/", "", "Cookie", "recital_session_8080=x"), 401, "sign in again")
	w.answers("a cookie of another server here", local("GET", "/", "", "Cookie", "recital_session_9000=x"), 200, "ANONYMOUS")
	w.answers("a cookie twice", local("GET", "/", "", "Cookie", "recital_session_8080=x; recital_session_8080=y"), 400, "twice")
	if vary := w.ask(local("GET", "/ask?operation=Query.head", "")).Header.Get("Vary"); vary != "Authorization, Cookie" {
		t.Errorf("answers for some only vary by %q", vary)
	}
	w.fail(fmt.Errorf("disk of %s", text))
	w.answers("a broken store", local("GET", "/", "", bearer(text)...), 500, "INTERNAL")
	none := newWorld(t, func(c *Config) { c.Tokens = nil })
	none.answers("no store", local("GET", "/", "", bearer(text)...), 401, "not known")
}

// TestUseIsNotedOnceADay writes the day down, not each request.
func TestUseIsNotedOnceADay(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	for range 3 {
		w.answers("a token", local("GET", "/", "", bearer(text)...), 200, "READER")
	}
	w.pass(14 * time.Hour)
	w.answers("a token the next day", local("GET", "/", "", bearer(text)...), 200, "READER")
	if w.uses != 2 {
		t.Errorf("its use was written down %d times", w.uses)
	}
}

func TestFailuresAreLimited(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	_, good := w.token(access.Reader)
	from := func(client, text string) *http.Request {
		r := local("GET", "/", "", append(bearer(text), "X-Forwarded-For", "8.8.8.8, "+client+", 10.0.0.2", "X-Forwarded-Proto", "https")...)
		r.RemoteAddr = "10.0.0.1:443"
		return r
	}
	for range failureBurst {
		w.answers("a bad key", from("192.0.2.1", "x"), 401, "not known")
	}
	response := w.answers("one too many", from("192.0.2.1", "x"), 429, "RATE_LIMITED")
	if response.Header.Get("Retry-After") != "6" {
		t.Errorf("Retry-After is %q", response.Header.Get("Retry-After"))
	}
	w.answers("a good key from there", from("192.0.2.1", good), 200, "READER")
	w.answers("a bad key from elsewhere", from("192.0.2.2", "x"), 401, "not known")
	signIn := from("192.0.2.1", "x")
	signIn.Method, signIn.URL.Path = "POST", Route
	signIn.Header.Del("Authorization")
	w.answers("signing in from there", signIn, 429, "RATE_LIMITED")
	w.pass(failurePause)
	w.answers("a bad key later", from("192.0.2.1", "x"), 401, "not known")
	// One client of IPv6 has a network of addresses.
	for i := range failureBurst {
		w.answers("a bad key over IPv6", from(fmt.Sprintf("2001:db8::%x", i), "x"), 401, "not known")
	}
	w.answers("one too many over IPv6", from("2001:db8::ffff", "x"), 429, "RATE_LIMITED")
	for i := range 2 * maxClients {
		w.failures.count(fmt.Sprint(i), w.clock())
	}
	if n := len(w.failures.clients); n > maxClients {
		t.Errorf("%d clients are counted", n)
	}
	if _, blocked := w.failures.blocked("2001:db8::/64", w.clock()); !blocked {
		t.Error("many others have the worst one forgotten")
	}
}
