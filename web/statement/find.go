package statement

import (
	"slices"
	"strings"
	"unicode"
)

// questionWords say that something is asked, and not about what.
var questionWords = words(`a about an and any are at by can collect collected collects data delete deleted did do does ever far for
 from get gets give given go goes got has have hold how i in information into is it its keep keeps kept know long many may me mine much my
 no not of on or our personal receive received receives recipients save saved see sees sell sells send sends share shared shares sold some
 store stored stores that the their them these they this those to track tracks until us use used uses using via was we what when where
 which who whom whose why will with without you your`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// longest is how many words of a question are looked at.
const longest = 8

// asked are the words of a question that say what it is about. If none is left,
// the words are as they were written.
func asked(question string) []string {
	all := strings.FieldsFunc(question, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`?!,;:"“”„()[]`, r) })
	var about []string
	for _, w := range all {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, ".'’"), "'s"), "’s")
		if w != "" && !questionWords[strings.ToLower(w)] {
			about = append(about, w)
		}
	}
	if about == nil {
		about = all
	}
	return about[:min(longest, len(about))]
}

// windows are the runs of n words next to each other.
func windows(words []string, n int) []string {
	var all []string
	for i := 0; i+n <= len(words); i++ {
		all = append(all, strings.Join(words[i:i+n], " "))
	}
	return all
}

// singular is a guess at the singular of the last word, to look for if the
// words as they are find nothing.
func singular(text string) string {
	switch {
	case strings.HasSuffix(text, "sses"), strings.HasSuffix(text, "xes"):
		return text[:len(text)-2]
	case strings.HasSuffix(text, "ies") && len(text) > 4:
		return text[:len(text)-3] + "y"
	case strings.HasSuffix(text, "s") && !strings.HasSuffix(text, "ss") && len(text) > 3:
		return text[:len(text)-1]
	}
	return text
}

type hit struct {
	Name    string `json:"name"`
	Matched string `json:"matched"`
	Node    struct {
		ID string `json:"id"`
	} `json:"node"`
}

// rank puts what is called by the words before what only tells of them.
func (h hit) rank() int { return slices.Index([]string{"NAME", "ALIAS", "TEXT"}, h.Matched) }

type found struct {
	Data, Recipients, Services, Cookies list[hit]
}

func (f found) count() int {
	return len(f.Data.Nodes) + len(f.Recipients.Nodes) + len(f.Services.Nodes) + len(f.Cookies.Nodes)
}

// look searches for the longest run of words that finds something, and takes
// all runs of that length.
func (b *builder) look(words []string) (found, error) {
	var all found
	for n := len(words); n > 0; n-- {
		for _, window := range windows(words, n) {
			part, err := b.search(window)
			if err != nil {
				return all, err
			}
			all.Data.Nodes = add(all.Data.Nodes, part.Data.Nodes)
			all.Recipients.Nodes = add(all.Recipients.Nodes, part.Recipients.Nodes)
			all.Services.Nodes = add(all.Services.Nodes, part.Services.Nodes)
			all.Cookies.Nodes = add(all.Cookies.Nodes, part.Cookies.Nodes)
		}
		if all.count() > 0 {
			slices.SortStableFunc(all.Data.Nodes, func(a, c hit) int { return a.rank() - c.rank() })
			return all, nil
		}
	}
	return all, nil
}

func (b *builder) search(text string) (found, error) {
	var f found
	if err := b.put("find", map[string]string{"text": text}, &f); err != nil || f.count() > 0 {
		return f, err
	}
	if one := singular(text); one != text {
		err := b.put("find", map[string]string{"text": one}, &f)
		return f, err
	}
	return f, nil
}

func add(all, more []hit) []hit {
	for _, h := range more {
		if !slices.ContainsFunc(all, func(o hit) bool { return o.Node.ID == h.Node.ID }) {
			all = append(all, h)
		}
	}
	return all
}

// find is the page that answers a question in free words.
func (b *builder) find(question string) (*Page, error) {
	question = strings.TrimSpace(question)
	p := &Page{Kind: "find", Title: "Ask about your data", Query: question}
	if question == "" {
		var nothing struct{}
		return p, b.put("revisions", nil, &nothing)
	}
	if len(question) > 200 {
		return nil, &refusal{"INVALID", "the question is too long: ask it in at most 200 letters"}
	}
	f, err := b.look(asked(question))
	if err != nil {
		return nil, err
	}
	p.Title = "“" + question + "”"
	if f.count() == 0 {
		p.Lead = "Nothing of that name is stated. That does not mean that it is not collected: it may be called otherwise."
		for _, n := range navigation[1:] {
			p.Suggestions = append(p.Suggestions, Item{Text: strings.ToLower(n.title), Href: b.page(n.path)})
		}
		var nothing struct{}
		return p, b.put("revisions", nil, &nothing)
	}
	if len(f.Data.Nodes) > 0 {
		if err := b.answerFor(p, f.Data.Nodes[0], question); err != nil {
			return nil, err
		}
	}
	p.Sections = append(p.Sections, b.hits("more-data", "Kinds of data", f.Data.Nodes), b.hits("more-recipients", "Recipients", f.Recipients.Nodes),
		b.hits("more-services", "Services", f.Services.Nodes), b.hits("more-cookies", "Cookies", f.Cookies.Nodes))
	p.Sections = slices.DeleteFunc(p.Sections, func(s Section) bool { return s.Title == "" })
	return p, nil
}

// answerFor tells of the kind of data that a question is most likely about:
// what was asked for comes first.
func (b *builder) answerFor(p *Page, h hit, question string) error {
	var answer dataAnswer
	if err := b.put("data", map[string]string{"data": h.Node.ID}, &answer); err != nil {
		return err
	}
	if err := answer.whole(b); err != nil {
		return err
	}
	item := b.noun(named{h.Node.ID, h.Name})
	p.Lead = "This is the answer for: " + h.Name + "."
	p.Sections = b.dataSections(answer)
	p.Suggestions = nil
	p.Glance = []Glance{{Label: "Understood as", Items: []Item{item}}}
	first := ""
	switch lower := strings.ToLower(question); {
	case strings.Contains(lower, "long") || strings.Contains(lower, "keep") || strings.Contains(lower, "kept") || strings.Contains(lower, "store"):
		first = "kept"
	case strings.Contains(lower, "collect") || strings.Contains(lower, "track"):
		first = "collected"
	}
	slices.SortStableFunc(p.Sections, func(a, c Section) int {
		return b2i(c.ID == first) - b2i(a.ID == first)
	})
	return nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *builder) hits(id, title string, all []hit) Section {
	if len(all) == 0 {
		return Section{}
	}
	s := Section{ID: id, Title: title}
	for _, h := range all {
		s.Links = append(s.Links, b.noun(named{h.Node.ID, h.Name}))
	}
	return s
}
