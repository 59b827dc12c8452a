package access

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Role is what somebody may do. The roles are in one line: each may do all
// that the ones before it may.
type Role string

// The roles, from the least to the most.
const (
	// Anonymous sees what is public.
	Anonymous Role = "ANONYMOUS"
	// Reader sees internal facts too, and what is missing.
	Reader Role = "READER"
	// Auditor also takes registers away, and sees who changed what and why.
	Auditor Role = "AUDITOR"
	// Editor also changes facts.
	Editor Role = "EDITOR"
	// Admin also manages the keys of others.
	Admin Role = "ADMIN"
)

// Roles lists the roles from the least to the most.
func Roles() []Role { return []Role{Anonymous, Reader, Auditor, Editor, Admin} }

// rank is the place in the line; -1 for what is no role.
func (r Role) rank() int { return slices.Index(Roles(), r) }

// Reaches says whether r may do all that needed may. What is no role reaches
// nothing, and nothing reaches it.
func (r Role) Reaches(needed Role) bool {
	return needed.rank() >= 0 && r.rank() >= needed.rank()
}

// SeesInternal says whether the role is shown every fact; otherwise it is
// shown the public ones alone.
func (r Role) SeesInternal() bool { return r.Reaches(Reader) }

// SeesAuthors says whether the history shows the role who made each change,
// with which message, and the changes that touched something internal.
func (r Role) SeesAuthors() bool { return r.Reaches(Auditor) }

// ParseRole reads the role of a key: any but ANONYMOUS, for which no key is
// needed, in any case. The error names them.
func ParseRole(text string) (Role, error) {
	r := Role(strings.ToUpper(strings.TrimSpace(text)))
	if r.Reaches(Reader) {
		return r, nil
	}
	return "", inventory.Errorf(inventory.Invalid, "%q is not the role of a key: write reader, auditor, editor or admin", text)
}

// words says the role in English: "an editor".
func (r Role) words() string {
	if r == Reader {
		return "a reader"
	}
	return "an " + wording.Enum(r)
}

// Identity is who makes a request.
type Identity struct {
	// Name is how the person or program is called; empty for an anonymous one.
	Name string
	Role Role
	Via  Via
	// Key tells keys apart where names are the same: the id of the token, or the
	// subject that the issuer of an OpenID Connect token names. It is no secret.
	Key string
}

// Author is how the history names who changed something: their name, and the
// key they used, which tells them from others who call themselves the same.
func (i Identity) Author() string {
	if i.Key == "" {
		return i.Name
	}
	return i.Name + " (" + i.Key + ")"
}

// Via is how somebody showed who they are.
type Via string

// The ways to show who one is. A session was begun with one of the others or
// with a sign-in link.
const (
	ViaNothing Via = "NOTHING"
	ViaToken   Via = "TOKEN"
	ViaOIDC    Via = "OIDC"
	ViaSession Via = "SESSION"
)

// Nobody is who makes a request without a key.
func Nobody() Identity { return Identity{Role: Anonymous, Via: ViaNothing} }
