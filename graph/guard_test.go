package graph

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// contract is the schema of the program itself.
func contract(t testing.TB) *ast.Schema {
	t.Helper()
	return Schema(Backend{}).Schema()
}

// doubling is a query whose fragments each spread the next one twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("{services(first:1){nodes{...f0}}}")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Service{...f%d ...f%[2]d}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Service{name}", n)
	return b.String()
}

// nesting is like doubling, with a field around each spread: it would run 2ⁿ
// fields.
func nesting(n int) string {
	var b strings.Builder
	b.WriteString("{services(first:1){nodes{...f0}}}")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Service{a:partOf{...f%d} b:partOf{...f%[2]d}}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Service{name}", n)
	return b.String()
}

// numbered repeats a format with a running number.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// attacks are queries that are small to send and large to answer. The ones
// that are harmless after all have no code.
var attacks = []struct {
	name, query, code, says string
}{
	{"1,000 aliases", "{" + numbered(1000, "a%d:__typename ") + "}", codeTooLarge, "more than the 1500 tokens"},
	{"101 aliases", "{" + numbered(101, "a%d:__typename ") + "}", codeTooLarge, "101 aliases, more than the 60"},
	{"aliases in fragments", "{...F ...F} fragment F on Query{" + numbered(61, "a%d:__typename ") + "}", codeTooLarge, "61 aliases"},
	{"2,000 duplicate fields", "{" + strings.Repeat("__typename ", 2000) + "}", codeTooLarge, "more than the 1500 tokens"},
	{"1,490 duplicate fields", "{" + strings.Repeat("__typename ", 1490) + "}", codeTooLarge, "1490 fields, more than the 400"},
	{"399 duplicate fields", "{" + strings.Repeat("__typename ", 399) + "}", "", ""},
	{"1,900 unknown fields", "{" + numbered(1900, "u%d ") + "}", codeTooLarge, "more than the 1500 tokens"},
	{"400 unknown fields", "{" + numbered(400, "u%d ") + "}", codeValidation, "Cannot query"},
	{"nesting of 500", "{services{nodes{" + strings.Repeat("partOf{", 500) + "name" + strings.Repeat("}", 503), codeTooLarge, "more than the 1500 tokens"},
	{"nesting of 350", "{services{nodes{" + strings.Repeat("partOf{", 350) + "name" + strings.Repeat("}", 353), codeTooLarge, "353 levels, more than the 15"},
	{"nesting in lists", "{nodes(ids:" + strings.Repeat("[", 1400), codeTooLarge, "nests more than"},
	{"nesting by fragments", nesting(14), codeTooLarge, "17 levels"},
	{"fragments doubling 10 times", doubling(10), "", ""},
	{"fragments doubling 20 times", doubling(20), codeTooLarge, "costs 1048578"},
	{"fragments doubling 60 times", doubling(60), codeTooLarge, "costs 1152921504606846978"},
	{"fragments doubling 100 times", doubling(100), codeTooLarge, "costs 9223372036854775807"},
	{"fragment cycle", "{services{nodes{...A}}} fragment A on Service{partOf{...B}} fragment B on Service{partOf{...A}}", codeValidation, "Cannot spread fragment"},
	{"fragment of itself", "{services{nodes{...A}}} fragment A on Service{...A}", codeValidation, "Cannot spread fragment"},
	{"one fragment by many names", "{services{nodes{...A}}}" + strings.Repeat("fragment A on Service{name}", 100), codeValidation, "one fragment named"},
	{"unused deep fragment", "{__typename} fragment A on Service{" + strings.Repeat("partOf{", 20) + "name" + strings.Repeat("}", 21), codeTooLarge, "21 levels"},
	{"nesting in inline fragments", strings.Repeat("{...", 15) + "{" + strings.Repeat("__typename ", 395) + strings.Repeat("}", 16), codeTooLarge, "16 levels"},
	{"duplicates in inline fragments", strings.Repeat("{...", 13) + "{" + strings.Repeat("__typename ", 395) + strings.Repeat("}", 14), codeTooLarge, "2184350 comparisons, more than the 200000"},
	{"a fragment for 150 operations", numbered(150, "query q%d{...F}") + "fragment F on Query{services{nodes{" + strings.Repeat("name ", 390) + "}}}", codeTooLarge, "22815450 comparisons"},
	{"a long field for many types", "{node(id:1){" + numbered(20, "...on Service{name id url summary partOf{id} a%d:id}") + "}}", "", ""},
	{"directives", "{__typename " + strings.Repeat("@include(if:true)", 51) + "}", codeTooLarge, "51 directives, more than the 50"},
	{"directives on everything", "query @a @b{...F@a ...@b{name}} fragment F on Query" + strings.Repeat("@x", 50) + "{name}", codeTooLarge, "54 directives"},
	{"50 schemas", "{" + numbered(50, "a%d:__schema{types{name}}") + "}", codeTooLarge, "50 fields __schema or __type, more than the 2"},
	{"circular introspection", "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}", codeValidation, "introspection depth"},
	{"doubling introspection", strings.NewReplacer("services(first:1){nodes{...f0}}", "__schema{types{...f0}}", "on Service", "on __Type").Replace(doubling(60)), codeTooLarge, "costs"},
	{"lists of lists", "{services(first:200){nodes{parts{parts{parts{parts{name}}}}}}}", codeTooLarge, "costs 2222401, more than the 200000"},
	{"many roots", "{" + numbered(60, "a%d:services(first:200){nodes{citations{clause{id}}}}") + "}", codeTooLarge, "costs"},
}

func TestAttacks(t *testing.T) {
	h := guarding{documents: newDocuments(contract(t)), limit: defaultMaxCost}
	for _, a := range attacks {
		start := time.Now()
		code, message := h.check(t, a.query, nil)
		took := time.Since(start)
		if code != a.code || !strings.Contains(message, a.says) {
			t.Errorf("%s: %q %q; want %q, %q", a.name, code, message, a.code, a.says)
		}
		if took > 10*time.Second { // no measure: without the guard some would not end
			t.Errorf("%s: took %s", a.name, took)
		}
		t.Logf("%-30s %7d bytes %8.2f ms", a.name, len(a.query), float64(took.Microseconds())/1000)
	}
}

func BenchmarkAttacks(b *testing.B) {
	schema := contract(b)
	for _, a := range attacks {
		b.Run(a.name, func(b *testing.B) {
			for b.Loop() {
				guarding{documents: newDocuments(schema), limit: defaultMaxCost}.check(b, a.query, nil)
			}
		})
	}
}

// guarding does what the transport does before it runs an operation.
type guarding struct {
	documents *documents
	limit     int64
}

// check gives the code and the message of the refusal; both are empty when
// there is none.
func (g guarding) check(t testing.TB, query string, variables map[string]any) (code, message string) {
	t.Helper()
	doc, errs := g.documents.prepare(t.Context(), query)
	if len(errs) > 0 {
		return errs[0].Extensions["code"].(string), errs[0].Message
	}
	op, err := selectOperation(doc, "")
	if err == nil {
		_, err = checkCost(op, variables, g.limit)
	}
	if err != nil {
		return err.Extensions["code"].(string), err.Message
	}
	return "", ""
}

// TestRoomForQuestions has queries that people ask: none comes near the limit.
func TestRoomForQuestions(t *testing.T) {
	g := guarding{documents: newDocuments(contract(t)), limit: defaultMaxCost / 3}
	for name, query := range map[string]string{
		"services":      `{services(first:50){nodes{name collections{data{name} citations{clause{path}}} retention{inWords}}}}`,
		"who receives":  `{whoReceives(data:"IP addresses"){inWords receipts{recipient{name country} match assertion forms paths{services{name}} disclosures{purposes{name} transfers{country} citations{clause{path version{document{title}}}}} lawfulBases{basis}} statedNonRecipients{recipient{name}} collectedWithoutStatedRecipient{name}}}`,
		"register":      `{processingActivities(first:100){nodes{name service{name} role controllerships{party{name}} subjects{name} uses{purpose{name} data{name} lawfulBases{basis}} collections{data{name}} disclosures{recipient{name} transfers{country safeguard}} retention{inWords} securityMeasures{name}}}}`,
		"introspection": introspection,
	} {
		if code, message := g.check(t, query, nil); code != "" {
			t.Errorf("%s: %s: %s", name, code, message)
		}
	}
}

func TestGuardOverHTTP(t *testing.T) {
	s := serve(t, nil)
	w := s.ask("{"+numbered(61, "a%d:hello ")+"}", nil)
	got := read(t, w)
	want := "the query has 61 aliases, more than the 60 allowed"
	if w.Code != http.StatusBadRequest || got.code() != codeTooLarge || got.Errors[0].Message != want {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func FuzzMeasure(f *testing.F) {
	for _, a := range attacks {
		f.Add(a.query)
	}
	schema := contract(f)
	f.Fuzz(func(t *testing.T, query string) {
		guarding{documents: newDocuments(schema), limit: defaultMaxCost}.check(t, query, nil)
	})
}

// introspection asks for a schema as thoroughly as GraphiQL does.
const introspection = `query IntrospectionQuery {
  __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
    types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
