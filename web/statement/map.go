package statement

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
	"github.com/recital/recital/web/statement/flowmap"
)

// MapRoot is the path of the map of data.
const MapRoot = "/map"

// Map is the map as its page shows it: the picture, and the same as a table.
type Map struct {
	Query, Action, Whole string
	// Kept are the filters that the form keeps, Only those that are on, each
	// with the address without it.
	Kept, Only []Item
	Picture    template.HTML
	InWords    string
	Denied     string
	Cookies    int
	Shown, All int
	Rows       []MapRow
}

// MapRow is a flow as the table shows it.
type MapRow struct {
	// Nodes are those of the picture, Facts the ids of what the flow rests on.
	Nodes, Facts        string
	Service, Data, To   Item
	Quiet               bool
	Marks               []string
	Purposes, Condition string
	Clauses             []Item
}

// mapFilters are the parameters of the map's address, and the variables of the
// operation that each one is.
var mapFilters = []struct{ parameter, variable, label string }{
	{"service", "service", "Service:"}, {"data", "data", "Data:"}, {"recipient", "recipient", "Recipient:"}, {"q", "text", "Words:"},
}

// mostFlows is how many flows one page shows; the rest are on further pages.
const mostFlows = 400

// dataMap is the page of the map.
func (b *builder) dataMap(query url.Values) (*Page, error) {
	variables := map[string]any{"after": query.Get("after")}
	for _, f := range mapFilters {
		variables[f.variable] = strings.TrimSpace(query.Get(f.parameter))
	}
	flows, err := b.flows(variables)
	if err != nil {
		return nil, err
	}
	p := &Page{Kind: "map", Title: "Where data goes", Lead: "Each ribbon leads from a service to the data that it holds, and on to who receives it. The thicker, the more."}
	m := &Map{
		Query: query.Get("q"), Action: b.page("map"), Whole: b.page("map"), InWords: flows.InWords, Cookies: flows.Cookies.TotalCount,
		Shown: len(flows.Flows.Nodes), All: flows.Flows.TotalCount, Rows: b.mapRows(flows),
	}
	if n := flows.NonDisclosures.TotalCount; n > 0 {
		m.Denied = wording.Count(n, "statement")
	}
	m.Kept, m.Only = b.mapFilters(query, flows)
	tellWithheld(&flows)
	if m.All > 0 {
		m.Picture = flowmap.SVG(flows, flowmap.Picture{ID: "map", Title: p.Title, Href: func(n flowmap.Node) string { return b.onMap(strings.TrimPrefix(n.Key, "to/")) }})
	}
	if flows.Flows.PageInfo.HasNextPage {
		next := url.Values{"after": {flows.Flows.PageInfo.EndCursor}}
		for _, f := range mapFilters {
			if v := query.Get(f.parameter); v != "" {
				next.Set(f.parameter, v)
			}
		}
		p.Next = b.links.to("map", next, "")
	}
	p.Map = m
	return p, nil
}

// flows asks for the picture and its flows, up to [mostFlows].
func (b *builder) flows(variables map[string]any) (flowmap.Flows, error) {
	var flows flowmap.Flows
	for {
		var answer struct{ DataFlows flowmap.Flows }
		if err := b.put("map", variables, &answer); err != nil {
			return flows, err
		}
		before := flows.Flows.Nodes
		flows = answer.DataFlows
		flows.Flows.Nodes = append(before, flows.Flows.Nodes...)
		if _, limited := variables["first"]; limited || !flows.Flows.PageInfo.HasNextPage || len(flows.Flows.Nodes) >= mostFlows {
			return flows, nil
		}
		variables["after"] = flows.Flows.PageInfo.EndCursor
	}
}

// picture draws the flows of one service; nothing if there are none.
func (b *builder) picture(service string) (template.HTML, error) {
	flows, err := b.flows(map[string]any{"service": service, "most": 12, "first": 200})
	if err != nil || flows.Flows.TotalCount == 0 {
		return "", err
	}
	tellWithheld(&flows)
	return flowmap.SVG(flows, flowmap.Picture{ID: idsOf(b.req) + "flows", Title: "Where the data goes"}), nil
}

// mapFilters are the filters of an address, and the address without each.
func (b *builder) mapFilters(query url.Values, flows flowmap.Flows) (kept, only []Item) {
	single := map[string][]flowmap.Node{"service": flows.Services, "data": flows.Data}
	for _, f := range mapFilters {
		value := strings.TrimSpace(query.Get(f.parameter))
		if value == "" {
			continue
		}
		if f.parameter != "q" {
			kept = append(kept, Item{Text: f.parameter, Note: value})
		}
		without := url.Values{}
		for _, other := range mapFilters {
			if v := query.Get(other.parameter); v != "" && other.parameter != f.parameter {
				without.Set(other.parameter, v)
			}
		}
		if column := single[f.parameter]; len(column) == 1 {
			value = column[0].Name
		}
		only = append(only, Item{Text: f.label + " " + value, Href: b.links.to("map", without, "")})
	}
	return kept, only
}

// onMap is where a thing on the map leads: to its own map, or to its page in a
// copy without a server.
func (b *builder) onMap(id string) string {
	kind, rest, _ := strings.Cut(id, "/")
	parameter, ok := map[string]string{"service": "service", "data": "data", "party": "recipient"}[kind]
	switch {
	case !ok:
		return ""
	case b.req.static:
		return b.noun(named{ID: id}).Href
	}
	return b.links.to("map", url.Values{parameter: {rest}}, "")
}

// mapRows are the flows for the table.
func (b *builder) mapRows(f flowmap.Flows) []MapRow {
	index := f.Indexes()
	item := func(n flowmap.Named) Item { return Item{Text: n.Name, Href: b.onMap(n.ID)} }
	var rows []MapRow
	for _, flow := range f.Flows.Nodes {
		r := MapRow{Service: item(flow.Service), Data: item(flow.Data), Condition: strings.Join(flow.Conditions, " ")}
		var nodes, facts, purposes []string
		for _, key := range flow.Nodes {
			nodes = append(nodes, index[key])
		}
		for _, fact := range flow.Facts {
			facts = append(facts, fact.ID)
		}
		for _, p := range flow.Purposes {
			if !slices.Contains(purposes, p.Name) {
				purposes = append(purposes, p.Name)
			}
		}
		r.Nodes, r.Facts, r.Purposes = strings.Join(nodes, " "), strings.Join(facts, " "), strings.Join(purposes, ", ")
		r.end(flow, item)
		if flow.End == "NOT_STATED" {
			if not := notTo(withheldOf(f, flow)); not != "" {
				r.To.Text += "; " + not
			}
		}
		for _, c := range flow.Citations {
			s := sourceOf(0, citationOf(c.Clause.Path, c.Clause.URL, c.Clause.Document.Title, c.Clause.Document.URL))
			text := s.Document
			if len(s.Path) > 0 {
				text += " › " + s.Path[len(s.Path)-1]
			}
			r.Clauses = append(r.Clauses, Item{Text: text, Href: s.URL})
		}
		rows = append(rows, r)
	}
	return rows
}

func citationOf(path []string, address, title, document string) (c citation) {
	c.Clause.Path, c.Clause.URL, c.Clause.Document.Title, c.Clause.Document.URL = path, address, title, document
	return c
}

// end says where a flow goes.
func (r *MapRow) end(f flowmap.Flow, item func(flowmap.Named) Item) {
	switch {
	case f.Recipient != nil:
		r.To = item(*f.Recipient)
	case f.PassedTo != nil:
		r.To = item(*f.PassedTo)
		r.Marks = append(r.Marks, "passed to this service")
	case f.End == "RELATED":
		r.To.Text, r.Quiet = "recipient stated for a wider or narrower category only", true
	default:
		r.To.Text, r.Quiet = "no recipient stated", true
	}
	if f.StatisticsOnly {
		r.Marks = append(r.Marks, "statistics only")
	}
	if f.Assertion == "INFERRED" {
		r.Marks = append(r.Marks, "inferred")
	}
}
