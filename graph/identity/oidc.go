package identity

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// IssuerConfig is what one has to know of an OpenID Connect issuer to take its
// tokens.
type IssuerConfig struct {
	// URL names the issuer as its tokens do (claim iss). It must be https, but
	// on loopback.
	URL string

	// Audience is what the tokens must be meant for (claim aud): the client id
	// of this server at the issuer.
	Audience string

	// RoleClaim is the claim that has the roles, as text or as a list of texts.
	// One inside others is written with dots, such as realm_access.roles.
	RoleClaim string

	// Roles gives the role for each value of the claim that has one. Of several,
	// the one that may do most counts.
	Roles map[string]access.Role

	// Client asks the issuer for its keys; nil means one that gives up after ten
	// seconds.
	Client *http.Client

	// Clock gives the time; nil means the system's.
	Clock func() time.Time

	// Log takes why a token was refused; never the token. Nil logs nothing.
	Log *slog.Logger
}

// Issuer checks tokens of an OpenID Connect issuer. It asks the issuer for its
// keys when it first needs them, so that a server starts while the issuer is
// down, and again when a token is signed with another key.
type Issuer struct {
	IssuerConfig
	// asking is held, by having something in it, by who looks for the issuer. It
	// guards the fields below.
	asking   chan struct{}
	verifier *oidc.IDTokenVerifier
	// failed is when the issuer was last looked for and not found.
	failed time.Time
}

// algorithms are the signatures that are taken: those that only the issuer can
// make. Neither "none" nor HMAC is among them, whatever the issuer says.
var algorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

const (
	// issuerPause is how long an issuer that did not answer is left alone.
	issuerPause = 5 * time.Second
	// Whoever sends tokens with made-up keys has us ask the issuer: no oftener
	// than this.
	fetchPause = 10 * time.Second
	fetchBurst = 5
	// maxIssuerAnswer is the most bytes that an issuer may answer with.
	maxIssuerAnswer = 1 << 20
)

// NewIssuer makes a checker of tokens. The error says what is missing; that the
// issuer can be reached is not needed yet.
func NewIssuer(c IssuerConfig) (*Issuer, error) {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopbackName(u.Hostname())):
		return nil, inventory.Errorf(inventory.Invalid, "%q is no issuer: write its address as its tokens do, with https://", c.URL)
	case c.Audience == "":
		return nil, inventory.Errorf(inventory.Invalid, "the issuer needs an audience: the client id under which it knows this server; else tokens meant for others would do here")
	case c.RoleClaim == "" || len(c.Roles) == 0:
		return nil, inventory.Errorf(inventory.Invalid, "no claim of the issuer's tokens gives a role: name the claim, and the role of at least one of its values")
	}
	for value, role := range c.Roles {
		if !role.Reaches(access.Reader) {
			return nil, inventory.Errorf(inventory.Invalid, "the value %q of the claim %s gives no role of a key", value, c.RoleClaim)
		}
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	client := *c.Client
	client.Transport = &sparing{next: client.Transport, limit: rate.NewLimiter(rate.Every(fetchPause), fetchBurst), clock: c.Clock}
	c.Client = &client
	return &Issuer{IssuerConfig: c, asking: make(chan struct{}, 1)}, nil
}

func isLoopbackName(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// verify gives who a token is of. It takes tokens that the issuer signed, for
// our audience, which have not expired.
func (i *Issuer) verify(ctx context.Context, text string) (grant, error) {
	verifier, err := i.ready(ctx)
	if err != nil {
		return grant{}, err
	}
	token, err := verifier.Verify(ctx, text)
	if err != nil {
		return grant{}, i.reject(ctx, err)
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return grant{}, i.reject(ctx, err)
	}
	role, ok := i.role(claims)
	if !ok {
		i.Log.InfoContext(ctx, "a token of the issuer was refused", "reason", "no role")
		return grant{}, forbidden("signed in at the issuer, but no role here: ask an admin to give you one that this server knows")
	}
	who := access.Identity{Name: nameIn(claims, token.Subject), Role: role, Via: access.ViaOIDC, Key: token.Subject}
	return grant{who: who, until: token.Expiry}, nil
}

// ready is the verifier, once the issuer has been found.
func (i *Issuer) ready(ctx context.Context) (*oidc.IDTokenVerifier, error) {
	select {
	case i.asking <- struct{}{}:
		defer func() { <-i.asking }()
	case <-ctx.Done():
		return nil, errIssuer
	}
	if i.verifier != nil {
		return i.verifier, nil
	}
	if !i.failed.IsZero() && i.Clock().Sub(i.failed) < issuerPause {
		return nil, errIssuer
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), i.Client), i.URL)
	if err != nil {
		i.failed = i.Clock()
		// Only the issuer's own words can be in it: no token was sent there.
		i.Log.WarnContext(ctx, "the issuer of tokens cannot be reached", "issuer", i.URL, "error", err)
		return nil, errIssuer
	}
	i.verifier = provider.VerifierContext(oidc.ClientContext(context.WithoutCancel(ctx), i.Client),
		&oidc.Config{ClientID: i.Audience, SupportedSigningAlgs: algorithms, Now: i.Clock})
	return i.verifier, nil
}

var errIssuer = unavailable("the issuer of this token cannot be reached to check it: try again in a moment, or use a token of this server")

// reject says why a token is not taken, to the log in a word of ours: the error
// may quote the token.
func (i *Issuer) reject(ctx context.Context, err error) error {
	reason, shown := "malformed", errUnknown
	// The signature is checked first, so only who has a token that was good once
	// learns that it has expired.
	if _, ok := errors.AsType[*oidc.TokenExpiredError](err); ok {
		reason, shown = "expired", errExpired
	} else {
		for _, c := range []struct{ in, reason string }{
			{"fetching keys", "keys not fetched"}, {"verify signature", "signature"}, {"different provider", "issuer"},
			{"expected audience", "audience"}, {"not before", "not yet"}, {"algorithm", "algorithm"},
		} {
			if strings.Contains(err.Error(), c.in) {
				reason = c.reason
				break
			}
		}
	}
	i.Log.InfoContext(ctx, "a token of the issuer was refused", "reason", reason)
	if reason == "keys not fetched" {
		return errIssuer
	}
	return shown
}

// role is the highest role that the claims give.
func (i *Issuer) role(claims map[string]any) (role access.Role, ok bool) {
	for _, value := range textsIn(claims, i.RoleClaim) {
		if r, known := i.Roles[value]; known && (!ok || r.Reaches(role)) {
			role, ok = r, true
		}
	}
	return role, ok
}

// textsIn are the texts of a claim: of the one with that name, or of the one to
// which the parts between its dots lead. A single text may hold several, with
// spaces between them, as scopes do.
func textsIn(claims map[string]any, name string) []string {
	value, ok := claims[name]
	if !ok {
		value = claims
		for part := range strings.SplitSeq(name, ".") {
			inner, _ := value.(map[string]any)
			value = inner[part]
		}
	}
	switch v := value.(type) {
	case string:
		return append([]string{v}, strings.Fields(v)...)
	case []any:
		var list []string
		for _, one := range v {
			if text, ok := one.(string); ok {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// nameIn is how the person or program is called. An address of mail that the
// issuer has not verified could be anybody's.
func nameIn(claims map[string]any, subject string) string {
	verified, _ := claims["email_verified"].(bool)
	for _, claim := range []string{"preferred_username", "email", "name"} {
		if text, _ := claims[claim].(string); strings.TrimSpace(text) != "" && (claim != "email" || verified) {
			return text
		}
	}
	return subject
}

// sparing asks the issuer no oftener than its limit, and reads no endless
// answer.
type sparing struct {
	next  http.RoundTripper
	limit *rate.Limiter
	clock func() time.Time
}

var errSpared = errors.New("the issuer was asked a moment ago")

// RoundTrip asks, if it is not too soon.
func (s *sparing) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.limit.AllowN(s.clock(), 1) {
		return nil, errSpared
	}
	next := s.next
	if next == nil {
		next = http.DefaultTransport
	}
	response, err := next.RoundTrip(r)
	if err == nil {
		response.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(response.Body, maxIssuerAnswer), response.Body}
	}
	return response, err
}
