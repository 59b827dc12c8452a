package main

import (
	"fmt"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/recital/recital/web/tag"
)

func (p program) tag() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tag [SERVICE]",
		Short: "Print what to paste into a page that shows the privacy statement",
		Long: `Tag prints a script and an element for pages of other sites: they show what the
inventory says now of one service, or of all. The server has to be of this very
version, and started with --cors-origin for the site. The page /embed/ of the
server tells the rest.`,
		Example: `  recital tag --url https://privacy.example.com
  recital tag --url https://privacy.example.com payment`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return inputError{fmt.Errorf("%s wants one service at most, got %d: try %s --help", cmd.CommandPath(), len(args), cmd.CommandPath())}
			}
			return nil
		},
	}
	server := p.text(cmd, urlOption)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if u, err := url.Parse(*server); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return inputError{fmt.Errorf("--%s is %q: write the server's address, such as https://privacy.example.com", urlOption.flag, *server)}
		}
		service := ""
		if len(args) > 0 {
			service = args[0]
		}
		_, err := io.WriteString(p.out, tag.Snippet(*server, service))
		return err
	}
	return cmd
}
