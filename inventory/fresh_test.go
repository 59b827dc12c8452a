package inventory_test

import (
	"testing"

	"github.com/recital/recital/inventory"
)

// TestApplyRefusesWhatHidesInACommit holds that author and message read as they
// are, and that a revision comes into force within two years.
func TestApplyRefusesWhatHidesInACommit(t *testing.T) {
	s := snapshot(t)
	for name, c := range map[string]struct {
		author, message string
		effective       inventory.Date
		want            []string
	}{
		"plain":                  {"Ada", "Two lines\nand a\ttab, מעבר, \u200fé", "2028-03-01", nil},
		"direction in a message": {"Ada", "Approved by \u202eadA", "", []string{"message malformed"}},
		"isolate in an author":   {"Ada\u2066", "m", "", []string{"author malformed"}},
		"two lines of author":    {"Ada\nEve", "m", "", []string{"author malformed"}},
		"next line":              {"Ada", "m\u0085n", "", []string{"message malformed"}},
		"line separator":         {"Ada\u2028Eve", "m", "", []string{"author malformed"}},
		"escape":                 {"Ada", "m\x1b[2J", "", []string{"message malformed"}},
		"no UTF-8":               {"Ada\xff", "m", "", []string{"author malformed"}},
		"lost":                   {"Ada\ufffd", "m\ufffd", "", []string{"author malformed", "message malformed"}},
		"a day too far":          {"Ada", "m", "2028-03-02", []string{"effectiveDate effective-too-far"}},
		"a slip of the hand":     {"Ada", "m", "2062-03-01", []string{"effectiveDate effective-too-far"}},
	} {
		t.Run(name, func(t *testing.T) {
			made := commit(puts(data("x", "X", ""))...)
			made.Author, made.Message, made.EffectiveDate = c.author, c.message, c.effective
			_, _, err := s.Apply(made)
			if c.want == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			same(t, "problems", problems(t, err), c.want)
		})
	}
}

// TestReplayTakesWhatOlderProgramsRecorded repeats a revision that no commit
// could make now: what is in the log is history.
func TestReplayTakesWhatOlderProgramsRecorded(t *testing.T) {
	entries, _ := history(t)
	e := entries[0]
	e.Author, e.Message, e.EffectiveDate = "Ada\u202e", "m\ufffd", "2062-01-01"
	data, err := inventory.MarshalChanges(e.Changes)
	if err != nil {
		t.Fatal(err)
	}
	if e.Hash, err = e.HashOver(data); err != nil {
		t.Fatal(err)
	}
	s, err := inventory.Empty().Replay(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []inventory.Date{"", "2062-01-01"} {
		c := commit(puts(category("x"))...)
		c.EffectiveDate = day
		if next, _, err := s.Apply(c); err != nil || next.Revision().EffectiveDate != "2062-01-01" {
			t.Errorf("a commit for %q after it: %v", day, err)
		}
	}
	c := commit(puts(category("x"))...)
	c.EffectiveDate = "2062-01-02"
	_, _, err = s.Apply(c)
	same(t, "a day later", problems(t, err), []string{"effectiveDate effective-too-far"})
}

func category(slug string) inventory.Record { return data(slug, slug, "") }
