package intake

import (
	"testing"

	"github.com/recital/recital/inventory"
)

func TestKeepingOf(t *testing.T) {
	for text, want := range map[string]keeping{
		"30 days": {bound: inventory.AtMost, period: "P30D"},
		"Up to six years after account deletion.":  {bound: inventory.AtMost, period: "P6Y", event: "account deletion"},
		"at least 1 year and 6 months from sale":   {bound: inventory.AtLeast, period: "P1Y6M", event: "sale"},
		"retained for 2 weeks following the visit": {bound: inventory.AtMost, period: "P2W", event: "visit"},
		"until the contract ends":                  {bound: inventory.UntilEvent, event: "contract ends"},
		"Indefinitely":                             {bound: inventory.Indefinite},
		"at once on account deleted":               {bound: inventory.AtMost, period: "P0D", event: "account deleted"},
		"48 hours":                                 {bound: inventory.AtMost, period: "P2D"},
	} {
		if got := keepingOf(text); got != want {
			t.Errorf("%q is read as %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{"30 minutes", "as long as needed", "5 to 7 years", "1 year, sometimes longer", "300 years", ""} {
		if got := keepingOf(text); got.bound != inventory.Criteria || got.criteria != text {
			t.Errorf("%q is read as %+v, want criteria in words", text, got)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{"Café & Co.": "cafe-co", "user.contact_email": "user-contact-email", "A's": "as"} {
		if got := slug(name); got != want {
			t.Errorf("slug of %q is %q, want %q", name, got, want)
		}
	}
	if a, b := slug("名前"), slug("住所"); a == b || a == "" {
		t.Errorf("two names in another script are %q and %q", a, b)
	}
}
