package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/seed"
)

func (p program) initialise() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Create an inventory: empty, or with the example",
		Long: `Init creates the inventory's file. It is empty unless --example fills it with the
example: the services, cookies and privacy statement of a real company. A file
that exists is left as it is.`,
		Example: `  recital init --db company.db
  recital init --example`,
		Args: noArgs,
	}
	db := p.text(cmd, dbOption)
	example := cmd.Flags().Bool("example", false, "fill it with the example inventory")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if _, err := os.Stat(*db); err == nil {
			return inventory.Errorf(inventory.Exists, "%s exists already and was left as it is: choose another file with --%s", *db, dbOption.flag)
		}
		if err := create(cmd.Context(), *db, *example); err != nil {
			return err
		}
		what := "an empty inventory"
		if *example {
			what = "the example inventory"
		}
		_, err := fmt.Fprintf(p.out, "%s holds %s. Next: recital serve --db %s\n", *db, what, *db)
		return err
	}
	return cmd
}

// create makes the inventory's file whole or not at all: under another name
// first, which becomes the file's own only if there is none yet.
func create(ctx context.Context, path string, example bool) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".recital-init-")
	if err != nil {
		return inputError{fmt.Errorf("cannot create %s: %w: choose a folder that can be written with --%s", path, cause(err), dbOption.flag)}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	draft := filepath.Join(dir, "draft.db")
	if err := fill(ctx, draft, example); err != nil {
		return err
	}
	return place(draft, path)
}

// place gives a finished file its name, if nothing has it. A file system
// without hard links cannot promise that no other program was faster.
func place(draft, path string) error {
	switch err := os.Link(draft, path); {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrExist):
		return inventory.Errorf(inventory.Exists, "%s exists already and was left as it is: choose another file with --%s", path, dbOption.flag)
	}
	return os.Rename(draft, path)
}

// cause is the reason of a file error without the path, which is told beside.
func cause(err error) error {
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return e
	}
	return err
}

// fill makes a new file with an empty inventory, or the example.
func fill(ctx context.Context, path string, example bool) (err error) {
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if !example {
		return nil
	}
	_, entries, err := seed.Apply(time.Now())
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := store.Commit(ctx, entry); err != nil {
			return err
		}
	}
	return nil
}
