package inventory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// FlowNodeKind is what a node of the picture of flows stands for.
type FlowNodeKind string

// What nodes stand for.
const (
	NodeService   FlowNodeKind = "SERVICE"
	NodeData      FlowNodeKind = "DATA_CATEGORY"
	NodeRecipient FlowNodeKind = "RECIPIENT"
	// NodePassedTo is a service that data is passed to.
	NodePassedTo FlowNodeKind = "PASSED_TO"
	// NodeOthers stands for those with the fewest flows.
	NodeOthers    FlowNodeKind = "OTHERS"
	NodeRelated   FlowNodeKind = "RELATED"
	NodeNotStated FlowNodeKind = "NOT_STATED"
)

func (FlowNodeKind) values() []string {
	return []string{
		string(NodeService), string(NodeData), string(NodeRecipient), string(NodePassedTo),
		string(NodeOthers), string(NodeRelated), string(NodeNotStated),
	}
}

// What stands for a missing recipient.
const (
	relatedName   = "Recipient stated for a wider or narrower category only"
	notStatedName = "No recipient stated"
)

// FlowNode is a node of the picture: a noun, one with what is below it, or all
// that found no place.
type FlowNode struct {
	// Key tells the node from all others of the picture.
	Key string
	// Name is the name of the noun, or what the node stands for in words.
	Name string
	Kind FlowNodeKind
	// Weight is how many flows run through the node.
	Weight int
	// Holds is how many nouns with flows are in the node: 0 if it stands for a
	// missing recipient.
	Holds int

	s    *Snapshot
	noun ID
}

// Noun is what the node stands for; ok is false for what is not one.
func (n FlowNode) Noun() (Node, bool) { return n.s.Node(n.noun) }

// FlowLink joins two nodes of neighbouring columns.
type FlowLink struct {
	// From and To are the keys of the nodes.
	From, To string
	// Total counts the flows and facts of the link. Collections count where data
	// comes from a service, and where it ends without a named recipient.
	Total FlowTotal
	// StatisticsOnly is true if all the flows are.
	StatisticsOnly bool
	// Assertion is STATED if one of the flows is.
	Assertion Assertion

	flows []DataFlow
	// through are the places of its flows among all, column is 0 or 1.
	through []int
	column  int
}

// Facts are the facts behind the link, by service, data and end.
func (l FlowLink) Facts(first int, after *string) (FactConnection, error) {
	var ids []ID
	for _, i := range l.through {
		f := l.flows[i]
		if l.column == 1 && f.to != "" {
			f.Collections = nil
		}
		for _, fact := range f.Facts() {
			ids = append(ids, fact.ID())
		}
	}
	slices.Sort(ids)
	return pageOfFacts(l.flows[0].s, slices.Compact(ids), first, after)
}

// draw makes the picture.
func (a *DataFlows) draw(most int) {
	var columns [3]*flowColumn
	for c := range columns {
		columns[c] = newFlowColumn(a, c)
		columns[c].gather(most)
	}
	a.Services, a.Data, a.Recipients = columns[0].nodes(), columns[1].nodes(), columns[2].nodes()
	for c, column := range columns {
		var last leaf // neighbours are often of the same service and data
		var place int
		for i := range a.flows {
			if l := a.flows[i].leaf(c); i == 0 || l != last {
				last, place = l, column.groups[l].place
			}
			a.flows[i].nodes[c] = place
		}
	}
	a.link(0, a.Services, a.Data)
	a.link(1, a.Data, a.Recipients)
}

// link joins the nodes of a column with those of the next.
func (a *DataFlows) link(column int, from, to []FlowNode) {
	type ends [2]int
	links := map[ends]*FlowLink{}
	var order []ends
	for i, f := range a.flows {
		k := ends{f.nodes[column], f.nodes[column+1]}
		l := links[k]
		if l == nil {
			l = &FlowLink{From: from[k[0]].Key, To: to[k[1]].Key, StatisticsOnly: true, Assertion: Inferred, flows: a.flows, column: column}
			links[k], order = l, append(order, k)
		}
		l.through = append(l.through, i)
		comes := column == 0 && (i == 0 || !f.sameData(a.flows[i-1]))
		silent := column == 1 && f.to == ""
		l.Total.add(f, comes || silent)
		l.StatisticsOnly = l.StatisticsOnly && f.StatisticsOnly()
		if l.Assertion == Inferred {
			l.Assertion = f.Assertion()
		}
	}
	slices.SortFunc(order, func(a, b ends) int { return slices.Compare(a[:], b[:]) })
	for _, k := range order {
		a.Links = append(a.Links, *links[k])
	}
}

// leaf is what a flow runs through in a column, before anything is grouped.
type leaf struct {
	kind FlowNodeKind
	id   ID
}

func (f *DataFlow) leaf(column int) leaf {
	switch {
	case column == 0:
		return leaf{NodeService, f.service}
	case column == 1:
		return leaf{NodeData, f.data}
	case f.End == EndRecipient:
		return leaf{NodeRecipient, f.to}
	case f.End == EndService:
		return leaf{NodePassedTo, f.to}
	case f.End == EndRelated:
		return leaf{NodeRelated, ""}
	}
	return leaf{NodeNotStated, ""}
}

// group is a node in the making.
type group struct {
	leaf
	weight int
	leaves []leaf
	// chain leads from the widest noun to that of the group.
	chain []ID
	place int
}

// flowColumn groups what flows run through in one column.
type flowColumn struct {
	s     *Snapshot
	plain string
	// open are the groups of nouns, ends those of missing recipients.
	open, ends []*group
	groups     map[leaf]*group
}

func newFlowColumn(a *DataFlows, column int) *flowColumn {
	c := &flowColumn{s: a.s, groups: map[leaf]*group{}, plain: []string{"service", "data category", "recipient"}[column]}
	var g *group
	for i := range a.flows {
		l := a.flows[i].leaf(column)
		if g == nil || g.leaf != l {
			g = c.groups[l]
		}
		if g == nil {
			g = &group{leaf: l, leaves: []leaf{l}}
			c.groups[l] = g
			if l.id == "" {
				c.ends = append(c.ends, g)
			} else {
				g.chain = append(a.s.above(l.id), l.id)
				c.open = append(c.open, g)
			}
		}
		g.weight++
	}
	slices.SortFunc(c.ends, func(a, b *group) int { return -cmp.Compare(a.kind, b.kind) })
	return c
}

// gather brings the column down to so many nodes: nouns come into what they
// belong to, the deepest first and those with the fewest flows; then what has
// the fewest flows becomes one node. A group that would take in more than half
// of the column is left alone: it would say too little.
func (c *flowColumn) gather(most int) {
	deepest := 0
	for _, g := range c.open {
		deepest = max(deepest, len(g.chain))
	}
	for depth := deepest - 1; depth >= 0 && len(c.open) > most; depth-- {
		for _, members := range c.families(depth) {
			if len(c.open) <= most {
				break
			}
			if len(members) > 1 && 2*len(members) <= len(c.open) {
				c.merge(leaf{members[0].kind, members[0].chain[depth]}, members[0].chain[:depth+1], members)
			}
		}
	}
	c.sort()
	if len(c.open) > most {
		c.merge(leaf{NodeOthers, ""}, nil, slices.Clone(c.open[most-1:]))
		c.ends = append([]*group{c.open[most-1]}, c.ends...)
		c.open = c.open[:most-1]
	}
	for i, g := range append(slices.Clone(c.open), c.ends...) {
		g.place = i
	}
}

// families are the groups below the same noun at a depth of its tree: those
// with the fewest flows first.
func (c *flowColumn) families(depth int) [][]*group {
	members := map[leaf][]*group{}
	var order []leaf
	for _, g := range c.open {
		if len(g.chain) > depth {
			k := leaf{g.kind, g.chain[depth]}
			if members[k] == nil {
				order = append(order, k)
			}
			members[k] = append(members[k], g)
		}
	}
	list := make([][]*group, len(order))
	for i, k := range order {
		list[i] = members[k]
	}
	weight := func(family []*group) (sum int) {
		for _, g := range family {
			sum += g.weight
		}
		return sum
	}
	slices.SortStableFunc(list, func(a, b []*group) int { return cmp.Compare(weight(a), weight(b)) })
	return list
}

// merge puts one group in the place of several.
func (c *flowColumn) merge(as leaf, chain []ID, members []*group) {
	whole := &group{leaf: as, chain: chain}
	for _, g := range members {
		whole.weight += g.weight
		whole.leaves = append(whole.leaves, g.leaves...)
	}
	for _, l := range whole.leaves {
		c.groups[l] = whole
	}
	at := slices.Index(c.open, members[0])
	c.open[at] = whole
	gone := map[*group]bool{}
	for _, g := range members[1:] {
		gone[g] = true
	}
	c.open = slices.DeleteFunc(c.open, func(g *group) bool { return gone[g] })
}

// sort brings the heaviest to the front; the others keep their names' order.
func (c *flowColumn) sort() {
	name := func(g *group) *node { n, _ := c.s.nodes.get(g.id); return n }
	slices.SortFunc(c.open, func(a, b *group) int {
		return cmp.Or(-cmp.Compare(a.weight, b.weight), name(a).compare(name(b)), cmp.Compare(a.kind, b.kind))
	})
}

func (c *flowColumn) nodes() []FlowNode {
	list := make([]FlowNode, 0, len(c.open)+len(c.ends))
	for _, g := range append(slices.Clone(c.open), c.ends...) {
		n := FlowNode{Key: string(g.id), Kind: g.kind, Weight: g.weight, Holds: len(g.leaves), s: c.s, noun: g.id}
		switch g.kind {
		case NodeOthers:
			n.Key, n.Name = "others/"+strings.ReplaceAll(c.plain, " ", "-"), wording.Count(len(g.leaves), "other "+c.plain)
		case NodeRelated:
			n.Key, n.Name, n.Holds = "to/related", relatedName, 0
		case NodeNotStated:
			n.Key, n.Name, n.Holds = "to/not-stated", notStatedName, 0
		case NodePassedTo:
			n.Key, n.Name = "to/"+string(g.id), must[Service](c.s, g.id).Name()+" (service)"
		default:
			rec, _ := c.s.Record(g.id)
			n.Name = rec.title()
		}
		list = append(list, n)
	}
	return list
}
