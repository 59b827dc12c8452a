package graph

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestNewHandlerRefusesBadConfig(t *testing.T) {
	schema := newFakeSchema(t)
	for name, c := range map[string]Config{
		"no schema":   {Revision: revisionOf},
		"no revision": {Schema: schema},
		"bad origin":  {Schema: schema, Revision: revisionOf, Origins: []string{"https://example.org", "null"}},
	} {
		if h, err := NewHandler(c); err == nil || h != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDefaults(t *testing.T) {
	h, err := NewHandler(Config{Schema: newFakeSchema(t), Revision: revisionOf})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for range 3 {
		w := serving{Handler: h}.ask("{hello}", nil)
		ids[w.Header().Get("X-Request-Id")] = true
		if w.Code != http.StatusOK || read(t, w).Extensions["revision"] != 40.0 {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
	if len(ids) != 3 || ids[""] {
		t.Errorf("request ids %v", ids)
	}
	if w := (serving{Handler: h}).do(http.MethodGet, "/", nil); w.Code != http.StatusNotFound {
		t.Errorf("without a user interface: status %d", w.Code)
	}
	if w := (serving{Handler: h}).do(http.MethodGet, "/healthz", nil); w.Body.String() != `{"status":"ok","revision":40,"schemaVersion":0}`+"\n" {
		t.Errorf("health: %s", w.Body)
	}
}

func TestHealth(t *testing.T) {
	var fails error
	s := serve(t, func(c *Config) {
		c.Health = func(context.Context) (Health, error) { return Health{Revision: 7, SchemaVersion: 3}, fails }
		c.AllowHost = func(string) bool { return false }
	})
	w := s.do(http.MethodGet, "/healthz", nil)
	if w.Code != http.StatusOK || w.Body.String() != `{"status":"ok","revision":7,"schemaVersion":3}`+"\n" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	fails = errors.New(secret)
	w = s.do(http.MethodGet, "/healthz", nil)
	if w.Code != http.StatusServiceUnavailable || w.Body.String() != `{"status":"unavailable"}`+"\n" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if !strings.Contains(s.log.String(), secret) {
		t.Error("the reason is not logged")
	}
}

func TestUserInterface(t *testing.T) {
	s := serve(t, func(c *Config) {
		c.UI = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/panic":
				panic(secret)
			case "/abort":
				panic(http.ErrAbortHandler)
			case "/late":
				_, _ = io.WriteString(w, "begun")
				panic(secret)
			}
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
			_, _ = io.WriteString(w, "page")
		})
	})
	w := s.do(http.MethodGet, "/explorer/", nil)
	if w.Body.String() != "page" || w.Header().Get("Content-Security-Policy") != "default-src 'self'" {
		t.Errorf("%s %v", w.Body, w.Header())
	}
	w = s.do(http.MethodGet, "/panic", nil)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), secret) || read(t, w).code() != codeInternal {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if w = s.do(http.MethodGet, "/late", nil); w.Body.String() != "begun" {
		t.Errorf("an error is written into a page: %s", w.Body)
	}
	if !strings.Contains(s.log.String(), secret) {
		t.Error("the panic is not logged")
	}
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("ErrAbortHandler became %v", v)
		}
	}()
	s.do(http.MethodGet, "/abort", nil)
}

func TestHost(t *testing.T) {
	s := serve(t, func(c *Config) {
		c.AllowHost = func(host string) bool { return host == "inventory.example" || host == "::1" }
	})
	for host, want := range map[string]int{
		"inventory.example":      200,
		"Inventory.EXAMPLE:8080": 200,
		"[::1]:8080":             200,
		"[::1]":                  200,
		"evil.example":           421,
		"inventory.example.evil": 421,
		"":                       421,
	} {
		w := s.post(`{"query":"{hello}"}`, "Host", host)
		if w.Code != want || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("host %q: status %d; want %d", host, w.Code, want)
		}
	}
}

func TestCrossOrigin(t *testing.T) {
	const good, evil = "https://www.example.org", "https://evil.example"
	tests := []struct {
		origins      []string
		origin, want string
	}{
		{nil, good, ""},
		{[]string{}, good, ""},
		{[]string{good}, good, good},
		{[]string{good}, evil, ""},
		{[]string{good}, "null", ""},
		{[]string{good}, good + ".evil.example", ""},
		{[]string{"*"}, evil, "*"},
	}
	for _, tt := range tests {
		s := serve(t, func(c *Config) { c.Origins = tt.origins })
		w := s.post(`{"query":"{hello}"}`, "Origin", tt.origin)
		pre := s.do(http.MethodOptions, "/graphql", nil, "Origin", tt.origin,
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
		for name, got := range map[string]http.Header{"request": w.Header(), "preflight": pre.Header()} {
			if allowed := got.Get("Access-Control-Allow-Origin"); allowed != tt.want {
				t.Errorf("origins %v, %s from %s: allowed %q; want %q", tt.origins, name, tt.origin, allowed, tt.want)
			}
			if got.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("origins %v: credentials are allowed", tt.origins)
			}
		}
	}
}

func TestLogHasNoPersonalData(t *testing.T) {
	s := serve(t, nil)
	s.do(http.MethodPost, "/graphql?who=alice", strings.NewReader(`{"query":"query Alice{echo(text:\"alice\")}"}`),
		"Content-Type", mediaJSON, "User-Agent", "alice", "Referer", "alice", "X-Request-Id", "alice", "X-Forwarded-For", "alice")
	s.do("ALICE", "/alice", nil)
	log := s.log.String()
	if strings.Contains(strings.ToLower(log), "alice") || strings.Contains(log, "192.0.2.1") {
		t.Errorf("the log says who asked what:\n%s", log)
	}
	for _, want := range []string{"request=req-1", "method=POST", "route=/graphql", "status=200", "operation=query", "cost=1", "method=other"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	if n := strings.Count(log, "\n"); n != 2 {
		t.Errorf("%d records of two requests:\n%s", n, log)
	}
}

func TestServerLimits(t *testing.T) {
	srv := NewServer(serve(t, nil))
	for name, d := range map[string]time.Duration{
		"read header": srv.ReadHeaderTimeout, "read": srv.ReadTimeout, "write": srv.WriteTimeout, "idle": srv.IdleTimeout,
	} {
		if d <= 0 || d > 2*time.Minute {
			t.Errorf("%s timeout: %s", name, d)
		}
	}
	if srv.WriteTimeout <= withDefaults(Config{}).Timeout {
		t.Error("an answer that takes its time could not be written")
	}
}

// TestOverTheWire has a real server and client, for what a recorder does not show.
func TestOverTheWire(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := NewServer(serve(t, nil))
	srv.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	go func() { _ = srv.Serve(listener) }()
	t.Cleanup(func() { _ = srv.Close() })
	base := "http://" + listener.Addr().String() + "/graphql"

	head, err := http.Head(base + "?query=%7Bhello%7D")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(head.Body)
	_ = head.Body.Close()
	if head.StatusCode != http.StatusOK || len(body) != 0 || head.ContentLength <= 0 || head.Header.Get("ETag") == "" {
		t.Errorf("HEAD: status %d, %d bytes, length %d", head.StatusCode, len(body), head.ContentLength)
	}
	long, err := http.Get(base + "?query=%7Bhello%7D" + strings.Repeat("%20", 60_000))
	if err != nil {
		t.Fatal(err)
	}
	_ = long.Body.Close()
	if long.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long URL: status %d", long.StatusCode)
	}
}

func TestClientThatLeft(t *testing.T) {
	s := serve(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(`{"query":"{slow}"}`))
	r.Header.Set("Content-Type", mediaJSON)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Body.Len() != 0 || strings.Contains(s.log.String(), "internal error") {
		t.Errorf("%s\n%s", w.Body, s.log)
	}
}
