package graph

import (
	"context"
	"errors"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/graph/gen"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/amend"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/wording"
)

const (
	// maxChanges is the most inputs that one commit takes.
	maxChanges = 1000
	// maxSentences is the most sentences that a conflict, or the answer to a
	// commit, tells of what changed.
	maxSentences = 50
)

// Editor is an inventory that can be changed, with all its facts.
type Editor interface {
	// Head is the newest revision.
	Head() *inventory.Snapshot
	// At is an older one, as [inventory.Snapshot.At] reads its name.
	At(ctx context.Context, text string) (*inventory.Snapshot, error)
	// Apply commits changes on condition that base is the head: see
	// [live.Inventory.Apply].
	Apply(ctx context.Context, base int, changes []inventory.Change, author, message string, effective inventory.Date) (inventory.Revision, error)
}

// commit is what a commit is asked to do.
type commit struct {
	base      int
	message   string
	effective inventory.Date
	changes   []map[string]any
	cite      []inventory.ID
	dryRun    bool
}

// asked is the argument of a commit as it was sent. Its types were checked; the
// generated code would not keep apart what is absent and what is null.
func asked(ctx context.Context) commit {
	input, _ := graphql.GetFieldContext(ctx).Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)["input"].(map[string]any)
	base, _ := asInt(input["base"])
	message, _ := input["message"].(string)
	effective, _ := input["effectiveAt"].(string)
	dryRun, _ := input["dryRun"].(bool)
	c := commit{base: int(base), message: message, effective: inventory.Date(effective), dryRun: dryRun}
	for _, change := range listed(input["changes"]) {
		fields, _ := change.(map[string]any)
		c.changes = append(c.changes, fields)
	}
	for _, id := range listed(input["citations"]) {
		text, _ := id.(string)
		c.cite = append(c.cite, inventory.ID(text))
	}
	return c
}

// listed is a list; a single value stands for a list of one.
func listed(v any) []any {
	if list, ok := v.([]any); ok || v == nil {
		return list
	}
	return []any{v}
}

// Commit makes the changes, all or none. Who may call it is decided before.
func (m mutation) Commit(ctx context.Context, _ map[string]any) (gen.CommitPayload, error) {
	var none gen.CommitPayload
	c := asked(ctx)
	switch {
	case m.Editor == nil:
		return none, inventory.Errorf(inventory.ReadOnly, "nothing can be changed here: ask a server of the inventory")
	case len(c.changes) > maxChanges:
		return none, inventory.Errorf(inventory.Invalid, "%d changes are more than %d: make several commits", len(c.changes), maxChanges)
	}
	head := m.Editor.Head()
	if head.Revision().Number != c.base {
		return none, m.moved(ctx, c.base)
	}
	amendment, err := amend.Read(head, c.changes, c.cite)
	if err != nil {
		return none, err
	}
	author := access.From(ctx).Author()
	next, _, err := head.Apply(inventory.Commit{
		Author: author, Message: c.message, EffectiveDate: c.effective, RecordedAt: m.Now(), Changes: amendment.Changes,
	})
	if err := amendment.Locate(err); err != nil {
		return none, asAsked(err)
	}
	report := diff.Between(head, next)
	if c.dryRun {
		return payload(report, nil), nil
	}
	made, err := m.Editor.Apply(ctx, c.base, amendment.Changes, author, c.message, c.effective)
	if err != nil {
		return none, m.refused(ctx, c.base, amendment, err)
	}
	report.To = made
	repin(ctx, next) // but for the time of recording, what was made
	return payload(report, &made), nil
}

// payload is the answer to a commit; made is nil if nothing was recorded.
func payload(report diff.Report, made *inventory.Revision) gen.CommitPayload {
	return gen.CommitPayload{Revision: made, DryRun: made == nil, Diff: &report, InWords: sentences(report)}
}

// sentences say what changed, what matters first.
func sentences(report diff.Report) []string {
	list := make([]string, 0, min(len(report.Entries), maxSentences))
	for _, e := range report.Entries[:min(len(report.Entries), maxSentences)] {
		list = append(list, e.Sentence)
	}
	return list
}

// refused is the error of a commit that was in order when it was checked.
func (m mutation) refused(ctx context.Context, base int, amendment *amend.Amendment, err error) error {
	switch code, _ := inventory.CodeOf(err); {
	case errors.Is(err, live.ErrUnknownOutcome):
		return &inventory.Error{
			Code: inventory.UnknownOutcome, Err: err,
			Message: "it is not known yet whether the change was recorded: read head before you repeat it, and look in revisions for your message",
		}
	case code == inventory.Conflict:
		return m.moved(ctx, base)
	}
	return asAsked(amendment.Locate(err))
}

// asAsked tells problems by the names of the input.
func asAsked(err error) error {
	refused, ok := errors.AsType[*inventory.Error](err)
	if !ok {
		return err
	}
	for i, p := range refused.Problems {
		if p.Path == "effectiveDate" {
			refused.Problems[i].Path = "effectiveAt"
		}
	}
	return refused
}

// moved is the error of a commit whose base is not the head.
func (m mutation) moved(ctx context.Context, base int) error {
	head := m.Editor.Head()
	at := head.Revision().Number
	before, err := m.Editor.At(ctx, strconv.Itoa(base))
	switch _, known := inventory.CodeOf(err); {
	case base == 0:
		before = inventory.Empty()
	case known:
		return inventory.Errorf(inventory.Conflict, "there is no revision %d to change: the inventory is at revision %d", base, at)
	case err != nil:
		return err
	}
	report := diff.Between(before, head)
	return conflict{
		error: inventory.Errorf(inventory.Conflict,
			"the change was made on revision %d and the inventory is at revision %d: nothing was recorded. Look at the %s since, and repeat it with base: %d",
			base, at, wording.Count(len(report.Entries), "difference"), at),
		base: base, head: at, report: report,
	}
}

// conflict is the error of a commit whose base is not the head, with what
// changed meanwhile.
type conflict struct {
	error
	base, head int
	report     diff.Report
}

func (c conflict) Unwrap() error { return c.error }

// Extensions are what an answer shows beside the message.
func (c conflict) Extensions() map[string]any {
	return map[string]any{
		"base": c.base, "head": c.head,
		"changed": map[string]any{"total": len(c.report.Entries), "inWords": sentences(c.report)},
	}
}
