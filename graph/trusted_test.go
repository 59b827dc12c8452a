package graph

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	published    = "query Hello { hello }"
	publishedToo = "query Echo($n: Int) { echo(n: $n) }"
)

func serveDocuments(t testing.TB, only bool) serving {
	return serve(t, func(c *Config) {
		c.Documents = map[string]string{DocumentID(published): published, DocumentID(publishedToo): publishedToo}
		c.DocumentsOnly = func(role string) bool { return only && role == Anonymous }
		c.Identify = identifyBy("Authorization")
	})
}

// apq is the extension of automatic persisted queries for a text.
func apq(text string) string {
	return `{"persistedQuery":{"version":1,"sha256Hash":"` + strings.TrimPrefix(DocumentID(text), documentPrefix) + `"}}`
}

// TestDocuments has each way of naming a document, by GET and by POST, where
// anybody may run anything and where anonymous readers may not.
func TestDocuments(t *testing.T) {
	type fields map[string]string // values of variables and extensions are JSON
	unknown := DocumentID("query Other { hello }")
	tests := []struct {
		name    string
		request fields
		status  int
		// only is the status for anonymous readers who are bound to documents.
		only int
		says string
	}{
		{"id", fields{"documentId": DocumentID(published)}, 200, 200, `"hello":"world`},
		{"id and variables", fields{"documentId": DocumentID(publishedToo), "variables": `{"n":7}`}, 200, 200, `\"n\":7`},
		{"id and name", fields{"documentId": DocumentID(published), "operationName": "Hello"}, 200, 200, "world"},
		{"hash", fields{"extensions": apq(published)}, 200, 200, "world"},
		{"hash and text", fields{"extensions": apq(published), "query": published}, 200, 200, "world"},
		{"text of a document", fields{"query": published}, 200, 200, "world"},
		{"another text", fields{"query": "{ hello }"}, 200, 403, ""},
		{"another text of that length", fields{"query": published + " "}, 200, 403, ""},
		{"introspection", fields{"query": "{ __schema { types { name } } }"}, 200, 403, ""},
		{"registration", fields{"extensions": apq("{ hello }"), "query": "{ hello }"}, 200, 403, ""},
		{"unknown id", fields{"documentId": unknown}, 400, 400, "is published here under the id " + unknown},
		{"unknown hash", fields{"extensions": apq("{ other }")}, 400, 400, codeNoDocument},
		{"id and text", fields{"documentId": DocumentID(published), "query": published}, 400, 400, "both documentId and query"},
		{"id and hash", fields{"documentId": DocumentID(published), "extensions": apq(published)}, 400, 400, "both documentId and extensions"},
		{"hash of another text", fields{"extensions": apq(published), "query": publishedToo}, 400, 400, "not the hash of the query"},
		{"id of another kind", fields{"documentId": "md5:00"}, 400, 400, "documentId must be sha256:"},
		{"id in upper case", fields{"documentId": strings.ToUpper(DocumentID(published))}, 400, 400, "documentId must be sha256:"},
		{"another version", fields{"extensions": strings.Replace(apq(published), "1", "2", 1)}, 400, 400, "sha256Hash"},
		{"extension is no object", fields{"extensions": `{"persistedQuery":true}`}, 400, 400, "sha256Hash"},
		{"nothing", fields{"operationName": "Hello"}, 400, 400, "query is missing"},
	}
	for _, tt := range tests {
		values, object := url.Values{}, map[string]any{}
		for name, value := range tt.request {
			values.Set(name, value)
			object[name] = value
			if name == "variables" || name == "extensions" {
				object[name] = json.RawMessage(value)
			}
		}
		for _, only := range []bool{false, true} {
			s := serveDocuments(t, only)
			for _, credentials := range []string{"", "Bearer x"} {
				get := func() *httptest.ResponseRecorder {
					return s.do(http.MethodGet, "/graphql?"+values.Encode(), nil, "Accept", mediaGraphQL, "Authorization", credentials)
				}
				status, says := tt.status, tt.says
				if only && credentials == "" && tt.only == http.StatusForbidden {
					status, says = tt.only, "only published operations are answered here"
				}
				for how, w := range map[string]*httptest.ResponseRecorder{
					"GET": get(), "GET again": get(), "POST": s.post(string(encode(object)), "Authorization", credentials),
				} {
					if w.Code != status || !strings.Contains(w.Body.String(), says) {
						t.Errorf("%s by %s, only %t, credentials %q: status %d, %s; want %d, %q", tt.name, how, only, credentials, w.Code, w.Body, status, says)
					}
				}
			}
		}
	}
}

func TestNewHandlerRefusesBadDocuments(t *testing.T) {
	_, err := NewHandler(Config{Schema: newFakeSchema(t), Revision: revisionOf, Documents: map[string]string{
		DocumentID("query A { nothing }"): "query A { nothing }",
		"sha256:0":                        published,
	}})
	if err == nil || !strings.Contains(err.Error(), "nothing") || !strings.Contains(err.Error(), "sha256:0: the id of this text is "+DocumentID(published)) {
		t.Errorf("%v", err)
	}
}

func TestReadDocuments(t *testing.T) {
	schema := newFakeSchema(t).schema
	list, err := ReadDocuments(fstest.MapFS{
		"b.graphql": {Data: []byte(published)}, "a.graphql": {Data: []byte(publishedToo)}, "notes.txt": {Data: []byte("{")},
	}, schema)
	if err != nil || len(list) != 2 || list[0] != (Document{DocumentID(publishedToo), "Echo", "a.graphql", publishedToo}) || list[1].Name != "Hello" {
		t.Errorf("%v %v", list, err)
	}
	_, err = ReadDocuments(fstest.MapFS{
		"1.graphql": {Data: []byte("query A {\n  nothing\n  things { helo }\n}")},
		"2.graphql": {Data: []byte("query B { hello")},
		"3.graphql": {Data: []byte("query C { hello } query D { hello }")},
		"4.graphql": {Data: []byte("{ hello }")},
		"5.graphql": {Data: []byte("subscription S { tick }")}, // may be published like any other
		"6.graphql": {Data: []byte("query Same { hello }")},
		"7.graphql": {Data: []byte("query Same { revision }")},
		"8.graphql": {Data: []byte("query E { " + strings.Repeat("hello ", 500) + "}")},
	}, schema)
	want := []string{
		`1.graphql:2:3: Cannot query field "nothing" on type "Query".`,
		`1.graphql:3:12: Cannot query field "helo" on type "ThingConnection".`,
		"2.graphql:1:16: Expected Name",
		"3.graphql: a document has one operation, this one has 2",
		"4.graphql: the operation has no name",
		"8.graphql: the query has 500 fields",
		"7.graphql: the operation is named Same, as that of 6.graphql is",
	}
	got := strings.Split(err.Error(), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d:\n%s", len(got), len(want), err)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}
