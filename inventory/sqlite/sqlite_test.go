package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

func TestSuite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	storetest.Run(t, func(t *testing.T) inventory.Store {
		return open(t, filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")))
	})
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}

// epoch is when the commits of the tests are recorded.
var epoch = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)
