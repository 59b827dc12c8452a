package ropa

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// group is one of the groups of data in the CNIL's register.
type group struct {
	// code is how a crosswalk of the scheme CNIL names the group.
	code, title string
}

// other is the group of data that fits no other.
const other = "other"

// groups lists the groups in the order of the register.
func groups() []group {
	return []group{
		{"identity", "civil status, identity, identification"},
		{"personal-life", "personal life"},
		{"professional-life", "professional life"},
		{"economic", "economic and financial"},
		{"connection", "connection (IP addresses, logs, identifiers of terminals, times)"},
		{"location", "location"},
		{"internet", "internet (cookies, trackers, navigation, audience)"},
		{other, "other"},
	}
}

// groupOf is the code of the group that a category belongs to: what a crosswalk
// of the scheme CNIL says, what its identifier is known for, or else what holds
// for the next wider category; [other] if nothing does.
func groupOf(d inventory.DataCategory) string {
	for up, ok := d, true; ok; up, ok = up.Broader() {
		for _, c := range up.Crosswalks() {
			if c.Scheme == "CNIL" && known(c.Code) {
				return strings.ToLower(c.Code)
			}
		}
		if g := usualGroup(up.ID().Rest()); g != "" {
			return g
		}
	}
	return other
}

func known(code string) bool {
	for _, g := range groups() {
		if strings.EqualFold(g.code, code) {
			return true
		}
	}
	return false
}

// usualGroup is the group of a category by its identifier; narrower categories
// follow it unless they have an entry of their own. An inventory that sees it
// otherwise says so with a crosswalk, which goes first.
func usualGroup(id string) string {
	switch id {
	case "identifying-data", "identity-data", "contact-data", "name", "email", "phone", "postal-address", "identity-proof",
		"date-of-birth", "photograph", "user-name", "registered-account":
		return "identity"
	case "family-data", "hobbies", "lifestyle", "stored-files", "content", "message-contents":
		return "personal-life"
	case "company-name", "employment-data", "job-title", "education", "professional-data":
		return "professional-life"
	case "commercial-data", "financial-data", "payment-information", "transaction-data", "purchase-history", "income":
		return "economic"
	case "online-identifier", "network-address", "ip-address", "device-identifier", "device-data", "authentication-data",
		"login-activity", "diagnostic-data", "usage-data", "network-activity":
		return "connection"
	case "location-data":
		return "location"
	case "website-usage", "browsing-activity", "page-interactions", "website-preferences", "visitor-identification", "ad-data",
		"referral-url", "cookie-data":
		return "internet"
	}
	return ""
}
