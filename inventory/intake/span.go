package intake

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

var (
	amount  = regexp.MustCompile(`(?i)^(\d{1,6}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]*(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|mths?|years?|yrs?)\b\.?`)
	between = regexp.MustCompile(`(?i)^(\s*,\s*|\s+and\s+|\s+)`)
	numbers = []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
)

// span is a length of time as a text gives it: whole years to days, or less
// than a day.
type span struct {
	period inventory.Period
	// short is set where the length is not one of whole days.
	short bool
}

// spanAt reads a length of time at the beginning of a text, such as "1 year
// and 6 months", and gives the rest.
func spanAt(text string) (s span, rest string, ok bool) {
	counts := map[byte]int{}
	hours, rest := 0.0, strings.TrimSpace(text)
	for {
		m := amount.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		n, unit := number(m[1]), strings.ToLower(m[2])
		switch {
		case strings.HasPrefix(unit, "y"):
			counts['Y'] += n
		case strings.HasPrefix(unit, "mo"), strings.HasPrefix(unit, "mt"):
			counts['M'] += n
		case strings.HasPrefix(unit, "w"):
			counts['W'] += n
		case strings.HasPrefix(unit, "d"):
			counts['D'] += n
		case strings.HasPrefix(unit, "h"):
			hours += float64(n)
		case strings.HasPrefix(unit, "mi"):
			hours += float64(n) / 60
		default:
			hours += float64(n) / 3600
		}
		ok, rest = true, rest[len(m[0]):]
		gap := between.FindString(rest)
		if gap == "" || !amount.MatchString(rest[len(gap):]) {
			break
		}
		rest = rest[len(gap):]
	}
	if whole := int(hours / 24); float64(whole)*24 == hours {
		counts['D'] += whole
	} else {
		s.short = true
	}
	s.period = isoPeriod(counts)
	return s, strings.TrimSpace(rest), ok
}

func number(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	for i, w := range numbers {
		if strings.EqualFold(w, word) {
			return i + 1
		}
	}
	return 1
}

func isoPeriod(counts map[byte]int) inventory.Period {
	text := "P"
	for _, unit := range []byte("YMWD") {
		if n := counts[unit]; n > 0 {
			text += strconv.Itoa(n) + string(unit)
		}
	}
	if text == "P" {
		return "P0D"
	}
	return inventory.Period(text)
}

var (
	bounded = regexp.MustCompile(`(?i)^(at most|up to|max(?:imum)?(?: of)?\.?|no longer than|not longer than|at least|min(?:imum)?(?: of)?\.?|no less than|exactly|for|kept for|retained for)\s+(.+)$`)
	after   = regexp.MustCompile(`(?i)^(?:after|from|following|since|post|past|from the end of|once)\s+(?:the\s+)?(.+)$`)
	till    = regexp.MustCompile(`(?i)^(?:until|till)\s+(?:the\s+)?(.+)$`)
	endless = regexp.MustCompile(`(?i)^(?:indefinite(?:ly)?|forever|permanent(?:ly)?|without end|unlimited|no limit)$`)
	atOnce  = regexp.MustCompile(`(?i)^(?:at once|immediately) (?:on|after|upon) (?:the\s+)?(.+)$`)
	plain   = regexp.MustCompile(`^\d{1,6}$`)
)

// keeping is how long data is kept, as far as a text says so.
type keeping struct {
	bound  inventory.Bound
	period inventory.Period
	// event is the name of the event that starts the period, or ends the keeping.
	event string
	// note says what was guessed; criteria are the words where nothing fits.
	note, criteria string
}

// keepingOf reads "30 days after account deletion", "up to 6 years", "until
// the contract ends", "indefinitely". What it does not understand it keeps as
// criteria in words.
func keepingOf(text string) keeping {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	words := keeping{bound: inventory.Criteria, criteria: text, note: "kept in words, as criteria: no length of time was understood"}
	if endless.MatchString(text) {
		return keeping{bound: inventory.Indefinite}
	}
	if m := till.FindStringSubmatch(text); m != nil {
		return keeping{bound: inventory.UntilEvent, event: m[1]}
	}
	if m := atOnce.FindStringSubmatch(text); m != nil {
		return keeping{bound: inventory.AtMost, period: "P0D", event: m[1]}
	}
	k := keeping{bound: inventory.AtMost}
	rest := text
	if plain.MatchString(text) {
		rest, k.note = text+" days", "a number without a unit: read as days"
	} else if m := bounded.FindStringSubmatch(text); m != nil {
		rest = m[2]
		switch low := strings.ToLower(m[1]); {
		case strings.HasPrefix(low, "at least"), strings.HasPrefix(low, "min"), strings.HasPrefix(low, "no less"):
			k.bound = inventory.AtLeast
		case low == "exactly":
			k.bound = inventory.Exactly
		}
	}
	s, rest, ok := spanAt(rest)
	if !ok || s.short || s.period.Valid() != nil {
		return words
	}
	k.period = s.period
	switch m := after.FindStringSubmatch(rest); {
	case m != nil:
		k.event = m[1]
	case rest != "":
		return words
	}
	return k
}

// The event from which time runs where a text names none.
const collected = "Data collected"

// retain states how long an activity keeps data, by a text.
func (d *draft) retain(l *Line, activity inventory.ID, data []inventory.ID, text string, e inventory.Evidence) {
	k := keepingOf(text)
	if _, ok := d.lookup(inventory.KindEvent, k.criteria); ok && k.criteria != "" {
		k = keeping{bound: inventory.UntilEvent, event: k.criteria, note: "an event and nothing else: read as kept until then"}
	}
	r := &inventory.RetentionRuleRecord{Activity: activity, Data: data, Bound: k.bound, Period: k.period, Criteria: k.criteria, Evidence: e}
	switch {
	case k.event != "":
		r.Trigger = d.event(l, k.event)
	case k.period != "":
		r.Trigger = d.event(l, collected)
		k.note = strings.TrimPrefix(k.note+"; no start is named: counted from the collection", "; ")
	}
	d.rule(l, r)
	if k.note != "" {
		l.roughly(k.note)
	}
}

// rule states a retention rule under the first free id of its activity; one
// that says the same is not said twice.
func (d *draft) rule(l *Line, r *inventory.RetentionRuleRecord) inventory.ID {
	for n := 1; ; n++ {
		r.ID = inventory.KindRetention.ID(r.Activity.Rest(), "rule-"+twoDigits(n))
		have, taken := d.records[r.ID]
		if taken && sameSaid(have, r) {
			l.mapped(string(r.ID))
			return r.ID
		}
		if old, other := d.foreign(r.ID); !taken && (!other || sameSaid(old, r)) {
			d.state(l, r)
			return r.ID
		}
	}
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
