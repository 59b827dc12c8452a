package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

var _ access.Store = (*Store)(nil)

const tokenColumns = `id, name, role, sha256, created_at, expires_at, revoked_at, last_used_on`

// Token finds a token by its id. It asks the file each time, so that what
// another process revoked does not work any more.
func (s *Store) Token(ctx context.Context, id string) (t access.Token, ok bool, err error) {
	t, err = scanToken(s.readers.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM access_token WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return access.Token{}, false, nil
	}
	if err != nil {
		return access.Token{}, false, fmt.Errorf("read a token of %s: %w", s.path, err)
	}
	return t, true, nil
}

// Tokens lists all tokens in the order in which they were made.
func (s *Store) Tokens(ctx context.Context) ([]access.Token, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT `+tokenColumns+` FROM access_token ORDER BY created_at, id`)
	if err != nil {
		return nil, fmt.Errorf("read the tokens of %s: %w", s.path, err)
	}
	defer rows.Close()
	var list []access.Token
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, fmt.Errorf("read the tokens of %s: %w", s.path, err)
		}
		list = append(list, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the tokens of %s: %w", s.path, err)
	}
	return list, nil
}

// scanToken reads a row of tokenColumns. A row that is not as this program
// writes it is an error: such a token must not open anything.
func scanToken(row interface{ Scan(...any) error }) (t access.Token, err error) {
	var hash []byte
	var created, expires string
	var revoked, used sql.NullString
	if err := row.Scan(&t.ID, &t.Name, (*string)(&t.Role), &hash, &created, &expires, &revoked, &used); err != nil {
		return t, err
	}
	if copy(t.Hash[:], hash) != len(t.Hash) {
		return t, fmt.Errorf("the hash of token %s has %d bytes", t.ID, len(hash))
	}
	for _, at := range []struct {
		text string
		into *time.Time
	}{{created, &t.CreatedAt}, {expires, &t.ExpiresAt}, {revoked.String, &t.RevokedAt}} {
		if at.text == "" && at.into == &t.RevokedAt && !revoked.Valid {
			continue
		}
		if *at.into, err = time.Parse(inventory.RecordedAtLayout, at.text); err != nil {
			return t, fmt.Errorf("token %s: %w", t.ID, err)
		}
	}
	t.LastUsedOn = inventory.Date(used.String)
	return t, nil
}

// PutToken adds a token.
func (s *Store) PutToken(ctx context.Context, t access.Token) error {
	if s.writer == nil {
		return readOnlyTokens()
	}
	_, err := s.writer.ExecContext(ctx, `INSERT INTO access_token (id, name, role, sha256, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		t.ID, t.Name, string(t.Role), t.Hash[:], stamp(t.CreatedAt), stamp(t.ExpiresAt))
	if err != nil {
		return fmt.Errorf("add the token %s to %s: %w", t.ID, s.path, err)
	}
	return nil
}

// RevokeToken makes a token useless for good.
func (s *Store) RevokeToken(ctx context.Context, id string, at time.Time) (access.Token, error) {
	if s.writer == nil {
		return access.Token{}, readOnlyTokens()
	}
	_, err := s.writer.ExecContext(ctx, `UPDATE access_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, stamp(at), id)
	if err != nil {
		return access.Token{}, fmt.Errorf("revoke the token %s of %s: %w", id, s.path, err)
	}
	t, ok, err := s.Token(ctx, id)
	if err == nil && !ok {
		err = inventory.Errorf(inventory.NotFound, "there is no token with the id %s", id)
	}
	return t, err
}

// TokenUsed remembers that the token was used on a day.
func (s *Store) TokenUsed(ctx context.Context, id string, on inventory.Date) error {
	if s.writer == nil {
		return readOnlyTokens()
	}
	_, err := s.writer.ExecContext(ctx, `UPDATE access_token SET last_used_on = ? WHERE id = ? AND coalesce(last_used_on, '') < ?`,
		string(on), id, string(on))
	if err != nil {
		return fmt.Errorf("remember the use of the token %s of %s: %w", id, s.path, err)
	}
	return nil
}

// stamp writes a time as every table has it.
func stamp(t time.Time) string { return t.UTC().Format(inventory.RecordedAtLayout) }

func readOnlyTokens() error {
	return inventory.Errorf(inventory.ReadOnly, "the inventory is open for reading only: manage its tokens where it is open for writing")
}
