package graph

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/graph/gen"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/ropa"
)

// Backend is what operations reach beside the snapshot that they read. What is
// left out is refused when it is asked for.
type Backend struct {
	// Keys are the keys to the inventory.
	Keys Keyring
	// Editor is the inventory that commits change.
	Editor Editor
	// Watch gives a channel that receives the number of the head each time it
	// moves, until the context is done.
	Watch func(context.Context) <-chan int
	// Lint says what to look for when findings are asked for, and what was agreed
	// to be left. Its day is that of Now.
	Lint lint.Options
	// Now is the time; nil: time.Now.
	Now func() time.Time
}

// Schema is the contract of schema.graphql, answered from the snapshot that
// [WithSnapshot] put in the context.
func Schema(b Backend) graphql.ExecutableSchema {
	if b.Now == nil {
		b.Now = time.Now
	}
	contract := gen.NewExecutableSchema(gen.Config{}).Schema()
	return gen.NewExecutableSchema(gen.Config{
		Schema:    withoutDefer(contract),
		Resolvers: resolver{b},
	})
}

type snapshotKey struct{}

// WithSnapshot is the context of an operation that reads this snapshot.
func WithSnapshot(ctx context.Context, s *inventory.Snapshot) context.Context {
	pinned := new(atomic.Pointer[inventory.Snapshot])
	pinned.Store(s)
	return context.WithValue(ctx, snapshotKey{}, pinned)
}

// SnapshotFrom is the snapshot that an operation reads; ok is false if the
// context is not that of an operation.
func SnapshotFrom(ctx context.Context) (s *inventory.Snapshot, ok bool) {
	pinned, ok := ctx.Value(snapshotKey{}).(*atomic.Pointer[inventory.Snapshot])
	if !ok {
		return nil, false
	}
	return pinned.Load(), true
}

// repin lets an operation that made a revision show it.
func repin(ctx context.Context, s *inventory.Snapshot) {
	if pinned, ok := ctx.Value(snapshotKey{}).(*atomic.Pointer[inventory.Snapshot]); ok {
		pinned.Store(s)
	}
}

// snapshot is the snapshot of an operation. An operation that was not pinned to
// one reads the empty inventory.
func snapshot(ctx context.Context) *inventory.Snapshot {
	if s, ok := SnapshotFrom(ctx); ok {
		return s
	}
	return inventory.Empty()
}

// resolver translates root fields to calls of the inventory. All other fields
// bind to the inventory's views.
type resolver struct{ Backend }

// Query answers the root fields.
func (r resolver) Query() gen.QueryResolver { return query(r) }

// Mutation changes something.
func (r resolver) Mutation() gen.MutationResolver { return mutation(r) }

// Subscription tells what happens.
func (r resolver) Subscription() gen.SubscriptionResolver { return subscription(r) }

type (
	query        struct{ Backend }
	mutation     struct{ Backend }
	subscription struct{ Backend }
)

func (query) WhoReceives(ctx context.Context, data string, includeNarrower, includeBroader bool) (inventory.WhoReceives, error) {
	return snapshot(ctx).WhoReceives(data, includeNarrower, includeBroader)
}

func (query) WhoCollects(ctx context.Context, data string, includeNarrower bool) (inventory.WhoCollects, error) {
	return snapshot(ctx).WhoCollects(data, includeNarrower)
}

func (query) WhatGoesTo(ctx context.Context, recipient string) (inventory.WhatGoesTo, error) {
	return snapshot(ctx).WhatGoesTo(recipient)
}

func (query) WhatIsKept(ctx context.Context, longerThan, atMost *inventory.Period, indefinitely *bool, trigger, service, data *string, action *inventory.RetentionAction, first int, after *string) (inventory.WhatIsKept, error) {
	return snapshot(ctx).WhatIsKept(inventory.KeptFilter{
		LongerThan: value(longerThan), AtMost: value(atMost), Indefinitely: indefinitely,
		Trigger: value(trigger), Service: value(service), Data: value(data), Action: value(action),
	}, first, after)
}

func (query) WhatHappensOn(ctx context.Context, event string, service *string) (inventory.WhatHappensOn, error) {
	return snapshot(ctx).WhatHappensOn(event, value(service))
}

func (query) DataFlows(ctx context.Context, service, data, recipient, text *string, most int) (inventory.DataFlows, error) {
	return snapshot(ctx).DataFlows(inventory.FlowFilter{
		Service: value(service), Data: value(data), Recipient: value(recipient), Text: value(text), Most: most,
	})
}

func (query) Search(ctx context.Context, text string, kinds []inventory.Kind, first int, after *string) (inventory.SearchHitConnection, error) {
	return snapshot(ctx).Search(text, kinds, first, after)
}

func (query) Node(ctx context.Context, id inventory.ID) (inventory.Node, error) {
	n, _ := snapshot(ctx).Node(id)
	return n, nil
}

func (query) Nodes(ctx context.Context, ids []inventory.ID) ([]inventory.Node, error) {
	if len(ids) > inventory.MaxPage {
		return nil, inventory.Errorf(inventory.Invalid, "%d ids are more than %d: ask in several operations", len(ids), inventory.MaxPage)
	}
	list := make([]inventory.Node, len(ids))
	for i, id := range ids {
		list[i], _ = snapshot(ctx).Node(id)
	}
	return list, nil
}

func (query) Service(ctx context.Context, id string) (*inventory.Service, error) {
	return one(snapshot(ctx).Service(id))
}

func (query) Services(ctx context.Context, partOf *string, first int, after *string) (inventory.ServiceConnection, error) {
	return snapshot(ctx).Services(value(partOf), first, after)
}

func (query) DataCategory(ctx context.Context, id string) (*inventory.DataCategory, error) {
	return one(snapshot(ctx).DataCategory(id))
}

func (query) DataCategories(ctx context.Context, within *string, first int, after *string) (inventory.DataCategoryConnection, error) {
	return snapshot(ctx).DataCategories(value(within), first, after)
}

func (query) DataSubjectCategory(ctx context.Context, id string) (*inventory.DataSubjectCategory, error) {
	return one(snapshot(ctx).DataSubjectCategory(id))
}

func (query) DataSubjectCategories(ctx context.Context, first int, after *string) (inventory.DataSubjectCategoryConnection, error) {
	return snapshot(ctx).DataSubjectCategories(first, after)
}

func (query) Purpose(ctx context.Context, id string) (*inventory.Purpose, error) {
	return one(snapshot(ctx).Purpose(id))
}

func (query) Purposes(ctx context.Context, first int, after *string) (inventory.PurposeConnection, error) {
	return snapshot(ctx).Purposes(first, after)
}

func (query) Party(ctx context.Context, id string) (*inventory.Party, error) {
	return one(snapshot(ctx).Party(id))
}

func (query) Parties(ctx context.Context, within *string, first int, after *string) (inventory.PartyConnection, error) {
	return snapshot(ctx).Parties(value(within), first, after)
}

func (query) ProcessingActivity(ctx context.Context, id string) (*inventory.ProcessingActivity, error) {
	return one(snapshot(ctx).ProcessingActivity(id))
}

func (query) ProcessingActivities(ctx context.Context, service *string, first int, after *string) (inventory.ProcessingActivityConnection, error) {
	return snapshot(ctx).ProcessingActivities(value(service), first, after)
}

func (query) Ropa(ctx context.Context, role inventory.ProcessingRole, controller *string, template ropa.Template) (ropa.Register, error) {
	return ropa.Open(snapshot(ctx), ropa.Options{Template: string(template), Role: role, Controller: value(controller)})
}

func (query) LawfulBases(ctx context.Context, basis *inventory.Basis, first int, after *string) (inventory.LawfulBasisConnection, error) {
	return snapshot(ctx).LawfulBases(value(basis), first, after)
}

func (query) SecurityMeasures(ctx context.Context, first int, after *string) (inventory.SecurityMeasureConnection, error) {
	return snapshot(ctx).SecurityMeasures(first, after)
}

func (query) Choices(ctx context.Context, kind *inventory.ChoiceKind, service *string, first int, after *string) (inventory.ChoiceConnection, error) {
	return snapshot(ctx).Choices(value(kind), value(service), first, after)
}

func (query) NonDisclosures(ctx context.Context, service *string, first int, after *string) (inventory.NonDisclosureConnection, error) {
	return snapshot(ctx).NonDisclosures(value(service), first, after)
}

func (query) Cookies(ctx context.Context, setter *string, category *inventory.CookieCategory, refusable *bool, name *string, first int, after *string) (inventory.CookieConnection, error) {
	return snapshot(ctx).Cookies(inventory.CookieFilter{Setter: value(setter), Category: value(category), Refusable: refusable, Name: value(name)}, first, after)
}

func (query) Events(ctx context.Context, first int, after *string) (inventory.EventConnection, error) {
	return snapshot(ctx).Events(first, after)
}

func (query) Products(ctx context.Context, first int, after *string) (inventory.ProductConnection, error) {
	return snapshot(ctx).Products(first, after)
}

func (query) Document(ctx context.Context, id string) (*inventory.Document, error) {
	return one(snapshot(ctx).Document(id))
}

func (query) Documents(ctx context.Context, first int, after *string) (inventory.DocumentConnection, error) {
	return snapshot(ctx).Documents(first, after)
}

func (query) Rights(ctx context.Context, first int, after *string) (inventory.RightConnection, error) {
	return snapshot(ctx).Rights(first, after)
}

func (query) Diff(ctx context.Context, from string, to *string) (diff.Report, error) {
	return between(ctx, from, to)
}

func (query) Revisions(ctx context.Context, first int, after *string) (inventory.RevisionConnection, error) {
	return snapshot(ctx).RevisionPage(first, after)
}

func (query) Head(ctx context.Context) (inventory.Revision, error) {
	return snapshot(ctx).Revision(), nil
}

// one is a nullable answer: the value, or nothing beside the error.
func one[T any](v T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// value is what an absent or null argument means: nothing asked.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
