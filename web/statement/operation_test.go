package statement

import (
	"context"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/recital/recital/graph"
)

var update = flag.Bool("update", false, "write the manifest of the operations anew")

// TestManifest holds that the manifest names each operation by the hash of its
// text, as Documents does.
func TestManifest(t *testing.T) {
	files, err := os.ReadDir("operation")
	if err != nil {
		t.Fatal(err)
	}
	want, texts := map[string]string{}, map[string]string{}
	for _, f := range files {
		if path.Ext(f.Name()) == ".graphql" {
			data, err := os.ReadFile("operation/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			want[documentID(data)], texts[documentID(data)] = f.Name(), string(data)
		}
	}
	if *update {
		data, err := json.MarshalIndent(want, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("operation/manifest.json", append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile("operation/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest map[string]string
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(manifest, want) {
		t.Error("operation/manifest.json is not that of the operations: run this test with -update")
	}
	if !*update && !maps.Equal(Documents(), texts) {
		t.Error("Documents are not the operations")
	}
}

// TestAnybodyCanAsk sends each operation that the pages show, with its
// variables, to a server with the limits that all servers have.
func TestAnybodyCanAsk(t *testing.T) {
	from := source(t)
	server, err := graph.NewHandler(graph.Config{
		Schema: graph.Schema(graph.Backend{}), Pin: graph.Pin(from),
		Revision: func(context.Context) graph.Revision { return graph.Revision{Number: 7} },
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	c := example(t)
	inner := c.Ask
	c.Ask = func(ctx context.Context, query string, variables map[string]any) ([]byte, bool) {
		if !asked[query] {
			asked[query] = true
			body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			if answer, _ := io.ReadAll(w.Body); w.Code != http.StatusOK || strings.Contains(string(answer), `"errors"`) {
				t.Errorf("status %d for %.80s\n%.400s", w.Code, query, answer)
			}
		}
		return inner(ctx, query, variables)
	}
	h := serve(t, c)
	for _, p := range []string{"", "/services", "/services/payment", "/data", "/data/ip-address", "/recipients", "/recipients/stripe", "/cookies", "/rights", "/changes", "/find?q=email", "/find?q=what+is+my+email+used+for", "/find?q=marketing", "/find?q=children", "/find?q=parents",
		"/find?q=where+is+my+data+stored", "/find?q=delete+my+account"} {
		get(t, h, Root+p, http.StatusOK)
	}
	files, err := operations.ReadDir("operation")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".graphql")
		if !ok || strings.HasPrefix(name, "embed-") {
			continue // what the custom elements ask, their own tests send
		}
		if query, _ := text(name); !asked[query] {
			t.Errorf("no page asks the operation %s", name)
		}
	}
}

// TestOnePageShowsOneRevision holds that a page is begun anew when a revision
// comes between two of its operations, and fails when they never stop.
func TestOnePageShowsOneRevision(t *testing.T) {
	for _, test := range []struct{ moves, status int }{{1, http.StatusOK}, {1000, http.StatusInternalServerError}} {
		c := example(t)
		inner, number, moves := c.Ask, 7, test.moves
		c.Ask = func(ctx context.Context, query string, variables map[string]any) ([]byte, bool) {
			body, ok := inner(ctx, query, variables)
			var answer struct {
				Data map[string]any `json:"data"`
			}
			if err := json.Unmarshal(body, &answer); err != nil {
				t.Fatal(err)
			}
			answer.Data["head"] = map[string]any{"number": number, "effectiveDate": "2024-04-01"}
			if moves > 0 {
				number, moves = number+1, moves-1
			}
			body, err := json.Marshal(answer)
			if err != nil {
				t.Fatal(err)
			}
			return body, ok
		}
		body := get(t, serve(t, c), Root+"/recipients", test.status).Body.String()
		if test.status == http.StatusOK && (!strings.Contains(body, "Revision 8") || strings.Contains(body, "Revision 7")) {
			t.Error("the page does not show the newer revision alone")
		}
	}
}
