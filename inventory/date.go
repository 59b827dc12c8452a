package inventory

import (
	"fmt"
	"time"
)

// Date is a calendar date, ISO 8601, as precise as its source: 2020, 2020-08
// or 2020-08-14. The empty date is no date. Dates of one precision sort as text.
type Date string

// Valid says whether the text is a date, with the reason if not.
func (d Date) Valid() error {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, string(d)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is not a date: write 2020, 2020-08 or 2020-08-14", string(d))
}

// before says whether the date certainly lies before the other: 2024-05 does
// not lie before 2024, nor 2024 before 2024-05.
func (d Date) before(e Date) bool {
	n := min(len(d), len(e))
	return d[:n] < e[:n]
}

// DateOf is the day of t in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }
