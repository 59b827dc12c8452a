package diff

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// strength orders safeguards: an adequacy decision protects most, the
// appropriate safeguards of GDPR Art. 46 alike, a derogation least but for none.
func strength(s inventory.Safeguard) int {
	switch s {
	case "ADEQUACY":
		return 3
	case "STANDARD_CONTRACTUAL_CLAUSES", "BINDING_CORPORATE_RULES", "CODE_OF_CONDUCT", "CERTIFICATION":
		return 2
	case "DEROGATION":
		return 1
	}
	return 0
}

// safeguards lists those of each country of a disclosure; "" is a country that
// is not declared.
func safeguards(r *inventory.DisclosureRecord) map[string][]inventory.Safeguard {
	list := map[string][]inventory.Safeguard{}
	for _, t := range r.Transfers {
		list[t.Country] = append(list[t.Country], t.Safeguard)
	}
	return list
}

func weakerSafeguard(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.DisclosureRecord](p)
	if !was || !is {
		return "", false
	}
	what := c.to.serviceName(after.Activity) + " protects " + c.to.name(after.Data) + " less on its way to " + c.to.name(after.Recipient)
	old, now := safeguards(before), safeguards(after)
	for _, country := range countries(before) {
		there, still := now[country]
		if !still && len(after.Transfers) > 0 {
			continue // it no longer goes there
		}
		if lost := lostSafeguards(old[country], there); len(lost) > 0 {
			return what + inCountry(country) + ": " + safeguardWords(old[country]) + " → " + safeguardWords(there), true
		}
	}
	return "", false
}

// lostSafeguards are those gone for which nothing as strong has come.
func lostSafeguards(before, after []inventory.Safeguard) []inventory.Safeguard {
	come := missing(after, before)
	return slices.DeleteFunc(missing(before, after), func(s inventory.Safeguard) bool {
		return strength(s) == 0 || slices.ContainsFunc(come, func(n inventory.Safeguard) bool { return strength(n) >= strength(s) })
	})
}

// countries are those of the transfers, each once, in their order.
func countries(r *inventory.DisclosureRecord) []string {
	var list []string
	for _, t := range r.Transfers {
		if !slices.Contains(list, t.Country) {
			list = append(list, t.Country)
		}
	}
	return list
}

func inCountry(country string) string {
	if country == "" {
		return ""
	}
	return " in " + country
}

func safeguardWords(list []inventory.Safeguard) string {
	if len(list) == 0 {
		return "no safeguard stated"
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = wording.Enum(s)
	}
	return wording.And(out)
}

// eea are the members of the European Economic Area, ISO 3166-1 alpha-2. Every
// other country is a third country (GDPR Art. 44), and so is an international
// organisation.
const eea = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"

func third(country string) bool {
	return country != "" && !slices.Contains(strings.Fields(eea), strings.ToUpper(country))
}

func newThirdCountry(c *comparison, p pair) (string, bool) {
	if before, after, was, is := records[*inventory.PartyRecord](p); was && is {
		if before.Country == "" || before.Country == after.Country || !third(after.Country) || !c.to.receives(after.ID) {
			return "", false
		}
		return after.Name + ", which receives data, is now established in a third country: " + before.Country + " → " + after.Country, true
	}
	_, after, _, is := records[*inventory.DisclosureRecord](p)
	if !is {
		return "", false
	}
	var added []string
	for _, country := range countries(after) {
		if third(country) && !c.from.countries[ends{c.to.service(after.Activity), country}] {
			added = append(added, country)
		}
	}
	if len(added) == 0 {
		return "", false
	}
	return c.to.serviceName(after.Activity) + " newly sends " + c.to.name(after.Data) + " to " + wording.And(added) + ", for " + c.to.name(after.Recipient), true
}

// receives says whether anything is disclosed to the party.
func (d *side) receives(party inventory.ID) bool {
	for at := range d.received {
		if at[2] == string(party) {
			return true
		}
	}
	return false
}
