package access

import (
	"bytes"
	"crypto/rand"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
)

var now = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)

// TestEveryDecision checks each operation of the table with each role, shown by
// a key and not.
func TestEveryDecision(t *testing.T) {
	for _, operation := range Operations() {
		needed, ok := Needs(operation)
		if !ok || needed.rank() < 0 {
			t.Errorf("%s needs %q", operation, needed)
		}
		for _, role := range Roles() {
			err := Check(Identity{Name: "a", Role: role, Via: ViaToken}, operation)
			if allowed := role.rank() >= needed.rank(); allowed != (err == nil) {
				t.Errorf("%s by %s: %v", operation, role, err)
			}
			if code, _ := inventory.CodeOf(err); err != nil && code != inventory.Forbidden {
				t.Errorf("%s by %s: %s", operation, role, code)
			}
		}
		err := Check(Nobody(), operation)
		if code, _ := inventory.CodeOf(err); needed != Anonymous && code != inventory.Unauthenticated {
			t.Errorf("%s by nobody: %v", operation, err)
		}
	}
}

// TestDecisions holds those decisions that people rely on, whatever the table says.
func TestDecisions(t *testing.T) {
	for operation, want := range map[string]Role{
		"Query.whoReceives": Anonymous, "Query.node": Anonymous, "Query.search": Anonymous, "Query.viewer": Anonymous,
		"Query.findings": Reader, "Query.ropa": Auditor, "GET /export/": Auditor, "GET /history": Anonymous,
		"Mutation.commit": Editor, "Query.accessTokens": Admin, "Mutation.revokeAccessToken": Admin, "Subscription.headMoved": Anonymous,
	} {
		if got, ok := Needs(operation); !ok || got != want {
			t.Errorf("%s needs %s, want %s", operation, got, want)
		}
	}
	for _, unknown := range []string{"", "Mutation.dropEverything", "query.head", "GET /secret", "*"} {
		for _, role := range Roles() {
			if err := Check(Identity{Role: role, Via: ViaToken}, unknown); err == nil {
				t.Errorf("%q is open to %s", unknown, role)
			}
		}
	}
	for _, operation := range Operations() {
		needed, _ := Needs(operation)
		if strings.HasPrefix(operation, "Mutation.") && !strings.HasSuffix(operation, "__typename") && !needed.Reaches(Editor) {
			t.Errorf("%s changes something and is for %s", operation, needed)
		}
	}
}

func TestRoles(t *testing.T) {
	internal, authors := "", ""
	for _, r := range Roles() {
		if r.SeesInternal() {
			internal += string(r) + " "
		}
		if r.SeesAuthors() {
			authors += string(r) + " "
		}
		parsed, err := ParseRole(" " + strings.ToLower(string(r)))
		if (r == Anonymous) != (err != nil) || err == nil && parsed != r {
			t.Errorf("%s is read as %q, %v", r, parsed, err)
		}
	}
	if internal != "READER AUDITOR EDITOR ADMIN " || authors != "AUDITOR EDITOR ADMIN " {
		t.Errorf("internal facts for %s; authors for %s", internal, authors)
	}
	for _, none := range []Role{"", "ROOT", "admin"} {
		if none.Reaches(Anonymous) || Admin.Reaches(none) || none.Reaches(none) || none.SeesInternal() {
			t.Errorf("%q counts as a role", none)
		}
	}
}

func made(t *testing.T) (Token, string) {
	t.Helper()
	token, text, err := NewToken(rand.Reader, " Ada ", Editor, now, now.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	return token, text
}

func TestTokenForm(t *testing.T) {
	token, text := made(t)
	if !regexp.MustCompile(`^recital_[a-z2-7]{8}_[a-z2-7]{47}$`).MatchString(text) {
		t.Errorf("a token is not written as documented: %s", text)
	}
	if id, hash, ok := ParseToken(text); !ok || id != token.ID || hash != token.Hash || !IsTokenID(id) {
		t.Errorf("%s is read as %s, %v", text, id, ok)
	}
	if got := token.Identity(); got != (Identity{Name: "Ada", Role: Editor, Via: ViaToken, Key: token.ID}) {
		t.Errorf("the token is of %+v", got)
	}
	if other, again := made(t); other.ID == token.ID || again == text {
		t.Error("two tokens are one")
	}
	for i := range text {
		changed := []byte(text)
		changed[i] ^= 1
		if _, _, ok := ParseToken(string(changed)); ok {
			t.Errorf("a mistyped token is taken for whole: %s", changed)
		}
	}
	for _, bad := range []string{"", "recital_", text[:len(text)-1], text + "a", strings.ToUpper(text), " " + text} {
		if _, _, ok := ParseToken(bad); ok {
			t.Errorf("%q is taken for a token", bad)
		}
	}
}

func TestTokenNeeds(t *testing.T) {
	later := now.Add(time.Hour)
	for what, make := range map[string]func() (Token, string, error){
		"no name": func() (Token, string, error) { return NewToken(rand.Reader, " ", Reader, now, later) },
		"a long name": func() (Token, string, error) {
			return NewToken(rand.Reader, strings.Repeat("a", 101), Reader, now, later)
		},
		"a line break":   func() (Token, string, error) { return NewToken(rand.Reader, "a\nb", Reader, now, later) },
		"a bare role":    func() (Token, string, error) { return NewToken(rand.Reader, "a", Anonymous, now, later) },
		"another role":   func() (Token, string, error) { return NewToken(rand.Reader, "a", "ROOT", now, later) },
		"an ended time":  func() (Token, string, error) { return NewToken(rand.Reader, "a", Reader, now, now) },
		"too few random": func() (Token, string, error) { return NewToken(bytes.NewReader(nil), "a", Reader, now, later) },
	} {
		if _, text, err := make(); err == nil || text != "" {
			t.Errorf("%s: %q, %v", what, text, err)
		}
	}
}

// TestJudge holds what each key is worth, and that nobody without the secret
// learns what became of a token.
func TestJudge(t *testing.T) {
	token, _ := made(t)
	revoked := token
	revoked.RevokedAt = now
	wrong := Hash{1}
	bare := Token{}
	for _, c := range []struct {
		name  string
		kept  Token
		found bool
		hash  Hash
		at    time.Time
		want  Standing
	}{
		{"good", token, true, token.Hash, now, Good},
		{"a moment before its end", token, true, token.Hash, token.ExpiresAt.Add(-1), Good},
		{"at its end", token, true, token.Hash, token.ExpiresAt, Expired},
		{"revoked", revoked, true, token.Hash, now, Revoked},
		{"revoked and expired", revoked, true, token.Hash, token.ExpiresAt, Revoked},
		{"another secret", token, true, wrong, now, Unknown},
		{"another secret of an expired one", token, true, wrong, token.ExpiresAt, Unknown},
		{"another secret of a revoked one", revoked, true, wrong, now, Unknown},
		{"an unknown id", token, false, token.Hash, now, Unknown},
		{"an unknown id, no hash", bare, false, bare.Hash, now, Unknown},
		{"a row without a role", bare, true, bare.Hash, now, Unknown},
	} {
		if got := Judge(c.kept, c.found, c.hash, c.at); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestParseExpiry(t *testing.T) {
	for text, want := range map[string]string{
		"30d": "2026-12-22T10:30:00Z", "1d": "2026-11-23T10:30:00Z", "366d": "2027-11-23T10:30:00Z",
		"2026-11-22": "2026-11-23T00:00:00Z", "2027-01-31": "2027-02-01T00:00:00Z", "2027-11-22": "2027-11-23T00:00:00Z",
		"2026-11-21": "is over", "2027-11-23": "too far away", "367d": "too far away", "9999999d": "is not a time",
		"0d": "is not a time", "-1d": "is not a time", "": "is not a time", "30": "is not a time", "never": "is not a time", "2027-02-30": "is not a time",
	} {
		got, err := ParseExpiry(text, now)
		shown := got.Format(time.RFC3339)
		if err != nil {
			if _, ok := errors.AsType[*inventory.Error](err); !ok {
				t.Errorf("%q: %T", text, err)
			}
			shown = err.Error()
		}
		if !strings.Contains(shown, want) {
			t.Errorf("%q is until %s, want %s", text, shown, want)
		}
	}
}
