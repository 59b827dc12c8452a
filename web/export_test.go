package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa/render"
	"github.com/recital/recital/seed"
)

// exports serves the registers of the example, and fails for asOf=broken.
func exports(t *testing.T) http.Handler {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	at := func(_ context.Context, text string) (*inventory.Snapshot, error) {
		switch text {
		case "":
			return s, nil
		case "broken":
			return nil, errors.New("secret cause")
		}
		_, err := s.At(text)
		return s, err
	}
	checkpoint := func(context.Context, *inventory.Snapshot) (string, error) { return "the checkpoint", nil }
	return Exports(at, checkpoint, func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC) })
}

func asked(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

func TestExportsEveryFormat(t *testing.T) {
	h := exports(t)
	for _, format := range render.Formats() {
		f, err := render.FormatOf(format)
		if err != nil {
			t.Fatal(err)
		}
		w := asked(h, http.MethodGet, "/export/ropa."+format+"?template=ico&role=controller")
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.ContentType || w.Body.Len() < 10_000 {
			t.Errorf("%s: %d %s, %d bytes", format, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
		if again := asked(h, http.MethodGet, "/export/ropa."+format+"?template=ico&role=controller"); again.Body.String() != w.Body.String() {
			t.Errorf("%s: the same register has other bytes", format)
		}
		if head := asked(h, http.MethodHead, "/export/ropa."+format); head.Code != http.StatusOK || head.Body.Len() != 0 {
			t.Errorf("%s: HEAD gives %d and %d bytes", format, head.Code, head.Body.Len())
		}
		if p := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'") || strings.Contains(p, "script-src") {
			t.Errorf("%s: policy %q", format, p)
		}
	}
	if w := asked(h, http.MethodGet, "/export/ropa.html"); !strings.Contains(w.Body.String(), "the checkpoint") {
		t.Error("the cover does not show the checkpoint")
	}
}

func TestExportsRefuse(t *testing.T) {
	h := exports(t)
	for target, want := range map[string]int{
		"/export/ropa.docx":                  http.StatusNotFound,
		"/export/ropa":                       http.StatusNotFound,
		"/export/statement.html":             http.StatusNotFound,
		"/export/ropa.csv?template=none":     http.StatusBadRequest,
		"/export/ropa.csv?controller=Nobody": http.StatusNotFound,
		"/export/ropa.csv?asOf=1999-01-01":   http.StatusNotFound,
		"/export/ropa.csv?asOf=yesterday":    http.StatusBadRequest,
		"/export/ropa.csv?role=bystander":    http.StatusBadRequest,
		"/export/ropa.csv?asOf=2020-08-31":   http.StatusOK,
	} {
		if w := asked(h, http.MethodGet, target); w.Code != want {
			t.Errorf("%s: %d, want %d: %.200s", target, w.Code, want, w.Body)
		}
	}
	if w := asked(h, http.MethodPost, "/export/ropa.csv"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d", w.Code)
	}
	defer func() {
		if recover() == nil {
			t.Error("an internal error passed for one of the reader")
		}
	}()
	if w := asked(h, http.MethodGet, "/export/ropa.csv?asOf=broken"); strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the cause is shown: %s", w.Body)
	}
}
