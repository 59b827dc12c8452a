package inventory_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/recital/recital/inventory"
)

func contract(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// enums are the types of enums by name: those of records' fields, found by
// walking them, and those that only answers use.
func enums(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{"Match": inventory.Match(""), "MatchedIn": inventory.MatchedIn("")}
	eachField(func(_ inventory.Kind, _ string, f inventory.Field) {
		at := f.Type
		for at.Kind() == reflect.Slice || at.Kind() == reflect.Pointer {
			at = at.Elem()
		}
		zero := reflect.Zero(at).Interface()
		if _, ok := inventory.EnumValues(zero); ok {
			all[at.Name()] = zero
		}
	})
	return all
}

// eachField visits every field of every record, those within others too.
func eachField(visit func(k inventory.Kind, path string, f inventory.Field)) {
	for _, k := range inventory.Kinds() {
		var walk func(prefix string, fields []inventory.Field)
		walk = func(prefix string, fields []inventory.Field) {
			for _, f := range fields {
				visit(k, prefix+f.Name, f)
				walk(prefix+f.Name+".", f.Sub)
			}
		}
		walk("", inventory.Schema(k))
	}
}

func TestEnumsAreThoseOfTheContract(t *testing.T) {
	schema := contract(t)
	ours := enums(t)
	for name, def := range schema.Types {
		if def.Kind != ast.Enum || def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		var want []string
		for _, v := range def.EnumValues {
			want = append(want, v.Name)
		}
		if name == "Kind" {
			var kinds []string
			for _, k := range inventory.Kinds() {
				kinds = append(kinds, string(k))
			}
			same(t, name, slices.Sorted(slices.Values(kinds)), slices.Sorted(slices.Values(want)))
			continue
		}
		zero, ok := ours[name]
		if !ok {
			continue // it belongs to another package
		}
		got, _ := inventory.EnumValues(zero)
		same(t, name, got, want)
		delete(ours, name)
	}
	for name := range ours {
		if name != "YesNo" {
			t.Errorf("enum %s is not in the contract", name)
		}
	}
	if _, ok := inventory.EnumValues("text"); ok {
		t.Error("text is taken for an enum")
	}
	got, _ := inventory.EnumValues(inventory.AtMost)
	got[0] = "changed"
	if again, _ := inventory.EnumValues(inventory.AtMost); again[0] != "AT_MOST" {
		t.Error("the values of an enum can be changed")
	}
}

func TestEveryKindHasAViewNamedAsInTheContract(t *testing.T) {
	schema := contract(t)
	var want []string
	for _, def := range schema.PossibleTypes["Node"] {
		if def.Kind == ast.Object {
			want = append(want, def.Name)
		}
	}
	s := complete(t)
	var got []string
	for _, k := range inventory.Kinds() {
		i := slices.IndexFunc(s.Records(), func(r record) bool { return r.RecordKind() == k })
		if i < 0 {
			t.Fatalf("the complete inventory has no %s", k)
		}
		view, ok := s.Node(s.Records()[i].RecordID())
		if !ok || view.ID() != s.Records()[i].RecordID() {
			t.Errorf("no view of %s", k)
		}
		name := reflect.TypeOf(view).Name()
		got = append(got, name)
		if _, fact := view.(inventory.Fact); fact != slices.Contains(schema.Types[name].Interfaces, "Fact") {
			t.Errorf("%s is a fact: %v", name, fact)
		}
	}
	same(t, "views", slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}

func TestRecordsAreDescribed(t *testing.T) {
	kinds := inventory.Kinds()
	seen := map[string]bool{}
	eachField(func(k inventory.Kind, path string, f inventory.Field) {
		if f.Name == "" || f.Name == "-" {
			t.Errorf("%s.%s has no name", k, path)
		}
		if seen[string(k)+path] {
			t.Errorf("%s.%s is there twice", k, path)
		}
		seen[string(k)+path] = true
		for _, ref := range f.Refs {
			if !slices.Contains(kinds, ref) {
				t.Errorf("%s.%s points at the unknown kind %q", k, path, ref)
			}
		}
		isID := f.Type == reflect.TypeFor[id]() || f.Type == reflect.TypeFor[[]id]()
		if isID != (len(f.Refs) > 0) && path != "id" {
			t.Errorf("%s.%s is an id: %v; it says what it points at: %v", k, path, isID, len(f.Refs) > 0)
		}
		if f.Loose && (len(f.Refs) == 0 || strings.Contains(path, ".") || f.Needed) {
			t.Errorf("%s.%s cannot be loose", k, path)
		}
	})
	for i, k := range kinds {
		fields := inventory.Schema(k)
		if len(fields) == 0 || fields[0].Name != "id" {
			t.Errorf("%s does not begin with its id", k)
		}
		for _, f := range fields {
			for _, ref := range f.Refs {
				// Publishers are parties, and parties cite documents.
				if at := slices.Index(kinds, ref); at > i && ref != inventory.KindParty {
					t.Errorf("%s.%s points at %s, which comes later", k, f.Name, ref)
				}
			}
		}
	}
	if _, ok := inventory.NewRecord("NOTHING"); ok {
		t.Error("there is a record of an unknown kind")
	}
}

// fill puts something into a value, other than what is there by default.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("cannot fill " + v.Type().String())
	}
}

func TestEveryFieldSurvivesJSONAndTheCanonicalForm(t *testing.T) {
	for _, k := range inventory.Kinds() {
		all, _ := inventory.NewRecord(k)
		fill(reflect.ValueOf(all).Elem())
		checkRoundTrip(t, k, "all", all)
		for _, f := range inventory.Schema(k) {
			one, _ := inventory.NewRecord(k)
			fill(reflect.ValueOf(one).Elem().FieldByIndex(f.Index))
			checkRoundTrip(t, k, f.Name, one)
		}
	}
}

func checkRoundTrip(t *testing.T, k inventory.Kind, name string, r record) {
	t.Helper()
	reflect.ValueOf(r).Elem().FieldByName("ID").SetString(string(k.ID("x")))
	data, err := inventory.MarshalChanges(puts(r))
	if err != nil {
		t.Fatal(err)
	}
	again, err := inventory.UnmarshalChanges(data)
	if err != nil || len(again) != 1 || !reflect.DeepEqual(again[0].Put, r) {
		t.Errorf("%s.%s: %v, read %s", k, name, err, data)
	}
	copied := inventory.Canonical(r)
	if name == "all" {
		if diff := cmp.Diff(r, copied, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s: the canonical form differs:\n%s", k, diff)
		}
	}
	if reflect.TypeOf(copied) != reflect.TypeOf(r) || copied == r {
		t.Errorf("%s is not copied", k)
	}
}
