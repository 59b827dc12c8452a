package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/recital/recital/inventory"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explain says what an error of SQLite on opening a file means, and what to
// do. Errors that are of the domain already stay as they are.
func explain(path string, err error) error {
	if _, ok := inventory.CodeOf(err); ok {
		return err
	}
	switch primary(err) {
	case sqlite3.SQLITE_NOTADB:
		return &inventory.Error{
			Code: inventory.Invalid, Message: path + " is not an inventory: it is no SQLite file. Name another file, or one that does not exist yet", Err: err,
		}
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return &inventory.Error{
			Code: inventory.ReadOnly,
			Message: fmt.Sprintf("%s cannot be opened: allow this user to write to it and to the folder %s, or copy it to a folder where that is allowed",
				path, filepath.Dir(path)),
			Err: err,
		}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &inventory.Error{
			Code: inventory.Conflict, Message: path + " is locked by another program: close that program, such as a SQLite shell in a transaction, and try again", Err: err,
		}
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// DiskError is the error of SQLite in err that says that the disk is full or
// failing; ok is false if there is none.
func DiskError(err error) (cause error, ok bool) {
	var e *sqlite.Error
	switch primary(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return e, errors.As(err, &e)
	}
	return nil, false
}

// primary is SQLite's result code of an error, without its details; 0 if the
// error is not SQLite's.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return sqlite3.SQLITE_OK
	}
	return e.Code() & 0xff
}
