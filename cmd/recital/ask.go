package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/sqlite"
)

// asking is what all questions have in common.
type asking struct {
	program
	db     *string
	asJSON *bool
	public *bool
	asOf   *string
}

func (p program) ask() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ask OPERATION",
		Short: "Ask the inventory: a named question, or any GraphQL operation",
		Long: `Ask reads the inventory's file and answers one question. It sees internal facts
too, as whoever can read the file can; --public shows what anonymous readers see.

A named question prints a table, or with --json the answer of the GraphQL
operation behind it. An operation of your own prints JSON; "-" reads it from
standard input.`,
		Example: `  recital ask who-receives "IP addresses"
  recital ask who-collects "serial numbers" --json
  recital ask what-is-kept --indefinitely
  recital ask '{ services(first: 3) { nodes { name } } }'`,
	}
	a := asking{
		program: p,
		db:      persistentText(p, cmd, dbOption),
		asJSON:  cmd.PersistentFlags().Bool("json", false, "print the GraphQL answer as JSON"),
		public:  cmd.PersistentFlags().Bool("public", false, "show public facts only"),
		asOf:    cmd.PersistentFlags().String("as-of", "", "read an older revision: its number, or a date such as 2021-01-01"),
	}
	variables := cmd.Flags().String("variables", "", "variables of the operation, a JSON object")
	cmd.Args = a.operationOnly
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.operation(cmd.Context(), args[0], *variables) }
	for _, q := range questions() {
		cmd.AddCommand(a.question(q))
	}
	return cmd
}

func persistentText(p program, cmd *cobra.Command, o option) *string {
	return cmd.PersistentFlags().String(o.flag, p.setting(o), o.documented())
}

// operationOnly accepts one GraphQL operation, and tells somebody who wrote
// something else what could have been meant.
func (a asking) operationOnly(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return inputError{errors.New("ask what? a named question, or a GraphQL operation: try recital ask --help")}
	case len(args) > 1 || args[0] != "-" && !strings.Contains(args[0], "{"):
		return inputError{fmt.Errorf("there is no question %q: the questions are %s; a GraphQL operation has braces", args[0], strings.Join(questionNames(), ", "))}
	}
	return nil
}

// operation answers a GraphQL operation as JSON.
func (a asking) operation(ctx context.Context, text, variables string) error {
	if text == "-" {
		data, err := io.ReadAll(io.LimitReader(a.in, 1<<20))
		if err != nil {
			return fmt.Errorf("read the operation: %w", err)
		}
		text = string(data)
	}
	var vars map[string]any
	if variables != "" {
		dec := json.NewDecoder(strings.NewReader(variables))
		dec.UseNumber()
		if err := dec.Decode(&vars); err != nil {
			return inputError{fmt.Errorf("--variables is no JSON object: %w", err)}
		}
	}
	return a.answer(ctx, text, vars)
}

// answer prints the answer to an operation as indented JSON.
func (a asking) answer(ctx context.Context, text string, vars map[string]any) error {
	store, err := sqlite.OpenReadOnly(ctx, *a.db)
	if err != nil {
		return err
	}
	defer store.Close() // nothing was written
	body, ok := graph.NewAsker(a.source(store), slog.New(slog.NewTextHandler(a.err, nil))).Ask(ctx, text, vars)
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	if _, err := out.WriteTo(a.out); err != nil {
		return err
	}
	if !ok {
		return errTold
	}
	return nil
}

// source gives the revisions of a store, as far as the reader wants to see them.
func (a asking) source(store inventory.Store) graph.Source {
	return func(ctx context.Context, at string) (*inventory.Snapshot, error) {
		if at == "" {
			at = *a.asOf
		}
		return inventory.Past(ctx, store, at, *a.public)
	}
}

// snapshot reads the inventory's file as it is, or was.
func (a asking) snapshot(ctx context.Context) (*inventory.Snapshot, error) {
	store, err := sqlite.OpenReadOnly(ctx, *a.db)
	if err != nil {
		return nil, err
	}
	s, err := a.source(store)(ctx, "")
	return s, errors.Join(err, store.Close())
}

// question is the command of a named question.
func (a asking) question(q question) *cobra.Command {
	cmd := &cobra.Command{
		Use: q.use, Short: q.short, Example: q.example,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < q.needs || len(args) > q.takes {
				return inputError{fmt.Errorf("%s wants %s: try %s --help", cmd.CommandPath(), q.wants(), cmd.CommandPath())}
			}
			return nil
		},
		ValidArgsFunction: a.complete(q),
	}
	flags := map[string]*string{}
	for _, f := range q.flags {
		flags[f.variable] = cmd.Flags().String(f.name, "", f.usage)
		if f.boolean {
			cmd.Flags().Lookup(f.name).NoOptDefVal = "true"
		}
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		vars := map[string]any{}
		for i, arg := range args {
			vars[q.variables[i]] = arg
		}
		for _, f := range q.flags {
			if v := *flags[f.variable]; v != "" {
				value, err := f.value(v)
				if err != nil {
					return err
				}
				vars[f.variable] = value
			}
		}
		return a.tell(cmd.Context(), q, vars)
	}
	return cmd
}

// tell answers a named question, as a table or as JSON.
func (a asking) tell(ctx context.Context, q question, vars map[string]any) error {
	if *a.asJSON {
		return a.answer(ctx, q.operation, vars)
	}
	s, err := a.snapshot(ctx)
	if err != nil {
		return err
	}
	t, err := q.answer(s, vars)
	if err != nil {
		return err
	}
	width := a.width()
	if t.lead != "" {
		fmt.Fprintf(a.out, "%s\n\n", strings.Join(wrap(t.lead, width), "\n"))
	}
	t.write(a.out, width)
	for _, note := range t.notes {
		fmt.Fprintf(a.out, "\n%s\n", strings.Join(wrap(note, width), "\n"))
	}
	fmt.Fprintf(a.out, "\nrevision %d, in force from %s\n", s.Revision().Number, s.Revision().EffectiveDate)
	return nil
}

// complete offers the names that a question can be asked of.
func (a asking) complete(q question) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 || q.names == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		s, err := a.snapshot(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		return q.names(s), cobra.ShellCompDirectiveNoFileComp
	}
}
