package access

import "github.com/recital/recital/inventory"

// LastUsed is the last day on which the token was used; ok is false if it
// never was.
func (t Token) LastUsed() (on inventory.Date, ok bool) { return t.LastUsedOn, t.LastUsedOn != "" }
