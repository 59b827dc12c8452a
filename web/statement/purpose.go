package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// using is a service with what it uses data for, and what not.
type using struct {
	named
	Activities []activity `json:"activities"`
	Uses       []use      `json:"uses"`
	NonUses    []nonUse   `json:"nonUses"`
}

func (b *builder) using() ([]using, error) {
	return everything[using](b.session, "uses", "services", nil)
}

// purposeAnswer is all that is stated of a purpose and of narrower ones.
type purposeAnswer struct {
	name     string
	within   []string
	services []using
	no       []nonDisclosure
	goes     []disclosure
	cookies  []cookie
	bases    []lawfulBasis
}

// about says whether one of the purposes is that asked for, or a narrower one.
func (a purposeAnswer) about(purposes ...named) bool {
	return slices.ContainsFunc(purposes, func(p named) bool { return slices.Contains(a.within, p.ID) })
}

func (a purposeAnswer) uses() (of []use) {
	for _, s := range a.services {
		of = append(of, only(s.Uses, func(u use) bool { return a.about(u.Purpose) })...)
	}
	return of
}

// excluded are the statements that data is not used for it.
func (a purposeAnswer) excluded() (of []nonUse) {
	for _, s := range a.services {
		of = append(of, only(s.NonUses, func(n nonUse) bool { return n.Purpose != nil && a.about(*n.Purpose) })...)
	}
	return of
}

// users are the services that use data for it.
func (a purposeAnswer) users() (of []named) {
	for _, s := range a.services {
		uses := only(s.Uses, func(u use) bool { return a.about(u.Purpose) })
		ours := only(uses, func(u use) bool {
			return !slices.ContainsFunc(s.Activities, func(o activity) bool { return o.ID == u.Activity.ID && o.Role == "NOT_INVOLVED" })
		})
		switch {
		case len(uses) == 0:
		case len(ours) == 0:
			of = append(of, named{s.ID, "others, on their own account (see " + s.Name + ")"})
		case slices.ContainsFunc(ours, func(u use) bool { return u.Assertion != "INFERRED" }):
			of = append(of, s.named)
		default:
			of = append(of, guess(s.named))
		}
	}
	return of
}

// recipients are those that data goes to for it, as something else than
// statistics.
func (a purposeAnswer) recipients() []named {
	goes := only(a.goes, func(d disclosure) bool { return d.Form != "AGGREGATED" && d.Form != "ANONYMOUS" })
	return distinct(goes, func(d disclosure) named {
		same := only(goes, func(o disclosure) bool { return o.Recipient == d.Recipient })
		if !slices.ContainsFunc(same, func(o disclosure) bool { return !o.ofOthers() }) {
			return named{d.Recipient.ID, d.Recipient.Name + " (" + byOthers + ")"}
		}
		return marked(d.Recipient, same)
	})
}

// grounds are the lawful bases named for it, in words.
func (a purposeAnswer) grounds() []string {
	var all []string
	for _, l := range a.bases {
		said := usesGround{Basis: l.Basis, Regions: l.Regions, Subjects: l.Subjects, Condition: l.Condition}.said()
		if l.Purpose.ID != a.within[0] {
			said += " (for a part of it, " + wording.LowerFirst(l.Purpose.Name) + ")"
		}
		if !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	return all
}

// serves reads what is stated of a purpose.
func (b *builder) serves(purpose named) (purposeAnswer, error) {
	type narrower struct {
		named
		Narrower []named `json:"narrower"`
	}
	var answer struct {
		Purpose struct {
			named
			Narrower []narrower `json:"narrower"`
		}
		LawfulBases list[lawfulBasis]
	}
	a := purposeAnswer{name: purpose.Name, within: []string{purpose.ID}}
	err := b.put("purpose", map[string]any{"purpose": purpose.ID}, &answer)
	if err != nil {
		return a, err
	}
	for _, n := range answer.Purpose.Narrower {
		a.within = append(a.within, n.ID)
		for _, m := range n.Narrower {
			a.within = append(a.within, m.ID)
		}
	}
	a.bases = only(answer.LawfulBases.Nodes, func(l lawfulBasis) bool { return l.Purpose != nil && a.about(*l.Purpose) })
	if a.services, err = b.using(); err != nil {
		return a, err
	}
	no, err := everything[nonDisclosure](b.session, "withheld", "nonDisclosures", nil)
	if err != nil {
		return a, err
	}
	a.no = only(no, func(n nonDisclosure) bool { return a.about(n.Purposes...) })
	cookies, err := everything[cookie](b.session, "cookies", "cookies", nil)
	if err != nil {
		return a, err
	}
	a.cookies = only(cookies, func(c cookie) bool { return a.about(c.Purposes...) })
	services, err := everything[disclosing](b.session, "transfers", "services", nil)
	for _, s := range services {
		a.goes = append(a.goes, only(s.Disclosures, func(d disclosure) bool { return a.about(d.Purposes...) })...)
	}
	return a, err
}

// replyPurpose answers whether data is used for something.
func (b *builder) replyPurpose(p *Page, q question, purpose named) error {
	a, err := b.serves(purpose)
	if err != nil {
		return err
	}
	b.understood(p, hitOf(purpose))
	p.Lead = a.inWords(q.ofReceiving())
	service := func(n nonDisclosure) Line {
		l := b.notDisclosed(n)
		l.Details = append([]Detail{{Label: "Service", Items: []Item{b.noun(n.Service)}}}, l.Details...)
		return l
	}
	through := func(d disclosure) Line {
		l := b.disclosed(d)
		l.Details = append([]Detail{{Label: "Through", Items: []Item{b.noun(d.Service)}}}, l.Details...)
		return l
	}
	p.Sections = []Section{
		{ID: "not-disclosed", Tone: "not", Title: "What is stated not to be disclosed for it", Lines: each(a.no, service)},
		{ID: "not-used", Tone: "not", Title: "What is stated not to be used for it", Lines: each(a.excluded(), b.notUsed)},
		b.usesSection(a.services, func(_ using, u use) bool { return a.about(u.Purpose) }),
		{ID: "received", Title: "What is disclosed for it", Groups: titled(grouped(a.goes, func(d disclosure) named { return d.Recipient }, through), a.goes, func(d disclosure) named { return d.Recipient })},
		{ID: "bases", Title: "Lawful bases stated for it", Lines: each(a.bases, b.lawful)},
		{ID: "cookies", Title: "Cookies that serve it", Tables: b.cookieTables(a.cookies)},
	}
	p.Sections = only(p.Sections, func(s Section) bool { return !s.Empty() })
	return nil
}

// titled gives a single group the title that it would have beside others.
func titled[T any](groups []Group, facts []T, of func(T) named) []Group {
	if len(groups) == 1 {
		groups[0].Title = of(facts[0]).Name
	}
	return groups
}

func hitOf(n named) hit {
	h := hit{Name: n.Name}
	h.Node.ID = n.ID
	return h
}

// inWords says whether data is used, or disclosed, for the purpose. It is a no
// where that is stated of this very purpose: that nothing is disclosed for it is
// no word on its use, and a word on a narrower one is none on the whole.
func (a purposeAnswer) inWords(disclosed bool) string {
	users := a.users()
	denied, services, whole := a.denied(disclosed)
	yes := []string{}
	if len(users) > 0 {
		yes = append(yes, a.name+": data is used for it by "+some(users, 4))
	}
	if to := a.recipients(); len(to) > 0 {
		yes = append(yes, "For it, data goes to "+some(to, 4))
	}
	if n := len(cookieNames(a.cookies)); n > 0 {
		yes = append(yes, wording.Count(n, "cookie")+agree(wording.Count(n, "cookie"), " serves it", " serve it"))
	}
	if grounds := a.grounds(); grounds != nil {
		yes = append(yes, "Lawful basis named for it: "+strings.Join(grounds[:min(2, len(grounds))], "; "))
	}
	switch {
	case whole && len(yes) == 0:
		return also("No", denied, "That is stated by "+some(services, 3))
	case denied != "" && len(yes) == 0:
		return also("Stated by "+some(services, 3)+": "+wording.LowerFirst(denied), "More is not stated, which is not a no")
	case denied != "":
		return also(append(yes, "Stated as well: "+wording.LowerFirst(denied))...)
	case len(yes) == 0:
		return also(a.name+": it is not stated whether data is used for it", "That is not a no")
	case len(users) == 0 && len(a.goes) == 0:
		return also(append([]string{a.name + ": no service is stated to use data for it, which is not a no"}, yes...)...)
	}
	return also(yes...)
}

// denied is what is stated not to happen for the purpose or a narrower one, and
// who states it; whole says that it answers whether data is used for the purpose,
// or disclosed, if that is what is asked.
func (a purposeAnswer) denied(disclosed bool) (text string, services []named, whole bool) {
	var said []string
	for _, n := range a.no {
		text := n.Scope
		if text == "" {
			text = n.Data.Name + agree(n.Data.Name, " does", " do") + " not go to " + wording.LowerFirst(n.Recipient.Name) + " for it"
		}
		whole = whole || disclosed && slices.ContainsFunc(n.Purposes, a.itself)
		said, services = append(said, limited(text, n.Condition)), append(services, n.Service)
	}
	for _, n := range a.excluded() {
		text := n.Scope
		if text == "" {
			text = "Data is not used for it"
		}
		whole = whole || !disclosed && a.itself(*n.Purpose) && len(n.Data) == 0
		said = append(said, limited(text, n.Condition))
		if n.Service != nil {
			services = append(services, *n.Service)
		}
	}
	itself := func(n named) named { return n }
	return also(slices.Compact(said)...), distinct(services, itself), whole
}

// itself says whether a purpose is that asked for, and no narrower one.
func (a purposeAnswer) itself(n named) bool { return n.ID == a.within[0] }

// limited is a text with the condition under which it holds.
func limited(text, condition string) string {
	if condition == "" {
		return sentence(text)
	}
	return sentence(wording.Phrase(text) + " (condition: " + wording.Phrase(condition) + ")")
}

// replySale answers whether data is sold.
func (b *builder) replySale(p *Page, q question) error {
	f, err := b.search("sale")
	if err != nil {
		return err
	}
	if sale := first(f.Purposes.Nodes); sale.nearness <= inName {
		return b.replyPurpose(p, q, sale.named())
	}
	p.Lead = "It is not stated whether data is sold. That is not a no."
	return nil
}
