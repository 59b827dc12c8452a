package files

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// validator checks values against the part of JSON Schema that
// inventory.schema.json is written in.
type validator struct {
	t    *testing.T
	root object
}

func newValidator(t *testing.T) validator {
	t.Helper()
	v := validator{t: t}
	if err := json.Unmarshal(JSONSchema(), &v.root); err != nil {
		t.Fatal(err)
	}
	return v
}

// check says what is wrong with a value, if anything is.
func (v validator) check(s object, value any) error {
	for key := range s {
		switch key {
		case "$schema", "$defs", "title", "description", "then", "else":
			continue
		}
		if err := v.keyword(s, key, value); err != nil {
			return err
		}
	}
	return nil
}

func (v validator) keyword(s object, key string, value any) error {
	list, isList := value.([]any)
	switch key {
	case "$ref":
		return v.check(v.find(s[key].(string)), value)
	case "anyOf":
		var err error
		for _, one := range s[key].([]any) {
			if err = v.check(one.(object), value); err == nil {
				return nil
			}
		}
		return err
	case "if":
		branch := "then"
		if v.check(s["if"].(object), value) != nil {
			branch = "else"
		}
		return v.check(s[branch].(object), value)
	case "items":
		for i, e := range list {
			if err := v.check(s[key].(object), e); err != nil {
				return fmt.Errorf("[%d]%w", i, err)
			}
		}
	case "minItems":
		if isList && len(list) < int(s[key].(float64)) {
			return fmt.Errorf(": too few")
		}
	case "minLength":
		if text, ok := value.(string); ok && len(text) < int(s[key].(float64)) {
			return fmt.Errorf(": too short")
		}
	case "enum":
		if !slices.ContainsFunc(s[key].([]any), func(e any) bool { return reflect.DeepEqual(e, value) }) {
			return fmt.Errorf(": %v is none of %v", value, s[key])
		}
	case "type":
		return typed(s[key], value)
	case "properties", "required", "additionalProperties":
		if o, ok := value.(object); ok {
			return v.members(s, key, o)
		}
	default:
		v.t.Fatalf("the test knows no keyword %q", key)
	}
	return nil
}

func (v validator) members(s object, key string, value object) error {
	known, _ := s["properties"].(object)
	switch key {
	case "required":
		for _, name := range s[key].([]any) {
			if _, ok := value[name.(string)]; !ok {
				return fmt.Errorf(" has no %s", name)
			}
		}
	case "additionalProperties":
		for name := range value {
			if known[name] == nil {
				return fmt.Errorf(" has an unknown %s", name)
			}
		}
	default:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if p, ok := known[name].(object); ok {
				if err := v.check(p, value[name]); err != nil {
					return fmt.Errorf(".%s%w", name, err)
				}
			}
		}
	}
	return nil
}

func typed(want, value any) error {
	got := map[reflect.Kind]string{
		reflect.String: "string", reflect.Bool: "boolean", reflect.Int: "integer", reflect.Float64: "number", reflect.Map: "object", reflect.Slice: "array",
	}[reflect.ValueOf(value).Kind()]
	names, isList := want.([]any)
	if !isList {
		names = []any{want}
	}
	for _, name := range names {
		if name == got || name == "number" && got == "integer" {
			return nil
		}
	}
	return fmt.Errorf(": %v is no %v", value, want)
}

func (v validator) find(ref string) object {
	at := v.root
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		next, ok := at[part].(object)
		if !ok {
			v.t.Fatalf("%s leads nowhere", ref)
		}
		at = next
	}
	return at
}

func (v validator) file(data []byte) error {
	v.t.Helper()
	var value any
	if err := yaml.Load(data, &value); err != nil {
		v.t.Fatal(err)
	}
	return v.check(v.root, plainValue(value))
}

// plainValue is a value of YAML as JSON would have it.
func plainValue(value any) any {
	switch x := value.(type) {
	case map[string]any:
		for k, e := range x {
			x[k] = plainValue(e)
		}
	case map[any]any:
		o := object{}
		for k, e := range x {
			o[fmt.Sprint(k)] = plainValue(e)
		}
		return o
	case []any:
		for i, e := range x {
			x[i] = plainValue(e)
		}
	case nil, string, bool, int, float64:
	default:
		return fmt.Sprint(x)
	}
	return value
}

// TestExampleFitsTheSchema holds that editors find nothing wrong with files
// that are right: as people wrote them, and as Folder does.
func TestExampleFitsTheSchema(t *testing.T) {
	v := newValidator(t)
	dir := os.DirFS("../../seed/data")
	written, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Folder(written.Records)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = fs.WalkDir(dir, ".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".yaml" {
			out["seed/"+name], err = fs.ReadFile(dir, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if path.Ext(name) != ".yaml" {
			continue
		}
		seen++
		if err := v.file(out[name]); err != nil {
			t.Errorf("%s%v", name, err)
		}
	}
	if seen < 40 {
		t.Errorf("only %d files were looked at", seen)
	}
}

// TestSchemaFindsMistakes holds that the schema is no formality.
func TestSchemaFindsMistakes(t *testing.T) {
	v := newValidator(t)
	for name, text := range map[string]string{
		"an unknown section":      "dataCategorys: []",
		"an unknown field":        "parties: [{id: a, name: A, kind: category, nmae: B}]",
		"a missing name":          "parties: [{id: a, kind: category}]",
		"an unknown value":        "parties: [{id: a, name: A, kind: categories}]",
		"a wrong type":            "service: a\nname: A\norganisationWide: perhaps",
		"a section of a service":  "activities: []",
		"an unknown shared field": "service: a\nname: A\nactivities: [{id: b, name: B, keeps: {cites: c, items: []}}]",
		"a service without name":  "service: a",
		"no items":                "purposes: {cite: a}",
		"a field inside":          "parties: [{id: a, name: A, kind: category, contacts: [{role: dpo, mail: x}]}]",
	} {
		if err := v.file([]byte(text)); err == nil {
			t.Errorf("%s is let through: %s", name, text)
		}
	}
}
