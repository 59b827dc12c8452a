package graph

import (
	"context"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
)

// between is what changed from one revision to another, or to the one that the
// operation reads, as far as its reader may see them.
func between(ctx context.Context, from string, to *string) (diff.Report, error) {
	before, err := revisionAt(ctx, "from", from)
	if err != nil {
		return diff.Report{}, err
	}
	after := snapshot(ctx)
	if to != nil {
		if after, err = revisionAt(ctx, "to", *to); err != nil {
			return diff.Report{}, err
		}
	}
	return diff.Between(before, after), nil
}

// revisionAt is the revision that an argument names.
func revisionAt(ctx context.Context, argument, at string) (*inventory.Snapshot, error) {
	if at == "" {
		return nil, inventory.Errorf(inventory.Invalid, "%s is empty: write a revision's number or a date such as 2021-01-01", argument)
	}
	return past(ctx, at)
}
