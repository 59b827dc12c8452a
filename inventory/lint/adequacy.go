package lint

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// Adequacy is a decision of the European Commission that a country protects
// personal data adequately (GDPR Art. 45), as a dated fact.
type Adequacy struct {
	// Country is ISO 3166-1 alpha-2, or the name of an international organisation.
	Country string
	// From is the day of the decision.
	From inventory.Date
	// Until is the first day on which it no longer holds; empty: it holds.
	Until inventory.Date
	// Act names the decision.
	Act string
	// Partial says whom it covers, where that is not everybody who is likely to
	// receive data; empty: the country.
	Partial string
}

// AdequacyDecisions lists the decisions of the Commission under GDPR Art. 45 and
// before it under Directive 95/46/EC Art. 25(6), by country and day. They are
// those known in November 2026. Decisions under Directive (EU) 2016/680, on
// police and justice, are none of them.
func AdequacyDecisions() []Adequacy {
	const (
		appi = "organisations that Japan's Act on the Protection of Personal Information binds as business operators, under the Supplementary Rules"
		pipa = "organisations that Korea's Personal Information Protection Act binds, without missionary, party-political and credit-information processing under other supervision"
	)
	return []Adequacy{
		{Country: "AD", From: "2010-10-19", Act: "Decision 2010/625/EU"},
		{Country: "AR", From: "2003-06-30", Act: "Decision 2003/490/EC"},
		{Country: "BR", From: "2026-01-26", Act: "Implementing Decision (EU) 2026/179"},
		{Country: "CA", From: "2001-12-20", Act: "Decision 2002/2/EC", Partial: "commercial organisations under the Personal Information Protection and Electronic Documents Act"},
		{Country: "CH", From: "2000-07-26", Act: "Decision 2000/518/EC"},
		{Country: "FO", From: "2010-03-05", Act: "Decision 2010/146/EU"},
		{Country: "GB", From: "2021-06-28", Until: "2025-12-27", Act: "Implementing Decision (EU) 2021/1772, extended in June 2025 by Implementing Decision (EU) 2025/1226"},
		{Country: "GB", From: "2025-12-19", Until: "2031-12-27", Act: "Implementing Decision (EU) 2021/1772, renewed in December 2025 by Implementing Decision (EU) 2025/2574"},
		{Country: "GG", From: "2003-11-21", Act: "Decision 2003/821/EC"},
		{Country: "IL", From: "2011-01-31", Act: "Decision 2011/61/EU"},
		{Country: "IM", From: "2004-04-28", Act: "Decision 2004/411/EC"},
		{Country: "JE", From: "2008-05-08", Act: "Decision 2008/393/EC"},
		{Country: "JP", From: "2019-01-23", Act: "Implementing Decision (EU) 2019/419", Partial: appi},
		{Country: "KR", From: "2021-12-17", Act: "Implementing Decision (EU) 2022/254", Partial: pipa},
		{Country: "NZ", From: "2012-12-19", Act: "Implementing Decision 2013/65/EU"},
		{Country: "US", From: "2000-07-26", Until: "2015-10-06", Act: "Decision 2000/520/EC (Safe Harbour), invalid by CJEU C-362/14", Partial: "organisations certified under Safe Harbour"},
		{Country: "US", From: "2016-07-12", Until: "2020-07-16", Act: "Implementing Decision (EU) 2016/1250 (Privacy Shield), invalid by CJEU C-311/18", Partial: "organisations certified under the Privacy Shield"},
		{Country: "US", From: "2023-07-10", Act: "Implementing Decision (EU) 2023/1795 (EU-US Data Privacy Framework)", Partial: "organisations certified under the EU-US Data Privacy Framework"},
		{Country: "UY", From: "2012-08-21", Act: "Implementing Decision 2012/484/EU"},
		{Country: "European Patent Organisation", From: "2025-07-15", Act: "the Commission's decision of 15 July 2025"},
	}
}

// AdequacyOf is the decision about a country that holds on a day; ok is false
// if there is none.
func AdequacyOf(country string, today inventory.Date) (a Adequacy, ok bool) {
	for _, a := range AdequacyDecisions() {
		if strings.EqualFold(a.Country, country) && a.From <= today && (a.Until == "" || today < a.Until) {
			return a, true
		}
	}
	return Adequacy{}, false
}

// lastAdequacyOf is the newest decision about a country that came to an end by
// the day.
func lastAdequacyOf(country string, today inventory.Date) (last Adequacy, ok bool) {
	for _, a := range AdequacyDecisions() {
		if strings.EqualFold(a.Country, country) && a.Until != "" && a.Until <= today {
			last, ok = a, true
		}
	}
	return last, ok
}

// inside lists the countries where the GDPR itself protects data, from when
// until when: the members of the European Economic Area. The United Kingdom was
// treated as one until the bridge after its withdrawal ended.
var inside = []struct {
	countries   string
	from, until inventory.Date
}{
	{"AT BE DE DK ES FI FR GR IE IS IT LU NL NO PT SE", "1994-01-01", ""},
	{"LI", "1995-05-01", ""},
	{"CY CZ EE HU LT LV MT PL SI SK", "2004-05-01", ""},
	{"BG RO", "2007-01-01", ""},
	{"HR", "2013-07-01", ""},
	{"GB", "1994-01-01", "2021-07-01"},
	// Parts of Finland and France with codes of their own, to which the law of
	// the Union extends, and the areas themselves.
	{"AX GF GP MF MQ RE YT", "1994-01-01", ""},
	{"EU EEA", "1994-01-01", ""},
}

// country is what is known of a country on the day that is looked at.
type country struct {
	// third says whether it lies outside; adequate whether a decision holds.
	third, adequate bool
	decision        Adequacy
}

// place is what is known of a country.
func (b *book) place(name string) country {
	c, known := b.places[name]
	if !known {
		c.third = third(name, b.o.Today)
		c.decision, c.adequate = AdequacyOf(name, b.o.Today)
		b.places[name] = c
	}
	return c
}

// third says whether data that goes there leaves the European Economic Area, on
// that day.
func third(country string, today inventory.Date) bool {
	if country == "" {
		return false
	}
	for _, in := range inside {
		if slices.Contains(strings.Fields(in.countries), strings.ToUpper(country)) && in.from <= today && (in.until == "" || today < in.until) {
			return false
		}
	}
	return true
}
