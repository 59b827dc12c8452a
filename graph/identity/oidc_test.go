package identity

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recital/recital/inventory/access"
)

// provider is an OpenID Connect issuer that runs in the test, with keys of its
// own.
type provider struct {
	*httptest.Server
	t *testing.T

	mu sync.Mutex
	// All below is guarded by mu.
	down  bool
	kid   string
	key   crypto.Signer
	asked int
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.serve(w, map[string]any{
			"issuer": p.URL, "jwks_uri": p.URL + "/keys", "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token",
			"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256", "ES256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.mu.Lock()
		p.asked++
		key := p.public()
		p.mu.Unlock()
		p.serve(w, map[string]any{"keys": []any{key}})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	p.rotate("one", rsaKey(t))
	return p
}

func rsaKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (p *provider) serve(w http.ResponseWriter, v any) {
	p.mu.Lock()
	down := p.down
	p.mu.Unlock()
	if down {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (p *provider) rotate(kid string, key crypto.Signer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kid, p.key = kid, key
}

func (p *provider) setDown(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

func raw(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// public is the key that it shows, as a JSON Web Key.
func (p *provider) public() map[string]string {
	switch key := p.key.Public().(type) {
	case *rsa.PublicKey:
		return map[string]string{"kty": "RSA", "use": "sig", "kid": p.kid, "n": raw(key.N.Bytes()), "e": raw(big.NewInt(int64(key.E)).Bytes())}
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		if err != nil {
			p.t.Error(err)
			return nil
		}
		return map[string]string{"kty": "EC", "use": "sig", "crv": "P-256", "kid": p.kid, "x": raw(point[1:33]), "y": raw(point[33:])}
	}
	return nil
}

type claims map[string]any

// claims are those of a token that is good, with some changed or, if nil, left out.
func (p *provider) claims(change claims) claims {
	c := claims{
		"iss": p.URL, "aud": "recital", "sub": "u-1", "preferred_username": "ada", "roles": []string{"everybody", "privacy-team"},
		"iat": start.Unix(), "exp": start.Add(time.Hour).Unix(),
	}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// sign makes a token with this algorithm.
func (p *provider) sign(alg string, c claims) string {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	header, err := json.Marshal(map[string]string{"alg": alg, "kid": p.kid, "typ": "JWT"})
	if err != nil {
		p.t.Fatal(err)
	}
	body, err := json.Marshal(c)
	if err != nil {
		p.t.Fatal(err)
	}
	text := raw(header) + "." + raw(body)
	return text + "." + raw(p.signature(alg, text))
}

func (p *provider) signature(alg, text string) []byte {
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	var err error
	switch alg {
	case "none":
		return nil
	case "HS256": // with the public key as the secret
		public, err := x509.MarshalPKIXPublicKey(p.key.Public())
		if err != nil {
			p.t.Fatal(err)
		}
		mac := hmac.New(sha256.New, public)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, p.key.(*ecdsa.PrivateKey), sum[:])
		if err != nil {
			p.t.Fatal(err)
		}
		signature = make([]byte, 64)
		r.FillBytes(signature[:32])
		s.FillBytes(signature[32:])
		return signature
	}
	if signature, err = p.key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
		p.t.Fatal(err)
	}
	return signature
}

func (p *provider) good() string { return p.sign("RS256", p.claims(nil)) }

// issued is a world that takes the provider's tokens.
func (p *provider) issued(change func(*IssuerConfig)) *world {
	p.t.Helper()
	return newWorld(p.t, func(c *Config) {
		w := c.Tokens.(*world)
		ic := IssuerConfig{
			URL: p.URL, Audience: "recital", RoleClaim: "roles", Clock: w.clock,
			Roles: map[string]access.Role{"privacy-team": access.Editor, "auditors": access.Auditor, "admins": access.Admin},
			Log:   slog.New(slog.NewTextHandler(w.log, nil)),
		}
		if change != nil {
			change(&ic)
		}
		var err error
		if c.OIDC, err = NewIssuer(ic); err != nil {
			p.t.Fatal(err)
		}
	})
}

func TestIssuerTokens(t *testing.T) {
	p := newProvider(t)
	w := p.issued(nil)
	hour := func(n int) int64 { return start.Add(time.Duration(n) * time.Hour).Unix() }
	tampered := strings.Split(p.good(), ".")
	other := strings.Split(p.sign("RS256", p.claims(claims{"roles": []string{"admins"}})), ".")
	for _, c := range []struct {
		name, token string
		status      int
		says, log   string
	}{
		{"good", p.good(), 200, "EDITOR OIDC ada", ""},
		{"the audience in a list", p.sign("RS256", p.claims(claims{"aud": []string{"x", "recital"}})), 200, "EDITOR", ""},
		{"of two roles the higher", p.sign("RS256", p.claims(claims{"roles": []string{"auditors", "admins", "privacy-team"}})), 200, "ADMIN", ""},
		{"roles in one text", p.sign("RS256", p.claims(claims{"roles": "openid auditors"})), 200, "AUDITOR", ""},
		{"no role", p.sign("RS256", p.claims(claims{"roles": []string{"everybody"}})), 403, "no role here", "no role"},
		{"no claim", p.sign("RS256", p.claims(claims{"roles": nil})), 403, "no role here", "no role"},
		{"expired", p.sign("RS256", p.claims(claims{"exp": hour(-1)})), 401, "has expired", "expired"},
		{"without an end", p.sign("RS256", p.claims(claims{"exp": nil})), 401, "", "expired"},
		{"not yet", p.sign("RS256", p.claims(claims{"nbf": hour(1), "exp": hour(2)})), 401, "not known", "not yet"},
		{"another audience", p.sign("RS256", p.claims(claims{"aud": "another"})), 401, "not known", "audience"},
		{"no audience", p.sign("RS256", p.claims(claims{"aud": nil})), 401, "not known", "audience"},
		{"another issuer", p.sign("RS256", p.claims(claims{"iss": "https://evil.example"})), 401, "not known", "issuer"},
		{"not signed", p.sign("none", p.claims(nil)), 401, "not known", "algorithm"},
		{"signed with the public key", p.sign("HS256", p.claims(nil)), 401, "not known", "algorithm"},
		{"another's signature", tampered[0] + "." + other[1] + "." + tampered[2], 401, "not known", "signature"},
		{"no JWT", "a.b.c", 401, "not known", "malformed"},
		{"no token", "x", 401, "not known", "malformed"},
	} {
		before := len(w.log.String())
		w.failures = newFailures()
		w.answers(c.name, local("GET", "/", "", bearer(c.token)...), c.status, c.says)
		if logged := w.log.String()[before:]; c.log != "" && !strings.Contains(logged, c.log) || strings.Contains(logged, c.token) {
			t.Errorf("%s: the log says %s", c.name, logged)
		}
	}
	cookie := w.signIn(`{"token": "` + p.good() + `"}`)
	w.answers("a session", local("GET", Route, "", with(cookie)...), 200, `{"name":"ada","role":"EDITOR","via":"SESSION","expires":"2026-11-22T11:30:00Z"}`)
	w.pass(time.Hour)
	w.answers("a session whose token has expired", local("GET", "/", "", with(cookie)...), 401, "sign in again")
	_, own := w.token(access.Reader)
	w.answers("a token of ours", local("GET", "/", "", bearer(own)...), 200, "READER TOKEN")
}

// keysAreKept waits until nobody fetches keys: the library answers with those
// that came a moment before it keeps them.
func keysAreKept() {
	stacks := make([]byte, 1<<20)
	for bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte("RemoteKeySet")) {
		runtime.Gosched()
	}
}

func TestIssuerRotatesKeys(t *testing.T) {
	p := newProvider(t)
	w := p.issued(nil)
	before := p.good()
	w.answers("the first key", local("GET", "/", "", bearer(before)...), 200, "EDITOR")
	keysAreKept()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p.rotate("two", ec)
	w.answers("the second key", local("GET", "/", "", bearer(p.sign("ES256", p.claims(nil)))...), 200, "EDITOR")
	keysAreKept()
	w.answers("the first key, which was taken back", local("GET", "/", "", bearer(before)...), 401, "not known")
	// Whoever makes keys up has us ask no oftener than is good for the issuer.
	p.rotate("three", rsaKey(t))
	made := p.good()
	p.rotate("four", rsaKey(t))
	for range 20 {
		w.ask(local("GET", "/", "", bearer(made)...))
	}
	keysAreKept()
	p.mu.Lock()
	asked := p.asked
	p.mu.Unlock()
	if asked > fetchBurst {
		t.Errorf("the issuer was asked %d times", asked)
	}
	w.pass(fetchPause)
	w.answers("a new key a little later", local("GET", "/", "", bearer(p.good())...), 200, "EDITOR")
}

func TestIssuerIsDown(t *testing.T) {
	p := newProvider(t)
	p.setDown(true)
	w := p.issued(nil)
	response := w.answers("while it is down", local("GET", "/", "", bearer(p.good())...), 503, "UNAVAILABLE")
	if response.Header.Get("Retry-After") == "" {
		t.Error("it is not said when to try again")
	}
	w.answers("without a key", local("GET", "/", ""), 200, "ANONYMOUS")
	_, own := w.token(access.Reader)
	w.answers("a token of ours", local("GET", "/", "", bearer(own)...), 200, "READER")
	p.setDown(false)
	w.answers("at once", local("GET", "/", "", bearer(p.good())...), 503, "UNAVAILABLE")
	w.pass(issuerPause)
	w.answers("a little later", local("GET", "/", "", bearer(p.good())...), 200, "EDITOR")
	p.setDown(true)
	w.answers("with keys that are known", local("GET", "/", "", bearer(p.good())...), 200, "EDITOR")
}

func TestClaims(t *testing.T) {
	p := newProvider(t)
	for name, c := range map[string]struct {
		claim string
		token claims
		says  string
	}{
		"inside others":          {"realm_access.roles", claims{"realm_access": map[string]any{"roles": []string{"auditors"}}}, "AUDITOR"},
		"a name with dots":       {"https://example.com/roles", claims{"https://example.com/roles": []string{"auditors"}}, "AUDITOR"},
		"texts among others":     {"roles", claims{"roles": []any{1, nil, "auditors"}}, "AUDITOR"},
		"an address, verified":   {"roles", claims{"preferred_username": nil, "email": "ada@example.com", "email_verified": true}, "OIDC ada@example.com"},
		"an address, unverified": {"roles", claims{"preferred_username": nil, "email": "ada@example.com"}, "OIDC u-1"},
		"a name":                 {"roles", claims{"preferred_username": " ", "name": "Ada L"}, "OIDC Ada L"},
	} {
		w := p.issued(func(ic *IssuerConfig) { ic.RoleClaim = c.claim })
		w.answers(name, local("GET", "/", "", bearer(p.sign("RS256", p.claims(c.token)))...), 200, c.says)
	}
}

func TestIssuerConfig(t *testing.T) {
	good := IssuerConfig{URL: "https://login.example.com", Audience: "recital", RoleClaim: "roles", Roles: map[string]access.Role{"a": access.Reader}}
	for what, change := range map[string]func(*IssuerConfig){
		"no address":       func(c *IssuerConfig) { c.URL = "" },
		"plain http":       func(c *IssuerConfig) { c.URL = "http://login.example.com" },
		"another scheme":   func(c *IssuerConfig) { c.URL = "ftp://localhost" },
		"no audience":      func(c *IssuerConfig) { c.Audience = "" },
		"no claim":         func(c *IssuerConfig) { c.RoleClaim = "" },
		"no roles":         func(c *IssuerConfig) { c.Roles = nil },
		"an anonymous one": func(c *IssuerConfig) { c.Roles = map[string]access.Role{"a": access.Anonymous} },
	} {
		c := good
		change(&c)
		if _, err := NewIssuer(c); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := NewIssuer(good); err != nil {
		t.Error(err)
	}
}
