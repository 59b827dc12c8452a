package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/inventory/wording"
)

func (p program) token() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke the tokens by which people and programs sign in",
		Long: `A token lets its bearer do what its role may do, until it expires or is revoked:

  reader    sees internal facts too, and what is missing
  auditor   also takes registers away, and sees who changed what and why
  editor    also changes facts
  admin     also manages tokens

The inventory keeps a hash of it, so nobody can show it again. A server that runs
on the same file knows of every change at once.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.tokenCreate(), p.tokenList(), p.tokenRevoke())
	return cmd
}

func (p program) tokenCreate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create NAME --role ROLE",
		Short: "Make a token and show it, once",
		Long: fmt.Sprintf(`Create makes a token and prints it on standard output, and nothing else there. NAME
says who or what uses it: it is shown beside what is done with the token.

A token expires after %d days unless --expires says otherwise, and after %d at
most.`, access.DefaultLife, access.MaxLife),
		Example: `  recital token create "Ada Lovelace" --role editor
  recital token create "quarterly export" --role auditor --expires 2027-01-31 > export.token`,
		Args: oneArg("create", "a name for the token, such as \"Ada Lovelace\""),
	}
	db := p.text(cmd, dbOption)
	role := cmd.Flags().String("role", "", "what it may do: reader, auditor, editor or admin")
	expires := cmd.Flags().String("expires", strconv.Itoa(access.DefaultLife)+"d", "how many days it works, such as 30d, or its last day, such as 2027-01-31")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return p.createToken(cmd.Context(), *db, args[0], *role, *expires)
	}
	return cmd
}

// oneArg wants one argument. It shows none that it gets: somebody may have
// pasted a token.
func oneArg(command, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) != 1:
			return inputError{fmt.Errorf("token %s wants %s, got %s: try recital token %s --help", command, what, wording.Count(len(args), "argument"), command)}
		case access.IsToken(strings.TrimSpace(args[0])):
			return inputError{fmt.Errorf("that is a token, and now in this shell's history: revoke it by its id, which recital token list shows")}
		}
		return nil
	}
}

func (p program) createToken(ctx context.Context, db, name, roleText, expires string) error {
	if roleText == "" {
		return inputError{errors.New("a token needs a role: add --role with reader, auditor, editor or admin")}
	}
	role, err := access.ParseRole(roleText)
	if err != nil {
		return fmt.Errorf("--role: %w", err)
	}
	now := time.Now().UTC().Truncate(time.Millisecond)
	until, err := access.ParseExpiry(expires, now)
	if err != nil {
		return fmt.Errorf("--expires: %w", err)
	}
	t, text, err := access.NewToken(rand.Reader, name, role, now, until)
	if err != nil {
		return err
	}
	err = withTokens(ctx, db, func(s access.Store) error { return s.PutToken(ctx, t) })
	if err != nil {
		return err
	}
	fmt.Fprintf(p.err, "The token %s of %q, role %s, works until %s.\nIt is shown this once: keep it as you would a password.\n",
		t.ID, t.Name, wording.Enum(t.Role), minute(t.ExpiresAt))
	_, err = fmt.Fprintln(p.out, text)
	return err
}

// withTokens opens the inventory beside whoever serves it.
func withTokens(ctx context.Context, db string, do func(access.Store) error) (err error) {
	store, err := sqlite.OpenBeside(ctx, db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(store)
}

func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// tokenRow is a token as it is told to programs: never its hash.
type tokenRow struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Role       access.Role    `json:"role"`
	State      string         `json:"state"`
	CreatedAt  time.Time      `json:"createdAt"`
	ExpiresAt  time.Time      `json:"expiresAt"`
	LastUsedOn inventory.Date `json:"lastUsedOn,omitempty"`
}

func (p program) tokenList() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the tokens: whose they are and until when, never the tokens themselves",
		Example: "  recital token list --all",
		Args:    noArgs,
	}
	db := p.text(cmd, dbOption)
	all := cmd.Flags().Bool("all", false, "also those that have expired or were revoked")
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		rows, err := tokenRows(cmd.Context(), *db, *all)
		if err != nil {
			return err
		}
		if *asJSON {
			e := json.NewEncoder(p.out)
			e.SetIndent("", "  ")
			return e.Encode(rows)
		}
		return p.printTokens(rows)
	}
	return cmd
}

func tokenRows(ctx context.Context, db string, all bool) (rows []tokenRow, err error) {
	store, err := sqlite.OpenReadOnly(ctx, db)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	list, err := store.Tokens(ctx)
	rows = []tokenRow{}
	for _, t := range list {
		standing := t.Standing(time.Now())
		if all || standing == access.Good {
			rows = append(rows, tokenRow{t.ID, t.Name, t.Role, stateWords[standing], t.CreatedAt, t.ExpiresAt, t.LastUsedOn})
		}
	}
	return rows, err
}

var stateWords = map[access.Standing]string{access.Good: "works", access.Expired: "expired", access.Revoked: "revoked"}

func (p program) printTokens(rows []tokenRow) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(p.err, "There is no token that works. Make one with recital token create.")
		return err
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tROLE\tSTATE\tUNTIL\tLAST USED\tNAME")
	for _, r := range rows {
		used := string(r.LastUsedOn)
		if used == "" {
			used = "never"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, wording.Enum(r.Role), r.State, minute(r.ExpiresAt), used, r.Name)
	}
	return w.Flush()
}

func (p program) tokenRevoke() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "revoke ID",
		Short:   "Make a token useless, at once and for good",
		Example: "  recital token revoke k3v7qzay",
		Args:    oneArg("revoke", "the id of a token, which recital token list shows"),
	}
	db := p.text(cmd, dbOption)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !access.IsTokenID(args[0]) {
			return inputError{errors.New("that is not the id of a token: recital token list shows them, eight letters and digits each")}
		}
		return withTokens(cmd.Context(), *db, func(s access.Store) error {
			t, err := s.RevokeToken(cmd.Context(), args[0], time.Now())
			if err != nil {
				return fmt.Errorf("%w: recital token list shows those there are", err)
			}
			_, err = fmt.Fprintf(p.err, "The token %s of %q was revoked at %s and works no more.\n", t.ID, t.Name, minute(t.RevokedAt))
			return err
		})
	}
	return cmd
}
