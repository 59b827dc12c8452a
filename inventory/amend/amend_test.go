package amend_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/amend"
	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/seed"
)

func example(t *testing.T) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sent is the input that says all of a record, as JSON would bring it.
func sent(t *testing.T, s amend.Shape, rec inventory.Record) map[string]any {
	t.Helper()
	text, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	// The id of a relation follows from its ends, but for what finishes it.
	if id, ok := strings.CutPrefix(string(rec.RecordID()), string(rec.DerivedID())); ok {
		switch s.Naming {
		case amend.Beneath:
			delete(fields, "id")
			fields[amend.Slug] = id
		case amend.Derived:
			delete(fields, "id")
			if id != "" {
				fields[amend.Variant] = strings.TrimPrefix(id, "+")
			}
		}
	}
	return map[string]any{s.Name: fields}
}

func shapes() map[inventory.Kind]amend.Shape {
	byKind := map[inventory.Kind]amend.Shape{}
	for _, s := range amend.Shapes() {
		byKind[s.Kind] = s
	}
	return byKind
}

// TestEverythingCanBeSaid builds whole inventories of inputs: nothing is lost,
// and said again it changes nothing.
func TestEverythingCanBeSaid(t *testing.T) {
	for name, s := range map[string]*inventory.Snapshot{"the example": example(t), "a synthetic one": inventorytest.Snapshot(3, 60, 5)} {
		byKind := shapes()
		var inputs []map[string]any
		for _, rec := range s.Records() {
			inputs = append(inputs, sent(t, byKind[rec.RecordKind()], rec))
		}
		a, err := amend.Read(inventory.Empty(), inputs, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		built, _, err := inventory.Empty().Apply(commit(a))
		if err := a.Locate(err); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(s.Records(), built.Records()); diff != "" {
			t.Errorf("%s (-it +said):\n%s", name, diff)
		}
		again, err := amend.Read(s, inputs, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = s.Apply(commit(again))
		if got := rules(again.Locate(err)); !cmp.Equal(got, []string{"changes no-change"}) {
			t.Errorf("%s said again: %v", name, got)
		}
	}
}

func commit(a *amend.Amendment) inventory.Commit {
	return inventory.Commit{Author: "a", Message: "m", RecordedAt: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Changes: a.Changes}
}

func rules(err error) []string {
	var refused *inventory.Error
	if !errors.As(err, &refused) {
		return nil
	}
	var list []string
	for _, p := range refused.Problems {
		list = append(list, p.Path+" "+p.Rule)
	}
	return list
}

// sample is a value that a field may have.
func sample(f inventory.Field, t reflect.Type) any {
	switch {
	case t.Kind() == reflect.Slice:
		return []any{sample(f, t.Elem())}
	case t.Kind() == reflect.Pointer:
		return sample(f, t.Elem())
	case len(f.Refs) > 0:
		return string(f.Refs[len(f.Refs)-1].ID("x"))
	case t.Kind() == reflect.Bool:
		return true
	case t.Kind() == reflect.Int:
		return json.Number("7")
	case t.Kind() == reflect.Struct:
		fields := map[string]any{}
		for _, sub := range f.Sub {
			fields[sub.Name] = sample(sub, sub.Type)
		}
		return fields
	}
	if values, ok := inventory.EnumValues(reflect.Zero(t).Interface()); ok {
		if t == reflect.TypeFor[inventory.YesNo]() {
			return true
		}
		return values[len(values)-1]
	}
	return "some " + f.Name
}

// TestEveryFieldReachesAChange sets each field of each shape alone, and each
// field of its parts, and finds it in the record; and null takes it out again.
func TestEveryFieldReachesAChange(t *testing.T) {
	seen := 0
	for _, s := range amend.Shapes() {
		for _, f := range s.Fields {
			seen++
			value := sample(f, f.Type)
			fields := map[string]any{f.Name: value}
			switch s.Naming {
			case amend.Chosen:
				fields["id"] = "x"
			case amend.Beneath:
				fields[amend.Slug] = "x"
			}
			a, err := amend.Read(inventory.Empty(), []map[string]any{{s.Name: fields}}, nil)
			if err != nil || len(a.Changes) != 1 {
				t.Errorf("%s.%s: %v, %d changes", s.Name, f.Name, err, len(a.Changes))
				continue
			}
			got := reflect.ValueOf(a.Changes[0].Put).Elem().FieldByIndex(f.Index)
			if same(got, value) != "" {
				t.Errorf("%s.%s: %s", s.Name, f.Name, same(got, value))
			}
			fields[f.Name] = nil
			a, err = amend.Read(inventory.Empty(), []map[string]any{{s.Name: fields}}, nil)
			if err != nil || !reflect.ValueOf(a.Changes[0].Put).Elem().FieldByIndex(f.Index).IsZero() {
				t.Errorf("%s.%s: null does not clear it: %v", s.Name, f.Name, err)
			}
		}
	}
	if seen < 250 {
		t.Errorf("only %d fields were looked at", seen)
	}
}

// same says where a value of a record is not what was sent.
func same(v reflect.Value, value any) string {
	switch x := value.(type) {
	case []any:
		if v.Len() != len(x) {
			return fmt.Sprintf("%d elements of %d", v.Len(), len(x))
		}
		for i := range x {
			if s := same(v.Index(i), x[i]); s != "" {
				return s
			}
		}
		return ""
	case map[string]any:
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if s := same(v.Field(i), x[name]); s != "" {
				return name + ": " + s
			}
		}
		return ""
	case bool:
		if v.Kind() == reflect.String {
			value = map[bool]string{true: "YES", false: "NO"}[x]
		}
	}
	if got := fmt.Sprint(v.Interface()); got != fmt.Sprint(value) {
		return fmt.Sprintf("%q is not %q", got, value)
	}
	return ""
}

// TestNullClears says null of each field that anything of the example has, and
// finds that field empty and all others as they were.
func TestNullClears(t *testing.T) {
	s, byKind, seen := example(t), shapes(), map[string]bool{}
	for _, rec := range s.Records() {
		shape := byKind[rec.RecordKind()]
		for _, f := range shape.Fields {
			name := shape.Name + "." + f.Name
			if seen[name] || reflect.ValueOf(rec).Elem().FieldByIndex(f.Index).IsZero() {
				continue
			}
			seen[name] = true
			a, err := amend.Read(s, []map[string]any{{shape.Name: map[string]any{"id": string(rec.RecordID()), f.Name: nil}}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := reflect.New(reflect.TypeOf(rec).Elem())
			want.Elem().Set(reflect.ValueOf(rec).Elem())
			want.Elem().FieldByIndex(f.Index).SetZero()
			if len(a.Changes) != 1 {
				continue // an end: what is meant is then another thing
			}
			if diff := cmp.Diff(want.Interface(), a.Changes[0].Put); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", f.Name, rec.RecordID(), diff)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d fields were looked at", len(seen))
	}
}

// TestFieldsStay holds that to say one field of what is there changes no other,
// also within a part, and leaves the head as it is.
func TestFieldsStay(t *testing.T) {
	s := example(t)
	before := cmp.Diff(nil, s.Records())
	for kind, shape := range shapes() {
		for _, rec := range s.Records() {
			if rec.RecordKind() != kind {
				continue
			}
			a, err := amend.Read(s, []map[string]any{{shape.Name: map[string]any{"id": string(rec.RecordID())}}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(rec, a.Changes[0].Put); diff != "" {
				t.Errorf("%s without fields (-was +is):\n%s", rec.RecordID(), diff)
			}
			break
		}
	}
	head, _, err := s.Apply(commit(&amend.Amendment{Changes: []inventory.Change{{Put: activity(t, s, "A", "YES")}}}))
	if err != nil {
		t.Fatal(err)
	}
	a, err := amend.Read(head, []map[string]any{{"processingActivity": map[string]any{
		"id": "payment/take-payments", "automation": map[string]any{"description": "B"},
	}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(activity(t, head, "B", "YES"), a.Changes[0].Put.(*inventory.ProcessingActivityRecord)); diff != "" {
		t.Errorf("one field of a part (-want +got):\n%s", diff)
	}
	if r, _ := head.Record("activity/payment/take-payments"); r.(*inventory.ProcessingActivityRecord).Automation.Description != "A" {
		t.Error("the head was written into")
	}
	if cmp.Diff(nil, s.Records()) != before {
		t.Error("the example was written into")
	}
}

func activity(t *testing.T, s *inventory.Snapshot, description string, profiling inventory.YesNo) *inventory.ProcessingActivityRecord {
	t.Helper()
	r, ok := s.Record("activity/payment/take-payments")
	if !ok {
		t.Fatal("no activity")
	}
	own := *r.(*inventory.ProcessingActivityRecord)
	own.Automation = &inventory.AutomationRecord{Profiling: profiling, Description: description}
	return &own
}

// TestNamesOfOneCommit holds that things put together find each other by id, by
// name and by alias, in any order, and that one name of two says neither.
func TestNamesOfOneCommit(t *testing.T) {
	put := func(name string, fields map[string]any) map[string]any { return map[string]any{name: fields} }
	inputs := []map[string]any{
		put("collection", map[string]any{"activity": "Printing", "data": []any{"Gait", "steps", "data/gait-pattern"}, "variant": "b"}),
		put("retentionRule", map[string]any{"activity": "shop/print", "slug": "x", "bound": "INDEFINITE", "after": "shop/print/y"}),
		put("processingActivity", map[string]any{"service": "The Shop", "slug": "print", "name": "Printing"}),
		put("service", map[string]any{"id": "service/shop", "name": "The Shop"}),
		put("dataCategory", map[string]any{"id": "gait", "name": "Gait", "aliases": []any{"Steps"}}),
	}
	a, err := amend.Read(inventory.Empty(), inputs, []inventory.ID{"terms/2026"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range a.Changes {
		got = append(got, string(c.Put.RecordID()))
	}
	want := []string{
		"collection/shop/print/gait+b", "collection/shop/print/gait-pattern+b", "retention/shop/print/x", "activity/shop/print", "service/shop", "data/gait",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e, _ := inventory.EvidenceOf(a.Changes[0].Put); len(e.Citations) != 1 || e.Citations[0].Clause != "clause/terms/2026" {
		t.Errorf("what is new cites %v", e.Citations)
	}
	if got := rules(a.Locate(nil)); !cmp.Equal(got, []string{"changes[0].collection twice", "changes[1].retentionRule.after unknown-reference"}) {
		t.Error(got)
	}
	inputs = append(inputs, put("processingActivity", map[string]any{"service": "shop", "slug": "copy", "name": "Printing"}))
	if _, err = amend.Read(inventory.Empty(), inputs[:1:1], nil); err != nil {
		t.Fatal(err)
	}
	if a, err = amend.Read(inventory.Empty(), append(inputs[2:], inputs[0]), nil); err != nil {
		t.Fatal(err)
	}
	if got := rules(a.Locate(nil)); len(got) == 0 || got[0] != "changes[4].collection.activity ambiguous-name" {
		t.Error(got)
	}
}

// FuzzRead holds that no input is a panic, and that what is read can be applied
// or is refused.
func FuzzRead(f *testing.F) {
	f.Add(`[{"service": {"id": "a", "name": "A", "verified": {"by": "x"}}}, {"retire": "data/x"}]`)
	f.Add(`[{"collection": {"activity": ["a"], "data": [null, 3, {"x": []}]}}, {"use": null}, {"": {}}]`)
	f.Add(`[{"disclosure": {"data": ["a", "b"], "recipient": ["c", "d"], "transfers": [{"country": 5}]}}]`)
	head, err := seed.Snapshot()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var inputs []map[string]any
		if json.Unmarshal([]byte(text), &inputs) != nil {
			return
		}
		a, err := amend.Read(head, inputs, nil)
		if err != nil {
			return
		}
		_, _, err = head.Apply(commit(a))
		if code, known := inventory.CodeOf(a.Locate(err)); err != nil && (!known || code != inventory.Invalid) {
			t.Errorf("%v", err)
		}
	})
}
