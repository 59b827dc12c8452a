package flowmap_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
	"github.com/recital/recital/web/statement/flowmap"
)

// example are the public snapshots of the example inventory.
func example(t testing.TB) []*inventory.Snapshot {
	t.Helper()
	commits, err := seed.Commits(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	s := inventory.Empty()
	var list []*inventory.Snapshot
	for _, c := range commits {
		if s, _, err = s.Apply(c); err != nil {
			t.Fatal(err)
		}
		list = append(list, s.Public())
	}
	return list
}

func asker(list []*inventory.Snapshot) flowmap.Ask {
	return graph.NewAsker(func(_ context.Context, at string) (*inventory.Snapshot, error) {
		if at == "" {
			return list[len(list)-1], nil
		}
		n, err := strconv.Atoi(at)
		if err != nil || n < 1 || n > len(list) {
			return nil, inventory.Errorf(inventory.NotFound, "there is no revision %s", at)
		}
		return list[n-1], nil
	}, nil).Ask
}

func get(t testing.TB, list []*inventory.Snapshot, address string) (int, string) {
	t.Helper()
	h, err := flowmap.New(flowmap.Config{Ask: asker(list), Organisation: "Acme", Statement: "/privacy", Explorer: "/explorer/"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

var (
	rowFacts = regexp.MustCompile(`<tr data-n="([0-9. ]+)" data-facts="([^"]*)"`)
	ribbons  = regexp.MustCompile(`data-a="([0-9.]+)" data-b="([0-9.]+)"`)
	pointed  = regexp.MustCompile(`<title>[^<]*: (\d+) flows?[^<]*</title></path>`)
)

// TestMapTellsAllFacts holds that the table has every collection, disclosure
// and dependency of the snapshot and no other, and that the picture's ribbons
// are those of the table's flows, no more and no fewer.
func TestMapTellsAllFacts(t *testing.T) {
	list := example(t)
	code, body := get(t, list, "/map")
	if code != http.StatusOK {
		t.Fatal(code, body)
	}
	want, got := map[string]bool{}, map[string]bool{}
	for _, r := range list[len(list)-1].Records() {
		switch r.RecordKind() {
		case inventory.KindCollection, inventory.KindDisclosure, inventory.KindDependency:
			want[string(r.RecordID())] = true
		}
	}
	flows := map[string]int{}
	for _, m := range rowFacts.FindAllStringSubmatch(body, -1) {
		for f := range strings.FieldsSeq(html.UnescapeString(m[2])) {
			got[f] = true
		}
		n := strings.Fields(m[1])
		flows[n[0]+" "+n[1]]++
		flows[n[1]+" "+n[2]]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts (-snapshot +table):\n%s", diff)
	}
	drawn := map[string]int{}
	counts := pointed.FindAllStringSubmatch(body, -1)
	for i, m := range ribbons.FindAllStringSubmatch(body, -1) {
		drawn[m[1]+" "+m[2]], _ = strconv.Atoi(counts[i][1])
	}
	if diff := cmp.Diff(flows, drawn); diff != "" {
		t.Errorf("ribbons (-table +picture):\n%s", diff)
	}
}

func TestMapFilters(t *testing.T) {
	list := example(t)
	for query, c := range map[string]struct{ with, without string }{
		"service=payment":                {"Stripe, Inc.", "LiveChat"},
		"recipient=Stripe":               {"passed to this service", "LiveChat"},
		"data=ip-address":                {"no recipient stated", "LiveChat"},
		"q=livechat":                     {"LiveChat", "Stripe"},
		"q=zzzz":                         {"which is not a no", "<svg"},
		"asOf=1":                         {"This is an older statement", "Bogus"},
		"service=payment&q=card":         {`name="service" value="payment"`, "LiveChat"},
		"q=" + url.QueryEscape(`"><b>x`): {"&#34;&gt;&lt;b&gt;x", "<b>x"},
	} {
		code, body := get(t, list, "/map?"+query)
		if code != http.StatusOK || !strings.Contains(body, c.with) || strings.Contains(body, c.without) {
			t.Errorf("%s: %d, with %q %v, with %q %v", query, code, c.with, strings.Contains(body, c.with), c.without, strings.Contains(body, c.without))
		}
		if _, again := get(t, list, "/map?"+query); again != body {
			t.Errorf("%s has two pages", query)
		}
	}
}

func TestMapRefuses(t *testing.T) {
	list := example(t)
	for query, want := range map[string]int{"service=nowhere": 404, "asOf=99": 404, "after=%21": 400, "service=payment&asOf=99": 404} {
		code, body := get(t, list, "/map?"+query)
		if code != want || !strings.Contains(body, "This map cannot be drawn") {
			t.Errorf("%s: %d", query, code)
		}
	}
}

// TestMapNeedsNoInlineCode holds the page to its own policy, and that its files
// are where it says.
func TestMapNeedsNoInlineCode(t *testing.T) {
	list := example(t)
	_, body := get(t, list, "/map")
	if strings.Contains(body, " style=") || strings.Contains(body, "<style") || regexp.MustCompile(` on[a-z]+="`).MatchString(body) {
		t.Error("the page has inline styles or code")
	}
	files := regexp.MustCompile(`(?:src|href)="(/map/[^"]+)"`).FindAllStringSubmatch(body, -1)
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	for _, f := range files {
		if code, _ := get(t, list, f[1]); code != http.StatusOK {
			t.Errorf("%s: %d", f[1], code)
		}
	}
	ids := regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1)
	var names []string
	for _, id := range ids {
		names = append(names, id[1])
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("ids are given twice: %q", names)
	}
}

func TestServicePicture(t *testing.T) {
	list := example(t)
	svg, ok := flowmap.Service(asker(list))(t.Context(), "service/payment", "")
	if !ok || !strings.Contains(string(svg), "Stripe") || strings.Contains(string(svg), "<a ") {
		t.Errorf("ok %v: %s", ok, svg)
	}
	if _, ok := flowmap.Service(asker(list))(t.Context(), "nowhere", ""); ok {
		t.Error("there is a picture of nothing")
	}
}
