package identity

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/recital/recital/inventory/access"
)

const (
	// sessionLife is how long a session lasts at most: a working day.
	sessionLife = 12 * time.Hour
	// maxSessions is the most there are at once; one more ends the oldest.
	maxSessions = 1000
	// codeLife is how long a sign-in link works.
	codeLife = 15 * time.Minute
)

type digest [sha256.Size]byte

// sessions are those begun since the server started. What is kept of each is a
// hash, which the secret in the browser's cookie leads to.
type sessions struct {
	mu sync.Mutex
	// open and begun are guarded by mu. begun has the sessions in their order,
	// perhaps with some that have ended.
	open  map[digest]grant
	begun []digest
}

func newSessions() *sessions { return &sessions{open: map[digest]grant{}} }

func (s *sessions) begin(secret string, g grant, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := digest(sha256.Sum256([]byte(secret)))
	s.open[key] = g
	s.begun = append(s.begun, key)
	kept := s.begun[:0]
	over := len(s.begun) - maxSessions
	for _, k := range s.begun {
		if g, ok := s.open[k]; ok && now.Before(g.until) && over <= 0 {
			kept = append(kept, k)
			continue
		}
		delete(s.open, k)
		over--
	}
	s.begun = kept
}

func (s *sessions) find(secret string, now time.Time) (grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.open[sha256.Sum256([]byte(secret))]
	return g, ok && now.Before(g.until)
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(secret)))
}

// session is what the session with the secret gives. One begun with a token
// ends with it. A page of another site cannot make use of it to change
// anything.
func (a *Authenticator) session(r *http.Request, secret string) (grant, error) {
	if err := a.checkOrigin(r); err != nil {
		return grant{}, err
	}
	g, ok := a.sessions.find(secret, a.Clock())
	if !ok {
		return grant{}, errEnded
	}
	if g.token == "" {
		return g, nil
	}
	_, err := a.kept(r.Context(), g.token, func(t access.Token, found bool) access.Standing {
		if !found {
			return access.Unknown
		}
		return t.Standing(a.Clock())
	})
	if no, ok := errors.AsType[*refusal](err); ok {
		a.sessions.end(secret)
		ended := *no
		ended.cookie = true
		return grant{}, &ended
	}
	return g, err
}

// newSecret makes 256 random bits, as text for cookies and addresses.
func (a *Authenticator) newSecret() (string, error) {
	var bits [32]byte
	if _, err := io.ReadFull(a.Random, bits[:]); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(bits[:]), nil
}

// signInCode is a code that signs in once.
type signInCode struct {
	hash  digest
	until time.Time
	valid bool
}

// SignInCode makes a code that signs in once, within a quarter of an hour, as
// the local administrator; one made before works no more. It is for the
// fragment of a link, which browsers send to nobody. ok is false if the server
// was not told to have such links.
func (a *Authenticator) SignInCode() (code string, ok bool, err error) {
	if a.Local == "" {
		return "", false, nil
	}
	code, err = a.newSecret()
	if err != nil {
		return "", false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.code = signInCode{sha256.Sum256([]byte(code)), a.Clock().Add(codeLife), true}
	return code, true, nil
}

// takeCode is what a sign-in code gives, once.
func (a *Authenticator) takeCode(code string) (grant, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Clock()
	// Comparing hashes tells nothing of the code, however long it takes.
	if !a.code.valid || a.code.hash != sha256.Sum256([]byte(code)) || !now.Before(a.code.until) {
		return grant{}, errCode
	}
	a.code.valid = false
	return grant{who: access.Identity{Name: a.Local, Role: access.Admin}, until: now.Add(sessionLife)}, nil
}
