//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

// hotQuery is a question that a statement page asks.
const hotQuery = `query Recipients { services(first: 10) { nodes { name description recipients { recipient { name } } } } }`

// BenchmarkHot compares the server, as serve makes it, with a handler that
// does nothing but write the same body: requests per second with wrk, or with
// clients of our own where wrk is missing. Both are loaded in turn, so that a
// busy machine slows both. The ratio is to be at least 0.6. What other
// programs do to it is not in cpu-ratio, which compares the processor time
// that the two take in this process for a request.
func BenchmarkHot(b *testing.B) {
	ours := hotServer(b)
	bare := &bareHandler{}
	bareURL := listenAndServe(b, bare)
	query, document := url.QueryEscape(hotQuery), url.QueryEscape(graph.DocumentID(hotQuery))
	packed := http.Header{"Accept-Encoding": {"gzip"}}
	for _, c := range []struct {
		name, path string
		header     http.Header
	}{
		{"document", "/graphql?documentId=" + document, nil},
		{"document packed", "/graphql?documentId=" + document, packed},
		{"query", "/graphql?query=" + query, nil},
		{"query packed", "/graphql?query=" + query, packed},
		{"query unchanged", "/graphql?query=" + query, http.Header{"If-None-Match": {"*"}}},
		{"query from another origin", "/graphql?query=" + query, http.Header{"Origin": {"https://www.example.com"}}},
		{"page", "/privacy", nil},
		{"page packed", "/privacy", packed},
		{"page unchanged", "/privacy", http.Header{"If-None-Match": {"*"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			bare.copyOf(b, ours+c.path, c.header)
			load(b, ours+c.path, c.header) // warm up
			var fast, full float64
			var fastTime, fullTime time.Duration
			for b.Loop() {
				begin := cpuTime(b)
				fast += load(b, bareURL+c.path, c.header)
				between := cpuTime(b)
				full += load(b, ours+c.path, c.header)
				fastTime, fullTime = fastTime+between-begin, fullTime+cpuTime(b)-between
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(fast/float64(b.N), "bare/s")
			b.ReportMetric(full/float64(b.N), "ours/s")
			b.ReportMetric(full/fast, "ratio")
			b.ReportMetric(fastTime.Seconds()/fast*full/fullTime.Seconds(), "cpu-ratio")
		})
	}
}

// hotServer serves the example inventory and a page, with the log in a file.
func hotServer(b *testing.B) string {
	b.Helper()
	db := filepath.Join(b.TempDir(), "recital.db")
	if err := create(b.Context(), db, true); err != nil {
		b.Fatal(err)
	}
	store, err := sqlite.Open(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	inv, err := live.Open(b.Context(), store, live.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(inv.Close)
	log, err := os.Create(filepath.Join(b.TempDir(), "serve.log"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = log.Close() })
	h := houseOf(inv, store)
	h.log, h.origins = slog.New(slog.NewTextHandler(log, nil)), &[]string{"https://www.example.com"}
	h.published = []graph.Document{{ID: graph.DocumentID(hotQuery), Text: hotQuery}}
	c, err := h.config()
	if err != nil {
		b.Fatal(err)
	}
	handler, err := graph.NewHandler(c)
	if err != nil {
		b.Fatal(err)
	}
	return listenAndServe(b, handler)
}

// bareHandler writes one answer, whatever it is asked.
type bareHandler struct{ answer atomic.Pointer[bareAnswer] }

type bareAnswer struct {
	status int
	header http.Header
	body   []byte
}

func (h *bareHandler) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	a := h.answer.Load()
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// copyOf makes it write the status, the body and the description of the body
// that a server answers.
func (h *bareHandler) copyOf(b *testing.B, target string, header http.Header) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, target, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header = header.Clone()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if r.Header.Get("Accept-Encoding") == "" {
		r.Header.Set("Accept-Encoding", "identity")
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNotModified || bytes.Contains(unpacked(b, res, body), []byte(`"errors"`)) {
		b.Fatalf("%s: status %d: %.300s", target, res.StatusCode, body)
	}
	kept := http.Header{}
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
		if v := res.Header[name]; v != nil {
			kept[name] = v
		}
	}
	h.answer.Store(&bareAnswer{res.StatusCode, kept, body})
}

func unpacked(b *testing.B, res *http.Response, body []byte) []byte {
	b.Helper()
	if res.Header.Get("Content-Encoding") != "gzip" || len(body) == 0 {
		return body
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		b.Fatal(err)
	}
	return text
}

func listenAndServe(b *testing.B, h http.Handler) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := graph.NewServer(h)
	go func() { _ = srv.Serve(l) }()
	b.Cleanup(func() { _ = srv.Close() })
	return "http://" + l.Addr().String()
}

// cpuTime is the processor time that this process has had.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

const loadTime = time.Second

var perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)

// load asks for an address from many connections and gives how often it was
// answered in a second.
func load(b *testing.B, target string, header http.Header) float64 {
	b.Helper()
	wrk, err := exec.LookPath("wrk")
	if err != nil {
		return loadWithout(b, target, header)
	}
	args := []string{"-t1", "-c16", "-d" + strconv.Itoa(int(loadTime.Seconds())) + "s"}
	for name := range header {
		args = append(args, "-H", name+": "+header.Get(name))
	}
	out, err := exec.CommandContext(b.Context(), wrk, append(args, target)...).CombinedOutput()
	m := perSecond.FindSubmatch(out)
	if err != nil || m == nil || bytes.Contains(out, []byte("Non-2xx")) && header.Get("If-None-Match") == "" {
		b.Fatalf("wrk: %v: %s", err, out)
	}
	rate, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}

// loadWithout is load without wrk.
func loadWithout(b *testing.B, target string, header http.Header) float64 {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), loadTime)
	defer cancel()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}
	defer transport.CloseIdleConnections()
	var answered atomic.Int64
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			for ctx.Err() == nil {
				r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
				if err != nil {
					b.Error(err)
					return
				}
				maps.Copy(r.Header, header)
				res, err := transport.RoundTrip(r)
				if err != nil {
					return // the time is over
				}
				if _, err := io.Copy(io.Discard, res.Body); err == nil {
					answered.Add(1)
				}
				_ = res.Body.Close()
			}
		})
	}
	clients.Wait()
	return float64(answered.Load()) / loadTime.Seconds()
}
