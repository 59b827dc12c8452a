package ropa_test

import (
	"testing"

	"github.com/recital/recital/inventory"
)

const theClause = "clause/terms/2026/all"

// hosting is a small inventory of a company that hosts shops for others, and
// hires people for itself. Everything that a template asks for is declared once.
func hosting(t testing.TB) *inventory.Snapshot {
	t.Helper()
	records := append(hostingNouns(), append(hostingForOthers(), hostingForItself()...)...)
	changes := make([]inventory.Change, len(records))
	for i, r := range records {
		changes[i] = inventory.Change{Put: r}
	}
	next, _, err := inventory.Empty().Apply(inventory.Commit{Author: "Ada", Message: "All", RecordedAt: noon, EffectiveDate: "2026-02-01", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func cited() inventory.Evidence {
	return inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: theClause}}}
}

func hostingNouns() []inventory.Record {
	return []inventory.Record{
		&inventory.DocumentRecord{ID: "document/terms", Title: "Terms", URL: "https://example.com/terms"},
		&inventory.DocumentVersionRecord{ID: "version/terms/2026", Document: "document/terms", Label: "2026", Published: "2026-01"},
		&inventory.ClauseRecord{ID: theClause, Version: "version/terms/2026", Path: []string{"All"}, Position: 1},
		&inventory.DataCategoryRecord{ID: "data/email", Name: "Email address", Evidence: cited()},
		&inventory.DataCategoryRecord{ID: "data/health", Name: "Health", Special: "ARTICLE_9", Evidence: cited(),
			Crosswalks: []inventory.CrosswalkRecord{{Scheme: "CNIL", Code: "personal-life", Match: "CLOSE"}}},
		&inventory.DataCategoryRecord{ID: "data/job-title", Name: "Job title", Evidence: cited()},
		&inventory.DataSubjectCategoryRecord{ID: "subject/shoppers", Name: "Shoppers", Evidence: cited()},
		&inventory.DataSubjectCategoryRecord{ID: "subject/applicants", Name: "Applicants", Evidence: cited()},
		&inventory.PurposeRecord{ID: "purpose/host", Name: "Host shops", Evidence: cited()},
		&inventory.PurposeRecord{ID: "purpose/hire", Name: "Hire people", Evidence: cited()},
		&inventory.EventRecord{ID: "event/contract-ended", Name: "Contract ended", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/group", Name: "Host group", Kind: "CATEGORY", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/host", Name: "Host Ltd", Aliases: []string{"the host"}, Kind: "LEGAL_PERSON", MemberOf: "party/group", Country: "GB", EURepresentative: "party/agent", Evidence: cited(),
			Contacts: []inventory.ContactRecord{
				{Role: "PRIVACY", Address: []string{"1 High Street", "Leeds"}, Email: "privacy@example.com", Phone: "+44 1"},
				{Role: "DATA_PROTECTION_OFFICER", Name: "Office of the DPO", Email: "dpo@example.com"},
			}},
		&inventory.PartyRecord{ID: "party/sister", Name: "Sister Ltd", Kind: "LEGAL_PERSON", MemberOf: "party/group", UKRepresentative: "party/agent", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/agent", Name: "Agent GmbH", Kind: "LEGAL_PERSON", Country: "DE", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/shop", Name: "Shop SA", Kind: "LEGAL_PERSON", MemberOf: "party/shops", UKRepresentative: "party/agent", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/shops", Name: "Shops", Kind: "CATEGORY", Evidence: cited()},
		&inventory.PartyRecord{ID: "party/cloud", Name: "Cloud Inc", Kind: "LEGAL_PERSON", Country: "US", Evidence: cited()},
		&inventory.ServiceRecord{ID: "service/hosting", Name: "Hosting", Evidence: cited()},
		&inventory.ServiceRecord{ID: "service/careers", Name: "Careers", Evidence: cited()},
		&inventory.RightRecord{ID: "right/access", Name: "Access", Articles: []string{"GDPR Art. 15"}, AnsweredWithin: "P1M", Evidence: cited()},
	}
}

func hostingForOthers() []inventory.Record {
	return []inventory.Record{
		&inventory.ProcessingActivityRecord{ID: "activity/hosting/run", Service: "service/hosting", Name: "Running shops", Description: "Keeps the shops of others online.",
			Role: "PROCESSOR", ActsFor: []inventory.ID{"party/shop"}, Subjects: []inventory.ID{"subject/shoppers"}, Owner: "Operations", Evidence: cited()},
		&inventory.ControllershipRecord{ID: "controllership/hosting/host", Subject: "service/hosting", Party: "party/host", Role: "PROCESSOR", Evidence: cited()},
		&inventory.UseRecord{ID: "use/hosting/run/host", Activity: "activity/hosting/run", Purpose: "purpose/host", Evidence: cited()},
		&inventory.CollectionRecord{ID: "collection/hosting/run/email", Activity: "activity/hosting/run", Data: "data/email", Form: "ENCRYPTED", Evidence: cited()},
		&inventory.DisclosureRecord{ID: "disclosure/hosting/run/email/cloud", Activity: "activity/hosting/run", Data: "data/email", Recipient: "party/cloud", Role: "PROCESSOR", Evidence: cited(),
			Contract: "https://example.com/dpa", Transfers: []inventory.TransferRecord{
				{Country: "US", Safeguard: "STANDARD_CONTRACTUAL_CLAUSES", Document: "https://example.com/scc", ValidFrom: "2021-06", ValidTo: "2027"},
				{Safeguard: "NOT_STATED", Condition: "At night."},
			}},
	}
}

func hostingForItself() []inventory.Record {
	return []inventory.Record{
		&inventory.ProcessingActivityRecord{ID: "activity/careers/hire", Service: "service/careers", Name: "Hiring", Role: "JOINT_CONTROLLER",
			Subjects: []inventory.ID{"subject/applicants"}, Department: "People", Stewards: []string{"Recruiters"}, Notices: []inventory.URL{"https://example.com/applicants"}, Locations: []string{"Leeds"},
			Automation:       &inventory.AutomationRecord{Decisions: "NO", Profiling: "YES", Description: "Ranks applicants.", Basis: "CONSENT"},
			ImpactAssessment: &inventory.ImpactAssessmentRecord{Required: "YES", Progress: "Under review", Document: "https://example.com/dpia", Others: []inventory.URL{"https://example.com/transfers"}},
			RetentionPolicy:  &inventory.RetentionPolicyRecord{Document: "https://example.com/policy", Followed: "NO", Reason: "Old backups."},
			Breach:           &inventory.BreachRecord{Procedure: "Told within three days.", Occurred: "NO", Document: "https://example.com/breaches"},
			Reviewed:         "2026-01-15", ReviewedBy: "Office of the DPO", Evidence: cited()},
		&inventory.ControllershipRecord{ID: "controllership/careers/host", Subject: "service/careers", Party: "party/host", Role: "CONTROLLER", Evidence: cited()},
		&inventory.ControllershipRecord{ID: "controllership/careers/sister", Subject: "service/careers", Party: "party/sister", Role: "JOINT_CONTROLLER", Arrangement: "Sister answers requests.", Evidence: cited()},
		&inventory.UseRecord{ID: "use/careers/hire/hire", Activity: "activity/careers/hire", Purpose: "purpose/hire", Evidence: cited()},
		&inventory.CollectionRecord{ID: "collection/careers/hire/email", Activity: "activity/careers/hire", Data: "data/email", Sources: []inventory.DataSource{"DATA_SUBJECT"}, Evidence: cited()},
		&inventory.CollectionRecord{ID: "collection/careers/hire/health", Activity: "activity/careers/hire", Data: "data/health", Sources: []inventory.DataSource{"THIRD_PARTY"}, SourceParty: "party/cloud", Evidence: cited()},
		&inventory.CollectionRecord{ID: "collection/careers/hire/job-title", Activity: "activity/careers/hire", Data: "data/job-title",
			Evidence: inventory.Evidence{Assertion: "INFERRED", Because: "Nobody hires without one.", Citations: []inventory.CitationRecord{{Clause: theClause}}}},
		&inventory.RetentionRuleRecord{ID: "retention/careers/hire/short", Activity: "activity/careers/hire", Data: []inventory.ID{"data/email"}, Bound: "AT_MOST", Period: "P6M", Trigger: "event/contract-ended", Action: "ERASE", Evidence: cited()},
		&inventory.RetentionRuleRecord{ID: "retention/careers/hire/statistics", Activity: "activity/careers/hire", Data: []inventory.ID{"data/health"}, Form: "AGGREGATED", Bound: "INDEFINITE", Evidence: cited()},
		&inventory.LawfulBasisRecord{ID: "basis/careers/hire/consent", Subject: "activity/careers/hire", Basis: "CONSENT", Article9: "A", ConsentRecord: "https://example.com/consent", Schedule1: "Part 1, paragraph 1", Evidence: cited()},
		&inventory.LawfulBasisRecord{ID: "basis/careers/hire/interests", Subject: "activity/careers/hire", Basis: "LEGITIMATE_INTERESTS", Interest: "To find colleagues.", Assessment: "https://example.com/balance", Evidence: cited()},
		&inventory.SecurityMeasureRecord{ID: "measure/locks", Name: "Locked rooms", Kind: "ACCESS_CONTROL", Evidence: cited()},
		&inventory.DisclosureRecord{ID: "disclosure/careers/hire/email/sister", Activity: "activity/careers/hire", Data: "data/email", Recipient: "party/sister", Evidence: cited()},
		&inventory.DisclosureRecord{ID: "disclosure/careers/hire/email/shops", Activity: "activity/careers/hire", Data: "data/email", Recipient: "party/shops", Role: "CONTROLLER", Form: "AGGREGATED", Evidence: cited()},
		&inventory.NonDisclosureRecord{ID: "non-disclosure/careers/health/shops", Subject: "service/careers", Data: "data/health", Recipient: "party/shops", Scope: "In no form.", Evidence: cited()},
	}
}
