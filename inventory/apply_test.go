package inventory_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
)

func TestApplyMakesARevision(t *testing.T) {
	c := commit(puts(documents()...)...)
	c.Author, c.Message = " Ad\u0061\u0308 ", "Because\n"
	c.RecordedAt = time.Date(2026, 1, 1, 0, 30, 0, 123456789, time.FixedZone("", 3600))
	s, entry, err := inventory.Empty().Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	want := inventory.Revision{
		Number: 1, RecordedAt: time.Date(2025, 12, 31, 23, 30, 0, 123_000_000, time.UTC), EffectiveDate: "2025-12-31",
		Author: "Adä", Message: "Because", Visibility: inventory.Public, Hash: entry.Hash,
	}
	equal(t, "revision", s.Revision(), want)
	equal(t, "revision of the entry", entry.Revision, want)
	equal(t, "length of the hash", len(entry.Hash), 64)
	equal(t, "changes", len(entry.Changes), 3)
	equal(t, "records", s.Len(), 3)
	c = commit(inventory.Change{Put: party("a", "A", "")})
	c.EffectiveDate = "2028-01-01"
	next, _, err := s.Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "effective date given", next.Revision().EffectiveDate, "2028-01-01")
	equal(t, "hash before", next.Revision().Previous, s.Revision().Hash)
	equal(t, "revisions", len(next.Revisions()), 2)
	equal(t, "newest first", next.Revisions()[0].Number, 2)
	if since, ok := next.Since(theClause); !ok || since != 1 {
		t.Errorf("the clause is of revision %d", since)
	}
	if since, ok := next.Since("party/a"); !ok || since != 2 {
		t.Errorf("the party is of revision %d", since)
	}
	if _, ok := next.Since("party/b"); ok {
		t.Error("what is not there is of a revision")
	}
	equal(t, "the snapshot before has", s.Len(), 3)
}

func TestApplyKeepsRevisionsInTheOrderInWhichTheyComeIntoForce(t *testing.T) {
	s := snapshot(t)
	c := commit(puts(data("a", "A", ""))...)
	c.EffectiveDate = "2028-01-01"
	s, _, err := s.Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	c = commit(puts(data("b", "B", ""))...)
	next, _, err := s.Apply(c)
	if err != nil || next.Revision().EffectiveDate != "2028-01-01" {
		t.Errorf("without a date, after one of the future: %s %v", next.Revision().EffectiveDate, err)
	}
	c.EffectiveDate = "2027-12-31"
	_, _, err = s.Apply(c)
	same(t, "a day before the last", problems(t, err), []string{"effectiveDate out-of-order"})
	c.EffectiveDate = "2028-01-01"
	if _, _, err = s.Apply(c); err != nil {
		t.Errorf("the same day: %v", err)
	}
}

func TestApplyReportsAllProblemsAtOnce(t *testing.T) {
	s := snapshot(t, party("stripe", "Stripe", ""), service("pay", "Payment"), activity("pay", "run"), data("ip", "IP address", ""), discloses("pay", "ip", "stripe"))
	long := strings.Repeat("ä", 2001)
	_, _, err := s.Apply(inventory.Commit{EffectiveDate: "2026-02", Changes: []inventory.Change{
		{Put: &inventory.PartyRecord{ID: "party/new", Kind: "COMPANY", Country: "Taiwan", PrivacyPolicy: "javascript:alert(1)", Description: long}},
		{Put: &inventory.RightRecord{ID: "right/access", Name: "Ac\x00cess", AnsweredWithin: "a month", Articles: []string{"", "Art. 15"}, Evidence: cited()}},
		{Put: &inventory.CollectionRecord{ID: "collection/pay/run/ip", Data: "data/ip", Evidence: cited()}},
		{Put: with(discloses("pay", "ip", "stripe"), func(r *inventory.DisclosureRecord) {
			r.Purposes = []id{"purpose/none", "data/ip"}
			r.Citations = append(r.Citations, inventory.CitationRecord{Clause: "clause/lost", Note: "\xff"}, inventory.CitationRecord{})
			r.Verified = &inventory.VerificationRecord{On: "yesterday"}
			r.Transfers = []inventory.TransferRecord{{Safeguard: "HOPE", ValidFrom: "2026-05", ValidTo: "2026-04-30", Document: "somewhere"}}
		})},
		{Put: &inventory.PartyRecord{ID: "Party/Bad", Name: "Bad", Kind: "BRAND", Evidence: cited()}},
		{Put: &inventory.PurposeRecord{Name: "No id"}},
		{Put: &inventory.UseRecord{ID: "purpose/use", Activity: "activity/pay/run"}},
		{Retire: "party/unknown"},
		{Retire: "party/stripe"},
		{Retire: "party/stripe"},
		{},
		{Put: party("x", "X", ""), Retire: "party/x"},
	}})
	want := []string{
		"author missing", "message missing", "recordedAt missing", "effectiveDate malformed",
		"changes[2].id not-derived", "changes[2].activity missing",
		"changes[4].id malformed",
		"changes[5].id missing",
		"changes[6].id malformed", "changes[6].purpose missing",
		"changes[7] unknown", "changes[9] twice", "changes[10] unknown", "changes[11] ambiguous",
		"changes[0].name missing", "changes[0].description too-long", "changes[0].kind unknown-value", "changes[0].citations missing",
		"changes[0].country malformed", "changes[0].privacyPolicy malformed",
		"changes[1].name malformed", "changes[1].articles[0] missing", "changes[1].answeredWithin malformed",
		"changes[3].transfers[0].safeguard unknown-value", "changes[3].citations[1].note malformed", "changes[3].citations[2].clause missing",
		"changes[3].verified.by missing", "changes[3].verified.on malformed",
		"changes[3].recipient unknown-reference", "changes[3].purposes[0] unknown-reference", "changes[3].purposes[1] wrong-kind", "changes[3].citations[1].clause unknown-reference",
		"changes[3].transfers[0].document malformed", "changes[3].transfers[0].validTo contradiction",
		"changes[8] in-use",
	}
	same(t, "problems", slices.Sorted(slices.Values(problems(t, err))), slices.Sorted(slices.Values(want)))
	if !strings.Contains(err.Error(), fmt.Sprintf("%d problems", len(want))) || !strings.Contains(err.Error(), "\n  changes[8]: party/stripe") {
		t.Errorf("the error says %v", err)
	}
}

func TestApplyChecksEvidence(t *testing.T) {
	s := snapshot(t)
	p := party("a", "A", "")
	p.Assertion = inventory.Inferred
	same(t, "inferred without reasons", refused(t, s, puts(p)...), []string{"changes[0].because missing"})
	p = party("a", "A", "")
	p.Because = "So it seems."
	same(t, "stated with reasons", refused(t, s, puts(p)...), []string{"changes[0].because contradiction"})
	p = party("a", "A", "")
	p.Citations = nil
	same(t, "no citation", refused(t, s, puts(p)...), []string{"changes[0].citations missing"})
	apply(t, s, puts(data("a", "A", ""), event("a", "A", ""), &inventory.ProductRecord{ID: "product/a", Name: "A"})...)
}

func TestApplyChecksEachKind(t *testing.T) {
	s := snapshot(t, party("a", "A", ""), service("a", "A"), activity("a", "run"), data("d", "D", ""), event("e", "E", ""))
	cookie := func(change func(*inventory.CookieRecord)) record {
		return with(&inventory.CookieRecord{ID: "cookie/c", Name: "c", Patterns: []string{"c"}, Setter: "party/a", Category: "TARGETING", Evidence: cited()}, change)
	}
	for name, c := range map[string]struct {
		put  record
		want string
	}{
		"a processor for nobody":       {with(activity("a", "x"), func(r *inventory.ProcessingActivityRecord) { r.Role = "PROCESSOR" }), "actsFor missing"},
		"a service that needs itself":  {requires("a", "a"), "requires cycle"},
		"a service that feeds itself":  {passes("a", "a", "d"), "dependsOn cycle"},
		"a dependency on nothing":      {&inventory.DependencyRecord{ID: "dependency/a/a", Service: "service/a", DependsOn: "service/a", Evidence: cited()}, "data missing"},
		"a non-use of everything":      {&inventory.NonUseRecord{ID: "non-use/a/other-purposes", Subject: "service/a", Evidence: cited()}, "scope missing"},
		"a bound without a period":     {keeps("a", "x", inventory.AtMost), "period missing"},
		"a period from nothing":        {keeps("a", "x", inventory.AtLeast, func(r *inventory.RetentionRuleRecord) { r.Period = "P1Y" }), "trigger missing"},
		"a period without a bound":     {keeps("a", "x", inventory.UntilEvent, during("P1Y", "e")), "period contradiction"},
		"until nothing":                {keeps("a", "x", inventory.UntilEvent), "trigger missing"},
		"without end until":            {keeps("a", "x", inventory.Indefinite, until("e")), "trigger contradiction"},
		"criteria without any":         {keeps("a", "x", inventory.Criteria), "criteria missing"},
		"a lifetime without period":    {cookie(func(r *inventory.CookieRecord) { r.Lifetime = "PERIOD" }), "period contradiction"},
		"a period without lifetime":    {cookie(func(r *inventory.CookieRecord) { r.Period = "P1Y" }), "period contradiction"},
		"a cookie without patterns":    {cookie(func(r *inventory.CookieRecord) { r.Patterns = nil }), "patterns missing"},
		"consent, perhaps":             {cookie(func(r *inventory.CookieRecord) { r.ConsentNeeded = "MAYBE" }), "consentNeeded unknown-value"},
		"a clause of another text":     {&inventory.ClauseRecord{ID: "clause/other/2026/x", Version: "version/notice/2026", Path: []string{"X"}}, "id not-derived"},
		"a clause before the first":    {&inventory.ClauseRecord{ID: "clause/notice/2026/x", Version: "version/notice/2026", Path: []string{"X"}, Position: -1}, "position malformed"},
		"a mail address with a name":   {&inventory.DocumentRecord{ID: "document/d", Title: "D", URL: "mailto:"}, "url malformed"},
		"a rule that waits for itself": {keeps("a", "x", inventory.UntilEvent, until("e"), func(r *inventory.RetentionRuleRecord) { r.After = r.ID }), "id cycle"},
	} {
		t.Run(name, func(t *testing.T) {
			got := refused(t, s, puts(c.put)...)
			if !slices.Contains(got, "changes[0]."+c.want) {
				t.Errorf("problems %v, want %s", got, c.want)
			}
		})
	}
}

func TestApplyRefusesIDsThatCouldBeTakenForOneAnother(t *testing.T) {
	s := snapshot(t)
	for _, r := range []record{data("a/b", "A", ""), party("a+b", "A", ""), service("a/b", "A"), &inventory.PurposeRecord{ID: "purpose/a/b", Name: "A"}} {
		same(t, string(r.RecordID()), refused(t, s, puts(r)...), []string{"changes[0].id malformed"})
	}
}

func TestApplyTakesVariants(t *testing.T) {
	s := snapshot(t, party("a", "A", ""), service("a", "A"), activity("a", "run"), data("d", "D", ""))
	other := discloses("a", "d", "a")
	other.ID += "+statistics"
	other.Form = inventory.Aggregated
	s = apply(t, s, puts(discloses("a", "d", "a"), other)...)
	other.ID = "disclosure/a/run/d/a-statistics"
	same(t, "no variant", refused(t, s, puts(other)...), []string{"changes[0].id not-derived"})
}

func TestApplyRefusesWhatChangesNothing(t *testing.T) {
	s := snapshot(t, party("a", "A", ""))
	same(t, "no changes", refused(t, s), []string{"changes no-change"})
	p := party("a", " A ", "")
	p.Visibility, p.Assertion, p.Aliases = inventory.Public, inventory.Stated, []string{}
	same(t, "the same in another form", refused(t, s, puts(p)...), []string{"changes no-change"})
	next, entry, err := s.Apply(commit(puts(party("a", "A", ""), party("b", "B", ""))...))
	if err != nil || len(entry.Changes) != 1 || entry.Changes[0].Put.RecordID() != "party/b" {
		t.Errorf("kept %v, %v", entry.Changes, err)
	}
	if since, _ := next.Since("party/a"); since != 1 {
		t.Errorf("what did not change is of revision %d", since)
	}
}

func TestApplyRetires(t *testing.T) {
	s := snapshot(t, party("a", "A", ""), party("b", "B", "a"), party("c", "C", "a"))
	_, _, err := s.Apply(commit(retire("party/a")...))
	same(t, "in use", problems(t, err), []string{"changes[0] in-use"})
	for _, part := range []string{"party/b, party/c", "2 records"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
	next := apply(t, s, append(retire("party/a", "party/b"), puts(party("c", "C", ""))...)...)
	if _, ok := next.Record("party/a"); ok || next.Len() != s.Len()-2 {
		t.Error("what was retired is there")
	}
	if _, err := next.Party("B"); err == nil {
		t.Error("what was retired is found by name")
	}
	var many []record
	for i := range 12 {
		many = append(many, party(fmt.Sprintf("m%02d", i), fmt.Sprintf("M%02d", i), "a"))
	}
	_, _, err = apply(t, s, puts(many...)...).Apply(commit(retire("party/a")...))
	if !strings.Contains(err.Error(), "14 records still point at it") || !strings.Contains(err.Error(), "…") || strings.Contains(err.Error(), "m11") {
		t.Errorf("who still points at it: %v", err)
	}
}

func TestApplyRenamesAndKeepsIdentity(t *testing.T) {
	s := snapshot(t, party("a", "Stripe", ""), service("s", "Pay"), activity("s", "run"), data("d", "D", ""), discloses("s", "d", "a"))
	s = apply(t, s, puts(party("a", "Adyen", ""))...)
	if _, err := s.Party("Stripe"); err == nil {
		t.Error("the old name is still found")
	}
	p, err := s.Party("adyen")
	if err != nil || p.ID() != "party/a" {
		t.Fatal(p, err)
	}
	page, err := p.Receives(10, nil)
	if err != nil || rest(page.Nodes()) != "s/run/d/a" {
		t.Errorf("receives %v, %v", page.Nodes(), err)
	}
	all, _ := s.Parties("", 10, nil)
	equal(t, "parties", rest(all.Nodes()), "a")
	s = apply(t, s, puts(party("b", "Stripe", ""))...)
	s = apply(t, s, puts(party("a", "Stripe", ""), party("b", "Adyen", ""))...)
	if p, err := s.Party("Stripe"); err != nil || p.ID() != "party/a" {
		t.Errorf("after the names were swapped: %v %v", p, err)
	}
}

func TestApplyRefusesAmbiguousNames(t *testing.T) {
	s := snapshot(t, with(data("ip", "IP address", ""), func(r *inventory.DataCategoryRecord) { r.Aliases = []string{"Cookies"} }), party("p", "Cookie", ""))
	same(t, "the same name in the plural", refused(t, s, puts(data("x", "ip ADDRESSES", ""))...), []string{"changes[0].name ambiguous-name"})
	alias := with(data("x", "X", ""), func(r *inventory.DataCategoryRecord) { r.Aliases = []string{"Y", "cookie"} })
	same(t, "an alias of another", refused(t, s, puts(alias)...), []string{"changes[0].aliases[1] ambiguous-name"})
	same(t, "two in one commit", refused(t, s, puts(data("x", "X", ""), data("y", "x", ""))...), []string{"changes[0].name ambiguous-name", "changes[1].name ambiguous-name"})
	same(t, "a title", refused(t, s, puts(&inventory.DocumentRecord{ID: "document/x", Title: "Privacy Notices"})...), []string{"changes[0].title ambiguous-name"})
	apply(t, s, puts(service("a", "A"), service("b", "B"),
		with(activity("a", "run"), func(r *inventory.ProcessingActivityRecord) { r.Name = "Run" }),
		with(activity("b", "run"), func(r *inventory.ProcessingActivityRecord) { r.Name = "Run" }))...)
}

func TestApplyRefusesCycles(t *testing.T) {
	s := snapshot(t, data("a", "A", ""), data("b", "B", "a"), data("c", "C", "b"))
	same(t, "above itself", refused(t, s, puts(data("a", "A", "a"))...), []string{"changes[0].id cycle"})
	same(t, "below what it is above", refused(t, s, puts(data("a", "A", "c"))...), []string{"changes[0].id cycle"})
	same(t, "two in one commit, and one below them", refused(t, s, puts(data("x", "X", "y"), data("y", "Y", "x"), data("z", "Z", "x"))...),
		[]string{"changes[0].id cycle", "changes[1].id cycle"})
	apply(t, s, puts(data("a", "A", "c"), data("b", "B", ""))...)
	waits := func(slug, after string) record {
		return keeps("s", slug, inventory.UntilEvent, until("e"), func(r *inventory.RetentionRuleRecord) { r.After = id("retention/s/run/" + after) })
	}
	s = apply(t, s, puts(service("s", "S"), activity("s", "run"), event("e", "E", ""))...)
	same(t, "rules that wait for one another", refused(t, s, puts(waits("one", "two"), waits("two", "one"))...), []string{"changes[0].id cycle", "changes[1].id cycle"})
}

func TestApplyFillsInDefaultsAndCleansText(t *testing.T) {
	d := data("a", "  Cafe\u0301 ", "")
	d.Aliases, d.Crosswalks = []string{}, []inventory.CrosswalkRecord{{Scheme: "DPV", Code: " pd:X ", Match: "EXACT"}}
	s := snapshot(t, d)
	rec, _ := s.Record("data/a")
	want := &inventory.DataCategoryRecord{
		ID: "data/a", Name: "Caf\u00e9", Special: "NONE", Crosswalks: []inventory.CrosswalkRecord{{Scheme: "DPV", Code: "pd:X", Match: "EXACT"}},
		Evidence: inventory.Evidence{Visibility: inventory.Public, Assertion: inventory.Stated},
	}
	if !reflect.DeepEqual(rec, want) {
		t.Errorf("stored %+v", rec)
	}
	if again := inventory.Canonical(rec); !reflect.DeepEqual(again, rec) || again == rec {
		t.Errorf("the canonical form of a canonical record is %+v", again)
	}
	s = apply(t, s, puts(service("s", "S"), activity("s", "run"), collects("s", "a"), party("p", "P", ""), discloses("s", "a", "p"))...)
	a, _ := s.Record("activity/s/run")
	c, _ := s.Record("collection/s/run/a")
	f, _ := s.Record("disclosure/s/run/a/p")
	if a := a.(*inventory.ProcessingActivityRecord); a.Role != "CONTROLLER" || a.Status != "ACTIVE" {
		t.Errorf("activity %+v", a)
	}
	if c.(*inventory.CollectionRecord).Form != inventory.Identifiable || f.(*inventory.DisclosureRecord).Form != inventory.Identifiable || f.(*inventory.DisclosureRecord).Role != "NOT_STATED" {
		t.Errorf("forms and roles: %+v, %+v", c, f)
	}
}

func TestApplyOwnsItsRecords(t *testing.T) {
	p := party("a", "A", "")
	p.Aliases, p.Contacts = []string{"Alias"}, []inventory.ContactRecord{{Role: "PRIVACY", Address: []string{"Street"}}}
	p.Verified = &inventory.VerificationRecord{By: "Ada", On: "2026"}
	s := snapshot(t, p)
	before := fingerprint(t, s)
	p.Name, p.Aliases[0], p.Contacts[0].Address[0], p.Contacts[0].Role, p.Verified.By, p.Citations[0].Note = "X", "X", "X", "GENERAL", "X", "X"
	equal(t, "after the caller changed the record", fingerprint(t, s), before)
	if err := inventory.CheckIndexes(s); err != nil {
		t.Error(err)
	}
}

// fingerprint is all that a snapshot holds, as text.
func fingerprint(t testing.TB, s *inventory.Snapshot) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", s.Revisions())
	for _, r := range s.Records() {
		since, _ := s.Since(r.RecordID())
		data, err := inventory.MarshalChanges([]inventory.Change{{Put: r}})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d %s\n", since, data)
	}
	return b.String()
}

func TestApplyLeavesNoTraceOfARefusedCommit(t *testing.T) {
	s := wide(t)
	before := fingerprint(t, s)
	refused(t, s, append(puts(party("new", "New", ""), data("ip", "", "")), retire("party/apple", "event/idle")...)...)
	equal(t, "the snapshot", fingerprint(t, s), before)
	if err := inventory.CheckIndexes(s); err != nil {
		t.Error(err)
	}
}
