package statement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// The methods of this file say each kind of fact as a line.

const notStated = "not stated"

// stated is a detail that says so when nothing is stated.
func stated(label, text string) Detail {
	if text == "" {
		return Detail{Label: label, Text: notStated, Quiet: true}
	}
	return Detail{Label: label, Text: text}
}

func (b *builder) collected(c collection) Line {
	from := sayAll("source", c.Sources)
	if c.SourceParty != nil {
		from += ": " + c.SourceParty.Name
	}
	by := ""
	if c.Activity.ofOthers() {
		by = "others, on their own account"
	}
	return b.line(c.evidence, c.Data.Name, b.noun(c.Data).Href,
		Detail{Label: "Who collects it", Text: by},
		stated("Where it comes from", from),
		stated("Must you give it?", say("obligation", c.Obligation)),
		Detail{Label: "If you do not", Text: c.Consequence},
		Detail{Label: "Form", Text: say("form", c.Form)},
		Detail{Label: "For", Items: b.nouns(c.Purposes)},
	)
}

func (b *builder) notCollected(n nonCollection) Line {
	return b.line(n.evidence, n.Data.Name, b.noun(n.Data).Href,
		Detail{Label: "How far this goes", Text: n.Scope}, b.during(n.Activity)).not()
}

// during names the activity that a statement is limited to.
func (b *builder) during(a *named) Detail {
	if a == nil {
		return Detail{}
	}
	return Detail{Label: "In", Text: wording.LowerFirst(a.Name)}
}

func (b *builder) used(u use, subjects []named) Line {
	purpose := b.noun(u.Purpose)
	what := Detail{Label: "Data", Items: b.nouns(u.Data)}
	if len(u.Data) == 0 {
		what.Text = "all that is collected for it"
	}
	return b.line(u.evidence, u.Purpose.Name, purpose.Href, what, u.ground(subjects))
}

// ground is the lawful basis of a use of the subjects' data: each for whom,
// where and under which condition it is stated, and for whom none is.
func (u use) ground(subjects []named) Detail {
	d := Detail{Label: "Lawful basis", Each: true}
	whole := false
	for _, l := range u.LawfulBases {
		everybody := len(l.Regions) == 0 && !slices.ContainsFunc(subjects, func(s named) bool { return len(l.Subjects) > 0 && !slices.Contains(l.Subjects, s) })
		whole = whole || everybody && (len(subjects) > 0 || len(l.Subjects) == 0)
		d.Items = append(d.Items, Item{Text: l.said()})
	}
	switch {
	case len(d.Items) == 0:
		return stated(d.Label, "")
	case !whole:
		d.Items[len(d.Items)-1].Text += "; for others " + notStated
	}
	return d
}

// said says a lawful basis with its limits.
func (l usesGround) said() string {
	text := say("basis", l.Basis)
	var whom []string
	if len(l.Subjects) > 0 {
		whom = append(whom, "for "+lowered(l.Subjects))
	}
	if len(l.Regions) > 0 {
		if whom == nil {
			whom = append(whom, "for people")
		}
		whom = append(whom, "in "+places(l.Regions))
	}
	if whom != nil {
		text += ", " + strings.Join(whom, " ")
	}
	if l.Condition != "" {
		text += ": " + wording.LowerFirst(wording.Phrase(l.Condition))
	}
	return text
}

// lowered names things within a sentence.
func lowered(of []named) string {
	var words []string
	for _, n := range of {
		words = append(words, wording.LowerFirst(n.Name))
	}
	return wording.And(words)
}

func (b *builder) notUsed(n nonUse) Line {
	what := Detail{Label: "Data", Items: b.nouns(n.Data)}
	switch {
	case n.Purpose != nil:
		return b.line(n.evidence, n.Purpose.Name, b.noun(*n.Purpose).Href, what, Detail{Label: "How far this goes", Text: n.Scope}, b.during(n.Activity)).not()
	case n.Scope != "":
		// Some exclude every use, others all but some: the scope says which.
		return b.line(n.evidence, n.Scope, "", what, b.during(n.Activity))
	}
	return b.line(n.evidence, "Any purpose other than those stated", "", what, b.during(n.Activity)).not()
}

func (b *builder) lawful(l lawfulBasis) Line {
	purpose := Detail{Label: "For", Text: "everything it does"}
	if l.Activity != nil {
		purpose.Text = wording.LowerFirst(l.Activity.Name)
	}
	if l.Purpose != nil {
		purpose = Detail{Label: "For", Items: []Item{b.noun(*l.Purpose)}}
	}
	article9 := ""
	if l.Article9 != "" {
		article9 = "GDPR Art. 9(2)(" + strings.ToLower(l.Article9) + ")"
	}
	return b.line(l.evidence, upperFirst(say("basis", l.Basis)), "", purpose,
		Detail{Label: "The interest", Text: l.Interest}, Detail{Label: "The law", Text: l.Statute},
		Detail{Label: "Special categories", Text: article9},
		Detail{Label: "For people in", Text: places(l.Regions)}, Detail{Label: "Whose data", Text: names(l.Subjects)},
		Detail{Label: "Taking consent back", Text: l.Withdrawal})
}

func (b *builder) disclosed(d disclosure) Line {
	return b.line(d.evidence, d.Data.Name, b.noun(d.Data).Href, b.passedOn(d)...)
}

// passedOn is how data goes to a recipient.
func (b *builder) passedOn(d disclosure) []Detail {
	purposes := Detail{Label: "What for", Items: b.nouns(d.Purposes)}
	if len(d.Purposes) == 0 {
		purposes = stated("What for", "")
	}
	by := ""
	if d.ofOthers() {
		by = "others, on their own account"
	}
	return []Detail{
		{Label: "Who passes it on", Text: by}, stated("In which role", notSaid(d.Role)), purposes,
		{Label: "Form", Text: say("form", d.Form)}, {Label: "Contract", Text: d.Contract}, transferred(d.Transfers),
	}
}

func notSaid(role string) string {
	if role == "NOT_STATED" {
		return ""
	}
	return say("recipient", role)
}

// transferred says which country data goes to, and what protects it there.
func transferred(transfers []transfer) Detail {
	d := Detail{Label: "Transfer abroad", Each: true}
	if len(transfers) == 0 {
		return stated(d.Label, "")
	}
	country := ""
	for i, t := range transfers {
		text := say("safeguard", t.Safeguard)
		if i == 0 || t.Country != country {
			country = t.Country
			text = cmp.Or(place(country), "country not stated") + ": " + text
		} else {
			text = "or " + text
		}
		if t.ValidFrom != "" {
			text += ", from " + date(t.ValidFrom)
		}
		if t.ValidTo != "" {
			text += ", until " + date(t.ValidTo)
		}
		d.Items = append(d.Items, Item{Text: text, Href: webAddress(t.Document), Note: t.Condition})
	}
	return d
}

func (b *builder) notDisclosed(n nonDisclosure) Line {
	return b.line(n.evidence, n.Data.Name, b.noun(n.Data).Href,
		Detail{Label: "Not to", Items: []Item{b.noun(n.Recipient)}}, Detail{Label: "Not for", Items: b.nouns(n.Purposes)},
		Detail{Label: "Form", Text: say("form", n.Form)},
		Detail{Label: "How far this goes", Text: n.Scope}, b.during(n.Activity)).not()
}

func (b *builder) kept(r retentionRule) Line {
	what := Detail{Label: "Data", Items: b.nouns(r.Data)}
	if len(r.Data) == 0 {
		what.Text = "all that is collected for it"
	}
	e := r.evidence
	e.Condition = "" // the rule in words has it
	return b.line(e, upperFirst(r.InWords), "", what, Detail{Label: "Form", Text: say("form", r.Form)},
		Detail{Label: "By these criteria", Text: r.Criteria}, Detail{Label: "Where it is kept", Text: r.Location},
		Detail{Label: "Stays in spite of", Text: names(r.Survives)})
}

func (b *builder) chosen(c choice) Line {
	causes := ""
	if c.Causes != nil {
		causes = c.Causes.Name
	}
	where := Detail{Label: "Where", Text: c.Where}
	if href := webAddress(c.URL); href != "" {
		where = Detail{Label: "Where", Items: []Item{{Text: c.Where, Href: href}}}
	}
	return b.line(c.evidence, say("choice", c.Kind), "", where, Detail{Label: "Concerns", Items: b.nouns(c.Purposes)}, b.during(c.Activity),
		Detail{Label: "What it causes", Text: causes}, Detail{Label: "For people in", Text: places(c.Regions)})
}

func (b *builder) protected(m measure) Line {
	return b.line(m.evidence, m.Name, "", Detail{Label: "What it does", Text: m.Description},
		Detail{Label: "Kind", Text: wording.Enum(m.Kind)}, Detail{Label: "Data", Items: b.nouns(m.Data)})
}

func (b *builder) controlled(c controllership) Line {
	whose := Detail{Label: "Stated for", Text: "the organisation as a whole"}
	switch {
	case c.Activity != nil:
		whose.Text = wording.LowerFirst(c.Activity.Name)
	case c.Service != nil:
		whose = Detail{Label: "Stated for", Items: []Item{b.noun(*c.Service)}}
	}
	country := ""
	if c.Party.Country != "" {
		country = place(c.Party.Country)
	}
	return b.line(c.evidence, c.Party.Name, b.noun(c.Party.named).Href, Detail{Label: "As", Text: say("role", c.Role)}, whose,
		Detail{Label: "Established in", Text: country}, Detail{Label: "For people, or events, in", Text: places(c.Regions)},
		Detail{Label: "How duties are shared", Text: c.Arrangement})
}
