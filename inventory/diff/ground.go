package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func changedBasis(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.LawfulBasisRecord](p)
	if !was || !is {
		return "", false
	}
	subject := c.to.name(after.Subject)
	switch {
	case before.Basis != after.Basis:
		return subject + " rests on another lawful basis: " + wording.Enum(before.Basis) + " → " + wording.Enum(after.Basis), true
	case before.Purpose != after.Purpose:
		return subject + " rests on " + wording.Enum(after.Basis) + " for another purpose: " + c.from.purpose(before) + " → " + c.to.purpose(after), true
	case before.Article9 != after.Article9:
		return subject + " rests on another condition for special categories: " + letter(before.Article9) + " → " + letter(after.Article9), true
	case before.Withdrawal != "" && after.Withdrawal == "":
		return subject + " no longer says how consent is withdrawn", true
	case !sameSet(before.Regions, after.Regions) || !sameSet(before.Subjects, after.Subjects):
		return subject + " rests on " + wording.Enum(after.Basis) + " for other people or places than before", true
	}
	return "", false
}

func (d *side) purpose(r *inventory.LawfulBasisRecord) string {
	if r.Purpose == "" {
		return "every purpose"
	}
	return d.name(r.Purpose)
}

func letter(a inventory.Article9Condition) string {
	if a == "" {
		return "not stated"
	}
	return "GDPR Art. 9(2)(" + wording.Enum(a) + ")"
}

func sameSet[T comparable](a, b []T) bool { return len(missing(a, b)) == 0 && len(missing(b, a)) == 0 }

func removedBasis(c *comparison, p pair) (string, bool) {
	before, _, was, is := records[*inventory.LawfulBasisRecord](p)
	if !was || is || !c.to.has(before.Subject) {
		return "", false
	}
	same := func(r inventory.Record) bool {
		now, ok := r.(*inventory.LawfulBasisRecord)
		return ok && now.Basis == before.Basis && now.Purpose == before.Purpose && now.Article9 == before.Article9 &&
			sameSet(now.Regions, before.Regions) && sameSet(now.Subjects, before.Subjects)
	}
	if slices.ContainsFunc(c.to.stated[before.Subject], same) {
		return "", false // it is stated under another id
	}
	return c.from.name(before.Subject) + " no longer rests on " + wording.Enum(before.Basis) + " for " + c.from.purpose(before), true
}

func changedController(c *comparison, p pair) (string, bool) {
	if before, after, was, is := records[*inventory.ProcessingActivityRecord](p); was || is {
		return c.changedRole(before, after)
	}
	before, after, was, is := records[*inventory.ControllershipRecord](p)
	switch {
	case !was && c.from.has(after.Subject):
		return c.to.name(after.Party) + " is now " + wording.Enum(after.Role) + " for " + c.to.name(after.Subject), true
	case !is && c.to.has(before.Subject):
		return c.from.name(before.Party) + " is no longer " + wording.Enum(before.Role) + " for " + c.from.name(before.Subject), true
	case was && is && before.Role != after.Role:
		return c.to.name(after.Party) + " plays another part for " + c.to.name(after.Subject) + ": " + wording.Enum(before.Role) + " → " + wording.Enum(after.Role), true
	case was && is && !sameSet(before.Regions, after.Regions):
		return c.to.name(after.Party) + " is " + wording.Enum(after.Role) + " for " + c.to.name(after.Subject) + " in other places: " +
			places(before.Regions) + " → " + places(after.Regions), true
	}
	return "", false
}

// changedRole is about our own part in an activity.
func (c *comparison) changedRole(before, after *inventory.ProcessingActivityRecord) (string, bool) {
	switch {
	case before == nil || after == nil:
		return "", false
	case before.Role != after.Role:
		return c.to.summary(after.ID) + " is done in another role: " + wording.Enum(before.Role) + " → " + wording.Enum(after.Role), true
	case !sameSet(before.ActsFor, after.ActsFor):
		return c.to.summary(after.ID) + " is done for others: " + c.from.names(before.ActsFor, "nobody") + " → " + c.to.names(after.ActsFor, "nobody"), true
	}
	return "", false
}

func places(regions []string) string {
	if len(regions) == 0 {
		return "everywhere"
	}
	return wording.And(regions)
}
