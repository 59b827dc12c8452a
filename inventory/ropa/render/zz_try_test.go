package render_test

import (
	"os"
	"testing"
	"time"

	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
	"github.com/recital/recital/seed"
)

func TestTry(t *testing.T) {
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for _, tpl := range ropa.Templates() {
		r, err := ropa.New(s, ropa.Options{Template: string(tpl), ExportedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Checkpoint: "recital.example/log\n5\nAb3+qZx0x1PzqfWc9vXW0bS4o1r2c3d4e5f6a7b8c9d=\n"})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range render.Formats() {
			file, _ := os.Create("/tmp/x/out/" + string(tpl) + "." + f)
			start := time.Now()
			if err := render.Render(file, f, r, render.Options{}); err != nil {
				t.Error(tpl, f, err)
			}
			st, _ := file.Stat()
			t.Log(tpl, f, st.Size(), time.Since(start), r.Len)
			file.Close()
		}
	}
}
