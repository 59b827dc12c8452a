package intake

import (
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

const fideslang inventory.CrosswalkScheme = "FIDESLANG"

// sections of the taxonomy, and the kinds of their entries.
var taxonomySections = []struct {
	name string
	kind inventory.Kind
}{
	{"data_category", inventory.KindData},
	{"data_use", inventory.KindPurpose},
	{"data_subject", inventory.KindSubject},
}

// define makes the custom entries of the taxonomy.
func (m *manifest) define() {
	m.defined = map[termKey]tree{}
	for _, s := range taxonomySections {
		for _, t := range m.section(s.name) {
			m.defined[termKey{s.kind, fideslang, t.get("fides_key").text()}] = t
		}
	}
	for _, s := range taxonomySections {
		for _, t := range m.section(s.name) {
			m.entry(s.kind, t)
		}
	}
}

// entry makes one entry, and says of its fields where they went.
func (m *manifest) entry(k inventory.Kind, t tree) {
	key := t.get("fides_key")
	id := m.term(key.leaf(), k, key.text())
	rec, _ := m.work.Record(id)
	name, description, broader := nounFields(rec)
	t.each(func(field string, v tree) {
		switch field {
		case "fides_key":
		case "name":
			m.told(v, id, "name", name)
		case "description":
			m.told(v, id, "description", description)
		case "parent_key":
			m.parent(v, k, id, broader)
		case "organization_fides_key":
			v.lost("an entry of the vocabulary belongs to no organisation here")
		case "rights":
			v.lost("rights are those of the whole organisation here: add them as rights")
		case "automated_decisions_or_profiling":
			v.lost("said of an activity here: declare uses_profiling for the system")
		case "recipients", "legal_basis", "special_category", "legitimate_interest", "legitimate_interest_impact_assessment":
			v.lost("said of an activity here and not of a purpose as such: state it in the privacy declaration")
		default:
			if !m.common(field, v) {
				v.lost(noField)
			}
		}
	})
}

func (m *manifest) parent(v tree, k inventory.Kind, id, broader inventory.ID) {
	if v.text() == "" {
		v.hush()
		return
	}
	if broader == "" {
		v.leaf().lost("nothing in the inventory stands for %s, so %s stands at the top: set what is broader by hand", v.text(), id)
		return
	}
	v.leaf().mapped(string(id) + "#broader")
}

func nounFields(rec inventory.Record) (name, description string, broader inventory.ID) {
	switch r := rec.(type) {
	case *inventory.DataCategoryRecord:
		return r.Name, r.Description, r.Broader
	case *inventory.PurposeRecord:
		return r.Name, r.Description, r.Broader
	case *inventory.DataSubjectCategoryRecord:
		return r.Name, r.Description, r.Broader
	case *inventory.ServiceRecord:
		return r.Name, r.Description, r.PartOf
	case *inventory.PartyRecord:
		return r.Name, r.Description, r.MemberOf
	}
	return "", "", ""
}

// term is what a key of fideslang means here: by a crosswalk, by the name
// that the manifest gives it, or through the Data Privacy Vocabulary. Else it
// is a new entry, below what the nearest wider key means.
func (m *manifest) term(l *Line, k inventory.Kind, key string) inventory.ID {
	code := current(key)
	if code != key {
		l.note("an old key: read as %s", code)
	}
	if id, note, ok := m.crosswalk(k, fideslang, code); ok && !m.mineAgain(id) {
		if l.mapped(string(id)); note != "" {
			l.roughly(note)
		}
		return id
	}
	if id, note, ok := m.bridge(k, code); ok {
		l.roughly(note, string(id))
		return id
	}
	t := m.defined[termKey{k, fideslang, key}]
	name := t.get("name").text()
	names := []string{name}
	if name == "" {
		name = humanise(code)
		names = []string{name, name + " data"}
		if strings.Contains(code, ".") {
			names = names[:1]
		}
	}
	wider := m.wider(k, code)
	here := m.here()
	m.at(l.Line, key)
	id, isNew := m.nounAs(l, k, strings.TrimPrefix(code, "user."), names, func(id inventory.ID) inventory.Record {
		return vocabulary(k, id, name, t.get("description").text(), code, wider)
	})
	m.back(here)
	entry := newEntry
	if k == inventory.KindSubject {
		entry = newNoun
	}
	if isNew && t.node == nil {
		l.roughly(entry+"; its name is made of the key", string(id))
	} else if isNew {
		l.note("%s", entry)
	}
	return id
}

// gather makes the entries of all keys used in a list, the wider ones first,
// so that narrower ones find them.
func (m *manifest) gather(list []tree) {
	uses := map[termKey]tree{}
	var keys []termKey
	var walk func(t tree)
	walk = func(t tree) {
		t.each(func(field string, v tree) {
			k, ok := map[string]inventory.Kind{
				"data_categories": inventory.KindData, "shared_categories": inventory.KindData, "data_use": inventory.KindPurpose, "data_uses": inventory.KindPurpose,
			}[field]
			for _, item := range v.items() {
				key := termKey{k, fideslang, item.text()}
				if item.isMap() {
					walk(item)
				} else if _, known := uses[key]; ok && !known && key.code != "" && !ofSystem(k, key.code) {
					uses[key] = item
					keys = append(keys, key)
				}
			}
		})
	}
	for _, item := range list {
		walk(item)
	}
	slices.SortStableFunc(keys, func(a, b termKey) int { return strings.Compare(a.code, b.code) })
	for _, key := range keys {
		m.term(uses[key].leaf(), key.kind, key.code)
	}
}

// ofSystem says whether the key is one for data of systems and not of people.
func ofSystem(k inventory.Kind, key string) bool {
	return k == inventory.KindData && (key == "system" || strings.HasPrefix(key, "system."))
}

// categories are the data categories of a list of keys.
func (m *manifest) categories(t tree) []inventory.ID {
	t.hush()
	var ids []inventory.ID
	for _, item := range t.items() {
		switch key := item.text(); {
		case key == "":
			item.lost(noField)
		case ofSystem(inventory.KindData, key):
			item.leaf().lost(systemsOwn)
		default:
			if id := m.term(item.leaf(), inventory.KindData, key); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// mineAgain says whether the entry is one that this file brought in before and
// has yet to write again.
func (m *manifest) mineAgain(id inventory.ID) bool {
	rec, ok := m.s.Record(id)
	return ok && m.records[id] == nil && m.own(rec)
}

func vocabulary(k inventory.Kind, id inventory.ID, name, description, code string, broader inventory.ID) inventory.Record {
	walk := []inventory.CrosswalkRecord{{Scheme: fideslang, Code: code, Match: "EXACT"}}
	switch k {
	case inventory.KindPurpose:
		return &inventory.PurposeRecord{ID: id, Name: name, Description: description, Broader: broader, Crosswalks: walk}
	case inventory.KindSubject:
		return &inventory.DataSubjectCategoryRecord{ID: id, Name: name, Description: description}
	}
	return &inventory.DataCategoryRecord{ID: id, Name: name, Description: description, Broader: broader, Crosswalks: walk, Special: "NONE"}
}

// wider is what the nearest wider key means here; empty: nothing does.
func (m *manifest) wider(k inventory.Kind, code string) inventory.ID {
	for {
		dot := strings.LastIndexByte(code, '.')
		if dot < 0 {
			return ""
		}
		code = code[:dot]
		if t, ok := m.defined[termKey{k, fideslang, code}]; ok {
			return m.term(t.get("fides_key").leaf(), k, code)
		}
		// An entry of an earlier import of this file is found again when its turn
		// comes, as it was the first time.
		if id, _, ok := m.crosswalk(k, fideslang, code); ok && !m.mineAgain(id) {
			return id
		}
		if code == "user" {
			id, _ := m.lookup(k, "User data")
			return id
		}
	}
}

// current is a key as fideslang writes it since version 1.3.
func current(key string) string {
	for _, old := range []string{"provided.identifiable.", "provided.nonidentifiable.", "derived.identifiable.", "derived.nonidentifiable.", "provided.", "derived."} {
		key = strings.Replace(key, "user."+old, "user.", 1)
	}
	return key
}

// bridge finds a purpose through the Data Privacy Vocabulary.
func (m *manifest) bridge(k inventory.Kind, code string) (id inventory.ID, note string, ok bool) {
	if k != inventory.KindPurpose {
		return "", "", false
	}
	dpv := map[string]string{
		"essential.service": "ServiceProvision", "provide.service": "ServiceProvision", "functional.service": "ServiceProvision",
		"essential.fraud_detection": "FraudPreventionAndDetection", "essential.legal_obligation": "LegalCompliance",
		"essential.service.payment_processing": "PaymentManagement", "essential.service.security": "EnforceSecurity",
		"essential.service.operations.support": "CustomerCare", "essential.service.authentication": "IdentityVerification",
		"improve": "ImproveExistingProductsAndServices", "improve.system": "ImproveExistingProductsAndServices",
		"functional.service.improve": "ImproveExistingProductsAndServices",
		"marketing":                  "Marketing", "marketing.advertising": "Advertising", "advertising": "Advertising",
		"marketing.advertising.first_party.targeted": "TargetedAdvertising", "marketing.advertising.third_party.targeted": "TargetedAdvertising",
		"marketing.communications": "DirectMarketing", "personalize": "Personalisation", "personalize.system": "ServicePersonalisation",
	}[code]
	if dpv == "" {
		return "", "", false
	}
	id, _, ok = m.crosswalk(k, "DPV", "dpv:"+dpv)
	return id, code + " and the purpose both match dpv:" + dpv, ok
}
