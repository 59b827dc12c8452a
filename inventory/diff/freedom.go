package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
)

func removedChoice(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.ChoiceRecord](p)
	switch {
	case !was || !c.to.has(before.Subject):
		return "", false
	case !is:
		if slices.ContainsFunc(c.to.stated[before.Subject], func(r inventory.Record) bool { return c.replaces(r, before) }) {
			return "", false
		}
		return c.from.name(before.Subject) + " no longer has this " + choice(before.Kind) + ": " + before.Where, true
	case before.Kind != after.Kind && (before.Kind == "OPT_IN" || after.Kind == "OPT_IN"):
		return c.to.name(after.Subject) + " has another choice: " + choice(before.Kind) + " → " + choice(after.Kind), true
	case narrowed(before.Purposes, after.Purposes):
		return c.to.name(after.Subject) + " has its " + choice(after.Kind) + " for less: " + c.from.names(before.Purposes, "every purpose") + " → " + c.to.names(after.Purposes, ""), true
	case narrowed(before.Regions, after.Regions):
		return c.to.name(after.Subject) + " has its " + choice(after.Kind) + " in fewer places: " + places(before.Regions) + " → " + places(after.Regions), true
	case before.Condition == "" && after.Condition != "":
		return c.to.name(after.Subject) + " has its " + choice(after.Kind) + " only under a condition: " + after.Condition, true
	}
	return "", false
}

// replaces says whether a record is a new choice of the kind of the old one,
// for all that it was for: the same choice under another id.
func (c *comparison) replaces(r inventory.Record, old *inventory.ChoiceRecord) bool {
	now, ok := r.(*inventory.ChoiceRecord)
	return ok && !c.from.has(now.ID) && now.Kind == old.Kind && !narrowed(old.Purposes, now.Purposes) && !narrowed(old.Regions, now.Regions)
}

func choice(k inventory.ChoiceKind) string {
	switch k {
	case "OPT_IN":
		return "opt-in"
	case "OPT_OUT":
		return "opt-out"
	}
	return "way to withdraw consent"
}

func removedRight(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.RightRecord](p)
	switch {
	case !was:
		return "", false
	case !is:
		return "The right is no longer stated: " + before.Name, true
	case narrowed(before.Regions, after.Regions):
		return after.Name + " holds in fewer places: " + places(before.Regions) + " → " + places(after.Regions), true
	case before.Limits == "" && after.Limits != "":
		return after.Name + " has limits now: " + after.Limits, true
	case before.Condition == "" && after.Condition != "":
		return after.Name + " holds only under a condition: " + after.Condition, true
	}
	return "", false
}

func slowerAnswer(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.RightRecord](p)
	if !was || !is || before.AnsweredWithin == "" {
		return "", false
	}
	if after.AnsweredWithin == "" {
		return after.Name + " no longer promises a time to answer: " + before.AnsweredWithin.InWords() + " → not stated", true
	}
	if after.AnsweredWithin.Compare(before.AnsweredWithin) <= 0 {
		return "", false
	}
	return after.Name + " is answered later: within " + before.AnsweredWithin.InWords() + " → within " + after.AnsweredWithin.InWords(), true
}
