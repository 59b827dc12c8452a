package seed_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
)

// The questions that the example must answer, with the answers as a person who
// reads the three documents gives them.

func example(t *testing.T) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func named[T interface{ Name() string }](list []T) []string {
	names := make([]string, 0, len(list))
	for _, v := range list {
		if !slices.Contains(names, v.Name()) {
			names = append(names, v.Name())
		}
	}
	slices.Sort(names)
	return names
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func collectors(t *testing.T, s *inventory.Snapshot, data string) []string {
	t.Helper()
	a, err := s.WhoCollects(data, true)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range a.Collected {
		names = append(names, c.Service().Name())
	}
	return names
}

func TestWhoCollectsIdentifiersOfDevices(t *testing.T) {
	s := example(t)
	same(t, "MAC addresses", collectors(t, s, "MAC addresses"), []string{"Licensing"})
	same(t, "serial numbers", collectors(t, s, "serial numbers"), []string{
		"Active Insight", "Device Network Mapping", "Licensing", "Push Notifications", "QuickConnect and Synology DDNS",
	})
}

func TestWhoStatesNotToCollectIPAddresses(t *testing.T) {
	a, err := example(t).WhoCollects("IP addresses", true)
	if err != nil {
		t.Fatal(err)
	}
	var names, conditional []string
	for _, c := range a.StatedNot {
		names = append(names, c.Service().Name())
		_, scoped := c.Scope()
		if _, conditioned := c.Condition(); scoped || conditioned {
			conditional = append(conditional, c.Service().Name())
		}
	}
	same(t, "stated not", names, []string{"Device Analytics", "Package Activation", "Package Center", "Synology Application Service"})
	if !slices.Contains(conditional, "Package Center") {
		t.Error("Package Center's statement holds under a condition only, and that is not told")
	}
	for _, s := range a.NotStated {
		if slices.Contains(names, s.Name()) {
			t.Errorf("%s is both stated and not stated", s.Name())
		}
	}
}

func TestWhatLetsEncryptReceives(t *testing.T) {
	a, err := example(t).WhatGoesTo("let's encrypt")
	if err != nil {
		t.Fatal(err)
	}
	var data, services []string
	for _, d := range a.Disclosures {
		data = append(data, d.Data().Name())
		if d.Assertion() != inventory.Stated {
			t.Errorf("%s is stated in the document, not inferred", d.Summary())
		}
	}
	for _, r := range a.ReachedBy {
		services = append(services, r.Service.Name())
	}
	same(t, "data", data, []string{"QuickConnect or DDNS domain"})
	same(t, "services", services, []string{"QuickConnect and Synology DDNS"})
}

func TestWhatPushProvidersReceiveAndWhoTheyAre(t *testing.T) {
	a, err := example(t).WhatGoesTo("push providers")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "members", named(a.Members), []string{"Push providers", "Apple push service", "Google push service", "Mozilla push service"})
	for _, d := range a.Disclosures {
		if d.Data().Name() == "Message contents" && d.Form() != inventory.Encrypted {
			t.Errorf("%s: message contents are encrypted on their way", d.Summary())
		}
	}
	var data []string
	for _, d := range a.Disclosures {
		data = append(data, d.Data().Name())
	}
	same(t, "data", data, []string{"Message contents", "Browser information", "Client device information"})
}

func TestWhoReceivesIPAddresses(t *testing.T) {
	a, err := example(t).WhoReceives("IP addresses", true, true)
	if err != nil {
		t.Fatal(err)
	}
	var stripe *inventory.Receipt
	for i, r := range a.Receipts {
		if r.Recipient.ID() == "party/stripe" {
			stripe = &a.Receipts[i]
		}
	}
	if stripe == nil {
		t.Fatal("Stripe is not among the recipients")
	}
	if stripe.Assertion() != inventory.Inferred || stripe.Match != inventory.Exact {
		t.Errorf("Stripe receives the IP address by inference, exactly: got %s, %s", stripe.Assertion(), stripe.Match)
	}
	var first []string
	for _, p := range stripe.Paths() {
		first = append(first, p.Services()[0].Name())
	}
	same(t, "ways to Stripe", first, []string{
		"Payment", "C2", "Licensing", "Marketing Events and Promotional Events", "Synology Account", "Technical Support", "Third-Party Packages",
	})
	same(t, "silent", named(a.CollectedWithoutStatedRecipient), []string{"Active Insight", "Device Network Mapping"})
	if len(stripe.Citations()) == 0 || len(stripe.Disclosures) == 0 {
		t.Error("the answer about Stripe cannot be followed to its clause")
	}
}

func TestWhoReachesStripeOnlyThroughPayment(t *testing.T) {
	a, err := example(t).WhatGoesTo("Stripe")
	if err != nil {
		t.Fatal(err)
	}
	var through, direct []string
	for _, r := range a.ReachedBy {
		if via, ok := r.OnlyThrough(); ok && via.Name() == "Payment" {
			through = append(through, r.Service.Name())
		}
		if r.Direct {
			direct = append(direct, r.Service.Name())
		}
	}
	same(t, "direct", direct, []string{"Payment"})
	same(t, "only through Payment", through, []string{
		"C2", "Licensing", "Marketing Events and Promotional Events", "Synology Account", "Technical Support", "Third-Party Packages",
	})
}

func kept(t *testing.T, f inventory.KeptFilter) inventory.WhatIsKept {
	t.Helper()
	a, err := example(t).WhatIsKept(f, inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWhatIsKeptIndefinitely(t *testing.T) {
	always := true
	var services []string
	for _, r := range kept(t, inventory.KeptFilter{Indefinitely: &always}).Nodes() {
		services = append(services, r.Service().Name())
		if _, ok := r.Ground(); !ok {
			t.Errorf("%s: the ground is not told", r.ID())
		}
	}
	same(t, "services", services, []string{"Payment", "Technical Support", "Push Notifications"})
}

func TestWhatIsErasedAfterSixMonthsOfInactivity(t *testing.T) {
	var services []string
	for _, r := range kept(t, inventory.KeptFilter{Trigger: "last activity"}).Nodes() {
		services = append(services, r.Service().Name())
		if p, _ := r.Period(); p != "P6M" {
			t.Errorf("%s: the period is %s", r.ID(), p)
		}
		if a, _ := r.Action(); a != inventory.Erase {
			t.Errorf("%s: the data is erased, not %s", r.ID(), a)
		}
	}
	same(t, "services", services, []string{"Alexa Services", "Device Network Mapping"})
}

func TestBoundsAreRespected(t *testing.T) {
	for _, r := range kept(t, inventory.KeptFilter{LongerThan: "P3Y"}).Nodes() {
		if p, _ := r.Period(); r.Bound() == inventory.AtMost && p == "P3Y" {
			t.Errorf("%s: at most three years is not longer than three years", r.ID())
		}
	}
	analytics := kept(t, inventory.KeptFilter{AtMost: "P3Y", Service: "Device Analytics"})
	if analytics.TotalCount() != 1 {
		t.Errorf("device analytics are kept for at most three years: found %d rules", analytics.TotalCount())
	}
}

func TestWhatDisablingActiveInsightDoes(t *testing.T) {
	for event, want := range map[string]inventory.Period{
		"active-insight-disabled-on-device": "P30D",
		"active-insight-disabled-in-portal": "P0D",
	} {
		a, err := example(t).WhatHappensOn(event, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Erased) != 1 {
			t.Fatalf("%s erases by %d rules", event, len(a.Erased))
		}
		if p, _ := a.Erased[0].Period(); p != want {
			t.Errorf("%s: the period is %s, not %s", event, p, want)
		}
		if len(a.Kept) == 0 || len(a.CausedBy) == 0 {
			t.Errorf("%s: what stays, or how it is done, is not told", event)
		}
	}
	both, err := example(t).WhatHappensOn("Active Insight disabled", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(both.Erased) != 2 || len(both.Events) != 3 {
		t.Errorf("disabling has two places: %d rules, %d events", len(both.Erased), len(both.Events))
	}
}

func TestWhatRemainsWhenAnAccountIsDeleted(t *testing.T) {
	a, err := example(t).WhatHappensOn("account deleted", "")
	if err != nil {
		t.Fatal(err)
	}
	var services []string
	for _, r := range a.Kept {
		services = append(services, r.Service().Name())
	}
	same(t, "what stays is of", services, []string{
		"Marketing Events and Promotional Events", "Payment", "Synology Account", "Technical Support",
	})
}

func TestMicrosoftsCookies(t *testing.T) {
	page, err := example(t).Cookies(inventory.CookieFilter{Setter: "Microsoft"}, inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for _, c := range page.Nodes() {
		patterns = append(patterns, c.Patterns()...)
		if l, ok := c.Lifetime(); !ok || !c.Refusable() {
			t.Errorf("%s: lifetime %v, refusable %v", c.Name(), l, c.Refusable())
		} else if p, _ := l.Period(); p != "P540D" {
			t.Errorf("%s: lifetime %s", c.Name(), p)
		}
	}
	same(t, "patterns", patterns, []string{"_clck", "_clsk", "CLID", "ANONCHK", "MR", "MUID", "SM", "_uetsid", "_uetvid"})
}

func TestThePrivacyStatement(t *testing.T) {
	s := example(t)
	bases, err := s.LawfulBases(inventory.LegitimateInterests, inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	if bases.TotalCount() != 8 {
		t.Errorf("the statement names eight legitimate interests, the inventory %d", bases.TotalCount())
	}
	rights, err := s.Rights(inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rights.Nodes() {
		if p, ok := r.AnsweredWithin(); ok && p != "P30D" {
			t.Errorf("%s is answered within %s", r.Name(), p)
		}
	}
	if rights.TotalCount() < 10 {
		t.Errorf("only %d rights", rights.TotalCount())
	}
}

func TestWhoCollectsWhatOnlyFewDo(t *testing.T) {
	s := example(t)
	for asked, want := range map[string][]string{
		"hostname":     {"Active Insight"},
		"OAuth":        {"Alexa Services"},
		"location":     {"Synology Account"},
		"company name": {"Package Activation"},
		"crash report": {"Mobile Applications"},
		"survey":       {"Marketing Events and Promotional Events", "Technical Support"},
		"telephone":    {"All services (general statement)", "Payment", "Synology Account", "Technical Support"},
		"unique device identifiers": {
			"All services (general statement)", "Licensing", "Push Notifications",
		},
	} {
		same(t, asked, collectors(t, s, asked), want)
	}
}

// statedNot lists the services that state not to collect the data.
func statedNot(t *testing.T, s *inventory.Snapshot, data string) []string {
	t.Helper()
	a, err := s.WhoCollects(data, true)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range a.StatedNot {
		names = append(names, c.Service().Name())
	}
	return names
}

func TestWhatNobodyCollects(t *testing.T) {
	s := example(t)
	for asked, want := range map[string][]string{
		"CVC":                {"Payment"},
		"credit card number": {"Payment"},
		"files on the NAS":   {"Active Insight", "All services (general statement)"},
		"date of birth":      {"All services (general statement)"},
		"metadata of files":  {"Package Center"},
	} {
		same(t, asked+", collected", collectors(t, s, asked), nil)
		same(t, asked+", stated not", statedNot(t, s, asked), want)
	}
}

// recipients lists those who receive the data or a narrower category: in a form
// about persons, marked where that is inferred, and as statistics.
func recipients(t *testing.T, s *inventory.Snapshot, data string) (persons, statistics []string) {
	t.Helper()
	a, err := s.WhoReceives(data, true, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Receipts {
		name := r.Recipient.Name()
		if r.Assertion() == inventory.Inferred {
			name += " (inferred)"
		}
		persons = append(persons, name)
	}
	for _, r := range a.AggregatedOnly {
		statistics = append(statistics, r.Recipient.Name())
	}
	return persons, statistics
}

func TestWhoReceivesMessagesAndPhoneNumbers(t *testing.T) {
	s := example(t)
	messages, _ := recipients(t, s, "message contents")
	same(t, "messages", messages, []string{
		"Apple push service", "Google push service", "Mozilla push service", "Apple (inferred)", "Google LLC (inferred)", "Mozilla (inferred)",
	})
	phones, _ := recipients(t, s, "phone numbers")
	same(t, "phone numbers", phones, []string{"Stripe, Inc. (inferred)", "Verification code provider (inferred)"})
	addresses, _ := recipients(t, s, "shipping address")
	same(t, "shipping addresses", addresses, []string{"Logistics partners"})
}

func TestWhoReceivesDeviceAnalytics(t *testing.T) {
	s := example(t)
	persons, statistics := recipients(t, s, "device analytics data")
	same(t, "raw data", persons, []string{"Google Analytics (inferred)"})
	same(t, "statistics", statistics, []string{"Partners"})
	page, err := s.NonDisclosures("Device Analytics", inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range page.Nodes() {
		if form, _ := d.Form(); d.Recipient().Name() != "Third parties" || form != inventory.Identifiable {
			t.Errorf("raw data is stated to go to no third party, and no more than that: %s", d.Summary())
		}
	}
	if page.TotalCount() == 0 {
		t.Error("that raw data goes to no third party is not told")
	}
}

func TestWhatGoesToGoogleAndThePolice(t *testing.T) {
	s := example(t)
	for asked, want := range map[string][]string{
		"Google": {"Device Analytics", "Mobile Applications", "Synology Application Service", "Websites"},
		"police": {"All services (general statement)"},
		"Amazon": {"Alexa Services"},
	} {
		a, err := s.WhatGoesTo(asked)
		if err != nil {
			t.Fatal(err)
		}
		var services []string
		for _, r := range a.ReachedBy {
			if r.Direct {
				services = append(services, r.Service.Name())
			}
		}
		same(t, asked, services, want)
		for _, d := range a.Disclosures {
			if _, ok := d.Condition(); !ok && asked == "police" {
				t.Errorf("%s: the police gets nothing without a condition", d.Summary())
			}
		}
	}
}
