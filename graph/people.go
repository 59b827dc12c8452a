package graph

import (
	"context"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// Keyring is where the keys to the inventory are.
type Keyring interface {
	// Tokens lists all, in the order in which they were made.
	Tokens(ctx context.Context) ([]access.Token, error)
	// RevokeToken makes one useless, and gives it as it is then.
	RevokeToken(ctx context.Context, id string, at time.Time) (access.Token, error)
}

func (query) Viewer(ctx context.Context) (access.Identity, error) { return access.From(ctx), nil }

func (q query) AccessTokens(ctx context.Context) ([]access.Token, error) {
	if q.Keys == nil {
		return nil, noKeys()
	}
	return q.Keys.Tokens(ctx)
}

func (m mutation) RevokeAccessToken(ctx context.Context, id string) (access.Token, error) {
	if m.Keys == nil {
		return access.Token{}, noKeys()
	}
	if !access.IsTokenID(id) { // it may be the token itself: nothing of it is told
		return access.Token{}, inventory.Errorf(inventory.NotFound, "that is not the id of a key: accessTokens has them, eight letters and digits each")
	}
	return m.Keys.RevokeToken(ctx, id, m.Now())
}

func noKeys() error {
	return inventory.Errorf(inventory.ReadOnly, "there are no keys here: ask a server of the inventory")
}
