package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// The tables of the named questions. Silence is told as silence in each.

func whoReceives(s *inventory.Snapshot, vars map[string]any) (table, error) {
	a, err := s.WhoReceives(text(vars, "data"), true, true)
	if err != nil {
		return table{}, err
	}
	t := table{lead: a.InWords(), head: []string{"RECIPIENT", "MATCH", "SAID", "RECEIVES", "THROUGH", "PURPOSES", "WRITTEN IN"}}
	for _, r := range append(slices.Clone(a.Receipts), a.AggregatedOnly...) {
		t.add(r.Recipient.Name(), wording.Enum(r.Match), wording.Enum(r.Assertion()), received(r), paths(r.Paths()),
			orNot(names(r.Purposes())), clauses(r.Citations()))
	}
	for _, d := range a.StatedNonRecipients {
		t.notes = append(t.notes, d.Summary()+" ["+clauses(d.Citations())+"]")
	}
	if n := names(a.CollectedWithoutStatedRecipient); n != "" {
		t.notes = append(t.notes, "Collected without a stated recipient (silence is not a no): "+n)
	}
	return t, nil
}

// received says what a recipient gets and in which form, once each.
func received(r inventory.Receipt) string {
	var list []string
	for _, d := range r.Disclosures {
		what := d.Data().Name()
		if d.Form() != inventory.Identifiable {
			what += " (" + wording.Enum(d.Form()) + ")"
		}
		if !slices.Contains(list, what) {
			list = append(list, what)
		}
	}
	return strings.Join(list, ", ")
}

func whoCollects(s *inventory.Snapshot, vars map[string]any) (table, error) {
	a, err := s.WhoCollects(text(vars, "data"), true)
	if err != nil {
		return table{}, err
	}
	t := table{lead: a.InWords(), head: []string{"SERVICE", "STATE", "DATA", "CONDITION", "WRITTEN IN"}}
	for _, c := range a.Collected {
		t.add(c.Service().Name(), "collected ("+wording.Enum(c.Assertion())+")", c.Data().Name(), condition(c), clauses(c.Citations()))
	}
	for _, c := range a.StatedNot {
		t.add(c.Service().Name(), "stated not", c.Data().Name(), limits(c), clauses(c.Citations()))
	}
	if n := names(a.NotStated); n != "" {
		t.notes = append(t.notes, "Not stated (silence is not a no): "+n)
	}
	for _, c := range a.MayInclude {
		t.notes = append(t.notes, "A wider category that may include it: "+c.Summary())
	}
	return t, nil
}

func whatGoesTo(s *inventory.Snapshot, vars map[string]any) (table, error) {
	a, err := s.WhatGoesTo(text(vars, "recipient"))
	if err != nil {
		return table{}, err
	}
	t := table{lead: a.InWords(), head: []string{"SERVICE", "RECIPIENT", "HOW", "DATA", "FORM", "SAID"}}
	for _, r := range a.ReachedBy {
		how := "through others"
		if r.Direct {
			how = "directly"
		} else if via, ok := r.OnlyThrough(); ok {
			how = "only through " + via.Name()
		}
		forms := make([]string, len(r.Forms()))
		for i, f := range r.Forms() {
			forms[i] = wording.Enum(f)
		}
		t.add(r.Service.Name(), r.Recipient.Name(), how, names(r.Data()), strings.Join(forms, ", "), wording.Enum(r.Assertion))
	}
	for _, d := range a.NonDisclosures {
		t.notes = append(t.notes, d.Summary()+" ["+clauses(d.Citations())+"]")
	}
	for _, c := range a.Cookies {
		t.notes = append(t.notes, "Sets the "+wording.Enum(c.Category())+" cookie "+c.Name())
	}
	return t, nil
}

func whatIsKept(s *inventory.Snapshot, vars map[string]any) (table, error) {
	f := inventory.KeptFilter{
		LongerThan: inventory.Period(text(vars, "longerThan")), AtMost: inventory.Period(text(vars, "atMost")),
		Trigger: text(vars, "trigger"), Service: text(vars, "service"), Data: text(vars, "data"),
	}
	if b, ok := vars["indefinitely"].(bool); ok {
		f.Indefinitely = &b
	}
	first, err := s.WhatIsKept(f, inventory.MaxPage, nil)
	if err != nil {
		return table{}, err
	}
	t := table{lead: first.InWords(), head: retentionHead}
	rules := allPages(func(after *string) (inventory.RetentionRuleConnection, error) {
		page, err := s.WhatIsKept(f, inventory.MaxPage, after)
		return page.Connection, err
	})
	t.rules("", rules)
	for _, r := range first.WithoutFigure {
		t.notes = append(t.notes, "Without a figure: "+r.Summary())
	}
	return t, nil
}

var retentionHead = []string{"SERVICE", "DATA", "KEPT", "WRITTEN IN"}

// rules adds a row for each rule, after a first cell if there is one.
func (t *table) rules(what string, rules []inventory.RetentionRule) {
	for _, r := range rules {
		data := names(r.Data())
		if data == "" {
			data = "all that is collected"
		}
		row := []string{r.Service().Name(), data, r.InWords(), clauses(r.Citations())}
		if what != "" {
			row = append([]string{what}, row...)
		}
		t.add(row...)
	}
}

func whatHappensOn(s *inventory.Snapshot, vars map[string]any) (table, error) {
	a, err := s.WhatHappensOn(text(vars, "event"), "")
	if err != nil {
		return table{}, err
	}
	t := table{lead: a.InWords(), head: append([]string{"WHAT"}, retentionHead...)}
	t.rules("erased", a.Erased)
	t.rules("anonymised", a.Anonymised)
	t.rules("stays", a.Kept)
	t.rules("own clock", a.Unaffected)
	silent := map[string][]string{}
	for _, c := range a.NotStated {
		silent[c.Service().Name()] = append(silent[c.Service().Name()], c.Data().Name())
	}
	var services []string
	for name := range silent {
		services = append(services, name)
	}
	slices.Sort(services)
	for _, name := range services {
		t.notes = append(t.notes, "Not stated for "+name+": "+strings.Join(silent[name], ", "))
	}
	return t, nil
}

func cookies(s *inventory.Snapshot, vars map[string]any) (table, error) {
	list := func(after *string) (inventory.CookieConnection, error) {
		return s.Cookies(inventory.CookieFilter{Setter: text(vars, "setter")}, inventory.MaxPage, after)
	}
	if _, err := list(nil); err != nil {
		return table{}, err
	}
	t := table{head: []string{"COOKIE", "SET BY", "CATEGORY", "LIFETIME", "REFUSABLE", "PURPOSE"}}
	for _, c := range allPages(list) {
		lifetime := notDeclared
		if l, ok := c.Lifetime(); ok {
			if lifetime = wording.Enum(l.Kind()); l.Kind() == "PERIOD" {
				p, _ := l.Period()
				lifetime = p.InWords()
			}
		}
		refusable := "no"
		if c.Refusable() {
			refusable = "yes"
		}
		purpose, _ := c.Description()
		t.add(strings.Join(c.Patterns(), ", "), c.Setter().Name(), wording.Enum(c.Category()), lifetime, refusable, orNot(purpose))
	}
	return t, nil
}

func search(s *inventory.Snapshot, vars map[string]any) (table, error) {
	hits, err := s.Search(text(vars, "text"), nil, inventory.MaxPage, nil)
	if err != nil {
		return table{}, err
	}
	t := table{lead: fmt.Sprintf("%d found.", hits.TotalCount()), head: []string{"ID", "NAME", "FOUND IN", "TEXT"}}
	for _, h := range hits.Nodes() {
		t.add(string(h.ID()), h.Name(), wording.Enum(h.Matched()), h.Text())
	}
	return t, nil
}

const notDeclared = "not declared"

func orNot(s string) string {
	if s == "" {
		return notDeclared
	}
	return s
}

func text(vars map[string]any, name string) string {
	s, _ := vars[name].(string)
	return s
}

func names[T interface{ Name() string }](items []T) string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = item.Name()
	}
	return strings.Join(list, ", ")
}

// limits says under which condition, and how far, data is not collected.
func limits(c inventory.NonCollection) string {
	s, _ := c.Scope()
	return strings.TrimSpace(condition(c) + "\n" + s)
}

func condition(f inventory.Fact) string {
	c, _ := f.Condition()
	return c
}

func paths(list []inventory.Path) string {
	lines := make([]string, len(list))
	for i, p := range list {
		steps := make([]string, len(p.Services()))
		for j, s := range p.Services() {
			steps[j] = s.Name()
		}
		lines[i] = strings.Join(steps, " → ")
	}
	return strings.Join(lines, "\n")
}

func clauses(list []inventory.Citation) string {
	lines := make([]string, len(list))
	for i, c := range list {
		path := c.Clause().Path()
		if title := c.Clause().Document().Title(); !strings.EqualFold(path[0], title) {
			path = append([]string{title}, path...)
		}
		lines[i] = strings.Join(path, " › ")
	}
	return strings.Join(lines, "\n")
}
