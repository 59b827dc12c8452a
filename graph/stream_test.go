package graph

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/storetest"
)

const (
	headMoved  = `subscription { headMoved { number author message } }`
	roleHeader = "X-Test-Role"
)

// station is a server whose subscriptions a test listens to.
type station struct {
	*live.Inventory
	log     *logged
	closing chan struct{}
	// gone has the end of each subscription's context.
	gone   chan struct{}
	server *http.Server
	url    string
}

// newStation serves an inventory with one revision over the network; change may
// be nil.
func newStation(t *testing.T, change func(*Config, *http.Server)) *station {
	t.Helper()
	inv, err := live.Open(t.Context(), new(storetest.Memory), live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inv.Close)
	s := &station{Inventory: inv, log: new(logged), closing: make(chan struct{}), gone: make(chan struct{}, 10)}
	s.move(t, 1)
	watch := func(ctx context.Context) <-chan int {
		context.AfterFunc(ctx, func() { s.gone <- struct{}{} })
		return inv.Watch(ctx)
	}
	source := func(ctx context.Context, at string) (*inventory.Snapshot, error) {
		if access.From(ctx).Role.SeesAuthors() {
			return inv.At(ctx, at)
		}
		return inv.PublicAt(ctx, at)
	}
	c := Config{
		Schema: Schema(Backend{Watch: watch}), Pin: Pin(source), Identify: identifyBy(roleHeader), Closing: s.closing,
		Revision: func(context.Context) Revision { return Revision{Number: inv.Head().Revision().Number} },
		Allow:    func(ctx context.Context, field string) error { return access.Check(access.From(ctx), field) },
	}
	s.server = NewServer(nil)
	if change != nil {
		change(&c, s.server)
	}
	if s.server.Handler, err = NewHandler(c); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.server.Serve(listener) }()
	t.Cleanup(func() { _ = s.server.Close() })
	s.url = "http://" + listener.Addr().String() + "/graphql"
	return s
}

// move commits the revision with the number.
func (s *station) move(t *testing.T, number int) {
	t.Helper()
	put := inventory.Change{Put: &inventory.PurposeRecord{ID: "purpose/moved", Name: fmt.Sprintf("Moved to %d", number)}}
	if _, err := s.Apply(context.Background(), number-1, []inventory.Change{put}, "Ada", "it moves", ""); err != nil {
		t.Fatal(err)
	}
}

// listener reads the events of one subscription.
type listener struct {
	t        *testing.T
	response *http.Response
	lines    *bufio.Scanner
	leave    func()
}

// listen subscribes; headers are pairs of name and value.
func (s *station) listen(t *testing.T, method, query string, headers ...string) *listener {
	t.Helper()
	target, body := s.url, io.Reader(strings.NewReader(string(encode(map[string]any{"query": query}))))
	if method != http.MethodPost {
		target, body = s.url+"?query="+url.QueryEscape(query), nil
	}
	ctx, leave := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(leave)
	r, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", mediaJSON)
	r.Header.Set("Accept", mediaEvents)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return &listener{t, res, bufio.NewScanner(res.Body), leave}
}

// next is the next event, its name and its data; a comment has the name ":",
// and the end of the stream has none.
func (l *listener) next() (name, data string) {
	l.t.Helper()
	for l.lines.Scan() {
		line := l.lines.Text()
		switch {
		case line == "":
			return name, data
		case strings.HasPrefix(line, ":"):
			name = ":"
		case strings.HasPrefix(line, "event: "):
			name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			data += line[len("data: "):]
		default:
			l.t.Fatalf("the stream has the line %q", line)
		}
	}
	if err := l.lines.Err(); err != nil {
		l.t.Fatalf("the stream broke: %v", err)
	}
	return "", ""
}

// want reads one event, over comments, and compares it.
func (l *listener) want(name, data string) {
	l.t.Helper()
	gotName, got := l.next()
	for gotName == ":" {
		gotName, got = l.next()
	}
	if gotName != name || got != data {
		l.t.Fatalf("the event %q with %s; want %q with %s", gotName, got, name, data)
	}
}

// moved is the event for a revision, as an auditor or as somebody else sees it.
func moved(number int, author, message string) string {
	return fmt.Sprintf(`{"data":{"headMoved":{"number":%d,"author":%q,"message":%q}},"extensions":{"revision":%d}}`, number, author, message, number)
}

// TestSubscription is told the head, then what becomes it, until the server is
// to stop; by both methods, and by role.
func TestSubscription(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		s := newStation(t, nil)
		anonymous, auditor := s.listen(t, method, headMoved), s.listen(t, method, headMoved, roleHeader, string(access.Auditor))
		for name, want := range map[string]string{"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
			if got := anonymous.response.Header.Get(name); got != want || anonymous.response.StatusCode != http.StatusOK {
				t.Errorf("%s: status %d, %s is %q; want %q", method, anonymous.response.StatusCode, name, got, want)
			}
		}
		anonymous.want("next", moved(1, "", ""))
		auditor.want("next", moved(1, "Ada", "it moves"))
		for n := 2; n < 4; n++ {
			s.move(t, n)
			anonymous.want("next", moved(n, "", ""))
			auditor.want("next", moved(n, "Ada", "it moves"))
		}
		close(s.closing)
		anonymous.want("complete", "")
		anonymous.want("", "")
		auditor.want("complete", "")
	}
}

// TestSubscriptionOutlivesTimeouts listens for longer than a server lets other
// requests take: while nothing happens, the stream says that it is alive.
func TestSubscriptionOutlivesTimeouts(t *testing.T) {
	const limit = 100 * time.Millisecond
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		s := newStation(t, func(c *Config, srv *http.Server) {
			c.pulse, c.Timeout = limit/10, limit
			srv.ReadTimeout, srv.WriteTimeout, srv.IdleTimeout = limit, limit, limit
		})
		l := s.listen(t, method, headMoved)
		l.want("next", moved(1, "", ""))
		for begun := time.Now(); time.Since(begun) < 4*limit; {
			if name, data := l.next(); name != ":" || data != "" {
				t.Fatalf("%s: after %s without news: the event %q with %q", method, time.Since(begun), name, data)
			}
		}
		s.move(t, 2)
		l.want("next", moved(2, "", ""))
	}
}

// TestSubscriberLeaves ends what worked for a client that has gone.
func TestSubscriberLeaves(t *testing.T) {
	s := newStation(t, nil)
	for range 3 {
		l := s.listen(t, http.MethodPost, headMoved)
		l.want("next", moved(1, "", ""))
		l.leave()
		<-s.gone
	}
	stacks := make([]byte, 1<<20)
	for begun := time.Now(); ; runtime.Gosched() {
		running := string(stacks[:runtime.Stack(stacks, true)])
		if !strings.Contains(running, ".HeadMoved") && !strings.Contains(running, "(*transport).tell") {
			return
		}
		if time.Since(begun) > 10*time.Second {
			t.Fatalf("goroutines are left:\n%s", running)
		}
	}
}

// TestSubscriptionRefusals has requests for events that get none: what they are
// answered instead.
func TestSubscriptionRefusals(t *testing.T) {
	s := newStation(t, func(c *Config, _ *http.Server) {
		const text = "query Published { head { number } }"
		c.Documents = map[string]string{DocumentID(text): text}
		c.DocumentsOnly = func(role string) bool { return role == string(access.Auditor) }
	})
	for name, c := range map[string]struct {
		method, query string
		headers       []string
		status        int
		says, allow   string
	}{
		"query":              {method: http.MethodPost, query: "{ head { number } }", status: 406, says: "events are for subscriptions: ask for a query with Accept: application/graphql-response+json"},
		"query by GET":       {method: http.MethodGet, query: "{ head { number } }", status: 406, says: "events are for subscriptions"},
		"mutation":           {method: http.MethodPost, query: `mutation { revokeAccessToken(id: "x") { id } }`, headers: []string{roleHeader, "ADMIN"}, status: 406, says: "events are for subscriptions: ask for a mutation"},
		"mutation by GET":    {method: http.MethodGet, query: `mutation { revokeAccessToken(id: "x") { id } }`, headers: []string{roleHeader, "ADMIN"}, status: 405, allow: postOnly, says: "send a mutation by POST"},
		"not allowed":        {method: http.MethodPost, query: `{ accessTokens { id } }`, status: 401, says: "sign in"},
		"PUT":                {method: http.MethodPut, query: headMoved, status: 405, allow: "GET, POST", says: "subscribe by GET or POST"},
		"HEAD":               {method: http.MethodHead, query: headMoved, status: 405, allow: "GET, POST"},
		"no such field":      {method: http.MethodPost, query: "subscription { tick }", status: 400, says: `Cannot query field \"tick\"`},
		"two fields":         {method: http.MethodPost, query: "subscription { headMoved { number } again: headMoved { hash } }", status: 400, says: "one field"},
		"__typename":         {method: http.MethodPost, query: "subscription { __typename }", status: 400, says: "introspection"},
		"@asOf":              {method: http.MethodPost, query: `subscription @asOf(at: "1") { headMoved { number } }`, status: 400, says: `Directive \"@asOf\" may not be used on SUBSCRIPTION`},
		"a form":             {method: http.MethodPost, query: headMoved, headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 415, says: "Content-Type"},
		"only published":     {method: http.MethodPost, query: headMoved, headers: []string{roleHeader, "AUDITOR"}, status: 403, says: "only published operations"},
		"no events accepted": {method: http.MethodGet, query: headMoved, headers: []string{"Accept", mediaJSON}, status: 406, says: "Accept: text/event-stream"},
		"events refused":     {method: http.MethodGet, query: headMoved, headers: []string{"Accept", mediaJSON + ", text/event-stream;q=0"}, status: 406, says: "Accept: text/event-stream"},
	} {
		l := s.listen(t, c.method, c.query, c.headers...)
		body, err := io.ReadAll(l.response.Body)
		if err != nil {
			t.Fatal(err)
		}
		if l.response.StatusCode != c.status || !strings.Contains(string(body), c.says) || l.response.Header.Get("Allow") != c.allow {
			t.Errorf("%s: status %d, Allow %q: %s; want %d with %q", name, l.response.StatusCode, l.response.Header.Get("Allow"), body, c.status, c.says)
		}
		if got := l.response.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/") {
			t.Errorf("%s: a refusal has the type %q", name, got)
		}
	}
}

// TestAcceptsBoth serves clients that take answers and events alike, as some
// libraries say they do with each request.
func TestAcceptsBoth(t *testing.T) {
	const both = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
	s := newStation(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		l := s.listen(t, method, "{ head { number } }", "Accept", both)
		var a struct {
			Data struct{ Head struct{ Number int } }
		}
		if err := json.NewDecoder(l.response.Body).Decode(&a); err != nil || l.response.StatusCode != http.StatusOK || a.Data.Head.Number != 1 {
			t.Errorf("%s: a query: status %d, %+v, %v", method, l.response.StatusCode, a, err)
		}
		s.listen(t, method, headMoved, "Accept", both).want("next", moved(1, "", ""))
	}
	l := s.listen(t, http.MethodPost, "{ nothing }", "Accept", both)
	if l.response.StatusCode != http.StatusBadRequest {
		t.Errorf("a query that is wrong: status %d", l.response.StatusCode)
	}
}

// TestTooManySubscriptions refuses one more than can be served, and one again
// when another has ended.
func TestTooManySubscriptions(t *testing.T) {
	tr := newTransport(withDefaults(Config{Schema: Schema(Backend{}), Pin: fakePin, Revision: revisionOf}))
	tr.streams.Store(maxStreams)
	for range 2 {
		r := httptest.NewRequest(http.MethodGet, "/graphql?query="+url.QueryEscape(headMoved), nil)
		r.Header.Set("Accept", mediaEvents)
		w := httptest.NewRecorder()
		tr.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable || read(t, w).code() != codeBusy || tr.streams.Load() != maxStreams {
			t.Errorf("status %d, %d subscriptions: %s", w.Code, tr.streams.Load(), w.Body)
		}
	}
}

// breaking is a schema whose subscription panics once it runs.
type breaking struct{ *fakeSchema }

func (breaking) Exec(context.Context) graphql.ResponseHandler {
	return func(context.Context) *graphql.Response { panic(secret) }
}

// TestSubscriptionPanics ends the stream, not the program, and tells nothing of
// the panic.
func TestSubscriptionPanics(t *testing.T) {
	s := serve(t, func(c *Config) { c.Schema = breaking{newFakeSchema(t)} })
	w := s.post(`{"query":"subscription{tick}"}`, "Accept", mediaEvents)
	body := w.Body.String()
	if !strings.Contains(body, `"code":"INTERNAL"`) || !strings.HasSuffix(body, "event: complete\ndata: \n\n") || strings.Contains(body, secret) {
		t.Errorf("%s", body)
	}
	if !strings.Contains(s.log.String(), secret) {
		t.Error("the panic is not logged")
	}
}

// TestKeysAreLookedAtAgain holds that who subscribed with a key has to show it
// again before long.
func TestKeysAreLookedAtAgain(t *testing.T) {
	ada := access.Identity{Name: "Ada", Role: access.Auditor, Via: access.ViaToken}
	if keyed := lifeFor(ada); keyed > time.Minute || keyed >= lifeFor(access.Nobody()) {
		t.Errorf("a subscription with a key is served for %s", keyed)
	}
}
