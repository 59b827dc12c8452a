package access

import (
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
)

// DefaultLife is how many days a token works unless somebody says otherwise,
// and MaxLife the most.
const (
	DefaultLife = 90
	MaxLife     = 366
)

// ParseExpiry reads until when a token is to work: a number of days such as
// 30d, or the last day on which it works, such as 2027-01-31. The time is the
// end of a day in UTC for a date, and whole seconds otherwise. Nothing works
// longer than [MaxLife] days.
func ParseExpiry(text string, now time.Time) (time.Time, error) {
	now = now.UTC().Truncate(time.Second)
	end, err := expiry(text, now)
	switch {
	case err != nil:
		return end, err
	case !end.After(now):
		return end, inventory.Errorf(inventory.Invalid, "%s is over: choose a later day", text)
	case end.After(now.AddDate(0, 0, MaxLife)):
		return end, inventory.Errorf(inventory.Invalid, "%s is too far away: a token works for %d days at most; make a new one then", text, MaxLife)
	}
	return end, nil
}

func expiry(text string, now time.Time) (time.Time, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 100_000 {
			return now.AddDate(0, 0, n), nil
		}
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	return time.Time{}, inventory.Errorf(inventory.Invalid, "%q is not a time to expire: write a number of days such as 30d, or a date such as %s",
		text, now.AddDate(0, 0, DefaultLife).Format(time.DateOnly))
}
