package flowmap

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/url"
	"slices"
	"strings"

	_ "embed"
)

var (
	//go:embed asset/map.html
	sheet string
	//go:embed asset/map.css
	style string
	//go:embed asset/map.js
	script string
)

// Root is the path of the map.
const Root = "/map"

// page is what the template shows.
type page struct {
	Title, Site, Lead  string
	Organisation       string
	Nav                []link
	Old                bool
	AsOf, Today        string
	Number             int
	Date               string
	Query, Whole, Next string
	Kept               []hidden
	Only               []link
	Picture            template.HTML
	Drawn              bool
	Shown, All         int
	Denied, Cookies    int
	DeniedText         string
	Rows               []row
	ID, Text           string
	Variables          string
	Explorer           string
	Style, Script      string
	Problem            string
}

type link struct {
	Text, Href string
	Here       bool
}

// hidden is what a form keeps.
type hidden struct{ Name, Value string }

// row is a flow as the table shows it.
type row struct {
	Nodes               string
	Service, Data, To   link
	Quiet               bool
	Marks               []string
	Purposes, Condition string
	Clauses             []link
	Facts               string
}

// asked is what a request asks of the map.
type asked struct {
	Service, Data, Recipient, Text, AsOf, After string
}

func (a asked) values() url.Values {
	q := url.Values{}
	for _, p := range a.pairs() {
		if p.Value != "" {
			q.Set(p.Name, p.Value)
		}
	}
	return q
}

func (a asked) pairs() []hidden {
	return []hidden{{"service", a.Service}, {"data", a.Data}, {"recipient", a.Recipient}, {"q", a.Text}, {"asOf", a.AsOf}, {"after", a.After}}
}

// href is the address of the map for what is asked.
func (a asked) href() string {
	if q := a.values().Encode(); q != "" {
		return Root + "?" + q
	}
	return Root
}

// to is where a thing leads: its own picture at the same revision.
func (a asked) to(id string) string {
	kind, rest, _ := strings.Cut(id, "/")
	next := asked{AsOf: a.AsOf}
	switch kind {
	case "service":
		next.Service = rest
	case "data":
		next.Data = rest
	case "party":
		next.Recipient = rest
	default:
		return ""
	}
	return next.href()
}

// variables are those of the operation.
func (a asked) variables() map[string]any {
	v := map[string]any{"asOf": nullable(a.AsOf)}
	for name, text := range map[string]string{"service": a.Service, "data": a.Data, "recipient": a.Recipient, "text": a.Text, "after": a.After} {
		if text != "" {
			v[name] = text
		}
	}
	return v
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// rows are the flows of an answer for the table.
func (a asked) rows(f Flows) []row {
	index := map[string]string{}
	for c, column := range [][]Node{f.Services, f.Data, f.Recipients} {
		for i, n := range column {
			index[n.Key] = indexed(c, i)
		}
	}
	var list []row
	for _, flow := range f.Flows.Nodes {
		r := row{
			Service: link{Text: flow.Service.Name, Href: a.to(flow.Service.ID)}, Data: link{Text: flow.Data.Name, Href: a.to(flow.Data.ID)},
			Condition: strings.Join(flow.Conditions, " "),
		}
		var nodes, facts []string
		for _, key := range flow.Nodes {
			nodes = append(nodes, index[key])
		}
		for _, fact := range flow.Facts {
			facts = append(facts, fact.ID)
		}
		r.Nodes, r.Facts = strings.Join(nodes, " "), strings.Join(facts, " ")
		r.end(flow, a)
		var names []string
		for _, p := range flow.Purposes {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
		r.Purposes = strings.Join(names, ", ")
		for _, c := range flow.Citations {
			r.Clauses = append(r.Clauses, clause(c.Clause.Path, c.Clause.Document.Title, c.Clause.URL, c.Clause.Document.URL))
		}
		list = append(list, r)
	}
	return list
}

// end says where the flow goes.
func (r *row) end(f Flow, a asked) {
	switch {
	case f.Recipient != nil:
		r.To = link{Text: f.Recipient.Name, Href: a.to(f.Recipient.ID)}
	case f.PassedTo != nil:
		r.To = link{Text: f.PassedTo.Name, Href: a.to(f.PassedTo.ID)}
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

// clause is the link to a clause; an address that is not one of the web is none.
func clause(path []string, title, own, document string) link {
	l := link{Text: title}
	if len(path) > 0 {
		l.Text = title + " › " + path[len(path)-1]
	}
	for _, address := range []string{document, own} {
		if u, err := url.Parse(address); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
			l.Href = address
		}
	}
	return l
}

// hashed is the name of a file with a hash of its content in it.
func hashed(name, extension, content string) string {
	sum := sha256.Sum256([]byte(content))
	return name + "." + hex.EncodeToString(sum[:6]) + extension
}
