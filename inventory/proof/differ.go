package proof

import (
	"fmt"
	"reflect"

	"github.com/recital/recital/inventory"
)

// loaded compares what the store loads with what the log comes to: the same by
// another way than the store's own comparison.
func (v *verification) loaded() {
	loaded, err := v.evidence.Load()
	switch {
	case err != nil:
		v.report.add(Problem{Message: "the records cannot be loaded: " + err.Error()})
	case !loaded.Equal(v.expected.Head):
		v.report.add(firstDifference(loaded, v.expected))
	}
}

// firstDifference names a record and a field in which the snapshot is not as
// expected.
func firstDifference(got *inventory.Snapshot, e Expected) Problem {
	for _, want := range e.Head.Records() {
		id := want.RecordID()
		p := Problem{Revision: e.Brought(id), Row: string(id)}
		record, ok := got.Record(id)
		if !ok {
			p.Message = "the record is missing"
			return p
		}
		if field, ok := differs(want, record); ok {
			p.Column, p.Message = field, "it is not what the log says"
			return p
		}
		if since, _ := got.Since(id); since != p.Revision {
			p.Message = fmt.Sprintf("it is said to come from revision %d", since)
			return p
		}
	}
	for _, r := range got.Records() {
		if _, ok := e.Head.Record(r.RecordID()); !ok {
			return Problem{Revision: e.Brought(r.RecordID()), Row: string(r.RecordID()), Message: "the log has no such record"}
		}
	}
	return Problem{Message: "the revisions loaded are not those of the log"}
}

// differs names the first field in which records of one kind differ.
func differs(a, b inventory.Record) (field string, ok bool) {
	av, bv := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for _, f := range inventory.Schema(a.RecordKind()) {
		if !reflect.DeepEqual(av.FieldByIndex(f.Index).Interface(), bv.FieldByIndex(f.Index).Interface()) {
			return f.Name, true
		}
	}
	return "", false
}
