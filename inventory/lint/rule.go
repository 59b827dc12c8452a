package lint

import (
	"fmt"
	"strings"

	"github.com/recital/recital/inventory"
)

// Rule says what is looked for, and why.
type Rule struct {
	// ID is stable: suppressions and other programs refer to it.
	ID string
	// Title says what is wrong where it finds something.
	Title string
	// Article is what it offends, such as "GDPR Art. 6(1)".
	Article  string
	Severity Severity
	// Since is the version of the program that brought the rule.
	Since string
	// What says exactly what is looked at, Why why it matters, Fix how to mend a
	// finding, and Leave when to suppress one instead; in Markdown.
	What, Why, Fix, Leave string

	// find tells what it finds; nil for rules about suppressions.
	find func(*book, report)
}

// report takes one finding: what it is about, the facts that show it, and a
// sentence.
type report func(subject inventory.ID, related []inventory.ID, format string, args ...any)

// first is the version of the program that brought the first rules.
const first = "0.1.0"

// Rules lists every rule: about who answers, what for, which data, who receives
// it, how long, cookies, sources, and suppressions.
func Rules() []Rule {
	var list []Rule
	for _, group := range [][]Rule{
		controllerRules(), lawfulRules(), registerRules(), recipientRules(), transferRules(),
		retentionRules(), contradictionRules(), cookieRules(), sourceRules(), suppressionRules(),
	} {
		list = append(list, group...)
	}
	for i := range list {
		if list[i].Since == "" {
			list[i].Since = first
		}
	}
	return list
}

// RuleByID finds a rule; ok is false if there is none.
func RuleByID(id string) (r Rule, ok bool) {
	for _, r := range Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// Documentation is all there is to say of the rule, in Markdown.
func (r Rule) Documentation() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. Severity %s, %s, since %s.\n", r.ID, r.Title, strings.ToLower(string(r.Severity)), r.Article, r.Since)
	for _, part := range []struct{ title, text string }{
		{"What is looked at", r.What}, {"Why it matters", r.Why}, {"How to mend it", r.Fix}, {"When to suppress it", r.Leave},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", part.title, part.text)
	}
	return b.String()
}

// Suppressible says whether its findings can be left: those about suppressions
// cannot.
func (r Rule) Suppressible() bool { return r.find != nil }
