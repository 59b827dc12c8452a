package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
)

func controllerRules() []Rule {
	return []Rule{
		{
			ID: "controller-missing", Title: "Nobody is named as controller", Article: "GDPR Art. 13(1)(a), Art. 30(1)(a)", Severity: Error,
			What:  "Services with an activity in which the organisation decides, where no controller or joint controller is stated for the activity, its service, what that is part of, or the organisation as a whole.",
			Why:   "People turn to the controller with their rights, and the register begins with its name.",
			Fix:   "Add `controllers` to the service, or once to the service that stands for the organisation. If the organisation only acts for others, give the activity the role `processor`.",
			Leave: "Not for long: while a new company is being founded, say.",
			find:  controllerMissing,
		},
		{
			ID: "controller-contact-missing", Title: "A controller cannot be reached", Article: "GDPR Art. 13(1)(a), Art. 30(1)(a)", Severity: Error,
			What:  "Parties that are controller, joint controller or processor in activities of the organisation, or for whom it processes, without an address, email address, telephone number or web page. A contact for people of some regions counts.",
			Why:   "Identity and contact details are the first thing to tell people, and the register needs them of everybody who answers.",
			Fix:   "Add a contact with the role `privacy` or `general` to the party.",
			Leave: "If the party has ceased to exist and its successor is named beside it.",
			find:  contactMissing,
		},
		{
			ID: "dpo-missing", Title: "No data protection officer is named", Article: "GDPR Art. 37(7), Art. 13(1)(b), Art. 30(1)(a)", Severity: Warning,
			What:  "Parties that are controller, joint controller or processor in activities of the organisation, without a contact of the role `data-protection-officer`. One of the group that the party belongs to counts (Art. 37(2)). One finding for each group.",
			Why:   "Where an officer is required, people and the authority must know how to reach them.",
			Fix:   "Add the officer's contact details to the party, or to its group. The name need not be published.",
			Leave: "If Art. 37(1) and national law require no officer: say in the reason which assessment found that.",
			find:  officerMissing,
		},
		{
			ID: "eu-representative-missing", Title: "No representative in the Union", Article: "GDPR Art. 27, Art. 13(1)(a)", Severity: Warning,
			What:  "Controllers, joint controllers and processors established outside the European Economic Area without a representative there, or with one that is established outside too (Art. 27(3)). Where none is named and a company of the same group is established inside, it is left to eu-establishment-unclear.",
			Why:   "Who offers something to people in the Union from outside, or watches them, must name somebody there whom they and the authorities can address.",
			Fix:   "Name the representative in `euRepresentative` of the party.",
			Leave: "If nothing is offered to people in the Union, or the processing is occasional (Art. 27(2)).",
			find:  representativeMissing,
		},
		{
			ID: "eu-establishment-unclear", Title: "Whether a company of the group in the Union answers is not stated", Article: "GDPR Art. 3(1), Art. 27, Art. 13(1)(a)", Severity: Note,
			What:  "Controllers, joint controllers and processors established outside the European Economic Area that name no representative there, where a company of the same group is established inside.",
			Why:   "That company may be an establishment in whose activities the data is processed, and then no representative is needed; or it may be neither. People and authorities must know whom they can address in the Union.",
			Fix:   "Name the company in `euRepresentative` of the party if it is the representative.",
			Leave: "If the processing is that of an establishment in the Union (Art. 3(1)): say which, and why.",
			find:  establishmentUnclear,
		},
		{
			ID: "joint-arrangement-missing", Title: "Joint controllers without an arrangement", Article: "GDPR Art. 26(1) and (2)", Severity: Warning,
			What:  "Joint controllers of whom it is not said how they share their duties.",
			Why:   "They must determine it in an arrangement, and make its essence available to people.",
			Fix:   "Say in `arrangement` of the controllership who does what, above all who answers people.",
			Leave: "If Union or member state law determines their duties.",
			find:  arrangementMissing,
		},
	}
}

// controllersOf lists who decides about an activity, the nearest first.
func (b *book) controllersOf(a *inventory.ProcessingActivityRecord) []*inventory.ControllershipRecord {
	var list []*inventory.ControllershipRecord
	for _, id := range b.around(a) {
		list = append(list, b.at(id).controllers...)
	}
	return list
}

func controllerMissing(b *book, tell report) {
	var silent groupsOf[inventory.ID]
	for _, a := range b.activities {
		named := slices.ContainsFunc(b.controllersOf(a), func(c *inventory.ControllershipRecord) bool { return c.Role != "PROCESSOR" })
		if deciding(a) && !named {
			silent.add(a.Service, a.ID)
		}
	}
	silent.each(func(service inventory.ID, activities []inventory.ID) {
		tell(service, activities, "%s names no controller: add controllers to the service, or to the one that stands for the organisation.", b.name(service))
	})
}

// answering lists the parties that answer for activities of the organisation,
// with the facts that say so; principals are those it processes for.
func (b *book) answering(principals bool) groupsOf[inventory.ID] {
	var parties groupsOf[inventory.ID]
	for _, a := range b.activities {
		if !live(a) {
			continue
		}
		for _, c := range b.controllersOf(a) {
			if !slices.Contains(parties.ids[c.Party], c.ID) {
				parties.add(c.Party, c.ID)
			}
		}
		if principals {
			for _, p := range a.ActsFor {
				parties.add(p, a.ID)
			}
		}
	}
	return parties
}

func contactMissing(b *book, tell report) {
	parties := b.answering(true)
	parties.each(func(id inventory.ID, facts []inventory.ID) {
		p, ok := record[*inventory.PartyRecord](b, id)
		if ok && !slices.ContainsFunc(p.Contacts, reachable) {
			tell(id, facts, "%s answers for processing and has no contact: add an address, an email address, a telephone number or a web page.", p.Name)
		}
	})
}

func reachable(c inventory.ContactRecord) bool {
	return len(c.Address) > 0 || c.Email != "" || c.Phone != "" || c.URL != ""
}

func officerMissing(b *book, tell report) {
	parties := b.answering(false)
	var groups groupsOf[inventory.ID]
	parties.each(func(id inventory.ID, facts []inventory.ID) {
		up := b.above(id)
		if !slices.ContainsFunc(up, b.hasOfficer) {
			groups.add(up[len(up)-1], id)
		}
	})
	groups.each(func(group inventory.ID, members []inventory.ID) {
		tell(group, members, "No data protection officer is stated for %s: add the officer's contact to the party or its group, or suppress this with the reason why none is required.", b.names(members))
	})
}

func (b *book) hasOfficer(party inventory.ID) bool {
	p, ok := record[*inventory.PartyRecord](b, party)
	return ok && slices.ContainsFunc(p.Contacts, func(c inventory.ContactRecord) bool { return c.Role == "DATA_PROTECTION_OFFICER" })
}

func representativeMissing(b *book, tell report) {
	b.abroad(func(p *inventory.PartyRecord, facts []inventory.ID) {
		seat, named := record[*inventory.PartyRecord](b, p.EURepresentative)
		switch {
		case named && b.place(seat.Country).third:
			tell(p.ID, append(facts, seat.ID), "%s is established in %s, and its representative %s is outside the Union too, in %s: name one that is established inside.", p.Name, p.Country, seat.Name, seat.Country)
		case p.EURepresentative == "" && b.kinInside(p) == "":
			tell(p.ID, facts, "%s is established in %s and has no representative in the Union: name one, or suppress this with the reason why none is needed.", p.Name, p.Country)
		}
	})
}

func establishmentUnclear(b *book, tell report) {
	b.abroad(func(p *inventory.PartyRecord, facts []inventory.ID) {
		if kin := b.kinInside(p); kin != "" && p.EURepresentative == "" {
			tell(p.ID, append(facts, kin), "%s is established in %s and names no representative in the Union; whether %s, of the same group, is one or an establishment is not stated: say which it is.", p.Name, p.Country, b.name(kin))
		}
	})
}

// abroad visits those who answer from outside the European Economic Area, with
// the facts that say so.
func (b *book) abroad(visit func(p *inventory.PartyRecord, facts []inventory.ID)) {
	parties := b.answering(false)
	parties.each(func(id inventory.ID, facts []inventory.ID) {
		if p, ok := record[*inventory.PartyRecord](b, id); ok && b.place(p.Country).third {
			visit(p, slices.Clone(facts))
		}
	})
}

// kinInside is a company of the party's group that is established in the European
// Economic Area, the first by id; empty if there is none.
func (b *book) kinInside(p *inventory.PartyRecord) inventory.ID {
	if p.MemberOf == "" {
		return ""
	}
	for _, rec := range b.records {
		other, ok := rec.(*inventory.PartyRecord)
		if ok && other.Country != "" && !b.place(other.Country).third && b.within(other.ID, p.MemberOf) {
			return other.ID
		}
	}
	return ""
}

func arrangementMissing(b *book, tell report) {
	for _, rec := range b.records {
		c, ok := rec.(*inventory.ControllershipRecord)
		if ok && c.Role == "JOINT_CONTROLLER" && c.Arrangement == "" {
			tell(c.ID, []inventory.ID{c.Party, c.Subject}, "%s is joint controller of %s, and how the duties are shared is not stated: add the arrangement.", b.name(c.Party), b.name(c.Subject))
		}
	}
}
