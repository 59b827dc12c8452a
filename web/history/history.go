// Package history is the log for people: who changed what, when and why, as a
// page, a page for each revision, and an Atom feed.
//
// It shows the snapshots that it is given and asks nothing about who reads
// them: what a reader may not see is not in theirs.
package history

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/diff"
	"github.com/recital/recital/inventory/wording"
)

// Root is the path of the page; a revision's is below it.
const Root = "/history"

// Feed is the path of the Atom feed.
const Feed = "/history.atom"

// Config is what a handler needs. All but Style are required.
type Config struct {
	// At gives the revision that a text names, as the reader of the request may
	// see it; empty: the newest.
	At func(ctx context.Context, at string) (*inventory.Snapshot, error)
	// Style is the address of the style sheet.
	Style string
}

// most is how many revisions a page and the feed show.
const most = 50

// policy lets the page show itself and the style sheet.
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// New serves the pages below Root, and Feed.
func New(c Config) http.Handler {
	return handler{c, template.Must(template.New("").Funcs(template.FuncMap{
		"time":  func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
		"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"shown": shown,
	}).Parse(sheet))}
}

//go:embed history.html
var sheet string

type handler struct {
	Config
	sheet *template.Template
}

// page is what the sheet shows.
type page struct {
	Title, Style string
	Revisions    []inventory.Revision
	// Older is the address of the revisions before those shown.
	Older string
	// One is the revision that the page is about; nil on the list.
	One *one
}

// one is a revision with what it changed.
type one struct {
	inventory.Revision
	InWords         string
	Material, Other []diff.Entry
	Before, After   int
}

// ServeHTTP shows the list, one revision, or the feed.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Cache-Control", "private, no-cache") // not all are shown the same
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	contentType, body, err := h.answer(r)
	var known *inventory.Error
	switch {
	case err == nil:
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(body)
	case errors.As(err, &known) && known.Code == inventory.NotFound:
		http.Error(w, known.Error(), http.StatusNotFound)
	case errors.As(err, &known):
		http.Error(w, known.Error(), http.StatusBadRequest)
	default:
		panic(err) // logged, with the id of the request, by who serves us
	}
}

func (h handler) answer(r *http.Request) (contentType string, body []byte, err error) {
	head, err := h.At(r.Context(), "")
	if err != nil {
		return "", nil, err
	}
	if r.URL.Path == Feed {
		body, err = feed(head)
		return "application/atom+xml; charset=utf-8", body, err
	}
	p := page{Title: "History", Style: h.Style}
	if name := strings.Trim(strings.TrimPrefix(r.URL.Path, Root), "/"); name != "" {
		p.One, err = h.one(r.Context(), head, name)
		if err == nil {
			p.Title = "Revision " + name
		}
	} else {
		p.Revisions, p.Older, err = list(head, r.URL.Query().Get("before"))
	}
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	if err := h.sheet.Execute(&b, p); err != nil {
		return "", nil, fmt.Errorf("show the history: %w", err)
	}
	return "text/html; charset=utf-8", b.Bytes(), nil
}

// list is the newest revisions before a number, or of all.
func list(head *inventory.Snapshot, before string) (revisions []inventory.Revision, older string, err error) {
	revisions = head.Revisions()
	if before != "" {
		n, err := strconv.Atoi(before)
		if err != nil || n < 1 {
			return nil, "", inventory.Errorf(inventory.Invalid, "before is %q: write the number of a revision", before)
		}
		for len(revisions) > 0 && revisions[0].Number >= n {
			revisions = revisions[1:]
		}
	}
	if len(revisions) > most {
		revisions = revisions[:most]
		older = Root + "?" + url.Values{"before": {strconv.Itoa(revisions[most-1].Number)}}.Encode()
	}
	return revisions, older, nil
}

// one is what a revision changed.
func (h handler) one(ctx context.Context, head *inventory.Snapshot, name string) (*one, error) {
	number, err := strconv.Atoi(name)
	if err != nil || number < 1 || number > head.Revision().Number {
		return nil, inventory.Errorf(inventory.NotFound, "there is no revision %q: the newest is %d", name, head.Revision().Number)
	}
	after, err := h.At(ctx, name)
	if err != nil {
		return nil, err
	}
	before := inventory.Empty()
	if number > 1 {
		if before, err = h.At(ctx, strconv.Itoa(number-1)); err != nil {
			return nil, err
		}
	}
	report := diff.Between(before, after)
	shown := one{Revision: after.Revision(), InWords: report.InWords(), Before: number - 1}
	shown.Material, shown.Other = report.Split()
	if number < head.Revision().Number {
		shown.After = number + 1
	}
	return &shown, nil
}

func shown(value *string) string {
	if value == nil || *value == "" {
		return "nothing"
	}
	return *value
}

// The elements of a feed (RFC 4287).
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomEntry struct {
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  *atomPerson `xml:"author,omitempty"`
		Link    atomLink    `xml:"link"`
		Summary string      `xml:"summary"`
	}
)

// feed is the newest revisions for feed readers. Its addresses are relative to
// its own, as RFC 4287 allows.
func feed(head *inventory.Snapshot) ([]byte, error) {
	revisions := head.Revisions()
	f := atomFeed{
		Title: "Recital: revisions of the inventory of personal data", Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Author: atomPerson{"Recital"},
		Links:  []atomLink{{"self", "application/atom+xml", Feed}, {"alternate", "text/html", Root}},
	}
	f.ID = name(strings.Repeat("0", 64))
	if len(revisions) > 0 {
		f.ID = name(revisions[len(revisions)-1].Hash)
		f.Updated = revisions[0].RecordedAt.UTC().Format(time.RFC3339)
	}
	for i, r := range revisions {
		if i == most {
			break
		}
		f.Entries = append(f.Entries, entry(r))
	}
	data, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write the feed: %w", err)
	}
	return append([]byte(xml.Header), append(data, '\n')...), nil
}

func entry(r inventory.Revision) atomEntry {
	e := atomEntry{
		// The feed is named by the first revision; its entry needs a name of its own.
		ID: name(r.Hash) + "#revision", Title: fmt.Sprintf("Revision %d", r.Number), Updated: r.RecordedAt.UTC().Format(time.RFC3339),
		Link:    atomLink{"alternate", "text/html", fmt.Sprintf("%s/%d", Root, r.Number)},
		Summary: "In force from " + string(r.EffectiveDate) + ".",
	}
	if r.Author != "" {
		e.Author = &atomPerson{r.Author}
	}
	if r.Message != "" {
		e.Title += ": " + wording.Phrase(strings.Join(strings.Fields(r.Message), " "))
	}
	return e
}

// name is a name for what has this hash, for ever and everywhere (RFC 6920,
// section 7).
func name(hash string) string { return "nih:sha-256;" + hash }
