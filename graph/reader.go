package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
)

// Anonymous is the role of a reader who has not said who they are.
const Anonymous = string(access.Anonymous)

// roleOf is the role of whoever makes a request.
func roleOf(r *http.Request) string { return string(access.From(r.Context()).Role) }

// sharing is the role of readers with whom a request shares kept answers; empty
// for one that takes events, which are of the moment and never end.
func sharing(r *http.Request) string {
	if wantsEvents(r) {
		return ""
	}
	return roleOf(r)
}

// allowed refuses an operation that asks for a root field which whoever asks
// may not have: the first of them. It runs before anything is read.
func (t *transport) allowed(ctx context.Context, op *graphql.OperationContext) *refusal {
	kind := string(op.Operation.Operation)
	kind = strings.ToUpper(kind[:1]) + kind[1:]
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{kind}) {
		err := t.allow(ctx, kind+"."+field.Name)
		if err == nil {
			continue
		}
		shown := t.errors.public(ctx, err)
		no := &refusal{outcome: outcomeOf(shown), errs: gqlerror.List{shown}}
		if code, _ := inventory.CodeOf(err); code == inventory.Forbidden || code == inventory.Unauthenticated {
			shown.Locations = []gqlerror.Location{{Line: field.Position.Line, Column: field.Position.Column}}
		}
		return no
	}
	return nil
}

// WriteError answers a request outside GraphQL in the form of a GraphQL error.
// What is no [inventory.Error] is internal: nothing of it is told.
func WriteError(w http.ResponseWriter, status int, err error) {
	shown := coded(codeInternal, "something went wrong here")
	var known *inventory.Error
	if errors.As(err, &known) {
		shown = coded(string(known.Code), "%s", known.Message)
	}
	writeErrorAs(w, status, shown)
}

// dependsOnReader says whether an operation asks for something that a revision
// does not settle: who the reader is, which keys there are, and what is wrong
// on the present day. Nobody keeps its answer.
func dependsOnReader(op *graphql.OperationContext) bool {
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		switch field.Name {
		case "viewer", "accessTokens", "findings":
			return true
		}
	}
	return false
}
