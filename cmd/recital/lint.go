package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/lint/setting"
	"github.com/recital/recital/inventory/sqlite"
)

var suppressionsOption = option{"suppressions", "RECITAL_SUPPRESSIONS", "", "a YAML file of findings agreed to be left, each with its reason and last day"}

// errFindings says that findings were told of the severity that matters.
var errFindings = errors.New("there are findings")

// linting is a run of the command lint.
type linting struct {
	program
	db, suppressions, format, severity, asOf, today, explain *string
	rules                                                    *[]string
}

func (p program) lint() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lint [DIR]",
		Short: "What is missing from the inventory, contradicts itself, or is out of date",
		Long: `Lint looks at the inventory's file, or at the inventory files in DIR, for what the
law asks for and the inventory does not say, for facts that cannot both be true,
and for facts whose source is superseded. Each finding says how to mend it, and
names the article. It sees internal facts too.

What was judged and may stay is written in a file of settings, beside DIR and not
in it, with a reason and a last day:

  suppressions:
    - rule: dpo-missing
      subject: party/acme
      reason: Fewer than twenty people process data here; assessed in June.
      until: 2027-06-30

Such a file may also give the longest lifetime that the policy allows a cookie
(cookieMaximum: P13M).

Exit codes: 0 no finding of the severity, 1 findings, 2 something to correct in
what was asked.`,
		Example: `  recital lint
  recital lint --severity warning --suppressions lint.yaml inventory
  recital lint --format sarif inventory > findings.sarif
  recital lint --explain retention-contradiction`,
	}
	l := linting{
		program: p, db: p.text(cmd, dbOption), suppressions: p.text(cmd, suppressionsOption),
		format:   cmd.Flags().String("format", "text", "the form of the report: text, json or sarif"),
		severity: cmd.Flags().String("severity", "error", "the least severity that makes the exit code 1: error, warning or note"),
		asOf:     cmd.Flags().String("as-of", "", "look at an older revision: its number, or a date such as 2021-01-01"),
		today:    cmd.Flags().String("today", "", "the day for which reviews, safeguards and suppressions are looked at (default the present day, UTC)"),
		explain:  cmd.Flags().String("explain", "", "print what a rule looks at, why, and how to mend what it finds"),
		rules:    cmd.Flags().StringSlice("rule", nil, "look with this rule only; may be repeated"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return l.run(cmd.Context(), args) }
	return cmd
}

func (l linting) run(ctx context.Context, args []string) error {
	if *l.explain != "" {
		return l.explained()
	}
	least, err := l.checked(args)
	if err != nil {
		return err
	}
	o, err := l.options()
	if err != nil {
		return err
	}
	snapshot, where, err := l.subject(ctx, strings.Join(args, ""))
	if err != nil {
		return err
	}
	report := lint.Run(snapshot, o)
	if err := l.print(report, where); err != nil {
		return err
	}
	if report.Any(least) {
		return errFindings
	}
	return nil
}

// checked checks what the command line says, and gives the least severity that
// counts.
func (l linting) checked(args []string) (lint.Severity, error) {
	least := lint.Severity(strings.ToUpper(*l.severity))
	switch {
	case len(args) > 1:
		return "", inputError{errors.New("lint looks at one folder, or at the inventory's file: try recital lint --help")}
	case len(args) == 1 && *l.asOf != "":
		return "", inputError{errors.New("--as-of is for the inventory's file: the files in a folder have no older revisions")}
	case !slices.Contains(lint.Severities(), least):
		return "", inputError{fmt.Errorf("--severity is %q: write error, warning or note", *l.severity)}
	case !slices.Contains([]string{"text", "json", "sarif"}, *l.format):
		return "", inputError{fmt.Errorf("--format is %q: write text, json or sarif", *l.format)}
	}
	for _, id := range *l.rules {
		if _, err := ruleNamed(id); err != nil {
			return "", err
		}
	}
	return least, nil
}

func ruleNamed(id string) (lint.Rule, error) {
	rule, ok := lint.RuleByID(id)
	if ok {
		return rule, nil
	}
	var all []string
	for _, r := range lint.Rules() {
		all = append(all, r.ID)
	}
	return rule, inputError{fmt.Errorf("there is no rule %q; the rules are %s", id, strings.Join(all, ", "))}
}

func (l linting) explained() error {
	rule, err := ruleNamed(*l.explain)
	if err != nil {
		return err
	}
	for _, line := range wrap(strings.TrimSpace(rule.Documentation()), l.width()) {
		if _, err := fmt.Fprintln(l.out, line); err != nil {
			return err
		}
	}
	return nil
}

// options are what to look for, and what may be left.
func (l linting) options() (lint.Options, error) {
	o, err := suppressionsIn(*l.suppressions)
	if err != nil {
		return o, err
	}
	o.Rules, o.Today = *l.rules, inventory.Date(*l.today)
	if *l.today == "" {
		o.Today = inventory.DateOf(time.Now())
	} else if _, err := time.Parse(time.DateOnly, *l.today); err != nil {
		return o, inputError{fmt.Errorf("--today is %q: write a day such as 2026-01-31", *l.today)}
	}
	return o, nil
}

// suppressionsIn reads the file of suppressions; without a name there are none.
func suppressionsIn(path string) (lint.Options, error) {
	if path == "" {
		return lint.Options{}, nil
	}
	data, err := readSmall(path)
	if err != nil {
		return lint.Options{}, inputError{fmt.Errorf("cannot read the suppressions %s: %w", path, cause(err))}
	}
	return setting.Read(path, bytes.NewReader(data))
}

// subject is the inventory to look at, of a folder or of the inventory's file,
// and where its records were written.
func (l linting) subject(ctx context.Context, dir string) (s *inventory.Snapshot, where lint.Where, err error) {
	if dir != "" {
		return writtenIn(dir)
	}
	store, err := sqlite.OpenReadOnly(ctx, *l.db)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	s, err = inventory.Past(ctx, store, *l.asOf, false)
	return s, nil, err
}

// writtenIn is the inventory that the files in a folder hold.
func writtenIn(dir string) (*inventory.Snapshot, lint.Where, error) {
	result, err := recordsIn(dir)
	if err != nil {
		return nil, nil, err
	}
	s, _, err := inventory.Empty().Apply(inventory.Commit{Author: "lint", Message: "lint", RecordedAt: time.Now(), Changes: result.Changes()})
	if err != nil {
		return nil, nil, within(dir, result.Locate(err))
	}
	where := func(id inventory.ID) (lint.Place, bool) {
		at, ok := result.Where(id)
		return lint.Place{File: filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(at.File))), Line: at.Line}, ok
	}
	return s, where, nil
}

func (l linting) print(report lint.Report, where lint.Where) error {
	switch *l.format {
	case "json":
		return report.JSON(l.out, where)
	case "sarif":
		return report.SARIF(l.out, buildVersion(), where)
	}
	var text bytes.Buffer
	if err := report.Words(&text, where); err != nil {
		return err
	}
	return indented(l.out, text.String(), l.width())
}
