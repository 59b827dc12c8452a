package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
	"github.com/recital/recital/inventory/sqlite"
)

func (p program) export() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the inventory for others to read",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.exportRopa(), p.exportInventory(), p.exportStatement())
	return cmd
}

// registerExport is a run of "export ropa".
type registerExport struct {
	program
	db, template, format, role, controller, asOf, out *string
	raw, public                                       *bool
}

func (p program) exportRopa() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ropa",
		Short: "Write the record of processing activities (GDPR Art. 30)",
		Long: `Ropa writes the register of a controller (Art. 30(1)) or a processor (Art. 30(2))
as of a date, in the columns that an authority expects. What nobody declared is
written as "not declared", with the article that asks for it.

The format is that of the file's extension unless --format says otherwise; without
--out the register goes to standard output. The same revision written again with
the same --exported-at is the same file, byte for byte.`,
		Example: `  recital export ropa --out register.xlsx
  recital export ropa --template ico --as-of 2021-01-01 --out register.pdf
  recital export ropa --format csv --controller "Synology GmbH"`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	e := registerExport{
		program: p, db: p.text(cmd, dbOption),
		template:   flags.String("template", "art30", "the columns: "+templateNames()),
		format:     flags.String("format", "", "the format: "+strings.Join(render.Formats(), ", ")+" (default: that of --out, else csv)"),
		role:       flags.String("role", "controller", "whose register: controller or processor"),
		controller: flags.String("controller", "", "only what this party is controller of: its id, name or alias"),
		asOf:       flags.String("as-of", "", "an older revision: its number, or a date such as 2021-01-01"),
		out:        flags.StringP("out", "o", "", "the file to write; an existing one is replaced once the new one is whole"),
		raw:        flags.Bool("raw", false, "CSV for machines: cells as they are, which a spreadsheet may take for formulas"),
		public:     flags.Bool("public", false, "public facts only"),
	}
	at := flags.String("exported-at", "", "the time of export on the cover, RFC 3339 (default: now)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		when := time.Now().UTC().Truncate(time.Second)
		if *at != "" {
			var err error
			if when, err = time.Parse(time.RFC3339, *at); err != nil {
				return inputError{fmt.Errorf("--exported-at is %q: write it as 2026-11-22T09:30:00Z", *at)}
			}
		}
		return e.run(cmd.Context(), when)
	}
	return cmd
}

func templateNames() string {
	var names []string
	for _, t := range ropa.Templates() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// run reads the revision, makes the register and writes it.
func (e registerExport) run(ctx context.Context, when time.Time) (err error) {
	format := *e.format
	if format == "" {
		if format = strings.TrimPrefix(filepath.Ext(*e.out), "."); format == "" {
			format = "csv"
		}
	}
	if _, err := render.FormatOf(format); err != nil {
		return err
	}
	store, err := sqlite.OpenReadOnly(ctx, *e.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	s, err := inventory.Past(ctx, store, *e.asOf, *e.public)
	if err != nil {
		return err
	}
	checkpoint, err := checkpointOf(ctx, store, s)
	if err != nil {
		return err
	}
	report, err := ropa.New(s, ropa.Options{
		Template: *e.template, Role: inventory.ProcessingRole(strings.ToUpper(*e.role)), Controller: *e.controller,
		ExportedAt: when, Checkpoint: checkpoint,
	})
	if err != nil {
		return err
	}
	o := render.Options{Raw: *e.raw, Progress: e.progress()}
	if *e.out == "" {
		return render.Render(e.program.out, format, report, o)
	}
	return writeWhole(*e.out, func(w io.Writer) error { return render.Render(w, format, report, o) })
}

// checkpointOf is the text that fixes the history of a revision; empty for the
// empty inventory.
func checkpointOf(ctx context.Context, store proof.Store, s *inventory.Snapshot) (string, error) {
	if s.Revision().Number == 0 {
		return "", nil
	}
	c, err := proof.At(ctx, store, s.Revision().Number)
	if err != nil {
		return "", err
	}
	return c.Text(), nil
}

// progress tells a terminal how far a long export is; anything else is told
// nothing.
func (p program) progress() func(done, total int) {
	f, ok := p.err.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	last := -1
	return func(done, total int) {
		if percent := 100 * done / max(1, total); percent != last {
			last = percent
			fmt.Fprintf(f, "\r%3d %%", percent)
			if done == total {
				fmt.Fprint(f, "\r     \r")
			}
		}
	}
}

// writeWhole writes a file under another name first: it has its name when it is
// whole, or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".recital-export-")
	if err != nil {
		return inputError{fmt.Errorf("cannot write %s: %w", path, cause(err))}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	b := bufio.NewWriter(f)
	err = errors.Join(write(b), b.Flush(), f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
