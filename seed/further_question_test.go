package seed_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
)

// Further questions: what is kept and erased, who is controller, what rests on
// consent, whose a cookie is, and whether people's own words are understood.

// keeping lists the services that have rules found by the filter.
func keeping(t *testing.T, f inventory.KeptFilter) []string {
	t.Helper()
	var names []string
	for _, r := range kept(t, f).Nodes() {
		names = append(names, r.Service().Name())
	}
	return names
}

func TestWhatIsKeptForMoreThanAYear(t *testing.T) {
	same(t, "longer than a year", keeping(t, inventory.KeptFilter{LongerThan: "P1Y"}), []string{
		"Device Analytics", "Marketing Events and Promotional Events", "Mobile Applications", "Payment", "Push Notifications", "Technical Support",
	})
}

func TestWhatCertainlyEndsWithinAMonth(t *testing.T) {
	same(t, "at most thirty days", keeping(t, inventory.KeptFilter{AtMost: "P30D"}), []string{
		"Active Insight", "Synology Application Service", "Push Notifications",
	})
}

func TestWhatEndsWithASupportTicket(t *testing.T) {
	got := map[string]inventory.Period{}
	for _, r := range kept(t, inventory.KeptFilter{Trigger: "ticket closed"}).Nodes() {
		for _, d := range r.Data() {
			got[d.Name()], _ = r.Period()
		}
	}
	if diff := cmp.Diff(map[string]inventory.Period{"Files uploaded for support": "P90D", "Remote access information": ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsErasedWhenAnAccountIsDeleted(t *testing.T) {
	a, err := example(t).WhatHappensOn("delete my account", "")
	if err != nil {
		t.Fatal(err)
	}
	var erased []string
	for _, r := range a.Erased {
		erased = append(erased, r.Service().Name())
		if _, waits := r.After(); waits != (r.ID() == "retention/payment/take-payments/after-account-deleted") {
			t.Errorf("%s: only purchases wait, for the end of the minimum", r.ID())
		}
	}
	same(t, "erased", erased, []string{
		"Active Insight", "C2", "Marketing Events and Promotional Events", "Package Activation", "Payment", "QuickConnect and Synology DDNS",
		"Synology Account", "Technical Support",
	})
}

func TestWhatUnsubscribingAndDisablingErase(t *testing.T) {
	s := example(t)
	for asked, want := range map[string]struct{ erased, choices int }{
		"unsubscribe":                           {0, 2},
		"disable DSM configuration backup":      {1, 1},
		"device analytics disabled":             {0, 1},
		"QuickConnect ended":                    {0, 1},
		"unregister from an event":              {0, 1},
		"disable Device Network Mapping":        {0, 1},
		"C2 subscription ended":                 {1, 0},
		"Active Insight disabled in the portal": {1, 1},
	} {
		a, err := s.WhatHappensOn(asked, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Erased) != want.erased || len(a.CausedBy) != want.choices {
			t.Errorf("%s: %d rules of erasure, %d choices", asked, len(a.Erased), len(a.CausedBy))
		}
	}
}

func TestWhichServicesNeedAnAccount(t *testing.T) {
	account, err := example(t).Service("account")
	if err != nil {
		t.Fatal(err)
	}
	var always, sometimes []string
	for _, r := range account.RequiredBy() {
		if _, ok := r.Condition(); ok {
			sometimes = append(sometimes, r.Service().Name())
		} else {
			always = append(always, r.Service().Name())
		}
	}
	same(t, "always", always, []string{"Active Insight", "C2", "DSM Configuration Backup", "Package Activation", "QuickConnect and Synology DDNS"})
	same(t, "sometimes", sometimes, []string{"Licensing", "Marketing Events and Promotional Events", "Technical Support"})
}

func TestWhoIsControllerOfEvents(t *testing.T) {
	events, err := example(t).Service("events")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range events.Controllerships() {
		for _, region := range c.Regions() {
			got[region] = c.Party().Name()
		}
	}
	want := map[string]string{"DE": "Synology GmbH", "FR": "Synology France SARL", "GB": "Synology UK Ltd"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatRestsOnConsent(t *testing.T) {
	page, err := example(t).LawfulBases(inventory.Consent, inventory.MaxPage, nil)
	if err != nil {
		t.Fatal(err)
	}
	var activities []string
	for _, b := range page.Nodes() {
		a, ok := b.Activity()
		if !ok {
			continue
		}
		activities = append(activities, a.Name())
		if a.Name() == "Sending newsletters" && !slices.Equal(b.Regions(), []string{"EU"}) {
			t.Errorf("newsletters rest on consent in the EU alone, not in %v", b.Regions())
		}
	}
	same(t, "activities", activities, []string{
		"Advertising", "Analysing visits", "Data of children", "Live chat", "Recording calls to the hotline", "Remembering choices", "Sending newsletters",
		"What hosts of events pass on to their sponsors",
	})
}

func TestWhoseACookieFoundOnADeviceIs(t *testing.T) {
	s := example(t)
	for name, want := range map[string]struct {
		setter    string
		refusable bool
	}{
		"_ga_1A2B3C": {"Google LLC", true}, "mf_9f8e": {"Mouseflow", true}, "NID": {"Google reCAPTCHA", false}, "IDE": {"Google LLC", true},
		"PHPSESSID": {"Synology Inc.", false}, "__stripe_sid": {"Stripe, Inc.", false}, "syno_confirm_5_answer": {"Synology Inc.", false},
		"bcookie": {"LinkedIn Corporation", true}, "_LiveChat": {"LiveChat, Inc.", true}, "obca_vid": {"Outbrain Inc.", true},
	} {
		page, err := s.Cookies(inventory.CookieFilter{Name: name}, inventory.MaxPage, nil)
		if err != nil {
			t.Fatal(err)
		}
		if page.TotalCount() != 1 {
			t.Errorf("%s: found in %d rows", name, page.TotalCount())
			continue
		}
		if c := page.Nodes()[0]; c.Setter().Name() != want.setter || c.Refusable() != want.refusable {
			t.Errorf("%s: set by %s, refusable %v", name, c.Setter().Name(), c.Refusable())
		}
	}
}

func TestTheWordsThatPeopleType(t *testing.T) {
	s := example(t)
	for asked, want := range map[string]inventory.ID{
		"eNews": "service/synology-account", "DDNS": "service/quickconnect", "NAS": "product/synology-devices", "MAC": "data/mac-address",
		"credit card": "data/payment-card", "e-mail address": "data/email", "session cookie": "cookie/sessions",
		"unsubscribe": "event/newsletter-unsubscribed", "right to be forgotten": "right/erasure", "delete my account": "event/account-deleted",
	} {
		page, err := s.Search(asked, nil, inventory.MaxPage, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(page.Nodes(), func(h inventory.SearchHit) bool { return h.ID() == want }) {
			t.Errorf("%q does not find %s", asked, want)
		}
	}
}
