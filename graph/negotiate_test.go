package graph

import "testing"

func TestNegotiate(t *testing.T) {
	tests := []struct {
		accept string
		want   string // empty: not acceptable
	}{
		{"", mediaJSON},
		{"*/*", mediaJSON},
		{"application/*", mediaJSON},
		{"application/json", mediaJSON},
		{"application/json; charset=UTF-8", mediaJSON},
		{"application/graphql-response+json", mediaGraphQL},
		{"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", mediaGraphQL},
		{"application/json, application/graphql-response+json", mediaGraphQL},
		{"application/json, application/graphql-response+json;q=0.9", mediaJSON},
		{"application/json;q=0.5, application/graphql-response+json;q=0.6", mediaGraphQL},
		{"application/json, */*", mediaJSON},
		{"application/graphql-response+json, */*", mediaGraphQL},
		{"application/graphql-response+json;q=0, */*", mediaJSON},
		{"application/json;q=0, */*;q=0.1", mediaGraphQL},
		{"text/html, application/xhtml+xml, */*;q=0.8", mediaJSON},
		{"APPLICATION/JSON", mediaJSON},
		{"text/html", ""},
		{"application/json;q=0", ""},
		{"*/*;q=0", ""},
		{"application/json; charset=iso-8859-1", ""},
		{"application/json;q=2", ""},
		{"application/json;q=NaN", ""},
		{"application/json;q=", ""},
		{";;;", ""},
		{"application/graphql+json", ""},
	}
	for _, tt := range tests {
		got, ok := negotiate([]string{tt.accept})
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("negotiate(%q) = %q, %v; want %q", tt.accept, got, ok, tt.want)
		}
	}
	if got, _ := negotiate([]string{"text/html", mediaGraphQL}); got != mediaGraphQL {
		t.Errorf("of two header lines, the second is not read: got %q", got)
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("application/json;q=0.5, */*")
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := negotiate([]string{accept})
		if ok != (got == mediaJSON || got == mediaGraphQL) {
			t.Errorf("negotiate(%q) = %q, %v", accept, got, ok)
		}
	})
}

func TestIsJSONRequest(t *testing.T) {
	for contentType, want := range map[string]bool{
		"application/json":                     true,
		"application/json; charset=utf-8":      true,
		`application/json; charset="UTF-8"`:    true,
		"application/json; charset=iso-8859-1": false,
		"application/graphql":                  false,
		"application/x-www-form-urlencoded":    false,
		"multipart/form-data; boundary=x":      false,
		"text/plain":                           false,
		"":                                     false,
	} {
		if got := isJSONRequest(contentType); got != want {
			t.Errorf("isJSONRequest(%q) = %v", contentType, got)
		}
	}
}
