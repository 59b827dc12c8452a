package statement

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
)

// source gives the revisions of the example, public facts only.
func source(t testing.TB) graph.Source {
	t.Helper()
	head, entries, err := seed.Apply(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	past := map[int]*inventory.Snapshot{}
	s := inventory.Empty()
	for _, e := range entries {
		if s, err = s.Replay(e); err != nil {
			t.Fatal(err)
		}
		past[s.Revision().Number] = s.Public()
	}
	public := head.Public()
	return func(_ context.Context, at string) (*inventory.Snapshot, error) {
		if at == "" {
			return public, nil
		}
		r, err := public.At(at)
		if err != nil {
			return nil, err
		}
		return past[r.Number], nil
	}
}

func head(t testing.TB) *inventory.Snapshot {
	s, err := source(t)(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func example(t testing.TB) Config {
	return Config{Ask: graph.NewAsker(source(t), nil).Ask, Organisation: "Example", Explorer: "/explorer/"}
}

func serve(t testing.TB, c Config) http.Handler {
	t.Helper()
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// get asks for a page, which must have the status.
func get(t testing.TB, h http.Handler, address string, status int) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	if w.Code != status {
		t.Fatalf("%s: status %d, want %d\n%.600s", address, w.Code, status, w.Body)
	}
	return w
}

// TestServicePagesTellEverythingAndNothingElse compares the facts of each
// service's page with those of the snapshot.
func TestServicePagesTellEverythingAndNothingElse(t *testing.T) {
	s, h := head(t), serve(t, example(t))
	services, err := s.Services("", 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(services.Nodes()) < 16 {
		t.Fatalf("%d services: the example is not whole", len(services.Nodes()))
	}
	for _, service := range services.Nodes() {
		page := get(t, h, Root+"/services/"+slug(string(service.ID())), http.StatusOK).Body.String()
		compare(t, string(service.ID()), factsOf(service), facts(parseHTML(t, page)))
	}
}

// compare holds that the facts told are those wanted, each with its words.
func compare(t *testing.T, what string, want map[string][]string, told map[string]string) {
	t.Helper()
	for id, words := range want {
		text, ok := told[id]
		if !ok {
			t.Errorf("%s: the page does not tell %s", what, id)
			continue
		}
		for _, w := range words {
			if !strings.Contains(strings.ToLower(text), strings.ToLower(strings.Join(strings.Fields(w), " "))) {
				t.Errorf("%s: the page tells %s without %q: %s", what, id, w, text)
			}
		}
	}
	for id := range told {
		if _, ok := want[id]; !ok {
			t.Errorf("%s: the page tells %s, which is not of it", what, id)
		}
	}
}

// factsOf are the facts that the page of a service must tell, and the words
// that must stand beside each.
func factsOf(s inventory.Service) map[string][]string {
	want := map[string][]string{}
	tell := func(f inventory.Fact, words ...string) {
		if because, ok := f.Because(); ok {
			words = append(words, "inferred", because)
		}
		if condition, ok := f.Condition(); ok {
			words = append(words, strings.TrimSuffix(condition, "."))
		}
		want[string(f.ID())] = words
	}
	tell(s, s.Name())
	for _, a := range s.Activities() {
		tell(a, a.Name())
	}
	for _, c := range s.Collections() {
		tell(c, c.Data().Name())
	}
	for _, n := range s.NonCollections() {
		scope, _ := n.Scope()
		tell(n, "not:", n.Data().Name(), scope)
	}
	for _, u := range s.Uses() {
		tell(u, append(dataNames(u.Data()), u.Purpose().Name())...)
	}
	for _, n := range s.NonUses() {
		scope, _ := n.Scope()
		tell(n, append(dataNames(n.Data()), scope)...)
	}
	for _, l := range s.LawfulBases() {
		interest, _ := l.Interest()
		tell(l, interest)
	}
	for _, d := range s.Disclosures() {
		tell(d, d.Data().Name())
	}
	for _, n := range s.NonDisclosures() {
		tell(n, "not:", n.Data().Name(), n.Recipient().Name())
	}
	for _, r := range s.Retention() {
		tell(r, append(dataNames(r.Data()), r.InWords())...)
	}
	for _, c := range s.Choices() {
		tell(c, c.Where())
	}
	for _, c := range s.Cookies() {
		tell(c, append(strings.Split(c.Name(), " / "), c.Setter().Name())...)
	}
	for _, m := range s.SecurityMeasures() {
		tell(m, m.Name())
	}
	for _, r := range s.Requires() {
		tell(r, r.Requires().Name())
	}
	for _, d := range s.DependsOn() {
		tell(d, append(dataNames(d.Data()), d.DependsOn().Name())...)
	}
	for _, c := range s.Controllerships() {
		tell(c, c.Party().Name())
	}
	return want
}

func dataNames(data []inventory.DataCategory) []string {
	var names []string
	for _, d := range data {
		names = append(names, d.Name())
	}
	return names
}

// TestRecipientsStandBesideTheirData holds that the page of a service tells a
// disclosure below its recipient, which the line of the fact does not name.
func TestRecipientsStandBesideTheirData(t *testing.T) {
	s, h := head(t), serve(t, example(t))
	services, err := s.Services("", 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, service := range services.Nodes() {
		root := parseHTML(t, get(t, h, Root+"/services/"+slug(string(service.ID())), http.StatusOK).Body.String())
		for _, d := range service.Disclosures() {
			for _, e := range root.all(func(e *element) bool { return e.attrs["data-fact"] == string(d.ID()) }) {
				group := e
				for group.parent != nil && group.attrs["class"] != "group" {
					group = group.parent
				}
				if !strings.HasPrefix(group.words(), d.Recipient().Name()) {
					t.Errorf("%s is not below %s: %.60s", d.ID(), d.Recipient().Name(), group.words())
				}
				checked++
			}
		}
	}
	if checked < 80 {
		t.Errorf("%d disclosures checked: the example has more", checked)
	}
}

// TestCookieTables holds that all cookies stand in the tables of their
// categories, and nothing else does.
func TestCookieTables(t *testing.T) {
	s := head(t)
	cookies, err := s.Cookies(inventory.CookieFilter{}, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, c := range cookies.Nodes() {
		words := append(strings.Split(c.Name(), " / "), c.Setter().Name())
		if lifetime, ok := c.Lifetime(); ok {
			if period, ok := lifetime.Period(); ok {
				words = append(words, period.InWords())
			}
		}
		want[string(c.ID())] = words
	}
	root := parseHTML(t, get(t, serve(t, example(t)), Root+"/cookies", http.StatusOK).Body.String())
	compare(t, "cookies", want, facts(root))
	for _, c := range cookies.Nodes() {
		for _, e := range root.all(func(e *element) bool { return e.attrs["data-fact"] == string(c.ID()) }) {
			table := e
			for table.name != "table" {
				table = table.parent
			}
			if caption := say("cookies", string(c.Category())); !strings.HasPrefix(table.words(), caption) {
				t.Errorf("%s is not in the table %s", c.ID(), caption)
			}
		}
	}
}

// TestEveryPage looks at every page twice: it is well-formed, the same both
// times, complete in what all pages have, and its links lead somewhere.
func TestEveryPage(t *testing.T) {
	c := example(t)
	h := serve(t, c)
	paths, err := Paths(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{MapRoot: true}
	for _, p := range paths {
		known[strings.TrimSuffix(Root+"/"+p, "/")] = true
	}
	for _, p := range paths {
		if page, since, ok := strings.Cut(p, "/since-"); ok {
			p = page + "?since=" + since
		}
		address := strings.TrimSuffix(Root+"/"+p, "/")
		if p == "map" {
			address = MapRoot
		}
		w := get(t, h, address, http.StatusOK)
		if again := get(t, h, address, http.StatusOK); again.Body.String() != w.Body.String() {
			t.Errorf("/%s is another page the second time", p)
		}
		if cache := w.Header().Get("Cache-Control"); cache != "public, max-age=0, stale-while-revalidate=60" || w.Header().Get("ETag") != "" {
			t.Errorf("/%s: Cache-Control %q, ETag %q", p, cache, w.Header().Get("ETag"))
		}
		checkPage(t, p, parseHTML(t, w.Body.String()), known)
	}
}

func checkPage(t *testing.T, p string, root *element, known map[string]bool) {
	t.Helper()
	named := func(name string) func(*element) bool { return func(e *element) bool { return e.name == name } }
	ids := map[string]bool{}
	for _, e := range root.all(func(e *element) bool { return e.attrs["id"] != "" }) {
		ids[e.attrs["id"]] = true
	}
	if html := root.all(named("html")); len(html) != 1 || html[0].attrs["lang"] != "en" {
		t.Errorf("/%s does not name its language", p)
	}
	if n := len(root.all(named("h1"))); n != 1 {
		t.Errorf("/%s has %d first headings", p, n)
	}
	level := 1
	for _, heading := range root.all(func(e *element) bool { return slices.Contains([]string{"h1", "h2", "h3", "h4"}, e.name) }) {
		if next := int(heading.name[1] - '0'); next > level+1 {
			t.Errorf("/%s: heading %q leaves a level out", p, heading.words())
		} else {
			level = next
		}
		if heading.words() == "" {
			t.Errorf("/%s has an empty heading", p)
		}
	}
	if !strings.Contains(root.words(), "Revision 7") || !strings.Contains(root.words(), "in force since 1 April 2024") {
		t.Errorf("/%s does not say its revision", p)
	}
	if len(root.all(named("details"))) == 0 {
		t.Errorf("/%s does not show its operations", p)
	}
	for _, a := range root.all(named("a")) {
		href := a.attrs["href"]
		bare, fragment, _ := strings.Cut(href, "#")
		switch {
		case a.words() == "" || href == "":
			t.Errorf("/%s has an empty link to %q", p, href)
		case bare == "" && !ids[fragment]:
			t.Errorf("/%s: nothing is at #%s", p, fragment)
		case (strings.HasPrefix(bare, Root) || strings.HasPrefix(bare, MapRoot)) && !known[strings.Split(bare, "?")[0]]:
			t.Errorf("/%s links to %s, which is no page", p, bare)
		}
	}
}
