// Package graph is the inventory over GraphQL: it translates requests to calls
// of package inventory, and its errors to codes. Its rooms are the resolvers;
// the transport, which speaks GraphQL over HTTP; the guard, which bounds what
// a query may cost before it runs; and the handler, which puts them on the web.
//
// It knows no rules of the domain and no SQL, reads no flags and no environment.
package graph
