package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
)

// A token is written "recital_", its id, "_", its secret and a check:
//
//	recital_[a-z2-7]{8}_[a-z2-7]{47}
//
// so that scanners for secrets recognise it. The secret is 200 random bits. The
// check, CRC-32 over all before it, tells a token cut short from a wrong one.
const (
	tokenPrefix  = "recital_"
	idLength     = 8
	secretBytes  = 25
	secretLength = secretBytes * 8 / 5
	checkLength  = 7
	tokenLength  = len(tokenPrefix) + idLength + 1 + secretLength + checkLength
)

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Hash is SHA-256 over a token as it is written. The secret in it is random and
// long, so a slow hash would protect it no better.
type Hash [sha256.Size]byte

// Token is what is kept of a token: not the secret.
type Token struct {
	ID string
	// Name says who or what uses it.
	Name      string
	Role      Role
	Hash      Hash
	CreatedAt time.Time
	// ExpiresAt is when it stops to work. Every token has such a time.
	ExpiresAt time.Time
	// RevokedAt is when it was made useless; zero if it was not.
	RevokedAt time.Time
	// LastUsedOn is the last day on which it was used, in UTC; empty if it never
	// was. Finer than a day, it would tell when people work.
	LastUsedOn inventory.Date
}

// maxName is the most letters that the name of a token has.
const maxName = 100

// NewToken makes a token and its secret text, which is to be shown once and
// kept nowhere. Random is where its bits come from. The error says what is
// wrong with the name, the role or the time.
func NewToken(random io.Reader, name string, role Role, now, expires time.Time) (t Token, text string, err error) {
	switch name = strings.TrimSpace(name); {
	case name == "":
		return t, "", inventory.Errorf(inventory.Invalid, "the token has no name: say who or what will use it")
	case len([]rune(name)) > maxName:
		return t, "", inventory.Errorf(inventory.Invalid, "the name of the token has more than %d letters: shorten it", maxName)
	case strings.ContainsFunc(name, isControl):
		return t, "", inventory.Errorf(inventory.Invalid, "the name of the token has a line break or another control character: leave it out")
	case !role.Reaches(Reader):
		return t, "", inventory.Errorf(inventory.Invalid, "a token needs a role: reader, auditor, editor or admin")
	case !expires.After(now):
		return t, "", inventory.Errorf(inventory.Invalid, "the token would expire at once: choose a later time")
	}
	var bits [5 + secretBytes]byte
	if _, err := io.ReadFull(random, bits[:]); err != nil {
		return t, "", fmt.Errorf("make a token: %w", err)
	}
	t = Token{ID: letters.EncodeToString(bits[:5]), Name: name, Role: role, CreatedAt: now, ExpiresAt: expires}
	text = tokenPrefix + t.ID + "_" + letters.EncodeToString(bits[5:])
	text += check(text)
	t.Hash = sha256.Sum256([]byte(text))
	return t, text, nil
}

func isControl(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029'
}

// check is the end of a token that begins so.
func check(text string) string {
	var sum [4]byte
	binary.BigEndian.PutUint32(sum[:], crc32.ChecksumIEEE([]byte(text)))
	return letters.EncodeToString(sum[:])
}

// IsToken says whether the text is meant as one of our tokens, whole or not.
func IsToken(text string) bool { return strings.HasPrefix(text, tokenPrefix) }

// ParseToken gives the id of a token and the hash by which it is recognised; ok
// is false for what cannot be one, because it is cut short or mistyped.
func ParseToken(text string) (id string, hash Hash, ok bool) {
	if len(text) != tokenLength || !IsToken(text) || text[len(tokenPrefix)+idLength] != '_' {
		return "", hash, false
	}
	cut := tokenLength - checkLength
	if text[cut:] != check(text[:cut]) {
		return "", hash, false
	}
	return text[len(tokenPrefix):][:idLength], sha256.Sum256([]byte(text)), true
}

// IsTokenID says whether the text has the form of a token's id.
func IsTokenID(text string) bool {
	return len(text) == idLength && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// Standing is what a token is worth.
type Standing int

// What a token is worth.
const (
	Unknown Standing = iota
	Good
	Expired
	Revoked
)

// Judge says what a presented token is worth at a time: hash is that of the
// text presented, kept what is stored under its id, and found whether anything
// is. Hashes are compared in constant time, and also if nothing is stored, so
// that the time taken does not tell which ids there are. Only who presents the
// right secret learns that a token has expired or was revoked.
func Judge(kept Token, found bool, hash Hash, now time.Time) Standing {
	if !found {
		kept = Token{}
	}
	same := subtle.ConstantTimeCompare(kept.Hash[:], hash[:]) == 1
	if !found || !same || !kept.Role.Reaches(Reader) {
		return Unknown
	}
	return kept.Standing(now)
}

// Standing says what the token is worth at a time to who knows its secret.
func (t Token) Standing(now time.Time) Standing {
	switch {
	case !t.RevokedAt.IsZero():
		return Revoked
	case !now.Before(t.ExpiresAt):
		return Expired
	}
	return Good
}

// Identity is who uses the token.
func (t Token) Identity() Identity {
	return Identity{Name: t.Name, Role: t.Role, Via: ViaToken, Key: t.ID}
}
