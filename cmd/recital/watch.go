package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

// watching is a run of the command watch.
type watching struct {
	program
	db     *string
	asJSON *bool
	since  *string
}

func (p program) watch() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Tell each revision as it is committed: who changed what, and why",
		Long: `Watch waits for changes of the inventory's file, whoever makes them, and tells
each revision once it is committed, until it is stopped (Ctrl-C). With --since it
begins with the revisions after that one.

Each revision is told in words, or with --json as one line of JSON.`,
		Example: `  recital watch
  recital watch --json --since 5 | while read -r revision; do …; done`,
		Args: noArgs,
	}
	w := watching{
		program: p, db: p.text(cmd, dbOption),
		asJSON: cmd.Flags().Bool("json", false, "print one line of JSON for each revision"),
		since:  cmd.Flags().String("since", "", "begin after this revision: its number or a date (default: the newest)"),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return w.run(cmd.Context()) }
	return cmd
}

// run tells revisions until ctx is done, which is no error.
func (w watching) run(ctx context.Context) (err error) {
	store, err := sqlite.OpenReadOnly(ctx, *w.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	inv, err := live.Open(ctx, store, live.Options{})
	if err != nil {
		return err
	}
	defer inv.Close()
	moves := inv.Watch(ctx)
	told, err := inv.At(ctx, *w.since)
	if err != nil {
		return err
	}
	if !*w.asJSON {
		fmt.Fprintf(w.out, "Watching %s at revision %d. Stop with Ctrl-C.\n", *w.db, inv.Head().Revision().Number)
	}
	for {
		if told, err = w.tellUpTo(ctx, store, told, inv.Head().Revision().Number); err != nil {
			return quietly(ctx, err)
		}
		if _, open := <-moves; !open {
			return nil
		}
	}
}

// quietly is the error, unless it comes of being told to stop.
func quietly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// tellUpTo tells the revisions after one, from the log, up to a number.
func (w watching) tellUpTo(ctx context.Context, store inventory.Store, after *inventory.Snapshot, number int) (*inventory.Snapshot, error) {
	if after.Revision().Number >= number {
		return after, nil
	}
	for entry, err := range store.Log(ctx, after.Revision().Number+1, number) {
		if err != nil {
			return after, err
		}
		next, err := after.Replay(entry)
		if err != nil {
			return after, err
		}
		if err := w.tell(entry.Revision, diff.Between(after, next)); err != nil {
			return after, err
		}
		after = next
	}
	return after, nil
}

// tell writes one revision.
func (w watching) tell(r inventory.Revision, changed diff.Report) error {
	if *w.asJSON {
		return w.tellJSON(r, changed)
	}
	fmt.Fprintf(w.out, "\nRevision %d · %s · in force from %s\n%s: %s\n\n",
		r.Number, r.RecordedAt.Format(time.RFC3339), r.EffectiveDate, r.Author, strings.ReplaceAll(r.Message, "\n", " "))
	return w.words(changed)
}

func (w watching) tellJSON(r inventory.Revision, changed diff.Report) error {
	var report bytes.Buffer
	if err := changed.JSON(&report); err != nil {
		return err
	}
	line, err := json.Marshal(struct {
		Revision      int             `json:"revision"`
		RecordedAt    time.Time       `json:"recordedAt"`
		EffectiveDate inventory.Date  `json:"effectiveDate"`
		Author        string          `json:"author"`
		Message       string          `json:"message"`
		Diff          json.RawMessage `json:"diff"`
	}{r.Number, r.RecordedAt, r.EffectiveDate, r.Author, r.Message, report.Bytes()})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s\n", line)
	return err
}
