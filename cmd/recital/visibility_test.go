package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/storetest"
)

// TestNothingInternalIsTold makes each noun and fact of a small inventory
// internal in turn, with a word of its own in each of its texts, and looks for
// the word and for the id wherever an anonymous reader can look: every page,
// every field of the graph, search, exports, the history and errors. It takes
// one record of each kind, and all of them if RECITAL_LONG is set.
func TestNothingInternalIsTold(t *testing.T) {
	a := anonymous(t)
	if told := a.look(""); !strings.Contains(told, "party/full") || !strings.Contains(told, "name full") {
		t.Fatal("the reader does not see what is public: the test looks at nothing")
	}
	seen := map[inventory.Kind]int{}
	for i, record := range records() {
		kind := record.RecordKind()
		if _, ok := inventory.EvidenceOf(record); !ok || seen[kind] > 0 && os.Getenv("RECITAL_LONG") == "" {
			continue
		}
		seen[kind]++
		word := fmt.Sprintf("hushed%dword", i)
		a.put(hushed(record, word))
		told := a.look(word, string(record.RecordID()))
		for _, trace := range append(traces(a.inv.Head(), a.inv.Public(), record.RecordID()), word) {
			if at := strings.Index(told, trace); at >= 0 {
				t.Errorf("%s is internal, and %q is told: …%s…", record.RecordID(), trace, told[max(0, at-300):min(len(told), at+100)])
			}
		}
		a.put(record)
	}
	if len(seen) < 23 {
		t.Errorf("only records of %d kinds were made internal", len(seen))
	}
}

// records are two small ones and a full one of each kind, all of them public.
func records() []inventory.Record {
	list := storetest.Records()
	for _, r := range list {
		if e, ok := inventory.EvidenceOf(r); ok {
			e.Visibility = inventory.Public
		}
	}
	return list
}

// traces are the ids, as pages and answers write them, of what the public may
// not see.
func traces(all, public *inventory.Snapshot, hidden inventory.ID) []string {
	list := []string{`"` + string(hidden) + `"`}
	for _, r := range all.Records() {
		if _, ok := public.Record(r.RecordID()); !ok {
			list = append(list, `"`+string(r.RecordID())+`"`)
		}
	}
	return list
}

// hushed is the record, internal and with the word in each of its texts.
func hushed(r inventory.Record, word string) inventory.Record {
	twin, _ := inventory.NewRecord(r.RecordKind())
	data, err := json.Marshal(r)
	if err == nil {
		err = json.Unmarshal(data, twin)
	}
	if err != nil {
		panic(err)
	}
	v := reflect.ValueOf(twin).Elem()
	for _, f := range inventory.Schema(r.RecordKind()) {
		field := v.FieldByIndex(f.Index)
		_, enum := inventory.EnumValues(field.Interface())
		if f.Name != "id" && f.Name != "country" && len(f.Refs) == 0 && !enum && field.Type() == reflect.TypeFor[string]() && field.String() != "" {
			field.SetString(word + " " + field.String())
		}
	}
	e, _ := inventory.EvidenceOf(twin)
	e.Visibility = inventory.Internal
	return twin
}

// reader is somebody without a key, at a server of a small inventory.
type reader struct {
	t      *testing.T
	inv    *live.Inventory
	server http.Handler
}

func anonymous(t *testing.T) *reader {
	store := new(storetest.Memory)
	inv, err := live.Open(t.Context(), store, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inv.Close)
	handler, err := houseOf(inv, store).handler()
	if err != nil {
		t.Fatal(err)
	}
	a := &reader{t: t, inv: inv, server: handler}
	a.put(records()...)
	return a
}

func (a *reader) put(records ...inventory.Record) {
	a.t.Helper()
	var changes []inventory.Change
	for _, r := range records {
		changes = append(changes, inventory.Change{Put: r})
	}
	if _, err := a.inv.Apply(context.Background(), a.inv.Head().Revision().Number, changes, "Somebody", "As it is", ""); err != nil {
		a.t.Fatal(err)
	}
}

// look reads all there is to read, and asks for the words. What a page or an
// error repeats of the question is not counted.
func (a *reader) look(words ...string) string {
	var told strings.Builder
	for _, operation := range everything(graph.Schema(graph.Backend{}).Schema(), words) {
		told.WriteString(a.ask(operation, words))
	}
	for _, path := range []string{"/export/ropa.csv", "/export/ropa.json?template=ico", "/export/ropa.jsonld?template=cnil", "/export/ropa.html", "/history", "/history.atom"} {
		told.WriteString(a.get(path))
	}
	start := []string{"/privacy", "/map", "/privacy/changes?since=1", "/embed/statement", "/embed/services", "/embed/cookies", "/embed/recipients", "/embed/rights"}
	for _, word := range words {
		start = append(start, "/privacy/find?q="+url.QueryEscape(word), "/map?q="+url.QueryEscape(word))
	}
	told.WriteString(a.crawl(start, words))
	return told.String()
}

var link = regexp.MustCompile(`href="(/(?:privacy|map|embed|history)[^"#]*)`)

// crawl reads pages and those that they lead to.
func (a *reader) crawl(queue []string, words []string) string {
	var told strings.Builder
	known := map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		if known[path] || strings.Contains(path, "/assets/") || strings.Contains(path, "asOf=") {
			continue
		}
		known[path] = true
		page := a.get(path)
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			queue = append(queue, html.UnescapeString(m[1]))
		}
		told.WriteString(without(page, path, words))
	}
	return told.String()
}

// without is a page without the words that its own address asked for.
func without(page, path string, words []string) string {
	for _, w := range words {
		if w != "" && strings.Contains(path, url.QueryEscape(w)) {
			page = strings.NewReplacer(w, "", url.QueryEscape(w), "", html.EscapeString(w), "").Replace(page)
		}
	}
	return page
}

func (a *reader) get(path string) string {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost"
	a.server.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		a.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return fmt.Sprint(w.Header(), string(body))
}

// ask runs an operation. The words that it asks with are left out of its
// answer.
func (a *reader) ask(operation string, words []string) string {
	body, err := json.Marshal(map[string]string{"query": operation})
	if err != nil {
		a.t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Host = "localhost"
	a.server.ServeHTTP(w, r)
	if w.Code != http.StatusOK && w.Code != http.StatusUnauthorized {
		a.t.Fatalf("%s: %d %s", operation, w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), `"code":"GRAPHQL_`) || strings.Contains(w.Body.String(), "TOO_") {
		a.t.Fatalf("%.300s: %.500s", operation, w.Body)
	}
	return without(w.Body.String(), url.QueryEscape(strings.Join(words, " "))+operation, words)
}

// everything is an operation for each root field, with each of the texts where
// one can be given, and one for each type of node with all its fields.
func everything(schema *ast.Schema, words []string) []string {
	var list []string
	for _, f := range schema.Query.Fields {
		if strings.HasPrefix(f.Name, "__") || f.Name == "nodes" {
			continue
		}
		texts := words
		if !slices.ContainsFunc(f.Arguments, takesText) {
			texts = nil
		}
		for _, text := range append(slices.Clone(texts), "") {
			list = append(list, "{ "+f.Name+arguments(f, text)+selection(schema, f.Type, depth(schema.Types[f.Type.Name()]))+" }")
		}
	}
	for _, possible := range schema.PossibleTypes["Node"] {
		var ids []string
		for _, r := range storetest.Records() {
			ids = append(ids, fmt.Sprintf("%q", r.RecordID()))
		}
		list = append(list, "{ nodes(ids: ["+strings.Join(ids, ", ")+"]) { ... on "+possible.Name+" {"+fields(schema, possible, 1)+" } } }")
	}
	return list
}

// depth is how deep an operation that starts at the type goes, so that the
// guard lets it pass.
func depth(def *ast.Definition) int {
	if slices.Contains(def.Interfaces, "Node") {
		return 1
	}
	return 2
}

func takesText(a *ast.ArgumentDefinition) bool {
	return a.Type.NonNull && a.DefaultValue == nil
}

// usual is what is given where nothing else is asked for.
var usual = map[string]string{
	"data": "data/full", "recipient": "party/full", "event": "event/full", "text": "full", "from": "1",
	"service": "service/full", "dataCategory": "data/full", "dataSubjectCategory": "subject/full", "purpose": "purpose/full",
	"party": "party/full", "processingActivity": "activity/full", "document": "document/full", "node": "service/full",
}

func arguments(f *ast.FieldDefinition, text string) string {
	var list []string
	for _, a := range f.Arguments {
		if !takesText(a) {
			continue
		}
		given := text
		if given == "" {
			if given = usual[a.Name]; given == "" {
				given = usual[f.Name]
			}
		}
		if a.Name == "from" {
			given = "1"
		}
		list = append(list, fmt.Sprintf("%s: %q", a.Name, given))
	}
	if f.Arguments.ForName("first") != nil {
		list = append(list, "first: 10")
	}
	if len(list) == 0 {
		return ""
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// selection is all fields of a type that need no argument, to some depth; below
// it, only what names a thing.
func selection(schema *ast.Schema, of *ast.Type, deep int) string {
	def := schema.Types[of.Name()]
	switch {
	case def.IsLeafType():
		return ""
	case def.IsAbstractType():
		return " { __typename id }"
	}
	return " {" + fields(schema, def, deep) + " }"
}

func fields(schema *ast.Schema, def *ast.Definition, deep int) string {
	var b strings.Builder
	b.WriteString(" __typename")
	for _, f := range def.Fields {
		leaf := schema.Types[f.Type.Name()].IsLeafType()
		switch {
		case strings.HasPrefix(f.Name, "__") || f.Name == "edges" || slices.ContainsFunc(f.Arguments, takesText):
		case deep == 0 && (!leaf || !slices.Contains([]string{"id", "name", "summary", "title", "text", "message", "sentence"}, f.Name)):
		default:
			b.WriteString(" " + f.Name + arguments(f, "") + selection(schema, f.Type, max(0, deep-1)))
		}
	}
	return b.String()
}
