package files

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

var update = flag.Bool("update", false, "write inventory.schema.json")

// TestSchemaIsThatOfTheRecords holds the committed schema equal to what the
// records and the sections make.
func TestSchemaIsThatOfTheRecords(t *testing.T) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(describer{comments(t)}.whole()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(SchemaName, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b.Bytes(), JSONSchema()) {
		t.Errorf("%s is not what the records make: go test ./inventory/files -update", SchemaName)
	}
}

// object is a JSON object; encoding/json writes its keys in their order.
type object = map[string]any

// describer makes the schema of a file of what an item may hold.
type describer struct {
	// comments finds what the source says of "Record.Field".
	comments map[string]string
}

func (d describer) whole() object {
	defs, others := object{}, object{}
	d.evidence(defs)
	for _, s := range top {
		others[s.name] = d.section(defs, s)
	}
	own := d.properties(service, "service")
	for _, p := range service.parts {
		own[p.name] = d.section(defs, p)
	}
	for name, s := range others {
		if own[name] == nil {
			own[name] = s
		}
	}
	return object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "A file of a Recital inventory",
		"description": "One file a service, which begins with `service`, and one for each kind of the rest.",
		"type":        "object",
		"if":          object{"required": []string{service.key}},
		"then":        object{"properties": own, "required": []string{service.key, "name"}, "additionalProperties": false},
		"else":        object{"properties": others, "additionalProperties": false},
		"$defs":       defs,
	}
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// evidence defines what every fact may say of itself.
func (d describer) evidence(defs object) {
	of := reflect.TypeFor[inventory.Evidence]()
	for _, f := range inventory.Schema(inventory.KindService) {
		if len(f.Index) > 1 {
			defs["evidence."+f.Name] = d.field(of.Name(), of.Field(f.Index[1]).Name, &f, f.Type)
		}
	}
}

// section defines a section and one item of it, and answers with what refers to
// it. Sections of one name that hold the same share a definition.
func (d describer) section(defs object, s *section) object {
	properties := d.properties(s, "")
	for _, p := range s.parts {
		properties[p.name] = d.section(defs, p)
	}
	item := object{"type": "object", "properties": properties, "additionalProperties": false}
	name := s.name
	for {
		was, taken := defs[name+".item"]
		if taken && !reflect.DeepEqual(was, item) {
			name += ".inside"
			continue
		}
		break
	}
	defs[name+".item"], defs[name] = item, d.list(s, name)
	return ref(name)
}

// list is what stands for a section: its items, or what they share and the
// items under that.
func (d describer) list(s *section, name string) object {
	needed := []string{}
	if s.id != derived {
		needed = append(needed, s.key)
	}
	shared := object{"items": object{"type": "array", "items": ref(name + ".item")}}
	for _, key := range s.known.names {
		f, isField := s.known.fields[key]
		if !isField {
			continue
		}
		shared[key] = ref(name + ".item/properties/" + key)
		if f.Needed {
			needed = append(needed, key)
		}
	}
	slices.Sort(needed)
	one := ref(name + ".item")
	if len(needed) > 0 {
		one["required"] = needed
	}
	return object{"anyOf": []object{
		{"description": "The items, one after the other.", "type": "array", "items": one},
		{
			"description": "What the items share, and under items the items.", "type": "object",
			"properties": shared, "required": []string{"items"}, "additionalProperties": false,
		},
	}}
}

// properties are the fields of an item; what names it stands under its key.
func (d describer) properties(s *section, key string) object {
	what := map[naming]string{
		derived: "Tells items with the same ends apart.", beneath: "What the id adds to that of the item around: lower-case letters, digits and hyphens.",
	}[s.id]
	if what == "" {
		what = "The id without its kind: lower-case letters, digits and hyphens."
	}
	if key == "" {
		key = s.key
	}
	properties := object{key: object{"type": "string", "minLength": 1, "description": what}}
	of := recordType(s.kind)
	for _, key := range s.known.names {
		f, isField := s.known.fields[key]
		if !isField {
			continue
		}
		if len(f.Index) > 1 {
			properties[key] = ref("evidence." + f.Name)
			continue
		}
		p := d.field(of.Name(), of.FieldByIndex(f.Index).Name, f, f.Type)
		if slices.Contains(s.spread, key) {
			p = object{"anyOf": []object{p, {"type": "array", "items": p, "minItems": 1, "description": "One item for each."}}}
		}
		properties[key] = p
	}
	return properties
}

// field is what may stand for a field of a record.
func (d describer) field(owner, name string, f *inventory.Field, t reflect.Type) object {
	p := d.value(f, t)
	if text := d.comments[owner+"."+name]; text != "" {
		p["description"] = text
	}
	return p
}

func (d describer) value(f *inventory.Field, t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		return d.value(f, t.Elem())
	case reflect.Slice:
		one := d.value(f, t.Elem())
		return object{"anyOf": []object{one, {"type": "array", "items": one}}}
	case reflect.Struct:
		return d.structure(f, t)
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	}
	if values, ok := inventory.EnumValues(reflect.Zero(t).Interface()); ok {
		written := make([]string, len(values))
		for i, v := range values {
			written[i] = kebab(v)
		}
		return object{"enum": written} // capitals are read too, and not suggested
	}
	// A date or a number without quotes is text to us, and another type to others.
	return object{"type": []string{"string", "number", "boolean"}}
}

func (d describer) structure(f *inventory.Field, t reflect.Type) object {
	properties, needed := object{}, []string{}
	for i := range f.Sub {
		sub := &f.Sub[i]
		properties[sub.Name] = d.field(t.Name(), t.FieldByIndex(sub.Index).Name, sub, sub.Type)
		if sub.Needed {
			needed = append(needed, sub.Name)
		}
	}
	whole := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(needed) > 0 {
		whole["required"] = needed
	}
	if f.Name == citations {
		return object{"anyOf": []object{{"type": "string", "description": "The id of the clause without its kind."}, whole}}
	}
	return whole
}

// comments is what the source of package inventory says of the fields of
// records, by "Record.Field".
func comments(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if body, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range body.Fields.List {
					for _, name := range f.Names {
						found[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
					}
				}
			}
			return true
		})
	}
	return found
}
