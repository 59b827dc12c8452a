package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
)

// Run is the suite that every store passes. open gives a store that is empty
// when asked the first time under the name of a test ([testing.T.Name]); asked
// again under the same name, after the first was closed, it gives the same
// inventory. Every test of the suite has a name and so a store of its own.
func Run(t *testing.T, open func(t *testing.T) inventory.Store) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, open func(t *testing.T) inventory.Store)
	}{
		{"Empty", testEmpty},
		{"EveryField", testEveryField},
		{"AnyOrder", testAnyOrder},
		{"EmptyIsAbsent", testEmptyIsAbsent},
		{"Replace", testReplace},
		{"Retire", testRetire},
		{"Texts", testTexts},
		{"LongText", testLongText},
		{"NamesApart", testNamesApart},
		{"IDsApart", testIDsApart},
		{"Times", testTimes},
		{"StaleBase", testStaleBase},
		{"OtherHistory", testOtherHistory},
		{"CancelledCommit", testCancelledCommit},
		{"LogRange", testLogRange},
		{"Reopen", testReopen},
		{"ReadersWhileWriting", testReadersWhileWriting},
		{"RacingWriters", testRacingWriters},
		{"Tree", testTree},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

func testEmpty(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := emptyWorld(t, open)
	w.check()
	for entry, err := range w.store.Log(t.Context(), 1, 0) {
		t.Errorf("Log of an empty store: %v, %v", entry, err)
	}
	if v := w.store.SchemaVersion(); v < 1 {
		t.Errorf("SchemaVersion is %d", v)
	}
}

// testEveryField keeps every field of every kind: what is not kept would be
// lost in silence.
func testEveryField(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	loaded, err := w.store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range inventory.Kinds() {
		r, ok := loaded.Record(Full(k).RecordID())
		if !ok {
			t.Errorf("the full record of the kind %s was not kept", k)
			continue
		}
		allSet(t, string(k), inventory.Schema(k), reflect.ValueOf(r).Elem())
	}
}

// allSet checks that no field is empty, so that the suite sees each.
func allSet(t *testing.T, path string, fields []inventory.Field, v reflect.Value) {
	t.Helper()
	for _, f := range fields {
		value := v.FieldByIndex(f.Index)
		if value.IsZero() {
			t.Errorf("%s.%s is empty", path, f.Name)
			continue
		}
		if value.Kind() == reflect.Slice && value.Len() < 2 {
			t.Errorf("%s.%s has one element, which shows no order", path, f.Name)
		}
		for value.Kind() == reflect.Pointer || value.Kind() == reflect.Slice {
			if value.Kind() == reflect.Pointer {
				value = value.Elem()
			} else {
				value = value.Index(value.Len() - 1)
			}
		}
		if f.Sub != nil {
			allSet(t, path+"."+f.Name, f.Sub, value)
		}
	}
}

// testAnyOrder commits what points before what is pointed at, in trees and in
// circles.
func testAnyOrder(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	records := Records()
	slices.Reverse(records)
	a, b := party("circle-a"), party("circle-b")
	a.Subprocessors, b.Subprocessors = []inventory.ID{b.ID}, []inventory.ID{a.ID}
	below, above := party("below"), party("above")
	below.MemberOf = above.ID
	w.put(append(records, a, b, below, above)...)

	above.MemberOf, below.MemberOf = below.ID, ""
	w.put(above, below)
	ids := make([]inventory.ID, 0, len(records)+4)
	for _, r := range w.head.Records() {
		ids = append(ids, r.RecordID())
	}
	w.retire(ids...)
}

// testEmptyIsAbsent takes every optional field away again.
func testEmptyIsAbsent(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	var less []inventory.Record
	for _, k := range inventory.Kinds() {
		less = append(less, bare(k))
	}
	w.put(less...)
	spaces := party("spaces")
	spaces.Description, spaces.Aliases, spaces.Subprocessors = " \n\t ", []string{}, []inventory.ID{}
	w.put(spaces)
	if r, _ := w.head.Record(spaces.ID); r.(*inventory.PartyRecord).Aliases != nil {
		t.Error("an empty list is not absent")
	}
	for _, k := range inventory.Kinds() {
		if r := hollow(k); r != nil {
			w.put(r)
		}
	}
}

// hollow is the bare record of the kind with empty structs where it may point
// at one; nil if it points at none.
func hollow(k inventory.Kind) inventory.Record {
	r, found := bare(k), false
	v := reflect.ValueOf(r).Elem()
	for _, f := range inventory.Schema(k) {
		needs := slices.ContainsFunc(f.Sub, func(sub inventory.Field) bool { return sub.Needed })
		if f.Type.Kind() == reflect.Pointer && !needs {
			v.FieldByIndex(f.Index).Set(reflect.New(f.Type.Elem()))
			found = true
		}
	}
	if !found {
		return nil
	}
	// Another name, so that it differs from what is there.
	if name := v.FieldByName("Name"); name.IsValid() {
		name.SetString(name.String() + " with empty parts")
	}
	return r
}

// bare is the full record of the kind without all that may be empty.
func bare(k inventory.Kind) inventory.Record {
	r := Full(k)
	for _, f := range inventory.Schema(k) {
		keep := f.Needed || f.Name == "id" || f.Name == "citations" && cites(k) || f.Name == "purpose" && k == inventory.KindNonUse
		if !keep {
			reflect.ValueOf(r).Elem().FieldByIndex(f.Index).SetZero()
		}
	}
	if rule, ok := r.(*inventory.RetentionRuleRecord); ok {
		rule.Bound = inventory.Indefinite
	}
	return r
}

func testReplace(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	p := party("p")
	p.Contacts = []inventory.ContactRecord{{Role: "PRIVACY", Name: "one"}, {Role: "GENERAL", Address: []string{"x", "y"}}, {Role: "GENERAL"}}
	p.Aliases = []string{"c", "a", "b"}
	p.Verified = &inventory.VerificationRecord{By: "me", On: "2026"}
	others := []inventory.Record{party("q"), party("r"), party("s")}
	p.Subprocessors = []inventory.ID{"party/s", "party/q", "party/r"}
	w.put(append(others, p)...)

	p.Subprocessors = []inventory.ID{"party/r", "party/s"}
	p.Contacts, p.Aliases, p.Verified = p.Contacts[1:2], []string{"b"}, nil
	w.put(p)
	p.Subprocessors, p.Contacts, p.Aliases = nil, nil, nil
	w.put(p)
	p.Subprocessors = []inventory.ID{"party/s", "party/s"}
	p.Name = "another"
	w.put(p)
}

func testRetire(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	w.put(Records()...)
	for _, k := range slices.Backward(inventory.Kinds()) {
		w.retire(Full(k).RecordID())
	}
	w.put(Full(inventory.KindDisclosure))
}

// Texts lists texts that stores have been known to change, to confuse with
// another, or to stumble over.
func Texts() []string {
	return []string{
		"plain", "Plain", "PLAIN", "straße", "STRASSE", "é", "e\u0301x", "Å", "ﬁ", "ı", "İ", "ß", "ẞ",
		"数据", "データ", "ﾃﾞｰﾀ", "한국어", "עברית", "العربية", "\u202eright to left\u202c", "a\u200db", "👩‍👩‍👧‍👦", "🇹🇼", "𝒳", "\ufeffmark",
		"\u2028line", "\u00a0space", "\ufffd", "\uffff", "z\u0335\u0321\u0322a\u0300\u0301l\u030ag\u0327o\u0332",
		"0", "1", "007", "1e3", "-0", "0x10", "1.50", "NaN", "Infinity", "true", "null", "NULL", "nil", "2026-11-22", "12:00",
		"'", "''", "\"", "`", "\\", "\\0", "%", "_", "?", "?1", ":a", "$1", "@x", "--", "/*", ";", "'); DROP TABLE party; --",
		"[]", "{}", `["a"]`, `{"a":1}`, "a,b", "a;b", "a\tb", "a\nb", "a\n\n  b", "<b>&amp;</b>", "=1+1", "x'41'",
	}
}

func testTexts(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	var records []inventory.Record
	for i, text := range Texts() {
		p := party("p" + strings.Repeat("x", i))
		p.Description = text
		p.Contacts = []inventory.ContactRecord{{Role: "GENERAL", Name: text, Address: []string{text, "between", text}}}
		p.Condition = text
		records = append(records, p)
	}
	w.put(records...)
	for i, text := range Texts() {
		r, _ := w.head.Record(records[i].RecordID())
		if got := r.(*inventory.PartyRecord).Description; got == "" {
			t.Errorf("the text %q is lost", text)
		}
	}
}

func testLongText(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	p := party("long")
	p.Description = strings.Repeat("€", 1333) + "x"
	p.Contacts = []inventory.ContactRecord{{Role: "GENERAL", Address: slices.Repeat([]string{strings.Repeat("y", 4000)}, 30)}}
	w.put(p)
}

// testNamesApart keeps texts apart that a collation may take for one, and
// refuses names that people would.
func testNamesApart(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	ip, other := data("ip"), data("other")
	ip.Name, ip.Description, other.Description = "IP", "Größe", "grosse"
	w.put(ip, other)
	other.Description = "GRÖSSE"
	w.put(other)
	other.Name = "ip"
	_, _, err := w.head.Apply(inventory.Commit{
		Author: "a", Message: "m", RecordedAt: time.Unix(1, 0), Changes: []inventory.Change{{Put: other}},
	})
	if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
		t.Errorf("a second name %q beside %q: %v", other.Name, ip.Name, err)
	}
	w.check()
}

// testIDsApart has ids that begin alike, or sort differently by other rules
// than by their bytes, each with lists.
func testIDsApart(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	slugs := []string{"a", "a-b", "a.b", "ab", "a0", "a-", "a-a-a", "a.a", "aa", "a10", "a9", "z", "0"}
	var records []inventory.Record
	for i, slug := range slugs {
		if strings.HasSuffix(slug, "-") {
			slug += "x"
		}
		p := party(slug)
		p.Name = fmt.Sprint("Number ", i)
		p.Subprocessors = []inventory.ID{inventory.KindParty.ID(slugs[i]), "party/z", "party/0"}
		if strings.HasSuffix(slugs[i], "-") {
			p.Subprocessors[0] = p.ID
		}
		p.Contacts = []inventory.ContactRecord{{Role: "GENERAL", Name: slug}, {Role: "PRIVACY", Name: slug}}
		records = append(records, p)
	}
	w.put(records...)
	w.retire("party/a")
	w.retire("party/a.b", "party/ab")
	w.put(party("a"))
}

// testTimes keeps milliseconds, and the order of numbers where clocks go back.
func testTimes(t *testing.T, open func(t *testing.T) inventory.Store) {
	w := newWorld(t, open)
	east := time.FixedZone("east", 8*3600)
	for i, at := range []time.Time{
		time.Date(2026, 11, 22, 10, 30, 0, 999_999_999, time.UTC),
		time.Date(2026, 11, 22, 10, 30, 0, 1_000_000, east),
		time.Date(1999, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2026, 11, 22, 10, 30, 0, 120_000_000, time.UTC),
		time.Date(2026, 11, 22, 10, 30, 0, 120_000_000, time.UTC),
	} {
		next, entry, err := w.head.Apply(inventory.Commit{
			Author: "a", Message: "m", RecordedAt: at, EffectiveDate: inventory.Date(fmt.Sprintf("2027-01-%02d", i/3+1)),
			Changes: []inventory.Change{{Put: party("p" + strings.Repeat("x", i))}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.store.Commit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		w.moved(next)
		w.check()
		for entry, err := range w.store.Log(t.Context(), next.Revision().Number, next.Revision().Number) {
			if want := at.UTC().Truncate(time.Millisecond); err != nil || entry.RecordedAt != want {
				t.Errorf("recorded at %v, %v; want %v", entry.RecordedAt, err, want)
			}
		}
	}
}

// party is a small party with this slug.
func party(slug string) *inventory.PartyRecord {
	return &inventory.PartyRecord{ID: inventory.KindParty.ID(slug), Name: "Party " + slug, Kind: "LEGAL_PERSON", Evidence: inventory.Evidence{
		Citations: []inventory.CitationRecord{{Clause: Small(inventory.KindClause, "a").RecordID()}},
	}}
}

// data is a small data category with this slug.
func data(slug string) *inventory.DataCategoryRecord {
	return &inventory.DataCategoryRecord{ID: inventory.KindData.ID(slug), Name: "Data " + slug}
}
