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

// BenchmarkFormats writes 10,000 activities in each format, beside the same
// rows as encoding/csv writes them. Of each it tells the most memory in
// use beyond the snapshot, without garbage, and the size of the file. RECITAL_TEMPLATE names the
// template; otherwise it is art30.
func BenchmarkFormats(b *testing.B) {
	s := inventorytest.Snapshot(1, 5000, 6)
	template := ropa.Template(os.Getenv("RECITAL_TEMPLATE"))
	r := report(b, s, template)
	b.Run("rows", func(b *testing.B) { measure(b, func(io.Writer) error { return iterate(r) }) })
	b.Run("encoding-csv", func(b *testing.B) { measure(b, func(w io.Writer) error { return stdlib(w, r) }) })
	for _, format := range render.Formats() {
		b.Run(format, func(b *testing.B) {
			measure(b, func(w io.Writer) error { return render.Render(w, format, r, render.Options{}) })
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

func measure(b *testing.B, write func(io.Writer) error) {
	var size int64
	base := heap()
	peak, stop := watch()
	b.ResetTimer()
	for b.Loop() {
		c := counter(0)
		if err := write(&c); err != nil {
			b.Fatal(err)
		}
		size = int64(c)
	}
	b.StopTimer()
	stop()
	b.ReportMetric(float64(size)/(1<<20), "MB")
	b.ReportMetric(float64(max(0, peak.Load()-base))/(1<<20), "peakMB")
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
