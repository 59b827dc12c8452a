package main

import (
	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory/files"
)

func (p program) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the inventory's files, for editors",
		Long: `Schema prints the JSON Schema (draft 2020-12) of the files that "recital export
inventory" writes. An export has it beside its files already, and the first line
of each tells editors so.`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := p.out.Write(files.JSONSchema())
			return err
		},
	}
}
