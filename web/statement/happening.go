package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// occurrence is an event and what people call it.
type occurrence struct {
	named
	Aliases []string `json:"aliases"`
}

// eventWords stand in questions about events, and say nothing of which.
var eventWords = words(`a an and are data do does happen happened happens i if in is it its me my of off once on our the their them they to turn was we
 what when will with you your after`)

// stems are the words of a text that name what happens, each without its
// ending: "deleting the account" is "delet account".
func stems(text string) []string {
	var all []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \t?!,;:.\"“”’'()", r) }) {
		if eventWords[w] {
			continue
		}
		for _, ending := range []string{"ation", "ion", "ing", "ed", "al", "es", "s", "e", "d"} {
			if stem, ok := strings.CutSuffix(w, ending); ok && len(stem) > 3 {
				w = stem
				break
			}
		}
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return all
}

// event is the event that a question is about: one that it asks after, as in
// "what happens when", or that it is all about. Questions how to do something
// are about a right or a choice.
func (b *builder) event(q question) (found named, ok bool, err error) {
	asked := q.has("happen", "happens", "happened")
	if !asked && (len(q.all) < 2 || q.has("how", "can", "may", "where", "who", "which", "what", "long", "right", "rights", "cookie", "cookies")) {
		return named{}, false, nil
	}
	all, err := everything[occurrence](b.session, "events", "events", nil)
	if err != nil {
		return named{}, false, err
	}
	said := stems(strings.Join(q.all, " "))
	most := 0
	for _, e := range all {
		for _, name := range slices.Concat([]string{e.Name}, e.Aliases) {
			is := stems(name)
			whole := asked && !slices.ContainsFunc(is, func(w string) bool { return !slices.Contains(said, w) }) || slices.Equal(is, said) && len(is) > 1
			if whole && len(is) > most {
				found, most = e.named, len(is)
			}
		}
	}
	return found, most > 0, nil
}

type eventAnswer struct {
	WhatHappensOn struct {
		Event struct {
			evidence
			Name        string `json:"name"`
			Description string `json:"description"`
		}
		CausedBy                             []choice
		Erased, Anonymised, Kept, Unaffected []retentionRule
		NotStated                            []collection
	}
}

// replyEvent answers what an event does to data.
func (b *builder) replyEvent(p *Page, e named) error {
	var a eventAnswer
	if err := b.put("event", map[string]any{"event": e.ID}, &a); err != nil {
		return err
	}
	b.understood(p, hitOf(e))
	w := a.WhatHappensOn
	p.Lead = a.inWords()
	rules := func(id, title, tone string, of []retentionRule, silence string) Section {
		service := func(r retentionRule) named { return r.Service }
		return Section{ID: id, Title: title, Tone: tone, Groups: titled(grouped(of, service, b.kept), of, service), Silence: silence}
	}
	event := Section{ID: "event", Title: "What is meant", Lines: []Line{b.line(w.Event.evidence, w.Event.Name, "")}}
	event.Lines[0].Text = w.Event.Description
	silent := Section{ID: "not-stated", Title: "What nothing is stated on", Silence: "A rule speaks of everything that these services collect."}
	for _, c := range w.NotStated {
		item := b.noun(c.Data)
		item.Note = c.Service.Name + ", " + wording.LowerFirst(c.Activity.Name)
		if !slices.Contains(silent.Unsaid, item) {
			silent.Unsaid = append(silent.Unsaid, item)
		}
	}
	if silent.Unsaid != nil {
		silent.Silence = "Collected, and nothing is stated on what becomes of it:"
	}
	p.Sections = []Section{
		event,
		rules("erased", "What it erases", "", w.Erased, "Nothing is stated to be erased by it."),
		rules("anonymised", "What it makes anonymous", "", w.Anonymised, "Nothing is stated to be made anonymous by it."),
		rules("stays", "What stays", "not", w.Kept, "Nothing is stated to stay in spite of it."),
		rules("unaffected", "What ends at a time of its own", "", w.Unaffected, "Nothing is stated to end at a time of its own."),
		silent,
		{ID: "choices", Title: "How to bring it about", Groups: titled(grouped(w.CausedBy, func(c choice) named { return c.Service }, b.chosen), w.CausedBy, func(c choice) named { return c.Service }), Silence: "No choice is stated to cause it."},
	}
	return nil
}

// inWords says what the event does: what goes, what stays, and the gaps.
func (a eventAnswer) inWords() string {
	w := a.WhatHappensOn
	services := func(of []retentionRule) string {
		return some(distinct(of, func(r retentionRule) named { return r.Service }), 5)
	}
	text := w.Event.Name + ": nothing is stated to be erased by it"
	if len(w.Erased) > 0 {
		text = w.Event.Name + ": " + wording.Count(len(w.Erased), "rule") + agree(wording.Count(len(w.Erased), "rule"), " says", " say") + " that data is erased, in " + services(w.Erased)
	}
	sentences := []string{text}
	if len(w.Anonymised) > 0 {
		sentences = append(sentences, "Made anonymous is data of "+services(w.Anonymised))
	}
	if len(w.Kept) > 0 {
		sentences = append(sentences, "Not all goes: "+wording.Count(len(w.Kept), "rule")+agree(wording.Count(len(w.Kept), "rule"), " says", " say")+" that data stays, or may, in "+services(w.Kept))
	}
	if n := len(w.Unaffected); n > 0 {
		sentences = append(sentences, wording.Count(n, "rule")+agree(wording.Count(n, "rule"), " ends", " end")+" data at a time of its own")
	}
	if n := len(w.NotStated); n > 0 {
		sentences = append(sentences, "On "+wording.Count(n, "collection")+" of these services nothing is stated, which is not a no")
	}
	return also(sentences...)
}
