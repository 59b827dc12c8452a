package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func contradictionRules() []Rule {
	const limits = "A statement under a condition of its own is compared with facts under the same condition only. One whose limits are in words alone (`scope`, without purposes or a form) is left to the rule about worded statements. "
	return []Rule{
		{
			ID: "collected-and-not", Title: "Collected, and stated not to be", Article: "GDPR Art. 5(1)(a), Art. 13", Severity: Error,
			What:  "Data that an activity collects, where the activity, its service or what that is part of states that the category, or a wider one, is not collected. One finding for each statement. A statement under a condition of its own is compared with facts under the same condition only; what is collected as statistics does not count. What the organisation says as a whole is looked at by collected-against-general.",
			Why:   "One of the two is wrong, and people rely on the one that says no.",
			Fix:   "Retire the wrong fact; or say in `condition` when the statement does not hold.",
			Leave: "If the documents contradict each other and must be changed first: until that day.",
			find:  func(b *book, tell report) { collectedAndNot(b, tell, false) },
		},
		{
			ID: "collected-against-general", Title: "Collected, though the organisation says it is not", Article: "GDPR Art. 5(1)(a), Art. 13", Severity: Warning,
			What:  "Data that an activity collects, where the organisation as a whole states that the category, or a wider one, is not collected, as in collected-and-not.",
			Why:   "A service may differ from the general statement, but then the statement should say so.",
			Fix:   "Say in `condition` of the statement for which services it does not hold, or retire the wrong fact.",
			Leave: "If the document says that what holds for a service comes before what holds for all.",
			find:  func(b *book, tell report) { collectedAndNot(b, tell, true) },
		},
		{
			ID: "disclosed-and-not", Title: "Disclosed, and stated not to be", Article: "GDPR Art. 5(1)(a), Art. 13(1)(e)", Severity: Error,
			What:  "Data that an activity discloses to a recipient, where the activity, its service, what that is part of, or the organisation states that the category, or a wider one, does not go to the recipient or to what it belongs to, in this form and for one of these purposes. " + limits + "One finding for each subject, recipient and scope.",
			Why:   "One of the two is wrong, and people rely on the one that says no.",
			Fix:   "Retire the wrong fact; or narrow the statement by form, purposes or a condition.",
			Leave: "If the documents contradict each other and must be changed first: until that day.",
			find:  func(b *book, tell report) { disclosedAndNot(b, tell, false) },
		},
		{
			ID: "disclosed-against-wording", Title: "Disclosed, where a statement in words may exclude it", Article: "GDPR Art. 5(1)(a), Art. 13(1)(e)", Severity: Note,
			What:  "As disclosed-and-not, for statements whose limits are in words alone.",
			Why:   "Only somebody who reads the words can say whether the two agree.",
			Fix:   "Read the scope; give the statement its purposes, form or condition, so that it can be compared.",
			Leave: "Once somebody has read the words and found that they agree.",
			find:  func(b *book, tell report) { disclosedAndNot(b, tell, true) },
		},
		{
			ID: "used-and-not", Title: "Used, and stated not to be", Article: "GDPR Art. 5(1)(b)", Severity: Error,
			What:  "Data that an activity uses for a purpose, where the activity, its service, what that is part of, or the organisation states that it is not used for this purpose or a wider one. Statements about \"any other purpose\" are not compared. A statement under a condition of its own is compared with facts under the same condition only.",
			Why:   "One of the two is wrong, and people rely on the one that says no.",
			Fix:   "Retire the wrong fact; or narrow the statement by data or a condition.",
			Leave: "If the documents contradict each other and must be changed first: until that day.",
			find:  usedAndNot,
		},
	}
}

// compares says whether a statement that something is not done can be compared
// with the fact that it is: the statement holds always, or just as the fact does.
func compares(statement, fact string) bool { return statement == "" || statement == fact }

// near lists what a statement about an activity may be made for, without the
// organisation as a whole unless that is its own service.
func (b *book) near(a *inventory.ProcessingActivityRecord) []inventory.ID {
	return append([]inventory.ID{a.ID}, b.above(a.Service)...)
}

func collectedAndNot(b *book, tell report, general bool) {
	var broken groupsOf[*inventory.NonCollectionRecord]
	for _, a := range b.activities {
		if !live(a) {
			continue
		}
		around := b.near(a)
		if general {
			around = slices.DeleteFunc(b.around(a), func(id inventory.ID) bool { return slices.Contains(around, id) })
		}
		for _, at := range around {
			for _, n := range b.at(at).non {
				if list := b.collectedAgainst(a, n); len(list) > 0 {
					broken.add(n, list...)
				}
			}
		}
	}
	broken.each(func(n *inventory.NonCollectionRecord, collections []inventory.ID) {
		var data []inventory.ID
		for _, id := range collections {
			c, _ := record[*inventory.CollectionRecord](b, id)
			data = append(data, c.Data)
		}
		tell(n.ID, collections, "%s is stated not to collect %s, yet it is recorded to collect %s: retire the wrong fact, or say when the statement does not hold.",
			b.name(n.Subject), b.name(n.Data), b.names(data))
	})
}

func (b *book) collectedAgainst(a *inventory.ProcessingActivityRecord, n *inventory.NonCollectionRecord) []inventory.ID {
	var list []inventory.ID
	for _, c := range b.at(a.ID).collections {
		if !c.Form.Statistical() && compares(n.Condition, c.Condition) && b.within(c.Data, n.Data) {
			list = append(list, c.ID)
		}
	}
	return list
}

// counter is what statements say no to, and whom data reaches all the same.
type counter struct {
	subject, excluded inventory.ID
	scope             string
	recipient         inventory.ID
}

func disclosedAndNot(b *book, tell report, worded bool) {
	var broken groupsOf[counter]
	for _, a := range b.activities {
		if !live(a) {
			continue
		}
		for _, at := range b.around(a) {
			for _, n := range b.at(at).withheld {
				if worded != (n.Scope != "" && n.Form == "" && len(n.Purposes) == 0) {
					continue
				}
				for _, d := range b.at(a.ID).disclosures {
					if b.excludes(n, d) {
						broken.add(counter{n.Subject, n.Recipient, n.Scope, d.Recipient}, n.ID, d.ID)
					}
				}
			}
		}
	}
	broken.each(func(c counter, facts []inventory.ID) {
		facts = append(distinct(facts), c.recipient)
		what := b.name(c.subject) + " is stated not to disclose " + b.dataOf(facts, inventory.KindNonDisclosure) + " to " + b.name(c.excluded)
		told := b.name(c.recipient) + " is recorded to get " + b.dataOf(facts, inventory.KindDisclosure)
		if worded {
			tell(c.subject, facts, "%s, within limits that are in words only (“%s”), yet %s: read whether they agree.", what, wording.Phrase(c.scope), told)
			return
		}
		tell(c.subject, facts, "%s, yet %s: retire the wrong fact, or narrow the statement.", what, told)
	})
}

// dataOf names the data of the disclosures, or of the statements that there are
// none, among these facts.
func (b *book) dataOf(facts []inventory.ID, of inventory.Kind) string {
	var data []inventory.ID
	for _, id := range facts {
		if k, _ := id.Kind(); k != of {
			continue
		}
		rec, _ := b.s.Record(id)
		switch r := rec.(type) {
		case *inventory.DisclosureRecord:
			data = append(data, r.Data)
		case *inventory.NonDisclosureRecord:
			data = append(data, r.Data)
		}
	}
	return b.names(data)
}

// excludes says whether a statement says no to a disclosure.
func (b *book) excludes(n *inventory.NonDisclosureRecord, d *inventory.DisclosureRecord) bool {
	switch {
	case !compares(n.Condition, d.Condition), !b.within(d.Data, n.Data), !b.within(d.Recipient, n.Recipient):
		return false
	case n.Form != "" && n.Form != d.Form:
		return false
	case len(n.Purposes) == 0:
		return true
	}
	return slices.ContainsFunc(d.Purposes, func(p inventory.ID) bool {
		return slices.ContainsFunc(n.Purposes, func(wide inventory.ID) bool { return b.within(p, wide) })
	})
}

func usedAndNot(b *book, tell report) {
	for _, a := range b.activities {
		if !live(a) {
			continue
		}
		for _, at := range b.around(a) {
			for _, n := range b.at(at).nonUses {
				for _, u := range b.at(a.ID).uses {
					if n.Purpose != "" && compares(n.Condition, u.Condition) && b.within(u.Purpose, n.Purpose) && b.overlap(n.Data, u.Data) {
						tell(u.ID, []inventory.ID{n.ID}, "%s uses data for %s, and %s is stated not to use it for %s: retire the wrong fact, or narrow the statement.",
							b.name(a.ID), b.name(u.Purpose), b.name(n.Subject), b.name(n.Purpose))
					}
				}
			}
		}
	}
}

// overlap says whether data that is used is certainly among that of a
// statement; a statement without data is about all.
func (b *book) overlap(stated, used []inventory.ID) bool {
	return len(stated) == 0 || slices.ContainsFunc(used, func(u inventory.ID) bool {
		return slices.ContainsFunc(stated, func(s inventory.ID) bool { return b.within(u, s) })
	})
}
