package ropa

import (
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// rests says for what a basis is stated, and when it holds.
func (e *entry) rests(b inventory.LawfulBasis) string {
	line := ""
	if p, ok := b.Purpose(); ok {
		line += ", for " + p.Name()
	}
	if list := b.Subjects(); len(list) > 0 {
		line += ", of " + wording.And(names(list))
	}
	if v, ok := b.Service(); ok {
		switch {
		case v.OrganisationWide():
			line += ", stated for the organisation as a whole"
		default:
			line += ", stated for all of " + v.Name()
		}
	}
	return line + limits(b, b.Regions())
}

// lawful are the bases of Art. 6.
func (e *entry) lawful() []Item {
	var items []Item
	for _, b := range e.bases {
		line := basis(b.Basis())
		if s, ok := b.Statute(); ok {
			line += " under " + wording.Phrase(s)
		}
		items = append(items, item(line+e.rests(b), b))
	}
	return items
}

// article9 are the conditions for special categories. Where the data has some
// and no condition is stated, that is a gap; where it has none, no condition is
// needed.
func (e *entry) article9() []Item {
	var items []Item
	for _, b := range e.bases {
		if c, ok := b.Article9(); ok {
			items = append(items, item(article9(c)+e.rests(b), b))
		}
	}
	if len(items) > 0 {
		return items
	}
	special, none := e.special()
	for _, p := range special {
		if p.data.Special() == "ARTICLE_9" {
			items = append(items, gap("condition for "+p.data.Name()))
		}
	}
	if none.Text != "" {
		none.Text = "none needed: " + none.Text
		items = append(items, none)
	}
	return items
}

// special lists the special categories among the data. None of them is an item
// that says so, inferred from the categories declared; it has no text where
// there are some, or where no data is declared.
func (e *entry) special() (list []processed, none Item) {
	for _, p := range e.all {
		if p.data.Special() != "NONE" {
			list = append(list, p)
		}
	}
	if len(e.all) > 0 && len(list) == 0 {
		none = Item{Text: "no category declared is special (Art. 9) or about offences (Art. 10)", Inferred: true}
		for _, p := range e.all {
			for _, f := range p.facts {
				none.cite(f.Citations())
			}
		}
	}
	return list, none
}

// interests are the legitimate interests pursued.
func (e *entry) interests() []Item {
	return e.ofBasis(inventory.LegitimateInterests, "interest", inventory.LawfulBasis.Interest)
}

// assessments link to the assessments of legitimate interests.
func (e *entry) assessments() []Item {
	return e.ofBasis(inventory.LegitimateInterests, "assessment", inventory.LawfulBasis.Assessment)
}

// consentRecords link to the records of consent.
func (e *entry) consentRecords() []Item {
	return e.ofBasis(inventory.Consent, "record", inventory.LawfulBasis.ConsentRecord)
}

// ofBasis says one thing of each basis of a kind, and of which it is missing.
func (e *entry) ofBasis(kind inventory.Basis, what string, say func(inventory.LawfulBasis) (string, bool)) []Item {
	var items []Item
	for _, b := range e.bases {
		if b.Basis() != kind {
			continue
		}
		if text, ok := say(b); ok {
			items = append(items, item(wording.Phrase(text)+e.rests(b), b))
		} else {
			items = append(items, gap(what+" of "+wording.Enum(kind)+e.rests(b)))
		}
	}
	return items
}

// schedule1 are the conditions of the United Kingdom's Schedule 1.
func (e *entry) schedule1() []Item {
	var items []Item
	for _, b := range e.bases {
		if c, ok := b.Schedule1(); ok {
			items = append(items, item(wording.Phrase(c)+e.rests(b), b))
		}
	}
	return items
}

// schedule1Basis are the bases beside those conditions.
func (e *entry) schedule1Basis() []Item {
	var items []Item
	for _, b := range e.bases {
		if _, ok := b.Schedule1(); ok {
			items = append(items, item(basis(b.Basis())+e.rests(b), b))
		}
	}
	return items
}

// rights are those of the organisation's documents, whatever the activity.
func (e *entry) rights() []Item { return e.b.rights }

func (b *book) allRights() []Item {
	var items []Item
	for _, r := range every(b.s.Rights) {
		line := r.Summary()
		if list := r.Articles(); len(list) > 0 {
			line += " (" + strings.Join(list, ", ") + ")"
		}
		items = append(items, item(line+limits(r, r.Regions()), r))
	}
	return items
}
