package storetest

import (
	"sync"
	"testing"

	"github.com/recital/recital/inventory"
)

func TestMemory(t *testing.T) {
	var mu sync.Mutex
	stores := map[string]*Memory{}
	Run(t, func(t *testing.T) inventory.Store {
		mu.Lock()
		defer mu.Unlock()
		if stores[t.Name()] == nil {
			stores[t.Name()] = &Memory{}
		}
		return stores[t.Name()]
	})
}
