package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"

	"github.com/recital/recital/inventory"
)

// Source gives the revisions that operations read: at is a revision's number
// or a date, as [inventory.Snapshot.At] reads it; empty is the head. It decides
// what the reader may see.
type Source func(ctx context.Context, at string) (*inventory.Snapshot, error)

type sourceKey struct{}

// Pin makes a [Config.Pin]: each operation reads the revision that its
// directive @asOf names, or the head, from the source.
func Pin(source Source) func(context.Context, *graphql.OperationContext) (context.Context, error) {
	return func(ctx context.Context, op *graphql.OperationContext) (context.Context, error) {
		at, err := asOf(op)
		if err != nil {
			return ctx, err
		}
		s, err := source(ctx, at)
		if err != nil {
			return ctx, err
		}
		return WithSnapshot(context.WithValue(ctx, sourceKey{}, source), s), nil
	}
}

// asOf is what the directive @asOf of an operation names; empty without one, and when it is null.
func asOf(op *graphql.OperationContext) (string, error) {
	d := op.Operation.Directives.ForName("asOf")
	if d == nil {
		return "", nil
	}
	at, given := d.ArgumentMap(op.Variables)["at"]
	if !given || at == nil {
		return "", nil
	}
	text, ok := at.(string)
	if !ok || text == "" {
		return "", inventory.Errorf(inventory.Invalid, "@asOf(at:) is empty: write a revision's number or a date such as 2021-01-01")
	}
	return text, nil
}

// past is another revision beside the one that an operation reads, from the
// same source.
func past(ctx context.Context, at string) (*inventory.Snapshot, error) {
	source, ok := ctx.Value(sourceKey{}).(Source)
	if !ok {
		return nil, errors.New("the operation has no source of revisions")
	}
	return source(ctx, at)
}
