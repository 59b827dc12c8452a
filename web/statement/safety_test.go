package statement

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// hostile is what a text may hold at worst.
const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover='x' {{.}} javascript:alert(1) &lt;b&gt; `

// poison puts hostile text into every text of an answer, and addresses that run
// scripts into every address. What pages count and compare with stays.
func poison(v any, key string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = poison(v[k], k)
		}
	case []any:
		for i := range v {
			v[i] = poison(v[i], key)
		}
	case string:
		switch key {
		case "url", "privacyPolicy", "optOut", "document":
			return "javascript:alert(1)//" + v
		case "email":
			return "a@b.example?body=" + hostile
		case "name", "description", "because", "condition", "note", "title", "label", "path", "scope", "where", "withdrawal", "interest",
			"criteria", "location", "inWords", "sentence", "why", "message", "howTo", "limits", "articles", "aliases", "patterns", "address", "phone",
			"consequence", "regions", "country", "arrangement", "statute", "by", "code", "contract":
			return hostile + v
		}
	}
	return v
}

func poisoned(t testing.TB) Config {
	c := example(t)
	inner := c.Ask
	c.Ask = func(ctx context.Context, query string, variables map[string]any) ([]byte, bool) {
		body, ok := inner(ctx, query, variables)
		var answer map[string]any
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		if answer["data"] != nil {
			answer["data"] = poison(answer["data"], "")
		}
		body, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		return body, ok
	}
	c.Organisation = hostile
	return c
}

// TestNothingRuns holds that no text of the inventory, and none of an address,
// becomes markup, a script or a link that runs one.
func TestNothingRuns(t *testing.T) {
	c := poisoned(t)
	h := serve(t, c)
	query := "?asOf=7"
	for _, p := range []string{"", "/services", "/services/payment", "/services/general", "/data", "/data/email", "/recipients", "/recipients/stripe", "/cookies", "/rights", "/changes"} {
		inert(t, p, get(t, h, Root+p+query, http.StatusOK).Body.String())
	}
	for _, q := range []string{"email", "what is my email used for", "marketing", "children", "parents", "where is my data stored", "delete my account", "do you sell my data"} {
		inert(t, q, get(t, h, Root+"/find?asOf=7&q="+url.QueryEscape(q), http.StatusOK).Body.String())
	}
	for _, p := range []string{"services", "services/payment", "cookies", "recipients", "rights", "statement"} {
		inert(t, p, get(t, h, EmbedRoot+p, http.StatusOK).Body.String())
	}
	for _, address := range []string{Root + "/find?q=%3Cscript%3Ealert(1)%3C/script%3E", Root + "/services/%3Cscript%3Ealert(1)%3C%2Fscript%3E", Root + "?asOf=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		Root + "/changes?since=%3Cscript%3Ealert(1)%3C/script%3E"} {
		w := httptest.NewRecorder()
		serve(t, example(t)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		inert(t, address, w.Body.String())
	}
}

func inert(t *testing.T, what, page string) {
	t.Helper()
	root := parseHTML(t, page)
	for _, e := range root.all(func(*element) bool { return true }) {
		switch e.name {
		case "script":
			if e.attrs["type"] == "application/ld+json" {
				var described map[string]any
				if err := json.Unmarshal([]byte(e.text.String()), &described); err != nil || described["@type"] != "WebPage" {
					t.Errorf("%s: the description is %v, %v", what, described, err)
				}
			} else if e.words() != "" || !strings.HasPrefix(e.attrs["src"], Root+"/assets/filter.") {
				t.Errorf("%s: a script that is not ours: %v", what, e.attrs)
			}
		case "img", "iframe", "object", "style", "base", "b":
			t.Errorf("%s: an element that is not ours: <%s>", what, e.name)
		}
		for name, value := range e.attrs {
			if strings.HasPrefix(name, "on") || name == "style" {
				t.Errorf("%s: an attribute that is not ours: %s", what, name)
			}
			if lower := strings.ToLower(strings.TrimSpace(value)); slices.Contains([]string{"href", "src", "action"}, name) &&
				(strings.HasPrefix(lower, "javascript:") || strings.HasPrefix(lower, "data:") || strings.HasPrefix(lower, "#zgot") || strings.HasPrefix(lower, "mailto:")) {
				t.Errorf("%s: %s is %q", what, name, value)
			}
		}
	}
}

// TestHeaders holds what a browser is told of pages, fragments and frames.
func TestHeaders(t *testing.T) {
	c := example(t)
	c.FrameAncestors = []string{"https://www.example.com"}
	h := serve(t, c)
	for address, ancestors := range map[string]string{
		Root: "frame-ancestors 'none'", EmbedRoot + "cookies": "frame-ancestors 'none'", EmbedRoot + "cookies?frame": "frame-ancestors https://www.example.com",
		Root + "/cookies": "frame-ancestors 'none'",
	} {
		header := get(t, h, address, http.StatusOK).Header()
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "style-src 'self'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", ancestors} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s: %s", address, part, policy)
			}
		}
		if header.Get("Set-Cookie") != "" || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", address, header)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, Root, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", w.Code)
	}
	c.FrameAncestors = []string{"https://a.example; script-src *"}
	if _, err := New(c); err == nil {
		t.Error("an origin that changes the policy is taken")
	}
}

// TestAddresses holds what wrong, old and other addresses lead to.
func TestAddresses(t *testing.T) {
	h := serve(t, example(t))
	for _, test := range []struct {
		address string
		status  int
		has     string
	}{
		{"/services/quickconect", 404, "QuickConnect and Synology DDNS</a>"},
		{"/services/nothing-like-it", 404, "there is no service"},
		{"/data/ip-adress", 404, "IP address</a>"},
		{"/recipients/strip", 404, "Did you mean"},
		{"/services/payment/more", 404, "there is no service"},
		{"/nothing", 404, "no page at this address"},
		{"?asOf=banana", 400, "write its number, or a date such as 2021-01-01"},
		{"/services/payment?asOf=1999-01-01", 400, "1999-01-01"},
		{"/changes?since=banana", 400, "write its number, or a date such as 2021-01-01"},
		{"/find?q=" + strings.Repeat("x", 300), 400, "too long"},
		{"/services/payment?asOf=1", 404, "There is no service"},
		{"/find?q=xyzzy", 200, "Nothing of that name is stated"},
		{"/find?q=shoe+size", 200, "all services</a>"},
		{"/find?q=", 200, "Ask about your data"},
	} {
		body := get(t, h, Root+test.address, test.status).Body.String()
		parseHTML(t, body)
		if !strings.Contains(strings.ToLower(body), strings.ToLower(test.has)) {
			t.Errorf("%s does not say %q", test.address, test.has)
		}
	}
	for from, to := range map[string]string{
		Root + "/services/": Root + "/services", Root + "/services/QuickConnect%20and%20Synology%20DDNS": Root + "/services/quickconnect",
		Root + "/data/IP%20addresses": Root + "/data/ip-address", Root + "//evil.example/": "/privacy/evil.example",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, from, nil))
		if w.Header().Get("Location") != to {
			t.Errorf("%s leads to %q, not %q", from, w.Header().Get("Location"), to)
		}
	}
}

// TestOlderStatement holds that an older statement says so loudly, stays old
// from link to link, and leads back to today's.
func TestOlderStatement(t *testing.T) {
	h := serve(t, example(t))
	for _, p := range []string{"", "/services", "/services/mobile-applications", "/recipients", "/cookies", "/rights", "/data", "/changes", "/find?q=firebase"} {
		address := Root + p
		if strings.Contains(p, "?") {
			address += "&asOf=2019-12-31"
		} else {
			address += "?asOf=2019-12-31"
		}
		root := parseHTML(t, get(t, h, address, http.StatusOK).Body.String())
		old := root.all(func(e *element) bool { return e.attrs["class"] == "old" })
		if len(old) != 1 || !strings.Contains(old[0].words(), "older statement") || !strings.Contains(old[0].words(), "revision 4, in force since 1 November 2019") {
			t.Fatalf("%s does not say that it is old", address)
		}
		if today := old[0].all(func(e *element) bool { return e.name == "a" })[0].attrs["href"]; strings.Contains(today, "asOf") || !strings.HasPrefix(today, Root) {
			t.Errorf("%s leads back to %s", address, today)
		}
		for _, a := range root.all(func(e *element) bool { return e.name == "a" && strings.HasPrefix(e.attrs["href"], Root) }) {
			if !strings.Contains(a.attrs["href"], "asOf=2019-12-31") && a.parent.parent != old[0] {
				t.Errorf("%s: the link to %s forgets the date", address, a.attrs["href"])
			}
		}
	}
	if strings.Contains(get(t, h, Root+"/recipients?asOf=4", http.StatusOK).Body.String(), "Stripe") {
		t.Error("the statement of 2019 knows of Stripe")
	}
}

// TestFragments holds that a fragment is the content of its page and nothing
// around it.
func TestFragments(t *testing.T) {
	c := example(t)
	c.BaseURL = "https://privacy.example.com/"
	h := serve(t, c)
	body := get(t, h, EmbedRoot+"services/payment", http.StatusOK).Body.String()
	root := parseHTML(t, body)
	if len(root.children) != 1 || root.children[0].name != "section" || root.children[0].attrs["class"] != "recital" {
		t.Fatalf("the fragment is not one section: %.200s", body)
	}
	page := facts(parseHTML(t, get(t, h, Root+"/services/payment", http.StatusOK).Body.String()))
	fragment := facts(root)
	if len(page) == 0 || len(page) != len(fragment) {
		t.Errorf("%d facts in the fragment, %d on the page", len(fragment), len(page))
	}
	if strings.Contains(body, `href="/privacy`) || !strings.Contains(body, `href="https://privacy.example.com/privacy/data/ip-address"`) {
		t.Error("the fragment's links are not whole")
	}
	for _, e := range root.all(func(*element) bool { return true }) {
		for _, name := range []string{"id", "aria-labelledby", "data-filter"} {
			if v, ok := e.attrs[name]; ok && !strings.HasPrefix(v, "recital-") {
				t.Errorf("%s=%q may stand in the page around it", name, v)
			}
		}
		if id, here := strings.CutPrefix(e.attrs["href"], "#"); here && !strings.Contains(body, `id="`+id+`"`) {
			t.Errorf("the fragment leads to #%s, which is not in it", id)
		}
	}
	framed := get(t, h, EmbedRoot+"services/payment?frame", http.StatusOK).Body.String()
	if !strings.HasPrefix(framed, "<!doctype html>") || !strings.Contains(framed, `rel="stylesheet"`) || !strings.Contains(framed, `<section class="recital"`) {
		t.Errorf("no page to frame: %.300s", framed)
	}
	get(t, h, EmbedRoot+"find", http.StatusNotFound)
	get(t, h, EmbedRoot+"services/payment/x", http.StatusNotFound)
}

// TestWeight holds that a page of a service is light with all that it loads.
func TestWeight(t *testing.T) {
	c := example(t)
	h := serve(t, c)
	files, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	assets := 0
	for _, f := range files {
		assets += packed(t, f.content)
	}
	for _, p := range []string{"payment", "general", "website", "technical-support"} {
		weight := assets + packed(t, get(t, h, Root+"/services/"+p, http.StatusOK).Body.Bytes())
		if limit := 30_000; weight > limit {
			t.Errorf("%s weighs %d bytes, more than %d", p, weight, limit)
		}
	}
}

func packed(t *testing.T, content []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// TestExport holds that the static copy has every page, and that its links
// lead to its files.
func TestExport(t *testing.T) {
	c := example(t)
	c.Explorer = ""
	files := map[string]string{}
	err := Export(context.Background(), c, func(path string, content []byte) error {
		files[path] = string(content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	paths, err := Paths(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(paths) + 4; len(files) != want {
		t.Errorf("%d files, want %d", len(files), want)
	}
	for name, content := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, e := range parseHTML(t, content).all(func(e *element) bool { return e.attrs["href"] != "" || e.attrs["src"] != "" }) {
			address := e.attrs["href"] + e.attrs["src"]
			if strings.Contains(address, "://") || strings.HasPrefix(address, "#") {
				continue
			}
			target, _, _ := strings.Cut(address, "#")
			if strings.HasPrefix(address, "/") {
				t.Errorf("%s: %s is not relative", name, address)
			} else if resolved := resolve(name, target); files[resolved] == "" {
				t.Errorf("%s: %s leads to %s, which is not there", name, address, resolved)
			}
		}
		if strings.Contains(content, "<form") {
			t.Errorf("%s has a form", name)
		}
	}
}

// resolve is the path that an address leads to from a file.
func resolve(from, address string) string {
	parts := strings.Split(from, "/")
	parts = parts[:len(parts)-1]
	for part := range strings.SplitSeq(address, "/") {
		switch part {
		case ".":
		case "..":
			if len(parts) == 0 {
				return "outside"
			}
			parts = parts[:len(parts)-1]
		default:
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
