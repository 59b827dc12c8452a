package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
)

// ExportRoot is the path below which [Exports] serves registers.
const ExportRoot = "/export/"

// exportTime is how long writing a register may take.
const exportTime = 5 * time.Minute

// reportPolicy lets the HTML register show itself and nothing else.
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Exports serves the record of processing activities at /export/ropa.FORMAT,
// with the parameters template, role, controller, asOf and raw. At gives the
// revision that a text names (empty: the head) as the reader may see it,
// checkpoint what fixes its history, and now the time.
func Exports(at func(context.Context, string) (*inventory.Snapshot, error), checkpoint func(context.Context, *inventory.Snapshot) (string, error), now func() time.Time) http.Handler {
	return exporter{at, checkpoint, now}
}

type exporter struct {
	at         func(context.Context, string) (*inventory.Snapshot, error)
	checkpoint func(context.Context, *inventory.Snapshot) (string, error)
	now        func() time.Time
}

// ServeHTTP finds out all that can be wrong before the first byte: half of a
// file must not pass for the whole.
func (e exporter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, ExportRoot+"ropa.")
	if !ok {
		http.NotFound(w, r)
		return
	}
	format, err := render.FormatOf(name)
	if err != nil {
		refuse(w, err)
		return
	}
	report, err := e.report(r.Context(), r.URL.Query())
	if err != nil {
		refuse(w, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", format.ContentType)
	header.Set("Content-Security-Policy", reportPolicy)
	header.Set("Cache-Control", "private, no-cache") // only some may read it
	header.Set("Content-Disposition", disposition(report, format))
	if r.Method == http.MethodHead {
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(e.now().Add(exportTime)) // where the server cannot, its own deadline holds
	if err := render.Render(w, name, report, render.Options{Raw: r.URL.Query().Get("raw") == "true"}); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// report is the register that the parameters ask for.
func (e exporter) report(ctx context.Context, q url.Values) (ropa.Report, error) {
	s, err := e.at(ctx, q.Get("asOf"))
	if err != nil {
		return ropa.Report{}, err
	}
	checkpoint, err := e.checkpoint(ctx, s)
	if err != nil {
		return ropa.Report{}, err
	}
	return ropa.New(s, ropa.Options{
		Template: q.Get("template"), Role: inventory.ProcessingRole(strings.ToUpper(q.Get("role"))), Controller: q.Get("controller"),
		ExportedAt: e.now().UTC().Truncate(time.Second), Checkpoint: checkpoint,
	})
}

// disposition names the file, which browsers show if it is a page.
func disposition(r ropa.Report, f render.Format) string {
	how := "attachment"
	if f.Name == "html" {
		how = "inline"
	}
	return fmt.Sprintf("%s; filename=%q", how, fmt.Sprintf("ropa-%s-revision-%d%s", r.Template, r.Cover.Revision.Number, f.Extension()))
}

// refuse says what is wrong with the request; what is wrong with us, it does
// not say.
func refuse(w http.ResponseWriter, err error) {
	var known *inventory.Error
	switch {
	case !errors.As(err, &known):
		panic(err) // logged, with the id of the request, by who serves us
	case known.Code == inventory.NotFound:
		http.Error(w, known.Error(), http.StatusNotFound)
	default:
		http.Error(w, known.Error(), http.StatusBadRequest)
	}
}
