package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/graph/identity"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

// gate is a server of the example on disk, as recital serve wires it, and keys
// of every role to it.
type gate struct {
	t       *testing.T
	db      string
	store   *sqlite.Store
	inv     *live.Inventory
	door    *identity.Authenticator
	handler http.Handler
	log     *lockedBuffer
	// requests counts, so that each comes from an address of its own: no failure
	// makes a later one wait.
	requests int
}

// sharedOrigin may read the answers of a gate from its pages.
const sharedOrigin = "https://www.example.com"

func newGate(t *testing.T, change func(*house)) *gate {
	t.Helper()
	g := &gate{t: t, db: filepath.Join(t.TempDir(), "recital.db"), log: &lockedBuffer{}}
	err := create(t.Context(), g.db, true)
	if err != nil {
		t.Fatal(err)
	}
	if g.store, err = sqlite.Open(t.Context(), g.db); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.store.Close() })
	log := slog.New(slog.NewTextHandler(g.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if g.inv, err = live.Open(t.Context(), g.store, live.Options{Logger: log}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.inv.Close)
	g.door = identity.New(identity.Config{
		Tokens: g.store, Local: localAdmin, Log: log,
		Fail: func(w http.ResponseWriter, _ *http.Request, status int, err error) { graph.WriteError(w, status, err) },
	})
	// It is to stop at once, so that a subscription ends where it begins.
	stopping := make(chan struct{})
	close(stopping)
	h := house{
		server: server{log: log, origins: &[]string{sharedOrigin}, hosts: new([]string)},
		inv:    g.inv, store: g.store, keys: g.store, door: g.door, addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, closing: stopping,
	}
	if change != nil {
		change(&h)
	}
	if g.handler, err = h.handler(); err != nil {
		t.Fatal(err)
	}
	return g
}

// token makes a token with the command that people use.
func (g *gate) token(role access.Role) string {
	g.t.Helper()
	code, printed := command(g.t, "token", "create", "key of "+string(role), "--role", string(role), "--db", g.db)
	text := regexp.MustCompile(`(?m)^recital_\S+$`).FindString(printed)
	if code != exitOK || text == "" {
		g.t.Fatalf("token create: %d %s", code, printed)
	}
	return text
}

// revoke makes a token useless with the command that people use.
func (g *gate) revoke(text string) {
	g.t.Helper()
	id, _, _ := access.ParseToken(text)
	if code, printed := command(g.t, "token", "revoke", id, "--db", g.db); code != exitOK {
		g.t.Fatalf("token revoke: %d %s", code, printed)
	}
}

// made is a token that no command makes: one that was made two days ago and
// expired after a day, or one that is kept nowhere.
func (g *gate) made(role access.Role, kept bool) string {
	g.t.Helper()
	now := time.Now().UTC().Truncate(time.Second)
	t, text, err := access.NewToken(rand.Reader, "made by a test", role, now.AddDate(0, 0, -2), now.AddDate(0, 0, -1))
	if err == nil && kept {
		err = g.store.PutToken(g.t.Context(), t)
	}
	if err != nil {
		g.t.Fatal(err)
	}
	return text
}

// ask sends a request; headers are pairs of name and value.
func (g *gate) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	g.t.Helper()
	r := httptest.NewRequestWithContext(g.t.Context(), method, target, strings.NewReader(body))
	g.requests++
	r.Host, r.RemoteAddr = "localhost:8080", fmt.Sprintf("127.%d.%d.%d:5000", g.requests>>16&255, g.requests>>8&255, g.requests&255)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w
}

// post runs an operation.
func (g *gate) post(operation string, headers ...string) *httptest.ResponseRecorder {
	g.t.Helper()
	return g.ask(http.MethodPost, "/graphql", toJSON(g.t, map[string]string{"query": operation}), headers...)
}

// read asks for an operation by GET, whose answer may be kept.
func (g *gate) read(operation string, headers ...string) *httptest.ResponseRecorder {
	g.t.Helper()
	return g.ask(http.MethodGet, "/graphql?query="+url.QueryEscape(operation), "", headers...)
}

func bearer(text string) []string { return []string{"Authorization", "Bearer " + text} }

// session signs in and gives the header that the browser then sends.
func (g *gate) session(key map[string]string) []string {
	g.t.Helper()
	w := g.ask(http.MethodPost, "/session", toJSON(g.t, key), "Sec-Fetch-Site", "same-origin")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusOK || len(cookies) != 1 {
		g.t.Fatalf("sign in: %d %s", w.Code, w.Body)
	}
	return []string{"Cookie", cookies[0].Name + "=" + cookies[0].Value}
}

// commit adds a purpose; whether the public sees it is the caller's.
func (g *gate) commit(visibility inventory.Visibility, slug, author, message string) {
	g.t.Helper()
	put := &inventory.PurposeRecord{ID: inventory.ID("purpose/" + slug), Name: "Purpose " + slug}
	evidence, ok := inventory.EvidenceOf(put)
	if !ok {
		g.t.Fatal(errors.New("a purpose has no evidence"))
	}
	evidence.Visibility = visibility
	if _, err := g.inv.Apply(g.t.Context(), g.inv.Head().Revision().Number, []inventory.Change{{Put: put}}, author, message, ""); err != nil {
		g.t.Fatal(err)
	}
}

// head is the number of the newest revision.
func (g *gate) head() int { return g.inv.Head().Revision().Number }

// body is all of an answer, unpacked as it was sent.
func body(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
