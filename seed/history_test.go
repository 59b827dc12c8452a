package seed_test

import (
	"slices"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/seed"
)

// revisions are the snapshots of the example after each of its revisions.
func revisions(t *testing.T) []*inventory.Snapshot {
	t.Helper()
	commits, err := seed.Commits(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	s := inventory.Empty()
	list := make([]*inventory.Snapshot, len(commits))
	for i, c := range commits {
		if s, _, err = s.Apply(c); err != nil {
			t.Fatalf("the revision in force from %s: %v", c.EffectiveDate, err)
		}
		list[i] = s
	}
	return list
}

// asOf is the example as it was in force on a day.
func asOf(t *testing.T, day string) *inventory.Snapshot {
	t.Helper()
	list := revisions(t)
	r, err := list[len(list)-1].At(day)
	if err != nil {
		t.Fatal(err)
	}
	return list[r.Number-1]
}

func TestHistoryRuns(t *testing.T) {
	steps, err := seed.History()
	if err != nil {
		t.Fatal(err)
	}
	var before inventory.Revision
	for i, s := range revisions(t) {
		r := s.Revision()
		if r.EffectiveDate <= before.EffectiveDate || !r.RecordedAt.After(before.RecordedAt) {
			t.Errorf("revision %d is in force from %s, recorded at %s: not after the one before", r.Number, r.EffectiveDate, r.RecordedAt)
		}
		if steps[i].Because == "" || steps[i].Message != r.Message {
			t.Errorf("revision %d: %+v does not say why, or is not that of the log", r.Number, steps[i])
		}
		before = r
	}
	if last := before.RecordedAt; !last.Equal(seed.RecordedAt()) || before.Number < 2 {
		t.Errorf("the example has %d revisions, the newest recorded at %s", before.Number, last)
	}
	if again, _ := seed.Commits(seed.RecordedAt().Add(time.Hour)); !again[0].RecordedAt.After(seed.RecordedAt()) {
		t.Error("the time of recording has no effect")
	}
}

// A fact cites a text only from the day on which it was there, if an earlier
// one supports the fact.
func TestHistoryCitesWhatWasThere(t *testing.T) {
	citations := func(day string) int {
		p, err := asOf(t, day).Party("Stripe")
		if err != nil {
			t.Fatal(err)
		}
		return len(p.Citations())
	}
	if then, now := citations("2024-03-31"), citations("2024-04-01"); then < 1 || now <= then {
		t.Errorf("Stripe is cited from %d clauses before the cookie policy, and %d with it", then, now)
	}
}

// Each revision brings what its step says, and not before.
func TestHistoryBrings(t *testing.T) {
	brings := map[inventory.ID]inventory.Date{
		"non-collection/device-analytics/device-analytics-data":                         "2018-05-22",
		"requirement/package-activation/synology-account":                               "2018-09-28",
		"disclosure/mobile-applications/measure-app-usage/app-usage-data/firebase":      "2019-07-01",
		"non-disclosure/general/personal-data/third-parties+sale":                       "2019-11-01",
		"controllership/general/synology-inc":                                           "2020-01-01",
		"right/access":                                                                  "2020-08-01",
		"retention/payment/take-payments/minimum":                                       "2020-08-01",
		"version/privacy-statement/2018-11":                                             "2019-07-01",
		"cookie/stripe":                                                                 "2024-04-01",
		"disclosure/website/advertise/browsing-activity/linkedin":                       "2024-04-01",
		"version/cookie-policy/2024-04":                                                 "2024-04-01",
		"clause/cookie-policy/2024-04/how-do-i-refuse-my-consent-to-the-use-of-cookies": "2024-04-01",
	}
	for id, from := range brings {
		for _, s := range revisions(t) {
			_, there := s.Record(id)
			if day := s.Revision().EffectiveDate; there != (day >= from) {
				t.Errorf("%s should be there from %s on; in force from %s it is there: %t", id, from, day, there)
			}
		}
	}
}

// The same question before and after a revision has two answers.
func TestHistoryAnswers(t *testing.T) {
	before, after := asOf(t, "2024-03-31"), asOf(t, "2024-04-01")
	cookies := func(s *inventory.Snapshot) int {
		c, err := s.Cookies(inventory.CookieFilter{}, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.TotalCount()
	}
	if a, b := cookies(before), cookies(after); a != 0 || b == 0 {
		t.Errorf("%d cookies are known before April 2024, and %d then", a, b)
	}
	receives := func(s *inventory.Snapshot) []string {
		a, err := s.WhatGoesTo("Google")
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, r := range a.ReachedBy {
			list = append(list, r.Service.Name())
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	if list := receives(before); slices.Contains(list, "Websites") || !slices.Contains(list, "Mobile Applications") {
		t.Errorf("before April 2024 Google is reached by %q", list)
	}
	if list := receives(after); !slices.Contains(list, "Websites") {
		t.Errorf("since April 2024 Google is reached by %q", list)
	}
	controllers := func(s *inventory.Snapshot) int {
		general, err := s.Service("general")
		if err != nil {
			t.Fatal(err)
		}
		return len(general.Controllerships())
	}
	if a, b := controllers(asOf(t, "2019-12-31")), controllers(asOf(t, "2020-01-01")); a != 0 || b != 1 {
		t.Errorf("%d controllers are named before 2020, and %d then", a, b)
	}
}
