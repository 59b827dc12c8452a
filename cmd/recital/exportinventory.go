package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/inventory/wording"
)

// inventoryExport is a run of "export inventory".
type inventoryExport struct {
	program
	db, asOf *string
}

func (p program) exportInventory() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "inventory DIR",
		Short: "Write the whole inventory as YAML files, to review and to apply",
		Long: `Inventory writes every noun and fact, internal ones too, as YAML files: one for
each service, one for each kind of the rest. The same revision makes the same
bytes. Change the files, see what that would change with "recital plan DIR", and
record it with "recital apply DIR". The file inventory.schema.json beside them
lets editors complete and check what is written.

DIR is made. If an earlier export is there it is brought up to date: files that
say nothing any more are removed, other files are left alone, comments in the
YAML are lost. Any other folder that is not empty is refused.`,
		Example: `  recital export inventory inventory
  recital export inventory --as-of 2021-01-01 old`,
		Args: oneFolder,
	}
	e := inventoryExport{
		program: p, db: p.text(cmd, dbOption),
		asOf: cmd.Flags().String("as-of", "", "an older revision: its number, or a date such as 2021-01-01"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return e.run(cmd.Context(), args[0]) }
	return cmd
}

// oneFolder wants one argument, a folder.
func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) != 1 || args[0] == "" {
		return inputError{fmt.Errorf("%s wants one folder: try %s --help", cmd.CommandPath(), cmd.CommandPath())}
	}
	return nil
}

func (e inventoryExport) run(ctx context.Context, dir string) (err error) {
	store, err := sqlite.OpenReadOnly(ctx, *e.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	s, err := inventory.Past(ctx, store, *e.asOf, false)
	if err != nil {
		return err
	}
	out, err := files.Folder(s.Records())
	if err != nil {
		return err
	}
	if err := writeFolder(dir, out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s holds revision %d in %s. Next: change them, and recital plan %s\n",
		dir, s.Revision().Number, wording.Count(len(out)-1, "file"), dir)
	return err
}

// writeFolder makes a folder of these files: a new one whole or not at all, an
// earlier export file by file, each whole.
func writeFolder(dir string, out map[string][]byte) (err error) {
	there, err := isThere(dir)
	if err != nil {
		return err
	}
	stale, err := staleFiles(dir, out)
	if err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	// Inside a folder that is there: it may be a mount, into which nothing can be
	// moved from beside it. Files and folders with a dot are read by nobody.
	beside := dir
	if !there {
		beside = filepath.Dir(dir)
	}
	if err := os.MkdirAll(beside, 0o755); err != nil {
		return unwritable(dir, err)
	}
	draft, err := os.MkdirTemp(beside, ".recital-export-")
	if err != nil {
		return unwritable(dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	if err := writeAll(draft, out); err != nil {
		return unwritable(dir, err)
	}
	if there {
		return renew(dir, draft, out, stale)
	}
	if err := os.Rename(draft, dir); err != nil {
		return unwritable(dir, err)
	}
	return nil
}

// isThere says whether there is something by the name of the folder. A link
// that leads nowhere is an error.
func isThere(dir string) (bool, error) {
	_, err := os.Stat(dir)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if to, err := os.Readlink(filepath.Clean(dir)); err == nil {
		return false, inventory.Errorf(inventory.Exists, "%s is a link to %s, which does not exist: remove the link, or make that folder. Nothing was written", dir, to)
	}
	return false, nil
}

// unwritable says that a folder cannot be written.
func unwritable(dir string, err error) error {
	return inputError{fmt.Errorf("cannot write %s: %w", dir, cause(err))}
}

// writeAll writes the files below a new folder.
func writeAll(dir string, out map[string][]byte) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, out[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// renew moves those files of the draft that differ to the folder, and removes
// the stale ones.
func renew(dir, draft string, out map[string][]byte, stale []string) error {
	for _, name := range slices.Sorted(maps.Keys(out)) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if was, err := os.ReadFile(at); err == nil && bytes.Equal(was, out[name]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return unwritable(dir, err)
		}
		if err := os.Rename(filepath.Join(draft, filepath.FromSlash(name)), at); err != nil {
			return unwritable(dir, err)
		}
	}
	for _, name := range stale {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return unwritable(dir, err)
		}
	}
	return nil
}

// staleFiles lists the files of an earlier export that out does not have. A
// folder that is no such export is refused, and so is one with other YAML: its
// facts would be there twice.
func staleFiles(dir string, out map[string][]byte) (stale []string, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, inputError{fmt.Errorf("cannot read %s: %w", dir, cause(err))}
	case !slices.ContainsFunc(entries, visible):
		return nil, nil
	}
	if _, err := os.Stat(filepath.Join(dir, files.SchemaName)); err != nil {
		return nil, inventory.Errorf(inventory.Exists,
			"%s is not empty, and no earlier export: choose another folder, or an empty one. Nothing was written", dir)
	}
	var foreign []string
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case entry != nil && entry.IsDir() && files.Hidden(name):
			return fs.SkipDir
		case err == nil && entry.Type()&fs.ModeSymlink != 0 && !files.Hidden(name):
			return inventory.Errorf(inventory.Exists,
				"%s is a link, and an export writes through none: put the file or folder itself there, or export to another folder. Nothing was written", filepath.Join(dir, filepath.FromSlash(name)))
		case err != nil || entry.IsDir() || path.Ext(name) != ".yaml" || files.Hidden(name):
			return err
		}
		owned, err := begins(filepath.Join(dir, filepath.FromSlash(name)))
		switch _, kept := out[name]; {
		case err != nil:
			return err
		case !owned:
			foreign = append(foreign, name)
		case !kept:
			stale = append(stale, name)
		}
		return nil
	})
	if _, refused := inventory.CodeOf(err); refused {
		return nil, err
	}
	if err != nil {
		return nil, inputError{fmt.Errorf("cannot read %s: %w", dir, cause(err))}
	}
	if len(foreign) > 0 {
		return nil, inventory.Errorf(inventory.Exists,
			"%s in %s was not written by an export, and its facts would be there twice: export to another folder, or move it away. Nothing was written", wording.And(foreign), dir)
	}
	return stale, nil
}

// visible says whether an entry of a folder counts as something in it: .git
// does not.
func visible(e fs.DirEntry) bool { return !files.Hidden(e.Name()) }

// begins says whether a file begins as an exported one.
func begins(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 200)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return files.Owned(string(head[:n])), nil
}
