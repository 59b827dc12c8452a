package inventory_test

import (
	"cmp"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
)

func TestPeriodValid(t *testing.T) {
	for _, p := range []inventory.Period{"P4Y", "P14M", "P90D", "P2W", "P0D", "P1Y6M", "P1Y2M3W4D", "P200Y", "P00001D", "P73048D"} {
		if err := p.Valid(); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, p := range []inventory.Period{
		"", "P", "4Y", "P4", "PY", "p4y", "P4y", "P1D1Y", "P1M1Y", "P1Y1Y", "PT1H", "P1DT1H", "P1.5Y", "P-1Y", "-P1Y", "P 1Y", "P1Y ",
		"P201Y", "P73049D", "P200Y1D", "P999999D", "P99999999999999999999Y", "P٤Y", "forever",
	} {
		if err := p.Valid(); err == nil {
			t.Errorf("%q is taken for a period", p)
		}
	}
}

func TestPeriodCompare(t *testing.T) {
	for _, c := range []struct {
		p, q inventory.Period
		want int
	}{
		{"P1Y", "P12M", 0}, {"P1W", "P7D", 0}, {"P0D", "P0Y", 0}, {"P1Y", "P365D", 1}, {"P1Y", "P366D", -1},
		{"P1M", "P30D", 1}, {"P1M", "P31D", -1}, {"P3Y", "P36M", 0}, {"P3Y", "P1096D", -1}, {"P3Y", "P1095D", 1},
		{"P1Y6M", "P18M", 0}, {"P1Y1D", "P12M1D", 0}, {"P2M", "P1M30D", 1}, {"P1600M", "P48699D", 0}, {"P1600M", "P48698D", 1},
	} {
		if got := cmp.Compare(c.p.Compare(c.q), 0); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.p, c.q, got, c.want)
		}
		if got := cmp.Compare(c.q.Compare(c.p), 0); got != -c.want {
			t.Errorf("%s to %s: %d, want %d", c.q, c.p, got, -c.want)
		}
	}
}

func TestPeriodAfter(t *testing.T) {
	for _, c := range []struct {
		from string
		p    inventory.Period
		want string
	}{
		{"2026-01-31", "P1M", "2026-02-28"}, {"2024-01-31", "P1M", "2024-02-29"}, {"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-02-29", "P4Y", "2028-02-29"}, {"2026-08-31", "P1M", "2026-09-30"}, {"2026-12-31", "P2M", "2027-02-28"},
		{"2026-01-31", "P1M1D", "2026-03-01"}, {"2026-01-15", "P2W", "2026-01-29"}, {"2026-05-05", "P0D", "2026-05-05"},
		{"2026-05-31", "P13M", "2027-06-30"}, {"2026-12-01", "P1M", "2027-01-01"}, {"2026-02-28", "P1M", "2026-03-28"},
	} {
		from, err := time.Parse(time.DateOnly, c.from)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.p.After(from.Add(13*time.Hour + 5*time.Nanosecond))
		if err != nil || got.Format("2006-01-02 15.000000000") != c.want+" 13.000000000" && got.Format(time.DateOnly) != c.want {
			t.Errorf("%s after %s: %v %v, want %s", c.p, c.from, got, err, c.want)
		}
		if got.Hour() != 13 || got.Nanosecond() != 5 {
			t.Errorf("%s after %s: the time of day changed to %v", c.p, c.from, got)
		}
	}
	if _, err := inventory.Period("soon").After(time.Now()); err == nil {
		t.Error("a malformed period has a day after it")
	}
}

func TestPeriodAfterKeepsTheClockAcrossSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	got, err := inventory.Period("P1M").After(time.Date(2026, 3, 15, 9, 30, 0, 0, berlin))
	if err != nil || got.Format("2006-01-02 15:04") != "2026-04-15 09:30" {
		t.Errorf("%v %v", got, err)
	}
}

func TestPeriodInWords(t *testing.T) {
	for p, want := range map[inventory.Period]string{
		"P4Y": "4 years", "P1Y6M": "1 year and 6 months", "P1D": "1 day", "P2W": "14 days", "P0D": "at once", "P0Y": "at once",
		"P1Y2M3D": "1 year, 2 months and 3 days", "P1M": "1 month", "P1W3D": "10 days", "rubbish": "rubbish",
	} {
		equal(t, string(p), p.InWords(), want)
	}
}

func TestDate(t *testing.T) {
	for _, d := range []inventory.Date{"2020", "2020-08", "2020-08-14", "2024-02-29"} {
		if err := d.Valid(); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
	for _, d := range []inventory.Date{"", "20", "2020-8", "2020-13", "2020-00", "2023-02-29", "2020-08-14T00:00:00Z", "14.08.2020", "2020-08-1", " 2020"} {
		if err := d.Valid(); err == nil {
			t.Errorf("%q is taken for a date", d)
		}
	}
	equal(t, "the day is that of UTC", inventory.DateOf(time.Date(2026, 1, 1, 0, 30, 0, 0, time.FixedZone("", 3600))), "2025-12-31")
}

func FuzzPeriod(f *testing.F) {
	f.Add("P1Y", "P12M", "P365D")
	f.Add("P1600M", "P48699D", "P133Y4M")
	f.Add("P", "P99999Y", "PT1H")
	f.Fuzz(func(t *testing.T, x, y, z string) {
		p, q, r := inventory.Period(x), inventory.Period(y), inventory.Period(z)
		_, _ = p.InWords(), p.Compare(q)
		if p.Valid() != nil || q.Valid() != nil || r.Valid() != nil {
			return
		}
		sign := func(a, b inventory.Period) int { return cmp.Compare(a.Compare(b), 0) }
		if sign(p, q) != -sign(q, p) || sign(p, p) != 0 {
			t.Errorf("%s and %s compare differently the other way round", p, q)
		}
		if sign(p, q) <= 0 && sign(q, r) <= 0 && sign(p, r) > 0 {
			t.Errorf("%s ≤ %s ≤ %s, and yet %s > %s", p, q, r, p, r)
		}
		if sign(p, q) == 0 && sign(q, r) != sign(p, r) {
			t.Errorf("%s and %s are equal, and compare differently to %s", p, q, r)
		}
		from := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
		if after, err := p.After(from); err != nil || after.Before(from) {
			t.Errorf("%s after %v: %v %v", p, from, after, err)
		}
	})
}
