package statement

import (
	"slices"
	"strings"
	"unicode"
)

// questionWords say that something is asked, and not about what.
var questionWords = words(`a about access all an and any are at be been before by can collect collected collecting collects cookie cookies copy correct
 data delete deleted deletion did do does ever everything far for from get gets give given go goes got happen happened happens has have hold how i in information into is it its
 keep keeps kept know long many may me mine much my no not of on opt or our out period personal receive received receives recipients right rights save
 saved see sees sell sells send sends sent set sets share shared shares should sold some store stored stores take that the their them these they this
 those to track tracked tracks transferred until us use used uses using via want was we what when where which who whom whose why will with without
 you your`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// longest is how many words of a question are looked at.
const longest = 8

// question is what somebody asks, word by word.
type question struct {
	// all are its words in small letters, about those that say what it is
	// about, as they are written.
	all, about []string
	// joined are the runs of words about which the question is with the small
	// words between them, by the runs without.
	joined map[string]string
}

// asked reads a question. If no word says what it is about, the words are taken
// as they are.
func asked(text string) question {
	var q question
	written := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`?!,;:"“”„()[]`, r) })
	for _, w := range written {
		w = strings.Trim(strings.ReplaceAll(w, "’", "'"), ".'")
		if w == "" {
			continue
		}
		q.all = append(q.all, strings.ToLower(w))
		if !questionWords[strings.TrimSuffix(strings.ToLower(w), "'s")] {
			q.about = append(q.about, w)
		}
	}
	if q.about == nil && len(q.all) <= 2 && !q.has("cookie", "cookies") {
		q.about = q.all
	}
	q.about = q.about[:min(longest, len(q.about))]
	q.joined = joints(written)
	return q
}

// joints are the runs of words that a small word joins, such as "date of birth",
// by the words without it.
func joints(written []string) map[string]string {
	all := map[string]string{}
	for i := 1; i+1 < len(written); i++ {
		if slices.Contains([]string{"of", "on", "for", "and", "to", "the"}, strings.ToLower(written[i])) {
			before, after := strings.Trim(written[i-1], ".'"), strings.Trim(written[i+1], ".'")
			all[before+" "+after] = before + " " + written[i] + " " + after
		}
	}
	return all
}

// has says whether one of the words stands in the question.
func (q question) has(words ...string) bool {
	return slices.ContainsFunc(q.all, func(w string) bool { return slices.Contains(words, w) })
}

// ofKeeping says whether a question is how long something is kept.
func (q question) ofKeeping() bool {
	return q.has("long", "keep", "keeps", "kept", "store", "stores", "stored", "retain", "retained", "retention", "until", "period", "save", "saved")
}

// ofCollecting says whether a question is who collects something, and whether
// it is collected.
func (q question) ofCollecting() bool {
	return q.has("collect", "collects", "collected", "collecting", "track", "tracks", "tracked", "record", "recorded", "know", "process")
}

// ofReceiving says whether a question is who receives something.
func (q question) ofReceiving() bool {
	return q.has("receive", "receives", "received", "get", "gets", "goes", "go", "share", "shares", "shared", "sell", "sells", "sold", "selling", "sale", "send", "sends", "sent", "recipients", "see", "sees")
}

// hit is a thing that the words of a question find.
type hit struct {
	Name string `json:"name"`
	Node struct {
		ID       string   `json:"id"`
		Aliases  []string `json:"aliases"`
		Patterns []string `json:"patterns"`
	} `json:"node"`
	// nearness is how well the name fits the words from, from exactly on.
	nearness int
	from     string
}

func (h hit) named() named { return named{h.Node.ID, h.Name} }

const (
	exactly = iota
	// inName: the words are among those of the name or of another name.
	inName
	// inText: they are parts of words, or stand in the description.
	inText
)

// fits says how well a thing's names fit a text.
func (h hit) fits(text string) int {
	want := strings.Fields(singular(strings.ToLower(text)))
	best := inText
	for _, name := range slices.Concat([]string{h.Name}, strings.Split(h.Name, " / "), h.Node.Aliases, h.Node.Patterns) {
		have := strings.Fields(singular(strings.ToLower(name)))
		if slices.Equal(have, want) {
			return exactly
		}
		for i := range have {
			if i+len(want) <= len(have) && slices.EqualFunc(have[i:i+len(want)], want, func(a, b string) bool { return strings.Trim(a, ".,()") == b }) {
				best = inName
			}
		}
	}
	return best
}

// singular is a guess at the singular of the last word.
func singular(text string) string {
	switch {
	case strings.HasSuffix(text, "sses"), strings.HasSuffix(text, "xes"):
		return text[:len(text)-2]
	case strings.HasSuffix(text, "ies") && len(text) > 4 && text != "cookies":
		return text[:len(text)-3] + "y"
	case strings.HasSuffix(text, "s") && !strings.HasSuffix(text, "ss") && len(text) > 3:
		return text[:len(text)-1]
	}
	return text
}

// found are the things that a question is about, each kind with the nearest
// first, and the words that name nothing.
type found struct {
	Data, Recipients, Services, Cookies, Purposes, Subjects list[hit]
	// Activities are looked for only where nothing else has such a name.
	Activities list[hit]
	unknown    []string
}

func (f *found) kinds() []*[]hit {
	return []*[]hit{&f.Data.Nodes, &f.Recipients.Nodes, &f.Services.Nodes, &f.Cookies.Nodes, &f.Purposes.Nodes, &f.Subjects.Nodes}
}

func (f *found) count() (n int) {
	for _, hits := range f.kinds() {
		n += len(*hits)
	}
	return n
}

// take adds what another search found, as near as it is at most.
func (f *found) take(more found, most int) (took bool) {
	from := more.kinds()
	for i, hits := range f.kinds() {
		for _, h := range *from[i] {
			same := func(o hit) bool { return o.Node.ID == h.Node.ID }
			if h.nearness > most || slices.ContainsFunc(*hits, same) {
				continue
			}
			*hits = append(*hits, h)
			took = true
		}
		slices.SortStableFunc(*hits, func(a, b hit) int { return a.nearness - b.nearness })
	}
	return took
}

// look searches for what the words name: longer runs of words first, and each
// word once. If nothing has such a name, it searches descriptions.
func (b *builder) look(q question) (found, error) {
	words := q.about
	for _, most := range []int{inName, inText} {
		var all found
		used := make([]bool, len(words))
		for n := len(words); n > 0; n-- {
			for i := 0; i+n <= len(words); i++ {
				if slices.Contains(used[i:i+n], true) {
					continue
				}
				run := strings.Join(words[i:i+n], " ")
				part, err := b.search(run)
				if err != nil {
					return all, err
				}
				took := all.take(part, most)
				if joined, ok := q.joined[run]; ok && !took {
					if part, err = b.search(joined); err != nil {
						return all, err
					}
					took = all.take(part, most)
				}
				if took {
					for j := i; j < i+n; j++ {
						used[j] = true
					}
				}
			}
		}
		for i, w := range words {
			if !used[i] {
				all.unknown = append(all.unknown, w)
			}
		}
		if all.count() > 0 || most == inText {
			return all, nil
		}
	}
	return found{}, nil
}

func (b *builder) search(text string) (found, error) {
	var f found
	for _, t := range slices.Compact([]string{text, singular(text), strings.TrimSuffix(text, "'s")}) {
		f = found{}
		if err := b.put("find", map[string]any{"text": t}, &f); err != nil {
			return f, err
		}
		for _, hits := range f.kinds() {
			for i := range *hits {
				(*hits)[i].nearness, (*hits)[i].from = (*hits)[i].fits(t), text
			}
		}
		if f.count() > 0 {
			break
		}
	}
	return f, nil
}
