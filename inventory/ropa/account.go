package ropa

import (
	"github.com/recital/recital/inventory"

	"github.com/recital/recital/inventory/wording"
)

// automation says whether decisions are automated and people profiled, how,
// and what makes that lawful.
func (e *entry) automation() []Item {
	m, ok := e.a.Automation()
	if !ok {
		return nil
	}
	items := e.answered("automated decisions", m.Decisions)
	items = append(items, e.answered("profiling", m.Profiling)...)
	if text, ok := m.Description(); ok {
		items = append(items, item(wording.Phrase(text), e.a))
	}
	if b, ok := m.Basis(); ok {
		items = append(items, item("lawful by "+basis(b), e.a))
	}
	return items
}

// answered is a yes or no, or that it is missing.
func (e *entry) answered(what string, say func() (is, ok bool)) []Item {
	is, ok := say()
	if !ok {
		return []Item{gap(what)}
	}
	return []Item{item(what+": "+yesNo(is), e.a)}
}

func (e *entry) assessmentRequired() []Item {
	p, _ := e.a.ImpactAssessment()
	is, ok := p.Required()
	return flag(e.a, is, ok)
}

func (e *entry) assessmentProgress() []Item {
	p, _ := e.a.ImpactAssessment()
	text, ok := p.Progress()
	return field(e.a, text, ok)
}

// assessmentDocument links to the assessment and to others.
func (e *entry) assessmentDocument() []Item {
	p, _ := e.a.ImpactAssessment()
	url, ok := p.Document()
	items := field(e.a, url, ok)
	for _, other := range p.Others() {
		items = append(items, item("other: "+other, e.a))
	}
	return items
}

func (e *entry) breachOccurred() []Item {
	b, _ := e.a.Breach()
	is, ok := b.Occurred()
	return flag(e.a, is, ok)
}

// breachRecord links to the record of breaches, and says how they are recorded.
func (e *entry) breachRecord() []Item {
	b, _ := e.a.Breach()
	url, ok := b.Document()
	items := field(e.a, url, ok)
	if text, ok := b.Procedure(); ok {
		items = append(items, item(wording.Phrase(text), e.a))
	}
	return items
}

func (e *entry) policyDocument() []Item {
	p, _ := e.a.RetentionPolicy()
	url, ok := p.Document()
	return field(e.a, url, ok)
}

func (e *entry) policyFollowed() []Item {
	p, _ := e.a.RetentionPolicy()
	is, ok := p.Followed()
	return flag(e.a, is, ok)
}

func (e *entry) policyReason() []Item {
	p, _ := e.a.RetentionPolicy()
	text, ok := p.Reason()
	return field(e.a, wording.Phrase(text), ok)
}

// sources say where which data comes from.
func (e *entry) sources() []Item {
	var from grouped[inventory.Collection]
	data := map[string][]string{}
	var missing []string
	for _, c := range e.collections {
		name := c.Data().Name()
		for _, s := range c.Sources() {
			text := source(s)
			if p, ok := c.SourceParty(); ok && s == "THIRD_PARTY" {
				text = p.Name()
			}
			from.add(text, c)
			data[text] = append(data[text], name)
		}
		if len(c.Sources()) == 0 {
			missing = append(missing, name)
		}
	}
	items := from.items()
	for i, text := range from.texts {
		items[i].Text = text + ": " + wording.And(data[text])
	}
	for _, name := range missing {
		items = append(items, gap(name))
	}
	return items
}
