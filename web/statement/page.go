package statement

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// Page is what a template shows.
type Page struct {
	// Kind chooses the layout of the main content.
	Kind string
	// Title is the heading, Description a sentence for search engines.
	Title, Description string
	// Fact is the id of the fact that the page as a whole is about, if any.
	Fact string
	// Lead stands below the heading.
	Lead    string
	Also    []string
	Crumbs  []Item
	Glance  []Glance
	Picture template.HTML
	// OnMap is where the picture is on the map of all services.
	OnMap    string
	Map      *Map
	Sections []Section
	Sources  []Source
	Evidence Line
	// General are the services whose facts hold for this one too.
	General []Item

	Query       string
	Suggestions []Item
	Next        string

	// Terms are what other vocabularies call the subject of the page.
	Terms []Term

	Organisation, Canonical string
	Revision                revision
	AsOf, Today             string
	// Newest says that the revision as of AsOf is today's.
	Newest          bool
	Nav             []NavItem
	Operations      []Operation
	Static          bool
	Styles, Scripts []string
	FindURL         string
	DataJSON        any
}

// Term is a word of another vocabulary.
type Term struct{ Scheme, Code string }

// NavItem is an entry of the navigation.
type NavItem struct {
	Item
	Here bool
}

// Glance is one of the few things to know first.
type Glance struct {
	Label, Text string
	Items       []Item
	More        Item
}

// Section is a part of a page under a heading.
type Section struct {
	ID, Title, Lead string
	// Under says that the section belongs to the one before it.
	Under bool
	// Tone marks what is stated not to happen: "not".
	Tone   string
	Groups []Group
	Tables []Table
	Lines  []Line
	// Silence is said when there is nothing in the section, or beside it.
	Silence string
	Unsaid  []Item
	Links   []Item
	Filter  string
	// More leads to where there is more of it.
	More Item
}

// Contents are the sections that a list of contents names.
func (p *Page) Contents() []Section {
	return slices.DeleteFunc(slices.Clone(p.Sections), func(s Section) bool { return s.Under })
}

// Empty says whether the section states nothing.
func (s Section) Empty() bool { return len(s.Groups)+len(s.Tables)+len(s.Lines) == 0 }

// Group is a part of a section under a heading of its own.
type Group struct {
	ID, Title, Note, Href string
	Lines                 []Line
}

// Line is one or more facts that say the same of several things.
type Line struct {
	ID       string
	Items    []Item
	Text     string
	Details  []Detail
	Inferred bool
	Because  string
	Since    string
	Verified string
	Refs     []int
	Children []Line
	// Not says that it is stated not to be.
	Not bool
	// Mark says in a word what the line is, such as "not stated".
	Mark string
}

// Item is a word that may lead somewhere. Fact is the id of the fact that it
// stands for.
type Item struct {
	Text, Href, Fact, Note string
}

// Detail is what a line says further.
type Detail struct {
	Label string
	Items []Item
	Text  string
	// Quiet marks what nobody has stated.
	Quiet bool
	// Each puts every item on a line of its own.
	Each bool
}

// Table is a table of facts.
type Table struct {
	ID, Caption, Note string
	Columns           []string
	Rows              []Row
}

// Row is a row of a table. Its first cell is its heading.
type Row struct {
	Line  Line
	Cells []Detail
}

// Source is a clause that the page rests on.
type Source struct {
	Number              int
	Document, Edition   string
	Path                []string
	URL                 string
	Notes               []string
	documentID, clauses string
}

// builder makes one page.
type builder struct {
	*session
	links   linker
	config  *Config
	req     request
	sources []Source
}

// refer gives the numbers of the clauses on this page, each clause having one.
func (b *builder) refer(citations []citation) []int {
	var refs []int
	for _, c := range citations {
		i := slices.IndexFunc(b.sources, func(s Source) bool { return s.clauses == c.Clause.ID })
		if i < 0 {
			i = len(b.sources)
			b.sources = append(b.sources, sourceOf(i+1, c))
		}
		if c.Note != "" && !slices.Contains(b.sources[i].Notes, c.Note) {
			b.sources[i].Notes = append(b.sources[i].Notes, c.Note)
		}
		if !slices.Contains(refs, i+1) {
			refs = append(refs, i+1)
		}
	}
	slices.Sort(refs)
	return refs
}

func sourceOf(number int, c citation) Source {
	s := Source{
		Number: number, Document: c.Clause.Document.Title, Edition: c.Clause.Version.Label, Path: c.Clause.Path,
		clauses: c.Clause.ID, documentID: c.Clause.Document.ID,
	}
	if s.URL = webAddress(c.Clause.URL); s.URL == "" {
		s.URL = webAddress(c.Clause.Document.URL)
	}
	return s
}

// line begins the line of a fact: what it is called, and its evidence.
func (b *builder) line(e evidence, text, href string, details ...Detail) Line {
	l := Line{
		Items: []Item{{Text: text, Href: href, Fact: e.ID}}, Inferred: e.Assertion == "INFERRED", Because: e.Because,
		Since: date(e.Since.EffectiveDate), Refs: b.refer(e.Citations),
	}
	if e.Verified != nil {
		l.Verified = e.Verified.By + ", " + date(e.Verified.On)
	}
	for _, d := range details {
		if d.Text != "" || len(d.Items) > 0 {
			l.Details = append(l.Details, d)
		}
	}
	if e.Condition != "" {
		l.Details = append(l.Details, Detail{Label: "Condition", Text: e.Condition})
	}
	return l
}

// not makes the line one of what is stated not to be.
func (l Line) not() Line {
	l.Not = true
	return l
}

// merge makes one line of lines that say the same of several things, where the
// first of them stands.
func merge(lines []Line) []Line {
	var merged []Line
	at := map[string]int{}
	for _, l := range lines {
		key := l.says()
		if i, ok := at[key]; ok {
			merged[i].Items = append(merged[i].Items, l.Items...)
			continue
		}
		at[key] = len(merged)
		merged = append(merged, l)
	}
	for _, l := range merged {
		slices.SortStableFunc(l.Items, func(a, b Item) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	}
	return merged
}

// says is all that a line says beside what it is of.
func (l Line) says() string {
	var b strings.Builder
	part := func(s string) { b.WriteString(strconv.Quote(s)) }
	part(l.Text)
	for _, d := range l.Details {
		part(d.Label)
		part(d.Text)
		for _, i := range d.Items {
			part(i.Text)
			part(i.Fact)
		}
	}
	part(strconv.FormatBool(l.Inferred))
	part(l.Because)
	part(l.Since)
	part(l.Verified)
	for _, r := range l.Refs {
		part(strconv.Itoa(r))
	}
	return b.String()
}

// grouped puts lines below the headings that title gives, in the order of the
// headings' first lines; a single heading is left out.
func grouped[T any](facts []T, of func(T) named, line func(T) Line) []Group {
	var groups []Group
	at := map[string]int{}
	for _, f := range facts {
		n := of(f)
		i, ok := at[n.ID]
		if !ok {
			i = len(groups)
			at[n.ID] = i
			groups = append(groups, Group{Title: n.Name})
		}
		groups[i].Lines = append(groups[i].Lines, line(f))
	}
	for i := range groups {
		groups[i].Lines = merge(groups[i].Lines)
	}
	if len(groups) == 1 {
		groups[0].Title = ""
	}
	return groups
}

func each[T any](facts []T, line func(T) Line) []Line {
	var lines []Line
	for _, f := range facts {
		lines = append(lines, line(f))
	}
	return merge(lines)
}

// names joins the names of things.
func names(of []named) string {
	var words []string
	for _, n := range of {
		words = append(words, n.Name)
	}
	return wording.And(words)
}
