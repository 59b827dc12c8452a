package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// The words of three revisions after the example's: a public purpose, an
// internal one, and a public one.
const (
	author, message = "Grace of the privacy team", "Because the auditors asked"
	hushedPurpose   = "Purpose hushed"
)

// newHistory is a gate whose inventory has something internal in its past, and
// keys by role; that of Anonymous is none.
func newHistory(t *testing.T, change func(*house)) (*gate, map[access.Role][]string) {
	t.Helper()
	g := newGate(t, change)
	g.commit(inventory.Public, "before", author, message)
	g.commit(inventory.Internal, "hushed", author, message)
	g.commit(inventory.Public, "after", author, message)
	keys := map[access.Role][]string{access.Anonymous: nil}
	for _, role := range access.Roles()[1:] {
		keys[role] = bearer(g.token(role))
	}
	return g, keys
}

// views are ways to look at the inventory and its past: whether each shows the
// internal purpose, and authors, to whom may see them.
var views = map[string]struct {
	target            string
	internal, authors bool
}{
	"the head":         {operation(`{ head { author message } }`), false, true},
	"a noun":           {operation(`{ nodes(ids: ["purpose/hushed"]) { ... on Purpose { name } } }`), true, false},
	"a list":           {operation(`{ purposes(first: 200) { nodes { name } } }`), true, false},
	"a search":         {operation(`{ search(text: "hushed") { totalCount nodes { node { ... on Purpose { name } } } } }`), true, false},
	"a diff":           {operation(`{ diff(from: "8", to: "9") { to { author message } other { nodes { sentence } } } }`), true, true},
	"a diff over it":   {operation(`{ diff(from: "7") { from { author } to { author message } other { nodes { sentence } } } }`), true, true},
	"the revisions":    {operation(`{ revisions(first: 3) { nodes { author message } } }`), false, true},
	"as of then":       {operation(`query @asOf(at: "9") { head { author message } purposes(first: 200) { nodes { name } } }`), true, true},
	"as of before":     {operation(`query @asOf(at: "8") { head { author message } purposes(first: 200) { nodes { name } } }`), false, true},
	"history":          {"/history", false, true},
	"its revision":     {"/history/9", true, true},
	"a later one":      {"/history/10", false, true},
	"the feed":         {"/history.atom", false, true},
	"the privacy page": {"/privacy/changes?since=7", false, false},
}

func operation(text string) string {
	return "/graphql?query=" + strings.NewReplacer(" ", "%20", `"`, "%22", "{", "%7B", "}", "%7D").Replace(text)
}

// TestRolesSeeTheirs looks at internal facts and at authors, now and as of
// older revisions, with each role, by key and by session.
func TestRolesSeeTheirs(t *testing.T) {
	g, keys := newHistory(t, nil)
	for role, key := range keys {
		ways := [][]string{key}
		if role != access.Anonymous {
			ways = append(ways, g.session(map[string]string{"token": strings.TrimPrefix(key[1], "Bearer ")}))
		}
		for _, headers := range ways {
			for name, v := range views {
				w := g.ask(http.MethodGet, v.target, "", headers...)
				told := body(t, w)
				if w.Code != http.StatusOK || strings.Contains(told, `"errors"`) {
					t.Fatalf("%s for %s: %d %s", name, role, w.Code, told)
				}
				wantInternal := v.internal && role != access.Anonymous
				wantAuthors := v.authors && (role == access.Auditor || role == access.Editor || role == access.Admin)
				if got := strings.Contains(told, hushedPurpose); got != wantInternal {
					t.Errorf("%s for %s: internal facts are shown: %v; want %v\n%.600s", name, role, got, wantInternal, told)
				}
				if got := strings.Contains(told, author); got != wantAuthors || got != strings.Contains(told, message) && strings.Contains(v.target, "message") {
					t.Errorf("%s for %s: authors are shown: %v; want %v\n%.600s", name, role, got, wantAuthors, told)
				}
			}
		}
	}
}

// TestKeptAnswersStayWithTheirRole asks for the same address with all roles in
// turn, in both orders and at once: each gets what it gets where nothing is
// kept, and no tag of one role's answer is good for another.
func TestKeptAnswersStayWithTheirRole(t *testing.T) {
	const text = `{ head { author } purposes(first: 200) { nodes { name } } revisions(first: 4) { nodes { message } } }`
	up := access.Roles()
	down := slices.Clone(up)
	slices.Reverse(down)
	for _, order := range [][]access.Role{up, down} {
		g, keys := newHistory(t, nil)
		fresh, tags := map[access.Role]string{}, map[access.Role]string{}
		for _, role := range order {
			fresh[role] = body(t, g.post(text, keys[role]...))
		}
		if fresh[access.Anonymous] == fresh[access.Reader] || fresh[access.Reader] == fresh[access.Auditor] {
			t.Fatal("the roles see the same: the test tests nothing")
		}
		for range 2 {
			for _, role := range order {
				w := g.read(text, keys[role]...)
				if got := body(t, w); got != fresh[role] {
					t.Errorf("%v: %s gets %.200s; want %.200s", order, role, got, fresh[role])
				}
				caching := w.Header().Get("Cache-Control")
				if public := strings.Contains(caching, "public"); public != (role == access.Anonymous) || strings.Contains(caching, "no-store") {
					t.Errorf("%s: Cache-Control %q", role, caching)
				}
				if vary := strings.Join(w.Header()["Vary"], ", "); !strings.Contains(vary, "Authorization") || !strings.Contains(vary, "Cookie") {
					t.Errorf("%s: Vary %q", role, vary)
				}
				tags[role] = w.Header().Get("ETag")
			}
		}
		for _, role := range order {
			for other, tag := range tags {
				w := g.read(text, append(slices.Clone(keys[role]), "If-None-Match", tag)...)
				if kept := w.Code == http.StatusNotModified; kept != (role == other) {
					t.Errorf("%s with the tag of %s: %d", role, other, w.Code)
				}
			}
		}
	}
}

// TestEqualRequestsAtOnce has all roles ask for what nobody has asked for yet,
// at the same time.
func TestEqualRequestsAtOnce(t *testing.T) {
	g, keys := newHistory(t, nil)
	for round := range 20 {
		text := fmt.Sprintf(`{ round%d: head { author } purposes(first: 200) { nodes { name } } }`, round)
		var all sync.WaitGroup
		start := make(chan struct{})
		for role, key := range keys {
			for i := range 3 {
				all.Go(func() {
					one := *g // requests are counted without a lock
					one.requests = (round*10+i)*10 + len(role)
					<-start
					got := body(t, one.read(text, key...))
					if strings.Contains(got, author) != role.SeesAuthors() || strings.Contains(got, hushedPurpose) != (role != access.Anonymous) {
						t.Errorf("%s gets %.300s", role, got)
					}
				})
			}
		}
		close(start)
		all.Wait()
	}
}

// TestRevokedAtOnce uses a token and a session begun with it, and revokes the
// token: with the command, and through the graph. The next request fails.
func TestRevokedAtOnce(t *testing.T) {
	g := newGate(t, nil)
	admin := bearer(g.token(access.Admin))
	for name, revoke := range map[string]func(text string){
		"by command": g.revoke,
		"by an admin": func(text string) {
			id, _, _ := access.ParseToken(text)
			if told := body(t, g.post(fmt.Sprintf(`mutation { revokeAccessToken(id: %q) { id } }`, id), admin...)); strings.Contains(told, "errors") {
				t.Fatal(told)
			}
		},
	} {
		text, other := g.token(access.Auditor), g.token(access.Auditor)
		key, session := bearer(text), g.session(map[string]string{"token": text})
		spared := g.session(map[string]string{"token": other})
		const ask = `{ revisions { nodes { author } } }`
		for _, headers := range [][]string{key, session, spared} {
			if w := g.read(ask, headers...); w.Code != http.StatusOK {
				t.Fatalf("%s: before it: %d %s", name, w.Code, w.Body)
			}
		}
		revoke(text)
		for i, headers := range [][]string{key, session} {
			w := g.read(ask, headers...)
			if told := body(t, w); w.Code != http.StatusUnauthorized || strings.Contains(told, `"data"`) {
				t.Errorf("%s: after it: %d %s", name, w.Code, told)
			}
			if dropped := strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=0"); dropped != (i == 1) {
				t.Errorf("%s: the cookie is taken away: %v", name, dropped)
			}
		}
		if w := g.read(ask, spared...); w.Code != http.StatusOK {
			t.Errorf("%s: the session of another token: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestPublishedOperationsOnly binds those without a key, and nobody else.
func TestPublishedOperationsOnly(t *testing.T) {
	const published = `query Published { head { number } }`
	g, keys := newHistory(t, func(h *house) {
		yes := true
		h.documentsOnly = &yes
		h.published = []graph.Document{{ID: graph.DocumentID(published), Name: "Published", Text: published}}
	})
	for role, key := range keys {
		want := http.StatusOK
		if role == access.Anonymous {
			want = http.StatusForbidden
		}
		for name, c := range map[string]struct {
			target string
			status int
		}{
			"by id":         {"/graphql?documentId=" + graph.DocumentID(published), http.StatusOK},
			"by its text":   {operation(published), http.StatusOK},
			"another":       {operation(`{ head { number } }`), want},
			"introspection": {operation(`{ __schema { queryType { name } } }`), want},
			"a page":        {"/privacy", http.StatusOK},
		} {
			if w := g.ask(http.MethodGet, c.target, "", key...); w.Code != c.status {
				t.Errorf("%s for %s: %d; want %d: %.200s", name, role, w.Code, c.status, w.Body)
			}
		}
		if w := g.post(`{ head { number } }`, key...); w.Code != want {
			t.Errorf("posted by %s: %d; want %d", role, w.Code, want)
		}
	}
	if w := g.ask(http.MethodGet, "/graphql?documentId="+graph.DocumentID(published), "", bearer(g.made(access.Admin, true))...); w.Code != http.StatusUnauthorized {
		t.Errorf("a published operation with an expired key: %d", w.Code)
	}
}
