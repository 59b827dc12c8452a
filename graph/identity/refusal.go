package identity

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/recital/recital/inventory"
)

// Codes of errors beside those of package inventory.
const (
	codeRateLimited inventory.Code = "RATE_LIMITED"
	codeUnavailable inventory.Code = "UNAVAILABLE"
)

// refusal is why a request was not let in, as its sender may know it. No
// message holds anything of a credential.
type refusal struct {
	status int
	// challenge is the error of RFC 6750 that WWW-Authenticate names; empty where
	// no credential was shown or the credential is not at fault.
	challenge string
	// retry is when to try again; 0 for no such time.
	retry time.Duration
	// cookie says that the session's cookie is at fault: the browser is to
	// forget it.
	cookie bool
	err    *inventory.Error
}

func (r *refusal) Error() string { return r.err.Error() }
func (r *refusal) Unwrap() error { return r.err }

func badRequest(message string) *refusal {
	return &refusal{status: http.StatusBadRequest, challenge: "invalid_request", err: inventory.Errorf(inventory.Invalid, "%s", message)}
}

func invalidToken(message string) *refusal {
	return &refusal{status: http.StatusUnauthorized, challenge: "invalid_token", err: inventory.Errorf(inventory.Unauthenticated, "%s", message)}
}

func forbidden(message string) *refusal {
	return &refusal{status: http.StatusForbidden, err: inventory.Errorf(inventory.Forbidden, "%s", message)}
}

func unavailable(message string) *refusal {
	return &refusal{status: http.StatusServiceUnavailable, retry: 5 * time.Second, err: &inventory.Error{Code: codeUnavailable, Message: message}}
}

func tooMany(wait time.Duration) *refusal {
	return &refusal{status: http.StatusTooManyRequests, retry: wait, err: &inventory.Error{
		Code: codeRateLimited, Message: "too many keys that are not good came from this address: wait a little, and check the key",
	}}
}

// The refusals that say always the same.
var (
	errTwo      = badRequest("the request has two credentials: send a token or be signed in, not both")
	errScheme   = &refusal{status: http.StatusUnauthorized, err: inventory.Errorf(inventory.Unauthenticated, "the Authorization header is of another scheme: write Authorization: Bearer and the token")}
	errHeader   = badRequest("the Authorization header cannot be read: write it once, as Bearer, one space and the token")
	errUnknown  = invalidToken("the key is not known here: check it, or ask an admin for a new token")
	errMistyped = invalidToken("the token is not whole: copy it again, from recital_ to its last letter")
	errExpired  = invalidToken("the key has expired: ask an admin for a new one")
	errRevoked  = invalidToken("the token was revoked: ask an admin for a new one")
	errEnded    = &refusal{status: http.StatusUnauthorized, challenge: "invalid_token", cookie: true, err: inventory.Errorf(inventory.Unauthenticated, "the session has ended: sign in again")}
	errCode     = invalidToken("the sign-in link was used already, is too old, or is of an earlier start: start the server again for a new one, or sign in with a token")
	errOrigin   = forbidden("the request came from a page of another site: send it from this server's own pages, or with a token and without the cookie")
	errPlain    = forbidden("a key was sent over plain HTTP, where others can read it: use https, and have that key revoked")
	errProxy    = forbidden("the request came through a proxy that this server was not told of: declare it with --behind-proxy, then keys are taken from it")
)

// refuse answers a request that is not let in.
func (a *Authenticator) refuse(w http.ResponseWriter, r *http.Request, err error) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	status := http.StatusInternalServerError
	if no, ok := errors.AsType[*refusal](err); ok {
		status, err = no.status, no.err
		if status == http.StatusUnauthorized || no.challenge != "" {
			h.Set("WWW-Authenticate", challenge(no.challenge))
		}
		if no.retry > 0 {
			h.Set("Retry-After", strconv.Itoa(int((no.retry+time.Second-1)/time.Second)))
		}
		if no.cookie {
			a.dropCookie(w, r)
		}
	} else if code, ok := inventory.CodeOf(err); ok {
		switch code {
		case inventory.Unauthenticated:
			status = http.StatusUnauthorized
			h.Set("WWW-Authenticate", challenge(""))
		case inventory.Forbidden:
			status = http.StatusForbidden
		case inventory.Invalid:
			status = http.StatusBadRequest
		}
	} else if r.Context().Err() == nil { // else nobody waits for it
		a.Log.ErrorContext(r.Context(), "a key could not be checked", "error", err)
	}
	a.Fail(w, r, status, err)
}

// challenge is the value of WWW-Authenticate (RFC 6750, section 3).
func challenge(failure string) string {
	if failure == "" {
		return `Bearer realm="recital"`
	}
	return `Bearer realm="recital", error="` + failure + `"`
}

// fail tells an error as GraphQL does.
func fail(w http.ResponseWriter, _ *http.Request, status int, err error) {
	code, known := inventory.CodeOf(err)
	message := err.Error()
	if !known || status == http.StatusInternalServerError {
		code, message, status = "INTERNAL", "internal error: the key could not be checked", http.StatusInternalServerError
	}
	type extensions struct {
		Code inventory.Code `json:"code"`
	}
	type told struct {
		Message    string     `json:"message"`
		Extensions extensions `json:"extensions"`
	}
	writeJSON(w, status, map[string][]told{"errors": {{message, extensions{code}}}})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that is gone needs no answer
}
