package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/web/statement"
)

// statementMark is a file that tells a folder of ours from others: only such a
// folder is replaced.
const statementMark = ".recital-statement"

// statementExport is a run of "export statement".
type statementExport struct {
	program
	db, out, organisation, explorer *string
}

func (p program) exportStatement() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "statement --out FOLDER",
		Short: "Write the public privacy statement as static files",
		Long: `Statement writes the pages that recital serve shows at /privacy as files that any
web server, or none, can show: public facts only, relative links, no search.

The folder has its name when it is whole, or not at all. One that an earlier
export made is replaced; another one that is not empty is left alone.`,
		Example: `  recital export statement --out privacy
  recital export statement --out privacy --organisation Synology --explorer https://example.com/explorer/`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	e := statementExport{
		program: p, db: p.text(cmd, dbOption),
		out:          flags.StringP("out", "o", "", "the folder to write"),
		organisation: flags.String("organisation", "", "whose statement it is, for the titles"),
		explorer:     flags.String("explorer", "", "where GraphiQL is served; the operations link to it"),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return e.run(cmd.Context()) }
	return cmd
}

// run writes the statement to a folder beside its own, and gives it its name.
func (e statementExport) run(ctx context.Context) (err error) {
	if *e.out == "" {
		return inputError{errors.New("where to? name a folder with --out")}
	}
	out := filepath.Clean(*e.out)
	if err := replaceable(out); err != nil {
		return err
	}
	store, err := sqlite.OpenReadOnly(ctx, *e.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	head, err := inventory.Past(ctx, store, "", true)
	if err != nil {
		return err
	}
	source := func(_ context.Context, at string) (*inventory.Snapshot, error) {
		if at != "" {
			return inventory.Past(ctx, store, at, true)
		}
		return head, nil
	}
	folder, err := os.MkdirTemp(filepath.Dir(out), ".recital-export-")
	if err != nil {
		return inputError{fmt.Errorf("cannot write %s: %w", out, cause(err))}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	asker := graph.NewAsker(source, slog.New(slog.NewTextHandler(e.err, nil)))
	pages := 0
	err = statement.Export(ctx, statement.Config{Ask: asker.Ask, Organisation: *e.organisation, Explorer: *e.explorer}, func(path string, content []byte) error {
		pages++
		return writeBelow(folder, path, content)
	})
	if err != nil {
		return err
	}
	if err := writeBelow(folder, statementMark, []byte("Made by recital export statement, which may replace this folder.\n")); err != nil {
		return err
	}
	if err := replaceFolder(folder, out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.program.out, "%s holds the statement at revision %d in %d files. Open %s.\n", out, head.Revision().Number, pages, filepath.Join(out, "index.html"))
	return err
}

// replaceable refuses a folder that holds what no export made.
func replaceable(out string) error {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return inputError{fmt.Errorf("cannot write %s: %w", out, cause(err))}
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(out, statementMark)); err != nil {
		return inputError{fmt.Errorf("%s holds files that no export of a statement made: name an empty or a new folder", out)}
	}
	return nil
}

func writeBelow(folder, path string, content []byte) error {
	name := filepath.Join(folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}

// replaceFolder gives a folder its name. A folder that has it is moved aside
// first, and back if the new one cannot take its place.
func replaceFolder(folder, out string) error {
	if err := os.Chmod(folder, 0o755); err != nil {
		return err
	}
	aside := folder + ".old"
	err := os.Rename(out, aside)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(folder, out)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(folder, out); err != nil {
		return errors.Join(err, os.Rename(aside, out))
	}
	return os.RemoveAll(aside)
}
