package diff

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func newRecipient(c *comparison, p pair) (string, bool) {
	_, r, was, is := records[*inventory.DisclosureRecord](p)
	if was || !is {
		return "", false
	}
	if _, before := c.from.received[c.to.disclosure(r)]; before {
		return "", false
	}
	return c.to.serviceName(r.Activity) + " newly discloses " + c.to.name(r.Data) + inForm(r.Form) + " to " + c.to.name(r.Recipient), true
}

func passedOn(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.DependencyRecord](p)
	if !is {
		return "", false
	}
	data := after.Data
	if was {
		data = missing(after.Data, before.Data)
	}
	if len(data) == 0 {
		return "", false
	}
	return c.to.name(after.Service) + " newly passes " + c.to.names(data, "") + " on to " + c.to.name(after.DependsOn), true
}

// newData lists the categories that a collection, or a cookie, newly collects.
func newData(c *comparison, p pair) (who string, data []inventory.ID) {
	if before, after, was, is := records[*inventory.CookieRecord](p); is {
		data = after.Data
		if was {
			data = missing(after.Data, before.Data)
		}
		return "The cookie " + after.Name, data
	}
	_, r, was, is := records[*inventory.CollectionRecord](p)
	if was || !is {
		return "", nil
	}
	if _, before := c.from.collected[c.to.collection(r)]; before {
		return "", nil
	}
	return c.to.serviceName(r.Activity), []inventory.ID{r.Data}
}

func newlyCollected(c *comparison, p pair) (string, bool) {
	if _, added, was, is := records[*inventory.CookieRecord](p); is && !was && added != nil {
		return "", false // that it is set tells it already
	}
	who, data := newData(c, p)
	data = slices.DeleteFunc(slices.Clone(data), func(id inventory.ID) bool { return c.to.special(id) != "" })
	if len(data) == 0 {
		return "", false
	}
	return who + " newly collects " + c.to.names(data, ""), true
}

func specialCategory(c *comparison, p pair) (string, bool) {
	if before, after, was, is := records[*inventory.DataCategoryRecord](p); is {
		if !was || before.Special == after.Special || c.to.special(after.ID) == "" || c.from.special(after.ID) != "" || !c.to.anybodyCollects(after.ID) {
			return "", false
		}
		return after.Name + ", which is collected, now counts as data under " + c.to.special(after.ID), true
	}
	who, data := newData(c, p)
	var special []string
	for _, id := range data {
		if article := c.to.special(id); article != "" {
			special = append(special, c.to.name(id)+" ("+article+")")
		}
	}
	if len(special) == 0 {
		return "", false
	}
	return who + " newly collects data of a special category: " + wording.And(special), true
}

// special is the article under which the law gives a category, or one that it
// is a kind of, more protection; empty: none.
func (d *side) special(id inventory.ID) string {
	for id != "" {
		rec, ok := d.s.Record(id)
		r, isData := rec.(*inventory.DataCategoryRecord)
		if !ok || !isData {
			return ""
		}
		switch r.Special {
		case "ARTICLE_9":
			return "GDPR Art. 9"
		case "ARTICLE_10":
			return "GDPR Art. 10"
		}
		id = r.Broader
	}
	return ""
}

func (d *side) anybodyCollects(data inventory.ID) bool {
	for at := range d.collected {
		if at[1] == string(data) {
			return true
		}
	}
	return false
}

func newSubjects(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.ProcessingActivityRecord](p)
	if !was || !is {
		return "", false
	}
	added := missing(after.Subjects, before.Subjects)
	if len(added) == 0 {
		return "", false
	}
	return c.to.summary(after.ID) + " now concerns " + c.to.names(added, "") + " too", true
}

func weakerForm(c *comparison, p pair) (string, bool) {
	switch r := p.after.(type) {
	case *inventory.CollectionRecord:
		before, known := c.from.collected[c.to.collection(r)]
		if known && distance(r.Form) < before {
			return c.to.serviceName(r.Activity) + " collects " + c.to.name(r.Data) + " nearer to the person: " + c.forms(p, r.Form), true
		}
	case *inventory.DisclosureRecord:
		before, known := c.from.received[c.to.disclosure(r)]
		if known && distance(r.Form) < before {
			return c.to.serviceName(r.Activity) + " discloses " + c.to.name(r.Data) + " to " + c.to.name(r.Recipient) + " nearer to the person: " + c.forms(p, r.Form), true
		}
	}
	return "", false
}

// forms says the form before, if it is of the same record, and the form now.
func (c *comparison) forms(p pair, now inventory.Form) string {
	was := ""
	switch r := p.before.(type) {
	case *inventory.CollectionRecord:
		was = wording.Enum(r.Form)
	case *inventory.DisclosureRecord:
		was = wording.Enum(r.Form)
	}
	if was == "" {
		return wording.Enum(now)
	}
	return was + " → " + wording.Enum(now)
}

// inForm says a form that is not the usual one.
func inForm(f inventory.Form) string {
	if f == inventory.Identifiable || f == "" {
		return ""
	}
	return " in " + wording.Enum(f) + " form"
}

func newPurpose(c *comparison, p pair) (string, bool) {
	switch r := p.after.(type) {
	case *inventory.UseRecord:
		return c.newUse(r)
	case *inventory.DisclosureRecord:
		before, was := p.before.(*inventory.DisclosureRecord)
		if !was || len(before.Purposes) == 0 {
			return "", false // what was not declared is declared now
		}
		if added := missing(r.Purposes, before.Purposes); len(added) > 0 {
			return c.to.serviceName(r.Activity) + " discloses " + c.to.name(r.Data) + " to " + c.to.name(r.Recipient) + " for a new purpose: " + c.to.names(added, ""), true
		}
	case *inventory.CookieRecord:
		before, was := p.before.(*inventory.CookieRecord)
		if !was {
			return "", false
		}
		if added := missing(r.Purposes, before.Purposes); len(added) > 0 {
			return "The cookie " + r.Name + " serves a new purpose: " + c.to.names(added, ""), true
		}
	}
	return "", false
}

// newUse says which data the service did not use for the purpose before.
func (c *comparison) newUse(r *inventory.UseRecord) (string, bool) {
	service := c.to.service(r.Activity)
	before := func(data string) bool { return c.from.used[ends{service, string(r.Purpose), data}] }
	if before(all) || !slices.ContainsFunc(orAll(r.Data), func(data string) bool { return !before(data) }) {
		return "", false
	}
	var added []inventory.ID
	for _, id := range r.Data {
		if !before(string(id)) {
			added = append(added, id)
		}
	}
	return c.to.serviceName(r.Activity) + " newly uses " + c.to.names(added, "what it collects") + " for " + c.to.name(r.Purpose), true
}

func automatedDecisions(c *comparison, p pair) (string, bool) {
	before, after, _, is := records[*inventory.ProcessingActivityRecord](p)
	if !is || after.Automation == nil {
		return "", false
	}
	var was inventory.AutomationRecord
	if before != nil && before.Automation != nil {
		was = *before.Automation
	}
	var list []string
	if after.Automation.Decisions == "YES" && was.Decisions != "YES" {
		list = append(list, "decides by automated means alone")
	}
	if after.Automation.Profiling == "YES" && was.Profiling != "YES" {
		list = append(list, "makes profiles of people")
	}
	if len(list) == 0 {
		return "", false
	}
	return c.to.summary(after.ID) + " now " + strings.Join(list, " and "), true
}
