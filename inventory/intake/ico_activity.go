package intake

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// identify finds out which activity the row is about, and makes it; ok is
// false if nothing says it.
func (e *entry) identify(line int) (ok bool) {
	if e.ours {
		return e.byID(line)
	}
	function, purposes := e.of("businessFunction"), e.of("purposes")
	if len(function) > 0 {
		e.function = function[0].text
	} else if e.last != nil {
		e.function = e.last.function
	}
	switch {
	case len(purposes) > 0:
		e.name = purposes[0].text
	case len(function) == 0 && e.last != nil:
		e.continues(line)
		return true
	case e.function != "":
		e.name = e.function
	}
	if e.name == "" {
		return false
	}
	if e.function == "" {
		e.function = e.name
	}
	e.at(line, e.function, e.name)
	l := &Line{}
	if len(function) > 0 {
		l = function[0].Line
	}
	e.service, _ = e.noun(l, inventory.KindService, e.function, func(id inventory.ID) inventory.Record {
		return &inventory.ServiceRecord{ID: id, Name: e.function}
	})
	if len(function) > 0 {
		l.roughly("the template knows no services: the business function stands for one", string(e.service))
	}
	e.make(l, e.free(inventory.KindActivity, e.service.Rest(), slug(e.name)))
	e.department(function)
	return true
}

// continues goes on with the activity of the row above: in the ICO's template
// cells of one activity may stand in several rows.
func (e *entry) continues(line int) {
	above := e.last
	e.activity, e.rec, e.name, e.function, e.service = above.activity, above.rec, above.name, above.function, above.service
	e.data, e.collections, e.disclosures, e.bases = above.data, above.collections, above.disclosures, above.bases
	e.things = above.things
	e.at(line, e.function, e.name)
}

// byID finds the activity by the id that the export gives.
func (e *entry) byID(line int) (ok bool) {
	ids := e.of(activityID)
	if len(ids) == 0 {
		return false
	}
	id := inventory.ID(ids[0].text)
	parts := strings.Split(id.Rest(), "/")
	if k, ok := id.Kind(); !ok || k != inventory.KindActivity || len(parts) != 2 {
		e.problem(ids[0].Line.Line, "malformed", quoted(ids[0].text)+" is no id of an activity, such as activity/payment/take-payments: correct it, or remove the column")
		return false
	}
	l, function := e.summary(humanise(parts[0]), humanise(parts[1]))
	e.at(line, e.function, e.name)
	service := inventory.KindService.ID(parts[0])
	if rec, ok := e.s.Record(service); ok && !e.own(rec) {
		e.service = service
	} else {
		e.service, _ = e.nounAt(l, service, []string{e.function}, func(id inventory.ID) inventory.Record {
			return &inventory.ServiceRecord{ID: id, Name: e.function}
		})
	}
	if e.service != service {
		id = e.free(inventory.KindActivity, e.service.Rest(), parts[1])
	}
	e.make(l, id)
	ids[0].mapped(string(e.activity))
	ids[0].done = true
	e.department(function)
	return true
}

// summary reads "Service: Activity" in the column of the business function,
// and answers with its line and what stands beside it.
func (e *entry) summary(service, name string) (l *Line, function []*item) {
	list := e.of("businessFunction")
	e.function, e.name = service, name
	l = &Line{}
	if len(list) == 0 {
		return l, nil
	}
	last := list[len(list)-1]
	if before, after, ok := strings.Cut(last.text, ": "); ok {
		e.function, e.name = before, after
		last.done = true
		return last.Line, list[:len(list)-1]
	}
	return l, list
}

// make makes the activity, or finds it.
func (e *entry) make(l *Line, id inventory.ID) {
	e.activity = id
	if have, ok := e.foreign(id); ok {
		if a, ok := have.(*inventory.ProcessingActivityRecord); ok && a.Name == e.name {
			l.mapped(string(id))
		} else {
			l.roughly(leftAsItIs, string(id))
		}
		return
	}
	if have, ok := mine[inventory.ProcessingActivityRecord](e.draft, id); ok {
		e.rec = have
		l.mapped(string(id))
		return
	}
	e.rec = &inventory.ProcessingActivityRecord{ID: id, Service: e.service, Name: e.name, Role: "CONTROLLER", Status: "ACTIVE"}
	e.state(l, e.rec, "name")
}

// department keeps the business function.
func (e *entry) department(list []*item) {
	for i, it := range list {
		it.done = true
		switch {
		case e.rec == nil:
			it.roughly(leftAsItIs, string(e.activity))
		case i > 0:
			it.lost("an activity has one department here: the first stands")
		default:
			e.rec.Department = it.text
			it.mapped(string(e.activity) + "#department")
		}
	}
}

// plainColumns are those that fill fields of the activity itself.
func (e *entry) plainColumns() {
	if e.rec == nil {
		for _, key := range []string{"locations", "automation", "assessmentRequired", "assessmentProgress", "assessmentDocument", "breachOccurred",
			"breachRecord", "policyDocument", "policyFollowed", "policyReason", "subjects"} {
			for _, it := range e.of(key) {
				it.roughly(leftAsItIs, string(e.activity))
				it.done = true
			}
		}
		return
	}
	for _, it := range e.of("locations") {
		e.rec.Locations = appendNew(e.rec.Locations, it.raw)
		it.mapped(string(e.activity) + "#locations")
		if it.inferred || it.condition != "" {
			it.roughly("kept as it stands: a place has no evidence of its own here")
		}
	}
	e.automated()
	e.flag("assessmentRequired", "impactAssessment.required", func(y inventory.YesNo) { assessment(e.rec).Required = y })
	e.words("assessmentProgress", "impactAssessment.progress", func(s string) { assessment(e.rec).Progress = s })
	e.links("assessmentDocument", "impactAssessment.document", func(u inventory.URL) {
		if p := assessment(e.rec); p.Document == "" {
			p.Document = u
		} else {
			p.Others = appendNew(p.Others, u)
		}
	}, nil)
	e.flag("breachOccurred", "breach.occurred", func(y inventory.YesNo) { breach(e.rec).Occurred = y })
	e.links("breachRecord", "breach.document", func(u inventory.URL) { breach(e.rec).Document = u }, func(s string) { breach(e.rec).Procedure = s })
	e.links("policyDocument", "retentionPolicy.document", func(u inventory.URL) { policy(e.rec).Document = u }, nil)
	e.flag("policyFollowed", "retentionPolicy.followed", func(y inventory.YesNo) { policy(e.rec).Followed = y })
	e.words("policyReason", "retentionPolicy.reason", func(s string) { policy(e.rec).Reason = s })
}

func appendNew[T comparable](list []T, v T) []T {
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

func breach(a *inventory.ProcessingActivityRecord) *inventory.BreachRecord {
	if a.Breach == nil {
		a.Breach = &inventory.BreachRecord{}
	}
	return a.Breach
}

func policy(a *inventory.ProcessingActivityRecord) *inventory.RetentionPolicyRecord {
	if a.RetentionPolicy == nil {
		a.RetentionPolicy = &inventory.RetentionPolicyRecord{}
	}
	return a.RetentionPolicy
}

// flag reads a yes or no; words around it are told.
func (e *entry) flag(key, field string, set func(inventory.YesNo)) {
	for _, it := range e.of(key) {
		y, rest := answer(it.raw)
		if y == "" {
			it.lost("yes or no is wanted here")
			continue
		}
		set(y)
		it.mapped(string(e.activity) + "#" + field)
		if rest != "" {
			it.roughly("the answer stands; the words beside it do not: " + rest)
		}
	}
}

// answer reads the yes or no that a text begins with.
func answer(text string) (y inventory.YesNo, rest string) {
	low := strings.ToLower(text)
	for word, is := range map[string]inventory.YesNo{"yes": "YES", "no": "NO", "true": "YES", "false": "NO"} {
		if after, ok := strings.CutPrefix(low, word); ok && (after == "" || strings.ContainsAny(after[:1], " ,.;:-–(")) {
			return is, strings.Trim(text[len(word):], " ,.;:-–")
		}
	}
	return "", ""
}

// words reads text as it is.
func (e *entry) words(key, field string, set func(string)) {
	var said []string
	for _, it := range e.of(key) {
		said = append(said, it.raw)
		set(strings.Join(said, "\n"))
		it.mapped(string(e.activity) + "#" + field)
	}
}

// links reads links, and words where there is a place for them.
func (e *entry) links(key, field string, set func(inventory.URL), words func(string)) {
	for _, it := range e.of(key) {
		u := inventory.URL(strings.TrimPrefix(it.raw, "other: "))
		switch {
		case u.Valid() == nil:
			set(u)
			it.mapped(string(e.activity) + "#" + field)
		case words != nil:
			words(it.raw)
			it.mapped(string(e.activity) + "#" + field)
			e.guessed(it, "no link: kept in words")
		default:
			it.lost(notALink)
		}
	}
}

// automated reads what is said of automated decisions.
func (e *entry) automated() {
	target := string(e.activity) + "#automation"
	for _, it := range e.of("automation") {
		what, said, labelled := strings.Cut(it.raw, ": ")
		y, _ := answer(said)
		switch {
		case labelled && what == "automated decisions" && y != "":
			automation(e.rec).Decisions = y
		case labelled && what == "profiling" && y != "":
			automation(e.rec).Profiling = y
		case strings.HasPrefix(it.raw, "lawful by "):
			automation(e.rec).Basis, _ = basisNamed(it.raw)
		default:
			y, rest := answer(it.raw)
			if y != "" {
				automation(e.rec).Decisions = y
				it.roughly("taken for automated decisions; of profiling it says nothing apart", target)
			} else {
				rest = it.raw
			}
			if rest != "" {
				automation(e.rec).Description = strings.TrimSpace(automation(e.rec).Description + "\n" + rest)
			}
		}
		it.mapped(target)
	}
}
