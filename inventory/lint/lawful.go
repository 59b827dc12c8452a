package lint

import (
	"fmt"
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func lawfulRules() []Rule {
	return []Rule{
		{
			ID: "lawful-basis-missing", Title: "No lawful basis", Article: "GDPR Art. 6(1), Art. 13(1)(c)", Severity: Error,
			What:  "Purposes of an activity in which the organisation decides that no lawful basis covers: none stated for the activity, for its service or what that is part of, nor for this purpose or a wider one by the organisation; and the organisation names no basis in general either. Activities that hold statistics only are left out.",
			Why:   "Processing is unlawful without one of the six bases, and people must be told which it is for each purpose.",
			Fix:   "Add `bases` to the activity, with `purpose` where they differ from purpose to purpose.",
			Leave: "Not: end the activity instead (`status: ended`).",
			find:  func(b *book, tell report) { basisMissing(b, tell, false) },
		},
		{
			ID: "lawful-basis-general-only", Title: "A lawful basis in general terms only", Article: "GDPR Art. 6(1), Art. 13(1)(c)", Severity: Warning,
			What:  "Services with purposes as in lawful-basis-missing, where the organisation names lawful bases in general, without saying for which purpose. One finding for each service.",
			Why:   "On the basis depend the rights of people: consent can be withdrawn, a legitimate interest objected to. A list of bases that might apply tells nobody which one does.",
			Fix:   "Say for each activity which basis carries which purpose.",
			Leave: "While the bases are being assigned: until the day by which that will be done.",
			find:  func(b *book, tell report) { basisMissing(b, tell, true) },
		},
		{
			ID: "lawful-basis-partial", Title: "A lawful basis for some cases only", Article: "GDPR Art. 6(1), Art. 13(1)(c)", Severity: Warning,
			What:  "Purposes of an activity in which the organisation decides whose only bases, stated for the activity or its service, hold for people of some regions, for some of the people concerned, or under a condition. One finding for each activity.",
			Why:   "For everybody and everything else no basis is told, and people take the one that is named for theirs.",
			Fix:   "Add the basis that carries the rest, or say in `condition` of the activity that there is no rest.",
			Leave: "If the bases together leave nobody out, which only their words show.",
			find:  basisPartial,
		},
		{
			ID: "legitimate-interest-missing", Title: "A legitimate interest is not named", Article: "GDPR Art. 6(1)(f), Art. 13(1)(d)", Severity: Error,
			What:  "Bases of the kind `legitimate-interests` without `interest`.",
			Why:   "The interest must be told, and without it nobody can weigh it against the rights of people.",
			Fix:   "Write the interest in a few words in `interest`.",
			Leave: "Not: an interest that cannot be named cannot be relied on.",
			find:  interestMissing,
		},
		{
			ID: "interest-assessment-missing", Title: "A legitimate interest without an assessment", Article: "GDPR Art. 6(1)(f), Art. 5(2)", Severity: Note,
			What:  "Bases of the kind `legitimate-interests` without a link to their assessment. One finding for each service.",
			Why:   "Whoever relies on an interest must be able to show that it was weighed.",
			Fix:   "Link the assessment in `assessment` of the basis.",
			Leave: "If assessments are kept in a system that has no links: say where.",
			find:  assessmentMissing,
		},
		{
			ID: "consent-withdrawal-missing", Title: "No way to withdraw consent", Article: "GDPR Art. 7(3), Art. 13(2)(c)", Severity: Error,
			What:  "Bases of the kind `consent` without `withdrawal`, where no opt-out or withdrawal is among the choices of the activity, its service, what that is part of, or the organisation. A choice for other purposes does not count.",
			Why:   "Consent must be as easy to withdraw as to give, and people must be told how before they give it.",
			Fix:   "Say how in `withdrawal` of the basis, or add a choice of the kind `withdrawal` or `opt-out`.",
			Leave: "If what was consented to is over at once, so that nothing is left to withdraw.",
			find:  withdrawalMissing,
		},
		{
			ID: "consent-record-missing", Title: "Consent without a record", Article: "GDPR Art. 7(1)", Severity: Note,
			What:  "Bases of the kind `consent` without a link to the record of consent. One finding for each service.",
			Why:   "The controller must be able to show that somebody consented.",
			Fix:   "Link the record, or the system that holds it, in `consentRecord` of the basis.",
			Leave: "If records are kept in a system that has no links: say where.",
			find:  consentRecordMissing,
		},
		{
			ID: "special-category-condition-missing", Title: "A special category without a condition", Article: "GDPR Art. 9(2)", Severity: Error,
			What:  "Activities in which the organisation decides that collect a category marked as of Art. 9, or one narrower than such a category, where no lawful basis of the activity, its service or the organisation gives a condition of Art. 9(2).",
			Why:   "Such data may not be processed at all unless one of the conditions applies.",
			Fix:   "Give the letter of Art. 9(2) in `article9` of the basis.",
			Leave: "If the data is made public by the person or the law of a member state decides, and the basis is being written down.",
			find:  conditionMissing,
		},
	}
}

// carried says whether a basis is stated for this purpose of an activity; no
// purpose is the activity as a whole.
func (b *book) carried(a *inventory.ProcessingActivityRecord, purpose inventory.ID) bool {
	wider := b.above(purpose)
	own := append([]inventory.ID{a.ID}, b.above(a.Service)...)
	for _, at := range b.around(a) {
		near := slices.Contains(own, at)
		for _, basis := range b.at(at).bases {
			if basis.Purpose == "" && near || basis.Purpose != "" && (purpose == "" || slices.Contains(wider, basis.Purpose)) {
				return true
			}
		}
	}
	return false
}

// basisPartial finds purposes that are carried by limited bases alone.
func basisPartial(b *book, tell report) {
	for _, a := range b.activities {
		if !deciding(a) || b.anonymous(a) {
			continue
		}
		var purposes, facts []inventory.ID
		for _, u := range b.at(a.ID).uses {
			bases := b.ownBases(a, u.Purpose)
			whole := func(r *inventory.LawfulBasisRecord) bool { return !partial(a, r) }
			if len(bases) > 0 && !slices.ContainsFunc(bases, whole) {
				purposes = append(purposes, u.Purpose)
				for _, basis := range bases {
					facts = append(facts, basis.ID)
				}
			}
		}
		if len(purposes) > 0 {
			tell(a.ID, distinct(facts), "%s names a lawful basis for some cases only%s: name the one that carries the rest.", b.name(a.ID), b.forPurposes(" (%s)", purposes))
		}
	}
}

// ownBases lists those stated for a purpose of an activity, by itself, its
// service or what that is part of.
func (b *book) ownBases(a *inventory.ProcessingActivityRecord, purpose inventory.ID) []*inventory.LawfulBasisRecord {
	var list []*inventory.LawfulBasisRecord
	for _, at := range append([]inventory.ID{a.ID}, b.above(a.Service)...) {
		if slices.Contains(b.wide, at) {
			continue
		}
		for _, basis := range b.at(at).bases {
			if basis.Purpose == "" || b.within(purpose, basis.Purpose) {
				list = append(list, basis)
			}
		}
	}
	return list
}

// partial says whether a basis leaves out some of what an activity does.
func partial(a *inventory.ProcessingActivityRecord, r *inventory.LawfulBasisRecord) bool {
	if len(r.Regions) > 0 || r.Condition != "" && r.Condition != a.Condition {
		return true
	}
	left := func(of inventory.ID) bool { return !slices.Contains(r.Subjects, of) }
	return len(r.Subjects) > 0 && (len(a.Subjects) == 0 || slices.ContainsFunc(a.Subjects, left))
}

// generalBases are those that the organisation states for no purpose in
// particular.
func (b *book) generalBases() []inventory.ID {
	var list []inventory.ID
	for _, wide := range b.wide {
		for _, basis := range b.at(wide).bases {
			if basis.Purpose == "" {
				list = append(list, basis.ID)
			}
		}
	}
	return list
}

// uncarried lists the purposes of an activity that no basis is stated for; one
// without purposes has one that is empty.
func (b *book) uncarried(a *inventory.ProcessingActivityRecord) (purposes []inventory.ID, missing bool) {
	if !deciding(a) || b.anonymous(a) {
		return nil, false
	}
	uses := b.at(a.ID).uses
	if len(uses) == 0 {
		return nil, !b.carried(a, "")
	}
	for _, u := range uses {
		if !b.carried(a, u.Purpose) && !slices.Contains(purposes, u.Purpose) {
			purposes = append(purposes, u.Purpose)
		}
	}
	return purposes, len(purposes) > 0
}

// basisMissing finds purposes without a basis: where the organisation names
// some in general, by service, else by activity.
func basisMissing(b *book, tell report, general bool) {
	if inGeneral := b.generalBases(); general != (len(inGeneral) > 0) {
		return
	}
	var services groupsOf[inventory.ID]
	purposesOf := map[inventory.ID][]inventory.ID{}
	for _, a := range b.activities {
		purposes, missing := b.uncarried(a)
		if !missing {
			continue
		}
		services.add(a.Service, a.ID)
		purposesOf[a.Service] = append(purposesOf[a.Service], purposes...)
		if !general {
			tell(a.ID, nil, "%s has no lawful basis%s: add one to the activity.", b.name(a.ID), b.forPurposes(" for %s", purposes))
		}
	}
	if !general {
		return
	}
	services.each(func(service inventory.ID, activities []inventory.ID) {
		tell(service, activities, "%s does not say which lawful basis carries what it does%s in %s: the organisation names bases in general only. Say which one it is.",
			b.name(service), b.forPurposes(" (%s)", purposesOf[service]), wording.Count(len(activities), "activity"))
	})
}

// forPurposes puts the names of purposes into a part of a sentence; empty for none.
func (b *book) forPurposes(part string, purposes []inventory.ID) string {
	if len(purposes) == 0 {
		return ""
	}
	return fmt.Sprintf(part, b.names(purposes))
}

func interestMissing(b *book, tell report) {
	for _, basis := range b.bases {
		if basis.Basis == inventory.LegitimateInterests && basis.Interest == "" {
			tell(basis.ID, []inventory.ID{basis.Subject}, "%s rests on a legitimate interest that is not named: write it in the basis.", b.name(basis.Subject))
		}
	}
}

// serviceOf is the service of a subject: itself, or that of an activity.
func (b *book) serviceOf(subject inventory.ID) inventory.ID {
	if a, ok := b.activity[subject]; ok {
		return a.Service
	}
	return subject
}

// unlinked gathers by service the bases of a kind that lack something.
func (b *book) unlinked(kind inventory.Basis, lacks func(*inventory.LawfulBasisRecord) bool) groupsOf[inventory.ID] {
	var services groupsOf[inventory.ID]
	for _, basis := range b.bases {
		if basis.Basis == kind && lacks(basis) {
			services.add(b.serviceOf(basis.Subject), basis.ID)
		}
	}
	return services
}

func assessmentMissing(b *book, tell report) {
	services := b.unlinked(inventory.LegitimateInterests, func(r *inventory.LawfulBasisRecord) bool { return r.Assessment == "" })
	services.each(func(service inventory.ID, bases []inventory.ID) {
		tell(service, bases, "%s rests on %s whose weighing is not linked: link each assessment in its basis.", b.name(service), wording.Count(len(bases), "legitimate interest"))
	})
}

func consentRecordMissing(b *book, tell report) {
	services := b.unlinked(inventory.Consent, func(r *inventory.LawfulBasisRecord) bool { return r.ConsentRecord == "" })
	services.each(func(service inventory.ID, bases []inventory.ID) {
		tell(service, bases, "%s rests on consent (stated %s), and where the consent is recorded is not said: link the record.", b.name(service), wording.Count(len(bases), "time"))
	})
}

func withdrawalMissing(b *book, tell report) {
	for _, basis := range b.bases {
		if basis.Basis != inventory.Consent || basis.Withdrawal != "" || b.withdrawable(basis) {
			continue
		}
		tell(basis.ID, []inventory.ID{basis.Subject}, "%s rests on consent, and how to withdraw it is not said: write it in the basis, or add a choice to withdraw.", b.name(basis.Subject))
	}
}

// withdrawable says whether a choice takes back what a basis is about.
func (b *book) withdrawable(basis *inventory.LawfulBasisRecord) bool {
	around := append(b.above(basis.Subject), b.wide...)
	if a, ok := b.activity[basis.Subject]; ok {
		around = b.around(a)
	}
	for _, at := range around {
		for _, c := range b.at(at).choices {
			if c.Kind != "OPT_IN" && (len(c.Purposes) == 0 || slices.Contains(c.Purposes, basis.Purpose)) {
				return true
			}
		}
	}
	return false
}

func conditionMissing(b *book, tell report) {
	for _, a := range b.activities {
		if !deciding(a) {
			continue
		}
		var data, facts []inventory.ID
		for _, c := range b.at(a.ID).collections {
			if !c.Form.Statistical() && b.special(c.Data) {
				data, facts = append(data, c.Data), append(facts, c.ID)
			}
		}
		if len(data) > 0 && !b.conditioned(a) {
			tell(a.ID, facts, "%s collects a special category of data (%s), and no condition of Art. 9(2) is stated: give its letter in the lawful basis.", b.name(a.ID), b.names(data))
		}
	}
}

// special says whether a category, or a wider one, is of Art. 9.
func (b *book) special(data inventory.ID) bool {
	d, ok := record[*inventory.DataCategoryRecord](b, data)
	for ok {
		if d.Special == "ARTICLE_9" {
			return true
		}
		d, ok = record[*inventory.DataCategoryRecord](b, d.Broader)
	}
	return false
}

func (b *book) conditioned(a *inventory.ProcessingActivityRecord) bool {
	for _, at := range b.around(a) {
		if slices.ContainsFunc(b.at(at).bases, func(r *inventory.LawfulBasisRecord) bool { return r.Article9 != "" }) {
			return true
		}
	}
	return false
}
