package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/inventory/wording"
)

var verifierOption = option{"verifier", "RECITAL_VERIFIER", "", "the verifier key that signed the checkpoints, as recital key printed it"}

// errUnverified is the error of an inventory that is not what its log or a
// checkpoint says; the answer tells where.
var errUnverified = errors.New("not verified")

// verifying is a run of the command verify.
type verifying struct {
	program
	db, verifier *string
	checkpoints  *[]string
	asJSON       *bool
}

func (p program) verify() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that the inventory and its history were not tampered with",
		Long: `Verify works everything out again from the log of revisions: each revision's
hash, the tree over them, and every cell of every table. It names the first
revision that differs, and the place. It changes nothing, and may run beside a
server that writes.

A history that was written anew as a whole, with every hash right, looks like
any other. It is found out by a checkpoint alone: one that was made before, and
kept where whoever holds the inventory cannot change it. --checkpoint proves that
the log only grew since; several narrow down which revision changed.

Exit codes: 0 verified, 1 not verified, 2 something to correct in what was asked.`,
		Example: `  recital verify --db company.db
  recital verify --checkpoint 2026-01.txt --verifier 'recital+1a2b3c4d+AbC...'`,
		Args: noArgs,
	}
	v := verifying{
		program: p, db: p.text(cmd, dbOption), verifier: p.text(cmd, verifierOption),
		checkpoints: cmd.Flags().StringArray("checkpoint", nil, "a file with a checkpoint of this inventory; may be repeated"),
		asJSON:      cmd.Flags().Bool("json", false, "print the report as JSON"),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return v.run(cmd.Context()) }
	return cmd
}

func (v verifying) run(ctx context.Context) error {
	known, err := v.known()
	if err != nil {
		return err
	}
	report, err := verifyFile(ctx, *v.db, known...)
	if err != nil {
		return err
	}
	if *v.asJSON {
		err = writeJSON(v.out, report)
	} else {
		err = v.tell(report)
	}
	if err == nil && !report.Verified {
		return errUnverified
	}
	return err
}

// verifyFile verifies the inventory's file as it is.
func verifyFile(ctx context.Context, path string, known ...proof.Known) (report proof.Report, err error) {
	store, err := sqlite.OpenReadOnly(ctx, path)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return proof.Verify(ctx, store, known...)
}

// known reads the checkpoints, and checks their signatures if it is known whose
// they must be.
func (v verifying) known() ([]proof.Known, error) {
	var verifier note.Verifier
	if *v.verifier != "" {
		var err error
		if verifier, err = proof.Verifier(*v.verifier); err != nil {
			return nil, err
		}
	}
	var list []proof.Known
	for _, path := range *v.checkpoints {
		data, err := readSmall(path)
		if err != nil {
			return nil, inputError{fmt.Errorf("cannot read the checkpoint %s: %w", path, cause(err))}
		}
		c, err := proof.OpenCheckpoint(data, verifier)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		known := proof.Known{Checkpoint: c, Name: path}
		if verifier != nil {
			known.Signer = verifier.Name()
		}
		list = append(list, known)
	}
	return list, nil
}

// readSmall reads a file that should be small.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 1<<20))
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// tell prints the report for people.
func (v verifying) tell(r proof.Report) error {
	w := &lines{w: v.out}
	if r.Verified {
		w.line("%s is verified: %s, %s.", *v.db, wording.Count(r.Revisions, "revision"), wording.Count(r.Records, "record"))
		w.line("  Each revision has the hash of what it says, and names the one before it.")
		w.line("  The tables hold what the revisions come to, cell by cell, and nothing else.")
	} else {
		w.line("%s is NOT verified%s.", *v.db, first(r))
		v.problems(w, r)
	}
	for _, g := range r.Checkpoints {
		if g.OnlyGrew {
			w.line("  %s: the log begins with its %s, and only grew since. %s", g.Name, wording.Count(g.Size, "revision"), signature(g))
		}
	}
	if r.Head != nil {
		w.line("Tree of the log: %s, %s", wording.Count(r.Head.Size, "revision"), r.Head.Root)
	}
	if r.Verified && len(r.Checkpoints) == 0 {
		w.line("A history that was written anew as a whole is found out by a checkpoint alone: see recital checkpoint --help.")
	}
	return w.err
}

func first(r proof.Report) string {
	if r.FirstRevision == 0 {
		return ""
	}
	return fmt.Sprintf(": revision %d is the first that differs", r.FirstRevision)
}

// shownProblems is how many problems people are shown.
const shownProblems = 10

func (v verifying) problems(w *lines, r proof.Report) {
	for i, p := range r.Problems {
		if i == shownProblems {
			break
		}
		w.line("  %s", p)
	}
	if more := len(r.Problems) - shownProblems; more > 0 {
		w.line("  and %s: --json tells more", wording.Count(more+r.More, "other problem"))
	}
}

func signature(g proof.Grown) string {
	if g.Signer == "" {
		return "Its signature was not checked: name the key with --" + verifierOption.flag + "."
	}
	return "It is signed by " + g.Signer + "."
}

// lines prints lines until one cannot be printed.
type lines struct {
	w   io.Writer
	err error
}

func (l *lines) line(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, format+"\n", args...)
	}
}

// unsigned is the checkpoint of an inventory that was verified.
func unsigned(ctx context.Context, path string) (proof.Checkpoint, error) {
	report, err := verifyFile(ctx, path)
	switch {
	case err != nil:
		return proof.Checkpoint{}, err
	case !report.Verified:
		return proof.Checkpoint{}, fmt.Errorf("%s is not verified%s, and nothing was signed: see recital verify --%s %s", path, first(report), dbOption.flag, path)
	case report.Head == nil:
		return proof.Checkpoint{}, inventory.Errorf(inventory.NotFound, "%s has no revision yet: there is nothing to sign", path)
	}
	return *report.Head, nil
}
