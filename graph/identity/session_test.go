package identity

import (
	"encoding/base32"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recital/recital/inventory/access"
)

// idBits are the bits that a token's id is written from.
func idBits(t *testing.T, id string) []byte {
	t.Helper()
	bits, err := base32.StdEncoding.DecodeString(strings.ToUpper(id))
	if err != nil {
		t.Fatal(err)
	}
	return bits
}

// signIn signs in and gives the cookie as a browser sends it back.
func (w *world) signIn(body string, headers ...string) string {
	w.t.Helper()
	response := w.answers("signing in", local("POST", Route, body, headers...), 200, `"via":"SESSION"`)
	for _, c := range response.Cookies() {
		return c.Name + "=" + c.Value
	}
	w.t.Fatal("no cookie")
	return ""
}

func with(cookie string) []string { return []string{"Cookie", cookie} }

func TestSessionByToken(t *testing.T) {
	w := newWorld(t, nil)
	id, text := w.token(access.Auditor)
	response := w.answers("signing in", local("POST", Route, `{"token": "`+text+`"}`), 200,
		`{"name":"somebody","role":"AUDITOR","via":"SESSION","expires":"2026-11-22T22:30:00Z"}`)
	c := response.Cookies()[0]
	if c.Name != "recital_session_8080" || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.Secure || c.MaxAge != 12*3600 {
		t.Errorf("the cookie is %s", c.Raw)
	}
	cookie := c.Name + "=" + c.Value
	w.answers("asking", local("GET", "/", "", with(cookie)...), 200, "AUDITOR SESSION somebody")
	w.answers("who am I", local("GET", Route, "", with(cookie)...), 200, `"role":"AUDITOR"`)
	w.answers("who am I without it", local("GET", Route, ""), 200, `{"role":"ANONYMOUS","via":"NOTHING"}`)
	w.revoke(id)
	w.dropped("after the token was revoked", w.answers("revoked", local("GET", "/", "", with(cookie)...), 401, "was revoked"))
	w.answers("a second time", local("GET", "/", "", with(cookie)...), 401, "sign in again")
}

func (w *world) dropped(what string, r *http.Response) {
	w.t.Helper()
	for _, c := range r.Cookies() {
		if c.MaxAge < 0 && c.Value == "" {
			return
		}
	}
	w.t.Errorf("%s: the browser keeps the cookie", what)
}

func TestSessionEnds(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	body := `{"token": "` + text + `"}`
	first := w.signIn(body)
	second := w.signIn(body, with(first)...)
	w.answers("the session before", local("GET", "/", "", with(first)...), 401, "sign in again")
	w.answers("a token that is no good", local("POST", Route, `{"token": "x"}`, with(second)...), 401, "not known")
	w.answers("the session all the same", local("GET", "/", "", with(second)...), 200, "READER")
	w.dropped("signing out", w.ask(local("DELETE", Route, "", with(second)...)))
	w.answers("signed out", local("GET", "/", "", with(second)...), 401, "sign in again")
	if r := w.ask(local("DELETE", Route, "", with(second)...)); r.StatusCode != http.StatusNoContent {
		t.Errorf("signing out twice: %d", r.StatusCode)
	}
	third := w.signIn(body)
	w.pass(sessionLife - 1)
	w.answers("a moment before its end", local("GET", "/", "", with(third)...), 200, "READER")
	w.pass(1)
	w.dropped("at its end", w.answers("at its end", local("GET", "/", "", with(third)...), 401, "sign in again"))
	// A session ends with its token: 11 hours are left of that.
	w.pass(time.Hour)
	fourth := w.signIn(body)
	w.pass(11 * time.Hour)
	w.answers("when its token has expired", local("GET", "/", "", with(fourth)...), 401, "")
}

func TestSessionsAreBounded(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	first := w.signIn(`{"token": "` + text + `"}`)
	for range maxSessions {
		w.signIn(`{"token": "` + text + `"}`)
	}
	last := w.signIn(`{"token": "` + text + `"}`)
	w.answers("the oldest", local("GET", "/", "", with(first)...), 401, "sign in again")
	w.answers("the newest", local("GET", "/", "", with(last)...), 200, "READER")
	if len(w.sessions.open) != maxSessions || len(w.sessions.begun) != maxSessions {
		t.Errorf("%d sessions in a list of %d", len(w.sessions.open), len(w.sessions.begun))
	}
	w.pass(sessionLife)
	w.signIn(`{"token": "` + text + `"}`)
	if len(w.sessions.open) != 1 || len(w.sessions.begun) != 1 {
		t.Errorf("those that have ended are kept: %d", len(w.sessions.open))
	}
}

func TestSignInLink(t *testing.T) {
	w := newWorld(t, nil)
	code := func() string {
		code, ok, err := w.SignInCode()
		if !ok || err != nil || len(code) != 43 {
			t.Fatalf("%q, %v, %v", code, ok, err)
		}
		return `{"code": "` + code + `"}`
	}
	one := code()
	cookie := w.signIn(one)
	w.answers("asking", local("GET", "/", "", with(cookie)...), 200, "ADMIN SESSION local administrator")
	w.answers("the same code again", local("POST", Route, one), 401, "used already")
	two := code()
	three := code()
	w.answers("a code before the newest", local("POST", Route, two), 401, "earlier start")
	w.pass(codeLife)
	w.answers("an old code", local("POST", Route, three), 401, "too old")
	w.answers("no code", local("POST", Route, `{"code": "AAAA"}`), 401, "too old")
	w.answers("a code as a token", local("GET", "/", "", bearer("AAAA")...), 401, "not known")
	none := newWorld(t, func(c *Config) { c.Local = "" })
	if code, ok, err := none.SignInCode(); ok || err != nil || code != "" {
		t.Errorf("a server without links made one: %q %v", code, err)
	}
	none.answers("the code that is zero", local("POST", Route, `{"code": "x"}`), 401, "used already")
}

// TestSignInLinkWorksOnce signs in from many places at once.
func TestSignInLinkWorksOnce(t *testing.T) {
	w := newWorld(t, nil)
	code, _, err := w.SignInCode()
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	results := make(chan int, 8)
	for range cap(results) {
		wait.Go(func() { results <- w.ask(local("POST", Route, `{"code": "`+code+`"}`)).StatusCode })
	}
	wait.Wait()
	close(results)
	in := 0
	for status := range results {
		if status == http.StatusOK {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d signed in with one code", in)
	}
}

func TestSignInNeeds(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	good := `{"token": "` + text + `"}`
	for what, body := range map[string]string{
		"no JSON": text, "nothing": "{}", "both": `{"token": "` + text + `", "code": "x"}`, "more": good + "1",
		"another field": `{"token": "` + text + `", "name": "x"}`, "a number": `{"token": 1}`, "very much": `{"token": "` + strings.Repeat("x", maxBody) + `"}`,
	} {
		w.answers(what, local("POST", Route, body), 400, "send {")
	}
	form := local("POST", Route, good)
	form.Header.Set("Content-Type", "text/plain")
	w.answers("a form", form, 415, "application/json")
	w.answers("two credentials", local("POST", Route, good, bearer(text)...), 400, "two credentials")
	w.answers("another site", local("POST", Route, good, "Sec-Fetch-Site", "cross-site"), 403, "another site")
	w.answers("another origin", local("POST", Route, good, "Origin", "http://127.0.0.1:9000"), 403, "another site")
	w.answers("this origin", local("POST", Route, good, "Origin", "http://127.0.0.1:8080"), 200, "READER")
	w.answers("a page of ours", local("POST", Route, good, "Sec-Fetch-Site", "same-origin"), 200, "READER")
	if r := w.ask(local("PUT", Route, good)); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("another method: %d", r.StatusCode)
	}
}

// TestOtherSitesUseNoSession holds that pages of other sites change nothing
// with a session, while without one they may ask.
func TestOtherSitesUseNoSession(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Editor)
	cookie := w.signIn(`{"token": "` + text + `"}`)
	foreign := []string{"Sec-Fetch-Site", "same-site", "Origin", "http://evil.example"}
	w.answers("a change", local("POST", "/", "{}", append(foreign, with(cookie)...)...), 403, "another site")
	w.answers("signing out", local("DELETE", Route, "", append(foreign, with(cookie)...)...), 403, "another site")
	w.answers("a change from here", local("POST", "/", "{}", append(with(cookie), "Sec-Fetch-Site", "same-origin")...), 200, "EDITOR")
	w.answers("a question without a cookie", local("POST", "/", "{}", foreign...), 200, "ANONYMOUS")
	w.answers("a question with a token", local("POST", "/", "{}", append(foreign, bearer(text)...)...), 200, "EDITOR")
}

// TestConcurrentSessions signs in, asks and signs out from many goroutines, for
// the race detector.
func TestConcurrentSessions(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for range 20 {
				begun := w.ask(local("POST", Route, `{"token": "`+text+`"}`))
				if len(begun.Cookies()) != 1 {
					t.Errorf("signing in: %d", begun.StatusCode)
					return
				}
				w.pass(failurePause)
				cookie := begun.Cookies()[0].Name + "=" + begun.Cookies()[0].Value
				w.answers(fmt.Sprint(i), local("GET", "/", "", with(cookie)...), 200, "READER")
				w.ask(local("GET", "/", "", bearer("x")...))
				w.ask(local("DELETE", Route, "", with(cookie)...))
			}
		})
	}
	wait.Wait()
}
