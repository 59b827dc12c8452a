package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/sqlite"
)

// differing is a run of the command diff.
type differing struct {
	program
	db                         *string
	asJSON, asMarkdown, public *bool
}

func (p program) diff() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff FROM [TO]",
		Short: "What changed between two revisions, and what of it matters",
		Long: `Diff says what was added, removed and changed from one revision to another, or
to the newest. A revision is named by its number, or by a date: then it is the
newest in force by that day.

What matters to the people concerned comes first: a new recipient, data kept
longer, another lawful basis, a lost safeguard, a choice that is gone. Wording,
names and citations come after. It sees internal facts too, as whoever can read
the file can; --public compares what anonymous readers see.`,
		Example: `  recital diff 2020-08 2024-04
  recital diff 5 --markdown > changes.md`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return inputError{errors.New("diff wants FROM and perhaps TO, each the number of a revision or a date: try recital diff --help")}
			}
			return nil
		},
	}
	d := differing{
		program: p, db: p.text(cmd, dbOption),
		asJSON:     cmd.Flags().Bool("json", false, "print JSON"),
		asMarkdown: cmd.Flags().Bool("markdown", false, "print Markdown"),
		public:     cmd.Flags().Bool("public", false, "compare public facts only"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *d.asJSON && *d.asMarkdown {
			return inputError{errors.New("--json and --markdown are two forms: choose one")}
		}
		return d.run(cmd.Context(), args[0], strings.Join(args[1:], ""))
	}
	return cmd
}

func (d differing) run(ctx context.Context, from, to string) error {
	if from == "" {
		return inputError{errors.New("FROM is empty: write the number of a revision, or a date such as 2021-01-01")}
	}
	report, err := d.report(ctx, from, to)
	switch {
	case err != nil:
		return err
	case *d.asJSON:
		return report.JSON(d.out)
	case *d.asMarkdown:
		return report.Markdown(d.out)
	}
	return d.words(report)
}

// report compares two revisions of the inventory's file.
func (d differing) report(ctx context.Context, from, to string) (report diff.Report, err error) {
	store, err := sqlite.OpenReadOnly(ctx, *d.db)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	before, err := inventory.Past(ctx, store, from, *d.public)
	if err != nil {
		return report, err
	}
	after, err := inventory.Past(ctx, store, to, *d.public)
	if err != nil {
		return report, err
	}
	return diff.Between(before, after), nil
}

// width is that of the terminal, as far as it is told.
func (p program) width() int {
	if n, err := strconv.Atoi(p.getenv("COLUMNS")); err == nil && n >= 40 {
		return n
	}
	return 120
}

// indented writes lines of text that fit the width; what does not fit goes on
// below, as far from the edge as its line and two more.
func indented(w io.Writer, text string, width int) error {
	var b strings.Builder
	for line := range strings.Lines(text) {
		words := strings.TrimLeft(line, " ")
		indent := strings.Repeat(" ", len(line)-len(words))
		for i, part := range wrap(strings.TrimSuffix(words, "\n"), width-len(indent)-2) {
			switch {
			case part == "":
			case i > 0:
				part = indent + "  " + part
			default:
				part = indent + part
			}
			fmt.Fprintln(&b, part)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
