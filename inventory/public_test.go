package inventory_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

// told is all that the readers of a snapshot can be told: every record as JSON,
// and what every exported method of every view and answer says.
func told(t testing.TB, s *inventory.Snapshot) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(fingerprint(t, s))
	for _, r := range s.Records() {
		view, _ := s.Node(r.RecordID())
		tell(&b, reflect.ValueOf(view), whole)
		if name := inventory.Title(r); name != "" {
			page, err := s.Search(name, nil, 100, nil)
			tell(&b, reflect.ValueOf(page), 4)
			fmt.Fprintln(&b, err, second(s.Party(name+"x")), second(s.DataCategory(name+"x")))
		}
		of := string(r.RecordID())
		for _, answer := range []any{
			first(s.WhoReceives(of, true, true)), first(s.WhoCollects(of, true)), first(s.WhatGoesTo(of)), first(s.WhatHappensOn(of, "")),
		} {
			tell(&b, reflect.ValueOf(answer), 4)
		}
	}
	tell(&b, reflect.ValueOf(first(s.WhatIsKept(inventory.KeptFilter{}, 100, nil))), 4)
	return b.String()
}

func first[T any](v T, _ error) T { return v }

// whole is the depth at which a noun or fact is told in full; within others,
// only its texts are: each has its turn.
const whole = 5

// tell writes what a value says: texts as they are, lists and structs by their
// parts, views by their methods, so deep.
func tell(b *strings.Builder, v reflect.Value, deep int) {
	switch v.Kind() {
	case reflect.Invalid:
		return
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			tell(b, v.Elem(), deep)
		}
	case reflect.Slice:
		for i := range v.Len() {
			tell(b, v.Index(i), deep)
		}
	case reflect.Struct:
		if deep == 0 || reflect.DeepEqual(v.Interface(), reflect.Zero(v.Type()).Interface()) {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				tell(b, v.Field(i), deep)
			}
		}
		_, node := v.Interface().(inventory.Node)
		for i := range v.NumMethod() {
			m := v.Method(i)
			if node && deep < whole && m.Type().Out(0).Kind() != reflect.String {
				continue
			}
			var args []reflect.Value
			switch {
			case v.Type().PkgPath() != reflect.TypeFor[inventory.Service]().PkgPath():
				continue
			case m.Type().NumIn() == 2 && m.Type().In(0).Kind() == reflect.Int:
				args = []reflect.Value{reflect.ValueOf(100), reflect.Zero(m.Type().In(1))}
			case m.Type().NumIn() > 0:
				continue
			}
			for _, out := range m.Call(args) {
				tell(b, out, deep-1)
			}
		}
	default:
		fmt.Fprintln(b, v.Interface())
	}
}

// traces are the words by which a record would be noticed.
func traces(r record) []string {
	list := []string{string(r.RecordID())}
	if r.DerivedID() == "" {
		list[0] = r.RecordID().Rest()
	}
	if name := inventory.Title(r); name != "" {
		list = append(list, name)
	}
	return list
}

// hiddenWith lists a record, what cannot be told without it, and the clauses
// that nothing else cites.
func hiddenWith(records []record, of id) map[id]bool {
	hidden := map[id]bool{of: true}
	for grown := true; grown; {
		grown = false
		for _, r := range records {
			inventory.EachRef(r, func(_ string, to id, loose bool) {
				if hidden[to] && !loose && !hidden[r.RecordID()] {
					hidden[r.RecordID()], grown = true, true
				}
			})
		}
	}
	for _, source := range []inventory.Kind{inventory.KindClause, inventory.KindVersion, inventory.KindDocument} {
		cited, needed := map[id]bool{}, map[id]bool{}
		for _, r := range records {
			inventory.EachRef(r, func(_ string, to id, _ bool) {
				if hidden[r.RecordID()] {
					cited[to] = true
				} else {
					needed[to] = true
				}
			})
		}
		for to := range cited {
			if kind, _ := to.Kind(); kind == source && !needed[to] {
				hidden[to] = true
			}
		}
	}
	return hidden
}

// What only internal facts cite is as internal as they are.
func TestPublicLeavesOutWhatOnlyInternalFactsCite(t *testing.T) {
	s := complete(t)
	memo := []record{
		&inventory.DocumentRecord{ID: "document/memo", Title: "Memo on Parzeta"},
		&inventory.DocumentVersionRecord{ID: "version/memo/1", Document: "document/memo", Label: "1"},
		&inventory.ClauseRecord{ID: "clause/memo/1/all", Version: "version/memo/1", Path: []string{"Secret heading"}},
	}
	secret := with(party("secret", "Secret", ""), func(r *inventory.PartyRecord) {
		r.Visibility, r.Evidence.Citations = inventory.Internal, []inventory.CitationRecord{{Clause: "clause/memo/1/all"}}
	})
	s = apply(t, s, puts(append(memo, secret)...)...)
	for _, r := range memo {
		if _, ok := s.Public().Record(r.RecordID()); ok {
			t.Errorf("%s is told", r.RecordID())
		}
	}
	open := with(party("open", "Open", ""), func(r *inventory.PartyRecord) { r.Evidence.Citations = secret.Evidence.Citations })
	s = apply(t, s, puts(open)...)
	for _, r := range memo {
		if _, ok := s.Public().Record(r.RecordID()); !ok {
			t.Errorf("%s is not told, though a public fact cites it", r.RecordID())
		}
	}
}

func TestPublicTellsNothingOfWhatIsInternal(t *testing.T) {
	all := told(t, complete(t))
	for i, r := range completeRecords() {
		for _, trace := range traces(r) {
			if !strings.Contains(all, trace) {
				t.Errorf("nothing is told of %s: the test cannot fail", trace)
			}
		}
		if reflect.ValueOf(r).Elem().FieldByName("Visibility").IsValid() {
			t.Run(string(r.RecordID()), func(t *testing.T) { checkHidden(t, i) })
		}
	}
}

func checkHidden(t *testing.T, i int) {
	records := completeRecords()
	of := records[i].RecordID()
	reflect.ValueOf(records[i]).Elem().FieldByName("Visibility").Set(reflect.ValueOf(inventory.Internal))
	c := commit(puts(records...)...)
	c.Author, c.Message = "Chrysippos", "Mechanema"
	s, _, err := inventory.Empty().Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	public := s.Public()
	text := told(t, public)
	hidden := hiddenWith(records, of)
	for _, r := range records {
		_, there := public.Record(r.RecordID())
		if there == hidden[r.RecordID()] {
			t.Errorf("%s is there: %v", r.RecordID(), there)
		}
		if !hidden[r.RecordID()] {
			continue
		}
		for _, trace := range traces(r) {
			if at := strings.Index(text, trace); at >= 0 {
				t.Errorf("%s is told of: %q", trace, text[max(0, at-60):at+len(trace)])
			}
		}
		if _, ok := public.Node(r.RecordID()); ok {
			t.Errorf("%s has a view", r.RecordID())
		}
	}
	if strings.Contains(text, c.Author) || strings.Contains(text, c.Message) {
		t.Error("author or message of an internal revision are told")
	}
	if err := inventory.CheckIndexes(public); err != nil {
		t.Error(err)
	}
	if !strings.Contains(told(t, s), c.Message) {
		t.Error("people of the organisation are not told the message")
	}
	if again := public.Public(); again != public {
		t.Error("what is public is made public again")
	}
}

func TestPublicWhereNothingIsInternal(t *testing.T) {
	s := complete(t)
	public := s.Public()
	if !public.Equal(s.Discreet()) || told(t, public) != told(t, s.Discreet()) {
		t.Error("the public snapshot differs")
	}
}

func TestPublicKeepsTheRevision(t *testing.T) {
	s := complete(t)
	hide := with(party("parsub", "Parsub", ""), func(r *inventory.PartyRecord) {
		r.Visibility, r.Evidence.Citations = inventory.Internal, backed().Citations
	})
	s = apply(t, s, puts(hide)...)
	s = apply(t, s, puts(with(data("datwide", "Datwide", ""), func(r *inventory.DataCategoryRecord) { r.Description = "New" }))...)
	public := s.Public()
	got := public.Revisions()
	equal(t, "revisions", len(got), 3)
	for i, r := range s.Revisions() {
		r.Author, r.Message = "", ""
		equal(t, fmt.Sprintf("revision %d", r.Number), got[i], r)
	}
	if since, _ := public.Since("data/datwide"); since != 3 {
		t.Errorf("a record of revision 3 is said to be of %d", since)
	}
	if n, ok := public.Node("party/parzeta"); !ok || n.(inventory.Fact).Since().Number != 1 {
		t.Error("a record that lost a pointer is of another revision")
	}
}

// What becomes internal is no longer told of the time when it was public.
func TestPublicOfThePastHidesWhatIsInternalNow(t *testing.T) {
	past := complete(t)
	parzeta, _ := past.Record("party/parzeta")
	hide := inventory.Canonical(parzeta).(*inventory.PartyRecord)
	hide.Visibility = inventory.Internal
	head := apply(t, past, puts(hide)...)
	if _, ok := past.Public().Record("party/parzeta"); !ok {
		t.Fatal("the record was never public")
	}
	open := past.PublicUnder(head)
	for _, gone := range []id{"party/parzeta", "disclosure/serlambda/actxi/dattheta/parzeta"} {
		if _, ok := open.Record(gone); ok {
			t.Errorf("%s is told", gone)
		}
	}
	equal(t, "revision", open.Revision().Number, past.Revision().Number)
	equal(t, "under itself", head.PublicUnder(head).Len(), head.Public().Len())
}

// A revision may speak of what is internal without touching an internal
// record: by a public one that points at it.
func TestRevisionsThatTellOfWhatIsInternalAreInternal(t *testing.T) {
	s := complete(t)
	hide := func(s *inventory.Snapshot, of id) *inventory.Snapshot {
		rec, _ := s.Record(of)
		rec = inventory.Canonical(rec)
		reflect.ValueOf(rec).Elem().FieldByName("Visibility").Set(reflect.ValueOf(inventory.Internal))
		return apply(t, s, puts(rec)...)
	}
	touch := func(s *inventory.Snapshot, of id) inventory.Visibility {
		rec, _ := s.Record(of)
		rec = inventory.Canonical(rec)
		reflect.ValueOf(rec).Elem().FieldByName("Condition").SetString("Changed.")
		return apply(t, s, puts(rec)...).Revision().Visibility
	}
	equal(t, "hiding", hide(s, "party/parzeta").Revision().Visibility, inventory.Internal)
	for _, c := range []struct {
		hidden, touched id
		want            inventory.Visibility
	}{
		{"party/parzeta", "disclosure/serlambda/actxi/dattheta/parzeta", inventory.Internal},
		{"party/parzeta", "collection/serlambda/actxi/dattheta", inventory.Internal},
		{"service/serlambda", "collection/serlambda/actxi/dattheta", inventory.Internal},
		{"data/datwide", "collection/serlambda/actxi/dattheta", inventory.Public},
		{"data/datwide", "data/dattheta", inventory.Internal},
		{"purpose/purkappa", "party/parzeta", inventory.Public},
	} {
		equal(t, string(c.touched)+" beside "+string(c.hidden), touch(hide(s, c.hidden), c.touched), c.want)
	}
	gone := hide(s, "party/parsub")
	parzeta, _ := gone.Record("party/parzeta")
	p := inventory.Canonical(parzeta).(*inventory.PartyRecord)
	p.Subprocessors = nil
	next := apply(t, gone, append(puts(p), retire("party/parsub")...)...)
	equal(t, "retiring what is internal", next.Revision().Visibility, inventory.Internal)
	equal(t, "after that", touch(next, "party/parzeta"), inventory.Public)
}
