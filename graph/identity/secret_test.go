package identity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// TestNoSecretIsTold goes all ways in which a key is refused or taken, and
// looks for the key, or a part of it, in all that is answered and logged.
func TestNoSecretIsTold(t *testing.T) {
	p := newProvider(t)
	w := p.issued(nil)
	id, revoked := w.token(access.Reader)
	w.revoke(id)
	_, good := w.token(access.Admin)
	code, _, err := w.SignInCode()
	if err != nil {
		t.Fatal(err)
	}
	jwt := p.good()
	secrets := map[string]string{
		"revoked": revoked, "good": good, "forged": forged(t, "aaaaaaaa"), "cut short": good[:40], "code": code, "of the issuer": jwt,
		"refused of the issuer": p.sign("RS256", p.claims(claims{"aud": "another", "preferred_username": "recognisable-person"})),
		"no role":               p.sign("RS256", p.claims(claims{"roles": nil})), "not signed": p.sign("none", p.claims(nil)),
		"of another scheme": "recognisable-password",
	}
	var told strings.Builder
	note := func(r *http.Request) {
		w.failures = newFailures()
		response := w.ask(r)
		for name, values := range response.Header {
			if name != "Set-Cookie" { // where a session's own secret goes, and no key
				fmt.Fprintln(&told, name, values)
			}
		}
		for _, c := range response.Cookies() {
			secrets["session "+c.Value] = c.Value
			fmt.Fprintln(&told, c.Name, c.Path, c.Domain)
		}
		fmt.Fprintln(&told, read(t, response))
	}
	all := func() {
		for _, secret := range secrets {
			for _, method := range []string{"GET", "POST"} {
				note(local(method, "/", "", bearer(secret)...))
				note(local(method, "/", "", "Authorization", "Basic "+secret))
				note(local(method, "/", "", "Authorization", secret))
				note(local(method, "/", "", append(bearer(secret), bearer(secret)...)...))
				note(local(method, "/", "", append(bearer(secret), "Cookie", "recital_session_8080="+secret)...))
				note(local(method, "/", "", "Cookie", "recital_session_8080="+secret))
				note(local(method, "/", "", append(bearer(secret), "X-Forwarded-For", "1.2.3.4")...))
			}
			for _, body := range []string{`{"token": "%s"}`, `{"code": "%s"}`, `{"token": "%s"`, `{"%s": 1}`, `%s`, `{"token": "%s", "code": "x"}`} {
				note(local("POST", Route, fmt.Sprintf(body, secret)))
			}
			note(local("DELETE", Route, "", "Cookie", "recital_session_8080="+secret))
		}
	}
	all()
	w.fail(errors.New("the disk is full"))
	all()
	told.WriteString(w.log.String())
	if !strings.Contains(told.String(), "was revoked") || !strings.Contains(told.String(), "the disk is full") || !strings.Contains(told.String(), "ADMIN") {
		t.Errorf("the ways were not gone: %.2000s", told.String())
	}
	for name, secret := range secrets {
		part := secret
		if i := strings.LastIndexAny(secret, "_."); i > 0 && len(secret)-i > 12 {
			part = secret[i+1:][:12] // of the secret part, or the signature
		}
		if len(part) >= 12 && strings.Contains(told.String(), part) {
			t.Errorf("the key %q is told", name)
		}
	}
	if strings.Contains(told.String(), "recognisable-person") {
		t.Error("the log or an answer names who was refused")
	}
}

// TestDefaultFailure holds that an internal error is for the log alone, and
// that another way to tell refusals gets all that it needs.
func TestDefaultFailure(t *testing.T) {
	w := newWorld(t, nil)
	_, text := w.token(access.Reader)
	w.fail(errors.New("private cause"))
	body := read(t, w.ask(local("GET", "/", "", bearer(text)...)))
	if strings.Contains(body, "private cause") || !strings.Contains(w.log.String(), "private cause") {
		t.Errorf("answered %s; logged %s", body, w.log)
	}
	var status int
	var got error
	other := newWorld(t, func(c *Config) {
		c.Fail = func(_ http.ResponseWriter, _ *http.Request, s int, err error) { status, got = s, err }
	})
	other.ask(local("GET", "/", "", bearer("x")...))
	if code, _ := inventory.CodeOf(got); status != 401 || code != inventory.Unauthenticated {
		t.Errorf("%d, %v", status, got)
	}
}

// TestFrom holds that a context which says nothing is of nobody.
func TestFrom(t *testing.T) {
	if who := access.From(context.Background()); who != access.Nobody() {
		t.Errorf("%+v", who)
	}
	ada := access.Identity{Name: "Ada", Role: access.Editor, Via: access.ViaToken}
	if who := access.From(access.With(t.Context(), ada)); who != ada {
		t.Errorf("%+v", who)
	}
}
