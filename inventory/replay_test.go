package inventory_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

// history is a log of three entries and the snapshots they make.
func history(t *testing.T) ([]inventory.Entry, []*inventory.Snapshot) {
	t.Helper()
	snapshots := []*inventory.Snapshot{inventory.Empty()}
	var entries []inventory.Entry
	for _, changes := range [][]inventory.Change{
		puts(append(documents(), party("a", "A", ""), party("b", "<B> & \u2028", "a"))...),
		puts(with(party("a", "Café", ""), func(r *inventory.PartyRecord) { r.Visibility = inventory.Internal })),
		append(retire("party/b"), puts(data("d", "D", ""))...),
	} {
		c := commit(changes...)
		c.RecordedAt = c.RecordedAt.Add(time.Duration(len(entries)) * time.Hour)
		s, e, err := snapshots[len(snapshots)-1].Apply(c)
		if err != nil {
			t.Fatal(err)
		}
		snapshots, entries = append(snapshots, s), append(entries, e)
	}
	return entries, snapshots
}

func TestReplayMakesTheSameSnapshots(t *testing.T) {
	entries, snapshots := history(t)
	s := inventory.Empty()
	for i, e := range entries {
		data, err := inventory.MarshalChanges(e.Changes)
		if err != nil {
			t.Fatal(err)
		}
		if e.Changes, err = inventory.UnmarshalChanges(data); err != nil {
			t.Fatal(err)
		}
		if s, err = s.Replay(e); err != nil {
			t.Fatal(err)
		}
		if !s.Equal(snapshots[i+1]) {
			t.Errorf("revision %d differs", i+1)
		}
		loaded, err := inventory.Load(inventorytest.Tables(s))
		if err != nil || !loaded.Equal(s) || inventory.CheckIndexes(loaded) != nil {
			t.Errorf("revision %d loaded differs: %v", i+1, err)
		}
	}
	equal(t, "visibility of a revision that hides a party", entries[1].Visibility, inventory.Internal)
	equal(t, "of one that touches what points at it", entries[2].Visibility, inventory.Internal)
}

func TestReplayFindsWhatWasAltered(t *testing.T) {
	entries, snapshots := history(t)
	for name, alter := range map[string]func(e *inventory.Entry){
		"number":         func(e *inventory.Entry) { e.Number++ },
		"time":           func(e *inventory.Entry) { e.RecordedAt = e.RecordedAt.Add(time.Millisecond) },
		"effective date": func(e *inventory.Entry) { e.EffectiveDate = "2020-01-01" },
		"author":         func(e *inventory.Entry) { e.Author = "Eve" },
		"spaces":         func(e *inventory.Entry) { e.Message += " " },
		"visibility":     func(e *inventory.Entry) { e.Visibility = inventory.Public },
		"previous":       func(e *inventory.Entry) { e.Previous = strings.Repeat("0", 64) },
		"hash":           func(e *inventory.Entry) { e.Hash = strings.Repeat("0", 64) },
		"change":         func(e *inventory.Entry) { e.Changes = puts(party("a", "Other", "")) },
		"change added":   func(e *inventory.Entry) { e.Changes = append(e.Changes[:1:1], retire("party/b")...) },
		"change without effect added": func(e *inventory.Entry) {
			b, _ := snapshots[1].Record("party/b")
			e.Changes = append(e.Changes[:1:1], inventory.Change{Put: b})
		},
		"changes gone": func(e *inventory.Entry) { e.Changes = nil },
	} {
		t.Run(name, func(t *testing.T) {
			e := entries[1]
			alter(&e)
			s, err := snapshots[1].Replay(e)
			if err == nil || s != nil {
				t.Fatal("it is replayed")
			}
			if want := "revision 2"; name != "number" && !strings.Contains(err.Error(), want) {
				t.Errorf("%v does not name %s", err, want)
			}
		})
	}
}

func TestReplayRefusesWhatDoesNotFollow(t *testing.T) {
	entries, snapshots := history(t)
	for _, c := range []struct{ on, entry int }{{0, 1}, {1, 0}, {1, 2}, {2, 1}, {3, 2}} {
		if _, err := snapshots[c.on].Replay(entries[c.entry]); err == nil || !strings.Contains(err.Error(), "does not follow") {
			t.Errorf("revision %d on revision %d: %v", c.entry+1, c.on, err)
		}
	}
	// An entry that bears a good hash may still break the rules.
	e := entries[2]
	e.Changes = retire("party/nobody")
	data, _ := inventory.MarshalChanges(e.Changes)
	e.Hash, _ = e.HashOver(data)
	if _, err := snapshots[2].Replay(e); err == nil || !strings.Contains(err.Error(), "revision 3 cannot be repeated") {
		t.Error(err)
	}
	// Or be written as no commit would write it.
	e.Changes, e.Message = entries[2].Changes, " Because"
	data, _ = inventory.MarshalChanges(e.Changes)
	e.Hash, _ = e.HashOver(data)
	if _, err := snapshots[2].Replay(e); err == nil || !strings.Contains(err.Error(), "revision 3 is not as") {
		t.Error(err)
	}
}

func TestBodyIsWhatTheHashIsMadeOver(t *testing.T) {
	entries, _ := history(t)
	got, err := entries[0].Body([]byte(`[{"retire":"party/<&>"}]`))
	want := `{"number":1,"recordedAt":"2026-03-01T12:00:00.000Z","effectiveDate":"2026-03-01","author":"Ada","message":"Because","visibility":"PUBLIC","previous":"","changes":[{"retire":"party/<&>"}]}`
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
}

func TestLoadRefusesPartsThatDoNotFit(t *testing.T) {
	_, snapshots := history(t)
	revisions, records := inventorytest.Tables(snapshots[3])
	for name, c := range map[string]struct {
		change func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored)
		want   string
	}{
		"a revision missing": {func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored) {
			return r[1:], s
		}, "revision 2 stands where revision 1 should"},
		"a record of the future": {func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored) {
			return r[:2], s
		}, "data/d comes from revision 3, which does not exist"},
		"a record of no revision": {func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored) {
			return r, append(s[:len(s):len(s)], inventory.Stored{Record: party("x", "X", "")})
		}, "party/x comes from revision 0, which does not exist"},
		"a record twice": {func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored) {
			return r, append(s[:len(s):len(s)], s[0])
		}, "document/notice is there twice"},
		"a record missing": {func(r []inventory.Revision, s []inventory.Stored) ([]inventory.Revision, []inventory.Stored) {
			return r, s[1:]
		}, "version/notice/2026 points at document/notice, which is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := inventory.Load(c.change(revisions, records))
			if s != nil || err == nil || err.Error() != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	s, err := inventory.Load(nil, nil)
	if err != nil || !s.Equal(inventory.Empty()) {
		t.Errorf("nothing loaded is not empty: %v", err)
	}
}

func TestEqualSeesEveryDifference(t *testing.T) {
	_, snapshots := history(t)
	for i, s := range snapshots {
		for j, o := range snapshots {
			if s.Equal(o) != (i == j) {
				t.Errorf("revisions %d and %d: %v", i, j, s.Equal(o))
			}
		}
	}
	revisions, records := inventorytest.Tables(snapshots[3])
	records[0].Since = 2
	if s, err := inventory.Load(revisions, records); err != nil || s.Equal(snapshots[3]) {
		t.Errorf("another revision of a record is not seen: %v", err)
	}
	records[0].Since = 1
	records[0].Record = &inventory.DocumentRecord{ID: "document/notice", Title: "Another"}
	if s, err := inventory.Load(revisions, records); err != nil || s.Equal(snapshots[3]) {
		t.Errorf("another record is not seen: %v", err)
	}
}

func TestChangesAsJSON(t *testing.T) {
	changes := append(puts(party("a", "<A> & é", ""), collects("s", "d")), retire("party/b")...)
	data, err := inventory.MarshalChanges(changes)
	if err != nil {
		t.Fatal(err)
	}
	if want := `[{"put":{"id":"party/a","name":"<A> & é","kind":"LEGAL_PERSON","citations":[{"clause":"clause/notice/2026/all"}]}},`; !strings.HasPrefix(string(data), want) {
		t.Errorf("written as %s", data)
	}
	again, err := inventory.UnmarshalChanges(data)
	if err != nil || !reflect.DeepEqual(again, changes) {
		t.Errorf("read as %v, %v", again, err)
	}
	for _, bad := range []string{
		``, `{}`, `[{}]`, `[null]`, `[{"put":null}]`, `[{"put":{}}]`, `[{"retire":""}]`, `[{"put":{"id":"party/a","name":"A"},"retire":"party/b"}]`,
		`[{"put":{"id":"nothing/a"}}]`, `[{"put":{"id":"party/a","nmae":"A"}}]`, `[{"put":{"id":"party/a","contacts":[{"fax":"1"}]}}]`,
		`[{"put":{"id":"party/a","citations":[{"clause":"c","page":1}]}}]`, `[{"put":{"id":"service/a","organisationWide":"yes"}}]`,
		`[{"put":{"id":"party/a"}}] []`, `[{"set":{"id":"party/a"}}]`, `[{"put":"party/a"}]`,
	} {
		if got, err := inventory.UnmarshalChanges([]byte(bad)); err == nil {
			t.Errorf("%s is read as %v", bad, got)
		}
	}
}
