package lint_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/seed"
)

// judged is what somebody who read the facts says of the findings of a rule on
// the example inventory.
type judged struct {
	rule      string
	count     int
	judgement string
}

var judgements = []judged{
	{"controller-contact-missing", 2, "True. The privacy statement makes the French and the British company controllers of marketing events there, and gives contacts of the Taiwanese and the German one only."},
	{"purpose-missing", 1, "True of the entry, and one for the owner to settle: what the statement says of children is a rule for every service more than a processing with a purpose of its own."},
	{"data-missing", 1, "True. For marketing, security and company affairs the statement names purposes and interests, and no data."},
	{"subjects-missing", 1, "True. Whom whistleblowing, mergers and investigations concern is not said."},
	{"collected-and-not", 3, "True, and known: the Application Service and Package Center are said to hold nothing personal while the same clauses list message contents and an identifier of each download; functionality cookies keep a visitor's name and are said not to identify anybody. Whether the lists or the claims are wrong only the company can say."},
	{"disclosed-and-not", 1, "True, and known: no raw device analytics for third parties, and Google Analytics on routers. Both stand in one section."},
	{"dpo-missing", 1, "True: no officer is named for any company of the group. Whether one is required cannot be told from the documents."},
	{"eu-establishment-unclear", 1, "True: the statement gives the German company as the privacy contact for people in the Designated Areas, and says neither that it is the representative nor that Synology Inc. processes in the context of its activities."},
	{"lawful-basis-general-only", 18, "True for each: the statement lists consent, contract and eight interests once for everything, and the services disclosure names no basis. The interests with a purpose of their own (fraud, security, compliance and others) are credited, so their purposes are not among those listed."},
	{"lawful-basis-partial", 2, "True. Consent to the newsletter is named for private users in the EU; business users there get it from the opening of the account, and no basis is named for them. Consent on the phone is for the recording, and what the agent notes of the call has none."},
	{"recipient-role-missing", 10, "True. Only Stripe, the subcontracted providers, the group and authorities have a role in the documents."},
	{"processor-contract-missing", 2, "True: published documents link no contract with Stripe or with the providers; whether there is one they do not say."},
	{"transfer-country-missing", 2, "True. The safeguards are told for recipients \"where they are\", and for Stripe by reference; no country is named but Taiwan."},
	{"retention-general-only", 8, "True. These sections name no period for the categories listed; the statement's criterion (as long as the purpose needs) is all there is. For Mobile Applications the fourteen months are stated for statistics, not for the data they are made from."},
	{"retention-without-end", 3, "True. Payment keeps orders for an indefinite period where they hold a perpetual licence, a licence renewal, a physical item or extended support; Technical Support keeps all shipping records indefinitely; the record that identifies a NAS is stored permanently. None names a law that demands it."},
	{"interest-assessment-missing", 1, "True of the inventory. Assessments are internal, so published documents cannot be expected to link them; eight bases make one finding."},
	{"consent-record-missing", 5, "True of the inventory, and internal in the same way."},
	{"recipients-not-stated", 4, "True: these four sections say nothing of recipients. Push Notifications is likely to have some, as its twin does."},
	{"obligation-missing", 4, "True in part. The statement says that nobody is obliged to give any personal data, in general; these sections ask for categories that its list does not name, and do not say what follows where they are not given."},
	{"source-missing", 6, "True. The sections list these categories without saying who gives them; several could be inferred."},
	{"adequacy-alternative", 1, "True. The statement leaves open which safeguard holds for Taiwan, and there is no adequacy decision for it."},
	{"recipient-country-missing", 6, "True. No document says where Amazon, Apple, Google, Mozilla and the advertisers are established. Many are in the United States, so a transfer is likely."},
	{"disclosed-against-wording", 2, "Read and found to agree: Stripe and the tax providers serve the four purposes that the statement allows. To be suppressed with that reason."},
}

// TestSeed holds what is found in the example inventory: each finding was
// judged by hand, and SEED.md says how.
func TestSeed(t *testing.T) {
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	report := lint.Run(s, lint.Options{Today: inventory.DateOf(seed.RecordedAt())})
	counts := map[string]int{}
	for _, f := range report.Findings {
		counts[f.Rule.ID]++
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What is found in the example inventory\n\nOn %s, in revision %d: %s. Each group was judged by reading the facts and the documents. Rules that are not\nhere find nothing.\n", report.Today, report.Revision.Number, report.InWords())
	for _, j := range judgements {
		if counts[j.rule] != j.count {
			t.Errorf("%s finds %d, and %d were judged: read the facts and judge anew", j.rule, counts[j.rule], j.count)
		}
		delete(counts, j.rule)
		rule, _ := lint.RuleByID(j.rule)
		fmt.Fprintf(&b, "\n## %s (%s, %d)\n\n%s\n\n", j.rule, rule.Severity, j.count, j.judgement)
		for _, f := range report.Findings {
			if f.Rule.ID == j.rule {
				fmt.Fprintf(&b, "- `%s`: %s\n", f.SubjectID, f.Sentence)
			}
		}
	}
	for rule, n := range counts {
		t.Errorf("%d findings of %s were not judged", n, rule)
	}
	golden(t, "SEED.md", b.String())
}
