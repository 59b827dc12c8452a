package live

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/sqlite"
)

// TestSQLite has a writer, and a process that only reads, on one file: what the
// one commits the other notices within a second.
func TestSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	writing, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Close()
	reading, err := sqlite.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	writer, err := Open(t.Context(), writing, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	reader, err := Open(t.Context(), reading, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	moves := reader.Watch(t.Context())
	for n := 1; n <= 2; n++ {
		mustApply(t, writer, data("a", fmt.Sprint(n)))
		await(t, moves, n, time.Second)
		wantHead(t, reader, reading, n)
	}
	if !reader.Head().Equal(writer.Head()) {
		t.Error("both show other facts")
	}
	_, err = apply(t.Context(), reader, 2, data("b", ""))
	if code, _ := inventory.CodeOf(err); code != inventory.ReadOnly {
		t.Errorf("a commit where the file is open for reading: %v", err)
	}
	wantHead(t, writer, writing, 2)
}

// TestSQLiteDeadline ends a commit's time while it is under way.
func TestSQLiteDeadline(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	inv, err := Open(t.Context(), store, Options{Poll: never})
	if err != nil {
		t.Fatal(err)
	}
	defer inv.Close()
	for i := range 20 {
		base := inv.Head().Revision().Number
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*100*time.Microsecond)
		r, err := apply(ctx, inv, base, data("a", fmt.Sprint(i)), data("b", fmt.Sprint(i)))
		cancel()
		want := base
		if err == nil {
			want = r.Number
		}
		wantHead(t, inv, store, want)
	}
	mustApply(t, inv, data("c", ""))
}
