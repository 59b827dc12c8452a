// Package identity finds out over HTTP who makes a request: by a token of
// ours, by a token of an OpenID Connect issuer, or by the cookie of a session
// that was begun with one of them or with a sign-in link.
//
// It decides nothing: which role an operation needs is told by package access.
// It knows nothing of GraphQL, and of the inventory only its errors.
package identity
