package graph

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/sqlite"
)

// TestThreeWaysIn changes an inventory on disk at random through GraphQL, files
// and Go, refuses some of it, and closes it now and then: what is in memory, in
// the tables and in the log stays one.
func TestThreeWaysIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	store := openStore(t, path)
	d := deskOver(t, store)
	first := inventorytest.Commit(1, 12, 3)
	if _, err := d.Apply(t.Context(), 0, first.Changes, first.Author, first.Message, ""); err != nil {
		t.Fatal(err)
	}
	w := &writer{random: rand.New(rand.NewPCG(11, 7))}
	for step := range 40 {
		before := d.Head()
		switch made := w.step(t, d); {
		case made && d.Head().Revision().Number != before.Revision().Number+1:
			t.Fatalf("step %d: a commit was acknowledged and the head is %d", step, d.Head().Revision().Number)
		case !made && d.Head() != before:
			t.Fatalf("step %d: a refused commit left a trace", step)
		}
		if w.random.IntN(12) > 0 {
			continue
		}
		head := d.Head()
		d.Close()
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		store = openStore(t, path)
		d = deskOver(t, store)
		agree(t, head, d.Head(), store)
	}
	agree(t, d.Head(), d.Head(), store)
	if d.Head().Revision().Number < 18 || w.refused < 4 {
		t.Errorf("only %d revisions, and %d refused: the test tests little", d.Head().Revision().Number, w.refused)
	}
}

func openStore(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() }) // closing it twice does no harm
	return store
}

// agree compares what was in memory with the tables and with the log.
func agree(t *testing.T, was, loaded *inventory.Snapshot, store *sqlite.Store) {
	t.Helper()
	replayed, err := inventory.Replayed(t.Context(), store, was.Revision().Number)
	if err != nil {
		t.Fatal(err)
	}
	if !was.Equal(loaded) || !was.Equal(replayed) {
		t.Fatalf("revision %d: memory and tables agree: %v; memory and log: %v", was.Revision().Number, was.Equal(loaded), was.Equal(replayed))
	}
	report, err := proof.Verify(t.Context(), store)
	if err != nil || !report.Verified {
		t.Fatalf("revision %d: %v %v", was.Revision().Number, err, report.Problems)
	}
}

// writer makes changes at random.
type writer struct {
	random        *rand.Rand
	made, refused int
}

// step makes one commit and says whether it was recorded.
func (w *writer) step(t *testing.T, d desk) (made bool) {
	t.Helper()
	w.made++
	switch w.random.IntN(3) {
	case 0:
		a := d.commit(t, d.Head().Revision().Number, w.changes())
		made = len(a.Errors) == 0
	case 1:
		made = w.files(t, d)
	default:
		rec := *w.purpose(d.Head())
		if rec.Description = fmt.Sprint("Told anew ", w.made); w.random.IntN(5) == 0 {
			rec.Broader = "purpose/nowhere"
		}
		_, err := d.Apply(t.Context(), d.Head().Revision().Number, []inventory.Change{{Put: &rec}}, "Go", "a test", "")
		made = err == nil
	}
	if !made {
		w.refused++
	}
	return made
}

func (w *writer) purpose(s *inventory.Snapshot) *inventory.PurposeRecord {
	var all []*inventory.PurposeRecord
	for _, r := range s.Records() {
		if p, ok := r.(*inventory.PurposeRecord); ok {
			all = append(all, p)
		}
	}
	return all[w.random.IntN(len(all))]
}

// changes are inputs of a commit; some break a rule.
func (w *writer) changes() string {
	n := strconv.Itoa(w.made)
	service := fmt.Sprintf("service-%05d", w.random.IntN(12))
	return []string{
		`[{"purpose": {"id": "new-` + n + `", "name": "New ` + n + `", "description": ""}}]`,
		`[{"service": {"id": "` + service + `", "description": null, "aliases": ["Other ` + n + `"]}}]`,
		`[{"purpose": {"id": "a-` + n + `", "name": "A ` + n + `"}}, {"purpose": {"id": "b-` + n + `", "name": "B ` + n + `", "broader": "A ` + n + `"}}]`,
		`[{"nonUse": {"subject": "` + service + `", "variant": "v` + n + `", "citations": {"clause": "clause/disclosure/2026/clause-00000"}, "visibility": "INTERNAL"}}]`,
		`[{"retire": "service/` + service + `"}]`,
		`[{"service": {"id": "` + service + `", "name": "` + service + `", "url": "no address"}}]`,
	}[w.random.IntN(6)]
}

// files edits a line of the exported files, or none, and applies them.
func (w *writer) files(t *testing.T, d desk) bool {
	t.Helper()
	out, err := files.Folder(d.Head().Records())
	if err != nil {
		t.Fatal(err)
	}
	was := "name: " + w.purpose(d.Head()).Name + "\n"
	dir := fstest.MapFS{}
	for name, data := range out {
		if w.random.IntN(4) > 0 && name == "purposes.yaml" {
			data = bytes.Replace(data, []byte(was), []byte("name: Named anew "+strconv.Itoa(w.made)+"\n"), 1)
		}
		dir[name] = &fstest.MapFile{Data: data}
	}
	result, err := files.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	head := d.Head()
	_, changes, err := result.Plan(head, inventory.Commit{Author: "files", Message: "a test", RecordedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) == 0 {
		return false
	}
	if _, err = d.Apply(t.Context(), head.Revision().Number, changes, "files", "a test", ""); err != nil {
		t.Fatal(err)
	}
	return true
}

// TestManyEditors has 8 editors who commit through GraphQL at once, each again
// on the new head where another was faster: every commit is acknowledged once,
// in a revision of its own, and the log verifies. RECITAL_COMMITS says how many.
func TestManyEditors(t *testing.T) {
	const editors = 8
	commits := 96
	if n, err := strconv.Atoi(os.Getenv("RECITAL_COMMITS")); err == nil {
		commits = n
	}
	store := openStore(t, filepath.Join(t.TempDir(), "a.db"))
	d := deskOver(t, store)
	var mu sync.Mutex
	made, conflicts := map[int]string{}, 0
	var all sync.WaitGroup
	for e := range editors {
		all.Go(func() {
			for n := range commits / editors {
				name := fmt.Sprintf("purpose-%d-%d", e, n)
				for {
					a := d.commit(t, d.Head().Revision().Number, `{"purpose": {"id": "`+name+`", "name": "`+name+`"}}`)
					mu.Lock()
					if len(a.Errors) == 0 {
						number := a.Data.Commit.Revision.Number
						if other, taken := made[number]; taken {
							t.Errorf("revision %d is that of %s and of %s", number, other, name)
						}
						made[number] = name
						mu.Unlock()
						break
					}
					conflicts++
					x := a.Errors[0].Extensions
					if x.Code != "CONFLICT" || x.Changed.Total == 0 && x.Head != x.Base {
						t.Errorf("%s: %+v", name, a.Errors)
						mu.Unlock()
						return
					}
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	head := d.Head()
	if len(made) != commits/editors*editors || head.Revision().Number != len(made) || conflicts == 0 {
		t.Errorf("%d commits acknowledged, the head is %d, %d conflicts", len(made), head.Revision().Number, conflicts)
	}
	for entry, err := range store.Log(t.Context(), 1, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if got := string(entry.Changes[0].Put.RecordID().Rest()); got != made[entry.Number] {
			t.Errorf("revision %d holds %s and was acknowledged to %s", entry.Number, got, made[entry.Number])
		}
	}
	loaded, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	agree(t, head, loaded, store)
	t.Logf("%d commits, %d conflicts told", len(made), conflicts)
}
