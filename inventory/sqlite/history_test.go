package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/storetest"
)

// tampered runs statements on a copy of the file, without its triggers, and
// verifies it.
func tampered(t *testing.T, data []byte, statements ...string) (proof.Report, error) {
	t.Helper()
	path, db, restore := copied(t, data)
	run(t, db, statements...)
	restore()
	return verified(t, path)
}

func TestVerified(t *testing.T) {
	report, err := tampered(t, history(t))
	if err != nil || !report.Verified || report.Revisions != 3 || report.FirstRevision != 0 || report.Head == nil || report.Head.Size != 3 {
		t.Errorf("a file as committed: %+v, %v", report, err)
	}
	report, err = tampered(t, example(t))
	if err != nil || !report.Verified || report.Records == 0 {
		t.Errorf("the example: %+v, %v", report, err)
	}
	empty := open(t, filepath.Join(t.TempDir(), "empty.db"))
	report, err = tampered(t, closed(t, empty))
	if err != nil || !report.Verified || report.Revisions != 0 || report.Head != nil {
		t.Errorf("an empty inventory: %+v, %v", report, err)
	}
}

// TestTamperedRows has what no comparison of cells covers: rows that go, come
// and change places, and values that read the same to the loader.
func TestTamperedRows(t *testing.T) {
	t.Parallel()
	data := history(t)
	full := string(storetest.Full(inventory.KindCookie).RecordID())
	small := string(storetest.Small(inventory.KindCookie, "a").RecordID())
	gone := string(storetest.Small(inventory.KindCookie, "b").RecordID())
	for _, c := range []struct {
		name, statement string
		revision        int
		says            string
	}{
		{"the last revision deleted", `DELETE FROM revision WHERE number = 3`, 3, "the log has no such row"},
		{"the first revision deleted", `DELETE FROM revision WHERE number = 1`, 1, "missing in the log"},
		{"one between deleted", `DELETE FROM revision WHERE number = 2`, 2, "which has revision 3 in its place"},
		{"all revisions deleted", `DELETE FROM revision`, 1, "the log has no such row"},
		{"two revisions exchanged", `UPDATE revision SET number = CASE number WHEN 2 THEN -3 ELSE -2 END WHERE number > 1; UPDATE revision SET number = -number WHERE number < 0`, 2, "as the hash of the revision before it"},
		{"spaces in the log", `UPDATE revision SET changes = replace(changes, '{"retire":', '{"retire": ') WHERE number = 3`, 3, "not written as this program writes them"},
		{"an escape in the log", `UPDATE revision SET changes = replace(changes, '{"retire":"c', '{"retire":"\u0063') WHERE number = 3`, 3, "its hash is"},
		{"bytes for text in the log", `DROP TABLE IF EXISTS x; UPDATE revision SET author = CAST(x'ff' AS TEXT) WHERE number = 3`, 3, "no text"},
		{"a time in another form", `UPDATE revision SET recorded_at = replace(recorded_at, 'T', ' ') WHERE number = 3`, 3, "no time"},
		{"an empty text as the first one's predecessor", `UPDATE revision SET previous = '' WHERE number = 1`, 1, "no text"},
		{"a leaf deleted", `DELETE FROM merkle_hash WHERE level = 0 AND place = 2`, 3, "merkle_hash of 0 2: the row is missing"},
		{"a hash too many", `INSERT INTO merkle_hash VALUES (0, 3, randomblob(32))`, 4, "merkle_hash of 0 3: the log has no such row"},
		{"a hash of no tree", `INSERT INTO merkle_hash VALUES (60, 9, randomblob(32))`, 0, "merkle_hash of 60 9: the log has no such row"},
		{"a noun deleted", `DELETE FROM cookie WHERE id = '` + full + `'`, 1, "cookie of " + full + ": the row is missing"},
		{"what a noun says of itself deleted", `DELETE FROM fact WHERE id = '` + full + `'`, 1, "fact of " + full + ": the row is missing"},
		{"a whole record deleted", `DELETE FROM cookie WHERE id = '` + small + `'; DELETE FROM fact WHERE id = '` + small + `'; DELETE FROM citation WHERE fact_id = '` + small + `'`, 1, "fact of " + small + ": the row is missing"},
		{"a retired record back", `INSERT INTO fact SELECT '` + gone + `', kind, since_revision, visibility, assertion, because, condition, verified_by, verified_on FROM fact WHERE id = '` + small + `'`, 3, "fact of " + gone + ": the log has no such row"},
		{"a noun with no fact", `INSERT INTO purpose (id, name) VALUES ('purpose/ghost', 'ghost')`, 0, "purpose of purpose/ghost: the log has no such row"},
		{"an element of no list", `INSERT INTO cookie_data VALUES ('cookie/ghost', 1, 'data/a')`, 0, "cookie_data of cookie/ghost 1: the log has no such row"},
		{"an element too many", `INSERT INTO cookie_data VALUES ('` + full + `', 3, 'data/a')`, 1, "cookie_data of " + full + " 3: the log has no such row"},
		{"a hole in a list", `UPDATE cookie_data SET ordinal = 9 WHERE owner_id = '` + full + `' AND ordinal = 2`, 1, "cookie_data of " + full + " 9: the log has no such row"},
		{"two elements exchanged", `UPDATE cookie_data SET ordinal = -ordinal WHERE owner_id = '` + full + `'; UPDATE cookie_data SET ordinal = 3 + ordinal WHERE ordinal < 0`, 1, "cookie_data.data_id of " + full + " 1: it holds"},
		{"a flag that is neither", `UPDATE cookie SET refusable = 2 WHERE id = '` + full + `'`, 1, "cookie.refusable of " + full + ": it holds 2"},
		{"an empty text for none", `UPDATE cookie SET description = '' WHERE id = '` + small + `'`, 1, `cookie.description of ` + small + `: it holds ""`},
		{"an empty list for none", `UPDATE party SET aliases = '[]' WHERE id = 'party/a'`, 1, `party.aliases of party/a: it holds "[]"`},
		{"a pointer at nothing", `UPDATE cookie_data SET data_id = 'data/none' WHERE owner_id = '` + full + `' AND ordinal = 1`, 1, "cookie_data: 1 of its rows point at rows of data_category that are not there"},
		{"zero for none", `UPDATE clause SET position = 0 WHERE id LIKE '%/a'`, 1, "clause.position of"},
	} {
		report, err := tampered(t, data, c.statement)
		if err != nil || report.Verified {
			t.Errorf("%s: not noticed: %v", c.name, err)
			continue
		}
		if report.FirstRevision != c.revision || !strings.Contains(told(report), c.says) {
			t.Errorf("%s: revision %d is named, want %d, and %q:\n%s", c.name, report.FirstRevision, c.revision, c.says, told(report))
		}
	}
}

func told(r proof.Report) string {
	var b strings.Builder
	for _, p := range r.Problems {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

// TestTamperedLayout changes what the file is made of.
func TestTamperedLayout(t *testing.T) {
	t.Parallel()
	data := history(t)
	for _, c := range []struct{ name, statement, says string }{
		{"a trigger gone", `DROP TRIGGER revision_no_update`, "trigger revision_no_update: it is missing"},
		{"a trigger that does nothing", `DROP TRIGGER revision_no_delete; CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision BEGIN SELECT 1; END`, "trigger revision_no_delete: it is not what the migrations make"},
		{"another trigger", `CREATE TRIGGER spy AFTER INSERT ON revision BEGIN SELECT 1; END`, "trigger spy: no migration makes it"},
		{"another table", `CREATE TABLE extra (a)`, "table extra: no migration makes it"},
		{"another column", `ALTER TABLE purpose ADD COLUMN secret TEXT`, "table purpose: it is not what the migrations make"},
		{"an index gone", `DROP INDEX fact_since_revision`, "index fact_since_revision: it is missing"},
		{"a view that tells something else", `DROP VIEW who_receives; CREATE VIEW who_receives AS SELECT 1`, "view who_receives: it is not what the migrations make"},
		{"a condition gone", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (refusable IN (0, 1))', '') WHERE name = 'cookie'`, "table cookie: it is not what the migrations make"},
		{"the name of a step", `UPDATE migration SET name = 'x' WHERE version = 2`, `migration.name of 2: it holds "x"`},
		{"the time of a step", `UPDATE migration SET applied_at = 'x' WHERE version = 2`, `migration.applied_at of 2: it holds "x"`},
		{"the version", `PRAGMA user_version = 1`, "user_version is 1"},
	} {
		path, _, restore := copied(t, data)
		restore()
		db := reopened(t, path)
		run(t, db, c.statement)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		report, err := verified(t, path)
		if err != nil || report.Verified || !strings.Contains(told(report), c.says) {
			t.Errorf("%s: want %q: %v\n%s", c.name, c.says, err, told(report))
		}
	}
	if report, err := tampered(t, data, `ANALYZE`); err != nil || !report.Verified {
		t.Errorf("statistics for the query planner: %v %s", err, told(report))
	}
}

// TestTamperedIndex has an index that was made over another column: tables read
// as before, and questions that go by the index do not.
func TestTamperedIndex(t *testing.T) {
	t.Parallel()
	path, _, restore := copied(t, history(t))
	restore()
	for _, column := range []string{"kind", "since_revision"} {
		db := reopened(t, path)
		run(t, db, `PRAGMA writable_schema = ON`,
			`UPDATE sqlite_schema SET sql = 'CREATE INDEX fact_since_revision ON fact (`+column+`)' WHERE name = 'fact_since_revision'`)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if db = reopened(t, path); column == "kind" {
			run(t, db, `REINDEX fact_since_revision`)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	report, err := verified(t, path)
	if err != nil || report.Verified || !strings.Contains(told(report), "missing from index fact_since_revision") {
		t.Errorf("not noticed: %v\n%s", err, told(report))
	}
}

func reopened(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// retold is a history with these messages: an inventory made from the beginning,
// as one can who holds the file.
func retold(t *testing.T, messages ...string) (*Store, []proof.Known) {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "retold.db"))
	t.Cleanup(func() { _ = s.Close() })
	head := inventory.Empty()
	var checkpoints []proof.Known
	for i, message := range messages {
		p := storetest.Small(inventory.KindPurpose, "a").(*inventory.PurposeRecord)
		p.Description = fmt.Sprint("number ", i)
		next, entry, err := head.Apply(inventory.Commit{Author: "a", Message: message, RecordedAt: epoch, Changes: []inventory.Change{{Put: p}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		head = next
		c, err := proof.At(t.Context(), s, 0)
		if err != nil {
			t.Fatal(err)
		}
		checkpoints = append(checkpoints, proof.Known{Checkpoint: c, Name: fmt.Sprint("checkpoint-", i+1)})
	}
	return s, checkpoints
}

// TestRewrittenHistory shows what the log cannot know by itself: a history made
// anew, with every hash right, is found out by a checkpoint alone.
func TestRewrittenHistory(t *testing.T) {
	t.Parallel()
	original, kept := retold(t, "one", "two", "three", "four")
	rewritten, _ := retold(t, "one", "two", "THREE", "four")
	shorter, _ := retold(t, "one", "two")
	longer, _ := retold(t, "one", "two", "three", "four", "five")
	other, _ := retold(t, "ONE", "two", "three", "four")
	forged := kept[3]
	forged.Root = kept[2].Root
	redated := kept[3]
	redated.EffectiveDate = "2020-01-01"
	for _, c := range []struct {
		name     string
		store    *Store
		kept     []proof.Known
		revision int
		says     string
	}{
		{"the original", original, kept, 0, ""},
		{"a longer one", longer, kept, 0, ""},
		{"rewritten, without a checkpoint", rewritten, nil, 0, ""},
		{"rewritten, with a checkpoint from before", rewritten, kept[:2], 0, ""},
		{"rewritten, with the last checkpoint", rewritten, kept[3:], 1, "one of the revisions 1 to 4 is not what it was"},
		{"rewritten, with all checkpoints", rewritten, kept, 3, "one of the revisions 3 to 3 is not what it was"},
		{"rewritten, with two checkpoints", rewritten, []proof.Known{kept[3], kept[1]}, 3, "one of the revisions 3 to 4 is not what it was"},
		{"shorter, without a checkpoint", shorter, nil, 0, ""},
		{"shorter", shorter, kept[2:3], 3, "is a checkpoint of 3 revisions, and the log has 2"},
		{"another first revision", other, kept[3:], 1, "another inventory, or its history was written anew"},
		{"a checkpoint with another root", original, []proof.Known{forged}, 1, "is not what it was"},
		{"a checkpoint with another date", original, []proof.Known{redated}, 4, "the checkpoint was altered"},
	} {
		report, err := proof.Verify(t.Context(), c.store, c.kept...)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verified != (c.says == "") || report.FirstRevision != c.revision || !strings.Contains(told(report), c.says) {
			t.Errorf("%s: revision %d is named, want %d, and %q:\n%s", c.name, report.FirstRevision, c.revision, c.says, told(report))
		}
		for i, g := range report.Checkpoints {
			grew := report.Verified || g.Size < report.FirstRevision
			if g.Name != c.kept[i].Name || g.Size != c.kept[i].Size || g.OnlyGrew != grew && c.says != "the checkpoint was altered" {
				t.Errorf("%s: %+v", c.name, g)
			}
		}
	}
}

// TestTreeOfOlderFile brings a file from before the tree to the present layout.
func TestTreeOfOlderFile(t *testing.T) {
	path, _, restore := copied(t, history(t))
	restore()
	db := reopened(t, path)
	run(t, db, `DROP TABLE merkle_hash`, `DROP TABLE access_token`, fmt.Sprint(`DELETE FROM migration WHERE version >= `, treeVersion), fmt.Sprint(`PRAGMA user_version = `, treeVersion-1))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if report, err := verified(t, path); err != nil || !report.Verified || report.Revisions != 3 {
		t.Errorf("after its migration: %v\n%s", err, told(report))
	}
}

// TestTreeIsAppendOnly tries what would rewrite the tree.
func TestTreeIsAppendOnly(t *testing.T) {
	s, _ := filled(t)
	for _, statement := range []string{
		`UPDATE merkle_hash SET hash = zeroblob(32)`,
		`DELETE FROM merkle_hash`,
		`INSERT OR REPLACE INTO merkle_hash VALUES (0, 0, zeroblob(32))`,
		`INSERT INTO merkle_hash VALUES (0, 2, zeroblob(32))`,
	} {
		if _, err := s.writer.Exec(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v; want it refused", statement, err)
		}
	}
}

// TestVerifyWhileWriting verifies one moment of a file that changes.
func TestVerifyWhileWriting(t *testing.T) {
	t.Parallel()
	s, head := filled(t)
	done := make(chan error, 1)
	go func() {
		for i := range 30 {
			p := storetest.Small(inventory.KindPurpose, "a").(*inventory.PurposeRecord)
			p.Description = fmt.Sprint("number ", i)
			next, entry, err := head.Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: epoch, Changes: []inventory.Change{{Put: p}}})
			if err == nil {
				err = s.Commit(context.WithoutCancel(t.Context()), entry)
			}
			if err != nil {
				done <- err
				return
			}
			head = next
		}
		done <- nil
	}()
	for {
		report, err := proof.Verify(t.Context(), s)
		if err != nil || !report.Verified {
			t.Fatalf("while commits come: %v\n%s", err, told(report))
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
	}
}

// TestVerifyGivesUp ends with its context, and changes nothing.
func TestVerifyGivesUp(t *testing.T) {
	s, _ := filled(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if report, err := proof.Verify(ctx, s); err == nil || report.Verified {
		t.Errorf("a context that is done: %+v, %v", report, err)
	}
	before, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proof.Verify(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(s.Path()); err != nil || string(after) != string(before) {
		t.Errorf("verifying changed the file: %v", err)
	}
}
