package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
		q := r.URL.Query()
		format, err := render.FormatOf(name)
		var s *inventory.Snapshot
		if err == nil {
			s, err = at(r.Context(), q.Get("asOf"))
		}
		o := ropa.Options{
			Template: q.Get("template"), Role: inventory.ProcessingRole(strings.ToUpper(q.Get("role"))),
			Controller: q.Get("controller"), ExportedAt: now().UTC().Truncate(time.Second),
		}
		if err == nil {
			o.Checkpoint, err = checkpoint(r.Context(), s)
		}
		var report ropa.Report
		if err == nil {
			report, err = ropa.New(s, o)
		}
		if err != nil {
			refuse(w, err)
			return
		}
		header := w.Header()
		header.Set("Content-Type", format.ContentType)
		header.Set("Content-Security-Policy", reportPolicy)
		header.Set("Cache-Control", "no-cache")
		header.Set("Content-Disposition", fmt.Sprintf("%s; filename=%q", disposition(name), fmt.Sprintf("ropa-%s-revision-%d%s", report.Template, report.Cover.Revision.Number, format.Extension())))
		if r.Method == http.MethodHead {
			return
		}
		_ = http.NewResponseController(w).SetWriteDeadline(now().Add(exportTime)) // where the server cannot, its own deadline holds
		if err := render.Render(w, name, report, render.Options{Raw: q.Get("raw") == "true"}); err != nil {
			panic(http.ErrAbortHandler) // half of a file must not pass for the whole
		}
	})
}

func disposition(format string) string {
	if format == "html" {
		return "inline"
	}
	return "attachment"
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
