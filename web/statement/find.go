package statement

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// find is the page that answers a question in free words: in a sentence first,
// then in full.
func (b *builder) find(text string) (*Page, error) {
	text = strings.TrimSpace(text)
	p := &Page{Kind: "find", Title: "Ask about your data", Query: text}
	if text == "" {
		return p, b.put("revisions", nil, &struct{}{})
	}
	if len(text) > 200 {
		return nil, &refusal{"INVALID", "the question is too long: ask it in at most 200 letters"}
	}
	p.Title = "“" + text + "”"
	q := asked(text)
	if answered, err := b.replyPlainly(p, q); answered || err != nil {
		return p, err
	}
	f, err := b.look(q)
	if err != nil {
		return nil, err
	}
	if err := b.reply(p, q, f); err != nil {
		return nil, err
	}
	if f.unknown != nil && p.Suggestions == nil {
		p.Lead += " Nothing is called “" + strings.Join(f.unknown, " ") + "”."
	}
	p.Sections = append(p.Sections, b.hits(p, "more-data", "Kinds of data", f.Data.Nodes), b.hits(p, "more-recipients", "Recipients", f.Recipients.Nodes),
		b.hits(p, "more-services", "Services", f.Services.Nodes), b.hits(p, "more-cookies", "Cookies", f.Cookies.Nodes), b.hits(p, "more-purposes", "Purposes", f.Purposes.Nodes))
	p.Sections = slices.DeleteFunc(p.Sections, func(s Section) bool { return s.Title == "" })
	return p, nil
}

// replyPlainly answers a question that is known by its words, whatever they
// name.
func (b *builder) replyPlainly(p *Page, q question) (answered bool, err error) {
	if e, ok, err := b.event(q); ok || err != nil {
		if err != nil {
			return false, err
		}
		return true, b.replyEvent(p, e)
	}
	switch names, right := q.right(); {
	case right:
		return true, b.replyRight(p, names)
	case q.has("sell", "sells", "sold", "selling", "sale"):
		return true, b.replySale(p, q)
	case q.has("where") && q.ofKeeping() && len(q.about) == 0:
		return true, b.replyPlaces(p)
	}
	return false, nil
}

// reply answers a question about what was found.
func (b *builder) reply(p *Page, q question, f found) error {
	data, recipient, service, cookie := first(f.Data.Nodes), first(f.Recipients.Nodes), first(f.Services.Nodes), first(f.Cookies.Nodes)
	purpose, subject := first(f.Purposes.Nodes), first(f.Subjects.Nodes)
	// A word may name things of several kinds: the nearest count, and then what the question sounds like.
	nearest := min(data.nearness, recipient.nearness, service.nearness, cookie.nearness)
	if recipient.from == service.from && service.nearness < recipient.nearness {
		recipient = hit{nearness: inText + 1} // the words name the service better
	}
	near := func(h hit) bool { return h.nearness <= inName }
	switch {
	case q.has("cookie", "cookies") && len(q.about) == 0:
		return b.replyCookies(p, nil, nil, nil)
	case q.has("cookie", "cookies") && (near(recipient) || near(service) || near(cookie)), near(cookie) && cookie.nearness < min(data.nearness, recipient.nearness, service.nearness):
		return b.replyCookies(p, &cookie, &recipient, &service)
	case near(purpose) && near(data) && purpose.from != data.from && purpose.nearness < min(service.nearness, recipient.nearness):
		return b.replyUse(p, q, data, purpose)
	case near(purpose) && purpose.nearness < min(nearest, subject.nearness):
		return b.replyPurpose(p, q, purpose.named())
	case near(subject) && subject.nearness < nearest:
		return b.replySubject(p, subject)
	case near(recipient) && near(data) && recipient.from != data.from:
		return b.replyPair(p, data, recipient)
	case near(service) && near(data) && service.from != data.from:
		return b.replyService(p, q, service, &data)
	case near(recipient) && recipient.nearness == nearest && (service.nearness > nearest || !q.ofCollecting()):
		return b.replyRecipient(p, recipient)
	case near(service) && service.nearness == nearest:
		return b.replyService(p, q, service, nil)
	case near(data):
		return b.replyData(p, q, data)
	case near(purpose):
		return b.replyPurpose(p, q, purpose.named())
	case near(subject):
		return b.replySubject(p, subject)
	}
	if f, err := b.search(strings.Join(q.about, " ")); err != nil || len(f.Activities.Nodes) > 0 && len(q.about) > 0 {
		if err != nil {
			return err
		}
		return b.replyActivity(p, f.Activities.Nodes[0])
	}
	return b.unknown(p, q, f)
}

// first is the nearest of hits; nothing is farther than anything.
func first(hits []hit) hit {
	if len(hits) == 0 {
		return hit{nearness: inText + 1}
	}
	return hits[0]
}

// unknown says that nothing has such a name, and what comes nearest.
func (b *builder) unknown(p *Page, q question, f found) error {
	what := strings.Join(q.about, " ")
	if what == "" {
		what = p.Query
	}
	p.Lead = "Nothing of that name is stated: “" + what + "”. That does not mean that it is not collected: it may be called otherwise."
	if len(q.about) == 0 {
		p.Lead = "The question names no kind of data, no service and no recipient. Name one, such as an email address."
	}
	for _, n := range navigation[1:4] {
		p.Suggestions = append(p.Suggestions, Item{Text: "all " + strings.ToLower(n.title), Href: b.page(n.path)})
	}
	return b.put("revisions", nil, &struct{}{})
}

// hits are the things of one kind that were found beside those that the page is
// about.
func (b *builder) hits(p *Page, id, title string, all []hit) Section {
	for _, g := range p.Glance {
		all = only(all, func(h hit) bool { return !slices.Contains(g.Items, b.noun(h.named())) })
	}
	if len(all) == 0 {
		return Section{}
	}
	s := Section{ID: id, Title: title + " of a similar name"}
	if all[0].nearness == inText {
		s.Title = title + " that speak of it"
	}
	for _, h := range all {
		s.Links = append(s.Links, b.noun(h.named()))
	}
	return s
}

// understood shows as what a question was understood.
func (b *builder) understood(p *Page, as ...hit) {
	var items []Item
	for _, h := range as {
		items = append(items, b.noun(h.named()))
	}
	p.Glance = []Glance{{Label: "Understood as", Items: items}}
}

// rightTopics are what people want to do with their data, by their words, and
// how the rights to it are called.
var rightTopics = []struct {
	asked []string
	names []string
}{
	{strings.Fields("delete deletion erase erasure remove forget forgotten"), strings.Fields("erasure delet forgotten")},
	{strings.Fields("withdraw withdrawal revoke consent"), strings.Fields("withdraw consent")},
	{strings.Fields("object objection oppose"), strings.Fields("object")},
	{strings.Fields("correct correction rectify rectification wrong fix"), strings.Fields("rectif correct")},
	{strings.Fields("restrict restriction limit stop"), strings.Fields("restrict")},
	{strings.Fields("portability port export move"), strings.Fields("portab")},
	{strings.Fields("complain complaint authority"), strings.Fields("complain authority")},
	{strings.Fields("discriminate discriminated discrimination"), strings.Fields("discriminat")},
	{strings.Fields("access copy download"), strings.Fields("access")},
	{strings.Fields("opt unsubscribe refuse choice choices choose"), strings.Fields("choices")},
	{strings.Fields("rights right"), nil},
}

// right says whether a question is what one may do, and which names such a right
// has.
func (q question) right() (names []string, ok bool) {
	if q.has("officer", "dpo", "contact") {
		return []string{"contacts"}, true
	}
	own := q.has("i", "my", "me", "can", "how", "right", "rights", "want", "where")
	if !own && len(q.all) > 2 || q.has("long", "who", "cookie", "cookies") {
		return nil, false
	}
	for _, t := range rightTopics {
		other := func(w string) bool { return !slices.Contains(t.asked, strings.ToLower(w)) }
		if q.has(t.asked...) && (own || !slices.ContainsFunc(q.about, other)) {
			return t.names, true
		}
	}
	return nil, false
}

// replyRight tells how to use the rights that go by the names.
func (b *builder) replyRight(p *Page, names []string) error {
	whole, err := b.rights()
	if err != nil {
		return err
	}
	p.Sections = whole.Sections
	for _, other := range []struct{ id, lead string }{
		{"choices", "You have the choices below; each says where it is made."}, {"contacts", "These are the ones to ask."},
	} {
		if slices.Contains(names, other.id) {
			p.Lead, p.Sections = other.lead, foremost(p.Sections, other.id)
			p.Lead = strings.TrimSpace(p.Lead + " " + p.Sections[0].Lead)
			return nil
		}
	}
	all := p.Sections[0]
	called := func(l Line) bool { return index(names, l.Items[0].Text) >= 0 }
	meant := slices.DeleteFunc(slices.Clone(all.Lines), func(l Line) bool { return !called(l) })
	if len(meant) == 0 {
		p.Lead = "These are the rights that are stated: " + wording.Count(len(all.Lines), "right") + "."
		if names != nil {
			p.Lead = "No right of that kind is stated. The law may give it all the same."
		}
		return nil
	}
	slices.SortStableFunc(meant, func(a, c Line) int { return index(names, a.Items[0].Text) - index(names, c.Items[0].Text) })
	p.Lead = sentence(meant[0].Items[0].Text) + " " + howTo(meant[0])
	if within := told(meant[0], "Answered within"); within != notStated {
		p.Lead += " You are answered within " + within + "."
	}
	others := slices.DeleteFunc(slices.Clone(all.Lines), called)
	p.Sections = slices.Concat([]Section{{ID: "right", Title: "Your right", Lines: meant}}, p.Sections[1:], []Section{{ID: "other-rights", Title: "Your other rights", Lines: others}})
	if slices.Contains(names, "withdraw") {
		p.Sections = foremost(p.Sections, "withdrawals")
		p.Sections = foremost(p.Sections, "right")
	}
	return nil
}

// index is which of the parts of names a name has first; -1: none of them.
func index(parts []string, name string) int {
	return slices.IndexFunc(parts, func(p string) bool { return strings.Contains(strings.ToLower(name), p) })
}

// howTo says how to use a right.
func howTo(right Line) string {
	how := told(right, "How to use it")
	if how == notStated {
		return "How to use it is not stated."
	}
	return sentence(how)
}

// told is what a line says under a label.
func told(l Line, label string) string {
	for _, d := range l.Details {
		if d.Label == label {
			return d.Text
		}
	}
	return notStated
}

// sentence ends a text with a full stop.
func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }
