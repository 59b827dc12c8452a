package graph

import (
	"context"
	"maps"
	"strings"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// cachedDocuments is how many validated documents are kept. Each has at most
// maxQueryBytes of text and maxTokens of tree.
const cachedDocuments = 256

// documents turns query texts into validated documents. It parses each text
// once, and keeps the valid ones, which are never changed afterwards.
type documents struct {
	schema *ast.Schema
	rules  *rules.Rules
	cache  *lru.LRU[*ast.QueryDocument]
}

func newDocuments(schema *ast.Schema) *documents {
	return &documents{
		schema: schema,
		rules:  validationRules(),
		cache:  lru.New[*ast.QueryDocument](cachedDocuments),
	}
}

// withoutDefer gives a copy of a schema that does not know @defer: there is no
// way here to send what comes later, and a client that used it would lose data
// without a word.
func withoutDefer(schema *ast.Schema) *ast.Schema {
	copied := *schema
	copied.Directives = maps.Clone(schema.Directives)
	delete(copied.Directives, "defer")
	return &copied
}

// validationRules are the default rules with those that suggest names replaced
// by those that don't: an answer to a mistake must not be a way to list the
// schema where introspection is closed, and finding suggestions costs time.
func validationRules() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, quiet := range []validator.Rule{
		rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		r.RemoveRule(strings.TrimSuffix(quiet.Name, "WithoutSuggestions"))
		r.AddRule(quiet.Name, quiet.RuleFunc)
	}
	return r
}

// prepare parses, measures and validates a query text, in this order: the
// validation rules are quadratic in places and must not see a document that
// has not been measured.
func (d *documents) prepare(ctx context.Context, query string) (*ast.QueryDocument, gqlerror.List) {
	if len(query) > maxQueryBytes {
		return nil, gqlerror.List{tooMuch("bytes", len(query), maxQueryBytes)}
	}
	if doc, ok := d.cache.Get(ctx, query); ok {
		return doc, nil
	}
	doc, err := parse(query)
	if err != nil {
		return nil, gqlerror.List{err}
	}
	if err := measure(doc).check(); err != nil {
		return nil, gqlerror.List{err}
	}
	if errs := validator.ValidateWithRules(d.schema, doc, d.rules); len(errs) > 0 {
		return nil, merge(errs)
	}
	d.cache.Add(ctx, query, doc)
	return doc, nil
}

// merge makes one error of those that say the same of several places, and
// gives each its code.
func merge(errs gqlerror.List) gqlerror.List {
	var merged gqlerror.List
	first := map[string]*gqlerror.Error{}
	for _, e := range errs {
		if same := first[e.Message]; same == nil {
			errcode.Set(e, codeValidation)
			first[e.Message] = e
			merged = append(merged, e)
		} else if len(same.Locations) < maxErrors {
			same.Locations = append(same.Locations, e.Locations...)
		}
	}
	return merged
}

// parse parses a query text up to the limit of tokens.
func parse(query string) (*ast.QueryDocument, *gqlerror.Error) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	switch {
	case err == nil && len(doc.Operations) == 0:
		return nil, coded(codeValidation, "the document has no operation")
	case err == nil:
		return doc, nil
	case strings.Contains(err.Error(), "exceeded token limit"):
		return nil, coded(codeTooLarge, "the query has more than the %d tokens allowed", maxTokens)
	case strings.Contains(err.Error(), "exceeded maximum nesting depth"):
		return nil, coded(codeTooLarge, "the query nests more than %d levels, more than the %d allowed", parser.MaxNestingDepth, maxDepth)
	}
	syntax := gqlerror.WrapIfUnwrapped(err)
	errcode.Set(syntax, codeSyntax)
	return nil, syntax
}

// selectOperation picks the operation to run.
func selectOperation(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, *gqlerror.Error) {
	if op := doc.Operations.ForName(name); op != nil {
		return op, nil
	}
	if name == "" {
		return nil, coded(codeValidation, "the document has %d operations: say which with operationName", len(doc.Operations))
	}
	return nil, coded(codeValidation, "the document has no operation %q", clip(name))
}

// preparedKey is the context key of the document that prepare made.
type preparedKey struct{}

// prepared gives the executor the document of the context in place of a query
// cache, so that it parses and validates nothing again.
type prepared struct{}

// Get gives the document of the context, whatever the text.
func (prepared) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(preparedKey{}).(*ast.QueryDocument)
	return doc, ok
}

// Add is not needed: documents keeps them.
func (prepared) Add(context.Context, string, *ast.QueryDocument) {}
