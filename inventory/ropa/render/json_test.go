package render_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// TestJSONIsValid checks what is written against the published schema.
func TestJSONIsValid(t *testing.T) {
	v := validator{t: t}
	if err := json.Unmarshal(render.Schema(), &v.root); err != nil {
		t.Fatal(err)
	}
	if v.root["$id"] != render.SchemaID {
		t.Errorf("the schema is called %v, want %s", v.root["$id"], render.SchemaID)
	}
	s := seeded(t)
	for _, template := range ropa.Templates() {
		var register any
		if err := json.Unmarshal(rendered(t, "json", report(t, s, template), render.Options{}), &register); err != nil {
			t.Fatal(err)
		}
		for _, problem := range v.check(v.root, register, string(template)) {
			t.Error(problem)
		}
	}
	// A check that cannot fail is none.
	for _, broken := range []string{`{}`, `{"$schema":"urn:recital:schema:register:1","template":"","cover":{"title":1},"columns":[{"key":"a","titel":"x","needed":"no"}],"rows":[{"activity":"service/x"}]}`} {
		var register any
		if err := json.Unmarshal([]byte(broken), &register); err != nil {
			t.Fatal(err)
		}
		if len(v.check(v.root, register, "broken")) < 5 {
			t.Errorf("%s passes", broken)
		}
	}
}

// validator knows the keywords of JSON Schema that the schema uses, and fails
// on others.
type validator struct {
	t    *testing.T
	root map[string]any
}

func (v validator) check(schema map[string]any, value any, at string) []string {
	var problems []string
	bad := func(format string, args ...any) { problems = append(problems, at+": "+fmt.Sprintf(format, args...)) }
	for keyword, want := range schema {
		switch keyword {
		case "$schema", "$id", "title", "description", "$defs":
		case "$ref":
			name := strings.TrimPrefix(want.(string), "#/$defs/")
			problems = append(problems, v.check(v.root["$defs"].(map[string]any)[name].(map[string]any), value, at)...)
		case "type":
			if !isType(want.(string), value) {
				bad("%v is no %s", value, want)
			}
		case "const":
			if value != want {
				bad("%v is not %v", value, want)
			}
		case "minLength":
			if s, ok := value.(string); ok && len(s) < int(want.(float64)) {
				bad("too short")
			}
		case "minimum":
			if n, ok := value.(float64); ok && n < want.(float64) {
				bad("too small")
			}
		case "pattern":
			if s, ok := value.(string); ok && !regexp.MustCompile(want.(string)).MatchString(s) {
				bad("%q is not like %s", s, want)
			}
		case "format":
			if s, ok := value.(string); ok {
				if _, err := time.Parse(time.RFC3339, s); err != nil {
					bad("%v", err)
				}
			}
		case "items":
			list, _ := value.([]any)
			for i, e := range list {
				problems = append(problems, v.check(want.(map[string]any), e, fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "required":
			object, _ := value.(map[string]any)
			for _, key := range want.([]any) {
				if _, ok := object[key.(string)]; !ok {
					bad("%s is missing", key)
				}
			}
		case "properties", "additionalProperties":
			problems = append(problems, v.members(schema, value, at, keyword)...)
		default:
			v.t.Fatalf("the test does not know the keyword %s", keyword)
		}
	}
	return problems
}

func (v validator) members(schema map[string]any, value any, at, keyword string) []string {
	var problems []string
	properties, _ := schema["properties"].(map[string]any)
	object, _ := value.(map[string]any)
	for key, member := range object {
		of, known := properties[key]
		switch {
		case keyword == "properties" && known:
			problems = append(problems, v.check(of.(map[string]any), member, at+"."+key)...)
		case keyword == "additionalProperties" && !known:
			problems = append(problems, at+": nobody knows "+key)
		}
	}
	slices.Sort(problems)
	return problems
}

func isType(name string, value any) bool {
	switch v := value.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case float64:
		return name == "number" || name == "integer" && v == float64(int(v))
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}
