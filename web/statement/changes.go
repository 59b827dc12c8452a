package statement

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

type change struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	Change   string `json:"change"`
	Sentence string `json:"sentence"`
	Material []struct {
		Rule    string `json:"rule"`
		Title   string `json:"title"`
		Why     string `json:"why"`
		Article string `json:"article"`
	} `json:"material"`
}

type difference struct {
	From     revision     `json:"from"`
	To       revision     `json:"to"`
	InWords  string       `json:"inWords"`
	Material list[change] `json:"material"`
	Other    list[change] `json:"other"`
}

// diff reads all changes since a revision.
func (b *builder) diff(since string) (difference, error) {
	var whole difference
	after := map[string]any{"from": since}
	for {
		var answer struct{ Diff difference }
		if err := b.put("changes", after, &answer); err != nil {
			return whole, err
		}
		d := answer.Diff
		whole.From, whole.To, whole.InWords = d.From, d.To, d.InWords
		// A list that has come to its end is asked for the page after it, which is empty.
		whole.Material.Nodes = append(whole.Material.Nodes, d.Material.Nodes...)
		whole.Other.Nodes = append(whole.Other.Nodes, d.Other.Nodes...)
		if !d.Material.PageInfo.HasNextPage && !d.Other.PageInfo.HasNextPage {
			return whole, nil
		}
		advance(after, "after", d.Material.PageInfo)
		advance(after, "afterOther", d.Other.PageInfo)
	}
}

func advance(variables map[string]any, name string, p page) {
	if p.EndCursor != "" {
		variables[name] = p.EndCursor
	}
}

// revisions are all of them, the newest first.
func (b *builder) revisions() ([]revision, error) {
	return everything[revision](b.session, "revisions", "revisions", nil)
}

// changes is the page of what changed since a revision or a date; by default,
// since the revision before.
func (b *builder) changes(since string) (*Page, error) {
	all, err := b.revisions()
	if err != nil {
		return nil, err
	}
	p := &Page{Kind: "changes", Title: "What changed"}
	pick := Section{ID: "revisions", Title: "Choose where to begin", Silence: "There is no older revision."}
	for i, r := range all {
		if i == 0 {
			continue
		}
		number := strconv.Itoa(r.Number)
		pick.Links = append(pick.Links, Item{Text: "Since revision " + number + ", in force since " + date(r.EffectiveDate), Note: r.Message,
			Href: b.links.to("changes", url.Values{"since": {number}}, "")})
	}
	if since == "" && len(all) > 1 {
		since = strconv.Itoa(all[1].Number)
	}
	if since == "" {
		p.Lead = "This is the first revision: there is nothing to compare it with."
		p.Sections = []Section{pick}
		return p, nil
	}
	d, err := b.diff(since)
	if err != nil {
		return nil, err
	}
	p.Lead = "From revision " + strconv.Itoa(d.From.Number) + ", in force since " + date(d.From.EffectiveDate) + ", to revision " + strconv.Itoa(d.To.Number) + ", in force since " + date(d.To.EffectiveDate) + "."
	p.Sections = []Section{
		{ID: "material", Title: "What matters to you", Lead: upperFirst(d.counted()) + ".", Groups: byRule(d.Material.Nodes), Silence: "Nothing changed that matters to the people concerned."},
		{ID: "other", Title: "Everything else", Lines: changeLines(d.Other.Nodes), Silence: "Nothing else changed."}, pick,
	}
	return p, nil
}

func changeLines(all []change) []Line {
	var lines []Line
	for _, c := range all {
		lines = append(lines, Line{Items: []Item{{Text: c.Sentence, Fact: c.ID}}})
	}
	return once(lines)
}

// once tells changes that read the same on one line, which counts them.
func once(lines []Line) []Line {
	var told []Line
	for _, l := range lines {
		i := slices.IndexFunc(told, func(o Line) bool { return o.Items[0].Text == l.Items[0].Text })
		if i < 0 {
			told = append(told, l)
			continue
		}
		first := &told[i].Items[0]
		first.Fact += " " + l.Items[0].Fact
		first.Note = wording.Count(len(strings.Fields(first.Fact)), "statement")
	}
	return told
}

// byRule puts changes below the rules that say why they matter. One that meets
// several rules stands below the first, and names the others.
func byRule(all []change) []Group {
	var groups []Group
	at := map[string]int{}
	for _, c := range all {
		if len(c.Material) == 0 {
			continue
		}
		first := c.Material[0]
		i, ok := at[first.Rule]
		if !ok {
			i = len(groups)
			at[first.Rule] = i
			note := first.Why
			if first.Article != "" {
				note += " (" + first.Article + ")"
			}
			groups = append(groups, Group{Title: first.Title, Note: note})
		}
		l := changeLines([]change{c})[0]
		for _, m := range c.Material[1:] {
			l.Details = append(l.Details, Detail{Label: m.Title, Text: m.Why})
		}
		groups[i].Lines = append(groups[i].Lines, l)
	}
	for i := range groups {
		groups[i].Lines = once(groups[i].Lines)
	}
	return groups
}

// newest is how many changes the entry shows.
const newest = 3

// lately is what changed in the newest revision, for the entry: one change of
// each kind that matters most, and how many there are like it.
func (b *builder) lately() (Section, error) {
	section := Section{ID: "lately", Title: "What changed lately", Silence: "This is the first revision."}
	all, err := b.revisions()
	if err != nil || len(all) < 2 {
		return section, err
	}
	d, err := b.diff(strconv.Itoa(all[1].Number))
	if err != nil {
		return section, err
	}
	section.Lead, section.Silence = "On "+date(all[0].EffectiveDate)+": "+d.counted()+".", ""
	for _, g := range byRule(d.Material.Nodes) {
		if len(section.Lines) == newest {
			break
		}
		l := Line{Items: []Item{{Text: g.Title}}, Text: g.Lines[0].Items[0].Text + "."}
		if n := len(g.Lines); n > 1 {
			l.Text = strings.TrimSuffix(l.Text, ".") + ", and " + wording.Count(n-1, "more change") + " like it."
		}
		section.Lines = append(section.Lines, l)
	}
	section.More = Item{Text: "All changes", Href: b.page("changes")}
	return section, nil
}

// counted says how much changed.
func (d difference) counted() string {
	material, other := len(d.Material.Nodes), len(d.Other.Nodes)
	switch {
	case material+other == 0:
		return "nothing changed"
	case material == 0:
		return wording.Count(other, "change") + ", none of which matters to the people concerned"
	case other == 0:
		return wording.Count(material, "change") + " that may matter to you"
	}
	return wording.Count(material, "change") + " that may matter to you, and " + wording.Count(other, "other")
}
