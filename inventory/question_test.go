package inventory_test

import (
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

// slugs are the ids of one kind without it.
func slugs[T interface{ ID() id }](list []T) string { return rest(list) }

func waysOf(paths []inventory.Path) string {
	var list []string
	for _, p := range paths {
		list = append(list, strings.ReplaceAll(rest(p.Services()), " ", ">"))
	}
	return strings.Join(list, " ")
}

// receiptsOf is recipients, matches and ways in short.
func receiptsOf(list []inventory.Receipt) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Recipient.ID().Rest()+":"+strings.ToLower(string(r.Match)))
	}
	return strings.Join(out, " ")
}

func receipt(t *testing.T, list []inventory.Receipt, of string) inventory.Receipt {
	t.Helper()
	for _, r := range list {
		if r.Recipient.ID().Rest() == of {
			return r
		}
	}
	t.Fatalf("no receipt of %s", of)
	return inventory.Receipt{}
}

func whoReceives(t *testing.T, s *inventory.Snapshot, what string, narrower, broader bool) inventory.WhoReceives {
	t.Helper()
	a, err := s.WhoReceives(what, narrower, broader)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWhoReceives(t *testing.T) {
	s := wide(t)
	a := whoReceives(t, s, "IP addresses", true, true)
	equal(t, "asked", a.Asked, "IP addresses")
	equal(t, "understood", a.Data.ID(), "data/ip")
	equal(t, "receipts", receiptsOf(a.Receipts), "apple:exact stripe:exact mailer:broader")
	equal(t, "statistics only", receiptsOf(a.AggregatedOnly), "")
	equal(t, "stated non-recipients", slugs(a.StatedNonRecipients), "site/personal/third-parties")
	equal(t, "silence", slugs(a.CollectedWithoutStatedRecipient), "mapping")
	apple, stripe, mailer := receipt(t, a.Receipts, "apple"), receipt(t, a.Receipts, "stripe"), receipt(t, a.Receipts, "mailer")
	equal(t, "ways to Apple", waysOf(apple.Paths()), "mail push gateway>mail gateway>push tablet>mail tablet>push mobile>gateway>mail mobile>gateway>push")
	equal(t, "ways to Stripe", waysOf(stripe.Paths()), "payment site")
	equal(t, "Stripe's forms", len(stripe.Forms()), 2)
	equal(t, "Stripe's disclosures", slugs(stripe.Disclosures), "payment/run/ip/stripe site/run/ip/stripe")
	equal(t, "stated", apple.Assertion(), inventory.Stated)
	equal(t, "inferred", mailer.Assertion(), inventory.Inferred)
	equal(t, "retention", slugs(stripe.Retention()), "payment/run/fraud site/run/idle")
	equal(t, "clauses, each once", len(apple.Citations()), 1)
	for _, part := range []string{"IP address", "Apple", "Mailer (inferred)", "not a no"} {
		if !strings.Contains(a.InWords(), part) {
			t.Errorf("%q does not say %q", a.InWords(), part)
		}
	}
}

func TestWhoReceivesNarrowerAndBroader(t *testing.T) {
	s := wide(t)
	for _, c := range []struct {
		what              string
		narrower, broader bool
		want              string
	}{
		{"device", true, true, "mailer:exact apple:narrower stripe:narrower"}, {"device", false, false, "mailer:exact"}, {"ip", true, false, "apple:exact stripe:exact"},
		{"email", true, false, ""}, {"email", true, true, "stripe:broader"}, {"personal", true, false, "apple:narrower mailer:narrower stripe:narrower"},
		{"personal", false, true, ""}, {"serial", true, true, "mailer:broader"},
	} {
		a := whoReceives(t, s, c.what, c.narrower, c.broader)
		equal(t, c.what, receiptsOf(a.Receipts), c.want)
	}
	equal(t, "statistics", receiptsOf(whoReceives(t, s, "usage", true, true).AggregatedOnly), "counter:exact")
	if line := whoReceives(t, s, "usage", true, true).InWords(); !strings.Contains(line, "no recipient is named for it as it is") {
		t.Errorf("who gets statistics is not told apart: %q", line)
	}
	equal(t, "no one but in statistics", receiptsOf(whoReceives(t, s, "usage", true, true).Receipts), "")
	equal(t, "non-recipients of what is wider, even alone", slugs(whoReceives(t, s, "email", false, false).StatedNonRecipients), "c2/email/google site/personal/third-parties")
	equal(t, "non-recipients of what is narrower", slugs(whoReceives(t, s, "contact", true, false).StatedNonRecipients), "c2/email/google c2/phone/stripe site/personal/third-parties")
	if _, err := s.WhoReceives("nonsense", true, true); err == nil {
		t.Error("nonsense has an answer")
	}
}

func TestSilenceCountsServicesThatReachNobody(t *testing.T) {
	s := wide(t)
	// C2 passes email to payment, which discloses contact data; shop feeds C2.
	equal(t, "email", slugs(whoReceives(t, s, "email", true, true).CollectedWithoutStatedRecipient), "invoices")
	// Asked without broader matches, nobody names a recipient of email as such.
	equal(t, "email alone", slugs(whoReceives(t, s, "email", true, false).CollectedWithoutStatedRecipient), "c2 invoices payment")
	// Phone numbers do not travel from C2, nor from the site.
	equal(t, "phone", slugs(whoReceives(t, s, "phone", true, false).CollectedWithoutStatedRecipient), "c2 site")
}

// TestOtherDataOfAWiderCategoryIsNoAnswer holds that a service which passes email
// addresses to one that discloses personal data has said nothing of IP addresses.
func TestOtherDataOfAWiderCategoryIsNoAnswer(t *testing.T) {
	s := snapshot(t,
		data("personal", "Personal data", ""), data("ip", "IP address", "personal"), data("public", "Public IP address", "ip"), data("email", "Email address", "personal"), party("p", "Broker", ""),
		service("shop", "Shop"), activity("shop", "run"), collects("shop", "ip"), collects("shop", "email"), passes("shop", "desk", "email"),
		service("log", "Log"), activity("log", "run"), collects("log", "public"), passes("log", "desk", "public"),
		service("desk", "Desk"), activity("desk", "run"), discloses("desk", "personal", "p"))
	ip, email := whoReceives(t, s, "ip", true, true), whoReceives(t, s, "email", true, true)
	equal(t, "silent on addresses", slugs(ip.CollectedWithoutStatedRecipient), "shop")
	equal(t, "ways of addresses", waysOf(receipt(t, ip.Receipts, "p").Paths()), "desk log>desk")
	equal(t, "silent on email", slugs(email.CollectedWithoutStatedRecipient), "")
	equal(t, "ways of email", waysOf(receipt(t, email.Receipts, "p").Paths()), "desk shop>desk")
}

func TestDataTravelsOnlyAsPassed(t *testing.T) {
	s := wide(t)
	a := whoReceives(t, s, "contact", false, false)
	equal(t, "ways to Stripe", waysOf(receipt(t, a.Receipts, "stripe").Paths()), "payment c2>payment shop>c2>payment")
	for _, c := range []struct{ service, want string }{
		{"c2", "stripe"}, {"shop", "stripe"}, {"payment", "stripe"}, {"site", "counter stripe"}, {"mobile", "apple mailer"}, {"tablet", "apple mailer"}, {"mapping", ""}, {"account", ""},
	} {
		v, err := s.Service(c.service)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range v.Recipients() {
			got = append(got, r.Recipient.ID().Rest())
			if r.Service.ID() != v.ID() {
				t.Errorf("a reach of %s is of %s", c.service, r.Service.ID())
			}
		}
		equal(t, c.service+" reaches", strings.Join(got, " "), c.want)
	}
}

func TestWhatGoesTo(t *testing.T) {
	s := wide(t)
	type reach struct{ service, recipient, through, ways, data, assertion string }
	short := func(list []inventory.Reach) []reach {
		var out []reach
		for _, r := range list {
			through := "-"
			if v, ok := r.OnlyThrough(); ok {
				through = v.ID().Rest()
			}
			if r.Direct {
				through = "direct"
			}
			out = append(out, reach{r.Service.ID().Rest(), r.Recipient.ID().Rest(), through, waysOf(r.Paths()), rest(r.Data()), string(r.Assertion)})
		}
		return out
	}
	a, err := s.WhatGoesTo("push providers")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "members", slugs(a.Members), "push-providers apple google")
	equal(t, "disclosures", slugs(a.Disclosures), "mail/run/ip/apple push/run/ip/apple")
	equal(t, "non-disclosures", slugs(a.NonDisclosures), "c2/email/google")
	same(t, "reached by", short(a.ReachedBy), []reach{
		{"gateway", "apple", "-", "gateway>mail gateway>push", "ip", "STATED"},
		{"mail", "apple", "direct", "mail", "ip", "STATED"},
		{"mobile", "apple", "gateway", "mobile>gateway>mail mobile>gateway>push", "ip", "INFERRED"},
		{"push", "apple", "direct", "push", "ip", "STATED"},
		{"tablet", "apple", "-", "tablet>mail tablet>push", "ip", "STATED"},
	})
	a, err = s.WhatGoesTo("STRIPE")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "reached by", short(a.ReachedBy), []reach{
		{"c2", "stripe", "payment", "c2>payment", "contact", "STATED"},
		{"payment", "stripe", "direct", "payment", "contact ip", "STATED"},
		{"shop", "stripe", "payment", "shop>c2>payment", "contact", "STATED"},
		{"site", "stripe", "direct", "site", "ip", "STATED"},
	})
	if words := a.InWords(); !strings.Contains(words, "Stripe") || !strings.Contains(words, "Shop") {
		t.Errorf("in words: %s", words)
	}
	a, err = s.WhatGoesTo("advertisers")
	if err != nil || slugs(a.NonDisclosures) != "site/personal/third-parties" || len(a.Disclosures)+len(a.ReachedBy) != 0 || !strings.Contains(a.InWords(), "Advertisers") {
		t.Errorf("what is stated of a category it belongs to: %v %v", slugs(a.NonDisclosures), err)
	}
}

func TestAStatedWayCountsThoughAShorterIsInferred(t *testing.T) {
	nouns := []record{data("d", "D", ""), party("p", "P", "")}
	for _, name := range []string{"From", "Short", "Long", "Longer", "To"} {
		nouns = append(nouns, service(strings.ToLower(name), name), activity(strings.ToLower(name), "run"))
	}
	s := snapshot(t, append(nouns, discloses("to", "d", "p"), passes("from", "short", "d"), with(passes("short", "to", "d"), func(r *inventory.DependencyRecord) { inferred(&r.Evidence) }),
		passes("short", "long", "d"), passes("long", "longer", "d"), passes("longer", "to", "d"))...)
	v, err := s.Service("from")
	if err != nil {
		t.Fatal(err)
	}
	r := v.Recipients()
	if len(r) != 1 || r[0].Assertion != inventory.Stated || waysOf(r[0].Paths()) != "from>short>to from>short>long>longer>to" {
		t.Errorf("%s: %v", waysOf(r[0].Paths()), r[0].Assertion)
	}
	through, _ := r[0].OnlyThrough()
	equal(t, "the service that every way passes last", through.ID(), "service/to")
}

func TestDataDoesNotGrowOnItsWay(t *testing.T) {
	nouns := []record{data("contact", "Contact data", ""), data("email", "Email", "contact"), data("phone", "Phone", "contact"), party("p", "P", "")}
	for _, slug := range []string{"a", "b", "c", "d"} {
		nouns = append(nouns, service(slug, "Service "+slug), activity(slug, "run"))
	}
	s := snapshot(t, append(nouns, discloses("d", "contact", "p"), passes("c", "d", "email"), passes("b", "c", "contact"), passes("a", "b", "phone"))...)
	a := whoReceives(t, s, "contact", true, true)
	equal(t, "ways", waysOf(receipt(t, a.Receipts, "p").Paths()), "d c>d b>c>d")
}

func TestWhoReceivesTellsStatisticsFromData(t *testing.T) {
	records := []record{data("d", "D", ""), service("s", "S"), activity("s", "run")}
	for slug, form := range map[string]inventory.Form{
		"one": inventory.Identifiable, "two": inventory.Pseudonymised, "three": inventory.Encrypted, "four": inventory.Aggregated, "five": inventory.Anonymous,
	} {
		records = append(records, party(slug, slug, ""), with(discloses("s", "d", slug), func(r *inventory.DisclosureRecord) { r.Form = form }))
	}
	both := with(discloses("s", "d", "one"), func(r *inventory.DisclosureRecord) { r.ID, r.Form = r.ID+"+counts", inventory.Aggregated })
	a := whoReceives(t, snapshot(t, append(records, both)...), "d", true, true)
	equal(t, "data", receiptsOf(a.Receipts), "one:exact three:exact two:exact")
	equal(t, "statistics", receiptsOf(a.AggregatedOnly), "five:exact four:exact")
	equal(t, "both forms", len(receipt(t, a.Receipts, "one").Forms()), 2)
}

func TestWhoCollectsKeepsThreeStatesApart(t *testing.T) {
	s := wide(t)
	a, err := s.WhoCollects("ip address", true)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "collected", slugs(a.Collected), "mapping/run/ip payment/run/ip push/run/ip")
	equal(t, "stated not", slugs(a.StatedNot), "mail/ip push/ip")
	equal(t, "not stated", slugs(a.NotStated), "account c2 gateway invoices mobile shop site tablet")
	equal(t, "may include", slugs(a.MayInclude), "account/run/device")
	equal(t, "stated not, of what is wider", slugs(a.StatedNotWider), "tablet/device")
	for _, c := range a.Collected {
		if _, conditional := c.Condition(); conditional != (c.Service().ID() == "service/push") {
			t.Errorf("%s is conditional: %v", c.ID(), conditional)
		}
	}
	for _, part := range []string{"Mapping", "Mail", "8 other services"} {
		if !strings.Contains(a.InWords(), part) {
			t.Errorf("%q does not say %q", a.InWords(), part)
		}
	}
	a, err = s.WhoCollects("device", true)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "with narrower ones", slugs(a.Collected), "account/run/device mapping/run/ip payment/run/ip push/run/ip")
	a, _ = s.WhoCollects("device", false)
	equal(t, "without", slugs(a.Collected)+" "+slugs(a.StatedNot), "account/run/device tablet/device")
	a, _ = s.WhoCollects("serial", true)
	equal(t, "nobody, and yet no no", slugs(a.Collected)+slugs(a.StatedNot), "")
	equal(t, "all are silent", len(a.NotStated), 12)
	if _, err := s.WhoCollects("x", true); err == nil {
		t.Error("an unknown category has an answer")
	}
}

func TestWhatIsKeptRespectsBounds(t *testing.T) {
	s := snapshot(t, service("s", "S"), activity("s", "run"), event("e", "E", ""), event("f", "F", "e"), data("d", "D", ""), data("n", "N", "d"), collects("s", "n"),
		service("p", "P"), activity("p", "run"),
		keeps("s", "most", inventory.AtMost, during("P3Y", "e"), then(inventory.Erase)), keeps("s", "just", inventory.Exactly, during("P36M", "f"), then(inventory.Anonymise)),
		keeps("s", "least", inventory.AtLeast, during("P1Y", "e")), keeps("s", "ever", inventory.Indefinite), keeps("s", "until", inventory.UntilEvent, until("e")),
		keeps("s", "words", inventory.Criteria, func(r *inventory.RetentionRuleRecord) { r.Criteria = "As long as needed" }),
		keeps("p", "more", inventory.AtMost, during("P1097D", "e"), on("d")),
		keeps("p", "waits", inventory.AtMost, during("P1M", "e"), on("d"), func(r *inventory.RetentionRuleRecord) { r.After = "retention/s/run/least" }))
	yes, no := true, false
	for _, c := range []struct {
		name          string
		f             inventory.KeptFilter
		kept, unknown string
	}{
		{"all", inventory.KeptFilter{}, "p/run/more p/run/waits s/run/ever s/run/just s/run/least s/run/most s/run/until s/run/words", ""},
		{"longer than three years", inventory.KeptFilter{LongerThan: "P3Y"}, "p/run/more s/run/ever s/run/least", "p/run/waits s/run/until s/run/words"},
		{"longer than a day less", inventory.KeptFilter{LongerThan: "P1095D", Service: "s"}, "s/run/ever s/run/just s/run/least s/run/most", "s/run/until s/run/words"},
		{"longer than a day more", inventory.KeptFilter{LongerThan: "P1096D"}, "p/run/more s/run/ever s/run/least", "p/run/waits s/run/until s/run/words"},
		{"longer than a century", inventory.KeptFilter{LongerThan: "P100Y", Service: "s"}, "s/run/ever s/run/least", "s/run/until s/run/words"},
		{"longer than a week", inventory.KeptFilter{LongerThan: "P1W", Service: "p"}, "p/run/more p/run/waits", ""},
		{"at most three years", inventory.KeptFilter{AtMost: "P3Y"}, "s/run/just s/run/most", "p/run/waits s/run/until s/run/words"},
		{"at most two years", inventory.KeptFilter{AtMost: "P2Y"}, "", "p/run/waits s/run/until s/run/words"},
		{"at most nothing", inventory.KeptFilter{AtMost: "P0D", Service: "p"}, "", ""},
		{"between", inventory.KeptFilter{LongerThan: "P2Y", AtMost: "P3Y"}, "s/run/just s/run/most", "p/run/waits s/run/until s/run/words"},
		{"without end", inventory.KeptFilter{Indefinitely: &yes}, "s/run/ever", ""},
		{"with an end", inventory.KeptFilter{Indefinitely: &no, Service: "p"}, "p/run/more p/run/waits", ""},
		{"without end, and figures", inventory.KeptFilter{Indefinitely: &yes, LongerThan: "P3Y"}, "s/run/ever", ""},
		{"by trigger", inventory.KeptFilter{Trigger: "f"}, "s/run/just", ""},
		{"by wider trigger", inventory.KeptFilter{Trigger: "e", Service: "s"}, "s/run/just s/run/least s/run/most s/run/until", ""},
		{"by action", inventory.KeptFilter{Action: inventory.Erase}, "s/run/most", ""},
		{"by data collected", inventory.KeptFilter{Data: "n", Action: inventory.Anonymise}, "s/run/just", ""},
		{"by data named", inventory.KeptFilter{Data: "n", Service: "p"}, "p/run/more p/run/waits", ""},
	} {
		a, err := s.WhatIsKept(c.f, 100, nil)
		if err != nil {
			t.Error(err)
		}
		equal(t, c.name, rest(a.Nodes()), c.kept)
		equal(t, c.name+", without figure", rest(a.WithoutFigure), c.unknown)
	}
	for _, f := range []inventory.KeptFilter{{LongerThan: "3 years"}, {AtMost: "P"}, {LongerThan: "x", AtMost: "y"}} {
		_, err := s.WhatIsKept(f, 10, nil)
		if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, f := range []inventory.KeptFilter{{Trigger: "x"}, {Service: "x"}, {Data: "x"}} {
		_, err := s.WhatIsKept(f, 10, nil)
		if code, _ := inventory.CodeOf(err); code != inventory.NotFound {
			t.Errorf("%+v: %v", f, err)
		}
	}
	a, err := s.WhatIsKept(inventory.KeptFilter{LongerThan: "P3Y"}, 1, nil)
	if err != nil || a.TotalCount() != 3 || len(a.Nodes()) != 1 || len(a.WithoutFigure) != 3 || !strings.Contains(a.InWords(), "3 rules") {
		t.Errorf("a page of one: %v %v", a.InWords(), err)
	}
}

func TestWhatHappensOn(t *testing.T) {
	s := wide(t)
	a, err := s.WhatHappensOn("account DELETED", "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "events", slugs(a.Events), "deleted")
	equal(t, "caused by", slugs(a.CausedBy), "account/delete")
	equal(t, "erased", slugs(a.Erased), "account/run/end c2/run/month")
	equal(t, "anonymised", slugs(a.Anonymised), "invoices/run/blur")
	equal(t, "kept", slugs(a.Kept), "payment/run/books payment/run/fraud push/run/log")
	equal(t, "unaffected", slugs(a.Unaffected), "mapping/run/counts site/run/idle")
	equal(t, "not stated", slugs(a.NotStated), "c2/run/phone mapping/run/ip")
	if !strings.Contains(a.InWords(), "2 ") || !strings.Contains(a.InWords(), "Account deleted") {
		t.Errorf("in words: %s", a.InWords())
	}
	a, err = s.WhatHappensOn("ended", "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "the wider event", slugs(a.Events), "ended deleted expired")
	equal(t, "is caused by", slugs(a.CausedBy), "account/delete account/leave")
	equal(t, "and erases", slugs(a.Erased), "account/run/end c2/run/month")
	a, err = s.WhatHappensOn("expired", "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "another narrower event erases", slugs(a.Erased), "account/run/end")
	equal(t, "keeps to its own", slugs(a.Unaffected), "c2/run/month mapping/run/counts push/run/log site/run/idle")
	equal(t, "is caused by none", slugs(a.CausedBy), "")
	a, err = s.WhatHappensOn("deleted", "payment")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "of one service and its parts", slugs(a.Erased)+slugs(a.Anonymised)+" "+slugs(a.Kept), "invoices/run/blur payment/run/books payment/run/fraud")
	a, err = s.WhatHappensOn("last activity", "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "an event that ends nothing", slugs(a.Erased), "mapping/run/counts site/run/idle")
	a, err = s.WhatHappensOn("deleted", "gateway")
	if err != nil || len(a.Erased)+len(a.Kept)+len(a.NotStated) != 0 || a.InWords() == "" {
		t.Errorf("a service that it does not concern: %v %v", a, err)
	}
	for _, err := range []error{second(s.WhatHappensOn("x", "")), second(s.WhatHappensOn("deleted", "x"))} {
		if code, _ := inventory.CodeOf(err); code != inventory.NotFound {
			t.Error(err)
		}
	}
}

func TestWhatHappensOnToPartsAndWithMinimumPeriods(t *testing.T) {
	part := with(service("part", "Part"), func(r *inventory.ServiceRecord) { r.PartOf = "service/whole" })
	s := snapshot(t, data("d", "D", ""), service("whole", "Whole"), part, service("needs", "Needs"), service("alone", "Alone"),
		activity("whole", "run"), activity("part", "run"), activity("needs", "run"), activity("alone", "run"),
		collects("part", "d"), collects("needs", "d"), collects("alone", "d"), requires("needs", "part"), event("end", "The end", "", "whole"),
		keeps("whole", "least", inventory.AtLeast, during("P1Y", "end"), then(inventory.Erase)), keeps("whole", "archive", inventory.UntilEvent, until("end"), then(inventory.Archive)))
	a, err := s.WhatHappensOn("the end", "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "kept for a time at least, or in an archive", slugs(a.Kept), "whole/run/archive whole/run/least")
	equal(t, "erased", slugs(a.Erased), "")
	equal(t, "not stated of a part, and of what needs a part", slugs(a.NotStated), "needs/run/d part/run/d")
}

func TestAnswersAreTheSameEachTime(t *testing.T) {
	want := ""
	for range 5 {
		got := told(t, complete(t))
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatal("two runs say different things")
		}
	}
}
