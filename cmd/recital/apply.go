package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

var authorOption = option{"author", "RECITAL_AUTHOR", "", "who makes the change, as the history shows it"}

// applying is a run of the command apply.
type applying struct {
	program
	db, author, message, effective *string
	base, retire                   *int
}

func (p program) apply() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "apply DIR -m MESSAGE",
		Short: "Record what a folder of inventory files changes, as one revision",
		Long: `Apply makes the inventory hold what the files in DIR say and nothing else, in one
revision: all of it or nothing. A server may be running on the inventory; it
shows the new revision within a second. "recital plan DIR" says beforehand what
would change; with --base, apply refuses if the inventory has moved since.

What the inventory holds and the files do not say is retired. Where that is more
than 20 records and more than a tenth of all, a part of the folder may be
missing: apply refuses, unless --retire gives the exact number.`,
		Example: `  recital apply inventory -m "Support tickets are kept for 60 days" --author "Ada Lovelace"
  recital apply inventory -m "New processor" --effective 2027-01-01 --base 7`,
		Args: oneFolder,
	}
	flags := cmd.Flags()
	a := applying{
		program: p, db: p.text(cmd, dbOption), author: p.text(cmd, authorOption),
		message:   flags.StringP("message", "m", "", "why the change is made, as the history shows it"),
		effective: flags.String("effective", "", "the day from which it holds, such as 2027-01-01 (default: today)"),
		base:      flags.Int("base", -1, "the revision that the plan was made on (default: the newest)"),
		retire:    flags.Int(retireFlag, -1, "how many records the files retire, to confirm that they are to go"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case *a.message == "":
			return inputError{errors.New("say why the change is made: -m MESSAGE")}
		case *a.author == "":
			return inputError{fmt.Errorf("say who makes the change: --%s NAME, or the environment variable %s", authorOption.flag, authorOption.env)}
		}
		return a.run(cmd.Context(), args[0])
	}
	return cmd
}

func (a applying) run(ctx context.Context, dir string) (err error) {
	recorded := false
	defer func() { err = onDisk(*a.db, recorded, err) }()
	return beside(ctx, *a.db, func(store inventory.Store, inv *live.Inventory) error {
		recorded, err = a.record(ctx, store, inv, dir)
		return err
	})
}

// beside opens the inventory's file for commits, also while a server has it
// open, and closes it when all is done.
func beside(ctx context.Context, db string, do func(inventory.Store, *live.Inventory) error) (err error) {
	store, err := sqlite.OpenBeside(ctx, db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	inv, err := live.Open(ctx, store, live.Options{})
	if err != nil {
		return err
	}
	defer inv.Close()
	return do(store, inv)
}

// record commits what the folder changes, if anything, and says whether it did.
func (a applying) record(ctx context.Context, store inventory.Store, inv *live.Inventory, dir string) (recorded bool, err error) {
	head := inv.Head()
	if *a.base >= 0 && *a.base != head.Revision().Number {
		return false, a.moved(ctx, store, head)
	}
	next, changes, err := planned(dir, head, inventory.Commit{
		Author: *a.author, Message: *a.message, EffectiveDate: inventory.Date(*a.effective), RecordedAt: time.Now(),
	})
	if err != nil {
		return false, flagged(err)
	}
	if len(changes) == 0 {
		_, err := fmt.Fprintf(a.out, "There is nothing to change: %s says what revision %d holds. Nothing was recorded.\n", dir, head.Revision().Number)
		return false, err
	}
	if err := lossOf(head, changes).refuse(dir, *a.retire); err != nil {
		return false, err
	}
	made, err := inv.Apply(ctx, head.Revision().Number, changes, *a.author, *a.message, inventory.Date(*a.effective))
	switch {
	case errors.Is(err, live.ErrUnknownOutcome):
		return false, fmt.Errorf("%w: run recital plan %s before you repeat it, to see what is still to do", err, dir)
	case err != nil:
		return false, err
	}
	report := diff.Between(head, next)
	report.To = made
	if err := a.words(report); err != nil {
		return true, err
	}
	_, err = fmt.Fprintf(a.out, "\nRecorded as revision %d, in force from %s.\n", made.Number, made.EffectiveDate)
	return true, err
}

// onDisk says of an error of the disk what it means, in one line. Others, and
// those after which nobody knows what was recorded, stay as they are.
func onDisk(db string, recorded bool, err error) error {
	cause, ok := sqlite.DiskError(err)
	if !ok || errors.Is(err, live.ErrUnknownOutcome) {
		return err
	}
	what := "nothing was recorded"
	if recorded {
		what = "the change is recorded"
	}
	return fmt.Errorf("the disk that holds %s is full or failing, and %s: make room or mend it, then look with recital verify (%w)", db, what, cause)
}

// moved is the error of a plan that is older than the inventory, with what
// changed since.
func (a applying) moved(ctx context.Context, store inventory.Store, head *inventory.Snapshot) error {
	base, err := inventory.Past(ctx, store, strconv.Itoa(*a.base), false)
	if err != nil {
		return err
	}
	const shown = 20
	var b strings.Builder
	entries := diff.Between(base, head).Entries
	for i, e := range entries {
		if i == shown {
			fmt.Fprintf(&b, "\n  … and %d more: recital diff %d %d", len(entries)-shown, *a.base, head.Revision().Number)
			break
		}
		fmt.Fprintf(&b, "\n  %s", e.Sentence)
	}
	return inventory.Errorf(inventory.Conflict,
		"the plan was made on revision %d and the inventory is at revision %d: nothing was recorded. Make the plan again. Meanwhile:%s",
		*a.base, head.Revision().Number, b.String())
}

// flagged tells problems of the commit by the flags that hold them.
func flagged(err error) error {
	refused, ok := errors.AsType[*inventory.Error](err)
	if !ok {
		return err
	}
	flags := map[string]string{"author": "--author", "message": "-m", "effectiveDate": "--effective"}
	for i, p := range refused.Problems {
		if flag := flags[p.Path]; flag != "" {
			refused.Problems[i].Path = flag
		}
	}
	return refused
}
