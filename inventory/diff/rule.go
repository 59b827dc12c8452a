package diff

import "github.com/recital/recital/inventory"

// Rule says which changes matter to the people concerned, and why.
type Rule struct {
	// ID is stable: people refer to it.
	ID string
	// Title says what changed, Why why that matters.
	Title, Why string
	// Article is where the law makes it matter.
	Article string

	// kinds are those it looks at; find says in a sentence what happened, if it did.
	kinds []inventory.Kind
	find  func(*comparison, pair) (sentence string, met bool)
}

// Rules is what matters, all of it, in the order in which reasons are given.
// Data is compared service by service: what moves between activities of one
// service is nothing new to the people who use it. Categories are compared as
// they are named: a narrower one stated beside a wider one is new. Where two
// statements cannot be compared, the change is taken to matter.
func Rules() []Rule {
	rules := append(dataRules(), retentionRules()...)
	rules = append(rules, groundRules()...)
	rules = append(rules, transferRules()...)
	rules = append(rules, freedomRules()...)
	rules = append(rules, statementRules()...)
	rules = append(rules, cookieRules()...)
	return append(rules, protectionRules()...)
}

// material is the rule as a reason.
func (r Rule) material() Material { return Material{r.ID, r.Title, r.Why, r.Article} }

func of(kinds ...inventory.Kind) []inventory.Kind { return kinds }

func dataRules() []Rule {
	return []Rule{
		{
			ID: "new-recipient", Title: "A new recipient of data", Article: "GDPR Art. 13(1)(e), Art. 30(1)(d)",
			Why:   "People are told who receives their data; somebody who did not receive it from this service now does.",
			kinds: of(inventory.KindDisclosure), find: newRecipient,
		},
		{
			ID: "data-passed-on", Title: "Data passed on to another service", Article: "GDPR Art. 13(1)(e), Art. 5(1)(b)",
			Why:   "Through the other service the data reaches whoever that service discloses it to.",
			kinds: of(inventory.KindDependency), find: passedOn,
		},
		{
			ID: "special-category", Title: "A special category of data newly collected", Article: "GDPR Art. 9, Art. 10",
			Why:   "Such data is forbidden to process unless a condition of its own allows it.",
			kinds: of(inventory.KindCollection, inventory.KindData, inventory.KindCookie), find: specialCategory,
		},
		{
			ID: "data-collected", Title: "Data newly collected", Article: "GDPR Art. 13, Art. 14(1)(d), Art. 5(1)(c)",
			Why:   "The service holds data of people that it did not hold before.",
			kinds: of(inventory.KindCollection, inventory.KindCookie), find: newlyCollected,
		},
		{
			ID: "new-subjects", Title: "Other people's data processed", Article: "GDPR Art. 30(1)(c)",
			Why:   "People whom the activity did not concern are now concerned, and have to be told.",
			kinds: of(inventory.KindActivity), find: newSubjects,
		},
		{
			ID: "weaker-form", Title: "Data nearer to the person", Article: "GDPR Art. 25, Art. 32(1)(a), recital 26",
			Why:   "Data that was anonymous, aggregated, encrypted or under a pseudonym can now more easily be tied to a person.",
			kinds: of(inventory.KindCollection, inventory.KindDisclosure), find: weakerForm,
		},
		{
			ID: "new-purpose", Title: "A new purpose", Article: "GDPR Art. 5(1)(b), Art. 6(4), Art. 13(3)",
			Why:   "Data may be used for what it was collected for; another purpose must be compatible, and people told before.",
			kinds: of(inventory.KindUse, inventory.KindDisclosure, inventory.KindCookie), find: newPurpose,
		},
		{
			ID: "automated-decisions", Title: "Automated decisions or profiling", Article: "GDPR Art. 22, Art. 13(2)(f)",
			Why:   "A decision by a machine alone, or profiling, takes place where it was not said to.",
			kinds: of(inventory.KindActivity), find: automatedDecisions,
		},
	}
}

func retentionRules() []Rule {
	return []Rule{
		{
			ID: "longer-retention", Title: "Data kept longer", Article: "GDPR Art. 5(1)(e), Art. 13(2)(a)",
			Why:   "Data may be kept longer than people were told, or its end cannot be told from before.",
			kinds: of(inventory.KindRetention), find: longerRetention,
		},
		{
			ID: "unbounded-retention", Title: "Data kept without a stated end", Article: "GDPR Art. 5(1)(e), Art. 13(2)(a)",
			Why:   "A new statement says that data is kept with no end, or with a minimum and no end.",
			kinds: of(inventory.KindRetention), find: unboundedRetention,
		},
		{
			ID: "lost-retention-limit", Title: "An end of keeping withdrawn", Article: "GDPR Art. 5(1)(e), Art. 13(2)(a)",
			Why:   "The end that was stated no longer is, and no other statement ends the keeping as early.",
			kinds: of(inventory.KindRetention), find: lostLimit,
		},
	}
}

func groundRules() []Rule {
	return []Rule{
		{
			ID: "changed-basis", Title: "A lawful basis changed", Article: "GDPR Art. 6(1), Art. 13(1)(c)",
			Why:   "On the basis depend the rights of people: consent can be withdrawn, a legitimate interest objected to.",
			kinds: of(inventory.KindBasis), find: changedBasis,
		},
		{
			ID: "removed-basis", Title: "A lawful basis removed", Article: "GDPR Art. 6(1), Art. 13(1)(c)",
			Why:   "A processing that goes on no longer names what makes it lawful.",
			kinds: of(inventory.KindBasis), find: removedBasis,
		},
		{
			ID: "changed-controller", Title: "Who decides changed", Article: "GDPR Art. 13(1)(a), Art. 26, Art. 28",
			Why:   "People turn to the controller with their rights; another party answers now, or the part it plays is another.",
			kinds: of(inventory.KindControllership, inventory.KindActivity), find: changedController,
		},
	}
}

func transferRules() []Rule {
	return []Rule{
		{
			ID: "weaker-safeguard", Title: "A safeguard of a transfer lost or weakened", Article: "GDPR Art. 44 to 49, Art. 13(1)(f)",
			Why:   "Outside the EEA the safeguard is what protects the data; it is gone or protects less.",
			kinds: of(inventory.KindDisclosure), find: weakerSafeguard,
		},
		{
			ID: "new-third-country", Title: "A new third country", Article: "GDPR Art. 44, Art. 13(1)(f), Art. 30(1)(e)",
			Why:   "Data leaves for a country outside the EEA to which this service did not send it.",
			kinds: of(inventory.KindDisclosure, inventory.KindParty), find: newThirdCountry,
		},
	}
}

func freedomRules() []Rule {
	return []Rule{
		{
			ID: "removed-choice", Title: "A choice removed or narrowed", Article: "GDPR Art. 7(3), Art. 21, Art. 13(2)(b) and (c)",
			Why:   "An opt-in, an opt-out or a way to withdraw consent that people had is gone, or holds for less.",
			kinds: of(inventory.KindChoice), find: removedChoice,
		},
		{
			ID: "removed-right", Title: "A right removed or narrowed", Article: "GDPR Art. 12 to 22, Art. 13(2)(b)",
			Why:   "A right that people were told of is no longer stated, or no longer for all of them.",
			kinds: of(inventory.KindRight), find: removedRight,
		},
		{
			ID: "slower-answer", Title: "A longer time to answer", Article: "GDPR Art. 12(3)",
			Why:   "Whoever uses the right waits longer, or is no longer told how long.",
			kinds: of(inventory.KindRight), find: slowerAnswer,
		},
	}
}

func statementRules() []Rule {
	return []Rule{
		{
			ID: "withdrawn-non-collection", Title: "No longer stated not to collect", Article: "GDPR Art. 5(1)(a), Art. 13",
			Why:   "A promise that data is not collected is withdrawn, or holds for less. Silence is no such promise.",
			kinds: of(inventory.KindNonCollection), find: withdrawnNonCollection,
		},
		{
			ID: "withdrawn-non-disclosure", Title: "No longer stated not to disclose", Article: "GDPR Art. 5(1)(a), Art. 13(1)(e)",
			Why:   "A promise that data does not go to somebody is withdrawn, or holds for less. Silence is no such promise.",
			kinds: of(inventory.KindNonDisclosure), find: withdrawnNonDisclosure,
		},
		{
			ID: "withdrawn-non-use", Title: "No longer stated not to use", Article: "GDPR Art. 5(1)(a) and (b)",
			Why:   "A promise that data is not used for something is withdrawn, or holds for less. Silence is no such promise.",
			kinds: of(inventory.KindNonUse), find: withdrawnNonUse,
		},
	}
}

func cookieRules() []Rule {
	return []Rule{
		{
			ID: "new-cookie", Title: "A cookie newly set", Article: "ePrivacy Directive Art. 5(3)",
			Why:   "Something is stored on the devices of visitors that this party did not store before.",
			kinds: of(inventory.KindCookie), find: newCookie,
		},
		{
			ID: "unrefusable-cookie", Title: "A cookie that can no longer be refused", Article: "ePrivacy Directive Art. 5(3), GDPR Art. 7",
			Why:   "Visitors could refuse the cookie, were asked for consent, or had a place to opt out, and no longer.",
			kinds: of(inventory.KindCookie), find: unrefusableCookie,
		},
		{
			ID: "longer-cookie", Title: "A cookie that lives longer", Article: "ePrivacy Directive Art. 5(3), GDPR Art. 13(2)(a)",
			Why:   "The cookie recognises visitors for longer, or its lifetime is no longer stated.",
			kinds: of(inventory.KindCookie), find: longerCookie,
		},
	}
}

func protectionRules() []Rule {
	return []Rule{{
		ID: "removed-measure", Title: "A security measure removed or narrowed", Article: "GDPR Art. 32, Art. 30(1)(g)",
		Why:   "What protected the data is gone, protects less of it, or is of another kind.",
		kinds: of(inventory.KindMeasure), find: removedMeasure,
	}}
}
