package inventory

import "github.com/recital/recital/inventory/wording"

// within says how far a statement goes, and when it holds, where it does not
// hold without more.
func within(scope, condition string) string {
	line := ""
	if scope != "" {
		line += " – " + wording.Phrase(scope)
	}
	if condition != "" {
		line += " (condition: " + wording.Phrase(condition) + ")"
	}
	return line
}
