package inventorytest_test

import (
	"reflect"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

func TestSyntheticHasItsSize(t *testing.T) {
	s := inventorytest.Snapshot(1, 200, 20)
	count := map[inventory.Kind]int{}
	for _, r := range s.Records() {
		count[r.RecordKind()]++
	}
	for _, k := range inventory.Kinds() {
		if count[k] == 0 {
			t.Errorf("there is no %s", k)
		}
	}
	for k, want := range map[inventory.Kind]int{
		inventory.KindService: 200, inventory.KindCollection: 4000, inventory.KindData: inventorytest.DataCategories,
		inventory.KindParty: inventorytest.Recipients, inventory.KindPurpose: inventorytest.Purposes,
	} {
		if count[k] != want {
			t.Errorf("%d of %s, want %d", count[k], k, want)
		}
	}
	if n := count[inventory.KindDisclosure]; n < 3500 || n > 3700 {
		t.Errorf("%d disclosures, want nine in ten of the collections", n)
	}
}

func TestSyntheticIsTheSameForTheSameSeed(t *testing.T) {
	a, b := inventorytest.Synthetic(7, 30, 5), inventorytest.Synthetic(7, 30, 5)
	if !reflect.DeepEqual(a, b) {
		t.Error("two inventories of one seed differ")
	}
	if reflect.DeepEqual(a, inventorytest.Synthetic(8, 30, 5)) {
		t.Error("the seed makes no difference")
	}
}

func TestSyntheticOfAnySize(t *testing.T) {
	for _, size := range []struct{ services, collections int }{{0, 0}, {1, 1}, {2, 200}, {3, 500}, {13, 2}} {
		s := inventorytest.Snapshot(1, size.services, size.collections)
		loaded, err := inventory.Load(inventorytest.Tables(s))
		if err != nil || !loaded.Equal(s) {
			t.Errorf("%v: what is loaded differs: %v", size, err)
		}
	}
}
