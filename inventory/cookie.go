package inventory

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// CookieRecord is storage on a visitor's device (ePrivacy Directive Art. 5(3)).
type CookieRecord struct {
	ID   ID     `json:"id"`
	Name string `json:"name" need:"yes"`
	// Patterns are the names it may have; "*" stands for any characters.
	Patterns []string       `json:"patterns" need:"yes"`
	Setter   ID             `json:"setter" ref:"party" need:"yes"`
	Category CookieCategory `json:"category" need:"yes"`
	// ConsentNeeded is YES or NO; empty: not declared.
	ConsentNeeded YesNo `json:"consentNeeded,omitempty"`
	Refusable     bool  `json:"refusable,omitempty"`
	// Lifetime is how the lifetime is meant; empty: not declared.
	Lifetime LifetimeKind `json:"lifetime,omitempty"`
	// Period is how long, for the lifetime PERIOD.
	Period      Period `json:"period,omitempty"`
	Description string `json:"description,omitempty"`
	Purposes    []ID   `json:"purposes,omitempty" ref:"purpose" loose:"yes"`
	Data        []ID   `json:"data,omitempty" ref:"data" loose:"yes"`
	Services    []ID   `json:"services,omitempty" ref:"service" loose:"yes"`
	OptOut      URL    `json:"optOut,omitempty"`
	Evidence
}

// YesNo is an answer that may also be missing: empty is "not declared".
type YesNo string

func (YesNo) values() []string { return []string{"YES", "NO"} }

// bool is the answer; ok is false if it is missing.
func (y YesNo) bool() (is, ok bool) { return y == "YES", y != "" }

// CookieCategory is one of the four of the ICC UK Cookie guide.
type CookieCategory string

func (CookieCategory) values() []string {
	return []string{"STRICTLY_NECESSARY", "PERFORMANCE", "FUNCTIONALITY", "TARGETING"}
}

// LifetimeKind is how the lifetime of a cookie is meant.
type LifetimeKind string

func (LifetimeKind) values() []string { return []string{"PERIOD", "SESSION", "PERSISTENT"} }

// RecordID is the id of the record.
func (r *CookieRecord) RecordID() ID { return r.ID }

// RecordKind is KindCookie.
func (r *CookieRecord) RecordKind() Kind { return KindCookie }

// DerivedID is empty: the id is chosen.
func (r *CookieRecord) DerivedID() ID { return "" }

func (r *CookieRecord) title() string { return r.Name }

func (r *CookieRecord) orderKey() string {
	return ordinal(slices.Index(r.Category.values(), string(r.Category))) + fold(r.Name)
}

func (r *CookieRecord) check(report reporter) {
	if (r.Lifetime == "PERIOD") != (r.Period != "") {
		report("period", "contradiction", "a period goes with the lifetime PERIOD, and with no other")
	}
}

// Cookie is storage on a visitor's device.
type Cookie struct{ view[CookieRecord] }

// Name is its name, or the names of the row.
func (c Cookie) Name() string { return c.r.Name }

// Patterns are the names it may have; "*" stands for any characters.
func (c Cookie) Patterns() []string { return c.r.Patterns }

// Setter is who sets it.
func (c Cookie) Setter() Party { return must[Party](c.s, c.r.Setter) }

// Category is its category.
func (c Cookie) Category() CookieCategory { return c.r.Category }

// ConsentNeeded is whether consent is needed; ok is false if not declared.
func (c Cookie) ConsentNeeded() (needed, ok bool) {
	return c.r.ConsentNeeded.bool()
}

// Refusable is whether a visitor can refuse it.
func (c Cookie) Refusable() bool { return c.r.Refusable }

// Lifetime is how long it stays; ok is false if not declared.
func (c Cookie) Lifetime() (Lifetime, bool) {
	return Lifetime{c.r.Lifetime, c.r.Period}, c.r.Lifetime != ""
}

// Description says what it is for.
func (c Cookie) Description() (string, bool) { return some(c.r.Description) }

// Purposes are what it is for.
func (c Cookie) Purposes() []Purpose { return views[Purpose](c.s, c.r.Purposes) }

// Data is the data in it or collected with it.
func (c Cookie) Data() []DataCategory { return views[DataCategory](c.s, c.r.Data) }

// Services are those that set it.
func (c Cookie) Services() []Service { return views[Service](c.s, c.r.Services) }

// OptOut is where to opt out beside the site's own preferences.
func (c Cookie) OptOut() (string, bool) { return some(string(c.r.OptOut)) }

// Summary says in a line what it is.
func (c Cookie) Summary() string {
	return c.Name() + ", a " + wording.Enum(c.r.Category) + " cookie set by " + c.Setter().Name()
}

// matches says whether a cookie of this name belongs to the record.
func (c Cookie) matches(name string) bool {
	for _, p := range c.r.Patterns {
		if ok := glob(p, name); ok {
			return true
		}
	}
	return false
}

// glob says whether name matches the pattern, in which "*" stands for any
// characters.
func glob(pattern, name string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	name, ok := strings.CutPrefix(name, head)
	for ok && star {
		head, rest, star = strings.Cut(rest, "*")
		if !star {
			return strings.HasSuffix(name, head)
		}
		var at int
		if at = strings.Index(name, head); at < 0 {
			return false
		}
		name = name[at+len(head):]
	}
	return ok
}

// Lifetime is how long a cookie stays on a device.
type Lifetime struct {
	kind   LifetimeKind
	period Period
}

// Kind is how the lifetime is meant.
func (l Lifetime) Kind() LifetimeKind { return l.kind }

// Period is how long, for a PERIOD.
func (l Lifetime) Period() (Period, bool) { return some(l.period) }
