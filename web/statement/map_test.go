package statement

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
)

var (
	rowFacts = regexp.MustCompile(`<tr role="row" data-n="([0-9. ]+)" data-facts="([^"]*)"`)
	ribbons  = regexp.MustCompile(`data-a="([0-9.]+)" data-b="([0-9.]+)"`)
	pointed  = regexp.MustCompile(`<title>[^<]*: (\d+) flows?[^<]*</title></path>`)
)

// TestMapTellsAllFacts holds that the table has every collection, disclosure
// and dependency of the snapshot and no other, and that the picture's ribbons
// are those of the table's flows, no more and no fewer.
func TestMapTellsAllFacts(t *testing.T) {
	body := get(t, serve(t, example(t)), MapRoot, http.StatusOK).Body.String()
	want, got := map[string]bool{}, map[string]bool{}
	for _, r := range head(t).Records() {
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
	h := serve(t, example(t))
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
		body := get(t, h, MapRoot+"?"+query, http.StatusOK).Body.String()
		parseHTML(t, body)
		if !strings.Contains(body, c.with) || strings.Contains(body, c.without) {
			t.Errorf("%s: with %q %v, with %q %v", query, c.with, strings.Contains(body, c.with), c.without, strings.Contains(body, c.without))
		}
		if again := get(t, h, MapRoot+"?"+query, http.StatusOK).Body.String(); again != body {
			t.Errorf("%s has two pages", query)
		}
	}
}

func TestMapRefuses(t *testing.T) {
	h := serve(t, example(t))
	for query, status := range map[string]int{"service=nowhere": 404, "asOf=99": 400, "after=%21": 400, "service=payment&asOf=99": 400} {
		get(t, h, MapRoot+"?"+query, status)
	}
}

// TestMapNeedsNoInlineCode holds the page to its own policy, and that its files
// are where it says.
func TestMapNeedsNoInlineCode(t *testing.T) {
	h := serve(t, example(t))
	body := get(t, h, MapRoot, http.StatusOK).Body.String()
	inertMap := regexp.MustCompile(` on[a-z]+="`)
	if strings.Contains(body, " style=") || strings.Contains(body, "<style") || inertMap.MatchString(body) {
		t.Error("the page has inline styles or code")
	}
	files := regexp.MustCompile(`(?:src|href)="(/privacy/assets/[^"]+)"`).FindAllStringSubmatch(body, -1)
	if len(files) != 3 {
		t.Fatalf("%d files", len(files))
	}
	for _, f := range files {
		if cache := get(t, h, f[1], http.StatusOK).Header().Get("Cache-Control"); !strings.Contains(cache, "immutable") {
			t.Errorf("%s: Cache-Control %q", f[1], cache)
		}
	}
}

// TestServicePicture holds that the page of a service has its flows as a
// picture, and that of one without flows none.
func TestServicePicture(t *testing.T) {
	h := serve(t, example(t))
	for service, want := range map[string]int{"payment": 1, "third-party-packages": 1} {
		root := parseHTML(t, get(t, h, Root+"/services/"+service, http.StatusOK).Body.String())
		pictures := root.all(func(e *element) bool { return e.name == "svg" })
		if len(pictures) != want {
			t.Errorf("%s has %d pictures", service, len(pictures))
			continue
		}
		if service == "payment" && !strings.Contains(pictures[0].words(), "Stripe") {
			t.Error("the picture does not show Stripe")
		}
	}
}
