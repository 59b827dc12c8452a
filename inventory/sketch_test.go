package inventory_test

import (
	"testing"

	"github.com/recital/recital/inventory"
)

// TestSketchFindsAsASnapshotDoes lays records over a snapshot and compares with
// the snapshot that a commit of them makes.
func TestSketchFindsAsASnapshotDoes(t *testing.T) {
	s := words(t)
	sketch := s.Sketch()
	laid := []inventory.Record{
		data("town", "Home towns", ""), data("key", "Signing key", ""), party("lets-encrypt", "Let's Encrypt", ""),
		event("in", "Signed in", ""), service("e2", "E2"),
	}
	for _, r := range laid {
		sketch.Put(r)
	}
	sketch.Put(data("town", "Home town", ""))
	laid[0] = data("town", "Home town", "")
	next, _, err := s.Apply(commit(puts(laid...)...))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []inventory.Kind{inventory.KindData, inventory.KindParty, inventory.KindEvent, inventory.KindService, inventory.KindActivity} {
		for _, text := range []string{
			"home TOWNS", "town", "data/town", " Data/Key ", "encryption keys", "signing keys", "isrg", "LETS encrypt", "Sign in", "signed in",
			"Signed out", "E2", "C2", "Storing", "c2/run", "IP addresses", "", "nothing",
		} {
			want, err := next.Find(k, text)
			if got, ok := sketch.Find(k, text); got != want || ok != (err == nil) {
				t.Errorf("%s %q is %q, %t; the snapshot says %q, %v", k, text, got, ok, want, err)
			}
		}
	}
	sketch.Put(data("other", "City", ""))
	if id, ok := sketch.Find(inventory.KindData, "city"); !ok || id != "data/city" {
		t.Errorf("a name that another has is that of %q", id)
	}
	if _, ok := s.Record("data/town"); ok {
		t.Error("the snapshot below has changed")
	}
}
