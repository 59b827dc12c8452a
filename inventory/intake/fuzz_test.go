package intake_test

import (
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/intake"
)

// FuzzRead holds for any file that no reader breaks, that every line has an
// outcome, and that what is read a second time changes nothing.
func FuzzRead(f *testing.F) {
	for i, file := range files {
		f.Add(i, content(f, file.name))
	}
	f.Add(0, []byte("system:\n  - fides_key: a\n    egress: [x, {type: user}]\n    legal_basis_for_transfers: [SCCs]\n    privacy_declarations: [1, {name: x, third_parties: y}]\n"))
	f.Add(2, []byte("businessFunction,purposes,data,rights,activityId\nA: B,C: D,E,F,activity/a/b\n"))
	f.Fuzz(func(t *testing.T, format int, data []byte) {
		formats := intake.Formats()
		if len(data) > 1<<16 || format < 0 {
			return
		}
		read := formats[format%len(formats)].Read
		p, err := read(data, "f", inventory.Empty(), intake.Options{})
		for _, l := range p.Lines {
			if l.Outcome == "" || l.Line < 1 {
				t.Errorf("%q at line %d has the outcome %q", l.Path, l.Line, l.Outcome)
			}
		}
		if err != nil || len(p.Changes) == 0 {
			return
		}
		s := apply(t, inventory.Empty(), p)
		again, err := read(data, "f", s, intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range again.Changes {
			t.Errorf("a second time changes %s", c.Put.RecordID())
		}
	})
}
