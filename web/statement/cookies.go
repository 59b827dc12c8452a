package statement

import (
	"net/url"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// cookieCategories are in the order of the tables, from what a site needs to
// what serves advertisers.
var cookieCategories = []struct{ category, note string }{
	{"STRICTLY_NECESSARY", "The site does not work without them."},
	{"PERFORMANCE", "They tell how visitors use the site."},
	{"FUNCTIONALITY", "They remember what visitors chose."},
	{"TARGETING", "They serve advertising."},
}

// cookies is the page of all cookies.
func (b *builder) cookies(after string) (*Page, error) {
	var answer struct{ Cookies list[cookie] }
	if err := b.put("cookies", map[string]any{"after": after}, &answer); err != nil {
		return nil, err
	}
	p := &Page{Kind: "cookies", Title: "Cookies", Lead: "What is stored on your device when you visit, who sets it, what for, for how long, and whether you can refuse it."}
	section := Section{ID: "cookies", Title: "All cookies by category", Tables: b.cookieTables(answer.Cookies.Nodes), Silence: "No cookie is stated."}
	p.Sections = []Section{section}
	if len(answer.Cookies.Nodes) == 0 {
		return p, nil
	}
	p.Glance = []Glance{
		{Label: "In all", Text: wording.Count(answer.Cookies.TotalCount, "row") + " of cookies"},
		{Label: "Set by", Text: some(distinct(answer.Cookies.Nodes, func(c cookie) named { return c.Setter }), 4)},
	}
	if !answer.Cookies.PageInfo.HasNextPage {
		p.Glance[0].Text = wording.Count(len(cookieNames(answer.Cookies.Nodes)), "cookie")
		p.Glance = append(p.Glance, Glance{Label: "You can refuse", Text: wording.Count(len(cookieNames(only(answer.Cookies.Nodes, func(c cookie) bool { return c.Refusable }))), "cookie")})
	}
	p.Next = b.next("cookies", answer.Cookies.PageInfo)
	return p, nil
}

// cookieNames are the names of cookies, each on its own.
func cookieNames(all []cookie) []string {
	var names []string
	for _, c := range all {
		names = append(names, strings.Split(c.Name, " / ")...)
	}
	return names
}

// next is the address of the next page of a list; empty at its end.
func (b *builder) next(path string, p page) string {
	if !p.HasNextPage {
		return ""
	}
	return b.links.to(path, url.Values{"after": {p.EndCursor}}, "")
}

// cookieTables are a table for each category that there are cookies of.
func (b *builder) cookieTables(all []cookie) []Table {
	var tables []Table
	for _, k := range cookieCategories {
		t := Table{
			ID: "cookies-" + strings.ToLower(strings.ReplaceAll(k.category, "_", "-")), Caption: say("cookies", k.category), Note: k.note,
			Columns: []string{"Name", "Set by", "What for", "Stays", "Can you refuse it?", "Where", "Written in"},
		}
		for _, c := range all {
			if c.Category == k.category {
				t.Rows = append(t.Rows, b.cookieRow(c))
			}
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

func (b *builder) cookieRow(c cookie) Row {
	line := b.line(c.evidence, c.Name, "")
	line.ID = anchor(c.ID)
	line.Items[0].Note = patterns(c)
	purpose := Detail{Label: "What for", Text: c.Description, Items: b.nouns(c.Purposes)}
	if purpose.Text == "" && len(purpose.Items) == 0 {
		purpose = stated("What for", "")
	}
	if len(c.Data) > 0 {
		line.Details = append(line.Details, Detail{Label: "Data", Items: b.nouns(c.Data)})
	}
	refuse := Detail{Label: "Can you refuse it?", Text: "No"}
	if c.Refusable {
		refuse.Text = "Yes"
	}
	switch {
	case c.ConsentNeeded == nil:
		refuse.Text += "; whether it waits for your consent is not stated"
	case *c.ConsentNeeded:
		refuse.Text += "; it waits for your consent"
	default:
		refuse.Text += "; it does not wait for your consent"
	}
	if href := webAddress(c.OptOut); href != "" {
		refuse.Items = []Item{{Text: "opt out at " + host(href), Href: href}}
	} else if c.OptOut != "" {
		refuse.Text += ". Opt out: " + c.OptOut
	}
	where := Detail{Label: "Where", Items: b.nouns(c.Services)}
	if len(c.Services) == 0 {
		where = stated("Where", "")
	}
	return Row{Line: line, Cells: []Detail{
		{Label: "Set by", Items: []Item{b.noun(c.Setter)}}, purpose, stated("Stays", lifetime(c)), refuse, where,
	}}
}

// host is where a web address leads: an opt-out need not be with the one who
// sets the cookie.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func lifetime(c cookie) string {
	switch {
	case c.Lifetime == nil:
		return ""
	case c.Lifetime.Kind == "PERIOD":
		return period(c.Lifetime.Period)
	}
	return say("lifetime", c.Lifetime.Kind)
}

// Names are the names that a cookie's row is called by, each on its own.
func (Table) Names(row Item) []string { return strings.Split(row.Text, " / ") }

// patterns are the names that a cookie may have beside those that its row is
// called by.
func patterns(c cookie) string {
	printed := strings.Split(c.Name, " / ")
	others := slices.DeleteFunc(slices.Clone(c.Patterns), func(p string) bool { return slices.Contains(printed, p) })
	if len(others) == 0 {
		return ""
	}
	return "matches " + wording.And(others)
}
