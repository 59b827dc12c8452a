package graph

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestCost(t *testing.T) {
	d := newDocuments(newFakeSchema(t).schema)
	tests := []struct {
		query     string
		variables map[string]any
		want      int64
	}{
		{"{hello}", nil, 1},
		{"{a:hello b:hello}", nil, 2},
		{"{things(first:3){totalCount}}", nil, 1 + 3},
		{"{things(first:3){nodes{name}}}", nil, 1 + 3*(1+1)},
		{"{things{nodes{name}}}", nil, 1 + 50*2},                                      // the default of the schema
		{"{optional{nodes{name}}}", nil, 1 + 200*2},                                   // no default: the largest page
		{"query($n:Int!){things(first:$n){totalCount}}", map[string]any{"n": 7}, 8},   // a variable
		{"query($n:Int=9){things(first:$n){totalCount}}", map[string]any{"n": 9}, 10}, // its default
		{"query($n:Int){optional(first:$n){totalCount}}", nil, 201},                   // not given
		{"{things(first:1){nodes{parts{name}}}}", nil, 1 + 1 + 1 + assumedLength},
		{"{nodes(ids:[1,2,3]){name}}", nil, 4},
		{"query($i:[ID!]!){nodes(ids:$i){name}}", map[string]any{"i": make([]any, 150)}, 151},
		{"{...F ...F} fragment F on Query{hello ...G} fragment G on Query{hello}", nil, 4},
		{"{...{hello} ...on Query{hello}}", nil, 2},
	}
	for _, tt := range tests {
		doc, errs := d.prepare(t.Context(), tt.query)
		if errs != nil {
			t.Fatalf("%s: %v", tt.query, errs)
		}
		got, err := checkCost(doc.Operations[0], tt.variables, tt.want)
		if got != tt.want || err != nil {
			t.Errorf("%s: cost %d, %v; want %d", tt.query, got, err, tt.want)
		}
		if _, err := checkCost(doc.Operations[0], tt.variables, tt.want-1); err == nil {
			t.Errorf("%s passes below its cost", tt.query)
		}
	}
}

func TestFirst(t *testing.T) {
	s := serve(t, nil)
	literal := func(n string) string { return "{things(first:" + n + "){totalCount}}" }
	deep := "query($n:Int!){things(first:1){nodes{...F}}} fragment F on Thing{things(first:$n){totalCount}}"
	for _, n := range []string{"1", "200"} {
		if got := read(t, s.ask(literal(n), nil)); got.Errors != nil {
			t.Errorf("first: %s: %v", n, got.Errors)
		}
		if got := read(t, s.ask(deep, map[string]any{"n": json.Number(n)})); got.Errors != nil {
			t.Errorf("first by variable: %s: %v", n, got.Errors)
		}
	}
	for _, n := range []string{"0", "-1", "201", "2147483647"} {
		want := "things(first: " + n + "): first must be from 1 to 200"
		for _, got := range []reply{
			read(t, s.ask(literal(n), nil)),
			read(t, s.ask(deep, map[string]any{"n": json.Number(n)})),
		} {
			if got.code() != "INVALID" || got.Errors[0].Message != want || got.Data != nil {
				t.Errorf("first: %s: %+v", n, got)
			}
			if len(got.Errors) > 0 && len(got.Errors[0].Locations) != 1 {
				t.Errorf("first: %s: no location", n)
			}
		}
	}
	for _, query := range []string{"{optional(first:null){totalCount}}", "query($n:Int){things(first:$n){totalCount}}"} {
		got := read(t, s.ask(query, map[string]any{"n": nil}))
		if got.code() != "INVALID" || !strings.Contains(got.Errors[0].Message, "first: null") {
			t.Errorf("%s: %+v", query, got)
		}
	}
}

func TestSaturation(t *testing.T) {
	const most = math.MaxInt64
	for _, tt := range []struct{ got, want int64 }{
		{add(1, 2), 3},
		{add(most, 1), most},
		{add(most, most), most},
		{multiply(0, most), 0},
		{multiply(most, 0), 0},
		{multiply(3, 4), 12},
		{multiply(most, 2), most},
		{multiply(1<<32, 1<<32), most},
		{multiply(most, 1), most},
	} {
		if tt.got != tt.want {
			t.Errorf("got %d, want %d", tt.got, tt.want)
		}
	}
}
