package inventory

import "github.com/recital/recital/inventory/wording"

// RetentionRuleRecord says how long an activity keeps data (GDPR Art. 5(1)(e)).
// Its id is that of the activity and a slug: "retention/payment/take-payments/minimum".
type RetentionRuleRecord struct {
	ID       ID `json:"id"`
	Activity ID `json:"activity" ref:"activity" need:"yes"`
	// Data are the categories meant; empty: all that the activity collects.
	Data []ID `json:"data,omitempty" ref:"data"`
	// Form is the form of the data meant; empty: any.
	Form   Form   `json:"form,omitempty"`
	Bound  Bound  `json:"bound" need:"yes"`
	Period Period `json:"period,omitempty"`
	// Trigger starts the period or, for UNTIL_EVENT, ends the keeping.
	Trigger ID              `json:"trigger,omitempty" ref:"event"`
	Action  RetentionAction `json:"action,omitempty"`
	// Ground is the law or interest that keeps the data.
	Ground string `json:"ground,omitempty"`
	// Criteria stand where there is no figure (GDPR Art. 13(2)(a)).
	Criteria string `json:"criteria,omitempty"`
	Location string `json:"location,omitempty"`
	// After is the rule that must have run out before this one acts.
	After ID `json:"after,omitempty" ref:"retention"`
	// Survives lists the events that the data outlives by statement.
	Survives []ID `json:"survives,omitempty" ref:"event" loose:"yes"`
	Evidence
}

// Bound is how a retention period is meant.
type Bound string

// The bounds of a retention period.
const (
	AtMost     Bound = "AT_MOST"
	AtLeast    Bound = "AT_LEAST"
	Exactly    Bound = "EXACTLY"
	UntilEvent Bound = "UNTIL_EVENT"
	Indefinite Bound = "INDEFINITE"
	Criteria   Bound = "CRITERIA"
)

func (Bound) values() []string {
	return []string{"AT_MOST", "AT_LEAST", "EXACTLY", "UNTIL_EVENT", "INDEFINITE", "CRITERIA"}
}

// RetentionAction is what happens to data at the end of its time.
type RetentionAction string

// What happens to data at the end of its time.
const (
	Erase     RetentionAction = "ERASE"
	Anonymise RetentionAction = "ANONYMISE"
	Archive   RetentionAction = "ARCHIVE"
)

func (RetentionAction) values() []string { return []string{"ERASE", "ANONYMISE", "ARCHIVE"} }

// RecordID is the id of the record.
func (r *RetentionRuleRecord) RecordID() ID { return r.ID }

// RecordKind is KindRetention.
func (r *RetentionRuleRecord) RecordKind() Kind { return KindRetention }

// DerivedID is that of what it belongs to; a slug follows.
func (r *RetentionRuleRecord) DerivedID() ID { return KindRetention.ID(r.Activity.Rest(), "") }

func (r *RetentionRuleRecord) title() string { return "" }

func (r *RetentionRuleRecord) parentID() ID { return r.After }

func (r *RetentionRuleRecord) check(report reporter) {
	timed := r.Bound == AtMost || r.Bound == AtLeast || r.Bound == Exactly
	switch {
	case timed && r.Period == "":
		report("period", "missing", "this bound needs a period, such as P90D")
	case timed && r.Trigger == "":
		report("trigger", "missing", "name the event from which the period runs")
	case !timed && r.Period != "":
		report("period", "contradiction", "this bound takes no period: use AT_MOST, AT_LEAST or EXACTLY")
	case r.Bound == UntilEvent && r.Trigger == "":
		report("trigger", "missing", "name the event until which the data is kept")
	case r.Bound == Indefinite && r.Trigger != "":
		report("trigger", "contradiction", "what is kept without end has no trigger")
	case r.Bound == Criteria && r.Criteria == "":
		report("criteria", "missing", "give the criteria that decide how long data is kept (GDPR Art. 13(2)(a))")
	}
}

// RetentionRule says how long an activity keeps data.
type RetentionRule struct{ view[RetentionRuleRecord] }

// Activity is the activity.
func (r RetentionRule) Activity() ProcessingActivity {
	return must[ProcessingActivity](r.s, r.r.Activity)
}

// Service is the service of the activity.
func (r RetentionRule) Service() Service { return r.Activity().Service() }

// Data are the categories meant; empty: all that the activity collects.
func (r RetentionRule) Data() []DataCategory { return views[DataCategory](r.s, r.r.Data) }

// Form is the form of the data meant; ok is false for any.
func (r RetentionRule) Form() (Form, bool) { return some(r.r.Form) }

// Bound is how the period is meant.
func (r RetentionRule) Bound() Bound { return r.r.Bound }

// Period is how long; ok is false where the bound has no figure.
func (r RetentionRule) Period() (Period, bool) { return some(r.r.Period) }

// Trigger starts the period or, for UNTIL_EVENT, ends the keeping.
func (r RetentionRule) Trigger() (Event, bool) { return get[Event](r.s, r.r.Trigger) }

// Action is what happens at the end.
func (r RetentionRule) Action() (RetentionAction, bool) { return some(r.r.Action) }

// Ground is the law or interest that keeps the data.
func (r RetentionRule) Ground() (string, bool) { return some(r.r.Ground) }

// Criteria stand where there is no figure.
func (r RetentionRule) Criteria() (string, bool) { return some(r.r.Criteria) }

// Location is where the data is kept.
func (r RetentionRule) Location() (string, bool) { return some(r.r.Location) }

// After is the rule that must have run out first.
func (r RetentionRule) After() (RetentionRule, bool) { return get[RetentionRule](r.s, r.r.After) }

// Survives are the events that the data outlives by statement.
func (r RetentionRule) Survives() []Event { return views[Event](r.s, r.r.Survives) }

// InWords says the rule in a line: "at most 90 days from support ticket resolved, then erased".
func (r RetentionRule) InWords() string {
	line, done := r.duration(), map[RetentionAction]string{Erase: "erased", Anonymise: "made anonymous", Archive: "archived"}[r.r.Action]
	switch {
	case done != "" && r.r.Period == "P0D":
		line = done + " " + line
	case done != "":
		line += ", then " + done
	}
	if after, ok := r.After(); ok {
		line += ", once the rule “" + after.duration() + "” has run out"
	}
	if ground, ok := r.Ground(); ok {
		line += "; ground: " + wording.Phrase(ground)
	}
	if c, ok := r.Condition(); ok {
		line += " (condition: " + wording.Phrase(c) + ")"
	}
	return line
}

func (r RetentionRule) duration() string {
	event := ""
	if e, ok := r.Trigger(); ok {
		event = wording.LowerFirst(e.Name())
	}
	switch r.r.Bound {
	case UntilEvent:
		return "until " + event
	case Indefinite:
		return "without end"
	case Criteria:
		return wording.Phrase(r.r.Criteria)
	}
	if r.r.Period == "P0D" {
		return "at once on " + event
	}
	return wording.Enum(r.r.Bound) + " " + r.r.Period.InWords() + " from " + event
}

// Summary says in a line what is kept how long.
func (r RetentionRule) Summary() string {
	return r.Activity().Summary() + " keeps " + r.dataNames(r.r.Data, "what it collects") + inForm(r.r.Form) + ": " + r.InWords()
}
