package identity

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/recital/recital/inventory"
)

// maxBearer is the most bytes of a token, those of issuers included.
const maxBearer = 16 << 10

// bearerOf is the token in the Authorization header; ok is false without one.
// A header that is there and says nothing of use is an error, not nothing.
func bearerOf(r *http.Request) (text string, ok bool, err error) {
	values := r.Header.Values("Authorization")
	switch {
	case len(values) == 0:
		return "", false, nil
	case len(values) > 1:
		return "", false, errHeader
	}
	scheme, text, _ := strings.Cut(values[0], " ")
	switch {
	case scheme != "" && !strings.EqualFold(scheme, "Bearer"):
		return "", false, errScheme
	case text == "" || len(text) > maxBearer || strings.ContainsAny(text, " \t,"):
		return "", false, errHeader
	}
	return text, true, nil
}

// cookieName is the name of the session's cookie. Over TLS its prefix has the
// browser see to it that no other host and no plain page sets it. Cookies do
// not tell ports apart, so the name does: two servers on one machine sign
// nobody out of each other.
func (a *Authenticator) cookieName(r *http.Request) string {
	if a.encrypted(r) {
		return "__Host-recital_session"
	}
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		return "recital_session_" + port
	}
	return "recital_session"
}

// cookieOf is the session's secret; ok is false without one.
func (a *Authenticator) cookieOf(r *http.Request) (text string, ok bool, err error) {
	switch list := r.CookiesNamed(a.cookieName(r)); len(list) {
	case 0:
		return "", false, nil
	case 1:
		return list[0].Value, true, nil
	}
	return "", false, badRequest("the request has the session's cookie twice: delete this site's cookies and sign in again")
}

// setCookie hands a session's secret to the browser, for as many seconds; a
// negative number takes it away.
func (a *Authenticator) setCookie(w http.ResponseWriter, r *http.Request, secret string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookieName(r), Value: secret, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: a.encrypted(r),
	})
}

// dropCookie takes the cookie away from a browser that has one.
func (a *Authenticator) dropCookie(w http.ResponseWriter, r *http.Request) {
	if len(r.CookiesNamed(a.cookieName(r))) > 0 {
		a.setCookie(w, r, "", -1)
	}
}

// checkOrigin refuses what a page of another site has a browser send.
func (a *Authenticator) checkOrigin(r *http.Request) error {
	if a.origin.Check(r) != nil {
		return errOrigin
	}
	return nil
}

// isRefused says whether the error is about the credential.
func isRefused(err error) bool {
	no, ok := errors.AsType[*refusal](err)
	return ok && no.err.Code == inventory.Unauthenticated
}
