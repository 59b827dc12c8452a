package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func registerRules() []Rule {
	return []Rule{
		{
			ID: "purpose-missing", Title: "No purpose", Article: "GDPR Art. 5(1)(b), Art. 30(1)(b)", Severity: Error,
			What:  "Activities that do not say what the data is used for; those that hold statistics only are left out. One finding for each service.",
			Why:   "Everything else is measured against the purpose: what may be collected, for how long, on which basis.",
			Fix:   "Add `uses` to the activity.",
			Leave: "Not: if nobody knows the purpose, the activity has none.",
			find: func(b *book, tell report) {
				b.lacking(tell, "does not say what the data is used for: add uses", func(a *inventory.ProcessingActivityRecord) bool { return len(b.at(a.ID).uses) == 0 })
			},
		},
		{
			ID: "data-missing", Title: "No categories of data", Article: "GDPR Art. 30(1)(c)", Severity: Error,
			What:  "Activities that name no data at all: none collected, disclosed, kept, nor used. One finding for each service.",
			Why:   "An entry without data tells neither people nor the authority what is processed.",
			Fix:   "Add `collects` to the activity, or say in `uses` which data it takes.",
			Leave: "If the document cannot be made to say it, and the owner of the activity has been asked.",
			find: func(b *book, tell report) {
				b.lacking(tell, "names no category of data: add collects, or the data of its uses", func(a *inventory.ProcessingActivityRecord) bool { return !b.namesData(a) })
			},
		},
		{
			ID: "subjects-missing", Title: "No categories of people", Article: "GDPR Art. 30(1)(c)", Severity: Error,
			What:  "Activities that do not say whose data it is; those that hold statistics only are left out. One finding for each service.",
			Why:   "Who is concerned decides how they are told and what protection they need.",
			Fix:   "Add `subjects` to the activity.",
			Leave: "If the document cannot be made to say it, and the owner of the activity has been asked.",
			find: func(b *book, tell report) {
				b.lacking(tell, "does not say whose data it is: add subjects", func(a *inventory.ProcessingActivityRecord) bool { return len(a.Subjects) == 0 })
			},
		},
		{
			ID: "recipients-not-stated", Title: "Recipients are not stated", Article: "GDPR Art. 30(1)(d), Art. 13(1)(e)", Severity: Note,
			What:  "Services none of whose activities says who receives data, nor that anybody does not, and which pass data to no other service. What is stated for the organisation as a whole does not count.",
			Why:   "Silence is not a \"no\". The register asks for the categories of recipients, processors among them.",
			Fix:   "Add `discloses`, or `doesNotDisclose` where a document says that nobody receives the data.",
			Leave: "If it was checked that nobody does, and no document says so.",
			find:  recipientsNotStated,
		},
		{
			ID: "source-missing", Title: "The source of data is not stated", Article: "GDPR Art. 14(2)(f)", Severity: Note,
			What:  "Collections in activities in which the organisation decides that do not say where the data comes from. One finding for each activity.",
			Why:   "Whether Art. 13 or Art. 14 applies depends on it, and where it was not obtained from the person they must be told the source.",
			Fix:   "Add `sources` to the collection; a third party is named in `sourceParty`.",
			Leave: "If the source cannot be known any more, as recital 61 foresees.",
			find:  sourceMissing,
		},
		{
			ID: "obligation-missing", Title: "Whether people must provide data is not stated", Article: "GDPR Art. 13(2)(e)", Severity: Note,
			What:  "Collections from the people concerned, in activities in which the organisation decides, that do not say whether the data must be provided; where the organisation as a whole does not say so for the category or a wider one either. One finding for each service; statistics are left out.",
			Why:   "Who is asked for data must be told whether law, a contract or the service demands it, and what follows if they do not give it.",
			Fix:   "Set `obligation` of the collection: statutory, contractual, needed-for-service or voluntary; and `consequence`.",
			Leave: "If the form in which people enter the data tells them: say where.",
			find:  obligationMissing,
		},
		{
			ID: "measures-missing", Title: "No security measures", Article: "GDPR Art. 32(1), Art. 30(1)(g)", Severity: Warning,
			What:  "Activities without a security measure of their own, of their service, of what that is part of, or of the organisation. One finding for each service.",
			Why:   "The register should describe them in general, and who has none to name is likely to have none.",
			Fix:   "Add measures once for the organisation (`measures` without `appliesTo`), and to the service where it has more.",
			Leave: "If describing them would itself endanger security.",
			find: func(b *book, tell report) {
				b.lacking(tell, "has no security measure: add measures to it, or to the organisation", func(a *inventory.ProcessingActivityRecord) bool { return !b.protected(a) })
			},
		},
		{
			ID: "impact-assessment-missing", Title: "A required impact assessment is not linked", Article: "GDPR Art. 35(1)", Severity: Warning,
			What:  "Activities that are said to require a data protection impact assessment and link none.",
			Why:   "The assessment must be made before the processing begins.",
			Fix:   "Link it in `impactAssessment.document`.",
			Leave: "While it is being made and the activity has not begun.",
			find: func(b *book, tell report) {
				for _, a := range b.activities {
					if live(a) && a.ImpactAssessment != nil && a.ImpactAssessment.Required == "YES" && a.ImpactAssessment.Document == "" {
						tell(a.ID, nil, "%s requires an impact assessment, and none is linked: link it, or say that none is required.", b.name(a.ID))
					}
				}
			},
		},
		{
			ID: "review-overdue", Title: "A review is overdue", Article: "GDPR Art. 5(2), Art. 24(1)", Severity: Warning,
			What:  "Activities whose day of review lies before today.",
			Why:   "Measures must be reviewed and the register kept up to date; a day that passes unnoticed shows that neither happens.",
			Fix:   "Review the activity, then set `reviewed`, `reviewedBy` and the next `reviewDue`.",
			Leave: "Rather set a later day, with the reason in the commit.",
			find: func(b *book, tell report) {
				for _, a := range b.activities {
					if live(a) && a.ReviewDue != "" && past(a.ReviewDue, b.o.Today) {
						tell(a.ID, nil, "%s was to be reviewed by %s: review it and set the next day.", b.name(a.ID), a.ReviewDue)
					}
				}
			},
		},
	}
}

// lacking tells of each service whose live activities lack something, and of
// which; those that hold statistics only are about nobody.
func (b *book) lacking(tell report, what string, lacks func(*inventory.ProcessingActivityRecord) bool) {
	var services groupsOf[inventory.ID]
	names := map[inventory.ID][]string{}
	for _, a := range b.activities {
		if live(a) && !b.anonymous(a) && lacks(a) {
			services.add(a.Service, a.ID)
			names[a.Service] = append(names[a.Service], a.Name)
		}
	}
	services.each(func(service inventory.ID, activities []inventory.ID) {
		tell(service, activities, "%s (%s) %s.", b.name(service), few(names[service]), what)
	})
}

// namesData says whether anything is said of the data of an activity.
func (b *book) namesData(a *inventory.ProcessingActivityRecord) bool {
	at := b.at(a.ID)
	return len(at.collections)+len(at.disclosures) > 0 ||
		slices.ContainsFunc(at.uses, func(r *inventory.UseRecord) bool { return len(r.Data) > 0 }) ||
		slices.ContainsFunc(at.retention, func(r *inventory.RetentionRuleRecord) bool { return len(r.Data) > 0 })
}

func recipientsNotStated(b *book, tell report) {
	var services groupsOf[inventory.ID]
	for _, a := range b.activities {
		if live(a) {
			services.add(a.Service, a.ID)
		}
	}
	services.each(func(service inventory.ID, activities []inventory.ID) {
		at := b.at(service)
		stated := len(at.withheld) + len(at.dependencies)
		for _, id := range activities {
			stated += len(b.at(id).disclosures) + len(b.at(id).withheld)
		}
		if stated == 0 {
			tell(service, activities, "%s says neither who receives its data nor that nobody does: add discloses or doesNotDisclose.", b.name(service))
		}
	})
}

func sourceMissing(b *book, tell report) {
	for _, a := range b.activities {
		if !deciding(a) {
			continue
		}
		var data, facts []inventory.ID
		for _, c := range b.at(a.ID).collections {
			if len(c.Sources) == 0 {
				data, facts = append(data, c.Data), append(facts, c.ID)
			}
		}
		if len(facts) > 0 {
			tell(a.ID, facts, "%s does not say where it has %s of data from (%s): add sources.", b.name(a.ID), wording.Count(len(facts), "category"), b.names(data))
		}
	}
}

func obligationMissing(b *book, tell report) {
	told := map[inventory.ID]bool{}
	for _, wide := range b.wide {
		for _, a := range b.activitiesOf[wide] {
			for _, c := range b.at(a.ID).collections {
				told[c.Data] = told[c.Data] || c.Obligation != ""
			}
		}
	}
	var services groupsOf[inventory.ID]
	dataOf := map[inventory.ID][]inventory.ID{}
	for _, a := range b.activities {
		if !deciding(a) {
			continue
		}
		for _, c := range b.at(a.ID).collections {
			inGeneral := slices.ContainsFunc(b.above(c.Data), func(id inventory.ID) bool { return told[id] })
			if c.Obligation == "" && slices.Contains(c.Sources, "DATA_SUBJECT") && !c.Form.Statistical() && !inGeneral {
				services.add(a.Service, c.ID)
				dataOf[a.Service] = append(dataOf[a.Service], c.Data)
			}
		}
	}
	services.each(func(service inventory.ID, facts []inventory.ID) {
		data := dataOf[service]
		tell(service, facts, "%s asks people for %s (%s) and does not say whether they must provide it: set the obligation.",
			b.name(service), wording.Count(len(distinct(data)), "category"), b.names(data))
	})
}

// protected says whether a measure is stated for an activity, or for what it is
// part of.
func (b *book) protected(a *inventory.ProcessingActivityRecord) bool {
	if slices.ContainsFunc(b.measures, func(m *inventory.SecurityMeasureRecord) bool { return len(m.AppliesTo) == 0 }) {
		return true
	}
	return slices.ContainsFunc(b.around(a), func(id inventory.ID) bool { return len(b.at(id).measures) > 0 })
}
