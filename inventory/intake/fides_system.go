package intake

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// system makes the service of a system and the party that its legal name gives.
func (m *manifest) system(t tree) {
	key := t.get("fides_key").text()
	if m.systems[key] != nil {
		m.problem(t.line(), "twice", "the system "+key+" is there twice: keep one")
		return
	}
	sys := &system{tree: t, key: key, name: t.get("name").text()}
	if sys.name == "" {
		sys.name = humanise(key)
	}
	m.systems[key] = sys
	m.order = append(m.order, sys)
	m.at(t.line(), sys.name)
	sys.at = m.here()
	description := t.get("description").text()
	sys.service, _ = m.nounAs(t.get("fides_key").leaf(), inventory.KindService, key, []string{sys.name}, func(id inventory.ID) inventory.Record {
		return &inventory.ServiceRecord{ID: id, Name: sys.name, Description: description}
	})
	rec, _ := m.work.Record(sys.service)
	if r, ok := mine[inventory.ServiceRecord](m.draft, sys.service); ok {
		rec = r
	}
	name, have, _ := nounFields(rec)
	m.told(t.get("name"), sys.service, "name", name)
	m.told(t.get("description"), sys.service, "description", have)
	m.vendor(sys)
}

// vendor is the party behind a system, and how to reach it.
func (m *manifest) vendor(sys *system) {
	legal, address, officer, policy := sys.get("legal_name"), sys.get("legal_address"), sys.get("dpo"), sys.get("privacy_policy")
	if legal.text() == "" {
		const nobody = "nobody is named who could have it: add legal_name"
		address.lost(nobody)
		officer.lost(nobody)
		return
	}
	sys.vendor = m.party(legal.leaf(), legal.text(), "LEGAL_PERSON")
	p, ok := mine[inventory.PartyRecord](m.draft, sys.vendor)
	if !ok {
		for _, t := range []tree{address, officer, policy} {
			t.lost("%s is in the inventory from elsewhere and was left as it is: change it there if this is right", sys.vendor)
		}
		return
	}
	if text := policy.text(); text != "" {
		link(policy.leaf(), text, string(p.ID)+"#privacyPolicy", func(u inventory.URL) { p.PrivacyPolicy = u })
	}
	if text := address.text(); text != "" {
		addContact(p, inventory.ContactRecord{Role: "GENERAL", Address: pieces(text, "\n,")})
		address.mapped(string(p.ID) + "#contacts")
	}
	if text := officer.text(); text != "" {
		addContact(p, reachedBy("DATA_PROTECTION_OFFICER", text))
		officer.mapped(string(p.ID) + "#contacts")
	}
}

// reachedBy is a contact of one text: an email address, a link, or words.
func reachedBy(role inventory.ContactRole, text string) inventory.ContactRecord {
	c := inventory.ContactRecord{Role: role}
	switch {
	case inventory.URL(text).Valid() == nil:
		c.URL = inventory.URL(text)
	case strings.Contains(text, "@") && !strings.ContainsAny(text, " \n"):
		c.Email = text
	default:
		c.Note = text
	}
	return c
}

// addContact adds a contact that is not there yet.
func addContact(p *inventory.PartyRecord, c inventory.ContactRecord) {
	for _, have := range p.Contacts {
		if sameContact(have, c) {
			return
		}
	}
	p.Contacts = append(p.Contacts, c)
}

func sameContact(a, b inventory.ContactRecord) bool {
	return a.Role == b.Role && a.Name == b.Name && a.Email == b.Email && a.Phone == b.Phone && a.URL == b.URL && a.Note == b.Note &&
		strings.Join(a.Address, "\n") == strings.Join(b.Address, "\n") && strings.Join(a.Regions, ",") == strings.Join(b.Regions, ",")
}

// describe says where the fields of a system went that its activities carry.
func (m *manifest) describe(sys *system) {
	m.back(sys.at)
	sys.each(func(key string, t tree) {
		m.line = t.line()
		if t.empty() {
			t.hush()
			return
		}
		if m.common(key, t) || m.carried(sys, key, t) {
			return
		}
		switch key {
		case "fides_key", "name", "description", "privacy_declarations", "legal_name", "legal_address", "dpo",
			"egress", "ingress", "system_dependencies", "dataset_references", "third_country_transfers",
			"does_international_transfers", "legal_basis_for_transfers", "cookies":
			// Told elsewhere, in the order in which they need each other.
		case "organization_fides_key":
			m.controlledBy(sys, t)
		case "data_responsibility_title", "responsibility":
			m.responsible(sys, t)
		case "joint_controller", "joint_controller_info":
			m.jointly(sys, t)
		case "data_security_practices":
			m.secured(sys, t)
		case "system_type":
			t.lost("services are of no type here: put what matters into the description")
		case "vendor_id", "previous_vendor_id", "vendor_deleted_date":
			t.lost("an id of Fides' or the IAB's list of vendors, which the inventory does not keep")
		case "processes_personal_data", "exempt_from_privacy_regulations", "reason_for_exemption":
			t.lost("whether a system falls under the law is no fact of the inventory: leave out a system that does not")
		case "uses_cookies", "cookie_max_age_seconds", "cookie_refresh", "uses_non_cookie_access":
			t.lost(whoSetsWhich)
		default:
			t.lost(noField)
		}
	})
}

// carried puts a field of a system into each of its activities; ok is false
// for other fields.
func (m *manifest) carried(sys *system, key string, t tree) (ok bool) {
	text := t.text()
	switch key {
	case "administrating_department":
		if strings.EqualFold(text, "Not defined") {
			t.leaf().silent("Fides writes this where no department is named")
			return true
		}
		m.onActivities(sys, t, "department", func(a *inventory.ProcessingActivityRecord) bool { a.Department = text; return true })
	case "privacy_policy":
		if sys.vendor == "" {
			m.notice(sys, t)
		}
	case "legitimate_interest_disclosure_url":
		m.notice(sys, t)
	case "uses_profiling":
		m.onActivities(sys, t, "automation.profiling", func(a *inventory.ProcessingActivityRecord) bool {
			automation(a).Profiling = yesOrNo(t)
			return true
		})
	case "legal_basis_for_profiling":
		m.profiled(sys, t)
	case "data_protection_impact_assessment":
		m.assessed(sys, t.get("is_required"), t.get("progress"), t.get("link"))
		t.hush()
	case "requires_data_protection_assessments":
		m.assessed(sys, t, tree{}, tree{})
	case "dpa_progress":
		m.assessed(sys, tree{}, t, tree{})
	case "dpa_location":
		m.assessed(sys, tree{}, tree{}, t)
	default:
		return false
	}
	return true
}

func yesOrNo(t tree) inventory.YesNo {
	if t.yes() {
		return "YES"
	}
	return "NO"
}

func automation(a *inventory.ProcessingActivityRecord) *inventory.AutomationRecord {
	if a.Automation == nil {
		a.Automation = &inventory.AutomationRecord{}
	}
	return a.Automation
}

func assessment(a *inventory.ProcessingActivityRecord) *inventory.ImpactAssessmentRecord {
	if a.ImpactAssessment == nil {
		a.ImpactAssessment = &inventory.ImpactAssessmentRecord{}
	}
	return a.ImpactAssessment
}

// onActivities sets something in every activity of the system that the file
// may write.
func (m *manifest) onActivities(sys *system, t tree, field string, set func(*inventory.ProcessingActivityRecord) bool) {
	if len(sys.declarations) == 0 {
		t.lost(noCarrier)
		return
	}
	for _, dec := range sys.declarations {
		a, ok := mine[inventory.ProcessingActivityRecord](m.draft, dec.activity)
		if !ok {
			t.all(func(l *Line) { l.lost("%s is in the inventory from elsewhere and was left as it is", dec.activity) })
			continue
		}
		if set(a) {
			t.mapped(string(a.ID) + "#" + field)
		}
	}
}

func (m *manifest) notice(sys *system, t tree) {
	u := inventory.URL(t.text())
	if u.Valid() != nil {
		t.lost(notALink)
		return
	}
	m.onActivities(sys, t, "notices", func(a *inventory.ProcessingActivityRecord) bool {
		a.Notices = append(a.Notices, u)
		return true
	})
}

func (m *manifest) profiled(sys *system, t tree) {
	for i, item := range t.items() {
		basis, note := inventory.Basis(""), ""
		switch strings.ToLower(item.text()) {
		case "explicit consent":
			basis = inventory.Consent
		case "contract":
			basis = inventory.Contract
		case "authorised by law":
			basis, note = inventory.LegalObligation, "authorised by law is put as a legal obligation"
		}
		if basis == "" || i > 0 {
			item.lost("automated decisions rest on one basis here, consent, contract or law: the first that is known stands")
			continue
		}
		m.onActivities(sys, item, "automation.basis", func(a *inventory.ProcessingActivityRecord) bool {
			automation(a).Basis = basis
			return true
		})
		if note != "" {
			item.leaf().roughly(note)
		}
	}
}

// assessed puts what is said of the impact assessment into the activities.
func (m *manifest) assessed(sys *system, required, progress, at tree) {
	if !required.empty() {
		m.onActivities(sys, required, "impactAssessment.required", func(a *inventory.ProcessingActivityRecord) bool {
			assessment(a).Required = yesOrNo(required)
			return true
		})
	}
	if !progress.empty() {
		m.onActivities(sys, progress, "impactAssessment.progress", func(a *inventory.ProcessingActivityRecord) bool {
			assessment(a).Progress = progress.text()
			return true
		})
	}
	if at.empty() {
		return
	}
	u := inventory.URL(at.text())
	if u.Valid() != nil {
		at.lost(notALink)
		return
	}
	m.onActivities(sys, at, "impactAssessment.document", func(a *inventory.ProcessingActivityRecord) bool {
		assessment(a).Document = u
		return true
	})
}

// secured makes a measure of what is said of security.
func (m *manifest) secured(sys *system, t tree) {
	id := m.free(inventory.KindMeasure, sys.service.Rest()+"-practices")
	m.state(t.leaf(), &inventory.SecurityMeasureRecord{
		ID: id, Name: "Security practices of " + sys.name, Description: t.text(), Kind: measureKind(t.text()), AppliesTo: []inventory.ID{sys.service},
	})
	t.leaf().roughly("one measure of the words, its kind guessed from them: " + string(measureKind(t.text())))
}

// measureKind guesses the kind of a measure by the words that describe it.
func measureKind(text string) inventory.MeasureKind {
	text = strings.ToLower(text)
	for _, k := range []struct {
		kind  inventory.MeasureKind
		words []string
	}{
		{"PSEUDONYMISATION", []string{"pseudonym", "tokeni"}},
		{"HASHING", []string{"hash"}},
		{"ENCRYPTION", []string{"encrypt", "tls", "https", "cipher"}},
		{"MINIMISATION", []string{"minimi", "redact"}},
		{"ACCESS_CONTROL", []string{"access", "password", "authenticat", "permission", "role-based", "locked", "mfa"}},
		{"NETWORK_SECURITY", []string{"network", "firewall", "vpn"}},
		{"MONITORING", []string{"monitor", "logging", "audit", "intrusion"}},
	} {
		for _, w := range k.words {
			if strings.Contains(text, w) {
				return k.kind
			}
		}
	}
	return "ORGANISATIONAL"
}
