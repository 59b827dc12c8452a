package intake

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// tree is a part of a YAML file, with the lines of the report for its values.
type tree struct {
	node *yaml.Node
	path string
	// leaves are the lines of all values of the file.
	leaves map[*yaml.Node]*Line
}

// parse reads a YAML file of one document; ok is false if there is nothing to
// read, or the file is no YAML, which is then a problem.
func (d *draft) parse(content []byte) (t tree, ok bool) {
	if len(d.problems) > 0 {
		return t, false
	}
	if !utf8.Valid(content) {
		d.problem(1, "syntax", "the file is not UTF-8 text: save it as UTF-8")
		return t, false
	}
	loader, err := yaml.NewLoader(bytes.NewReader(content))
	if err != nil {
		d.problem(1, "syntax", err.Error())
		return t, false
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return t, false
	} else if err != nil {
		d.syntax(err)
		return t, false
	}
	if err := loader.Load(&second); err == nil {
		d.problem(max(second.Line, 1), "syntax", "a file holds one document: import what follows as a file of its own")
	} else if !errors.Is(err, io.EOF) {
		d.syntax(err)
	}
	if len(doc.Content) != 1 {
		return t, false
	}
	t = tree{node: doc.Content[0], leaves: map[*yaml.Node]*Line{}}
	d.grow(t, 0)
	return t, len(d.problems) == 0
}

func (d *draft) syntax(err error) {
	line, message := 1, err.Error()
	var detail *yaml.LoadError
	if errors.As(err, &detail) {
		line, message = max(detail.Mark.Line, 1), detail.Message
	}
	d.problem(line, "syntax", "this is no YAML: "+message)
}

// maxDepth is how deep a file may be nested.
const maxDepth = 64

// grow makes a line of the report for every value below the tree.
func (d *draft) grow(t tree, depth int) {
	n := t.node
	if depth > maxDepth {
		d.problem(n.Line, "syntax", "the file is nested deeper than "+strconv.Itoa(maxDepth)+" levels")
		return
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.problem(n.Line, "syntax", "anchors and aliases are not read: write out what they stand for")
	case n.Kind == yaml.MappingNode && len(n.Content) > 0:
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if seen[key.Value] {
				d.problem(key.Line, "twice", strconv.Quote(key.Value)+" is there twice: keep one")
			}
			seen[key.Value] = true
		}
		t.each(func(_ string, child tree) { d.grow(child, depth+1) })
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		for _, child := range t.items() {
			d.grow(child, depth+1)
		}
	default:
		value := n.Value
		switch n.Kind {
		case yaml.MappingNode:
			value = "{}"
		case yaml.SequenceNode:
			value = "[]"
		}
		t.leaves[n] = d.leaf(n.Line, t.path, value)
	}
}

// each visits the fields of a mapping, in their order.
func (t tree) each(visit func(key string, child tree)) {
	if t.node == nil || t.node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(t.node.Content); i += 2 {
		key := t.node.Content[i].Value
		visit(key, tree{t.node.Content[i+1], strings.TrimPrefix(t.path+"."+key, "."), t.leaves})
	}
}

// items are the elements of a list; a single value is a list of one.
func (t tree) items() []tree {
	switch {
	case t.empty():
		return nil
	case t.node.Kind != yaml.SequenceNode:
		return []tree{t}
	}
	list := make([]tree, len(t.node.Content))
	for i, n := range t.node.Content {
		list[i] = tree{n, t.path + "[" + strconv.Itoa(i) + "]", t.leaves}
	}
	return list
}

// get is a field of a mapping; it is empty if there is none.
func (t tree) get(key string) tree {
	var found tree
	t.each(func(k string, child tree) {
		if k == key {
			found = child
		}
	})
	return found
}

// isMap says whether it has fields.
func (t tree) isMap() bool { return t.node != nil && t.node.Kind == yaml.MappingNode }

// empty says whether nothing is stated: absent, null, empty.
func (t tree) empty() bool {
	if t.node == nil {
		return true
	}
	if t.node.Kind == yaml.ScalarNode {
		return t.node.ShortTag() == "!!null" || strings.TrimSpace(t.node.Value) == ""
	}
	return len(t.node.Content) == 0
}

// text is a value without space around it; empty for anything else.
func (t tree) text() string {
	if t.empty() || t.node.Kind != yaml.ScalarNode {
		return ""
	}
	return strings.TrimSpace(t.node.Value)
}

// yes says whether the value is true.
func (t tree) yes() bool {
	return strings.EqualFold(t.text(), "true") || strings.EqualFold(t.text(), "yes")
}

// line is where it stands.
func (t tree) line() int {
	if t.node == nil {
		return 1
	}
	return max(t.node.Line, 1)
}

// all visits the line of every value in it.
func (t tree) all(visit func(*Line)) {
	switch {
	case t.node == nil:
	case t.leaves[t.node] != nil:
		visit(t.leaves[t.node])
	case t.isMap():
		t.each(func(_ string, child tree) { child.all(visit) })
	default:
		for _, child := range t.items() {
			child.all(visit)
		}
	}
}

// leaf is the line of a single value; one that belongs to no report if it is
// no single value.
func (t tree) leaf() *Line {
	if l := t.leaves[t.node]; t.node != nil && l != nil {
		return l
	}
	return &Line{}
}

// lost says of every value in it why it went nowhere; what states nothing is
// told as that.
func (t tree) lost(format string, args ...any) {
	t.hush()
	t.all(func(l *Line) {
		if l.Outcome != Empty {
			l.lost(format, args...)
		}
	})
}

// hush tells the empty values in it as such.
func (t tree) hush() {
	if t.node == nil {
		return
	}
	if t.empty() {
		t.all(func(l *Line) { l.silent("nothing is stated") })
		return
	}
	if t.isMap() {
		t.each(func(_ string, child tree) { child.hush() })
		return
	}
	for _, child := range t.items() {
		if child.node != t.node {
			child.hush()
		}
	}
}

// mapped says of every value in it where it went.
func (t tree) mapped(targets ...string) { t.all(func(l *Line) { l.mapped(targets...) }) }
