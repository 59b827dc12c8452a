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
		if q.has("where") {
			p.Lead = also(placesInWords(h.Name, a.kept), p.Lead)
		}
		p.Sections = foremost(p.Sections, "kept")
	case q.has("used", "use", "uses", "why", "purpose", "purposes"):
		return b.replyUses(p, h.named(), a)
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
		switch {
		case r.Match == "BROADER":
			wider = append(wider, r.Recipient)
		case r.Assertion == "INFERRED":
			near = append(near, guess(r.Recipient))
		default:
			near = append(near, r.Recipient)
		}
	}
	itself := func(n named) named { return n }
	text := name + ": no recipient is named for it"
	if near = distinct(near, itself); len(near) > 0 {
		text = name + agree(name, " goes to ", " go to ") + some(near, 4)
	}
	if n := len(a.WhoReceives.AggregatedOnly); n > 0 {
		text += "; " + wording.Count(n, "recipient") + " of statistics only"
	}
	if n := len(distinct(wider, itself)); n > 0 {
		text += "; " + wording.Count(n, "recipient") + " of a wider kind of data may receive it"
	}
	if n := len(a.WhoReceives.StatedNonRecipients); n > 0 {
		text += "; " + wording.Count(n, "statement") + " that, within limits, it is not disclosed"
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
		return guess(n)
	}
	return n
}

func guess(n named) named { return named{n.ID, n.Name + " (inferred)"} }

// inferredOnly says that the documents do not say so themselves.
const inferredOnly = " That is inferred: the documents do not say it in so many words."

// keptInWords says how long something is kept: the rule if there is one, and
// how many there are otherwise.
func keptInWords(name string, rules []retentionRule) string {
	switch len(rules) {
	case 0:
		return "How long " + name + agree(name, " is", " are") + " kept is not stated."
	case 1:
		return upperFirst(name) + agree(name, " is", " are") + " kept " + sentence(rules[0].InWords) + " That is the rule of " + rules[0].Service.Name + "."
	}
	services := distinct(rules, func(r retentionRule) named { return r.Service })
	text := wording.Count(len(rules), "rule") + " say how long " + name + agree(name, " is", " are") + " kept. "
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
	err := b.put("recipient", map[string]any{"recipient": h.Node.ID}, &a)
	if err == nil {
		a.ways, err = b.waysOf(a.WhatGoesTo.ReachedBy)
	}
	return a, err
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
	text := w.Recipient.Name + agree(w.Recipient.Name, " receives ", " receive ") + some(distinct(w.Disclosures, data), 4)
	switch others := only(w.Disclosures, disclosure.ofOthers); {
	case len(others) == len(w.Disclosures):
		text += ", " + byOthers + ", in connection with " + some(direct, 2)
	case len(direct) > 0:
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
		not = "It is stated not to go there through " + sentence(some(distinct(no, func(n nonDisclosure) named { return n.Service }), 3))
	}
	text := ""
	switch {
	case len(yes) > 0:
		text = sentence("Yes, " + data.Name + agree(data.Name, " goes to ", " go to ") + recipient.Name + ", through " + some(distinct(yes, through), 3))
		if allInferred(yes) {
			text += inferredOnly
		}
		if !slices.ContainsFunc(yes, func(d disclosure) bool { return !d.ofOthers() }) {
			text = also(text, "It is "+byOthers)
		}
	case len(statistics) > 0:
		text = sentence("As statistics only: " + data.Name + agree(data.Name, " goes to ", " go to ") + recipient.Name + ", through " + some(distinct(statistics, through), 3))
	case len(wider) > 0:
		text = "Perhaps: a wider kind of data goes to " + recipient.Name + " and may contain it, " + some(distinct(wider, func(d disclosure) named { return d.Data }), 3) +
			sentence(", through "+some(distinct(wider, through), 3))
	case not == "":
		return sentence("It is not stated whether "+data.Name+agree(data.Name, " goes to ", " go to ")+recipient.Name) + " That is not a no."
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
	var err error
	if s.ways, err = b.waysOf(s.Recipients); err != nil {
		return err
	}
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
		p.Lead = s.receivedInWords()
		p.Sections = foremost(p.Sections, "received")
	default:
		p.Lead = s.collectedInWords()
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
	collects := agree(s.Name, " collects ", " collect ")
	text := ""
	if len(no) > 0 {
		text = data + agree(data, " is", " are") + " stated not to be collected by " + s.Name + "."
		if limits := strings.TrimSpace(no[0].Scope + " " + no[0].Condition); limits != "" {
			text = strings.TrimSuffix(text, ".") + ", within these limits: " + sentence(limits)
		}
	}
	switch yes := only(w.Collected, of); {
	case len(yes) > 0 && !slices.ContainsFunc(yes, func(c collection) bool { return !c.Activity.ofOthers() }):
		return also("Others collect "+data+" in connection with "+s.Name+", on their own account", text)
	case len(yes) > 0 && text != "":
		return sentence("Yes, "+s.Name+collects+data) + " For a part, " + text
	case len(yes) > 0 && !slices.ContainsFunc(yes, func(c collection) bool { return c.Assertion != "INFERRED" }):
		return sentence("Yes, "+s.Name+collects+data) + inferredOnly
	case len(yes) > 0:
		return sentence("Yes, " + s.Name + collects + data)
	case text != "":
		return "No: " + text
	case len(wider) > 0:
		if !slices.ContainsFunc(wider, func(c collection) bool { return !c.Activity.ofOthers() }) {
			collects = ": others collect, on their own account, "
		}
		return "Perhaps: " + s.Name + collects + "a wider kind of data that may contain it, " + sentence(some(distinct(wider, func(c collection) named { return c.Data }), 3))
	}
	return sentence("It is not stated whether "+s.Name+collects+data) + " That is not a no."
}

func only[T any](all []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !keep(v) })
}
