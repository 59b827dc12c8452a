package render_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// TestTermsAreDefined holds that every term that the JSON-LD of the example has
// is in the list of terms of the vocabularies.
func TestTermsAreDefined(t *testing.T) {
	data, err := os.ReadFile("testdata/terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		if term, _, _ := strings.Cut(line, "#"); strings.TrimSpace(term) != "" {
			known[strings.TrimSpace(term)] = true
		}
	}
	var register map[string]any
	if err := json.Unmarshal(rendered(t, "jsonld", report(t, seeded(t), ropa.Art30), render.Options{}), &register); err != nil {
		t.Fatal(err)
	}
	context := register["@context"].(map[string]any)
	delete(register, "@context")
	unknown := map[string]bool{}
	terms(register, func(term string) {
		prefix, _, _ := strings.Cut(term, ":")
		if _, ours := context[prefix]; !ours {
			t.Errorf("%s has no prefix of the context", term)
		}
		if !known[term] {
			unknown[term] = true
		}
	})
	for term := range unknown {
		t.Errorf("%s is not in testdata/terms.txt", term)
	}
}

// terms visits each property, type, datatype and term pointed at.
func terms(v any, visit func(string)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			terms(e, visit)
		}
	case map[string]any:
		for key, value := range v {
			switch {
			case key == "@type":
				each(value, visit)
			case key == "@id":
				if id := value.(string); !strings.HasPrefix(id, "urn:recital:") && !strings.Contains(id, "://") && !strings.HasPrefix(id, "mailto:") {
					visit(id)
				}
			case !strings.HasPrefix(key, "@"):
				visit(key)
				terms(value, visit)
			}
		}
	}
}

func each(v any, visit func(string)) {
	if list, ok := v.([]any); ok {
		for _, e := range list {
			visit(e.(string))
		}
		return
	}
	visit(v.(string))
}

// TestSameActivitiesInEveryTemplate holds that the linked data comes from the
// facts and not from the words of a template.
func TestSameActivitiesInEveryTemplate(t *testing.T) {
	s := seeded(t)
	parts := func(template ropa.Template) string {
		_, rest, found := strings.Cut(string(rendered(t, "jsonld", report(t, s, template), render.Options{})), `"dct:hasPart":`)
		if !found {
			t.Fatal("no activities")
		}
		return rest
	}
	if parts(ropa.Art30) != parts(ropa.ICO) || parts(ropa.Art30) != parts(ropa.CNIL) {
		t.Error("the activities differ by template")
	}
}
