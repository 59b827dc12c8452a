package access

import (
	"maps"
	"slices"

	"github.com/recital/recital/inventory"
)

// needs is the one table of decisions: the role that each operation needs. An
// operation is a root field of the graph, such as Query.ropa, or a route,
// such as GET /export/. What is not in it is refused to everybody.
//
// A field that anonymous readers may ask shows them public facts only: see
// [Role.SeesInternal].
var needs = map[string]Role{
	// Introspection: the schema is no secret.
	"Query.__schema":          Anonymous,
	"Query.__type":            Anonymous,
	"Query.__typename":        Anonymous,
	"Mutation.__typename":     Anonymous,
	"Subscription.__typename": Anonymous,

	// Questions.
	"Query.whoReceives":          Anonymous,
	"Query.whoCollects":          Anonymous,
	"Query.whatGoesTo":           Anonymous,
	"Query.whatIsKept":           Anonymous,
	"Query.whatHappensOn":        Anonymous,
	"Query.dataFlows":            Anonymous,
	"Query.search":               Anonymous,
	"Query.diff":                 Anonymous,
	"Query.revisions":            Anonymous,
	"Query.head":                 Anonymous,
	"Query.viewer":               Anonymous,
	"Query.findings":             Reader,
	"Query.ropa":                 Auditor,
	"Query.accessTokens":         Admin,
	"Mutation.commit":            Editor,
	"Mutation.revokeAccessToken": Admin,
	// It tells a number, no fact.
	"Subscription.headMoved": Anonymous,

	// Nouns.
	"Query.node":                  Anonymous,
	"Query.nodes":                 Anonymous,
	"Query.service":               Anonymous,
	"Query.services":              Anonymous,
	"Query.products":              Anonymous,
	"Query.dataCategory":          Anonymous,
	"Query.dataCategories":        Anonymous,
	"Query.dataSubjectCategory":   Anonymous,
	"Query.dataSubjectCategories": Anonymous,
	"Query.purpose":               Anonymous,
	"Query.purposes":              Anonymous,
	"Query.party":                 Anonymous,
	"Query.parties":               Anonymous,
	"Query.processingActivity":    Anonymous,
	"Query.processingActivities":  Anonymous,
	"Query.lawfulBases":           Anonymous,
	"Query.securityMeasures":      Anonymous,
	"Query.choices":               Anonymous,
	"Query.nonDisclosures":        Anonymous,
	"Query.cookies":               Anonymous,
	"Query.events":                Anonymous,
	"Query.document":              Anonymous,
	"Query.documents":             Anonymous,
	"Query.rights":                Anonymous,

	// Routes. Those of GraphQL are open: each of its fields is decided above.
	"GET /graphql":  Anonymous,
	"POST /graphql": Anonymous,
	"GET /healthz":  Anonymous,
	// Pages, which hold no fact.
	"GET /":          Anonymous,
	"GET /explorer/": Anonymous,
	// Who asks, signing in and signing out.
	"GET /session":    Anonymous,
	"POST /session":   Anonymous,
	"DELETE /session": Anonymous,
	// Authors and messages in it are decided by [Role.SeesAuthors].
	"GET /history": Anonymous,
	"GET /export/": Auditor,
}

// Needs gives the role that an operation needs; ok is false for one that is
// not known, which nobody may do.
func Needs(operation string) (role Role, ok bool) {
	role, ok = needs[operation]
	return role, ok
}

// Operations lists what the table decides, in the order of the alphabet.
func Operations() []string { return slices.Sorted(maps.Keys(needs)) }

// Check says whether the identity may do the operation. Its error is
// [inventory.Unauthenticated] for somebody who has shown no key and
// [inventory.Forbidden] for somebody whose role does not reach, or for an
// operation that is not in the table.
func Check(who Identity, operation string) error {
	needed, ok := Needs(operation)
	switch {
	case !ok:
		return inventory.Errorf(inventory.Forbidden, "%s is open to nobody", operation)
	case who.Role.Reaches(needed):
		return nil
	case who.Via == ViaNothing:
		return inventory.Errorf(inventory.Unauthenticated, "%s is for %s: sign in, or send a token of that role", operation, needed.words())
	}
	return inventory.Errorf(inventory.Forbidden, "%s is for %s, and this key is of %s: ask an admin for another", operation, needed.words(), who.Role.words())
}
