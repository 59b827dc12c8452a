package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/intake"
	"github.com/recital/recital/inventory/live"
)

// importing is a run of the command import.
type importing struct {
	program
	db, author, message, visibility, dated, report *string
	platforms                                      *[]string
	onlyPlan                                       *bool
}

func (p program) importFile() *cobra.Command {
	var formats strings.Builder
	for _, f := range intake.Formats() {
		fmt.Fprintf(&formats, "  %-8s %s\n", f.Name, f.Title)
	}
	cmd := &cobra.Command{
		Use:   "import FORMAT FILE",
		Short: "Bring in what you have: a Fides manifest, a cookie database, a register",
		Long: `Import brings a file into the inventory as one revision, and says of every value
in it what became of it: mapped, mapped approximately, or not mapped, with the
reason and what to do. With --plan it says so, and what would change, and records
nothing. The formats:

` + formats.String() + `
What is made cites the file, and only who may read internal facts sees it unless
--visibility says otherwise. What the inventory has from elsewhere is pointed at
and never overwritten. A file imported a second time changes nothing.`,
		Example: `  recital import fides .fides/systems.yml --plan
  recital import ico register.csv -m "Our register so far" --author "Ada Lovelace" --report mapping.tsv
  recital import cookies open-cookie-database.csv --platform "Google Analytics" --plan`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return inputError{errors.New("import wants a format and a file: try recital import --help")}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	m := importing{
		program: p, db: p.text(cmd, dbOption), author: p.text(cmd, authorOption),
		message:    flags.StringP("message", "m", "", "why the change is made, as the history shows it (default: which file was imported)"),
		visibility: flags.String("visibility", "internal", "who may see what is made: internal or public"),
		dated:      flags.String("dated", "", "the date of the file's edition, such as 2026-11-22"),
		report:     flags.String("report", "", "a file to write what became of each value to, as a table (TSV)"),
		platforms:  flags.StringArray("platform", nil, "cookies: only those of this platform; may be repeated"),
		onlyPlan:   flags.Bool("plan", false, "say what would change, and record nothing"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *m.author == "" && !*m.onlyPlan {
			return inputError{fmt.Errorf("say who makes the change: --%s NAME, or the environment variable %s; or look first with --plan", authorOption.flag, authorOption.env)}
		}
		return m.run(cmd.Context(), args[0], args[1])
	}
	return cmd
}

func (m importing) run(ctx context.Context, name, file string) (err error) {
	format, err := intake.FormatNamed(name)
	if err != nil {
		return err
	}
	o, err := m.options()
	if err != nil {
		return err
	}
	content, err := contentOf(file)
	if err != nil {
		return err
	}
	read := func(head *inventory.Snapshot) (intake.Plan, error) { return format.Read(content, file, head, o) }
	if *m.message == "" {
		*m.message = "Import of " + file + ", " + format.Title
	}
	if *m.onlyPlan {
		head, err := planning{program: m.program, db: m.db}.head(ctx)
		if err != nil {
			return err
		}
		return m.plan(head, read, name, file)
	}
	recorded := false
	defer func() { err = onDisk(*m.db, recorded, err) }()
	return beside(ctx, *m.db, func(_ inventory.Store, inv *live.Inventory) error {
		before := inv.Head().Revision().Number
		err := m.record(ctx, inv, read)
		recorded = inv.Head().Revision().Number > before
		return err
	})
}

// options are those of the reading, from the flags.
func (m importing) options() (o intake.Options, err error) {
	o = intake.Options{Visibility: inventory.Visibility(strings.ToUpper(*m.visibility)), Dated: inventory.Date(*m.dated), Platforms: *m.platforms}
	if values, _ := inventory.EnumValues(o.Visibility); !slices.Contains(values, string(o.Visibility)) {
		return o, inputError{fmt.Errorf("--visibility is %q: write internal or public", *m.visibility)}
	}
	if o.Dated != "" {
		if err := o.Dated.Valid(); err != nil {
			return o, inputError{fmt.Errorf("--dated: %w", err)}
		}
	}
	return o, nil
}

// contentOf is what a file holds, as far as a reader takes it.
func contentOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, inputError{fmt.Errorf("cannot read %s: %w", path, cause(err))}
	}
	content, err := io.ReadAll(io.LimitReader(f, intake.MaxFile+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, inputError{fmt.Errorf("cannot read %s: %w", path, cause(err))}
	}
	return content, nil
}

// plan says what would change, and what becomes of each line.
func (m importing) plan(head *inventory.Snapshot, read func(*inventory.Snapshot) (intake.Plan, error), format, file string) error {
	p, err := read(head)
	if told := m.tell(p); told != nil || err != nil {
		return errors.Join(err, told)
	}
	if len(p.Changes) == 0 {
		_, err := fmt.Fprintf(m.out, "\nThere is nothing to change: revision %d holds what %s says, as far as it can be mapped.\n", head.Revision().Number, file)
		return err
	}
	next, _, err := head.Apply(inventory.Commit{Author: "plan", Message: "plan", RecordedAt: time.Now(), Changes: p.Changes})
	if err != nil {
		return p.Locate(err)
	}
	fmt.Fprintln(m.out)
	if err := m.words(diff.Between(head, next)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.out, "\nNothing is recorded yet. To record it: recital import %s %s -m MESSAGE\n", format, file)
	return err
}

// tell prints what became of the lines, and writes the table if it was asked
// for.
func (m importing) tell(p intake.Plan) error {
	if len(p.Lines) == 0 {
		return nil
	}
	if *m.report != "" {
		if err := writeWhole(*m.report, p.TSV); err != nil {
			return err
		}
	}
	var text bytes.Buffer
	if err := p.Words(&text); err != nil {
		return err
	}
	return indented(m.out, text.String(), m.width())
}

// attempts is how often an import is planned anew because others committed
// meanwhile.
const attempts = 3

// record commits what the file changes.
func (m importing) record(ctx context.Context, inv *live.Inventory, read func(*inventory.Snapshot) (intake.Plan, error)) error {
	for attempt := 1; ; attempt++ {
		head := inv.Head()
		p, err := read(head)
		if err != nil {
			return errors.Join(err, m.tell(p))
		}
		if len(p.Changes) == 0 {
			if err := m.tell(p); err != nil {
				return err
			}
			_, err := fmt.Fprintf(m.out, "\nThere is nothing to change: revision %d holds it already. Nothing was recorded.\n", head.Revision().Number)
			return err
		}
		made, err := inv.Apply(ctx, head.Revision().Number, p.Changes, *m.author, *m.message, "")
		if code, _ := inventory.CodeOf(err); code == inventory.Conflict && attempt < attempts {
			continue
		}
		switch {
		case errors.Is(err, live.ErrUnknownOutcome):
			return fmt.Errorf("%w: run the import with --plan before you repeat it, to see what is still to do", err)
		case err != nil:
			return flagged(p.Locate(err))
		}
		if err := m.tell(p); err != nil {
			return err
		}
		_, err = fmt.Fprintf(m.out, "\nRecorded as revision %d, in force from %s.\n", made.Number, made.EffectiveDate)
		return err
	}
}
