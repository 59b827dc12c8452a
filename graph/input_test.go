package graph

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	graphast "github.com/vektah/gqlparser/v2/ast"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/amend"
)

// The part of schema.graphql that is made from the records.
const (
	schemaFile  = "../schema.graphql"
	inputsBegin = "# ---- what may be said of each noun and fact: made from the records by go test ./graph -run TestInputs -update\n"
	inputsEnd   = "# ---- end of what is made from the records\n"
)

// TestInputsAreThoseOfTheRecords holds that the contract lets people say of
// everything all that a record holds, in the record's own names.
func TestInputsAreThoseOfTheRecords(t *testing.T) {
	contract, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := bytes.Cut(contract, []byte(inputsBegin))
	was, after, ended := bytes.Cut(rest, []byte(inputsEnd))
	if !begun || !ended {
		t.Fatalf("%s does not mark where the inputs begin and end", schemaFile)
	}
	w := inputWriter{schema: Schema(Backend{}).Schema(), said: recordComments(t), done: map[string]bool{}}
	w.all()
	for _, name := range w.undescribed {
		t.Errorf("%s has no description: describe the field of the output type of this name, or of the record", name)
	}
	if *update {
		made := bytes.Join([][]byte{before, []byte(inputsBegin), w.text.Bytes(), []byte(inputsEnd), after}, nil)
		if err := os.WriteFile(schemaFile, made, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(was, w.text.Bytes()) {
		t.Errorf("the inputs of %s are not those of the records: go test ./graph -run TestInputs -update, then go tool gqlgen generate", schemaFile)
	}
}

// inputWriter writes the inputs of commit.
type inputWriter struct {
	schema *graphast.Schema
	// said is what the source says of records and their fields.
	said        map[string]string
	text        bytes.Buffer
	done        map[string]bool
	undescribed []string
}

func (w *inputWriter) all() {
	w.describe("", "One change: the noun or fact to put, or the id of the one to retire. Put in place of something that is there, what is left out stays as it is, "+
		"null clears it, and an empty list is an empty list; of something new, what is left out is as usual. Nothing goes from the history.")
	w.text.WriteString("input ChangeInput @oneOf {\n")
	shapes := amend.Shapes()
	for _, s := range shapes {
		w.describe("  ", w.typeText(s))
		fmt.Fprintf(&w.text, "  %s: %sInput\n", s.Name, typeName(s))
	}
	w.describe("  ", "The id of what to retire. What others still point at is refused, with the list of those; past revisions keep it.")
	fmt.Fprintf(&w.text, "  %s: ID\n}\n\n", amend.Retire)
	for _, s := range shapes {
		w.input(s)
	}
}

func typeName(s amend.Shape) string { return strings.ToUpper(s.Name[:1]) + s.Name[1:] }

func (w *inputWriter) typeText(s amend.Shape) string {
	if def := w.schema.Types[typeName(s)]; def != nil {
		return def.Description
	}
	return w.said[typeName(s)+"Record"]
}

// input writes the input of a kind, and those of its parts behind it.
func (w *inputWriter) input(s amend.Shape) {
	name := typeName(s)
	w.describe("", "What to say of one: "+w.typeText(s))
	fmt.Fprintf(&w.text, "input %sInput {\n", name)
	switch s.Naming {
	case amend.Chosen:
		w.describe("  ", fmt.Sprintf("Its id, with or without %q: an existing one, or one of lower-case letters, digits and hyphens for something new.", s.Kind.Prefix()+"/"))
		w.text.WriteString("  id: ID!\n")
	case amend.Beneath:
		w.describe("  ", "The id of one that is there; for a new one, say what it belongs to and its slug.")
		w.text.WriteString("  id: ID\n")
		w.describe("  ", "What the id of a new one ends with, after that of what it belongs to: lower-case letters, digits and hyphens.")
		fmt.Fprintf(&w.text, "  %s: String\n", amend.Slug)
	case amend.Derived:
		w.describe("  ", "The id of one that is there; its ends make it, so that they may be given instead.")
		w.text.WriteString("  id: ID\n")
		w.describe("  ", "Tells it from another with the same ends: lower-case letters, digits and hyphens.")
		fmt.Fprintf(&w.text, "  %s: String\n", amend.Variant)
	}
	rec, _ := inventory.NewRecord(s.Kind)
	var parts []inventory.Field
	for _, f := range s.Fields {
		text := w.fieldText(name, reflect.TypeOf(rec).Elem(), f)
		written := w.fieldType(f)
		for _, end := range s.Spread {
			if end == f.Name {
				written, text = "[ID!]", text+" Several stand for a fact each."
			}
		}
		if len(f.Refs) > 0 {
			text += " By id or name."
		}
		if f.Needed {
			text += " Needed for a new one."
		}
		w.describe("  ", text)
		fmt.Fprintf(&w.text, "  %s: %s\n", f.Name, written)
		if f.Sub != nil {
			parts = append(parts, f)
		}
	}
	w.text.WriteString("}\n\n")
	for _, f := range parts {
		w.part(f)
	}
}

// part writes the input of a part of a record, once.
func (w *inputWriter) part(f inventory.Field) {
	t := partType(f)
	name := strings.TrimSuffix(t.Name(), "Record")
	if w.done[name] {
		return
	}
	w.done[name] = true
	text := w.said[t.Name()]
	if def := w.schema.Types[name]; def != nil {
		text = def.Description
	}
	w.describe("", text)
	fmt.Fprintf(&w.text, "input %sInput {\n", name)
	for _, sub := range f.Sub {
		need := ""
		if sub.Needed {
			need = "!"
		}
		w.describe("  ", w.fieldText(name, t, sub))
		fmt.Fprintf(&w.text, "  %s: %s%s\n", sub.Name, w.fieldType(sub), need)
	}
	w.text.WriteString("}\n\n")
}

func partType(f inventory.Field) reflect.Type {
	t := f.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

func (w *inputWriter) fieldType(f inventory.Field) string {
	t, list := f.Type, false
	if t.Kind() == reflect.Slice {
		t, list = t.Elem(), true
	}
	name := "String"
	switch {
	case len(f.Refs) > 0:
		name = "ID"
	case f.Sub != nil:
		name = strings.TrimSuffix(partType(f).Name(), "Record") + "Input"
	case t.Kind() == reflect.Bool || t == reflect.TypeFor[inventory.YesNo]():
		name = "Boolean"
	case t.Kind() == reflect.Int:
		name = "Int"
	case w.schema.Types[t.Name()] != nil:
		name = t.Name()
	}
	if list {
		return "[" + name + "!]"
	}
	return name
}

// fieldText is the description of a field: that of the output field of the
// same name, or what the source says of the record's.
func (w *inputWriter) fieldText(typeName string, record reflect.Type, f inventory.Field) string {
	if def := w.schema.Types[typeName]; def != nil {
		if out := def.Fields.ForName(f.Name); out != nil {
			return out.Description
		}
	}
	in := record.FieldByIndex(f.Index)
	owner := record.Name()
	if len(f.Index) > 1 {
		owner = "Evidence"
	}
	text := w.said[owner+"."+in.Name]
	if text == "" {
		text = inputTexts[f.Name]
	}
	if text == "" {
		w.undescribed = append(w.undescribed, typeName+"."+f.Name)
	}
	return text
}

// inputTexts describe the fields that neither the output nor the source of the
// records does.
var inputTexts = map[string]string{"subject": "The service or activity that it is about."}

func (w *inputWriter) describe(indent, text string) {
	if text = strings.Join(strings.Fields(text), " "); !strings.HasSuffix(text, ".") {
		text += "."
	}
	fmt.Fprintf(&w.text, "%s\"\"\"%s\"\"\"\n", indent, strings.ReplaceAll(text, `"""`, `'`))
}

// recordComments is what the source of package inventory says of records and
// of their fields, by "Record" and "Record.Field".
func recordComments(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../inventory/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.TYPE || len(decl.Specs) != 1 {
				continue
			}
			spec := decl.Specs[0].(*ast.TypeSpec)
			found[spec.Name.Name] = decl.Doc.Text()
			body, ok := spec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, f := range body.Fields.List {
				for _, name := range f.Names {
					found[spec.Name.Name+"."+name.Name] = f.Doc.Text()
				}
			}
		}
	}
	return found
}
