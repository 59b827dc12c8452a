package render

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

// node is an object of JSON-LD. encoding/json writes its keys sorted.
type node map[string]any

func sortedKeys(n node) []string { return slices.Sorted(maps.Keys(n)) }

// put sets a property to a list, unless that is empty.
func (n node) put(property string, list any) {
	switch l := list.(type) {
	case []node:
		if len(l) == 0 {
			return
		}
	case []string:
		if len(l) == 0 {
			return
		}
	}
	n[property] = list
}

// say sets a property to a text, if there is one.
func (n node) say(property, text string, ok bool) {
	if ok && text != "" {
		n[property] = text
	}
}

// typed is a literal of a type.
func typed(datatype, value string) node { return node{"@type": datatype, "@value": value} }

// dated is a date in the type that is as precise.
func dated(d inventory.Date) node {
	switch len(d) {
	case len("2006"):
		return typed("xsd:gYear", string(d))
	case len("2006-01"):
		return typed("xsd:gYearMonth", string(d))
	}
	return typed("xsd:date", string(d))
}

// lasting is a period as an xsd:duration, which has no weeks.
func lasting(p inventory.Period) node {
	text, days := "P", 0
	for rest := strings.TrimPrefix(string(p), "P"); rest != ""; {
		i := strings.IndexAny(rest, "YMWD")
		if i < 0 {
			break // a period that was let in is well formed
		}
		n, _ := strconv.Atoi(rest[:i])
		switch rest[i] {
		case 'W':
			days += 7 * n
		case 'D':
			days += n
		default:
			text += rest[:i+1]
		}
		rest = rest[i+1:]
	}
	if days > 0 || text == "P" {
		text += strconv.Itoa(days) + "D"
	}
	return typed("xsd:duration", text)
}

// linked makes the nodes of one activity.
type linked struct {
	base string
	// clauses are those behind its facts, each once.
	clauses *sources
	around  surroundings
}

// at is a node with an identifier of ours.
func (l linked) at(id inventory.ID, types ...string) node {
	n := node{"@id": l.base + string(id)}
	n.put("@type", types)
	return n
}

// ref points at a node.
func (l linked) ref(id inventory.ID) node { return node{"@id": l.base + string(id)} }

// fact is a node for a fact, with what backs it: its clauses, and whether it is
// inferred, why and on which condition.
func (l linked) fact(f inventory.Fact, types ...string) node {
	n := l.at(f.ID(), types...)
	var from []node
	for _, c := range f.Citations() {
		l.clauses.add(c)
		from = append(from, l.ref(c.Clause().ID()))
	}
	n.put("prov:wasDerivedFrom", from)
	var comments []string
	if f.Assertion() == inventory.Inferred {
		why, _ := f.Because()
		comments = append(comments, strings.TrimSuffix("Inferred: "+why, ": "))
	}
	if c, ok := f.Condition(); ok {
		comments = append(comments, "Condition: "+c)
	}
	n.put("rdfs:comment", comments)
	return n
}

// cited are the clauses themselves.
func (l linked) cited() []node {
	var list []node
	for _, s := range l.clauses.list {
		n := l.at(inventory.ID(s.ID), "prov:Entity")
		n["dct:title"] = s.where
		n["dct:source"] = s.Document + ", edition " + s.Version
		if url, ok := link(s.URL); ok {
			n["rdfs:seeAlso"] = node{"@id": url}
		} else if s.URL != "" {
			n["rdfs:seeAlso"] = s.URL
		}
		list = append(list, n)
	}
	return list
}

// crossed adds what the Data Privacy Vocabulary calls an entry: a type where
// the match is exact, a link where it is close or broad. A code that is no term
// of it is kept as text.
func crossed(n node, types []string, walks []inventory.Crosswalk) {
	links := map[string][]node{}
	var others []string
	for _, c := range walks {
		switch {
		case c.Scheme != "DPV":
		case !isTerm(c.Code):
			others = append(others, c.Code)
		case c.Match == "EXACT":
			types = append(types, c.Code)
		case c.Match == "CLOSE":
			links["skos:closeMatch"] = append(links["skos:closeMatch"], node{"@id": c.Code})
		default:
			links["skos:broadMatch"] = append(links["skos:broadMatch"], node{"@id": c.Code})
		}
	}
	n.put("@type", types)
	for property, list := range links {
		n.put(property, list)
	}
	n.put("skos:notation", others)
}

// isTerm says whether a code is a term in one of the vocabularies of DPV.
func isTerm(code string) bool {
	prefix, name, found := strings.Cut(code, ":")
	if !found || name == "" || !slices.Contains([]string{"dpv", "pd", "tech", "eu-gdpr"}, prefix) {
		return false
	}
	return strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// appendNode appends a node as encoding/json writes it, keys sorted, without
// its reflection: a register has many of them.
func appendNode(b []byte, n node) []byte {
	keys := make([]string, 0, 16)
	for key := range n {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
		switch v := n[key].(type) {
		case string:
			b = appendString(b, v)
		case []string:
			b = appendList(b, v, appendString)
		case node:
			b = appendNode(b, v)
		case []node:
			b = appendList(b, v, appendNode)
		default:
			panic(fmt.Sprintf("render: a node holds a %T", v)) // a mistake in this package
		}
	}
	return append(b, '}')
}

func appendList[T any](b []byte, list []T, as func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = as(b, v)
	}
	return append(b, ']')
}

// appendString appends a JSON string with what a page could take for markup
// escaped.
func appendString(b []byte, s string) []byte {
	if plain(s) && !strings.ContainsAny(s, `"\<>&`) {
		return append(append(append(b, '"'), s...), '"')
	}
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return append(b, text...)
}
