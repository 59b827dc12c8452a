package inventory_test

import (
	"testing"

	"github.com/recital/recital/inventory"
)

// complete is a small inventory with a record of every kind, and every pointer
// of every record set. Slugs and names are of one word each that occurs
// nowhere else, so that a trace of a record is found by looking for it.
func complete(t testing.TB) *inventory.Snapshot {
	t.Helper()
	return apply(t, inventory.Empty(), puts(completeRecords()...)...)
}

func completeRecords() []record {
	return append(completeNouns(), completeFacts()...)
}

func completeNouns() []record {
	return []record{
		&inventory.DocumentRecord{ID: "document/docalpha", Title: "Docalpha", Publisher: "party/parzeta", URL: "https://example.com/"},
		&inventory.DocumentVersionRecord{ID: "version/docalpha/verbeta", Document: "document/docalpha", Label: "Verbeta", Published: "2026-01-01", Changes: "All"},
		&inventory.ClauseRecord{ID: "clause/docalpha/verbeta/clagamma", Version: "version/docalpha/verbeta", Path: []string{"Clagamma"}, Position: 1},
		&inventory.PartyRecord{ID: "party/pargroup", Name: "Pargroup", Kind: "CATEGORY", Evidence: backed()},
		&inventory.PartyRecord{
			ID: "party/parzeta", Name: "Parzeta", Aliases: []string{"Parzetalias"}, Kind: "LEGAL_PERSON", MemberOf: "party/pargroup", Country: "TW",
			EURepresentative: "party/pareuro", UKRepresentative: "party/parbrit", Subprocessors: []id{"party/parsub"}, Evidence: backed(),
		},
		&inventory.PartyRecord{ID: "party/pareuro", Name: "Pareuro", Kind: "LEGAL_PERSON", Evidence: backed()},
		&inventory.PartyRecord{ID: "party/parbrit", Name: "Parbrit", Kind: "LEGAL_PERSON", Evidence: backed()},
		&inventory.PartyRecord{ID: "party/parsub", Name: "Parsub", Kind: "LEGAL_PERSON", Evidence: backed()},
		&inventory.ProductRecord{ID: "product/prodeta", Name: "Prodeta", Publisher: "party/parzeta", Evidence: backed()},
		&inventory.DataCategoryRecord{ID: "data/datwide", Name: "Datwide", Evidence: backed()},
		&inventory.DataCategoryRecord{ID: "data/dattheta", Name: "Dattheta", Aliases: []string{"Datthetalias"}, Broader: "data/datwide", Evidence: backed()},
		&inventory.DataSubjectCategoryRecord{ID: "subject/subwide", Name: "Subwide", Evidence: backed()},
		&inventory.DataSubjectCategoryRecord{ID: "subject/subiota", Name: "Subiota", Broader: "subject/subwide", Evidence: backed()},
		&inventory.PurposeRecord{ID: "purpose/purwide", Name: "Purwide", Evidence: backed()},
		&inventory.PurposeRecord{ID: "purpose/purkappa", Name: "Purkappa", Broader: "purpose/purwide", Evidence: backed()},
		&inventory.ServiceRecord{ID: "service/serwide", Name: "Serwide", OrganisationWide: true, Evidence: backed()},
		&inventory.ServiceRecord{ID: "service/serlambda", Name: "Serlambda", PartOf: "service/serwide", Products: []id{"product/prodeta"}, Evidence: backed()},
		&inventory.ServiceRecord{ID: "service/sermu", Name: "Sermu", Evidence: backed()},
		&inventory.EventRecord{ID: "event/evewide", Name: "Evewide", Evidence: backed()},
		&inventory.EventRecord{ID: "event/evenu", Name: "Evenu", Broader: "event/evewide", Ends: []id{"service/serlambda"}, Evidence: backed()},
		&inventory.ProcessingActivityRecord{
			ID: "activity/serlambda/actxi", Service: "service/serlambda", Name: "Actxi", ActsFor: []id{"party/pargroup"}, Subjects: []id{"subject/subiota"}, Evidence: backed(),
		},
	}
}

func backed() inventory.Evidence {
	return inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: "clause/docalpha/verbeta/clagamma"}}}
}

func completeFacts() []record {
	const act, dat, par, ser, pur = "activity/serlambda/actxi", "data/dattheta", "party/parzeta", "service/serlambda", "purpose/purkappa"
	return []record{
		&inventory.ControllershipRecord{ID: "controllership/serlambda/parzeta", Subject: ser, Party: par, Role: "CONTROLLER", Evidence: backed()},
		&inventory.UseRecord{ID: "use/serlambda/actxi/purkappa", Activity: act, Purpose: pur, Data: []id{dat}, Evidence: backed()},
		&inventory.NonUseRecord{ID: "non-use/serlambda/purwide", Subject: ser, Purpose: "purpose/purwide", Data: []id{dat}, Scope: "All", Evidence: backed()},
		&inventory.LawfulBasisRecord{
			ID: "basis/serlambda/actxi/basomicron", Subject: act, Basis: inventory.Consent, Purpose: pur, Subjects: []id{"subject/subiota"}, Evidence: backed(),
		},
		&inventory.CollectionRecord{
			ID: "collection/serlambda/actxi/dattheta", Activity: act, Data: dat, SourceParty: par, Purposes: []id{pur}, Evidence: backed(),
		},
		&inventory.NonCollectionRecord{ID: "non-collection/sermu/dattheta", Subject: "service/sermu", Data: dat, Evidence: backed()},
		&inventory.DisclosureRecord{
			ID: "disclosure/serlambda/actxi/dattheta/parzeta", Activity: act, Data: dat, Recipient: par, Purposes: []id{pur}, Evidence: backed(),
		},
		&inventory.NonDisclosureRecord{
			ID: "non-disclosure/serlambda/dattheta/pargroup", Subject: ser, Data: dat, Recipient: "party/pargroup", Purposes: []id{pur}, Evidence: backed(),
		},
		&inventory.RetentionRuleRecord{ID: "retention/serlambda/actxi/retfirst", Activity: act, Bound: inventory.UntilEvent, Trigger: "event/evewide", Evidence: backed()},
		&inventory.RetentionRuleRecord{
			ID: "retention/serlambda/actxi/retpi", Activity: act, Data: []id{dat}, Bound: inventory.AtMost, Period: "P1Y", Trigger: "event/evenu", Action: inventory.Erase,
			After: "retention/serlambda/actxi/retfirst", Survives: []id{"event/evewide"}, Evidence: backed(),
		},
		&inventory.ChoiceRecord{ID: "choice/serlambda/chorho", Subject: ser, Kind: "OPT_OUT", Where: "In the settings", Causes: "event/evenu", Purposes: []id{pur}, Evidence: backed()},
		&inventory.CookieRecord{
			ID: "cookie/coosigma", Name: "Coosigma", Patterns: []string{"coosigma*"}, Setter: par, Category: "TARGETING", Purposes: []id{pur}, Data: []id{dat},
			Services: []id{ser}, Evidence: backed(),
		},
		&inventory.SecurityMeasureRecord{ID: "measure/meatau", Name: "Meatau", Kind: "HASHING", AppliesTo: []id{ser, act}, Data: []id{dat}, Evidence: backed()},
		&inventory.RightRecord{ID: "right/rigupsilon", Name: "Rigupsilon", Authority: par, Evidence: backed()},
		&inventory.RequirementRecord{ID: "requirement/serlambda/sermu", Service: ser, Requires: "service/sermu", Evidence: backed()},
		&inventory.DependencyRecord{ID: "dependency/sermu/serlambda", Service: "service/sermu", DependsOn: ser, Data: []id{dat}, Purposes: []id{pur}, Evidence: backed()},
	}
}
