package intake

import (
	"regexp"
	"strings"

	"github.com/recital/recital/inventory"
)

var (
	thenDone = regexp.MustCompile(`^(.*), then (erased|made anonymous|archived)$`)
	doneNow  = regexp.MustCompile(`^(erased|made anonymous|archived) (at once on .*)$`)
	onceOver = regexp.MustCompile(`^(.*), once the rule “(.*)” has run out$`)
)

// ruled is a retention rule of the row, with its words.
type ruled struct {
	words    string
	duration string
	inferred bool
	rec      *inventory.RetentionRuleRecord
}

// retentionColumn says how long data is kept.
func (e *entry) retentionColumn() {
	list := e.of("retention")
	if e.rec == nil && len(list) > 0 {
		for _, it := range list {
			it.roughly("the activity is in the inventory from elsewhere, and so are the times for which it keeps data: they were left as they are", string(e.activity))
			it.done = true
		}
		return
	}
	for _, it := range list {
		it.done = true
		name, words, ok := strings.Cut(it.text, ": ")
		if !ok || !e.ours {
			e.keepsAll(it)
			continue
		}
		e.keeps(it, name, words)
	}
	e.chain()
	for _, r := range e.rules {
		e.keep(r.rec)
	}
	e.rules = nil
}

// keepsAll reads a time that people wrote for the row as a whole; one that
// begins with a category of the row is that of the category.
func (e *entry) keepsAll(it *item) {
	text, data := it.text, []inventory.ID(nil)
	if name, words, ok := strings.Cut(it.text, ": "); ok {
		if ids, all := e.knownData(name); all {
			text, data = words, ids
		}
	}
	e.retain(it.Line, e.activity, data, text, e.evidence(it))
}

// keeps reads a rule as the export writes it. Categories kept alike share one.
func (e *entry) keeps(it *item, name, words string) {
	name, form := formIn(name)
	var data []inventory.ID
	if name != "All data of the activity" {
		data = e.dataNamed(it, name)
	}
	full := words + "|" + it.condition + "|" + string(form)
	for i, r := range e.rules {
		if r.words == full && r.inferred == it.inferred && len(data) > 0 && len(r.rec.Data) > 0 {
			for _, id := range data {
				e.rules[i].rec.Data = appendNew(e.rules[i].rec.Data, id)
			}
			it.mapped(string(r.rec.ID))
			return
		}
	}
	r := ruled{words: full, inferred: it.inferred, rec: &inventory.RetentionRuleRecord{Activity: e.activity, Data: data, Form: limited(form)}}
	r.rec.Evidence = e.evidence(it)
	r.duration = e.understand(it, r.rec, words)
	n := 1
	for e.records[e.ruleID(n)] != nil || e.numbered(n) {
		n++
	}
	r.rec.ID = e.ruleID(n)
	e.rules = append(e.rules, r)
	it.mapped(string(r.rec.ID))
}

func (e *entry) ruleID(n int) inventory.ID {
	return inventory.KindRetention.ID(e.activity.Rest(), "rule-"+twoDigits(n))
}

func (e *entry) numbered(n int) bool {
	for _, r := range e.rules {
		if r.rec.ID == e.ruleID(n) {
			return true
		}
	}
	return false
}

// understand reads the words of a rule into it, and answers with those that
// say how long.
func (e *entry) understand(it *item, r *inventory.RetentionRuleRecord, words string) (duration string) {
	words, r.Ground, _ = strings.Cut(words, "; ground: ")
	if m := onceOver.FindStringSubmatch(words); m != nil {
		words = m[1]
		e.waiting = append(e.waiting, waiting{it, r, m[2]})
	}
	if m := thenDone.FindStringSubmatch(words); m != nil {
		words, r.Action = m[1], actionNamed(m[2])
	} else if m := doneNow.FindStringSubmatch(words); m != nil {
		words, r.Action = m[2], actionNamed(m[1])
	}
	k := keepingOf(words)
	r.Bound, r.Period, r.Criteria = k.bound, k.period, k.criteria
	if k.event != "" {
		r.Trigger = e.event(it.Line, k.event)
	}
	return words
}

// waiting is a rule that acts once another has run out, which the words tell.
type waiting struct {
	it    *item
	rec   *inventory.RetentionRuleRecord
	until string
}

// chain finds the rules that others wait for, once all of the row are read.
func (e *entry) chain() {
	for _, w := range e.waiting {
		for _, r := range e.rules {
			if w.rec.After == "" && r.rec != w.rec && r.duration == w.until && (len(w.rec.Data) == 0 || sharesData(r.rec.Data, w.rec.Data)) {
				w.rec.After = r.rec.ID
			}
		}
		if w.rec.After == "" {
			w.it.roughly("the rule that must run out first is not in the row: that it must is not kept")
		}
	}
	e.waiting = nil
}

func sharesData(a, b []inventory.ID) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return len(a) == 0
}

func actionNamed(done string) inventory.RetentionAction {
	return map[string]inventory.RetentionAction{"erased": inventory.Erase, "made anonymous": inventory.Anonymise, "archived": inventory.Archive}[done]
}
