package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

// refused checks that err is of this kind and says all of these.
func refused(t *testing.T, what string, err error, code inventory.Code, says ...string) {
	t.Helper()
	if got, ok := inventory.CodeOf(err); !ok || got != code {
		t.Errorf("%s: %v; want an error of the kind %s", what, err, code)
		return
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%s: the error does not say %q: %v", what, s, err)
		}
	}
}

// scratch is a file that another program wrote.
func scratch(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scratch.db")
	alter(t, path, statements...)
	return path
}

// alter runs statements on a file as another program would.
func alter(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		code       inventory.Code
		says       string
	}{
		{"a folder", t.TempDir(), inventory.Invalid, "is a folder: name a file in it"},
		{"an empty path", "", inventory.Invalid, "name a file"},
		{"a folder that is not there", filepath.Join(t.TempDir(), "no", "a.db"), inventory.NotFound, "make it first"},
		{"a file of text", text, inventory.Invalid, "is not an inventory"},
		{"tables of another program", scratch(t, `CREATE TABLE a (b)`), inventory.Invalid, "database of another program"},
		{"the mark of another program", scratch(t, `PRAGMA application_id = 7`), inventory.Invalid, "database of another program"},
	} {
		before, _ := os.ReadFile(c.path)
		if _, err := Open(t.Context(), c.path); err == nil {
			t.Errorf("%s was opened", c.name)
		} else {
			refused(t, c.name, err, c.code, c.says)
		}
		if _, err := OpenReadOnly(t.Context(), c.path); err == nil {
			t.Errorf("%s was opened for reading", c.name)
		} else {
			refused(t, c.name, err, c.code, c.says)
		}
		if after, _ := os.ReadFile(c.path); string(after) != string(before) {
			t.Errorf("%s was changed", c.name)
		}
		if _, err := os.Stat(c.path + ".lock"); c.path != "" && err == nil {
			t.Errorf("%s: a lock file was left", c.name)
		}
	}
}

func TestOpenReadOnlyRefuses(t *testing.T) {
	_, err := OpenReadOnly(t.Context(), filepath.Join(t.TempDir(), "none.db"))
	refused(t, "no file", err, inventory.NotFound, "there is no inventory at")
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = OpenReadOnly(t.Context(), empty)
	refused(t, "an empty file", err, inventory.NotFound, "the file is empty")

	w := open(t, empty)
	defer w.Close()
	r, err := OpenReadOnly(t.Context(), empty)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, entry, err := inventory.Empty().Apply(inventory.Commit{
		Author: "a", Message: "m", RecordedAt: epoch, Changes: []inventory.Change{{Put: storetest.Small(inventory.KindDocument, "a")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "a commit", r.Commit(t.Context(), entry), inventory.ReadOnly, "open for reading only")
	if _, err := r.readers.Exec(`DELETE FROM migration`); err == nil {
		t.Error("a reader can write")
	}
	if _, err := w.readers.Exec(`DELETE FROM migration`); err == nil {
		t.Error("a reader of the writer can write")
	}
}

func TestSecondWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first := open(t, path)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, link} {
		_, err := Open(t.Context(), name)
		refused(t, "a second writer", err, inventory.Conflict, "open for writing already", "read-only")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, path)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "probe"), nil, 0o600); err == nil {
		folder = "/sys" // permissions do not bind the superuser, this folder does
	}
	_, err := Open(t.Context(), filepath.Join(folder, "a.db"))
	refused(t, "a folder that cannot be written", err, inventory.ReadOnly, "nothing can be written in the folder "+folder, "choose another folder")
}

// TestUnwritableFile has a link to where nothing can be made.
func TestUnwritableFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.Symlink("/sys/none.db", path); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path)
	refused(t, "a file that cannot be written", err, inventory.ReadOnly, "cannot be opened: allow this user to write")
}

func TestPathIsNoSetting(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a?mode=memory.db", "b#c.db", "d%20e.db", "f g.db", "größe 數據.db", "x&_journal_mode=OFF", "file:h.db", "'q\".db"} {
		path := filepath.Join(folder, name)
		s := open(t, path)
		commit(t, s, inventory.Empty(), storetest.Small(inventory.KindDocument, "a"))
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
}

func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	defer s.Close()
	newest := strconv.Itoa(s.SchemaVersion())
	for pragma, want := range map[string][2]string{
		"journal_mode": {"wal", "wal"}, "synchronous": {"2", "2"}, "foreign_keys": {"1", "1"}, "busy_timeout": {"5000", "5000"},
		"trusted_schema": {"0", "0"}, "query_only": {"0", "1"}, "cell_size_check": {"1", "1"}, "application_id": {"1380144204", "1380144204"},
		"user_version": {newest, newest}, "journal_size_limit": {"67108864", "-1"},
	} {
		for i, db := range []*sql.DB{s.writer, s.readers} {
			var got string
			if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want[i] {
				t.Errorf("PRAGMA %s of connection %d is %s, %v; want %s", pragma, i, got, err, want[i])
			}
		}
	}
	if _, err := s.writer.Exec(`SELECT "no such column"`); err == nil {
		t.Error("a name in double quotes is taken for a text")
	}
	if n := s.readers.Stats().MaxOpenConnections; n < 2 {
		t.Errorf("%d connections read", n)
	}
}

// TestCloseLeavesOneFile checks that the file alone is the inventory.
func TestCloseLeavesOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	head := commit(t, s, inventory.Empty(), storetest.Records()...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"-wal", "-shm"} {
		if info, err := os.Stat(path + more); err == nil && info.Size() > 0 {
			t.Errorf("%s was left", more)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "moved.db")
	if err := os.WriteFile(moved, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(t.Context(), moved)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if loaded, err := r.Load(t.Context()); err != nil || !loaded.Equal(head) {
		t.Errorf("a copy of the file alone does not hold the inventory: %v", err)
	}
}

func TestMigrations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	head := commit(t, s, inventory.Empty(), storetest.Records()...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	if s.SchemaVersion() != len(list) {
		t.Errorf("SchemaVersion is %d, want %d", s.SchemaVersion(), len(list))
	}
	s = open(t, path)
	if loaded, err := s.Load(t.Context()); err != nil || !loaded.Equal(head) {
		t.Errorf("opening again changed the inventory: %v", err)
	}
	if n := value[int](t, s, `SELECT count(*) FROM migration WHERE applied_at GLOB '????-??-??T??:??:??.???Z'`); n != len(list) {
		t.Errorf("%d migrations are remembered with their time, want %d", n, len(list))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	known, newer := strconv.Itoa(len(list)), strconv.Itoa(len(list)+1)
	alter(t, path, `INSERT INTO migration VALUES (`+newer+`, 'future', 'x', 'now')`)
	refusedBoth(t, "a migration of a newer program", path, "schema version "+newer, "up to "+known)
	alter(t, path, `DELETE FROM migration WHERE version = `+newer, `PRAGMA user_version = 99`)
	refusedBoth(t, "the version of a newer program", path, "schema version 99", "up to "+known)
	alter(t, path, `PRAGMA user_version = `+known, `UPDATE migration SET sha256 = 'y' WHERE version = 2`)
	refusedBoth(t, "a changed migration", path, "schema version 2 (nouns)", "another step")
	alter(t, path, `DELETE FROM migration WHERE version = 2`)
	refusedBoth(t, "a missing migration", path, "lacks schema version 2")
}

func refusedBoth(t *testing.T, what, path string, says ...string) {
	t.Helper()
	_, err := Open(t.Context(), path)
	refused(t, what, err, inventory.Invalid, says...)
	_, err = OpenReadOnly(t.Context(), path)
	refused(t, what+", read-only", err, inventory.Invalid, says...)
}

// TestMigrateStepwise brings a file from each older version to the newest, and
// leaves it as it was if a step fails.
func TestMigrateStepwise(t *testing.T) {
	list, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	broken := append(list[:len(list):len(list)], migration{len(list) + 1, "broken", "CREATE TABLE extra (a TEXT) STRICT; INSERT INTO none VALUES (1);", "z"})
	for n := 1; n < len(list); n++ {
		path := filepath.Join(t.TempDir(), "a.db")
		db, err := sql.Open("sqlite", writerDSN(path))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		if v, err := migrate(t.Context(), db, list[:n]); err != nil || v != n {
			t.Fatalf("to version %d: %d, %v", n, v, err)
		}
		if _, err := migrate(t.Context(), db, broken); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("version %d (broken)", len(list)+1)) {
			t.Errorf("a broken step: %v", err)
		}
		var version, extra int
		row := db.QueryRow(`SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema WHERE name = 'extra')`)
		if err := row.Scan(&version, &extra); err != nil || version != n || extra != 0 {
			t.Errorf("a broken step left version %d and %d tables, %v; want version %d", version, extra, err, n)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = OpenReadOnly(t.Context(), path)
		refused(t, "an older schema", err, inventory.Invalid, "open it for writing once")
		s := open(t, path)
		commit(t, s, inventory.Empty(), storetest.Records()...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadMigrations(t *testing.T) {
	unix, err := readMigrations(fstest.MapFS{"m/0001_a.sql": {Data: []byte("a\nb\n")}}, "m")
	if err != nil {
		t.Fatal(err)
	}
	windows, err := readMigrations(fstest.MapFS{"m/0001_a.sql": {Data: []byte("a\r\nb\r\n")}}, "m")
	if err != nil || unix[0] != windows[0] {
		t.Errorf("line ends change a migration: %v, %v, %v", unix, windows, err)
	}
	if _, err := readMigrations(fstest.MapFS{"m/0001_a.sql": {}, "m/0003_b.sql": {}}, "m"); err == nil {
		t.Error("a gap between the numbers was accepted")
	}
}

// TestLockedByAnother has a SQLite shell in a transaction.
func TestLockedByAnother(t *testing.T) {
	err := explain("a.db", errors.Join(errors.New("x"), busy(t)))
	refused(t, "a file that is locked", err, inventory.Conflict, "locked by another program")
}

// busy is the error of SQLite if another has the file.
func busy(t *testing.T) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "busy.db")
	var dbs [2]*sql.DB
	for i := range dbs {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		dbs[i] = db
	}
	if _, err := dbs[0].Exec(`BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	_, err := dbs[1].Exec(`BEGIN EXCLUSIVE`)
	return err
}
