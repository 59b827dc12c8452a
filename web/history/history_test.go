package history_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/storetest"
	"github.com/recital/recital/web/history"
)

// world is an inventory with 60 revisions; the last has what could be markup
// in its words.
func world(t *testing.T) *live.Inventory {
	t.Helper()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	inv, err := live.Open(t.Context(), new(storetest.Memory), live.Options{Clock: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inv.Close)
	for i := range 60 {
		p := &inventory.PurposeRecord{ID: "purpose/a", Name: fmt.Sprintf("<b>Purpose %d</b>", i+1)}
		message := fmt.Sprintf("Reason %d <script>", i+1)
		if _, err := inv.Apply(t.Context(), i, []inventory.Change{{Put: p}}, "Ada & Co", message, ""); err != nil {
			t.Fatal(err)
		}
	}
	return inv
}

func get(t *testing.T, at func(context.Context, string) (*inventory.Snapshot, error), path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	history.New(history.Config{At: at, Style: "/s.css"}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestListAndRevision(t *testing.T) {
	inv := world(t)
	for _, c := range []struct {
		path       string
		code       int
		has, hasnt []string
	}{
		{"/history", 200, []string{`href="/history/60"`, "Reason 60 &lt;script&gt;", "Ada &amp; Co", "before=11", "2 January 2026, 03:04 UTC"}, []string{`href="/history/10"`, "<script>"}},
		{"/history?before=11", 200, []string{`href="/history/10"`, `href="/history/1"`}, []string{`href="/history/11"`, "before="}},
		{"/history/60", 200, []string{"&lt;b&gt;Purpose 59&lt;/b&gt; → &lt;b&gt;Purpose 60&lt;/b&gt;", `href="/history/59"`, "Reason 60"}, []string{`href="/history/61"`, "<b>"}},
		{"/history/1", 200, []string{`href="/history/2"`}, []string{`href="/history/0"`}},
		{"/history/61", 404, []string{"the newest is 60"}, nil},
		{"/history/x", 404, []string{"there is no revision"}, nil},
		{"/history?before=x", 400, []string{"write the number"}, nil},
	} {
		code, body := get(t, inv.At, c.path)
		if code != c.code {
			t.Errorf("%s: status %d, want %d: %s", c.path, code, c.code, body)
		}
		for _, s := range c.has {
			if !strings.Contains(body, s) {
				t.Errorf("%s does not hold %q", c.path, s)
			}
		}
		for _, s := range c.hasnt {
			if strings.Contains(body, s) {
				t.Errorf("%s holds %q", c.path, s)
			}
		}
		if _, again := get(t, inv.At, c.path); again != body {
			t.Errorf("%s differs the second time", c.path)
		}
	}
	if _, body := get(t, inv.PublicAt, "/history"); strings.Contains(body, "Reason") || strings.Contains(body, "Ada") {
		t.Error("the public reads who changed something, or why")
	}
}

func TestFeed(t *testing.T) {
	inv := world(t)
	for name, at := range map[string]func(context.Context, string) (*inventory.Snapshot, error){"all": inv.At, "public": inv.PublicAt} {
		_, body := get(t, at, "/history.atom")
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Entries []struct {
				ID     string `xml:"id"`
				Title  string `xml:"title"`
				Author string `xml:"author>name"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(body), &feed); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		want := "Revision 60: Reason 60 <script>"
		author := "Ada & Co"
		if name == "public" {
			want, author = "Revision 60", ""
		}
		if len(feed.Entries) != 50 || feed.Entries[0].Title != want || feed.Entries[0].Author != author || feed.Updated != "2026-01-02T03:04:05Z" {
			t.Errorf("%s: %d entries, the first %+v, updated %s", name, len(feed.Entries), feed.Entries[0], feed.Updated)
		}
		ids := map[string]bool{feed.ID: true}
		for _, e := range feed.Entries {
			if ids[e.ID] {
				t.Errorf("%s: the id %s is there twice", name, e.ID)
			}
			ids[e.ID] = true
		}
	}
}

func TestEmptyInventory(t *testing.T) {
	inv, err := live.Open(t.Context(), new(storetest.Memory), live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	for _, path := range []string{"/history", "/history.atom"} {
		if code, body := get(t, inv.At, path); code != 200 {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
}
