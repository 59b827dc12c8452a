package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// option is one setting: its flag, its environment variable and its
// documentation, declared once.
type option struct {
	flag, env, fallback, usage string
}

// The options of more than one command.
var dbOption = option{"db", "RECITAL_DB", "recital.db", "the inventory's file"}

// text declares an option that holds one text.
func (p program) text(cmd *cobra.Command, o option) *string {
	return cmd.Flags().String(o.flag, p.setting(o), o.documented())
}

// list declares an option that holds several texts: the flag repeated, or
// commas in the environment variable.
func (p program) list(cmd *cobra.Command, o option) *[]string {
	var values []string
	if s := p.setting(o); s != "" {
		values = strings.Split(s, ",")
	}
	return cmd.Flags().StringSlice(o.flag, values, o.documented())
}

// yes declares an option that is on or off. In the environment, anything but
// nothing, 0 and false is on.
func (p program) yes(cmd *cobra.Command, o option) *bool {
	s := p.setting(o)
	return cmd.Flags().Bool(o.flag, s != "" && s != "0" && !strings.EqualFold(s, "false"), o.documented())
}

func (p program) setting(o option) string {
	if s := p.getenv(o.env); s != "" {
		return s
	}
	return o.fallback
}

func (o option) documented() string { return fmt.Sprintf("%s (environment: %s)", o.usage, o.env) }

// command is the whole command line.
func (p program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "recital",
		Short: "A queryable inventory of personal data",
		Long: `Recital says who receives which personal data, why, on which lawful basis, for
how long, and where that is written.

  recital serve                               an inventory in the browser, with an example to begin with
  recital ask who-receives "IP addresses"     a question and its answer on the command line
  recital init                                an empty inventory of your own

Exit codes: 0 done, 1 failed, 2 something to correct in what was asked.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return inputError{fmt.Errorf("there is no command %q: try recital --help", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return inputError{fmt.Errorf("%w: try %s --help", err, cmd.CommandPath())}
	})
	root.AddCommand(p.serve(), p.documents(), p.ask(), p.diff(), p.lint(), p.export(), p.plan(), p.apply(), p.importFile(), p.schema(), p.initialise(), p.verify(), p.checkpoint(), p.key(), p.token(), p.tag(), p.watch(), p.version())
	return root
}

// noArgs refuses arguments behind a command that takes none.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return inputError{fmt.Errorf("%s takes no argument, got %q: try %s --help", cmd.CommandPath(), args[0], cmd.CommandPath())}
	}
	return nil
}
