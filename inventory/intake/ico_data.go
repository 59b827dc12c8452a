package intake

import (
	"regexp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

var (
	formed  = regexp.MustCompile(`^(.*) in (pseudonymised|encrypted|aggregated|anonymous) form$`)
	onlyHow = regexp.MustCompile(`^(.*) \((disclosed|kept|used)\)$`)
)

// formIn takes "in aggregated form" off a text.
func formIn(text string) (rest string, form inventory.Form) {
	if m := formed.FindStringSubmatch(text); m != nil {
		return m[1], inventory.Form(strings.ToUpper(m[2]))
	}
	return text, inventory.Identifiable
}

// dataColumns are those about data, where it comes from, what it is used for
// and whose it is.
func (e *entry) dataColumns() {
	for _, it := range e.of("data") {
		text := it.text
		if m := onlyHow.FindStringSubmatch(text); m != nil && e.ours {
			e.addData(e.category(it.Line, m[1]))
			it.note("%s and not said to be collected: that is told where it is %s", m[2], m[2])
			continue
		}
		text, form := formIn(text)
		id := e.category(it.Line, text)
		e.addData(id)
		c := &inventory.CollectionRecord{Activity: e.activity, Data: id, Form: form, Evidence: e.evidence(it)}
		c.ID = e.variant(c.DerivedID(), c)
		e.state(it.Line, c)
		if c, ok := mine[inventory.CollectionRecord](e.draft, c.ID); ok {
			e.collections = appendNew(e.collections, c)
		}
	}
	e.sources()
	for _, it := range e.of("purposes") {
		e.use(it)
	}
	for _, it := range e.of("subjects") {
		text, vulnerable := strings.CutSuffix(it.text, " (in need of particular protection)")
		id := e.people(it.Line, text, vulnerable)
		if e.rec != nil {
			e.rec.Subjects = appendNew(e.rec.Subjects, id)
			it.mapped(string(e.activity) + "#subjects")
		} else {
			it.roughly(leftAsItIs, string(e.activity))
		}
		it.done = true
	}
}

func (e *entry) addData(id inventory.ID) {
	if !slices.Contains(e.data, id) {
		e.data = append(e.data, id)
	}
}

// variant is the id for a fact: that of its ends, or a variant of it where
// another fact of the same ends says something else.
func (d *draft) variant(id inventory.ID, rec inventory.Record) inventory.ID {
	for n := 1; ; n++ {
		at := id
		if n > 1 {
			at += inventory.ID("+" + twoDigits(n))
		}
		have, taken := d.records[at]
		if !taken {
			return at
		}
		setID(rec, at)
		if sameSaid(have, rec) {
			return at
		}
	}
}

func setID(rec inventory.Record, id inventory.ID) {
	switch r := rec.(type) {
	case *inventory.CollectionRecord:
		r.ID = id
	case *inventory.UseRecord:
		r.ID = id
	case *inventory.DisclosureRecord:
		r.ID = id
	case *inventory.NonDisclosureRecord:
		r.ID = id
	}
}

// use reads "Purpose" or "Purpose: data and data".
func (e *entry) use(it *item) {
	name, data := it.text, []inventory.ID(nil)
	if before, after, ok := strings.Cut(it.text, ": "); ok {
		if ids, all := e.knownData(after); all {
			name, data = before, ids
		}
	}
	u := &inventory.UseRecord{Activity: e.activity, Purpose: e.purpose(it.Line, name), Data: data, Evidence: e.evidence(it)}
	u.ID = e.variant(u.DerivedID(), u)
	e.state(it.Line, u)
	it.done = true
}

// knownData are the categories of a list of names; all is false if one of them
// is not known.
func (e *entry) knownData(text string) (ids []inventory.ID, all bool) {
	for _, name := range e.names(text, inventory.KindData) {
		id, ok := e.known(inventory.KindData, name)
		if !ok {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, len(ids) > 0
}

// dataNamed are the categories of a list of names, new ones made.
func (e *entry) dataNamed(it *item, text string) []inventory.ID {
	var ids []inventory.ID
	for _, name := range e.names(text, inventory.KindData) {
		ids = appendNew(ids, e.category(it.Line, name))
	}
	return ids
}

// maxJoined is how many parts set apart by commas or "and" one name may have.
const maxJoined = 20

// names takes "a, b and c" apart. A name that has a comma or an "and" of its
// own stays whole if the inventory knows it.
func (d *draft) names(text string, k inventory.Kind) []string {
	if _, ok := d.known(k, text); ok || text == "" {
		return []string{text}
	}
	type word struct{ before, text string }
	var words []word
	before := ""
	for text != "" {
		i, sep := len(text), ""
		for _, s := range []string{", ", " and "} {
			if j := strings.Index(text, s); j >= 0 && j < i {
				i, sep = j, s
			}
		}
		words = append(words, word{before, text[:i]})
		before, text = sep, strings.TrimPrefix(text[i:], sep)
	}
	var names []string
	for at := 0; at < len(words); {
		name, end := words[at].text, at+1
		joined := name
		for i := at + 1; i < min(len(words), at+maxJoined); i++ {
			joined += words[i].before + words[i].text
			if _, ok := d.known(k, joined); ok {
				name, end = joined, i+1
			}
		}
		names, at = append(names, name), end
	}
	return names
}

// sources says where which data comes from.
func (e *entry) sources() {
	kinds := map[string]inventory.DataSource{
		"the person": "DATA_SUBJECT", "the person's device": "DEVICE", "observed while a service is used": "OBSERVED",
		"a third party": "THIRD_PARTY", "worked out from other data": "DERIVED",
	}
	for _, it := range e.of("sources") {
		text, data := it.text, e.data
		if before, after, ok := strings.Cut(text, ": "); ok {
			if ids, all := e.knownData(after); all {
				text, data = before, ids
			}
		}
		kind, known := kinds[text]
		var party inventory.ID
		switch {
		case known:
		case !e.ours && e.isSubject(text):
			kind = "DATA_SUBJECT"
			it.roughly("taken for the people themselves")
		default:
			kind, party = "THIRD_PARTY", e.party(it.Line, text, partyKind(text))
			e.guessed(it, "taken for a third party that gives the data")
		}
		it.done = true
		e.from(it, kind, party, data)
	}
}

// isSubject says whether a text means the people concerned.
func (e *entry) isSubject(text string) bool {
	low := strings.ToLower(text)
	for _, word := range []string{"individual", "data subject", "person", "people", "self", "direct"} {
		if strings.Contains(low, word) {
			return true
		}
	}
	for _, it := range e.items["subjects"] {
		if slug(strings.TrimSuffix(it.text, "s")) == slug(strings.TrimSuffix(text, "s")) {
			return true
		}
	}
	return false
}

// from puts a source into the collections of the data.
func (e *entry) from(it *item, kind inventory.DataSource, party inventory.ID, data []inventory.ID) {
	found := false
	of := make(map[inventory.ID]bool, len(data))
	for _, id := range data {
		of[id] = true
	}
	for _, c := range e.collections {
		if !of[c.Data] {
			continue
		}
		found = true
		c.Sources = appendNew(c.Sources, kind)
		if party != "" && c.SourceParty != "" && c.SourceParty != party {
			it.roughly("a collection has one party that gives the data here: the first stands", string(c.ID))
			continue
		} else if party != "" {
			c.SourceParty = party
		}
		it.mapped(string(c.ID) + "#sources")
	}
	switch {
	case found:
	case e.rec == nil:
		it.roughly(leftAsItIs, string(e.activity))
	default:
		it.lost("the row says of no such data that it is collected: name it in the column of the categories of personal data")
	}
}
