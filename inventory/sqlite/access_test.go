package sqlite

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/proof"
)

func newToken(t *testing.T, name string, role access.Role, now time.Time) (access.Token, string) {
	t.Helper()
	token, text, err := access.NewToken(rand.Reader, name, role, now, now.AddDate(0, 0, 30))
	if err != nil {
		t.Fatal(err)
	}
	return token, text
}

// TestTokens puts, finds, uses and revokes tokens by one store, and sees each
// at once by another that has the same file open.
func TestTokens(t *testing.T) {
	server := open(t, filepath.Join(t.TempDir(), "a.db"))
	defer server.Close()
	beside, err := OpenBeside(t.Context(), server.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	a, _ := newToken(t, "the statement's page — ünïcode", access.Reader, epoch)
	b, _ := newToken(t, "b", access.Admin, epoch.Add(time.Millisecond))
	for _, token := range []access.Token{b, a} {
		if err := beside.PutToken(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if err := beside.PutToken(t.Context(), a); err == nil {
		t.Error("a second token has the id of another")
	}
	found := func(want access.Token) {
		t.Helper()
		got, ok, err := server.Token(t.Context(), want.ID)
		if err != nil || !ok || cmp.Diff(want, got) != "" {
			t.Errorf("%v, %v\n%s", ok, err, cmp.Diff(want, got))
		}
	}
	found(a)
	if _, ok, err := server.Token(t.Context(), "aaaaaaaa"); ok || err != nil {
		t.Errorf("a token that nobody made: %v, %v", ok, err)
	}
	if list, err := server.Tokens(t.Context()); err != nil || cmp.Diff([]access.Token{a, b}, list) != "" {
		t.Errorf("%v\n%s", err, cmp.Diff([]access.Token{a, b}, list))
	}
	for _, on := range []inventory.Date{"2026-11-23", "2026-11-22"} {
		if err := server.TokenUsed(t.Context(), a.ID, on); err != nil {
			t.Fatal(err)
		}
	}
	a.LastUsedOn, a.RevokedAt = "2026-11-23", epoch.Add(time.Hour)
	for i := range 2 {
		got, err := beside.RevokeToken(t.Context(), a.ID, a.RevokedAt.Add(time.Duration(i)*time.Hour))
		if err != nil || cmp.Diff(a, got) != "" {
			t.Errorf("revoked: %v\n%s", err, cmp.Diff(a, got))
		}
		found(a)
	}
	if _, err := beside.RevokeToken(t.Context(), "aaaaaaaa", epoch); !hasCode(err, inventory.NotFound) {
		t.Errorf("revoking a token that nobody made: %v", err)
	}
}

func hasCode(err error, want inventory.Code) bool {
	code, ok := inventory.CodeOf(err)
	return ok && code == want
}

// TestTokensReadOnly changes no token of a file that is open for reading.
func TestTokensReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	token, _ := newToken(t, "a", access.Reader, epoch)
	_, revoked := s.RevokeToken(t.Context(), token.ID, epoch)
	for what, err := range map[string]error{
		"put": s.PutToken(t.Context(), token), "revoke": revoked, "use": s.TokenUsed(t.Context(), token.ID, "2026-11-22"),
	} {
		if !hasCode(err, inventory.ReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestTokensOutsideLog holds that tokens disturb no proof, and that neither a
// row nor the layout can be bent to make another token valid.
func TestTokensOutsideLog(t *testing.T) {
	s, _ := filled(t)
	token, _ := newToken(t, "a", access.Reader, epoch)
	if err := s.PutToken(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RevokeToken(t.Context(), token.ID, epoch); err != nil {
		t.Fatal(err)
	}
	if report, err := proof.Verify(t.Context(), s); err != nil || !report.Verified {
		t.Errorf("with a token: %v\n%s", err, told(report))
	}
	for statement, says := range map[string]string{
		`UPDATE access_token SET role = 'ADMIN'`:          "never changed",
		`UPDATE access_token SET expires_at = created_at`: "never changed",
		`UPDATE access_token SET sha256 = zeroblob(32)`:   "never changed",
		`UPDATE access_token SET revoked_at = NULL`:       "stays revoked",
		`INSERT INTO access_token SELECT 'aaaaaaaa', name, 'ANONYMOUS', zeroblob(32), created_at, expires_at, NULL, NULL FROM access_token`: "CHECK",
	} {
		if _, err := s.writer.Exec(statement); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v; want it refused: %s", statement, err, says)
		}
	}
}

// TestTokenNotInFile looks for the secret of a token, and for the whole of it,
// in every byte of the file and of its write-ahead log.
func TestTokenNotInFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	defer s.Close()
	token, text := newToken(t, "recognisable", access.Editor, epoch)
	if err := s.PutToken(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	secret := text[strings.LastIndexByte(text, '_')+1:]
	seen := false
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen = seen || bytes.Contains(data, []byte(token.Name))
		for _, part := range []string{text, secret, secret[:20]} {
			if bytes.Contains(data, []byte(part)) {
				t.Errorf("%s holds %q", filepath.Base(file), part)
			}
		}
	}
	if !seen {
		t.Error("the token's name is in none of the files: the test does not look where tokens are")
	}
}
