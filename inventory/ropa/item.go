package ropa

import "github.com/recital/recital/inventory"

// item says what facts state: it is inferred if none of them is stated, and
// carries their clauses, each once.
func item[F inventory.Fact](text string, facts ...F) Item {
	i := Item{Text: text, Inferred: len(facts) > 0}
	for _, f := range facts {
		if f.Assertion() == inventory.Stated {
			i.Inferred = false
		}
		i.cite(f.Citations())
	}
	return i
}

// cite adds clauses that are not yet there.
func (i *Item) cite(list []inventory.Citation) {
	for _, c := range list {
		if !i.cites(c.Clause().ID()) {
			i.Clauses = append(i.Clauses, c)
		}
	}
}

func (i *Item) cites(clause inventory.ID) bool {
	for _, have := range i.Clauses {
		if have.Clause().ID() == clause {
			return true
		}
	}
	return false
}

// gap says what is missing.
func gap(what string) Item { return Item{Text: what + ": " + NotDeclared, Gap: true} }

// field is a field of an activity that may be missing.
func field[F inventory.Fact](f F, text string, ok bool) []Item {
	if !ok {
		return nil
	}
	return []Item{item(text, f)}
}

// flag is a yes or no of an activity that may be missing.
func flag[F inventory.Fact](f F, is, ok bool) []Item { return field(f, yesNo(is), ok) }

// grouped makes an item for each text, of all facts that say it, in the order
// in which the texts first come.
type grouped[F inventory.Fact] struct {
	texts []string
	facts map[string][]F
}

func (g *grouped[F]) add(text string, f F) {
	if g.facts == nil {
		g.facts = map[string][]F{}
	}
	if _, seen := g.facts[text]; !seen {
		g.texts = append(g.texts, text)
	}
	g.facts[text] = append(g.facts[text], f)
}

func (g *grouped[F]) items() []Item {
	list := make([]Item, 0, len(g.texts))
	for _, text := range g.texts {
		list = append(list, item(text, g.facts[text]...))
	}
	return list
}
