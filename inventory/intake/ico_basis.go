package intake

import (
	"regexp"
	"sort"
	"strings"

	"github.com/recital/recital/inventory"
)

// stated is a lawful basis of the row, with the words behind it by which other
// columns point at it.
type stated struct {
	rec   *inventory.LawfulBasisRecord
	rests string
}

var (
	lettered  = regexp.MustCompile(`^([a-z ]+) \(Art\. 6\(1\)\([a-f]\)\)(.*)$`)
	under     = regexp.MustCompile(`^ under (.*?)((?:, for |, of |, stated for |; for | \(condition: ).*)?$`)
	restsOn   = regexp.MustCompile(`^(?:, for (.*?))?(?:, of (.*?))?(?:, stated for (the organisation as a whole|all of .*?))?(?:; for (.*?))?$`)
	letterOf6 = regexp.MustCompile(`(?i)6\s*\(1\)\s*\(?([a-f])\)?`)
	letterOf9 = regexp.MustCompile(`(?i)9\s*\(2\)\s*\(?([a-j])\)?`)
)

// lawfulColumns are those about why the processing is lawful.
func (e *entry) lawfulColumns() {
	if e.rec == nil {
		for _, key := range []string{"lawfulBases", "article9", "interests", "assessments", "consentRecords", "schedule1", "schedule1Basis"} {
			for _, it := range e.of(key) {
				it.roughly("the activity is in the inventory from elsewhere, and so are its lawful bases: they were left as they are", string(e.activity))
				it.done = true
			}
		}
		return
	}
	for _, it := range e.of("lawfulBases") {
		it.done = true
		e.lawful(it)
	}
	e.beside("article9", "article9", "", func(b *inventory.LawfulBasisRecord, it *item, text string) bool {
		if m := letterOf9.FindStringSubmatch(text); m != nil {
			b.Article9 = inventory.Article9Condition(strings.ToUpper(m[1]))
		} else {
			b.Article9 = article9Named(text)
		}
		if b.Article9 == "" {
			it.lost("no condition of Art. 9(2) that is known")
		}
		return b.Article9 != ""
	})
	e.beside("interests", "interest", inventory.LegitimateInterests, func(b *inventory.LawfulBasisRecord, _ *item, text string) bool {
		b.Interest = text
		return true
	})
	e.besideLink("assessments", "assessment", inventory.LegitimateInterests, func(b *inventory.LawfulBasisRecord, u inventory.URL) { b.Assessment = u })
	e.besideLink("consentRecords", "consentRecord", inventory.Consent, func(b *inventory.LawfulBasisRecord, u inventory.URL) { b.ConsentRecord = u })
	e.beside("schedule1", "schedule1", "", func(b *inventory.LawfulBasisRecord, _ *item, text string) bool {
		b.Schedule1 = text
		return true
	})
	e.beside("schedule1Basis", "basis", "", func(b *inventory.LawfulBasisRecord, it *item, text string) bool {
		if named, ok := basisOf(text); !ok || named != b.Basis {
			it.lost("another basis than that of the column of Art. 6: add it there")
			return false
		}
		return true
	})
	for _, b := range e.bases {
		if e.records[b.rec.ID] == nil {
			e.keep(b.rec)
		}
	}
}

// basisOf is the basis that a text names, by its words or its letter.
func basisOf(text string) (inventory.Basis, bool) {
	if b, ok := basisNamed(text); ok {
		return b, true
	}
	if m := letterOf6.FindStringSubmatch(text); m != nil {
		return map[string]inventory.Basis{
			"a": inventory.Consent, "b": inventory.Contract, "c": inventory.LegalObligation,
			"d": inventory.VitalInterests, "e": inventory.PublicTask, "f": inventory.LegitimateInterests,
		}[strings.ToLower(m[1])], true
	}
	return "", false
}

// lawful reads a basis.
func (e *entry) lawful(it *item) {
	m := lettered.FindStringSubmatch(it.raw)
	if m == nil || !e.ours {
		b, ok := basisOf(it.text)
		if !ok {
			it.lost("no lawful basis of Art. 6(1) that is known")
			return
		}
		r := e.basis(it, b, "")
		it.mapped(string(r.ID))
		if slug(it.text) != slug(string(b)) {
			it.roughly("the basis stands; the other words do not")
		}
		return
	}
	b, ok := basisNamed(m[1])
	if !ok {
		it.lost("no lawful basis of Art. 6(1) that is known")
		return
	}
	rests, statute := m[2], ""
	if u := under.FindStringSubmatch(rests); u != nil {
		statute, rests = u[1], u[2]
	}
	r := e.basis(it, b, rests)
	r.Statute = statute
	e.limits(it, r, strings.TrimSuffix(rests, " (condition: "+it.condition+")"))
	it.mapped(string(r.ID))
}

// basis begins a basis of the activity.
func (e *entry) basis(it *item, b inventory.Basis, rests string) *inventory.LawfulBasisRecord {
	r := &inventory.LawfulBasisRecord{Subject: e.activity, Basis: b, Evidence: e.evidence(it)}
	r.ID = e.free(inventory.KindBasis, e.activity.Rest(), "basis-"+twoDigits(len(e.bases)+1))
	e.bases = append(e.bases, stated{r, rests})
	return r
}

// limits reads for what, of whom and where a basis is stated.
func (e *entry) limits(it *item, r *inventory.LawfulBasisRecord, rests string) {
	m := restsOn.FindStringSubmatch(rests)
	if m == nil {
		it.roughly("for what it is stated was not understood: " + rests)
		return
	}
	if m[1] != "" {
		r.Purpose = e.purpose(it.Line, m[1])
	}
	if m[2] != "" {
		for _, name := range e.names(m[2], inventory.KindSubject) {
			r.Subjects = append(r.Subjects, e.people(it.Line, name, false))
		}
	}
	if m[3] != "" {
		it.roughly("stated for " + m[3] + " in the register: put to this activity alone, move it to the service if it holds for all")
	}
	if m[4] != "" {
		r.Regions = e.names(m[4], inventory.KindParty)
	}
}

// beside reads what stands beside a basis in a column of its own: the words
// behind it say which basis is meant.
func (e *entry) beside(key, field string, only inventory.Basis, set func(*inventory.LawfulBasisRecord, *item, string) bool) {
	for _, it := range e.of(key) {
		it.done = true
		if strings.HasPrefix(it.text, "none needed: ") {
			it.skip("worked out from the categories of data")
			continue
		}
		if strings.HasSuffix(it.raw, ": not declared") {
			it.skip("not declared")
			continue
		}
		b, text, ok := e.meant(it, only)
		if !ok {
			it.lost("the row names no lawful basis that this could belong to: name it in the column of Art. 6")
			continue
		}
		if set(b, it, text) {
			it.mapped(string(b.ID) + "#" + field)
			e.guessed(it, "taken for the first basis of the row that it fits")
		}
	}
}

func (e *entry) besideLink(key, field string, only inventory.Basis, set func(*inventory.LawfulBasisRecord, inventory.URL)) {
	e.beside(key, field, only, func(b *inventory.LawfulBasisRecord, it *item, text string) bool {
		return link(it.Line, text, string(b.ID)+"#"+field, func(u inventory.URL) { set(b, u) })
	})
}

// meant is the basis that an item is about, and the text without the words
// that say so.
func (e *entry) meant(it *item, only inventory.Basis) (b *inventory.LawfulBasisRecord, text string, ok bool) {
	list := append([]stated(nil), e.bases...)
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].rests) > len(list[j].rests) })
	for _, s := range list {
		if only != "" && s.rec.Basis != only {
			continue
		}
		if !e.ours {
			return s.rec, it.raw, true
		}
		if rest, found := strings.CutSuffix(it.raw, s.rests); found {
			return s.rec, rest, true
		}
	}
	return nil, "", false
}
