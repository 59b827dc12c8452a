package inventory_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

// FuzzApply makes commits of what it is given: for each change two bytes, the
// record and what becomes of it. Whatever comes, the invariants hold.
func FuzzApply(f *testing.F) {
	var all, back []byte
	for i := range completeRecords() {
		all = append(all, byte(i), keep)
		back = append(back, byte(len(completeRecords())-1-i), gone)
	}
	f.Add(all)
	f.Add(append(append(all[:len(all):len(all)], 255, 255), back...))
	f.Add(append(all[:len(all):len(all)], 255, 255, 4, secret, 255, 255, 9, renamed, 10, other, 255, 255, 9, gone, 10, keep, 12, gone, 255, 0, 10, emptied))
	f.Add([]byte{0, keep, 1, keep, 255, 0, 2, keep, 255, 0, 3, keep, 4, renamed, 255, 0, 0, gone})
	f.Fuzz(func(t *testing.T, input []byte) {
		if len(input) > 600 {
			return
		}
		s := inventory.Empty()
		var log []inventory.Entry
		for n, changes := range commits(input) {
			if n == 12 {
				break
			}
			if next, entry, ok := step(t, s, n, changes); ok {
				s, log = next, append(log, entry)
			}
		}
		checkLog(t, s, log)
	})
}

func TestRandomCommitsKeepTheInvariants(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := inventory.Empty()
	var log []inventory.Entry
	accepted := 0
	for n := range 250 {
		changes := puts(completeRecords()...)
		if n > 0 {
			input := make([]byte, 2*(1+random.IntN(4)))
			for i := range input {
				input[i] = byte(random.IntN(250))
			}
			changes = commits(input)[0]
		}
		if next, entry, ok := step(t, s, n, changes); ok {
			s, log = next, append(log, entry)
			accepted++
		}
	}
	if accepted < 50 || accepted > 200 {
		t.Errorf("%d of 250 commits were accepted: too few or too many to learn from", accepted)
	}
	checkLog(t, s, log)
}

// step makes one commit and checks what comes of it; ok is false if it is refused.
func step(t *testing.T, s *inventory.Snapshot, n int, changes []inventory.Change) (*inventory.Snapshot, inventory.Entry, bool) {
	t.Helper()
	c := commit(changes...)
	c.RecordedAt = c.RecordedAt.Add(time.Duration(n) * time.Minute)
	before := fingerprint(t, s)
	next, entry, err := s.Apply(c)
	if fingerprint(t, s) != before {
		t.Fatal("a commit changed the snapshot before it")
	}
	if err != nil {
		if len(problems(t, err)) == 0 || next != nil || !reflect.DeepEqual(entry, inventory.Entry{}) {
			t.Fatalf("refused without a reason, or with a result: %v", err)
		}
		return nil, inventory.Entry{}, false
	}
	checkNext(t, s, next, entry)
	return next, entry, true
}

// What becomes of a record.
const (
	keep = iota
	gone
	secret
	renamed
	other
	emptied
	ways
)

// commits reads changes from bytes; the record 255 ends a commit.
func commits(input []byte) [][]inventory.Change {
	records := completeRecords()
	list := [][]inventory.Change{nil}
	for ; len(input) >= 2; input = input[2:] {
		if input[0] == 255 {
			list = append(list, nil)
			continue
		}
		r := inventory.Canonical(records[int(input[0])%len(records)])
		c := inventory.Change{Put: r}
		switch input[1] % ways {
		case gone:
			c = inventory.Change{Retire: r.RecordID()}
		case secret:
			set(r, "Visibility", string(inventory.Internal))
		case renamed:
			set(r, "Name", "Name "+string('a'+rune(input[1]%16)))
		case other:
			set(r, "Condition", "Other "+string('a'+rune(input[1]/16)))
			set(r, "Broader", string(records[int(input[1])%len(records)].RecordID()))
			set(r, "PartOf", "service/sermu")
			set(r, "After", "retention/serlambda/actxi/retpi")
		case emptied:
			fresh, _ := inventory.NewRecord(r.RecordKind())
			set(fresh, "ID", string(r.RecordID()))
			c.Put = fresh
		}
		last := len(list) - 1
		list[last] = append(list[last], c)
	}
	return list
}

// set sets a text field of a record, if it has one of the name.
func set(r record, field, value string) {
	if f := reflect.ValueOf(r).Elem().FieldByName(field); f.IsValid() && f.Kind() == reflect.String {
		f.SetString(value)
	}
}

func checkNext(t *testing.T, s, next *inventory.Snapshot, entry inventory.Entry) {
	t.Helper()
	if err := inventory.CheckIndexes(next); err != nil {
		t.Fatal(err)
	}
	if next.Revision() != entry.Revision || entry.Number != s.Revision().Number+1 || entry.Previous != s.Revision().Hash {
		t.Fatalf("revision %+v after %+v", entry.Revision, s.Revision())
	}
	loaded, err := inventory.Load(inventorytest.Tables(next))
	if err != nil || !loaded.Equal(next) {
		t.Fatalf("loaded is not applied: %v", err)
	}
	public := next.Public()
	if err := inventory.CheckIndexes(public); err != nil {
		t.Fatalf("public: %v", err)
	}
	for _, r := range public.Records() {
		if f := reflect.ValueOf(r).Elem().FieldByName("Visibility"); f.IsValid() && f.String() == string(inventory.Internal) {
			t.Fatalf("%s is internal and public", r.RecordID())
		}
	}
	for _, r := range next.Records() {
		view, ok := next.Node(r.RecordID())
		if !ok {
			t.Fatalf("%s has no view", r.RecordID())
		}
		if f, ok := view.(inventory.Fact); ok {
			_, _ = f.Summary(), f.Since()
		}
	}
}

// checkLog replays the log, as JSON, from the beginning.
func checkLog(t *testing.T, s *inventory.Snapshot, log []inventory.Entry) {
	t.Helper()
	again := inventory.Empty()
	for _, e := range log {
		data, err := inventory.MarshalChanges(e.Changes)
		if err != nil {
			t.Fatal(err)
		}
		if e.Changes, err = inventory.UnmarshalChanges(data); err != nil {
			t.Fatal(err)
		}
		if again, err = again.Replay(e); err != nil {
			t.Fatal(err)
		}
	}
	if !again.Equal(s) {
		t.Fatal("replayed is not applied")
	}
}
