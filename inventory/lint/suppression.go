package lint

import "github.com/recital/recital/inventory"

const (
	suppressionExpired = "suppression-expired"
	suppressionUnused  = "suppression-unused"
)

func suppressionRules() []Rule {
	return []Rule{
		{
			ID: suppressionExpired, Title: "A suppression has run out", Article: "GDPR Art. 5(2)", Severity: Warning,
			What:  "Suppressions whose last day has passed, and that a finding still fits. The finding is told again too.",
			Why:   "Somebody agreed to leave it until then, and not longer.",
			Fix:   "Mend the finding, or agree anew: with a later day and a reason that still holds.",
			Leave: "It cannot be suppressed.",
		},
		{
			ID: suppressionUnused, Title: "A suppression that nothing fits", Article: "GDPR Art. 5(2)", Severity: Note,
			What:  "Suppressions that no finding fits.",
			Why:   "The finding has been mended, or the id is misspelt; either way the line says something untrue.",
			Fix:   "Delete it.",
			Leave: "It cannot be suppressed.",
		},
	}
}

// stale finds suppressions that have run out, and those that nothing fits; used
// says of each whether a finding did.
func (o Options) stale(used []bool) []Finding {
	var list []Finding
	for i, s := range o.Suppressions {
		place := ""
		if s.Place != "" {
			place = " (" + s.Place + ")"
		}
		what := "The suppression of " + s.Rule + " for " + s.Subject + place
		if !o.runs(s.Rule) {
			continue
		}
		switch {
		case used[i] && past(s.Until, o.Today) && o.runs(suppressionExpired):
			list = append(list, stale(suppressionExpired, what+" ran out on "+string(s.Until)+": mend the finding, or agree anew. Its reason was: "+s.Reason))
		case !used[i] && o.runs(suppressionUnused):
			list = append(list, stale(suppressionUnused, what+" fits no finding: delete it."))
		}
	}
	return list
}

func stale(rule, sentence string) Finding {
	r, _ := RuleByID(rule)
	return Finding{Rule: r, Sentence: sentence, RelatedIDs: []inventory.ID{}}
}
