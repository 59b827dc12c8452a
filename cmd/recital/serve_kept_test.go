package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

// TestNextRequestSeesTheChange commits while readers ask for what is kept: the
// request after a commit has returned shows the revision that it made.
func TestNextRequestSeesTheChange(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recital.db")
	if err := create(t.Context(), db, true); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	inv, err := live.Open(t.Context(), store, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	handler, err := houseOf(inv, store).handler()
	if err != nil {
		t.Fatal(err)
	}
	ask := func() (head, shown int, name string) {
		head = inv.Public().Revision().Number
		r := httptest.NewRequest(http.MethodGet, "/graphql?query="+url.QueryEscape(`{ head { number } purpose(id: "moved") { name } }`), nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if _, after, ok := strings.Cut(w.Body.String(), `"number":`); ok {
			_, _ = fmt.Sscan(after[:strings.IndexByte(after, '}')], &shown)
		}
		return head, shown, w.Body.String()
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if head, shown, body := ask(); shown < head {
					t.Errorf("the head was %d: %s", head, body)
					return
				}
			}
		})
	}
	for i := range 20 {
		name := fmt.Sprintf("Moved %d times", i)
		revision, err := inv.Apply(t.Context(), inv.Head().Revision().Number,
			[]inventory.Change{{Put: &inventory.PurposeRecord{ID: "purpose/moved", Name: name}}}, "test", "it moved", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, shown, body := ask(); shown != revision.Number || !strings.Contains(body, name) {
			t.Errorf("after revision %d: %s", revision.Number, body)
		}
	}
	close(done)
	readers.Wait()
}

func TestServePublishesDocuments(t *testing.T) {
	folder := t.TempDir()
	const text = "query Head { head { number } }\n"
	if err := os.WriteFile(filepath.Join(folder, "head.graphql"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--db", filepath.Join(t.TempDir(), "recital.db"), "--documents", folder, "--public-documents-only")
	for query, want := range map[string]struct {
		status int
		says   string
	}{
		"documentId=" + graph.DocumentID(text):               {http.StatusOK, `"number":`},
		"query=" + url.QueryEscape(text):                     {http.StatusOK, `"number":`},
		"query=" + url.QueryEscape("{ head { number } }"):    {http.StatusForbidden, "only published operations"},
		"query=" + url.QueryEscape("{ __schema { types } }"): {http.StatusForbidden, "FORBIDDEN"},
	} {
		r, err := http.Get(s.base + "/graphql?" + query)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != want.status || !strings.Contains(string(body), want.says) {
			t.Errorf("%s: %d %s %v", query, r.StatusCode, body, err)
		}
	}
}
