package ropa

import "github.com/recital/recital/inventory"

// data are the categories of personal data.
func (e *entry) data() []Item {
	var items []Item
	for _, p := range e.all {
		items = append(items, e.category(p)...)
	}
	return items
}

// category says a category as the facts about it do: each form and condition
// in which it is collected, or that it is only disclosed, kept or used.
func (e *entry) category(p processed) []Item {
	if p.how != "collected" {
		return []Item{item(p.data.Name()+" ("+p.how+")", p.facts...)}
	}
	var said grouped[inventory.Fact]
	for _, f := range p.facts {
		if c, ok := f.(inventory.Collection); ok {
			said.add(p.data.Name()+inForm(c.Form())+limits(c, nil), c)
		}
	}
	return said.items()
}

// dataOf are the categories of a group of the CNIL's.
// Where only data of other groups is declared, it says so.
func (e *entry) dataOf(g group) []Item {
	var items []Item
	for _, p := range e.all {
		if groupOf(p.data) == g.code {
			items = append(items, e.category(p)...)
		}
	}
	if len(items) == 0 && len(e.all) > 0 {
		return []Item{{Text: NotDeclared + "; data of other groups is", Gap: true}}
	}
	return items
}

// sensitive are the special categories among the data.
func (e *entry) sensitive() []Item {
	list, none := e.special()
	var items []Item
	for _, p := range list {
		items = append(items, item(p.data.Name()+": "+protection(p.data.Special()), p.facts...))
	}
	if none.Text != "" {
		items = append(items, none)
	}
	return items
}

// protection says why the law gives data more protection.
func protection(s inventory.SpecialCategory) string {
	if s == "ARTICLE_10" {
		return "criminal convictions and offences (Art. 10)"
	}
	return "special category (Art. 9)"
}
