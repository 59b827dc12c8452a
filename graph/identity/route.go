package identity

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/recital/recital/inventory/access"
)

// Route is where browsers sign in and out.
const Route = "/session"

// maxBody is the most bytes of a request to sign in.
const maxBody = maxBearer + 1024

// viewer is who somebody is, as they are told.
type viewer struct {
	Name    string      `json:"name,omitempty"`
	Role    access.Role `json:"role"`
	Via     access.Via  `json:"via"`
	Expires string      `json:"expires,omitempty"`
}

func (g grant) viewer() viewer {
	v := viewer{Name: g.who.Name, Role: g.who.Role, Via: g.who.Via}
	if !g.until.IsZero() {
		v.Expires = g.until.UTC().Format(time.RFC3339)
	}
	return v
}

// Handler serves [Route]: GET tells who asks, POST signs in with a token or the
// code of a sign-in link and sets a cookie, DELETE signs out. It needs no
// [Authenticator.Middleware].
func (a *Authenticator) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Route, a.tell)
	mux.HandleFunc("POST "+Route, a.answering(a.signIn))
	mux.HandleFunc("DELETE "+Route, a.answering(a.signOut))
	return mux
}

// answering makes a handler of something that changes who the browser is.
func (a *Authenticator) answering(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := a.checkOrigin(r)
		if err == nil {
			err = do(w, r)
		}
		if err != nil {
			a.refuse(w, r, err)
		}
	}
}

func (a *Authenticator) tell(w http.ResponseWriter, r *http.Request) {
	g, err := a.authenticate(r)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, g.viewer())
}

func (a *Authenticator) signIn(w http.ResponseWriter, r *http.Request) error {
	if len(r.Header.Values("Authorization")) > 0 {
		return errTwo
	}
	if err := a.checkHop(r); err != nil {
		return err
	}
	if wait, ok := a.failures.blocked(a.client(r), a.Clock()); ok {
		return tooMany(wait)
	}
	in, err := readSignIn(w, r)
	if err != nil {
		return err
	}
	g, err := a.limited(r, func() (grant, error) {
		if in.Code != "" {
			return a.takeCode(in.Code)
		}
		return a.key(r.Context(), in.Token)
	})
	if err != nil {
		return err
	}
	return a.begin(w, r, g)
}

// signInRequest is the body of a request to sign in: one of both.
type signInRequest struct {
	Token string `json:"token"`
	Code  string `json:"code"`
}

func readSignIn(w http.ResponseWriter, r *http.Request) (in signInRequest, err error) {
	// A form of another site could not send this type without asking first.
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		no := badRequest("the body is not JSON: send Content-Type: application/json")
		no.status = http.StatusUnsupportedMediaType
		return in, no
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&in)
	if err == nil {
		if _, end := decoder.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("more follows")
		}
	}
	// The error of the decoder may quote what was sent: it is told to nobody.
	if err != nil || (in.Token == "") == (in.Code == "") || len(in.Token) > maxBearer {
		return in, badRequest(`the body is no request to sign in: send {"token": "…"} or {"code": "…"}`)
	}
	return in, nil
}

// begin begins a session, and ends the one before it.
func (a *Authenticator) begin(w http.ResponseWriter, r *http.Request, g grant) error {
	secret, err := a.newSecret()
	if err != nil {
		return err
	}
	now := a.Clock()
	if end := now.Add(sessionLife); g.until.IsZero() || g.until.After(end) {
		g.until = end
	}
	g.who.Via = access.ViaSession
	a.endOf(r)
	a.sessions.begin(secret, g, now)
	a.setCookie(w, r, secret, int(g.until.Sub(now)/time.Second))
	a.Log.InfoContext(r.Context(), "signed in", "role", string(g.who.Role))
	writeJSON(w, http.StatusOK, g.viewer())
	return nil
}

// signOut ends the session, if there is one.
func (a *Authenticator) signOut(w http.ResponseWriter, r *http.Request) error {
	a.endOf(r)
	a.dropCookie(w, r)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// endOf ends every session of which the request has the cookie.
func (a *Authenticator) endOf(r *http.Request) {
	for _, c := range r.CookiesNamed(a.cookieName(r)) {
		a.sessions.end(c.Value)
	}
}
