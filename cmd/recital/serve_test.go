package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recital/recital/graph/identity"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/sqlite"
)

// serving is a server that a test has started, as a user does.
type serving struct {
	base string
	stop context.CancelFunc
	done chan int
	log  *lockedBuffer
}

// serve starts "recital serve" on a free port and waits until it says where it is.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	s := &serving{stop: stop, done: make(chan int, 1), log: &lockedBuffer{}}
	p := program{in: strings.NewReader(""), out: in, err: s.log, getenv: func(string) string { return "" }}
	go func() {
		code := run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), p)
		in.CloseWithError(io.EOF)
		s.done <- code
	}()
	lines := bufio.NewScanner(out)
	for s.base == "" && lines.Scan() {
		if m := regexp.MustCompile(`(http://\S+)/graphql`).FindStringSubmatch(lines.Text()); m != nil {
			s.base = m[1]
		}
	}
	if s.base == "" {
		t.Fatalf("the server did not say where it is: %s", s.log)
	}
	go io.Copy(io.Discard, out)
	t.Cleanup(func() {
		stop()
		select {
		case <-s.done:
		case <-time.After(20 * time.Second):
			t.Error("the server does not stop")
		}
	})
	return s
}

// lockedBuffer is a buffer that the server may write while the test reads.
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

func (s *serving) post(t *testing.T, query string) (status int, body map[string]any) {
	t.Helper()
	request, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Post(s.base+"/graphql", "application/json", bytes.NewReader(request))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, body
}

func TestServeCreatesTheExampleAndAnswers(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recital.db")
	s := serve(t, "--db", db)
	status, body := s.post(t, `{ whoReceives(data: "IP addresses") { receipts { recipient { name } } } }`)
	if status != http.StatusOK || body["errors"] != nil {
		t.Fatalf("%d %v", status, body)
	}
	if !strings.Contains(toJSON(t, body), "Stripe") {
		t.Errorf("Stripe is not in the answer: %v", body)
	}
	said := toJSON(t, body["extensions"])
	if !regexp.MustCompile(`^\{"revision":[1-9][0-9]*\}$`).MatchString(said) {
		t.Errorf("the answer does not say its revision: %s", said)
	}
	revision := strings.Trim(said, "{}")
	for path, want := range map[string]string{"/healthz": revision, "/explorer/": "<html", "/": "<html"} {
		if got := get(t, s.base+path); !strings.Contains(got, want) {
			t.Errorf("%s does not hold %q: %.200s", path, want, got)
		}
	}
	s.stop()
	if code := <-s.done; code != exitOK {
		t.Errorf("stopped with %d: %s", code, s.log)
	}
	s.done <- exitOK // for the clean-up
	if again := serve(t, "--db", db); !strings.Contains(get(t, again.base+"/healthz"), revision) {
		t.Error("the inventory is not there after a restart")
	}
}

// TestServeNoticesOtherProcesses commits with a store of its own while the
// server runs, as another command does, and waits for the server to show it.
func TestServeNoticesOtherProcesses(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recital.db")
	s := serve(t, "--db", db)
	commitPurpose(t, db)
	committed := time.Now()
	for {
		_, body := s.post(t, `{ head { number } purpose(id: "noticed") { name } }`)
		if strings.Contains(toJSON(t, body), "Being noticed") {
			break
		}
		if time.Since(committed) > 5*time.Second {
			t.Fatalf("the server did not notice the commit: %v", body)
		}
	}
}

// commitPurpose commits a purpose as another process does: revision by
// revision, beside whoever has the file open.
func commitPurpose(t *testing.T, db string) {
	t.Helper()
	store, err := sqlite.OpenBeside(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	head, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, entry, err := head.Apply(inventory.Commit{
		Author: "test", Message: "a purpose", RecordedAt: time.Now(),
		Changes: []inventory.Change{{Put: &inventory.PurposeRecord{ID: "purpose/noticed", Name: "Being noticed"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Commit(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
}

func TestServeRefusals(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	db := filepath.Join(t.TempDir(), "recital.db")
	first := serve(t, "--db", db)
	for name, c := range map[string]struct {
		args []string
		want string
		code int
	}{
		"port in use":     {[]string{"--addr", taken.Addr().String(), "--db", filepath.Join(t.TempDir(), "new.db")}, "is in use by another program", exitInput},
		"no port":         {[]string{"--addr", "localhost"}, "write a host and a port", exitInput},
		"bad origin":      {[]string{"--cors-origin", "example.com/path"}, "--cors-origin", exitInput},
		"bad flag":        {[]string{"--colour"}, "unknown flag: --colour", exitInput},
		"argument":        {[]string{"now"}, "takes no argument", exitInput},
		"second server":   {[]string{"--addr", "127.0.0.1:0", "--db", db}, "", exitFailure},
		"no such folder":  {[]string{"--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "none", "x.db")}, "--db", exitInput},
		"folder for file": {[]string{"--addr", "127.0.0.1:0", "--db", t.TempDir()}, "", exitInput},
	} {
		t.Run(name, func(t *testing.T) {
			code, printed := command(t, append([]string{"serve"}, c.args...)...)
			if code != c.code || !strings.Contains(printed, c.want) || strings.Count(printed, "\n") != 1 {
				t.Errorf("exit code %d, want %d; printed %q, want one line with %q", code, c.code, printed, c.want)
			}
		})
	}
	if !strings.Contains(get(t, first.base+"/healthz"), `"revision":`) {
		t.Error("the first server was disturbed")
	}
}

func TestServeAnswersItsOwnNamesOnly(t *testing.T) {
	s := serve(t, "--db", filepath.Join(t.TempDir(), "recital.db"))
	r, err := http.NewRequest(http.MethodGet, s.base+"/explorer/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "attacker.example"
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode < 400 {
		t.Errorf("a foreign host name is answered with %d", res.StatusCode)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// houseOf is what a server of an inventory is made of, where nobody has a key.
func houseOf(inv *live.Inventory, store proof.Store) house {
	return house{
		server: server{log: slog.New(slog.DiscardHandler), origins: new([]string), hosts: new([]string)},
		inv:    inv, store: store, door: identity.New(identity.Config{}), addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)},
	}
}
