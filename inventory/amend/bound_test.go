package amend_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/amend"
)

// several are n names that nothing has.
func several(prefix string, n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = fmt.Sprint(prefix, i)
	}
	return list
}

// TestListsMultiply has an input of some kilobytes that stands for a million
// things.
func TestListsMultiply(t *testing.T) {
	use := map[string]any{"activity": "a", "data": several("data/d", 1000), "recipient": several("party/p", 1000)}
	_, err := amend.Read(example(t), []map[string]any{{"disclosure": use}, {"disclosure": use}}, nil)
	refused, ok := errors.AsType[*inventory.Error](err)
	if !ok || len(refused.Problems) != 1 || refused.Problems[0].Rule != "too-many" {
		t.Errorf("got %v", err)
	}
	use["data"], use["recipient"] = several("data/d", 100), several("party/p", 100)
	if a, err := amend.Read(example(t), []map[string]any{{"disclosure": use}}, nil); err != nil || len(a.Changes) != 10_000 {
		t.Errorf("of a hundred by a hundred: %v", err)
	}
}

// TestManyUnknownNames has more names that nothing has than are looked up.
func TestManyUnknownNames(t *testing.T) {
	head := example(t)
	a, err := amend.Read(head, []map[string]any{{"service": map[string]any{"id": "new", "products": several("no such ", 3000)}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	refused, ok := errors.AsType[*inventory.Error](a.Locate(nil))
	if !ok {
		t.Fatal("nothing is wrong")
	}
	if got, want := len(refused.Problems), 1000; got != want {
		t.Errorf("%d problems, want %d", got, want)
	}
	if got, want := refused.Problems[0].Path, "changes[0].service.products[0]"; got != want {
		t.Errorf("the first is at %s, want %s", got, want)
	}
}
