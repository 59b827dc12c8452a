package render_test

import (
	"encoding/csv"
	"io"
	"os"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/recital/recital/inventory/inventorytest"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// BenchmarkFormats writes 10,000 activities in each format. Of each it tells how
// many times as long it takes as encoding/csv for the same rows, written in
// turns with it, the most memory in use beyond the snapshot, without garbage,
// and the size of the file. RECITAL_TEMPLATE names the template; otherwise it
// is art30.
func BenchmarkFormats(b *testing.B) {
	s := inventorytest.Snapshot(1, 5000, 6)
	template := ropa.Template(os.Getenv("RECITAL_TEMPLATE"))
	r := report(b, s, template)
	plain := func(w io.Writer) error { return stdlib(w, r) }
	b.Run("rows", func(b *testing.B) { measure(b, plain, func(io.Writer) error { return iterate(r) }) })
	for _, format := range render.Formats() {
		b.Run(format, func(b *testing.B) {
			measure(b, plain, func(w io.Writer) error { return render.Render(w, format, r, render.Options{}) })
		})
	}
	runtime.KeepAlive(s)
}

func iterate(r ropa.Report) error {
	for range r.Rows {
	}
	return nil
}

// stdlib is the plain way: the texts of each cell, and no more.
func stdlib(w io.Writer, r ropa.Report) error {
	out := csv.NewWriter(w)
	record := make([]string, len(r.Columns))
	for row := range r.Rows {
		for i, c := range row.Cells {
			texts := make([]string, len(c.Items))
			for n, item := range c.Items {
				texts[n] = item.Text
			}
			record[i] = strings.Join(texts, "\n")
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func measure(b *testing.B, plain, write func(io.Writer) error) {
	var size, peak int64
	var beside, took time.Duration
	run := func(write func(io.Writer) error) time.Duration {
		c, start := counter(0), time.Now()
		if err := write(&c); err != nil {
			b.Fatal(err)
		}
		size = int64(c)
		return time.Since(start)
	}
	for b.Loop() {
		b.StopTimer()
		beside += run(plain)
		base := heap()
		most, stop := watch()
		b.StartTimer()
		took += run(write)
		stop()
		peak = max(peak, most.Load()-base)
	}
	b.ReportMetric(float64(size)/(1<<20), "MB")
	b.ReportMetric(float64(peak)/(1<<20), "peakMB")
	b.ReportMetric(float64(took)/float64(beside), "x-encoding-csv")
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// watch looks every few milliseconds at what the last garbage collection left.
func watch() (peak *atomic.Int64, stop func()) {
	peak, done, ended := &atomic.Int64{}, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
				metrics.Read(sample)
				peak.Store(max(peak.Load(), int64(sample[0].Value.Uint64())))
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}
