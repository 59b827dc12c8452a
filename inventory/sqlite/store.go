package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/recital/recital/inventory"
	_ "modernc.org/sqlite" // the driver
)

// Store is an inventory in a SQLite file. Its methods may be called from any
// number of goroutines.
type Store struct {
	path string
	// writer has one connection; nil if the store is read-only.
	writer *sql.DB
	// readers see what is committed, and cannot write.
	readers *sql.DB
	// lock keeps other writers away; nil if the store is read-only.
	lock    *os.File
	version int
}

var _ inventory.Store = (*Store)(nil)

// Open opens the inventory at path as its holder: it makes the file if there is
// none, and brings an older layout to the present one. While it is open, a file beside it
// with ".lock" behind the name keeps other writers away; the lock goes with the
// process, however it ends.
//
// It is an [inventory.Error] that says what to do: Conflict if another writer
// has it open, ReadOnly if the file or its folder cannot be written, NotFound
// if there is no such folder, and Invalid for what is no inventory or one of a
// newer program.
func Open(ctx context.Context, path string) (*Store, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	list, err := migrations()
	if err != nil {
		return nil, err
	}
	// Look first: nothing is left beside a file that is not ours.
	if err := probe(ctx, path, "rw", list); err != nil {
		return nil, explain(path, err)
	}
	lock, err := acquire(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, lock: lock}
	if err := s.openWriter(ctx, list); err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	return s, nil
}

func (s *Store) openWriter(ctx context.Context, list []migration) (err error) {
	if s.writer, err = sql.Open("sqlite", writerDSN(s.path)); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	if s.version, err = migrate(ctx, s.writer, list); err != nil {
		return err
	}
	s.readers, err = openReaders(ctx, s.path)
	return err
}

// OpenReadOnly opens the inventory at path for reading, beside a process that
// writes to it or alone. It changes nothing, so a layout that is not the
// present one is refused, and so is a file that is not there.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	path, err := locate(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path}
	if err := s.openReader(ctx); err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	return s, nil
}

// OpenBeside opens an inventory for single commits beside the process that
// holds it with [Open], which follows what others commit, or alone. SQLite
// keeps commits apart, and their condition keeps them in order. It makes no
// file and changes no layout: in this it is like [OpenReadOnly].
func OpenBeside(ctx context.Context, path string) (*Store, error) {
	s, err := OpenReadOnly(ctx, path)
	if err != nil {
		return nil, err
	}
	if s.writer, err = sql.Open("sqlite", writerDSN(s.path)); err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	s.writer.SetMaxOpenConns(1)
	return s, nil
}

func (s *Store) openReader(ctx context.Context) error {
	if _, err := os.Stat(s.path); errors.Is(err, os.ErrNotExist) {
		return inventory.Errorf(inventory.NotFound, "there is no inventory at %s: check the path, or open it for writing to make one", s.path)
	}
	list, err := migrations()
	if err != nil {
		return err
	}
	if err := probe(ctx, s.path, "ro", list); err != nil {
		return err
	}
	if s.readers, err = openReaders(ctx, s.path); err != nil {
		return err
	}
	s.version, err = current(ctx, s.readers, list)
	return err
}

func openReaders(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", readerDSN(path))
	if err != nil {
		return nil, err
	}
	n := max(2, runtime.NumCPU())
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Path is the file, with its folders.
func (s *Store) Path() string { return s.path }

// SchemaVersion is the number of the newest migration that the file has.
func (s *Store) SchemaVersion() int { return s.version }

// Head is the number of the newest revision.
func (s *Store) Head(ctx context.Context) (int, error) {
	var n int
	if err := s.readers.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM revision`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read the head of %s: %w", s.path, err)
	}
	return n, nil
}

// Close moves what is in the write-ahead log to the file, so that the file
// alone is the inventory, and lets the next writer in. What is running fails.
func (s *Store) Close() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writer != nil {
		if s.version > 0 {
			_, err := s.writer.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
			errs = append(errs, err)
		}
		errs = append(errs, s.writer.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}

// locate is the path with its folders and without links, so that one file has
// one name and one lock.
func locate(path string) (string, error) {
	if path == "" {
		return "", inventory.Errorf(inventory.Invalid, "the path of the inventory is empty: name a file")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("locate %s: %w", path, err)
	}
	if info, err := os.Stat(abs); err == nil {
		if info.IsDir() {
			return "", inventory.Errorf(inventory.Invalid, "%s is a folder: name a file in it, such as %s", abs, filepath.Join(abs, "inventory.db"))
		}
		return filepath.EvalSymlinks(abs)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return "", &inventory.Error{
			Code: inventory.NotFound, Message: fmt.Sprintf("the folder %s cannot be found: make it first, or check the path", filepath.Dir(abs)), Err: err,
		}
	}
	return filepath.Join(folder, filepath.Base(abs)), nil
}

// writerDSN configures every connection that writes. FULL makes a commit wait
// until it is on the disk: NORMAL may lose the last ones when power fails.
func writerDSN(path string) string {
	q := settings()
	q.Set("_journal_mode", "WAL")
	q.Set("_synchronous", "FULL")
	q.Set("_txlock", "immediate")
	q.Add("_pragma", "journal_size_limit(67108864)")
	q.Add("_pragma", "cache_size(-65536)") // in KiB: an import need not spill
	return uri(path, q)
}

// readerDSN configures every connection that reads.
func readerDSN(path string) string {
	q := settings()
	q.Set("mode", "ro")
	q.Set("_query_only", "1")
	return uri(path, q)
}

func settings() url.Values {
	q := url.Values{}
	q.Set("_busy_timeout", "5000")
	q.Set("_foreign_keys", "on")
	q.Set("_defensive", "1")
	q.Set("_dqs", "0")
	q.Add("_pragma", "trusted_schema(0)")
	q.Add("_pragma", "cell_size_check(1)")
	return q
}

// uri writes the path so that no character of it is taken for a setting.
func uri(path string, q url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a volume, such as C:/
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}
