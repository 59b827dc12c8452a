package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// TestEverythingIsDescribed holds that a DPO finds a description wherever they
// look: on every type, field, argument and enum value.
func TestEverythingIsDescribed(t *testing.T) {
	described := func(where, text string) {
		if len(strings.TrimSpace(text)) < 4 || !strings.HasSuffix(strings.TrimSpace(text), ".") {
			t.Errorf("%s has no description that is a sentence: %q", where, text)
		}
	}
	seen := 0
	for name, def := range Schema(Backend{}).Schema().Types {
		if def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		seen++
		described(name, def.Description)
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			described(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				described(fmt.Sprintf("%s.%s(%s:)", name, f.Name, a.Name), a.Description)
			}
		}
		for _, v := range def.EnumValues {
			described(name+"."+v.Name, v.Description)
		}
	}
	if seen < 80 {
		t.Errorf("only %d types were looked at", seen)
	}
}

// TestShapes holds the conventions of the contract: facts carry their evidence
// and connections have nodes beside edges, and a count.
func TestShapes(t *testing.T) {
	schema := Schema(Backend{}).Schema()
	evidence := schema.Types["Fact"].Fields
	for name, def := range schema.Types {
		if slices.Contains(def.Interfaces, "Fact") {
			for _, want := range evidence {
				if got := def.Fields.ForName(want.Name); got == nil || got.Type.String() != want.Type.String() {
					t.Errorf("%s.%s is not %s, as in Fact", name, want.Name, want.Type)
				}
			}
		}
		if base, ok := strings.CutSuffix(name, "Connection"); ok {
			for field, want := range map[string]string{
				"nodes": "[" + base + "!]!", "edges": "[" + base + "Edge!]!", "pageInfo": "PageInfo!", "totalCount": "Int!",
			} {
				if got := def.Fields.ForName(field); got == nil || got.Type.String() != want {
					t.Errorf("%s.%s is not %s", name, field, want)
				}
			}
		}
	}
}

// TestPagesAreBounded holds that every list that grows with the inventory is
// asked for in pages.
func TestPagesAreBounded(t *testing.T) {
	for name, def := range Schema(Backend{}).Schema().Types {
		for _, f := range def.Fields {
			if !isPage(Schema(Backend{}).Schema().Types[f.Type.Name()]) {
				continue
			}
			first, after := f.Arguments.ForName("first"), f.Arguments.ForName("after")
			if first == nil || first.DefaultValue == nil || after == nil || first.Type.String() != "Int!" || after.Type.NamedType != "String" {
				t.Errorf("%s.%s must take first: Int! with a default, and after: String", name, f.Name)
			}
		}
	}
	if isPage(&ast.Definition{Name: "Service"}) {
		t.Error("every type passes for a page: the test looks at nothing")
	}
}
