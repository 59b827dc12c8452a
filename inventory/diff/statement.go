package diff

import (
	"slices"

	"github.com/recital/recital/inventory"
)

// A statement that something is not done is withdrawn when it is gone while
// what it is about goes on, and narrowed when it holds for less: under a
// condition, for some purposes or in some form only, or by inference alone.

func withdrawnNonCollection(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.NonCollectionRecord](p)
	if !was || !c.to.has(before.Subject) {
		return "", false
	}
	said := c.from.name(before.Subject) + states(is) + "that it does not collect " + c.from.name(before.Data)
	if is {
		return said, weakened(&before.Evidence, &after.Evidence)
	}
	return said, !c.stillStated(before.Subject, func(r inventory.Record) bool {
		now, ok := r.(*inventory.NonCollectionRecord)
		return ok && now.Data == before.Data && !weakened(&before.Evidence, &now.Evidence)
	})
}

func withdrawnNonDisclosure(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.NonDisclosureRecord](p)
	if !was || !c.to.has(before.Subject) {
		return "", false
	}
	less := func(now *inventory.NonDisclosureRecord) bool {
		return weakened(&before.Evidence, &now.Evidence) || narrowed(before.Purposes, now.Purposes) || now.Form != "" && now.Form != before.Form
	}
	said := c.from.name(before.Subject) + states(is) + "that it does not disclose " + c.from.name(before.Data) + " to " + c.from.name(before.Recipient)
	if len(before.Purposes) > 0 {
		said += " for " + c.from.names(before.Purposes, "")
	}
	if is {
		return said, less(after)
	}
	return said, !c.stillStated(before.Subject, func(r inventory.Record) bool {
		now, ok := r.(*inventory.NonDisclosureRecord)
		return ok && now.Data == before.Data && now.Recipient == before.Recipient && !less(now)
	})
}

func withdrawnNonUse(c *comparison, p pair) (string, bool) {
	before, after, was, is := records[*inventory.NonUseRecord](p)
	if !was || !c.to.has(before.Subject) {
		return "", false
	}
	less := func(now *inventory.NonUseRecord) bool {
		return weakened(&before.Evidence, &now.Evidence) || narrowed(before.Data, now.Data)
	}
	purpose := "for any purpose but those stated"
	if before.Purpose != "" {
		purpose = "for " + c.from.name(before.Purpose)
	}
	said := c.from.name(before.Subject) + states(is) + "that it does not use " + c.from.names(before.Data, "the data") + " " + purpose
	if is {
		return said, less(after)
	}
	return said, !c.stillStated(before.Subject, func(r inventory.Record) bool {
		now, ok := r.(*inventory.NonUseRecord)
		// Without a purpose the scope is what is excluded: another scope is another statement.
		return ok && now.Purpose == before.Purpose && (before.Purpose != "" || now.Scope == before.Scope) && !less(now)
	})
}

// states says what became of a statement that matters.
func states(still bool) string {
	if still {
		return " states for less than before "
	}
	return " no longer states "
}

// weakened says whether a statement that held always, or was stated, now holds
// under a condition, or is inferred.
func weakened(before, after *inventory.Evidence) bool {
	return before.Condition == "" && after.Condition != "" || before.Assertion == inventory.Stated && after.Assertion == inventory.Inferred
}

// stillStated says whether a statement is still made for the subject, or for
// the service of an activity.
func (c *comparison) stillStated(subject inventory.ID, as func(inventory.Record) bool) bool {
	return slices.ContainsFunc(c.to.stated[subject], as) || slices.ContainsFunc(c.to.stated[inventory.ID(c.to.service(subject))], as)
}
