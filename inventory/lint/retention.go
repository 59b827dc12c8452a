package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func retentionRules() []Rule {
	return []Rule{
		{
			ID: "retention-missing", Title: "How long data is kept is not stated", Article: "GDPR Art. 5(1)(e), Art. 13(2)(a), Art. 30(1)(f)", Severity: Error,
			What:  "Categories that an activity of the organisation collects and that no retention rule of the activity covers, where the organisation as a whole states no criteria for all data either. Data passed on to another service that says how long it keeps it is left out. One finding for each activity; statistics, and rules for other forms of the data, are left out.",
			Why:   "Data must not be kept longer than needed, and people are told the period or the criteria that decide it.",
			Fix:   "Add `keeps` to the activity; where there is no figure, with the bound `criteria`.",
			Leave: "While the period is being decided: until that day.",
			find:  func(b *book, tell report) { retentionMissing(b, tell, false) },
		},
		{
			ID: "retention-general-only", Title: "How long data is kept is told in general terms only", Article: "GDPR Art. 5(1)(e), Art. 13(2)(a), Art. 30(1)(f)", Severity: Warning,
			What:  "Categories as in retention-missing, where the organisation as a whole states criteria for all data. One finding for each service.",
			Why:   "\"As long as needed\" lets nobody work out how long that is, and no clerk erase anything.",
			Fix:   "Add `keeps` to the activities, with a period where there is one.",
			Leave: "If the criteria are enough for these categories: say why.",
			find:  func(b *book, tell report) { retentionMissing(b, tell, true) },
		},
		{
			ID: "retention-without-end", Title: "Data is kept without end", Article: "GDPR Art. 5(1)(e), Art. 25(2)", Severity: Warning,
			What:  "Retention rules without end, for data that is not statistics only. One finding for each service.",
			Why:   "Data that identifies people may be kept no longer than its purpose needs, and no purpose lasts for ever. Archives in the public interest, research and statistics may keep it longer, with the safeguards of Art. 89(1).",
			Fix:   "Give the rule a period, an event or criteria by which it ends; or `form: anonymous` where nobody can be told from the data.",
			Leave: "If the law demands it, or Art. 89(1) allows it: name which.",
			find:  retentionWithoutEnd,
		},
		{
			ID: "retention-contradiction", Title: "Data that must be erased before it may be", Article: "GDPR Art. 5(1)(e), Art. 5(1)(a)", Severity: Error,
			What: "Two retention rules of one activity about the same data, in the same form and from the same event, of which the shortest *at most* (or *exactly*) is below the longest *at least*; or one of which keeps data without end that the other has erased. " +
				"Rules under conditions are compared with those under the same conditions, and a rule that acts after another is not compared with it.",
			Why:   "Both cannot be kept: one of the two promises is broken.",
			Fix:   "Correct the period of one rule, or write in `condition`, `data` or `form` for which part it holds.",
			Leave: "If a document says both and must be changed first: until the day of its next edition.",
			find:  retentionContradiction,
		},
	}
}

// general lists the retention rules that the organisation states for all of its
// data.
func (b *book) generalRetention() []inventory.ID {
	var list []inventory.ID
	for _, wide := range b.wide {
		for _, a := range b.activitiesOf[wide] {
			for _, r := range b.at(a.ID).retention {
				if len(r.Data) == 0 && r.Form == "" && r.Condition == "" {
					list = append(list, r.ID)
				}
			}
		}
	}
	return list
}

// covers says whether a rule is about data of this category and form.
func (b *book) covers(r *inventory.RetentionRuleRecord, c *inventory.CollectionRecord) bool {
	if r.Form != "" && r.Form != c.Form {
		return false
	}
	return len(r.Data) == 0 || slices.ContainsFunc(r.Data, func(wide inventory.ID) bool { return b.within(c.Data, wide) })
}

// unkept lists the collections of an activity whose data no rule covers.
func (b *book) unkept(a *inventory.ProcessingActivityRecord) (data, facts []inventory.ID) {
	at := b.at(a.ID)
	for _, c := range at.collections {
		covers := func(r *inventory.RetentionRuleRecord) bool { return b.covers(r, c) }
		if c.Form.Statistical() || slices.ContainsFunc(at.retention, covers) || b.keptElsewhere(a, c, covers) {
			continue
		}
		data, facts = append(data, c.Data), append(facts, c.ID)
	}
	return data, facts
}

// keptElsewhere says whether data is passed on to a service that says how long
// it keeps it.
func (b *book) keptElsewhere(a *inventory.ProcessingActivityRecord, c *inventory.CollectionRecord, covers func(*inventory.RetentionRuleRecord) bool) bool {
	for _, d := range b.at(a.Service).dependencies {
		if !slices.ContainsFunc(d.Data, func(passed inventory.ID) bool { return b.within(c.Data, passed) }) {
			continue
		}
		for _, other := range b.activitiesOf[d.DependsOn] {
			if slices.ContainsFunc(b.at(other.ID).retention, covers) {
				return true
			}
		}
	}
	return false
}

func retentionMissing(b *book, tell report, general bool) {
	if general != (len(b.generalRetention()) > 0) {
		return
	}
	var services groupsOf[inventory.ID]
	dataOf := map[inventory.ID][]inventory.ID{}
	for _, a := range b.activities {
		if !live(a) {
			continue
		}
		data, facts := b.unkept(a)
		switch {
		case len(facts) == 0:
		case general:
			services.add(a.Service, facts...)
			dataOf[a.Service] = append(dataOf[a.Service], data...)
		default:
			tell(a.ID, facts, "%s does not say how long it keeps %s (%s): add keeps.", b.name(a.ID), wording.Count(len(facts), "category"), b.names(data))
		}
	}
	services.each(func(service inventory.ID, facts []inventory.ID) {
		tell(service, facts, "%s does not say how long it keeps %s (%s), and the organisation gives general criteria only: add keeps to its activities.",
			b.name(service), wording.Count(len(distinct(dataOf[service])), "category"), b.names(dataOf[service]))
	})
}

func retentionWithoutEnd(b *book, tell report) {
	var services groupsOf[inventory.ID]
	dataOf := map[inventory.ID][]inventory.ID{}
	for _, a := range b.activities {
		if !live(a) || b.anonymous(a) {
			continue
		}
		for _, r := range b.at(a.ID).retention {
			if r.Bound == inventory.Indefinite && !r.Form.Statistical() {
				services.add(a.Service, r.ID)
				dataOf[a.Service] = append(dataOf[a.Service], r.Data...)
			}
		}
	}
	services.each(func(service inventory.ID, rules []inventory.ID) {
		data := "data"
		if len(dataOf[service]) > 0 {
			data = b.names(dataOf[service])
		}
		tell(service, rules, "%s keeps %s without end (%s): say when it ends.", b.name(service), data, wording.Count(len(rules), "rule"))
	})
}

func distinct(ids []inventory.ID) []inventory.ID {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}

func retentionContradiction(b *book, tell report) {
	for _, a := range b.activities {
		rules := b.at(a.ID).retention
		for _, short := range rules {
			for _, long := range rules {
				if short != long && b.comparable(short, long) && outlasts(long, short) {
					tell(short.ID, []inventory.ID{long.ID, a.ID}, "%s keeps %s %s and also %s: correct one, or say for which part each holds.",
						b.name(a.ID), b.shared(short, long), howLong(short), howLong(long))
				}
			}
		}
	}
}

// comparable says whether two rules speak of the same data at the same time.
func (b *book) comparable(r, q *inventory.RetentionRuleRecord) bool {
	switch {
	case r.Form != q.Form || r.Condition != q.Condition || r.Location != q.Location || r.After == q.ID || q.After == r.ID:
		return false
	case len(r.Data) == 0 || len(q.Data) == 0:
		return true
	}
	return slices.ContainsFunc(r.Data, func(d inventory.ID) bool {
		return slices.ContainsFunc(q.Data, func(e inventory.ID) bool { return b.within(d, e) || b.within(e, d) })
	})
}

// outlasts says whether one rule keeps data beyond the end that the other sets.
func outlasts(long, short *inventory.RetentionRuleRecord) bool {
	ends := short.Bound == inventory.AtMost || short.Bound == inventory.Exactly
	if !ends || short.Action != "" && short.Action != inventory.Erase {
		return false
	}
	switch long.Bound {
	case inventory.AtLeast:
		return long.Trigger == short.Trigger && short.Period.Compare(long.Period) < 0
	case inventory.Indefinite:
		return true
	}
	return false
}

// shared says the data that two rules have in common, the narrower names.
func (b *book) shared(r, q *inventory.RetentionRuleRecord) string {
	var both []inventory.ID
	for _, d := range r.Data {
		for _, e := range q.Data {
			switch {
			case b.within(d, e):
				both = append(both, d)
			case b.within(e, d):
				both = append(both, e)
			}
		}
	}
	switch {
	case len(both) > 0:
		return b.names(both)
	case len(r.Data) > 0:
		return b.names(r.Data)
	case len(q.Data) > 0:
		return b.names(q.Data)
	}
	return "its data"
}

// howLong says a rule in short.
func howLong(r *inventory.RetentionRuleRecord) string {
	if r.Bound == inventory.Indefinite {
		return "without end"
	}
	return wording.Enum(r.Bound) + " " + r.Period.InWords()
}
