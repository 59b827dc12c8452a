package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

//go:embed migrations/*.sql
var files embed.FS

// applicationID marks a file as an inventory: "RCTL". The first migration
// writes it.
const applicationID = 0x5243544C

// migration is one step of the layout: numbers count from 1 without a gap.
type migration struct {
	version        int
	name, sql, sum string
}

// applied is a migration as the file remembers it.
type applied struct {
	version   int
	name, sum string
}

// migrations reads the steps, in order.
func migrations() ([]migration, error) { return readMigrations(files, "migrations") }

func readMigrations(fsys fs.FS, folder string) ([]migration, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	list := make([]migration, len(entries))
	for i, e := range entries {
		number, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		if v, err := strconv.Atoi(number); err != nil || v != i+1 {
			return nil, fmt.Errorf("read migrations: %s should have the number %d", e.Name(), i+1)
		}
		data, err := fs.ReadFile(fsys, path.Join(folder, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read migrations: %w", err)
		}
		// A checkout may have other line ends; the step is the same.
		text := strings.ReplaceAll(string(data), "\r\n", "\n")
		sum := sha256.Sum256([]byte(text))
		list[i] = migration{i + 1, name, text, hex.EncodeToString(sum[:])}
	}
	return list, nil
}

// probe looks at a file that exists without changing it, and refuses what is
// no inventory of ours before any setting could alter it.
func probe(ctx context.Context, file, mode string, list []migration) error {
	if info, err := os.Stat(file); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 && mode == "rw" {
		return nil
	}
	q := settings()
	q.Set("mode", mode)
	db, err := sql.Open("sqlite", uri(file, q))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var tables, id, version int
	for _, ask := range []struct {
		query string
		into  *int
	}{{`SELECT count(*) FROM sqlite_schema`, &tables}, {`PRAGMA application_id`, &id}, {`PRAGMA user_version`, &version}} {
		if err := db.QueryRowContext(ctx, ask.query).Scan(ask.into); err != nil {
			return err
		}
	}
	switch {
	case id != applicationID && (tables > 0 || id != 0):
		return inventory.Errorf(inventory.Invalid, "%s is not an inventory: it is the database of another program. Name another file, or one that does not exist yet", file)
	case version > len(list):
		return tooNew(version, len(list))
	}
	return nil
}

func tooNew(has, knows int) error {
	return inventory.Errorf(inventory.Invalid,
		"the inventory has schema version %d and this program knows versions up to %d: use the newer program that wrote it", has, knows)
}

// migrate brings the file to the newest version, in one transaction, and says
// which that is. A file of a newer program, or one made by steps that differ
// from these, is refused.
func migrate(ctx context.Context, db *sql.DB, list []migration) (int, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	_, err = tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migration (
  -- The steps that made this layout, with the SHA-256 of each.
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`)
	if err != nil {
		return 0, err
	}
	done, err := check(ctx, tx, list)
	if err != nil {
		return 0, err
	}
	for _, m := range list[done:] {
		if err := step(ctx, tx, m); err != nil {
			return 0, fmt.Errorf("bring the schema to version %d (%s): %w", m.version, m.name, err)
		}
	}
	return len(list), tx.Commit()
}

func step(ctx context.Context, tx *sql.Tx, m migration) error {
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	if m.version == treeVersion {
		if err := plantTree(ctx, tx); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO migration (version, name, sha256, applied_at)
VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`, m.version, m.name, m.sum)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `PRAGMA user_version = `+strconv.Itoa(m.version))
	return err
}

// current is the version of a file opened for reading, which must be the newest.
func current(ctx context.Context, db *sql.DB, list []migration) (int, error) {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return 0, err
	}
	if version == 0 {
		return 0, inventory.Errorf(inventory.NotFound, "the file is empty: open it for writing to make an inventory of it")
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	done, err := check(ctx, tx, list)
	if err != nil {
		return 0, err
	}
	if done < len(list) {
		return 0, inventory.Errorf(inventory.Invalid,
			"the inventory has schema version %d and this program reads version %d: open it for writing once, which brings it up to date", done, len(list))
	}
	return done, nil
}

// check compares the steps that the file has had with these, and counts them.
func check(ctx context.Context, tx *sql.Tx, list []migration) (done int, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT version, name, sha256 FROM migration ORDER BY version`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var a applied
		if err := rows.Scan(&a.version, &a.name, &a.sum); err != nil {
			return 0, err
		}
		done++
		switch {
		case a.version != done:
			return 0, inventory.Errorf(inventory.Invalid, "the inventory lacks schema version %d: restore it from a backup", done)
		case done > len(list):
			continue // counted, and refused below with the newest version
		case a.sum != list[done-1].sum:
			return 0, inventory.Errorf(inventory.Invalid,
				"schema version %d (%s) of the inventory was made by another step than this program has: use the program that made it, or export from that one and import here", a.version, a.name)
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if done > len(list) {
		return 0, tooNew(done, len(list))
	}
	return done, nil
}
