package inventory

import (
	"fmt"

	"github.com/recital/recital/inventory/wording"
)

// WhatGoesTo is the answer to "what does this recipient receive?".
type WhatGoesTo struct {
	// Asked is what was asked, as it was asked.
	Asked string
	// Recipient is the party that was understood.
	Recipient Party
	// Members are the party and all that belong to it.
	Members []Party
	// Disclosures are those to it or its members, by id.
	Disclosures []Disclosure
	// NonDisclosures say what does not go to it, to its members, or to a
	// category that it belongs to.
	NonDisclosures []NonDisclosure
	// ReachedBy are the services that reach it, by name.
	ReachedBy []Reach
	// Cookies are those that it or its members set.
	Cookies []Cookie
}

// WhatGoesTo answers "what does this recipient receive?". Recipient is a
// party's id, name or alias; an unknown one is a [NotFound] error.
func (s *Snapshot) WhatGoesTo(recipient string) (WhatGoesTo, error) {
	party, err := s.Party(recipient)
	if err != nil {
		return WhatGoesTo{}, err
	}
	members := s.within(party.ID())
	a := WhatGoesTo{
		Asked: recipient, Recipient: party, Members: views[Party](s, members),
		Disclosures:    sorted(pointing[Disclosure](s, KindDisclosure, nil, members...)),
		NonDisclosures: sorted(pointing[NonDisclosure](s, KindNonDisclosure, nil, append(s.above(party.ID()), members...)...)),
		Cookies:        sorted(pointing[Cookie](s, KindCookie, nil, members...)),
	}
	records := make([]*DisclosureRecord, len(a.Disclosures))
	for i, d := range a.Disclosures {
		records[i] = d.r
	}
	a.ReachedBy = s.reaching(records, "", nil)
	return a, nil
}

// InWords gives the answer in one sentence, with its gaps.
func (a WhatGoesTo) InWords() string {
	line := a.Recipient.Name() + ": nothing is stated to go there"
	if len(a.Disclosures) > 0 {
		data := gather(a.Disclosures, func(d Disclosure) []DataCategory { return []DataCategory{d.Data()} })
		names := make([]string, len(data))
		for i, d := range data {
			names[i] = d.Name()
		}
		line = fmt.Sprintf("%s: %s", a.Recipient.Name(), wording.And(names))
		direct, through := a.reached()
		if len(direct) > 0 {
			line += "; directly from " + wording.And(direct)
		}
		if len(through) > 0 {
			line += "; only through another service from " + wording.And(through)
		}
	}
	if n := len(a.NonDisclosures); n > 0 {
		line += "; " + wording.Count(n, "statement") + " that, within limits, data does not go there or to a wider category"
	}
	if n := len(a.Cookies); n > 0 {
		line += "; it sets the cookies of " + wording.Count(n, "row")
	}
	return line + "."
}

// reached lists the names of the services that reach it directly, and of those
// that do through others, each once.
func (a WhatGoesTo) reached() (direct, through []string) {
	services := gather(a.ReachedBy, func(r Reach) []Service { return []Service{r.Service} })
	for _, s := range services {
		is := false
		for _, r := range a.ReachedBy {
			is = is || r.Direct && r.Service.ID() == s.ID()
		}
		if is {
			direct = append(direct, s.Name())
		} else {
			through = append(through, s.Name())
		}
	}
	return direct, through
}
