package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/inventory/sqlite"
)

// exitChanges is the exit code of a plan with changes, where it is asked for.
const exitChanges = 3

// errChanges says that a plan has changes; the plan itself has told them.
var errChanges = errors.New("the files change the inventory")

// planning is a run of the command plan.
type planning struct {
	program
	db                           *string
	asJSON, asMarkdown, detailed *bool
}

func (p program) plan() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "plan DIR",
		Short: "What applying a folder of inventory files would change",
		Long: `Plan reads the inventory's files in DIR, as "recital export inventory" writes
them, and says what would change if the inventory held what they say and nothing
else: what matters to the people concerned first. It records nothing.

Every mistake in the files is told at once, by file and line. Files and folders
whose names begin with a dot are left alone.`,
		Example: `  recital plan inventory
  recital plan inventory --markdown > comment.md`,
		Args: oneFolder,
	}
	d := planning{
		program: p, db: p.text(cmd, dbOption),
		asJSON:     cmd.Flags().Bool("json", false, "print JSON, as recital diff --json does"),
		asMarkdown: cmd.Flags().Bool("markdown", false, "print Markdown, for a comment on a pull request"),
		detailed:   cmd.Flags().Bool("detailed-exitcode", false, "exit with 3 instead of 0 if something would change"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *d.asJSON && *d.asMarkdown {
			return inputError{errors.New("--json and --markdown are two forms: choose one")}
		}
		return d.run(cmd.Context(), args[0])
	}
	return cmd
}

func (d planning) run(ctx context.Context, dir string) error {
	head, err := d.head(ctx)
	if err != nil {
		return err
	}
	next, changes, err := planned(dir, head, inventory.Commit{Author: "plan", Message: "plan", RecordedAt: time.Now()})
	if err != nil {
		return err
	}
	report := diff.Between(head, next)
	if err := d.print(report, lossOf(head, changes), dir); err != nil {
		return err
	}
	if *d.detailed && len(report.Entries) > 0 {
		return errChanges
	}
	return nil
}

// head is the newest revision of the inventory's file.
func (d planning) head(ctx context.Context) (head *inventory.Snapshot, err error) {
	store, err := sqlite.OpenReadOnly(ctx, *d.db)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return store.Load(ctx)
}

func (d planning) print(report diff.Report, l loss, dir string) error {
	switch {
	case *d.asJSON:
		return report.JSON(d.out)
	case *d.asMarkdown:
		if err := report.Markdown(d.out); err != nil || !l.large() {
			return err
		}
		_, err := fmt.Fprintf(d.out, "\n**%s. Is the folder whole?**\n", l.words(dir))
		return err
	case len(report.Entries) == 0:
		_, err := fmt.Fprintf(d.out, "There is nothing to change: %s says what revision %d holds.\n", dir, report.From.Number)
		return err
	}
	if err := d.words(report); err != nil {
		return err
	}
	confirmed := ""
	if l.large() {
		if err := indented(d.out, "\n"+l.words(dir)+". Is the folder whole?\n", d.width()); err != nil {
			return err
		}
		confirmed = fmt.Sprintf(" --%s %d", retireFlag, l.retired)
	}
	_, err := fmt.Fprintf(d.out, "\nNothing is recorded yet. To record it: recital apply %s --base %d%s -m MESSAGE\n", dir, report.From.Number, confirmed)
	return err
}

// words prints a report in lines that fit the terminal.
func (p program) words(report diff.Report) error {
	var text bytes.Buffer
	if err := report.Words(&text); err != nil {
		return err
	}
	return indented(p.out, text.String(), p.width())
}

// planned is what the files in a folder make of the head, and the changes that
// lead there; c says the rest of the commit. See [files.Result.Plan].
func planned(dir string, head *inventory.Snapshot, c inventory.Commit) (*inventory.Snapshot, []inventory.Change, error) {
	result, err := recordsIn(dir)
	if err != nil {
		return nil, nil, err
	}
	if len(result.Records) == 0 {
		return nil, nil, empty(dir)
	}
	next, changes, err := result.Plan(head, c)
	return next, changes, within(dir, err)
}

// recordsIn reads the files in a folder. What is wrong with them is told by the
// paths of the files as the user has them.
func recordsIn(dir string) (files.Result, error) {
	fsys, err := folderOf(dir)
	if err != nil {
		return files.Result{}, err
	}
	result, err := files.Read(fsys)
	return result, within(dir, err)
}

// empty is the error of a folder that says nothing: it would mean an inventory
// with nothing in it, and is more likely the wrong folder.
func empty(dir string) error {
	return inventory.Errorf(inventory.NotFound, "%s holds no inventory files: name the folder that recital export inventory wrote", dir)
}

// folderOf is a folder with at least one YAML file. One that would be left out
// for its name alone is an error, and so is a link to a folder, whose files
// would be taken for removed, and what has a file's name and may have no end.
func folderOf(dir string) (fs.FS, error) {
	fsys, found := os.DirFS(dir), false
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case entry != nil && entry.IsDir() && files.Hidden(name):
			return fs.SkipDir
		case err != nil || entry.IsDir() || files.Hidden(name):
		case path.Ext(name) == ".yaml" || !entry.Type().IsRegular():
			found = found || path.Ext(name) == ".yaml"
			err = readable(fsys, dir, name)
		case path.Ext(name) == ".yml":
			err = inventory.Errorf(inventory.Invalid, "%s would not be read: name it .yaml", filepath.Join(dir, filepath.FromSlash(name)))
		}
		return err
	})
	if _, refused := inventory.CodeOf(err); refused {
		return nil, err
	}
	if err != nil {
		return nil, inputError{fmt.Errorf("cannot read %s: %w", dir, cause(err))}
	}
	if !found {
		return nil, empty(dir)
	}
	return fsys, nil
}

// readable refuses a link to a folder, and a name of a file of ours that is
// neither a file nor a link to one.
func readable(fsys fs.FS, dir, name string) error {
	info, err := fs.Stat(fsys, name)
	at, ours := filepath.Join(dir, filepath.FromSlash(name)), path.Ext(name) == ".yaml"
	switch {
	case err != nil && ours:
		return err
	case err != nil:
		return nil // a link to nothing
	case info.IsDir():
		return inventory.Errorf(inventory.Invalid, "%s is a link to a folder, which would not be read: put the folder itself there", at)
	case !info.Mode().IsRegular() && ours:
		return inventory.Errorf(inventory.Invalid, "%s is no file: remove it", at)
	}
	return nil
}

// within tells problems in files by their paths from here.
func within(dir string, err error) error {
	refused, ok := errors.AsType[*inventory.Error](err)
	if !ok {
		return err
	}
	for i, p := range refused.Problems {
		if strings.Contains(p.Path, ".yaml:") {
			refused.Problems[i].Path = filepath.Join(dir, filepath.FromSlash(p.Path))
		}
	}
	return refused
}
