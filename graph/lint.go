package graph

import (
	"context"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
)

// Findings looks at the revision that the operation reads, as of today. It is
// for readers who see all facts: what is left out for others would be found
// missing.
func (q query) Findings(ctx context.Context, severity *lint.Severity, rule, service *string, suppressed bool, first int, after *string) (lint.FindingConnection, error) {
	s, o := snapshot(ctx), q.Lint
	o.Today = inventory.DateOf(q.Now())
	return lint.Run(s, o).Page(s, lint.Filter{
		AtLeast: value(severity), Rule: value(rule), Service: value(service), Suppressed: suppressed,
	}, first, after)
}
