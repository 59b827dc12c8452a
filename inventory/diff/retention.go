package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// span is how long a rule lets data be kept.
type span struct {
	// end is how far the end can be told.
	end end
	// period runs from trigger, for ends that are certain or have a minimum.
	period  inventory.Period
	trigger inventory.ID
}

// end is how far the end of a keeping can be told, the nearest first.
type end int

const (
	// certain: a period after an event, or the event itself.
	certain end = iota
	// criteria decide, without a figure.
	criteria
	// minimum: a least time, and no end.
	minimum
	// never.
	never
)

func spanOf(r *inventory.RetentionRuleRecord) span {
	switch r.Bound {
	case inventory.UntilEvent:
		return span{certain, "P0D", r.Trigger}
	case inventory.Criteria:
		return span{end: criteria}
	case inventory.AtLeast:
		return span{minimum, r.Period, r.Trigger}
	case inventory.Indefinite:
		return span{end: never}
	}
	return span{certain, r.Period, r.Trigger}
}

// bounded says whether the keeping has a stated end.
func (s span) bounded() bool { return s.end == certain || s.end == criteria }

// exceeds says whether s may let data be kept longer than t does. What begins
// with another event cannot be compared, and may.
func (s span) exceeds(t span) bool {
	if s.end != t.end {
		return s.end > t.end
	}
	if s.end == criteria || s.end == never {
		return false
	}
	return s.trigger != t.trigger || s.period.Compare(t.period) > 0
}

// weakness orders what happens to data at the end, the best for people first.
func weakness(a inventory.RetentionAction) int {
	return slices.Index([]inventory.RetentionAction{inventory.Erase, inventory.Anonymise, inventory.Archive, ""}, a)
}

func longerRetention(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.RetentionRuleRecord](p)
	if !was || !is {
		return "", false
	}
	keeps := c.to.serviceName(after.Activity) + " keeps " + c.to.names(after.Data, "what it collects")
	if spanOf(after).exceeds(spanOf(before)) {
		return keeps + " longer: " + c.from.howLong(before) + " → " + c.to.howLong(after), true
	}
	if old, now := weakness(before.Action), weakness(after.Action); old < now && now > 1 && spanOf(before).bounded() {
		return keeps + " beyond its end: " + ending(before.Action) + " → " + ending(after.Action), true
	}
	return "", false
}

func ending(a inventory.RetentionAction) string {
	if a == "" {
		return "not stated"
	}
	return map[inventory.RetentionAction]string{inventory.Erase: "erased", inventory.Anonymise: "made anonymous", inventory.Archive: "archived"}[a]
}

func unboundedRetention(c *comparison, p pair) (string, bool) {
	_, after, was, is := records[*inventory.RetentionRuleRecord](p)
	if was || !is || spanOf(after).bounded() {
		return "", false
	}
	for _, r := range c.from.retention[after.Activity] {
		if covers(r, after.Data, after) && !spanOf(after).exceeds(spanOf(r)) {
			return "", false // it was stated to be kept as long before
		}
	}
	return c.to.serviceName(after.Activity) + " keeps " + c.to.names(after.Data, "what it collects") + " without a stated end: " + c.to.howLong(after), true
}

func lostLimit(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.RetentionRuleRecord](p)
	if !was || !spanOf(before).bounded() || !c.to.has(before.Activity) {
		return "", false
	}
	data := before.Data
	if is {
		if before.Condition == "" && after.Condition != "" {
			return c.from.unended(before, data) + "only under a condition: " + after.Condition, true
		}
		if data = missing(before.Data, after.Data); len(after.Data) == 0 || len(data) == 0 && len(before.Data) > 0 {
			return "", false
		}
	}
	var instead *inventory.RetentionRuleRecord
	for _, r := range c.to.retention[before.Activity] {
		switch {
		case !covers(r, data, before):
		case !spanOf(r).exceeds(spanOf(before)):
			return "", false // another rule ends it as early
		case instead == nil || spanOf(instead).exceeds(spanOf(r)):
			instead = r
		}
	}
	if instead == nil {
		return c.from.unended(before, data) + "not stated", true
	}
	return c.from.unended(before, data) + c.to.howLong(instead), true
}

// unended says which end of which data no longer holds.
func (d *side) unended(r *inventory.RetentionRuleRecord, data []inventory.ID) string {
	return d.serviceName(r.Activity) + " no longer ends the keeping of " + d.names(data, "what it collects") + " as stated: " + d.howLong(r) + " → "
}

// covers says whether a rule is about all of this data, in the form and under
// the condition of another rule.
func covers(r *inventory.RetentionRuleRecord, data []inventory.ID, other *inventory.RetentionRuleRecord) bool {
	if r.Form != "" && r.Form != other.Form || r.Condition != "" && r.Condition != other.Condition {
		return false
	}
	return len(r.Data) == 0 || len(data) > 0 && len(missing(data, r.Data)) == 0
}

// howLong says a rule in short: "at least 4 years from payment".
func (d *side) howLong(r *inventory.RetentionRuleRecord) string {
	event := ""
	if r.Trigger != "" {
		event = wording.LowerFirst(d.name(r.Trigger))
	}
	switch r.Bound {
	case inventory.UntilEvent:
		return "until " + event
	case inventory.Indefinite:
		return "without end"
	case inventory.Criteria:
		return "by criteria without a figure"
	}
	if r.Period == "P0D" {
		return "at once on " + event
	}
	return wording.Enum(r.Bound) + " " + r.Period.InWords() + " from " + event
}
