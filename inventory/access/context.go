package access

import "context"

type identityKey struct{}

// With is the context of a request that somebody makes.
func With(ctx context.Context, who Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, who)
}

// From is who makes the request of a context: [Nobody] if that was not found
// out.
func From(ctx context.Context) Identity {
	if who, ok := ctx.Value(identityKey{}).(Identity); ok {
		return who
	}
	return Nobody()
}
