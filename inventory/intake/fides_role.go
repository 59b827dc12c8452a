package intake

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// unnamed is the category that stands for controllers whom nobody names.
const unnamed = "Controllers not named"

// organization makes a party of an organization: controller, officer and
// representative are how to reach it and who speaks for it.
func (m *manifest) organization(t tree) {
	key := t.get("fides_key")
	name := t.get("name").text()
	if name == "" {
		name = humanise(key.text())
	}
	m.at(t.line(), name)
	id, _ := m.nounAs(key.leaf(), inventory.KindParty, key.text(), []string{name}, func(id inventory.ID) inventory.Record {
		return &inventory.PartyRecord{ID: id, Name: name, Description: t.get("description").text(), Kind: "LEGAL_PERSON"}
	})
	m.organizations[key.text()] = id
	rec, _ := m.work.Record(id)
	have, description, _ := nounFields(rec)
	p, own := mine[inventory.PartyRecord](m.draft, id)
	t.each(func(field string, v tree) {
		m.line = v.line()
		switch {
		case v.empty():
			v.hush()
		case field == "fides_key":
		case field == "name":
			m.told(v, id, "name", have)
		case field == "description":
			m.told(v, id, "description", description)
		case m.common(field, v):
		case !own:
			v.lost("%s is in the inventory from elsewhere and was left as it is: change it there if this is right", id)
		case field == "controller":
			m.contact(v, p, "GENERAL")
		case field == "data_protection_officer":
			m.contact(v, p, "DATA_PROTECTION_OFFICER")
		case field == "representative":
			m.representative(v, p)
		case field == "security_policy":
			v.lost("a measure names what is done, not where it is written: add the measures of the policy")
		case field == "organization_parent_key":
			v.lost("Fides does not use it: set the group that the party is a member of by hand")
		default:
			v.lost(noField)
		}
	})
}

// contact adds a contact of name, address, email and phone.
func (m *manifest) contact(t tree, p *inventory.PartyRecord, role inventory.ContactRole) {
	c, any := inventory.ContactRecord{Role: role}, false
	t.each(func(field string, v tree) {
		text := v.text()
		switch {
		case placeholder(text):
			v.all(func(l *Line) { l.silent("a placeholder states nothing") })
			return
		case field == "name":
			c.Name = text
		case field == "address":
			c.Address = pieces(text, "\n,")
		case field == "email":
			c.Email = text
		case field == "phone":
			c.Phone = text
		default:
			v.lost(noField)
			return
		}
		any = true
		v.mapped(string(p.ID) + "#contacts")
	})
	if any {
		addContact(p, c)
	}
}

// placeholder says whether the text is what Fides fills in by itself.
func placeholder(text string) bool {
	return text == "" || strings.EqualFold(text, "N/A") || strings.EqualFold(text, "none")
}

// representative makes the party that represents an organization. The manifest
// does not say where: the Union is taken.
func (m *manifest) representative(t tree, p *inventory.PartyRecord) {
	name := t.get("name").text()
	if placeholder(name) {
		t.lost("a representative is a party with a name: add it")
		return
	}
	id := m.party(t.get("name").leaf(), name, "LEGAL_PERSON")
	p.EURepresentative = id
	if r, ok := mine[inventory.PartyRecord](m.draft, id); ok {
		m.contact(t, r, "GENERAL")
	} else {
		t.lost("%s is in the inventory from elsewhere and was left as it is", id)
	}
	t.get("name").leaf().roughly("taken for the representative in the European Union, as the manifest does not say where", string(p.ID)+"#euRepresentative")
}

// controlledBy states that the organization of a system is its controller, or
// its processor where the system says so.
func (m *manifest) controlledBy(sys *system, t tree) {
	party, ok := m.organizations[t.text()]
	if !ok {
		party, ok = m.lookup(inventory.KindParty, t.text())
	}
	if !ok {
		t.leaf().lost("the file has no organization %s: define it, or import the file that does first", t.text())
		return
	}
	title := sys.get("data_responsibility_title")
	if title.empty() && sys.vendor == "" {
		title = sys.get("responsibility")
	}
	role := inventory.ProcessingRole("CONTROLLER")
	if items := title.items(); len(items) > 0 {
		if r, _, known := roleOf(items[0].text()); known {
			role = r
		}
	}
	m.controls(t.leaf(), sys, party, role, "")
	if title.empty() {
		t.leaf().roughly("taken for the controller, as the system does not say in which role")
	}
}

func (m *manifest) controls(l *Line, sys *system, party inventory.ID, role inventory.ProcessingRole, arrangement string) {
	rec := &inventory.ControllershipRecord{Subject: sys.service, Party: party, Role: role, Arrangement: arrangement}
	rec.ID = rec.DerivedID()
	if have, ok := mine[inventory.ControllershipRecord](m.draft, rec.ID); ok && have.Role != role {
		rec.ID += inventory.ID("+" + slug(string(role)))
	}
	m.state(l, rec)
}

// roleOf is the role that Fides calls so.
func roleOf(title string) (role inventory.ProcessingRole, note string, ok bool) {
	switch strings.ToLower(title) {
	case "controller":
		return "CONTROLLER", "", true
	case "processor":
		return "PROCESSOR", "", true
	case "sub-processor":
		return "PROCESSOR", "a sub-processor is a processor here", true
	}
	return "", "", false
}

// responsible says in which role the organisation, or the party behind the
// system, acts.
func (m *manifest) responsible(sys *system, t tree) {
	vendor := t.path == sys.path+".responsibility" && sys.vendor != ""
	for i, item := range t.items() {
		role, note, ok := roleOf(item.text())
		switch {
		case !ok:
			item.lost("no role that is known: Controller, Processor or Sub-Processor")
			continue
		case vendor:
			m.controls(item.leaf(), sys, sys.vendor, role, "")
		case i > 0:
			item.lost("an activity is done in one role here: the first stands")
			continue
		default:
			m.acts(sys, item, role)
		}
		if note != "" {
			item.leaf().roughly(note)
		}
	}
}

// acts puts the role into the activities. A processor acts for somebody, whom
// the manifest does not name.
func (m *manifest) acts(sys *system, t tree, role inventory.ProcessingRole) {
	var forWhom []inventory.ID
	if role == "PROCESSOR" && len(sys.declarations) > 0 {
		forWhom = []inventory.ID{m.party(&Line{}, unnamed, "CATEGORY")}
	}
	m.onActivities(sys, t, "role", func(a *inventory.ProcessingActivityRecord) bool {
		a.Role, a.ActsFor = role, forWhom
		return true
	})
	if len(forWhom) > 0 {
		t.leaf().roughly("for whom is not said: "+unnamed+" stands for them, name them", string(forWhom[0]))
	}
}

// jointly makes a joint controller of contact details, or of a text.
func (m *manifest) jointly(sys *system, t tree) {
	name := t
	if t.isMap() {
		name = t.get("name")
	}
	if placeholder(name.text()) {
		t.hush()
		t.lost("a joint controller is a party with a name: add it")
		return
	}
	id := m.party(name.leaf(), name.text(), "LEGAL_PERSON")
	m.controls(name.leaf(), sys, id, "JOINT_CONTROLLER", "")
	if p, ok := mine[inventory.PartyRecord](m.draft, id); ok && t.isMap() {
		m.contact(t, p, "GENERAL")
	} else if t.isMap() {
		t.lost("%s is in the inventory from elsewhere and was left as it is", id)
	}
}
