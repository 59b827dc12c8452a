package lint

import (
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func recipientRules() []Rule {
	return []Rule{
		{
			ID: "recipient-role-missing", Title: "The role of recipients is not stated", Article: "GDPR Art. 4(7) to (10), Art. 13(1)(e), Art. 30(1)(d)", Severity: Warning,
			What:  "Services that disclose personal data without saying in which role the recipient gets it. One finding for each service; statistics are left out.",
			Why:   "A processor needs a contract and acts for one; a controller answers for itself. Without the role nobody can tell which duties follow.",
			Fix:   "Set `role` of the disclosures: processor, controller, joint-controller, affiliate or authority.",
			Leave: "If the document leaves it open and the recipient has been asked: until the day by which it should answer.",
			find: func(b *book, tell report) {
				b.eachDiscloser(tell, func(d *inventory.DisclosureRecord) bool {
					return !d.Form.Statistical() && (d.Role == "" || d.Role == "NOT_STATED")
				}, "%s does not state the role of those who get personal data from it (%s: %s): set it to processor, controller, joint-controller, affiliate or authority.")
			},
		},
		{
			ID: "processor-purpose-missing", Title: "A processor without a purpose", Article: "GDPR Art. 28(3)", Severity: Error,
			What:  "Recipients in the role of a processor, in some disclosure that does not say what for. One finding for each recipient.",
			Why:   "A processor acts on instructions; subject matter and purpose belong in the contract. Who has no purpose of ours to serve is not our processor.",
			Fix:   "Add `purposes` to the disclosures, or correct the role.",
			Leave: "Not for long.",
			find: func(b *book, tell report) {
				b.eachRecipient(tell, func(d *inventory.DisclosureRecord) bool { return d.Role == "PROCESSOR" && len(d.Purposes) == 0 },
					"%s is a processor, and what it processes data for is not stated (%s): add purposes.")
			},
		},
		{
			ID: "processor-contract-missing", Title: "A processor without a contract", Article: "GDPR Art. 28(3)", Severity: Warning,
			What:  "Recipients in the role of a processor, in some disclosure without a link to the contract. One finding for each recipient.",
			Why:   "Processing by a processor must be governed by a contract, in writing.",
			Fix:   "Link the contract in `contract` of the disclosures; internal facts may hold the link.",
			Leave: "If contracts are kept in a system that has no links: say where.",
			find: func(b *book, tell report) {
				b.eachRecipient(tell, func(d *inventory.DisclosureRecord) bool { return d.Role == "PROCESSOR" && d.Contract == "" },
					"%s is a processor, and no contract with it is linked (%s): link it.")
			},
		},
	}
}

// eachRecipient tells of each recipient of a disclosure by a live activity that
// fits. The sentence takes the name of the recipient and the services.
func (b *book) eachRecipient(tell report, fits func(*inventory.DisclosureRecord) bool, sentence string) {
	var recipients groupsOf[inventory.ID]
	for _, d := range b.disclosures {
		if fits(d) {
			recipients.add(d.Recipient, d.ID)
		}
	}
	recipients.each(func(recipient inventory.ID, disclosures []inventory.ID) {
		tell(recipient, disclosures, sentence, b.name(recipient), b.through(disclosures))
	})
}

// eachDiscloser tells of each service with disclosures by live activities that
// fit. The sentence takes the names of the service and, counted, the recipients.
func (b *book) eachDiscloser(tell report, fits func(*inventory.DisclosureRecord) bool, sentence string) {
	var services groupsOf[inventory.ID]
	recipients := map[inventory.ID][]inventory.ID{}
	for _, d := range b.disclosures {
		if fits(d) {
			service := b.serviceOf(d.Activity)
			services.add(service, d.ID)
			recipients[service] = append(recipients[service], d.Recipient)
		}
	}
	services.each(func(service inventory.ID, disclosures []inventory.ID) {
		parties := distinct(recipients[service])
		tell(service, append(parties, disclosures...), sentence, b.name(service), wording.Count(len(parties), "recipient"), b.names(parties))
	})
}

// through says how many disclosures there are, and by which services.
func (b *book) through(disclosures []inventory.ID) string {
	var services []inventory.ID
	for _, id := range disclosures {
		if d, ok := record[*inventory.DisclosureRecord](b, id); ok {
			services = append(services, b.serviceOf(d.Activity))
		}
	}
	return wording.Count(len(disclosures), "disclosure") + ", by " + b.names(services)
}
