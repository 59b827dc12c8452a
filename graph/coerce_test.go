package graph

import (
	"strings"
	"testing"
)

func TestVariables(t *testing.T) {
	s := serve(t, nil)
	tests := []struct {
		typ, arg, value string
		want            string // what the resolver gets; empty: refused
	}{
		{"Int", "n", `5`, `5`},
		{"Int", "n", `5.0`, `5`},
		{"Int", "n", `5e0`, `5`},
		{"Int", "n", `-2147483648`, `-2147483648`},
		{"Int", "n", `null`, `null`},
		{"Int", "n", `2147483648`, ``},
		{"Int", "n", `9223372036854775808`, ``},
		{"Int", "n", `1e400`, ``},
		{"Int", "n", `5.5`, ``},
		{"Int", "n", `"5"`, ``},
		{"Int", "n", `true`, ``},
		{"Int", "n", `[5]`, ``},
		{"Float", "f", `1.5`, `1.5`},
		{"Float", "f", `2`, `2`},
		{"Float", "f", `"2"`, ``},
		{"Float", "f", `1e400`, ``},
		{"String", "text", `"a"`, `"a"`},
		{"String", "text", `5`, ``},
		{"String", "text", `{}`, ``},
		{"Boolean", "b", `true`, `true`},
		{"Boolean", "b", `"true"`, ``},
		{"Boolean", "b", `1`, ``},
		{"ID", "id", `"a"`, `"a"`},
		{"ID", "id", `5`, `"5"`},
		{"ID", "id", `5.5`, ``},
		{"ID", "id", `true`, ``},
		{"Color", "color", `"RED"`, `"RED"`},
		{"Color", "color", `"red"`, ``},
		{"Color", "color", `"PINK"`, ``},
		{"Color", "color", `0`, ``},
		{"[ID!]", "ids", `["a",1]`, `["a","1"]`},
		{"[ID!]", "ids", `"a"`, `["a"]`},
		{"[ID!]", "ids", `["a",true]`, ``},
		{"[ID!]", "ids", `[null]`, ``},
		{"Filter", "filter", `{"color":"BLUE","limit":3,"words":["a"]}`, `{"color":"BLUE","limit":3,"words":["a"]}`},
		{"Filter", "filter", `{"inner":{"limit":"3"}}`, ``},
		{"Filter", "filter", `{"color":"blue"}`, ``},
		{"Filter", "filter", `{"unknown":1}`, ``},
		{"Filter", "filter", `[]`, ``},
		{"Filter", "filter", `"x"`, ``},
	}
	for _, tt := range tests {
		body := `{"query":"query($v:` + tt.typ + `){echo(` + tt.arg + `:$v)}","variables":{"v":` + tt.value + `,"unused":[1]}}`
		w := s.post(body)
		got := read(t, w)
		if tt.want == "" {
			if got.code() != codeValidation || w.Code != 400 {
				t.Errorf("%s %s passes: status %d: %s", tt.typ, tt.value, w.Code, w.Body)
			}
			continue
		}
		want := `{"echo":` + string(encode(`{"`+tt.arg+`":`+tt.want+`}`)) + `}`
		if string(got.Data) != want {
			t.Errorf("%s %s: %s; want %s", tt.typ, tt.value, w.Body, want)
		}
	}
}

// TestVariableErrorsSayWhere holds that one wrong value in a large variable is
// found by what is said of it.
func TestVariableErrorsSayWhere(t *testing.T) {
	s := serve(t, nil)
	for _, tt := range []struct{ typ, arg, value, want string }{
		{"Filter", "filter", `{"inner":{"limit":"3"}}`, `the variable $v.inner.limit is "3", which is not of the type Int`},
		{"Filter", "filter", `{"color":"blue"}`, `the variable $v.color is "blue", which is not of the type Color: write RED, `},
		{"[ID!]", "ids", `["a",true]`, `the variable $v[1] is true, which is not of the type ID`},
	} {
		w := s.post(`{"query":"query($v:` + tt.typ + `){echo(` + tt.arg + `:$v)}","variables":{"v":` + tt.value + `}}`)
		if got := read(t, w); len(got.Errors) != 1 || !strings.HasPrefix(got.Errors[0].Message, tt.want) {
			t.Errorf("%s: %s; want %s", tt.value, w.Body, tt.want)
		}
	}
}

func TestVariableErrorsAreShort(t *testing.T) {
	long := `"` + strings.Repeat("é", 5000) + `"`
	w := serve(t, nil).post(`{"query":"query($v:Int){echo(n:$v)}","variables":{"v":` + long + `}}`)
	if w.Code != 400 || w.Body.Len() > 1000 {
		t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
	}
}
