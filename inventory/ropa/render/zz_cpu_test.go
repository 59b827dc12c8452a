package render_test

import (
	"io"
	"os"
	"runtime/debug"
	"syscall"
	"testing"

	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}

func TestCPU(t *testing.T) {
	if os.Getenv("CPU") == "" {
		return
	}
	s := inventorytest.Snapshot(1, 5000, 6)
	r := report(t, s, ropa.Template(os.Getenv("RECITAL_TEMPLATE")))
	once := func(name string, f func(io.Writer) error) {
		best, live := 1e9, int64(0)
		for range 3 {
			c := counter(0)
			a := cpu()
			if err := f(&c); err != nil {
				t.Fatal(err)
			}
			best = min(best, cpu()-a)
		}
		_ = live
		t.Logf("%-14s %.2fs cpu", name, best)
		debug.FreeOSMemory()
	}
	once("rows", func(io.Writer) error { return iterate(r) })
	once("encoding/csv", func(w io.Writer) error { return stdlib(w, r) })
	for _, f := range render.Formats() {
		if f == "pdf" && os.Getenv("PDF") == "" {
			continue
		}
		once(f, func(w io.Writer) error { return render.Render(w, f, r, render.Options{}) })
	}
}
