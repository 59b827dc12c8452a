package inventory

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/recital/recital/inventory/wording"
)

// Period is a length of time, ISO 8601, in whole years, months, weeks and
// days: P4Y, P14M, P90D. P0D means at once. The empty period is no period.
type Period string

// maxYears bounds a period: longer ones are mistakes.
const maxYears = 200

// parts is a period taken apart, weeks counted as days.
type parts struct{ years, months, days int }

// Valid says whether the text is a period, with the reason if not.
func (p Period) Valid() error {
	_, err := p.parse()
	return err
}

func (p Period) parse() (parts, error) {
	var out parts
	rest, ok := strings.CutPrefix(string(p), "P")
	if !ok || rest == "" {
		return out, fmt.Errorf("%q is not a period: write P and years, months, weeks or days, such as P4Y, P14M or P90D", string(p))
	}
	units := "YMWD"
	for rest != "" {
		n, digits := 0, 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			n = n*10 + int(rest[digits]-'0')
			if digits++; digits > 5 {
				return out, fmt.Errorf("%q is longer than %d years", string(p), maxYears)
			}
		}
		at := -1
		if digits > 0 && digits < len(rest) {
			at = strings.IndexByte(units, rest[digits])
		}
		if at < 0 {
			return out, fmt.Errorf("%q is not a period: write P and years, months, weeks or days in this order, such as P1Y6M", string(p))
		}
		out.add(units[at], n)
		units, rest = units[at+1:], rest[digits+1:]
	}
	if out.length() > (parts{years: maxYears}).length() {
		return out, fmt.Errorf("%q is longer than %d years", string(p), maxYears)
	}
	return out, nil
}

func (t *parts) add(unit byte, n int) {
	switch unit {
	case 'Y':
		t.years += n
	case 'M':
		t.months += n
	case 'W':
		t.days += 7 * n
	case 'D':
		t.days += n
	}
}

// length is the period in 1/1600 of a day, which measures the mean month of the
// Gregorian calendar, 30.436875 days, without a rest.
func (t parts) length() int { return 48699*(12*t.years+t.months) + 1600*t.days }

// Compare is negative, zero or positive as p is shorter than, as long as or
// longer than q. Months and days compare by the mean length of a month in the
// Gregorian calendar, 30.436875 days: P1Y is longer than P365D, P12M is as
// long as P1Y. Both must be valid.
func (p Period) Compare(q Period) int {
	a, errA := p.parse()
	b, errB := q.parse()
	if errA != nil || errB != nil {
		return strings.Compare(string(p), string(q))
	}
	return cmp.Compare(a.length(), b.length())
}

// After is the day that lies the period after t. Adding months keeps to the
// month: 31 January and one month is the last day of February.
func (p Period) After(t time.Time) (time.Time, error) {
	n, err := p.parse()
	if err != nil {
		return time.Time{}, err
	}
	year, month, day := t.Date()
	first := time.Date(year, month+time.Month(12*n.years+n.months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day, last)-1+n.days), nil
}

// InWords says the period in English: "4 years", "1 year and 6 months", "at once".
func (p Period) InWords() string {
	n, err := p.parse()
	if err != nil {
		return string(p)
	}
	var words []string
	for _, u := range []struct {
		n    int
		name string
	}{{n.years, "year"}, {n.months, "month"}, {n.days, "day"}} {
		if u.n > 0 {
			words = append(words, wording.Count(u.n, u.name))
		}
	}
	if len(words) == 0 {
		return "at once"
	}
	return wording.And(words)
}
