package files_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/seed"
)

func commit() inventory.Commit {
	return inventory.Commit{Author: "a tester", Message: "a test", RecordedAt: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
}

// onDisk is the folder of a snapshot, as read from disk.
func onDisk(t *testing.T, s *inventory.Snapshot) fstest.MapFS {
	t.Helper()
	out, err := files.Folder(s.Records())
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for name, data := range out {
		dir[name] = &fstest.MapFile{Data: data}
	}
	return dir
}

func plan(t *testing.T, dir fstest.MapFS, head *inventory.Snapshot) (*inventory.Snapshot, []inventory.Change, error) {
	t.Helper()
	result, err := files.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return result.Plan(head, commit())
}

// TestExportedFilesChangeNothing holds that what is exported and applied again
// is an empty plan, whatever the inventory, and that the empty inventory gets
// all of it.
func TestExportedFilesChangeNothing(t *testing.T) {
	example, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	snapshots := map[string]*inventory.Snapshot{"the example": example}
	for n := range uint64(6) {
		snapshots["synthetic "+string(rune('0'+n))] = inventorytest.Snapshot(n, 20+int(n)*30, 3+int(n))
	}
	for name, s := range snapshots {
		dir := onDisk(t, s)
		next, changes, err := plan(t, dir, s)
		if err != nil || next != s || len(changes) > 0 {
			t.Errorf("%s: %d changes, %v", name, len(changes), err)
		}
		rebuilt, _, err := plan(t, dir, inventory.Empty())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(s.Records(), rebuilt.Records()); diff != "" {
			t.Errorf("%s applied to nothing (-it +rebuilt):\n%s", name, diff)
		}
	}
}

// TestExampleIsItsFiles holds that the example's files, as people wrote them,
// say what its newest revision holds.
func TestExampleIsItsFiles(t *testing.T) {
	head, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	result, err := seed.Read()
	if err != nil {
		t.Fatal(err)
	}
	if _, changes, err := result.Plan(head, commit()); err != nil || len(changes) > 0 {
		t.Errorf("%d changes, %v", len(changes), err)
	}
}

func TestPlanPutsAndRetires(t *testing.T) {
	s := inventorytest.Snapshot(1, 10, 3)
	dir := onDisk(t, s)
	for name, f := range dir {
		if name == "cookies.yaml" || name == "rights.yaml" {
			delete(dir, name)
		}
		f.Data = []byte(strings.ReplaceAll(string(f.Data), "name: Recipient 00007", "name: Receiver 00007"))
	}
	next, changes, err := plan(t, dir, s)
	if err != nil {
		t.Fatal(err)
	}
	retired := 0
	for _, c := range changes {
		if c.Retire != "" {
			retired++
		}
	}
	if retired == 0 || next.Len() != s.Len()-retired {
		t.Errorf("%d records are retired for the deleted files, and %d of %d are left", retired, next.Len(), s.Len())
	}
	if p, err := next.Party("Receiver 00007"); err != nil || p.ID() != "party/party-00007" {
		t.Errorf("the renamed recipient: %v", err)
	}
	if _, changes, err = plan(t, dir, next); err != nil || len(changes) > 0 {
		t.Errorf("planned again: %d changes, %v", len(changes), err)
	}
}

// TestPlanNamesEveryLine holds that what is wrong is told by file and line,
// all of it, and a missing record once: where it is pointed at.
func TestPlanNamesEveryLine(t *testing.T) {
	head, err := apply(inventory.Empty(),
		inventory.Change{Put: &inventory.PurposeRecord{ID: "purpose/old", Name: "Old"}},
		inventory.Change{Put: &inventory.PurposeRecord{ID: "purpose/older", Name: "Older", Broader: "purpose/old"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{
		"purposes.yaml": {Data: []byte("purposes:\n  - {id: older, name: Older, broader: old}\n  - id: other\n    name: older\n")},
		"parties.yaml":  {Data: []byte("parties:\n  - id: a\n    name: A\n    kind: category\n    country: xx\n")},
	}
	_, _, err = plan(t, dir, head)
	var refused *inventory.Error
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range refused.Problems {
		got = append(got, p.Path+" "+p.Rule)
	}
	want := []string{
		"parties.yaml:2 missing", "parties.yaml:5 malformed",
		"purposes.yaml:2 unknown-reference", "purposes.yaml:2 ambiguous-name", "purposes.yaml:4 ambiguous-name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(refused.Message, "the files cannot be applied and nothing was changed: 5 problems") {
		t.Error(refused.Message)
	}
}
