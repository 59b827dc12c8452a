package inventory

import (
	"slices"
	"strings"
)

// DocumentRecord is a published text that facts cite.
type DocumentRecord struct {
	ID        ID     `json:"id"`
	Title     string `json:"title" need:"yes"`
	URL       URL    `json:"url,omitempty"`
	Publisher ID     `json:"publisher,omitempty" ref:"party" loose:"yes"`
}

// DocumentVersionRecord is an edition of a document. Its id is that of the
// document and a label: "version/cookie-policy/2024-04".
type DocumentVersionRecord struct {
	ID        ID     `json:"id"`
	Document  ID     `json:"document" ref:"document" need:"yes"`
	Label     string `json:"label" need:"yes"`
	Published Date   `json:"published,omitempty"`
	// Changes says in our words what the edition changed.
	Changes string `json:"changes,omitempty"`
}

// ClauseRecord is a passage of an edition, found by its headings. Its id is
// that of the version and slugs: "clause/cookie-policy/2024-04/category-2".
type ClauseRecord struct {
	ID      ID `json:"id"`
	Version ID `json:"version" ref:"version" need:"yes"`
	// Path lists the headings that lead to it, outermost first.
	Path []string `json:"path" need:"yes"`
	// Position is its place in the text, counted from 1.
	Position int `json:"position,omitempty"`
	URL      URL `json:"url,omitempty"`
}

// RecordID is the id of the record.
func (r *DocumentRecord) RecordID() ID { return r.ID }

// RecordKind is KindDocument.
func (r *DocumentRecord) RecordKind() Kind { return KindDocument }

// DerivedID is empty: the id is chosen.
func (r *DocumentRecord) DerivedID() ID { return "" }

func (r *DocumentRecord) title() string { return r.Title }

func (r *DocumentRecord) evidence() *Evidence { return nil }

// RecordID is the id of the record.
func (r *DocumentVersionRecord) RecordID() ID { return r.ID }

// RecordKind is KindVersion.
func (r *DocumentVersionRecord) RecordKind() Kind { return KindVersion }

// DerivedID is that of what it belongs to; a slug follows.
func (r *DocumentVersionRecord) DerivedID() ID { return KindVersion.ID(r.Document.Rest(), "") }

func (r *DocumentVersionRecord) title() string { return r.Document.Rest() + " " + r.Label }

func (r *DocumentVersionRecord) evidence() *Evidence { return nil }

// RecordID is the id of the record.
func (r *ClauseRecord) RecordID() ID { return r.ID }

// RecordKind is KindClause.
func (r *ClauseRecord) RecordKind() Kind { return KindClause }

// DerivedID is empty: the id is chosen.
func (r *ClauseRecord) DerivedID() ID { return "" }

func (r *ClauseRecord) title() string { return strings.Join(r.Path, " › ") }

func (r *ClauseRecord) evidence() *Evidence { return nil }

func (r *DocumentRecord) names() []string { return []string{r.Title} }

func (r *DocumentRecord) check(reporter) {}

func (r *DocumentVersionRecord) check(reporter) {}

func (r *ClauseRecord) orderKey() string { return r.Version.Rest() + "/" + ordinal(r.Position) }

func (r *ClauseRecord) check(report reporter) {
	if r.Position < 0 {
		report("position", "malformed", "positions count from 1; leave it out where it is not known")
	}
	if !strings.HasPrefix(string(r.ID), string(KindClause.ID(r.Version.Rest(), ""))) {
		report("id", "not-derived", "the id must begin with "+string(KindClause.ID(r.Version.Rest(), "")))
	}
}

// Document is a published text that facts cite.
type Document struct{ view[DocumentRecord] }

// Title is its title.
func (d Document) Title() string { return d.r.Title }

// URL is where it is published.
func (d Document) URL() (string, bool) { return some(string(d.r.URL)) }

// Publisher is who publishes it.
func (d Document) Publisher() (Party, bool) { return get[Party](d.s, d.r.Publisher) }

// Versions are its editions, newest first; one without a date comes last.
func (d Document) Versions() []DocumentVersion {
	list := pointing[DocumentVersion](d.s, KindVersion, nil, d.ID())
	slices.SortStableFunc(list, func(a, b DocumentVersion) int { return strings.Compare(string(b.r.Published), string(a.r.Published)) })
	return list
}

// DocumentVersion is an edition of a document.
type DocumentVersion struct {
	view[DocumentVersionRecord]
}

// Document is the document.
func (v DocumentVersion) Document() Document { return must[Document](v.s, v.r.Document) }

// Label is what the edition is called.
func (v DocumentVersion) Label() string { return v.r.Label }

// Published is when it was published; ok is false if the text bears no date.
func (v DocumentVersion) Published() (Date, bool) { return some(v.r.Published) }

// Changes says what the edition changed.
func (v DocumentVersion) Changes() (string, bool) { return some(v.r.Changes) }

// Current is true for the newest edition of its document.
func (v DocumentVersion) Current() bool { return v.Document().Versions()[0].ID() == v.ID() }

// Clauses are its clauses, in the order of the text.
func (v DocumentVersion) Clauses() []Clause {
	return sorted(pointing[Clause](v.s, KindClause, nil, v.ID()))
}

// Clause is a passage of a document, found by its headings.
type Clause struct{ view[ClauseRecord] }

// Document is the document.
func (c Clause) Document() Document { return c.Version().Document() }

// Version is the edition.
func (c Clause) Version() DocumentVersion { return must[DocumentVersion](c.s, c.r.Version) }

// Path lists the headings that lead to it, outermost first.
func (c Clause) Path() []string { return c.r.Path }

// URL is its place on the web: its own, or that of the document.
func (c Clause) URL() (string, bool) {
	if c.r.URL != "" {
		return string(c.r.URL), true
	}
	return c.Document().URL()
}

// Facts are the facts that cite it, by kind and id.
func (c Clause) Facts(first int, after *string) (FactConnection, error) {
	var ids []ID
	for _, k := range kinds {
		ids = append(ids, c.s.pointingAt(c.ID(), k.kind)...)
	}
	return pageOfFacts(c.s, ids, first, after)
}
