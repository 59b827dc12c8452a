package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func removedMeasure(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.SecurityMeasureRecord](p)
	if !was || len(before.AppliesTo) > 0 && !slices.ContainsFunc(before.AppliesTo, c.to.has) {
		return "", false
	}
	where := c.from.names(before.AppliesTo, "the whole organisation")
	switch {
	case !is:
		if slices.ContainsFunc(c.to.measures, func(r *inventory.SecurityMeasureRecord) bool { return c.protects(r, before) }) {
			return "", false
		}
		return before.Name + " is no longer stated for " + where, true
	case before.Kind != after.Kind:
		return after.Name + " is a measure of another kind: " + wording.Enum(before.Kind) + " → " + wording.Enum(after.Kind), true
	case narrowed(before.AppliesTo, after.AppliesTo):
		return after.Name + " protects less: " + where + " → " + c.to.names(after.AppliesTo, ""), true
	case narrowed(before.Data, after.Data):
		return after.Name + " protects less: " + c.from.names(before.Data, "all data") + " → " + c.to.names(after.Data, ""), true
	case before.Condition == "" && after.Condition != "":
		return after.Name + " holds only under a condition: " + after.Condition, true
	}
	return "", false
}

// protects says whether a measure is a new one of the kind of the old one, for
// all that it was for: the same measure under another id.
func (c *comparison) protects(now, old *inventory.SecurityMeasureRecord) bool {
	return !c.from.has(now.ID) && now.Kind == old.Kind && !narrowed(old.AppliesTo, now.AppliesTo) && !narrowed(old.Data, now.Data)
}
