package intake

import (
	"regexp"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

var (
	answered  = regexp.MustCompile(`^(.*?)(?:, answered within ([^()]*?))?(?: \((.*)\))?(?:; for ([^()]*))?$`)
	measured  = regexp.MustCompile(`^([a-z ]+): (.*)$`)
	inCountry = regexp.MustCompile(`^(.*?)(?: \(([A-Z]{2})\))?$`)
)

// organisationColumns are those that say things of the organisation, or of
// several activities alike.
func (e *entry) organisationColumns() {
	for _, it := range e.of("measures") {
		it.done = true
		e.measure(it)
	}
	for _, it := range e.of("rights") {
		it.done = true
		e.right(it)
	}
	for _, it := range e.of("jointControllers") {
		it.done = true
		e.joint(it)
	}
}

// measure reads "kind: Name – description; for data".
func (e *entry) measure(it *item) {
	r := &inventory.SecurityMeasureRecord{Name: it.text, Kind: measureKind(it.text), Evidence: e.evidence(it)}
	if m := measured.FindStringSubmatch(it.text); m != nil && isMeasureKind(m[1]) {
		r.Kind = inventory.MeasureKind(strings.ToUpper(strings.ReplaceAll(m[1], " ", "_")))
		name, rest, _ := strings.Cut(m[2], " – ")
		if before, after, ok := cutLast(rest, "; for "); ok {
			if ids, all := e.knownData(after); all {
				rest, r.Data = before, ids
			}
		}
		r.Name, r.Description = name, rest
	} else {
		e.guessed(it, "its kind is guessed from the words: "+string(r.Kind))
	}
	r.ID = inventory.KindMeasure.ID(slug(r.Name))
	for _, rec := range e.present(inventory.KindMeasure) {
		if m, ok := rec.(*inventory.SecurityMeasureRecord); ok && m.Name == r.Name {
			r.ID = m.ID
		}
	}
	if have, ok := e.foreign(r.ID); ok {
		it.mapped(string(have.RecordID()))
		return
	}
	if have, ok := mine[inventory.SecurityMeasureRecord](e.draft, r.ID); ok {
		have.AppliesTo = appendNew(have.AppliesTo, e.activity)
		it.mapped(string(r.ID))
		return
	}
	r.AppliesTo = []inventory.ID{e.activity}
	e.state(it.Line, r)
}

func isMeasureKind(text string) bool {
	values, _ := inventory.EnumValues(inventory.MeasureKind(""))
	return slices.Contains(values, strings.ToUpper(strings.ReplaceAll(text, " ", "_")))
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// right reads "Right, answered within 30 days (GDPR Art. 15); for EU".
func (e *entry) right(it *item) {
	m := answered.FindStringSubmatch(it.text)
	r := &inventory.RightRecord{Name: it.text, Evidence: e.evidence(it)}
	if m != nil && m[1] != "" {
		r.Name = m[1]
		if s, _, ok := spanAt(m[2]); ok && !s.short {
			r.AnsweredWithin = s.period
		} else if m[2] != "" {
			r.Name = it.text
		}
		if m[3] != "" {
			r.Articles = strings.Split(m[3], ", ")
		}
		if m[4] != "" {
			r.Regions = e.names(m[4], inventory.KindParty)
		}
	}
	for _, rec := range e.present(inventory.KindRight) {
		if have, ok := rec.(*inventory.RightRecord); ok && slug(have.Name) == slug(r.Name) {
			it.mapped(string(have.ID))
			return
		}
	}
	r.ID = inventory.KindRight.ID(slug(r.Name))
	e.state(it.Line, r)
	e.guessed(it, "a right is that of the whole organisation here")
}

// present are the records of a kind that the inventory has from elsewhere.
func (d *draft) present(k inventory.Kind) []inventory.Record {
	if d.others == nil {
		d.others = map[inventory.Kind][]inventory.Record{}
		for _, rec := range d.s.Records() {
			if !d.own(rec) {
				d.others[rec.RecordKind()] = append(d.others[rec.RecordKind()], rec)
			}
		}
	}
	return d.others[k]
}

// joint reads a joint controller: how to reach it, or how duties are shared.
func (e *entry) joint(it *item) {
	if before, after, ok := strings.Cut(it.text, ", arrangement: "); ok {
		c := e.together(it, before)
		if r, own := mine[inventory.ControllershipRecord](e.draft, c.ID); own {
			r.Arrangement, r.Condition = after, it.condition
		}
		return
	}
	name, rest, ok := strings.Cut(it.text, ": ")
	if !ok {
		if i := strings.IndexAny(it.text, ",("); i > 0 {
			name, rest = strings.TrimSpace(it.text[:i]), strings.Trim(it.text[i:], ",() ")
		} else {
			name = it.text
		}
	}
	country := ""
	if m := inCountry.FindStringSubmatch(name); m != nil {
		name, country = m[1], m[2]
	}
	c := e.together(it, name)
	p, own := mine[inventory.PartyRecord](e.draft, c.Party)
	if !own {
		return
	}
	if country != "" {
		p.Country = country
	}
	if rest != "" {
		addContact(p, contactOf(rest))
		it.mapped(string(p.ID) + "#contacts")
		e.guessed(it, "the name ends at the first comma or colon; what follows is how to reach it")
	}
}

// together states that a party decides together with the controller.
func (e *entry) together(it *item, name string) *inventory.ControllershipRecord {
	r := &inventory.ControllershipRecord{Subject: e.activity, Party: e.party(it.Line, name, "LEGAL_PERSON"), Role: "JOINT_CONTROLLER"}
	r.ID = r.DerivedID()
	if have, ok := e.state(it.Line, r).(*inventory.ControllershipRecord); ok {
		return have
	}
	return r
}

// contactOf reads how to reach somebody, as the export says it.
func contactOf(text string) inventory.ContactRecord {
	c := inventory.ContactRecord{Role: "GENERAL"}
	for i, part := range pieces(text, ";") {
		email, isEmail := strings.CutPrefix(part, "email ")
		phone, isPhone := strings.CutPrefix(part, "telephone ")
		switch {
		case isEmail:
			c.Email = email
		case isPhone:
			c.Phone = phone
		case inventory.URL(part).Valid() == nil:
			c.URL = inventory.URL(part)
		case strings.Contains(part, "@") && !strings.Contains(part, " "):
			c.Email = part
		case strings.Contains(part, ", "):
			c.Address = strings.Split(part, ", ")
		case i == 0:
			c.Name = part
		default:
			c.Note = strings.TrimSpace(c.Note + "\n" + part)
		}
	}
	return c
}
