package ropa

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// transfers says for each recipient to which country, with which safeguard,
// written where and valid when; and of whom nothing is declared.
func (e *entry) transfers() []Item {
	return e.transferred("country and safeguard", func(t inventory.Transfer) string { return country(t) + "; " + protected(t) })
}

// countries says for each recipient to which countries.
func (e *entry) countries() []Item { return e.transferred("country", country) }

// safeguards says for each recipient what protects data in another country.
func (e *entry) safeguards() []Item { return e.transferred("safeguard", protected) }

// transferred says one thing of each transfer, by recipient. Statistics are not
// personal data, so nothing is missing where a recipient gets nothing else.
func (e *entry) transferred(what string, say func(inventory.Transfer) string) []Item {
	var said grouped[inventory.Disclosure]
	var silent []inventory.Party
	var told []inventory.ID
	for _, d := range e.byRecipient() {
		for _, t := range d.Transfers() {
			said.add(d.Recipient().Name()+" – "+say(t), d)
			told = append(told, d.Recipient().ID())
		}
		if len(d.Transfers()) == 0 && !d.Form().Statistical() {
			silent = append(silent, d.Recipient())
		}
	}
	items := said.items()
	for _, p := range once(silent) {
		if slices.Contains(told, p.ID()) {
			continue
		}
		name := p.Name()
		if c, ok := p.Country(); ok {
			name += ", established in " + c
		}
		items = append(items, gap(name+" – "+what))
	}
	return items
}

func country(t inventory.Transfer) string { return "country: " + or(t.Country()) }

// protected says what protects the data, where that is written, and when it
// is valid.
func protected(t inventory.Transfer) string {
	line := "safeguard: " + safeguard(t.Safeguard()) + "; document: " + or(t.Document()) + "; valid: "
	from, hasFrom := t.ValidFrom()
	to, hasTo := t.ValidTo()
	switch {
	case hasFrom && hasTo:
		line += "from " + string(from) + " to " + string(to)
	case hasFrom:
		line += "from " + string(from) + ", end " + NotDeclared
	case hasTo:
		line += "to " + string(to) + ", beginning " + NotDeclared
	default:
		line += NotDeclared
	}
	if c, ok := t.Condition(); ok {
		line += " (condition: " + wording.Phrase(c) + ")"
	}
	return line
}
