package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func transferRules() []Rule {
	return []Rule{
		{
			ID: "transfer-safeguard-missing", Title: "A transfer without a safeguard", Article: "GDPR Art. 44, Art. 46, Art. 13(1)(f), Art. 30(1)(e)", Severity: Error,
			What: "Personal data that goes to a third country where no safeguard is stated, or none that is valid today: one that begins later, one that has ended, or an adequacy decision that does not exist or no longer holds. " +
				"The country is that of the transfer or, where no transfer is stated, that of the recipient: then an adequacy decision for it is enough. Adequacy decisions and the members of the European Economic Area are looked up by today's date in the tables that the program carries. One finding for each recipient and country; statistics are left out.",
			Why:   "Outside the European Economic Area the safeguard is what protects the data. Adequacy decisions end: Safe Harbour in 2015, the Privacy Shield in 2020.",
			Fix:   "State in `transfers` of the disclosures the safeguard that applies today, such as standard contractual clauses, and until when.",
			Leave: "While new clauses are being signed and no data is sent.",
			find:  safeguardMissing,
		},
		{
			ID: "adequacy-partial", Title: "An adequacy decision that covers some recipients only", Article: "GDPR Art. 45(3)", Severity: Note,
			What:  "Transfers that rest on an adequacy decision that holds today and covers part of the country only: certified organisations in the United States, commercial ones in Canada. One finding for each recipient and country.",
			Why:   "Whether the decision covers this recipient must be checked, and certifications run out.",
			Fix:   "Check the recipient in the list of the framework, and record that in `verified` of the disclosures; or state another safeguard.",
			Leave: "Until the day on which the recipient's certification runs out.",
			find:  adequacyPartial,
		},
		{
			ID: "adequacy-alternative", Title: "Adequacy is claimed beside another safeguard, where no decision holds", Article: "GDPR Art. 45, Art. 13(1)(f)", Severity: Note,
			What:  "Transfers to a country without an adequacy decision in force that state adequacy as one of several safeguards, another of which is valid. One finding for each recipient and country.",
			Why:   "Of alternatives only one applies: people cannot tell which, and one of them is not there today.",
			Fix:   "State the safeguard that applies, alone.",
			Leave: "If the text is to hold whatever the Commission decides.",
			find:  adequacyAlternative,
		},
		{
			ID: "transfer-country-missing", Title: "A transfer to a country that is not named", Article: "GDPR Art. 30(1)(e), Art. 13(1)(f)", Severity: Warning,
			What:  "Services with disclosures that state a safeguard and no country, where the recipient's own country is not stated either. One finding for each service; statistics are left out.",
			Why:   "The register must name the third country, and only with the country can the safeguard be checked.",
			Fix:   "Name the countries in `transfers`, or `country` of the recipient.",
			Leave: "If the recipient is a category whose members are spread over countries, listed elsewhere.",
			find:  countryMissing,
		},
		{
			ID: "recipient-country-missing", Title: "Where recipients are established is not stated", Article: "GDPR Art. 13(1)(f), Art. 30(1)(e)", Severity: Note,
			What:  "Companies and brands that receive personal data, whose country is not stated (nor that of what they belong to), in disclosures without any transfer. Categories of recipients are left out. One finding for each service that discloses to them.",
			Why:   "Whether the data leaves the European Economic Area cannot be told. That nothing is said of a transfer does not mean that there is none.",
			Fix:   "Set `country` of the party, then state the transfers.",
			Leave: "If no document gives the country and the recipient has been asked.",
			find:  establishmentMissing,
		},
	}
}

// journey is where data of a recipient goes.
type journey struct {
	recipient inventory.ID
	country   string
}

// journeys gathers the disclosures of personal data by recipient and third
// country, if the safeguards there fit; there are none where a disclosure states
// no transfer.
func (b *book) journeys(fits func(country string, there []inventory.TransferRecord) bool) groupsOf[journey] {
	var list groupsOf[journey]
	for _, d := range b.disclosures {
		if d.Form.Statistical() {
			continue
		}
		if len(d.Transfers) == 0 {
			if to := b.countryOf(d.Recipient); b.place(to).third && fits(to, nil) {
				list.add(journey{d.Recipient, to}, d.ID)
			}
		}
		for i, t := range d.Transfers {
			same := func(u inventory.TransferRecord) bool { return u.Country == t.Country }
			if !b.place(t.Country).third || slices.ContainsFunc(d.Transfers[:i], same) {
				continue
			}
			there := slices.DeleteFunc(slices.Clone(d.Transfers), func(u inventory.TransferRecord) bool { return !same(u) })
			if fits(t.Country, there) {
				list.add(journey{d.Recipient, t.Country}, d.ID)
			}
		}
	}
	return list
}

// countryOf is the country of a party, or of the nearest that it belongs to;
// empty: not stated.
func (b *book) countryOf(party inventory.ID) string {
	for _, up := range b.above(party) {
		if p, ok := record[*inventory.PartyRecord](b, up); ok && p.Country != "" {
			return p.Country
		}
	}
	return ""
}

// valid says whether a safeguard protects data there today.
func (b *book) valid(country string, t inventory.TransferRecord) bool {
	switch {
	case t.ValidTo != "" && past(t.ValidTo, b.o.Today), t.ValidFrom != "" && past(b.o.Today, t.ValidFrom), t.Safeguard == "NOT_STATED":
		return false
	case t.Safeguard == "ADEQUACY":
		return b.place(country).adequate
	}
	return true
}

func safeguardMissing(b *book, tell report) {
	unprotected := b.journeys(func(country string, there []inventory.TransferRecord) bool {
		if len(there) == 0 {
			return !b.place(country).adequate
		}
		return !slices.ContainsFunc(there, func(t inventory.TransferRecord) bool { return b.valid(country, t) })
	})
	unprotected.each(func(j journey, disclosures []inventory.ID) {
		tell(j.recipient, disclosures, "%s receives personal data in %s (%s), and no safeguard is valid there today%s: state the one that applies.",
			b.name(j.recipient), j.country, b.through(disclosures), b.stale(j, disclosures))
	})
}

// stale says what no longer protects data, or not yet.
func (b *book) stale(j journey, disclosures []inventory.ID) string {
	var reasons []string
	add := func(r string) {
		if !slices.Contains(reasons, r) {
			reasons = append(reasons, r)
		}
	}
	for _, id := range disclosures {
		d, _ := record[*inventory.DisclosureRecord](b, id)
		for _, t := range d.Transfers {
			switch {
			case t.Country != j.country || t.Safeguard == "NOT_STATED":
			case t.ValidTo != "" && past(t.ValidTo, b.o.Today):
				add(wording.Enum(t.Safeguard) + " ended in " + string(t.ValidTo))
			case t.ValidFrom != "" && past(b.o.Today, t.ValidFrom):
				add(wording.Enum(t.Safeguard) + " begins in " + string(t.ValidFrom))
			case t.Safeguard == "ADEQUACY":
				add(noDecision(j.country, b.o.Today))
			}
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return " (" + few(reasons) + ")"
}

// noDecision says that there is no adequacy decision, or until when there was one.
func noDecision(country string, today inventory.Date) string {
	if last, ok := lastAdequacyOf(country, today); ok {
		return last.Act + ", held until " + string(last.Until)
	}
	return "there is no adequacy decision"
}

func adequacyPartial(b *book, tell report) {
	partly := b.journeys(func(country string, there []inventory.TransferRecord) bool {
		if b.place(country).decision.Partial == "" {
			return false
		}
		return len(there) == 0 || slices.ContainsFunc(there, func(t inventory.TransferRecord) bool { return t.Safeguard == "ADEQUACY" && b.valid(country, t) })
	})
	partly.each(func(j journey, disclosures []inventory.ID) {
		a := b.place(j.country).decision
		tell(j.recipient, disclosures, "%s receives personal data in %s (%s) under %s, which covers %s: check that it is one of them.",
			b.name(j.recipient), j.country, b.through(disclosures), a.Act, a.Partial)
	})
}

func adequacyAlternative(b *book, tell report) {
	doubtful := b.journeys(func(country string, there []inventory.TransferRecord) bool {
		claimed := slices.ContainsFunc(there, func(t inventory.TransferRecord) bool { return t.Safeguard == "ADEQUACY" && !b.valid(country, t) })
		return claimed && slices.ContainsFunc(there, func(t inventory.TransferRecord) bool { return b.valid(country, t) })
	})
	doubtful.each(func(j journey, disclosures []inventory.ID) {
		tell(j.recipient, disclosures, "Of the safeguards stated for what %s receives in %s (%s), adequacy is none today (%s): state the one that applies, alone.",
			b.name(j.recipient), j.country, b.through(disclosures), noDecision(j.country, b.o.Today))
	})
}

func countryMissing(b *book, tell report) {
	b.eachDiscloser(tell, func(d *inventory.DisclosureRecord) bool {
		unnamed := slices.ContainsFunc(d.Transfers, func(t inventory.TransferRecord) bool { return t.Country == "" })
		return unnamed && !d.Form.Statistical() && b.countryOf(d.Recipient) == ""
	}, "%s states a safeguard and no country for some who get data from it (%s: %s): name the countries.")
}

func establishmentMissing(b *book, tell report) {
	b.eachDiscloser(tell, func(d *inventory.DisclosureRecord) bool {
		p, ok := record[*inventory.PartyRecord](b, d.Recipient)
		return ok && p.Kind != "CATEGORY" && len(d.Transfers) == 0 && !d.Form.Statistical() && b.countryOf(p.ID) == ""
	}, "%s does not state where those are established who get personal data from it (%s: %s): set their country, then state the transfers.")
}
