package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// brief is how long a sentence may be that stands above an answer.
const brief = 200

// foremost puts a section before the others.
func foremost(sections []Section, id string) []Section {
	slices.SortStableFunc(sections, func(a, c Section) int {
		switch {
		case a.ID == id && c.ID != id:
			return -1
		case a.ID != id && c.ID == id:
			return 1
		}
		return 0
	})
	return sections
}

// replyData answers what is asked about a kind of data.
func (b *builder) replyData(p *Page, q question, h hit) error {
	var a dataAnswer
	if err := b.put("data", map[string]any{"data": h.Node.ID}, &a); err != nil {
		return err
	}
	if err := a.whole(b); err != nil {
		return err
	}
	b.understood(p, h)
	p.Sections = b.dataSections(a)
	switch {
	case q.ofKeeping():
		p.Lead = keptInWords(h.Name, a.nearest())
		p.Sections = foremost(p.Sections, "kept")
	case q.has("used", "use", "uses", "why", "purpose", "purposes"):
		p.Lead = sentence(a.WhoCollects.InWords) + " What for, the pages of these services tell."
		p.Sections = foremost(p.Sections, "collected")
	case q.ofCollecting():
		p.Lead = sentence(a.WhoCollects.InWords)
		p.Sections = foremost(p.Sections, "collected")
	default:
		p.Lead = receivedInWords(h.Name, a)
	}
	return nil
}

// receivedInWords says who receives a kind of data: all that the answer says of
// itself, or the most of it if that is long. The rest stands below.
func receivedInWords(name string, a dataAnswer) string {
	if whole := a.WhoReceives.InWords; len(whole) <= brief {
		return sentence(whole)
	}
	var near, wider []named
	for _, r := range a.WhoReceives.Receipts {
		if r.Match == "BROADER" {
			wider = append(wider, r.Recipient)
		} else {
			near = append(near, marked(r.Recipient, r.Disclosures))
		}
	}
	itself := func(n named) named { return n }
	text := name + ": no recipient is named for it"
	if near = distinct(near, itself); len(near) > 0 {
		text = name + " goes to " + some(near, 4)
	}
	if n := len(distinct(wider, itself)); n > 0 {
		text += "; " + wording.Count(n, "recipient") + " of a wider kind of data may receive it"
	}
	switch n := len(a.WhoReceives.CollectedWithoutStatedRecipient); {
	case n == 1:
		text += "; one service collects it and names no recipient, which is not a no"
	case n > 1:
		text += "; " + wording.Count(n, "service") + " collect it and name no recipient, which is not a no"
	}
	return sentence(text)
}

// allInferred says whether no document says any of it in so many words.
func allInferred(of []disclosure) bool {
	return !slices.ContainsFunc(of, func(d disclosure) bool { return d.Assertion != "INFERRED" })
}

// marked is a thing with a word beside its name if it is only inferred.
func marked(n named, by []disclosure) named {
	if allInferred(by) {
		n.Name += " (inferred)"
	}
	return n
}

// inferredOnly says that the documents do not say so themselves.
const inferredOnly = " That is inferred: the documents do not say it in so many words."

// keptInWords says how long something is kept: the rule if there is one, and
// how many there are otherwise.
func keptInWords(name string, rules []retentionRule) string {
	switch len(rules) {
	case 0:
		return "How long " + name + " is kept is not stated."
	case 1:
		return upperFirst(name) + " is kept " + sentence(rules[0].InWords) + " That is the rule of " + rules[0].Service.Name + "."
	}
	services := distinct(rules, func(r retentionRule) named { return r.Service })
	text := wording.Count(len(rules), "rule") + " say how long " + name + " is kept. "
	if len(services) == 1 {
		return text + "The first: " + sentence(rules[0].InWords)
	}
	return text + "That of " + rules[0].Service.Name + ": " + sentence(rules[0].InWords)
}

// nearest puts the rules that name the kind of data before those that name a
// wider one, and these before those of everything that is collected.
func (a dataAnswer) nearest() []retentionRule {
	path := a.DataCategory.Path
	farness := func(r retentionRule) int {
		for i := range path {
			if slices.Contains(r.Data, path[len(path)-1-i]) && i < len(path)-1 {
				return i
			}
		}
		return len(path)
	}
	rules := slices.Clone(a.kept)
	slices.SortStableFunc(rules, func(r, o retentionRule) int { return farness(r) - farness(o) })
	return rules
}

// replyRecipient answers what goes to a recipient.
func (b *builder) replyRecipient(p *Page, h hit) error {
	a, err := b.goesTo(h)
	if err != nil {
		return err
	}
	b.understood(p, h)
	p.Lead = goesInWords(a)
	p.Sections = b.recipientSections(a)
	return nil
}

func (b *builder) goesTo(h hit) (recipientAnswer, error) {
	var a recipientAnswer
	return a, b.put("recipient", map[string]any{"recipient": h.Node.ID}, &a)
}

// goesInWords says what a recipient receives, and through how many services.
func goesInWords(a recipientAnswer) string {
	w := a.WhatGoesTo
	var direct, through []named
	for _, r := range w.ReachedBy {
		if r.Direct {
			direct = append(direct, r.Service)
		} else {
			through = append(through, r.Service)
		}
	}
	itself := func(n named) named { return n }
	direct, through = distinct(direct, itself), distinct(through, itself)
	through = slices.DeleteFunc(through, func(n named) bool { return slices.Contains(direct, n) })
	if len(w.Disclosures) == 0 {
		return sentence("Nothing is stated to go to "+w.Recipient.Name) + " That is no promise that nothing does."
	}
	data := func(d disclosure) named {
		if allInferred(w.Disclosures) {
			return d.Data // said once, at the end
		}
		return marked(d.Data, only(w.Disclosures, func(o disclosure) bool { return o.Data.ID == d.Data.ID }))
	}
	text := w.Recipient.Name + " receives " + some(distinct(w.Disclosures, data), 4)
	if len(direct) > 0 {
		text += ", directly from " + some(direct, 2)
	}
	if len(through) > 0 {
		text += "; through these also from " + wording.Count(len(through), "other service")
	}
	if allInferred(w.Disclosures) {
		return sentence(text) + inferredOnly
	}
	return sentence(text)
}

// replyPair answers whether a kind of data goes to a recipient.
func (b *builder) replyPair(p *Page, data, recipient hit) error {
	goes, err := b.goesTo(recipient)
	if err != nil {
		return err
	}
	var a dataAnswer
	if err := b.put("data", map[string]any{"data": data.Node.ID}, &a); err != nil {
		return err
	}
	b.understood(p, recipient, data)
	p.Lead = pairInWords(a, goes, data, recipient)
	p.Sections = b.recipientSections(goes)
	return nil
}

// pairInWords says whether data goes to a recipient or a member of it, as the
// answer about the data has it.
func pairInWords(a dataAnswer, goes recipientAnswer, data, recipient hit) string {
	ours := func(n named) bool { return n.ID == recipient.Node.ID || slices.Contains(goes.WhatGoesTo.Members, n) }
	through := func(d disclosure) named { return d.Service }
	var yes, wider []disclosure
	for _, r := range a.WhoReceives.Receipts {
		switch {
		case !ours(r.Recipient):
		case r.Match == "BROADER":
			wider = append(wider, r.Disclosures...)
		default:
			yes = append(yes, r.Disclosures...)
		}
	}
	var statistics []disclosure
	for _, r := range a.WhoReceives.AggregatedOnly {
		if ours(r.Recipient) && r.Match != "BROADER" {
			statistics = append(statistics, r.Disclosures...)
		}
	}
	no := only(a.WhoReceives.StatedNonRecipients, func(n nonDisclosure) bool { return ours(n.Recipient) })
	not := ""
	if len(no) > 0 {
		not = "It is stated not to go there through " + some(distinct(no, func(n nonDisclosure) named { return n.Service }), 3) + "."
	}
	text := ""
	switch {
	case len(yes) > 0:
		text = sentence("Yes, " + data.Name + " goes to " + recipient.Name + ", through " + some(distinct(yes, through), 3))
		if allInferred(yes) {
			text += inferredOnly
		}
	case len(statistics) > 0:
		text = sentence("As statistics only: " + data.Name + " goes to " + recipient.Name + ", through " + some(distinct(statistics, through), 3))
	case len(wider) > 0:
		text = "Perhaps: a wider kind of data goes to " + recipient.Name + " and may contain it, " + some(distinct(wider, func(d disclosure) named { return d.Data }), 3) +
			", through " + some(distinct(wider, through), 3) + "."
	case not == "":
		return sentence("It is not stated whether "+data.Name+" goes to "+recipient.Name) + " That is not a no."
	}
	return strings.TrimSpace(text + " " + not)
}

// replyService answers what is asked about a service, and, with a kind of data,
// whether the service collects it.
func (b *builder) replyService(p *Page, q question, h hit, data *hit) error {
	var answer struct {
		Service  serviceAnswer
		Services list[listedService]
	}
	if err := b.put("service", map[string]any{"service": h.Node.ID}, &answer); err != nil {
		return err
	}
	s := answer.Service
	p.Sections = b.serviceSections(s)
	b.understood(p, h)
	switch {
	case data != nil:
		b.understood(p, h, *data)
		var a dataAnswer
		if err := b.put("data", map[string]any{"data": data.Node.ID}, &a); err != nil {
			return err
		}
		p.Lead = collectsInWords(a, h.named(), data.Name)
		p.Sections = foremost(p.Sections, "collected")
	case q.ofKeeping():
		p.Lead = keptInWords("what "+s.Name+" holds", s.Retention)
		p.Sections = foremost(p.Sections, "kept")
	case q.ofReceiving() && !q.ofCollecting():
		p.Lead = "No recipient of what " + s.Name + " collects is stated, which is not a no."
		if all := distinct(s.Recipients, func(r reach) named { return r.Recipient }); len(all) > 0 {
			p.Lead = "What " + s.Name + " collects goes to " + some(all, 5) + "."
		}
		p.Sections = foremost(p.Sections, "received")
	default:
		p.Lead = "What " + s.Name + " collects is not stated."
		if all := distinct(s.Collections, func(c collection) named { return c.Data }); len(all) > 0 {
			p.Lead = s.Name + " collects " + some(all, 6) + "."
		}
		p.Sections = foremost(p.Sections, "collected")
	}
	return nil
}

// collectsInWords says whether a service collects a kind of data, as the answer
// about the data has it.
func collectsInWords(a dataAnswer, s named, data string) string {
	w := a.WhoCollects
	of := func(c collection) bool { return c.Service.ID == s.ID }
	no := only(w.StatedNot, func(n nonCollection) bool { return n.Service.ID == s.ID })
	wider := only(w.MayInclude, of)
	text := ""
	if len(no) > 0 {
		text = s.Name + " states that it does not collect " + data + "."
		if limits := strings.TrimSpace(no[0].Scope + " " + no[0].Condition); limits != "" {
			text = strings.TrimSuffix(text, ".") + ", within these limits: " + sentence(limits)
		}
	}
	switch yes := only(w.Collected, of); {
	case len(yes) > 0 && text != "":
		return "Yes, " + s.Name + " collects " + data + ". For a part, " + text
	case len(yes) > 0 && !slices.ContainsFunc(yes, func(c collection) bool { return c.Assertion != "INFERRED" }):
		return "Yes, " + s.Name + " collects " + data + "." + inferredOnly
	case len(yes) > 0:
		return "Yes, " + s.Name + " collects " + data + "."
	case text != "":
		return "No: " + text
	case len(wider) > 0:
		return "Perhaps: " + s.Name + " collects a wider kind of data that may contain it, " + some(distinct(wider, func(c collection) named { return c.Data }), 3) + "."
	}
	return "It is not stated whether " + s.Name + " collects " + data + ". That is not a no."
}

// replyCookies tells of cookies: those named, those that somebody sets, those
// of a service, or all.
func (b *builder) replyCookies(p *Page, by, setter, service *hit) error {
	all, err := everything[cookie](b.session, "cookies", "cookies", nil)
	if err != nil {
		return err
	}
	near := func(h *hit) bool { return h != nil && h.nearness <= inName }
	kept := all
	switch {
	case near(by) && by.nearness == exactly || near(by) && !near(setter) && !near(service):
		b.understood(p, *by)
		kept = only(all, func(c cookie) bool { return c.ID == by.Node.ID })
	case near(setter) && setter.nearness <= service.nearness:
		b.understood(p, *setter)
		if kept, err = b.setBy(*setter, all); err != nil {
			return err
		}
	case near(service):
		b.understood(p, *service)
		kept = only(all, func(c cookie) bool {
			return slices.ContainsFunc(c.Services, func(n named) bool { return n.ID == service.Node.ID })
		})
	}
	p.Lead = cookiesInWords(kept, near(by) || near(setter) || near(service))
	p.Sections = []Section{{ID: "cookies", Title: "Cookies", Tables: b.cookieTables(kept), Silence: "No such cookie is stated. That is no promise that there is none."}}
	return nil
}

// setBy are the cookies that a party or its members set; if there are none,
// those of all that speak of it.
func (b *builder) setBy(setter hit, all []cookie) ([]cookie, error) {
	a, err := b.goesTo(setter)
	if err != nil || len(a.WhatGoesTo.Cookies) > 0 {
		return a.WhatGoesTo.Cookies, err
	}
	return only(all, func(c cookie) bool {
		return strings.Contains(strings.ToLower(c.Description), strings.ToLower(setter.Name))
	}), nil
}

func only[T any](all []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !keep(v) })
}

// cookiesInWords says what cookies there are.
func cookiesInWords(all []cookie, selected bool) string {
	names := cookieNames(all)
	setters := some(distinct(all, func(c cookie) named { return c.Setter }), 4)
	switch {
	case len(all) == 0:
		return "No such cookie is stated. That is no promise that there is none."
	case !selected:
		return "In all " + wording.Count(len(names), "cookie") + " are stated; the site itself and others set them."
	case len(all) == 1 && all[0].Refusable:
		return sentence(firstFew(names) + ": set by " + setters + ", stays " + staying(all[0]) + ", and you can refuse it")
	case len(all) == 1:
		return sentence(firstFew(names) + ": set by " + setters + ", stays " + staying(all[0]) + ", and you cannot refuse it")
	}
	return sentence("Set by " + setters + ": " + firstFew(names))
}

func firstFew(names []string) string {
	var of []named
	for _, n := range names {
		of = append(of, named{Name: n})
	}
	return some(of, 6)
}

// staying says how long a cookie stays.
func staying(c cookie) string {
	if l := lifetime(c); l != "" {
		return l
	}
	return "for a time that is not stated"
}
