package access

import (
	"context"
	"time"

	"github.com/recital/recital/inventory"
)

// Store keeps tokens, beside the log: they are no facts. What one process puts
// or revokes, another finds at its next call.
type Store interface {
	// Token finds a token by its id; ok is false if there is none.
	Token(ctx context.Context, id string) (t Token, ok bool, err error)
	// Tokens lists all, also those that do not work any more, in the order in
	// which they were made.
	Tokens(ctx context.Context) ([]Token, error)
	// PutToken adds a token. It is an error if its id is taken.
	PutToken(ctx context.Context, t Token) error
	// RevokeToken makes a token useless for good, and gives it as it is then.
	// One that was revoked before stays as it was. The error is
	// [inventory.NotFound] if there is none of this id.
	RevokeToken(ctx context.Context, id string, at time.Time) (Token, error)
	// TokenUsed remembers that the token was used on a day.
	TokenUsed(ctx context.Context, id string, on inventory.Date) error
}
