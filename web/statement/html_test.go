package statement

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// element is an element of a page, with all text below it.
type element struct {
	name     string
	attrs    map[string]string
	parent   *element
	children []*element
	text     strings.Builder
}

// words are the text with its white space as browsers show it.
func (e *element) words() string { return strings.Join(strings.Fields(e.text.String()), " ") }

// void are the elements without an end.
var void = []string{"meta", "link", "input", "br", "hr", "img"}

// parseHTML reads a page, and fails the test where tags do not pair or an id is
// there twice.
func parseHTML(t testing.TB, page string) *element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.Replace(page, "<!doctype html>", "", 1)))
	d.Strict, d.Entity = false, xml.HTMLEntity
	root := &element{name: "#root"}
	open, ids := root, map[string]bool{}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}, parent: open}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Errorf("<%s> has %s twice", e.name, a.Name.Local)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			if id := e.attrs["id"]; id != "" && ids[id] {
				t.Errorf("the id %q is there twice", id)
			} else {
				ids[id] = true
			}
			open.children = append(open.children, e)
			if !slices.Contains(void, e.name) {
				open = e
			}
		case xml.EndElement:
			if slices.Contains(void, token.Name.Local) {
				continue
			}
			if open.name != token.Name.Local {
				t.Fatalf("</%s> ends <%s>", token.Name.Local, open.name)
			}
			open = open.parent
		case xml.CharData:
			for e := open; e != nil; e = e.parent {
				e.text.Write(token)
			}
		}
	}
	if open != root {
		t.Fatalf("<%s> has no end", open.name)
	}
	return root
}

// all are the elements below e for which is holds.
func (e *element) all(is func(*element) bool) []*element {
	var found []*element
	for _, c := range e.children {
		if is(c) {
			found = append(found, c)
		}
		found = append(found, c.all(is)...)
	}
	return found
}

// facts are the texts of the lines, rows and headings that tell the facts of a
// page, by their ids.
func facts(root *element) map[string]string {
	told := map[string]string{}
	for _, e := range root.all(func(e *element) bool { return e.attrs["data-fact"] != "" }) {
		line := e
		for line.parent != nil && line.attrs["class"] != "fact" && line.name != "tr" && line.name != "header" {
			line = line.parent
		}
		told[e.attrs["data-fact"]] += line.words() + "\n"
	}
	return told
}
