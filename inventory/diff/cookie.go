package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func newCookie(c *comparison, p pair) (string, bool) {
	_, after, _, is := records[*inventory.CookieRecord](p)
	if !is {
		return "", false
	}
	names := slices.DeleteFunc(slices.Clone(after.Patterns), func(name string) bool { return c.from.cookies[ends{string(after.Setter), name}] })
	if len(names) == 0 {
		return "", false
	}
	return c.to.name(after.Setter) + " newly sets " + wording.And(names) + ": a " + wording.Enum(after.Category) + " cookie", true
}

func unrefusableCookie(_ *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.CookieRecord](p)
	switch {
	case !was || !is:
		return "", false
	case before.Refusable && !after.Refusable:
		return after.Name + " can no longer be refused", true
	case before.ConsentNeeded == "YES" && after.ConsentNeeded != "YES":
		return after.Name + " no longer asks for consent", true
	case before.OptOut != "" && after.OptOut == "":
		return after.Name + " no longer has a place to opt out", true
	}
	return "", false
}

func longerCookie(_ *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.CookieRecord](p)
	if !was || !is || before.Lifetime == "" {
		return "", false
	}
	old, now := lifetime(before), lifetime(after)
	if now < old || now == old && (after.Lifetime != "PERIOD" || after.Period.Compare(before.Period) <= 0) {
		return "", false
	}
	return after.Name + " lives longer: " + lifetimeWords(before) + " → " + lifetimeWords(after), true
}

// lifetime orders kinds of lifetimes; one that is not stated has no end.
func lifetime(r *inventory.CookieRecord) int {
	return slices.Index([]inventory.LifetimeKind{"SESSION", "PERIOD", "PERSISTENT", ""}, r.Lifetime)
}

func lifetimeWords(r *inventory.CookieRecord) string {
	switch r.Lifetime {
	case "PERIOD":
		return r.Period.InWords()
	case "":
		return "not stated"
	}
	return wording.Enum(r.Lifetime)
}
