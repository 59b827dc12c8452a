package identity

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// Config is what an [Authenticator] is made of.
type Config struct {
	// Tokens keeps the tokens; nil if there are none.
	Tokens access.Store

	// OIDC checks the tokens of an issuer; nil if none is configured.
	OIDC *Issuer

	// Local is the name of whoever signs in with the link that the server
	// prints, and is its admin. Empty means that there is no such link.
	Local string

	// Proxies are the addresses from which requests come that a proxy of ours
	// received; what they say of the client is believed.
	Proxies []netip.Prefix

	// Clock gives the time; nil means the system's.
	Clock func() time.Time

	// Random is where secrets come from; nil means [rand.Reader].
	Random io.Reader

	// Fail answers a request that was refused, in the form in which the server
	// tells errors. Headers that belong to the refusal are set. An error that is
	// no [inventory.Error] is internal, and has the status 500: it is in the log,
	// and for nobody else. Nil means a GraphQL error in JSON.
	Fail func(w http.ResponseWriter, r *http.Request, status int, err error)

	// Log takes what went wrong inside; never a credential. Nil logs nothing.
	Log *slog.Logger
}

// Authenticator finds out who makes requests. Its methods may be called from
// any number of goroutines.
type Authenticator struct {
	Config
	sessions *sessions
	failures *failures
	origin   *http.CrossOriginProtection
	// noting is held by who writes down that a token was used.
	noting sync.Mutex

	mu sync.Mutex
	// code is the sign-in code that works now, guarded by mu.
	code signInCode
}

// New makes an authenticator.
func New(c Config) *Authenticator {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	a := &Authenticator{
		Config: c, sessions: newSessions(), failures: newFailures(), origin: http.NewCrossOriginProtection(),
	}
	if a.Fail == nil {
		a.Fail = fail
	}
	return a
}

// Middleware finds out who makes a request before next serves it: see
// [access.From]. That answers vary by the credential is for next to say.
// A credential that is not good is refused, never taken for none. It is for
// everything that shows or changes facts; pages that hold none are better left
// without it, so that they load with the cookie of a session that has ended.
func (a *Authenticator) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g, err := a.authenticate(r)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		if g.who.Via != access.ViaNothing {
			r = r.WithContext(access.With(r.Context(), g.who))
		}
		next.ServeHTTP(w, r)
	})
}

// Require serves next to those alone who may do the operation, by the table of
// package access. It goes inside [Authenticator.Middleware].
func (a *Authenticator) Require(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// What a cache keeps is for those with the same credential alone.
		w.Header().Add("Vary", "Authorization, Cookie")
		if err := access.Check(access.From(r.Context()), operation); err != nil {
			a.refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// grant is what a credential gives: to be somebody, until a time; the zero
// time means for this request alone.
type grant struct {
	who   access.Identity
	until time.Time
	// token is the id of the token behind it, which may be revoked at any time;
	// empty if there is none.
	token string
}

// authenticate finds out who makes the request.
func (a *Authenticator) authenticate(r *http.Request) (grant, error) {
	bearer, hasBearer, err := bearerOf(r)
	if err != nil {
		return grant{}, err
	}
	cookie, hasCookie, err := a.cookieOf(r)
	switch {
	case err != nil:
		return grant{}, err
	case hasBearer && hasCookie:
		return grant{}, errTwo
	case !hasBearer && !hasCookie:
		return grant{who: access.Nobody()}, nil
	}
	if err := a.checkHop(r); err != nil {
		return grant{}, err
	}
	if hasCookie {
		return a.session(r, cookie)
	}
	return a.limited(r, func() (grant, error) { return a.key(r.Context(), bearer) })
}

// key is what a bearer token gives, ours or an issuer's.
func (a *Authenticator) key(ctx context.Context, text string) (grant, error) {
	switch {
	case access.IsToken(text):
		return a.token(ctx, text)
	case a.OIDC != nil:
		return a.OIDC.verify(ctx, text)
	}
	return grant{}, errUnknown
}

func (a *Authenticator) token(ctx context.Context, text string) (grant, error) {
	id, hash, ok := access.ParseToken(text)
	if !ok {
		return grant{}, errMistyped
	}
	return a.kept(ctx, id, func(t access.Token, found bool) access.Standing {
		return access.Judge(t, found, hash, a.Clock())
	})
}

// kept gives what the token with the id gives, if it is good.
func (a *Authenticator) kept(ctx context.Context, id string, judge func(t access.Token, found bool) access.Standing) (grant, error) {
	if a.Tokens == nil {
		return grant{}, errUnknown
	}
	t, found, err := a.Tokens.Token(ctx, id)
	if err != nil {
		return grant{}, err
	}
	switch judge(t, found) {
	case access.Good:
		a.used(ctx, t)
		return grant{who: t.Identity(), until: t.ExpiresAt, token: t.ID}, nil
	case access.Expired:
		return grant{}, errExpired
	case access.Revoked:
		return grant{}, errRevoked
	}
	return grant{}, errUnknown
}

// patience is how long a request waits until the use of its token is written
// down, which happens once a day.
const patience = 200 * time.Millisecond

// used writes down that a token was used today. Whether that succeeds is of no
// consequence for the request: the next one tries again.
func (a *Authenticator) used(ctx context.Context, t access.Token) {
	today := inventory.DateOf(a.Clock())
	if t.LastUsedOn >= today || !a.noting.TryLock() {
		return
	}
	defer a.noting.Unlock()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := a.Tokens.TokenUsed(ctx, t.ID, today); err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		a.Log.WarnContext(ctx, "the use of a token was not written down", "token", t.ID, "error", err)
	}
}
