package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/access"
)

// spill is everything that a server gives away while requests come in.
type spill struct {
	g *gate
	b strings.Builder
}

// ask sends a request, and keeps the answer with all its headers but the cookie
// of a session that began.
func (s *spill) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	w := s.g.ask(method, target, body, headers...)
	for name, values := range w.Header() {
		if name == "Set-Cookie" && target == "/session" && w.Code == http.StatusOK {
			continue
		}
		fmt.Fprintf(&s.b, "%s %s: %s: %q\n", method, target, name, values)
	}
	s.b.WriteString(w.Body.String())
	return w
}

// everywhere sends headers to each room, the graph included.
func (s *spill) everywhere(headers ...string) {
	for _, r := range routes {
		s.ask(r.method, r.target, "", headers...)
	}
	for _, operation := range []string{`{ viewer { name role via } accessTokens { id name } findings { totalCount } ropa { __typename } }`, `{ wrong`, `mutation { revokeAccessToken(id: "nonenone") { id } }`} {
		s.ask(http.MethodPost, "/graphql", toJSON(s.g.t, map[string]string{"query": operation}), headers...)
		s.ask(http.MethodGet, "/graphql?query="+url.QueryEscape(operation), "", headers...)
		s.ask(http.MethodPost, "/graphql", toJSON(s.g.t, map[string]string{"query": operation}), append(slices.Clone(headers), "Accept", "text/event-stream")...)
	}
}

// TestSecretsGoNowhere uses tokens, sessions and sign-in codes, good ones and
// others, in all the ways there are to fail, and looks for them in the log, in
// answers, in their headers, and in the bytes of the file and its journals.
func TestSecretsGoNowhere(t *testing.T) {
	g := newGate(t, nil)
	s := &spill{g: g}
	secrets := map[string]string{"a secret of no form": "hunter2hunter2hunter2"}
	for _, role := range access.Roles()[1:] {
		good, revoked := g.token(role), g.token(role)
		secrets[string(role)+" good"], secrets[string(role)+" revoked"] = good, revoked
		secrets[string(role)+" expired"], secrets[string(role)+" unknown"] = g.made(role, true), g.made(role, false)
		cookie := g.session(map[string]string{"token": good})
		_, secrets[string(role)+" session"], _ = strings.Cut(cookie[1], "=")
		s.everywhere(cookie...)
		s.everywhere(append(cookie, bearer(good)...)...)
		g.revoke(revoked)
	}
	first, _, err := g.door.SignInCode()
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := g.door.SignInCode()
	if err != nil {
		t.Fatal(err)
	}
	local := g.session(map[string]string{"code": code})
	secrets["an older code"], secrets["a used code"] = first, code
	_, secrets["the session of a code"], _ = strings.Cut(local[1], "=")
	for _, secret := range secrets {
		revoke := fmt.Sprintf("mutation { revokeAccessToken(id: %q) { id } }", secret)
		s.ask(http.MethodPost, "/graphql", toJSON(t, map[string]string{"query": revoke}), local...)
		s.everywhere(bearer(secret)...)
		s.everywhere("Authorization", "Bearer "+secret+" "+secret)
		s.everywhere("Authorization", "Basic "+secret)
		s.everywhere("Cookie", "recital_session_8080="+secret)
		s.everywhere("Cookie", "recital_session_8080="+secret+"; recital_session_8080="+secret)
		for _, in := range []string{`{"token":%q}`, `{"code":%q}`, `{"token":%[1]q,"code":%[1]q}`, `{"token":[%q]}`, `{"tokens":%q}`, `{"token":%q`, `{"token":%q}}`, `%q`} {
			s.ask(http.MethodPost, "/session", fmt.Sprintf(in, secret))
			s.ask(http.MethodPost, "/session", fmt.Sprintf(in, secret), "Origin", "https://evil.example")
		}
		s.ask(http.MethodPut, "/session", secret)
	}
	g.door.Tokens = nil // the next are past the store
	s.everywhere(bearer(secrets["ADMIN good"])...)
	if n := strings.Count(s.b.String(), `"code":"UNAUTHENTICATED"`); n < 200 {
		t.Errorf("only %d requests were refused: the test tests little", n)
	}
	places := map[string]string{"answers": s.b.String(), "the log": g.log.String()}
	files, err := filepath.Glob(g.db + "*")
	if err != nil || !slices.Contains(files, g.db+"-wal") {
		t.Fatalf("the files are %v: %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		places[filepath.Base(file)] = string(data)
	}
	for where, text := range places {
		for what, secret := range secrets {
			for _, trace := range traceable(secret) {
				if at := strings.Index(text, trace); at >= 0 {
					t.Errorf("%s: %s is there: …%q…", where, what, text[max(0, at-200):min(len(text), at+len(trace)+20)])
				}
			}
		}
	}
	if !strings.Contains(places["the log"], "signed in") {
		t.Error("nothing was logged: the test tests little")
	}
}

// traceable is a secret and, of a token of ours, the part of it that only its
// bearer has.
func traceable(secret string) []string {
	if !access.IsToken(secret) {
		return []string{secret}
	}
	const idEnd = len("recital_") + 8 + 1
	return []string{secret[idEnd:], secret[idEnd : idEnd+20]}
}

// TestStoreThatFails is told to the log, by its cause, and to nobody else.
func TestStoreThatFails(t *testing.T) {
	g := newGate(t, nil)
	key := bearer(g.token(access.Reader))
	if err := g.store.Close(); err != nil {
		t.Fatal(err)
	}
	w := g.post(`{ viewer { role } }`, key...)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "database") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(g.log.String(), "database is closed") {
		t.Errorf("the log does not say why:\n%s", g.log)
	}
	if w := g.post(`{ viewer { role } }`); w.Code != http.StatusOK {
		t.Errorf("without a key: %d %s", w.Code, w.Body)
	}
}

// TestOtherSitesCannotChangeAnything sends what a page of another site could
// have a browser send, with the cookie that SameSite=Strict would hold back.
func TestOtherSitesCannotChangeAnything(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.session(map[string]string{"token": g.token(access.Editor)})
	key := bearer(g.token(access.Editor))
	const text = `mutation { commit(input: { base: 7, message: "not mine", changes: [{ purpose: { id: "forged", name: "Forged" } }] }) { revision { number } } }`
	body := toJSON(t, map[string]string{"query": text})
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"another site":                {[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		"another site, old browser":   {[]string{"Origin", "https://evil.example"}, 403},
		"no origin of its own":        {[]string{"Origin", "null"}, 403},
		"another port, same site":     {[]string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "same-site"}, 403},
		"another scheme":              {[]string{"Origin", "https://localhost:8081"}, 403},
		"a site that may read":        {[]string{"Origin", sharedOrigin, "Sec-Fetch-Site", "cross-site"}, 403},
		"a form of another site":      {[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"}, 403},
		"a form of a page of ours":    {[]string{"Origin", "http://localhost:8080", "Sec-Fetch-Site", "same-origin", "Content-Type", "text/plain"}, 415},
		"an image or link elsewhere":  {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		"events for another site":     {[]string{"Origin", "https://evil.example", "Accept", "text/event-stream"}, 403},
		"the same site by DNS tricks": {[]string{"Origin", "http://localhost:8080.evil.example"}, 403},
	} {
		headers := append(slices.Clone(cookie), c.headers...)
		if w := g.ask(http.MethodPost, "/graphql", body, headers...); w.Code != c.status {
			t.Errorf("%s: %d %s; want %d", name, w.Code, w.Body, c.status)
		}
		if c.status != http.StatusForbidden {
			continue
		}
		for _, method := range []string{http.MethodPost, http.MethodDelete} {
			if w := g.ask(method, "/session", `{"token":"x"}`, headers...); w.Code != c.status {
				t.Errorf("%s: %s /session: %d", name, method, w.Code)
			}
		}
	}
	if w := g.read(text, cookie...); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a mutation by GET: %d", w.Code)
	}
	if g.head() != 7 {
		t.Fatalf("something was committed: the head is %d", g.head())
	}
	own := append(slices.Clone(cookie), "Origin", "http://localhost:8080", "Sec-Fetch-Site", "same-origin")
	if w := g.ask(http.MethodPost, "/graphql", body, own...); w.Code != http.StatusOK || g.head() != 8 {
		t.Errorf("a page of ours: %d %s", w.Code, w.Body)
	}
	// A token is no cookie: whoever sends it means it. The browser asks first.
	theirs := append(slices.Clone(key), "Origin", sharedOrigin, "Sec-Fetch-Site", "cross-site")
	if w := g.ask(http.MethodPost, "/graphql", strings.Replace(body, "base: 7", "base: 8", 1), theirs...); w.Code != http.StatusOK {
		t.Errorf("a token from a site that may read: %d %s", w.Code, w.Body)
	}
}

// TestSharingTakesNoCookies looks at what a site that may read is allowed.
func TestSharingTakesNoCookies(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.session(map[string]string{"token": g.token(access.Admin)})
	for _, w := range []*httptest.ResponseRecorder{
		g.ask(http.MethodOptions, "/graphql", "", "Origin", sharedOrigin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type"),
		g.read(`{ head { number } }`, "Origin", sharedOrigin),
		g.read(`{ head { number } }`, append(cookie, "Origin", sharedOrigin)...),
	} {
		h := w.Header()
		if h.Get("Access-Control-Allow-Origin") != sharedOrigin || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%d %v", w.Code, h)
		}
	}
	for _, target := range []string{"/session", "/export/ropa.csv"} {
		w := g.ask(http.MethodOptions, target, "", "Origin", sharedOrigin, "Access-Control-Request-Method", "DELETE")
		if w.Header().Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("%s: a site may send DELETE: %v", target, w.Header())
		}
	}
	w := g.ask(http.MethodPost, "/session", toJSON(t, map[string]string{"token": g.token(access.Reader)}))
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, want) || strings.Contains(got, "Domain") {
			t.Errorf("the cookie is %q; want %s", got, want)
		}
	}
}
