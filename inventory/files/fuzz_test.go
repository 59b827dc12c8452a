package files_test

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
	"github.com/recital/recital/seed"
)

var fileAndLine = regexp.MustCompile(`^f\.yaml:[1-9][0-9]*$`)

// Whatever a file holds, Read answers with records or with problems that have
// a line; and records that Apply takes are the same after Write and Read.
func FuzzRead(f *testing.F) {
	names, err := fs.Glob(seed.FS(), "*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(seed.FS(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:min(len(data), 2000)])
	}
	for _, text := range []string{
		"", "---\n", "a: &a [*a]\n", "purposes: {items: [{id: a, name: A}], broader: a}\n", "service: s\nname: S\nactivities: [{id: a, name: A, collects: {items: [{data: [x, y]}]}}]\n",
		"? {a: b}\n: c\n", "service: [\n", "purposes: [{id: a, name: !!int 3}]\n", "purposes:\n- id: a\n  name: |\n    text\n\n  cite: {clause: d/v/c}\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		result, err := files.Read(fstest.MapFS{"f.yaml": {Data: data}})
		if err != nil {
			lines(t, err)
			return
		}
		s, err := apply(inventory.Empty(), result.Changes()...)
		if err != nil {
			problemsOf(t, result.Locate(err))
			return
		}
		sameAfterRoundTrip(t, s)
	})
}

// lines checks that every problem has a file and a line, in order.
func lines(t *testing.T, err error) {
	t.Helper()
	problems := problemsOf(t, err)
	if len(problems) == 0 {
		t.Fatal("an error without a problem")
	}
	for _, p := range problems {
		if path := p[:slices.Index([]byte(p), ' ')]; !fileAndLine.MatchString(path) {
			t.Errorf("%q has no line", p)
		}
	}
}
