package inventory

import (
	"strings"
)

// ID names a noun or a fact: its kind and one or more slugs, joined by "/",
// such as "service/quickconnect". The id of a relation is made of its ends:
// "collection/payment/take-payments/ip-address". A variant of the same ends
// has "+" and a slug behind it.
type ID string

// Kind is what an id names. Its values are those of the GraphQL enum Kind;
// [Kind.Prefix] is how it begins an id.
type Kind string

// The kinds of nouns and facts.
const (
	KindParty          Kind = "PARTY"
	KindService        Kind = "SERVICE"
	KindProduct        Kind = "PRODUCT"
	KindData           Kind = "DATA"
	KindSubject        Kind = "SUBJECT"
	KindPurpose        Kind = "PURPOSE"
	KindEvent          Kind = "EVENT"
	KindDocument       Kind = "DOCUMENT"
	KindVersion        Kind = "VERSION"
	KindClause         Kind = "CLAUSE"
	KindActivity       Kind = "ACTIVITY"
	KindControllership Kind = "CONTROLLERSHIP"
	KindUse            Kind = "USE"
	KindNonUse         Kind = "NON_USE"
	KindBasis          Kind = "BASIS"
	KindCollection     Kind = "COLLECTION"
	KindNonCollection  Kind = "NON_COLLECTION"
	KindDisclosure     Kind = "DISCLOSURE"
	KindNonDisclosure  Kind = "NON_DISCLOSURE"
	KindRetention      Kind = "RETENTION"
	KindChoice         Kind = "CHOICE"
	KindCookie         Kind = "COOKIE"
	KindMeasure        Kind = "MEASURE"
	KindRight          Kind = "RIGHT"
	KindRequirement    Kind = "REQUIREMENT"
	KindDependency     Kind = "DEPENDENCY"
)

// Prefix is how ids of this kind begin, such as "non-collection".
func (k Kind) Prefix() string {
	return strings.ReplaceAll(strings.ToLower(string(k)), "_", "-")
}

// ID is the id of this kind with these slugs.
func (k Kind) ID(slugs ...string) ID {
	return ID(k.Prefix() + "/" + strings.Join(slugs, "/"))
}

// Kind is the kind that the id begins with; ok is false if there is none such.
func (id ID) Kind() (k Kind, ok bool) {
	prefix, _, found := strings.Cut(string(id), "/")
	if !found {
		return "", false
	}
	k, ok = kindByPrefix[prefix]
	return k, ok
}

// Rest is the id without its kind: "quickconnect" of "service/quickconnect".
func (id ID) Rest() string {
	_, rest, _ := strings.Cut(string(id), "/")
	return rest
}

// wellFormed says whether the id is a known kind and slugs of [a-z0-9.-],
// joined by "/", with at most one "+variant" at the end. A slug begins and
// ends with a letter or digit, so that none is a step in a file path.
func (id ID) wellFormed() bool {
	if _, ok := id.Kind(); !ok {
		return false
	}
	rest, variant, varied := strings.Cut(id.Rest(), "+")
	for slug := range strings.SplitSeq(rest, "/") {
		if !isSlug(slug) {
			return false
		}
	}
	return !varied || isSlug(variant)
}

func isSlug(s string) bool {
	if s == "" || len(s) > 80 || strings.Trim(s, "-.") != s {
		return false
	}
	for _, c := range []byte(s) {
		if c != '-' && c != '.' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
