package intake

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// declare makes an activity of each privacy declaration of a system.
func (m *manifest) declare(sys *system) {
	list := sys.get("privacy_declarations")
	for _, t := range list.items() {
		if !t.isMap() {
			t.lost("a privacy declaration is a mapping of fields: this is none")
			continue
		}
		m.declaration(sys, t)
	}
	if list.empty() {
		list.hush()
	}
}

// declaration makes the activity of a privacy declaration and what it states.
func (m *manifest) declaration(sys *system, t tree) {
	dec := &declaration{tree: t, name: t.get("name").text()}
	use := t.get("data_use")
	if dec.name == "" {
		dec.name = humanise(current(use.text()))
	}
	if dec.name == "" {
		m.problem(t.line(), "missing", "a privacy declaration of "+sys.key+" has neither a name nor a data_use")
		return
	}
	m.at(t.line(), sys.name, dec.name)
	dec.at = m.here()
	m.activity(sys, dec)
	sys.declarations = append(sys.declarations, dec)
	if use.text() != "" {
		dec.purpose = m.term(use.leaf(), inventory.KindPurpose, use.text())
		u := &inventory.UseRecord{Activity: dec.activity, Purpose: dec.purpose}
		u.ID = u.DerivedID()
		m.state(use.leaf(), u)
	}
	m.subjects(dec)
	m.collect(dec)
	m.ground(dec)
	if text := t.get("retention_period").text(); text != "" {
		m.retain(t.get("retention_period").leaf(), dec.activity, nil, text, m.evidence())
	}
	m.share(dec)
	m.remaining(dec)
}

// activity finds the activity of this name in the service, or makes it.
func (m *manifest) activity(sys *system, dec *declaration) {
	l := &Line{}
	if v := dec.get("name"); v.text() != "" {
		l = v.leaf()
	}
	for _, rec := range m.present(inventory.KindActivity) {
		if a, ok := rec.(*inventory.ProcessingActivityRecord); ok && a.Service == sys.service && slug(a.Name) == slug(dec.name) {
			dec.activity = a.ID
			l.roughly(leftAsItIs, string(a.ID))
			return
		}
	}
	dec.activity = m.free(inventory.KindActivity, sys.service.Rest(), slug(dec.name))
	m.state(l, &inventory.ProcessingActivityRecord{ID: dec.activity, Service: sys.service, Name: dec.name, Role: "CONTROLLER", Status: "ACTIVE"}, "name")
}

// subjects puts the categories of people into the activity.
func (m *manifest) subjects(dec *declaration) {
	t := dec.get("data_subjects")
	t.hush()
	a, own := mine[inventory.ProcessingActivityRecord](m.draft, dec.activity)
	for _, item := range t.items() {
		id := m.term(item.leaf(), inventory.KindSubject, item.text())
		if !own {
			item.leaf().roughly("the activity is in the inventory from elsewhere and was left as it is", string(id))
			continue
		}
		if !slices.Contains(a.Subjects, id) {
			a.Subjects = append(a.Subjects, id)
		}
		item.leaf().mapped(string(a.ID) + "#subjects")
	}
}

// collect states a collection for each category of data.
func (m *manifest) collect(dec *declaration) {
	form := inventory.Identifiable
	if q := dec.get("data_qualifier"); q.text() != "" {
		if f, ok := formOf(q.text()); ok {
			form = f
		} else {
			q.lost(noQualifier)
		}
	}
	t := dec.get("data_categories")
	dec.data = m.categories(t)
	for _, item := range t.items() {
		key := item.text()
		if key == "" || ofSystem(inventory.KindData, key) {
			continue
		}
		id := m.term(item.leaf(), inventory.KindData, key)
		m.collection(item.leaf(), dec.activity, id, form, m.evidence())
		if q := dec.get("data_qualifier"); q.leaf().Outcome != NotMapped {
			q.leaf().mapped(string(collectionID(dec.activity, id)) + "#form")
		}
	}
	if q := dec.get("data_qualifier"); len(dec.data) == 0 && q.text() != "" {
		q.lost("it qualifies no data of people")
	}
}

func collectionID(activity, data inventory.ID) inventory.ID {
	return (&inventory.CollectionRecord{Activity: activity, Data: data}).DerivedID()
}

func (m *manifest) collection(l *Line, activity, data inventory.ID, form inventory.Form, e inventory.Evidence) {
	m.state(l, &inventory.CollectionRecord{ID: collectionID(activity, data), Activity: activity, Data: data, Form: form, Evidence: e})
}

// ground states the lawful basis, with the condition for special categories
// and the assessment beside it.
func (m *manifest) ground(dec *declaration) {
	basis, special, location := dec.get("legal_basis_for_processing"), dec.get("special_category_legal_basis"), dec.get("impact_assessment_location")
	b, ok := basisNamed(basis.text())
	if !ok {
		basis.lost("no lawful basis of Art. 6(1) that is known")
		special.lost("a condition of Art. 9(2) stands beside a basis of Art. 6(1): add legal_basis_for_processing")
		location.lost("an assessment belongs to legitimate interests: add legal_basis_for_processing")
		return
	}
	r := &inventory.LawfulBasisRecord{Subject: dec.activity, Basis: b, Purpose: dec.purpose}
	r.ID = m.free(inventory.KindBasis, dec.activity.Rest(), slug(string(b)))
	if text := special.text(); text != "" {
		if r.Article9 = article9Named(text); r.Article9 == "" {
			special.lost("no condition of Art. 9(2) that is known")
		} else {
			special.leaf().mapped(string(r.ID) + "#article9")
		}
	}
	if text := location.text(); text != "" && b == inventory.LegitimateInterests {
		link(location.leaf(), text, string(r.ID)+"#assessment", func(u inventory.URL) { r.Assessment = u })
	} else if text != "" {
		location.lost("an assessment belongs to legitimate interests, and the declaration rests on something else")
	}
	m.state(basis.leaf(), r, "basis")
}

// basisNamed is the basis of Art. 6(1) that a text names.
func basisNamed(text string) (b inventory.Basis, ok bool) {
	text = strings.ToLower(text)
	for _, n := range []struct {
		word  string
		basis inventory.Basis
	}{
		{"legitimate interest", inventory.LegitimateInterests}, {"vital interest", inventory.VitalInterests},
		{"public task", inventory.PublicTask}, {"public interest", inventory.PublicTask}, {"official authority", inventory.PublicTask},
		{"legal obligation", inventory.LegalObligation}, {"consent", inventory.Consent}, {"contract", inventory.Contract},
	} {
		if strings.Contains(text, n.word) {
			return n.basis, true
		}
	}
	return "", false
}

// article9Named is the condition of Art. 9(2) that a text names; empty: none.
func article9Named(text string) inventory.Article9Condition {
	text = strings.ToLower(text)
	for _, n := range []struct {
		word      string
		condition inventory.Article9Condition
	}{
		{"explicit consent", "A"}, {"employment", "B"}, {"vital interest", "C"}, {"not-for-profit", "D"}, {"non-profit", "D"},
		{"made public", "E"}, {"legal claim", "F"}, {"substantial public interest", "G"}, {"health or social care", "H"},
		{"health care", "H"}, {"public health", "I"}, {"archiving", "J"}, {"research", "J"},
	} {
		if strings.Contains(text, n.word) {
			return n.condition
		}
	}
	return ""
}

// share states what goes to third parties.
func (m *manifest) share(dec *declaration) {
	shared, named, listed := dec.get("data_shared_with_third_parties"), dec.get("third_parties"), dec.get("shared_categories")
	data := m.categories(listed)
	if !shared.yes() && named.text() == "" && len(data) == 0 {
		if shared.text() != "" {
			shared.leaf().silent("Fides writes false where nothing was declared: that is no statement that nothing is shared")
		}
		return
	}
	e := m.evidence()
	if len(data) == 0 {
		data, e = dec.data, m.because("The manifest says that data is shared and not which: all that is declared is taken.")
	}
	l := named.leaf()
	recipients := pieces(named.text(), ";,\n")
	if len(recipients) == 0 {
		recipients, l = []string{"Third parties"}, shared.leaf()
	}
	for _, name := range recipients {
		party := m.party(l, name, "CATEGORY")
		for _, id := range data {
			r := &inventory.DisclosureRecord{Activity: dec.activity, Data: id, Recipient: party, Role: "NOT_STATED", Form: inventory.Identifiable, Evidence: e}
			r.ID = r.DerivedID()
			m.state(l, r)
			listed.mapped(string(r.ID))
			if !slices.Contains(dec.disclosures, r.ID) {
				dec.disclosures = append(dec.disclosures, r.ID)
			}
		}
	}
	if len(dec.disclosures) == 0 {
		for _, t := range []tree{shared, named} {
			t.lost("the declaration has no data of people that could be shared")
		}
		return
	}
	m.categories(listed)
	shared.mapped(string(dec.disclosures[0]))
	if e.Assertion == inventory.Inferred {
		l.roughly("which data is not said: all that is declared is taken, as inferred")
	}
}

// remaining says where the other fields of a declaration went.
func (m *manifest) remaining(dec *declaration) {
	dec.each(func(key string, t tree) {
		if t.empty() {
			t.hush()
			return
		}
		switch key {
		case "name", "data_use", "data_categories", "data_subjects", "data_qualifier", "retention_period", "third_parties", "shared_categories",
			"legal_basis_for_processing", "special_category_legal_basis", "impact_assessment_location", "data_shared_with_third_parties",
			"dataset_references", "egress", "ingress", "cookies":
			// Told above, or once all systems and datasets are known.
		case "flexible_legal_basis_for_processing":
			t.lost("whether a notice may change the basis is a setting of Fides; the inventory keeps the basis itself")
		case "processes_special_category_data":
			m.special(dec, t)
		case "features":
			t.lost("the inventory has purposes and no features: put what matters into the data use")
		default:
			if !m.common(key, t) {
				t.lost(noField)
			}
		}
	})
}

// special says whether the categories bear out that special data is processed.
func (m *manifest) special(dec *declaration, t tree) {
	if !t.yes() {
		t.leaf().silent("Fides writes false where nothing was declared")
		return
	}
	for _, id := range dec.data {
		if rec, ok := m.work.Record(id); ok {
			if r, ok := rec.(*inventory.DataCategoryRecord); ok && r.Special == "ARTICLE_9" {
				t.leaf().mapped(string(id) + "#special")
				return
			}
		}
	}
	t.leaf().lost("said of each category here: mark the special ones among them (special: ARTICLE_9)")
}
