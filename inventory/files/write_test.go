package files_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/seed"
)

// written is a directory of what Write wrote.
func written(t *testing.T, records []inventory.Record) fstest.MapFS {
	t.Helper()
	out, err := files.Write(records)
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for name, data := range out {
		dir[name] = &fstest.MapFile{Data: data}
	}
	return dir
}

// reread is what Read makes of what Write wrote.
func reread(t *testing.T, records []inventory.Record) files.Result {
	t.Helper()
	result, err := files.Read(written(t, records))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func apply(s *inventory.Snapshot, changes ...inventory.Change) (*inventory.Snapshot, error) {
	next, _, err := s.Apply(inventory.Commit{
		Author: "a tester", Message: "a test", RecordedAt: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Changes: changes,
	})
	return next, err
}

func byID(records []inventory.Record) map[inventory.ID]inventory.Record {
	m := make(map[inventory.ID]inventory.Record, len(records))
	for _, r := range records {
		m[r.RecordID()] = r
	}
	return m
}

// sameAfterRoundTrip writes the snapshot, reads it back, applies that and
// compares.
func sameAfterRoundTrip(t *testing.T, s *inventory.Snapshot) {
	t.Helper()
	result := reread(t, s.Records())
	again, err := apply(inventory.Empty(), result.Changes()...)
	if err != nil {
		t.Fatal(result.Locate(err))
	}
	if diff := diffOf(s.Records(), again.Records()); diff != "" {
		t.Errorf("read back differently (-want +got):\n%s", diff)
	}
}

// diffOf compares records by id.
func diffOf(want, got []inventory.Record) string {
	a, b := byID(want), byID(got)
	var out strings.Builder
	for _, id := range slices.Sorted(maps.Keys(a)) {
		if !reflect.DeepEqual(a[id], b[id]) {
			out.WriteString(string(id) + ":\n" + cmp.Diff(a[id], b[id]))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b)) {
		if a[id] == nil {
			out.WriteString(string(id) + " was not there\n")
		}
	}
	return out.String()
}

func example(t *testing.T) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWriteExample(t *testing.T) {
	s := example(t)
	sameAfterRoundTrip(t, s)
	backwards := slices.Clone(s.Records())
	slices.Reverse(backwards)
	if diff := cmp.Diff(written(t, s.Records()), written(t, backwards)); diff != "" {
		t.Errorf("the order of the records shows in the files:\n%s", diff)
	}
}

// What is written reads well: facts that differ in their data only are one
// item, and citations that all share are told once.
func TestWriteLayout(t *testing.T) {
	const text = `service: s
name: S
cite:
  - d/v/a
  - clause: d/v/b
    note: "2020"
doesNotUse:
  cite: d/v/a
  items:
    - purpose:
        - p
        - q
      condition: "yes"
    - variant: x
      purpose: p
      data: name
activities:
  - id: a
    name: A
    role: processor
    discloses:
      - data:
          - ip
          - mail
          - name
        recipient: x
        cite: d/v/a
      - data: ip
        recipient: z
        cite: d/v/b
    keeps:
      - id: one
        bound: indefinite
        after: two
        cite: d/v/a
`
	result, err := files.Read(dir(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(written(t, result.Records)["services/s.yaml"].Data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Every value of every enum, and its absence, comes back: a default that the
// domain fills in is left out, and nothing else.
func TestWriteEnums(t *testing.T) {
	s := example(t)
	for round := 0; ; round++ {
		changed, any := s, false
		for _, k := range inventory.Kinds() {
			c, ok := enumChange(s, k, round)
			any = any || ok
			if !ok {
				continue
			}
			if next, err := apply(changed, inventory.Change{Put: c}); err == nil {
				changed = next
			}
		}
		if !any {
			return
		}
		sameAfterRoundTrip(t, changed)
	}
}

// enumChange is the last record of the kind with one enum field changed; the
// round numbers fields and values, and ok is false when there are no more.
func enumChange(s *inventory.Snapshot, k inventory.Kind, round int) (r inventory.Record, ok bool) {
	for _, rec := range s.Records() {
		if rec.RecordKind() == k {
			r = rec
		}
	}
	if r == nil {
		return nil, false
	}
	out := reflect.New(reflect.TypeOf(r).Elem())
	out.Elem().Set(reflect.ValueOf(r).Elem())
	for _, f := range inventory.Schema(k) {
		field := out.Elem().FieldByIndex(f.Index)
		values, ok := inventory.EnumValues(field.Interface())
		if !ok {
			continue
		}
		if round <= len(values) {
			field.SetString(append(values, "")[round])
			return out.Interface().(inventory.Record), true
		}
		round -= len(values) + 1
	}
	return nil, false
}

// Every field of every kind is written and read.
func TestWriteEveryField(t *testing.T) {
	records := everyField()
	if diff := diffOf(records, reread(t, records).Records); diff != "" {
		t.Errorf("read back differently (-want +got):\n%s", diff)
	}
}

// everyField is a record of each kind with no field empty, and a measure of an
// activity.
func everyField() []inventory.Record {
	var records []inventory.Record
	for _, k := range inventory.Kinds() {
		r, _ := inventory.NewRecord(k)
		v := reflect.ValueOf(r).Elem()
		for _, f := range inventory.Schema(k) {
			if f.Name != "id" {
				fill(f, v.FieldByIndex(f.Index), 0)
			}
		}
		v.FieldByName("ID").SetString(string(standIn(k, 0)))
		switch id := r.DerivedID(); {
		case id == "" || strings.HasSuffix(string(id), "/"):
		default:
			v.FieldByName("ID").SetString(string(id) + "+again")
		}
		records = append(records, r)
	}
	return append(records, &inventory.SecurityMeasureRecord{
		ID: "measure/one/one/two", Name: "Of an activity", Kind: "HASHING", AppliesTo: []inventory.ID{"activity/one/one"},
	})
}

// standIn is the id of a record of the kind.
func standIn(k inventory.Kind, i int) inventory.ID {
	slug := []string{"one", "two"}[i]
	switch k {
	case inventory.KindActivity, inventory.KindVersion, inventory.KindBasis, inventory.KindChoice:
		return k.ID("one", slug)
	case inventory.KindClause, inventory.KindRetention:
		return k.ID("one", "one", slug)
	}
	return k.ID(slug)
}

// fill sets a field to something that its type allows.
func fill(f inventory.Field, v reflect.Value, i int) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(f, v.Index(0), 0)
		fill(f, v.Index(1), 1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(f, v.Elem(), i)
	case reflect.Struct:
		for _, sub := range f.Sub {
			fill(sub, v.FieldByIndex(sub.Index), i)
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	default:
		values, enum := inventory.EnumValues(v.Interface())
		switch {
		case len(f.Refs) > 0:
			v.SetString(string(standIn(f.Refs[0], i)))
		case enum && f.Name == "role": // the last is what an absent one stands for
			v.SetString(values[1])
		case enum:
			v.SetString(values[len(values)-1-i])
		case v.Type() == reflect.TypeFor[inventory.URL]():
			v.SetString("https://example.com/")
		case v.Type() == reflect.TypeFor[inventory.Period]():
			v.SetString("P1Y6M")
		case v.Type() == reflect.TypeFor[inventory.Date]():
			v.SetString("2020-08")
		default:
			v.SetString([]string{"2020-08-14", "no: #1\n\n  two"}[i])
		}
	}
}

func TestWriteText(t *testing.T) {
	for _, text := range []string{
		"plain", "yes", "null", "~", "1.10", "0x1f", "2020-08", "-", "- a", "? a", "a: b", "a #b", "#a", "'a'", `"a"`, "&a", "*a", "!a", "%a", "@a", "`a",
		"[a]", "{a: b}", "|", ">", "two\nlines", "a\n\n\nb", "a\n  b", "a \n b", "tab\tbed", "a\n\tb", "<<", "=", "é 你好 🎉 ", "a\u2028b", "a\u0085b", "a\ufeffb",
		"a\u00a0b", "a\u200bb", "\ufeffa", "a\u009fb", "---", "...", "--- a", "a\n---\nb", "a\n...\nb", strings.Repeat("word ", 60) + "end", strings.Repeat("x", 400), "a  b   c" + strings.Repeat(" d", 100),
	} {
		want := []inventory.Record{&inventory.PurposeRecord{ID: "purpose/p", Name: text, Aliases: []string{text}, Description: text}}
		if diff := diffOf(want, reread(t, want).Records); diff != "" {
			t.Errorf("%q is read back differently (-want +got):\n%s", text, diff)
		}
	}
}

// Ids that could be taken for those of other kinds are written whole.
func TestWriteAmbiguousIDs(t *testing.T) {
	want := []inventory.Record{
		&inventory.ServiceRecord{ID: "service/service", Name: "a"},
		&inventory.ServiceRecord{ID: "service/data/b", Name: "b", PartOf: "service/service"},
		&inventory.ServiceRecord{ID: "service/data_b", Name: "not valid, and another file"},
		&inventory.DocumentRecord{ID: "document/cookie", Title: "c"},
		&inventory.DocumentVersionRecord{ID: "version/cookie/1", Document: "document/cookie", Label: "1"},
		&inventory.ClauseRecord{ID: "clause/cookie/1/data/x", Version: "version/cookie/1", Path: []string{"x"}, Position: 0},
		&inventory.ClauseRecord{ID: "clause/elsewhere", Version: "version/cookie/1", Path: []string{"x"}, Position: 2},
		&inventory.ProcessingActivityRecord{ID: "activity/service/x", Service: "service/service", Name: "x"},
		&inventory.RetentionRuleRecord{ID: "retention/service/x/y", Activity: "activity/service/x", Bound: "INDEFINITE", After: "retention/service/x/y"},
		&inventory.RetentionRuleRecord{ID: "retention/service/x/z", Activity: "activity/service/x", Bound: "INDEFINITE", After: "retention/odd"},
		&inventory.SecurityMeasureRecord{ID: "measure/service/x/m", Name: "m", Kind: "HASHING", AppliesTo: []inventory.ID{"service/service"}},
	}
	if _, err := files.Write(want); err == nil {
		t.Error("two services may not share a file")
	}
	want = append(want[:2:2], want[3:]...)
	if diff := diffOf(want, reread(t, want).Records); diff != "" {
		t.Errorf("read back differently (-want +got):\n%s", diff)
	}
}

// What would make a file too large to read goes to several.
func TestWriteSplits(t *testing.T) {
	var want []inventory.Record
	for i := range 1200 {
		want = append(want, &inventory.PurposeRecord{
			ID: inventory.KindPurpose.ID(fmt.Sprintf("p%d", i)), Name: fmt.Sprintf("purpose %d", i), Description: strings.Repeat("word ", 200) + "end",
		})
	}
	dir := written(t, want)
	if len(dir) < 2 || dir["purposes.yaml"] == nil || dir["purposes-2.yaml"] == nil {
		t.Errorf("the files are %v", slices.Sorted(maps.Keys(dir)))
	}
	if diff := diffOf(want, reread(t, want).Records); diff != "" {
		t.Errorf("read back differently (-want +got):\n%s", diff)
	}
}

func TestWriteRefuses(t *testing.T) {
	purpose := &inventory.PurposeRecord{ID: "purpose/p", Name: "p"}
	for name, c := range map[string]struct {
		records []inventory.Record
		want    string
	}{
		"twice":   {[]inventory.Record{purpose, purpose}, "purpose/p is there twice"},
		"nowhere": {[]inventory.Record{&inventory.UseRecord{ID: "use/s/a/p", Activity: "activity/s/a", Purpose: "purpose/p"}}, "use/s/a/p has no place"},
		"other id": {[]inventory.Record{
			&inventory.ServiceRecord{ID: "service/s"}, &inventory.ServiceRecord{ID: "service/r"},
			&inventory.RequirementRecord{ID: "requirement/x", Service: "service/s", Requires: "service/r"},
		}, "the id requirement/x is not made of the record's ends"},
		"too large": {[]inventory.Record{&inventory.PurposeRecord{ID: "purpose/p", Description: strings.Repeat("x", 1<<20)}}, "larger than the 1 MiB"},
	} {
		_, err := files.Write(c.records)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if code, ok := inventory.CodeOf(err); ok {
			t.Errorf("%s: the code is %s", name, code)
		}
	}
}
