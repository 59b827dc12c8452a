package intake

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/recital/recital/inventory"
)

// connect says what passes between systems, to which countries, and what
// depends on what, once all systems are known.
func (m *manifest) connect(sys *system) {
	m.back(sys.at)
	for _, item := range sys.get("system_dependencies").items() {
		m.line = item.line()
		other, ok := m.serviceOf(item.text())
		if !ok {
			item.lost("there is no system %s, in the file or in the inventory: import it first", item.text())
			continue
		}
		r := &inventory.RequirementRecord{Service: sys.service, Requires: other}
		r.ID = r.DerivedID()
		m.state(item.leaf(), r)
	}
	for _, direction := range []string{"egress", "ingress"} {
		for _, flow := range sys.get(direction).items() {
			m.line = flow.line()
			m.flow(sys, flow, direction == "egress")
		}
		for _, dec := range sys.declarations {
			dec.get(direction).lost("which declaration a flow serves is not kept: flows are those of the whole system")
		}
	}
	m.transfers(sys)
	m.cookies(sys)
}

func (m *manifest) serviceOf(key string) (inventory.ID, bool) {
	if sys := m.systems[key]; sys != nil {
		return sys.service, true
	}
	return m.lookup(inventory.KindService, key)
}

// flow states what a system passes to another one, or gets from people.
func (m *manifest) flow(sys *system, t tree, out bool) {
	key, kind := t.get("fides_key"), t.get("type")
	data := m.categories(t.get("data_categories"))
	switch other, ok := m.serviceOf(key.text()); {
	case kind.text() == "user" && !out:
		m.fromPeople(sys, t, data)
	case kind.text() == "user":
		t.lost("what people are shown of their own data is no fact of the inventory")
	case kind.text() != "system":
		t.lost("a flow between a system and its dataset is storage: the dataset's fields tell what it holds")
	case !ok:
		t.lost("there is no system %s, in the file or in the inventory: import it first", key.text())
	case len(data) == 0:
		t.lost("which data passes is not said: add data_categories to the flow")
	case other == sys.service:
		t.lost("a service does not pass data to itself")
	default:
		r := &inventory.DependencyRecord{Service: sys.service, DependsOn: other, Data: data}
		if !out {
			r.Service, r.DependsOn = other, sys.service
		}
		r.ID = r.DerivedID()
		if have, ok := mine[inventory.DependencyRecord](m.draft, r.ID); ok {
			for _, id := range data {
				if !slices.Contains(have.Data, id) {
					have.Data = append(have.Data, id)
				}
			}
		}
		rec := m.state(key.leaf(), r)
		kind.leaf().mapped(string(rec.RecordID()))
		for _, item := range t.get("data_categories").items() {
			if !ofSystem(inventory.KindData, item.text()) {
				item.leaf().mapped(string(rec.RecordID()) + "#data")
			}
		}
	}
	t.each(func(field string, v tree) {
		if field != "fides_key" && field != "type" && field != "data_categories" {
			v.lost(noField)
		}
	})
}

// fromPeople marks what a system gets from people themselves.
func (m *manifest) fromPeople(sys *system, t tree, data []inventory.ID) {
	marked := false
	for _, dec := range sys.declarations {
		for _, id := range dec.data {
			c, ok := mine[inventory.CollectionRecord](m.draft, collectionID(dec.activity, id))
			if !ok || len(data) > 0 && !slices.Contains(data, id) {
				continue
			}
			if !slices.Contains(c.Sources, "DATA_SUBJECT") {
				c.Sources = append(c.Sources, "DATA_SUBJECT")
			}
			marked = true
			t.mapped(string(c.ID) + "#sources")
		}
	}
	if !marked {
		t.lost("no privacy declaration of the system declares this data")
	}
}

// transfers puts countries and safeguards into the disclosures of a system.
func (m *manifest) transfers(sys *system) {
	countries, does, basis := sys.get("third_country_transfers"), sys.get("does_international_transfers"), sys.get("legal_basis_for_transfers")
	if does.text() != "" && !does.yes() {
		does.leaf().silent("Fides writes false where nothing was declared: that is no statement that nothing is transferred")
	}
	var list []*inventory.DisclosureRecord
	for _, dec := range sys.declarations {
		for _, id := range dec.disclosures {
			if r, ok := mine[inventory.DisclosureRecord](m.draft, id); ok {
				list = append(list, r)
			}
		}
	}
	if len(list) == 0 {
		const nobody = "a transfer is part of a disclosure, and the system names no recipient: add third_parties to the declaration"
		for _, t := range []tree{countries, does, basis} {
			if t.leaf().Outcome != Empty {
				t.lost(nobody)
			}
		}
		return
	}
	safeguard := m.safeguard(basis)
	add := func(t tree, country string) {
		for _, r := range list {
			r.Transfers = append(r.Transfers, inventory.TransferRecord{Country: country, Safeguard: safeguard})
			t.mapped(string(r.ID) + "#transfers")
			if safeguard != "NOT_STATED" {
				basis.items()[0].mapped(string(r.ID) + "#transfers")
			}
		}
		t.all(func(l *Line) { l.roughly("said of the system: put into each of its disclosures") })
	}
	for _, item := range countries.items() {
		add(item, countryCode(item.text()))
	}
	if len(countries.items()) > 0 {
		does.mapped(string(list[0].ID) + "#transfers")
	} else if does.yes() || safeguard != "NOT_STATED" {
		t := does
		if !does.yes() {
			t = basis.items()[0]
		}
		add(t, "")
	}
}

// safeguard is the first that is known; the others are told.
func (m *manifest) safeguard(t tree) inventory.Safeguard {
	found := inventory.Safeguard("NOT_STATED")
	for i, item := range t.items() {
		s, ok := safeguardNamed(item.text())
		if !ok || i > 0 {
			item.lost("a transfer has one safeguard here: adequacy, clauses, binding rules, code, certificate or derogation; the first stands if it is one of them")
			continue
		}
		found = s
	}
	return found
}

// safeguardNamed is the safeguard of Chapter V that a text names.
func safeguardNamed(text string) (inventory.Safeguard, bool) {
	text = strings.ToLower(text)
	for _, n := range []struct {
		word      string
		safeguard inventory.Safeguard
	}{
		{"adequacy", "ADEQUACY"}, {"adequate", "ADEQUACY"}, {"scc", "STANDARD_CONTRACTUAL_CLAUSES"}, {"contractual clauses", "STANDARD_CONTRACTUAL_CLAUSES"},
		{"model clauses", "STANDARD_CONTRACTUAL_CLAUSES"}, {"bcr", "BINDING_CORPORATE_RULES"}, {"binding corporate", "BINDING_CORPORATE_RULES"},
		{"code of conduct", "CODE_OF_CONDUCT"}, {"certificat", "CERTIFICATION"}, {"derogation", "DEROGATION"}, {"explicit consent", "DEROGATION"},
	} {
		if strings.Contains(text, n.word) {
			return n.safeguard, true
		}
	}
	return "NOT_STATED", false
}

// countryCode is the two-letter code of a country named by a code; any other
// text stays as it is.
func countryCode(text string) string {
	if len(text) != 2 && len(text) != 3 {
		return text
	}
	r, err := language.ParseRegion(text)
	if err != nil || !r.IsCountry() {
		return text
	}
	return r.String()
}

// cookies makes cookies of those that older manifests list, where somebody is
// named who sets them and the data use tells their category.
func (m *manifest) cookies(sys *system) {
	for _, t := range append([]tree{sys.get("cookies")}, cookieLists(sys)...) {
		for _, c := range t.items() {
			m.cookie(sys, c)
		}
	}
}

func cookieLists(sys *system) []tree {
	var list []tree
	for _, dec := range sys.declarations {
		list = append(list, dec.get("cookies"))
	}
	return list
}

func (m *manifest) cookie(sys *system, t tree) {
	setter := sys.vendor
	if setter == "" {
		setter = m.organizations[sys.get("organization_fides_key").text()]
	}
	use := ""
	for _, dec := range sys.declarations {
		if strings.HasPrefix(t.path, dec.path+".") {
			use = current(dec.get("data_use").text())
			m.back(dec.at)
		}
	}
	category := map[string]inventory.CookieCategory{
		"essential": "STRICTLY_NECESSARY", "functional": "FUNCTIONALITY", "personalize": "FUNCTIONALITY",
		"analytics": "PERFORMANCE", "improve": "PERFORMANCE", "marketing": "TARGETING", "advertising": "TARGETING",
	}[strings.SplitN(use, ".", 2)[0]]
	name := t.get("name")
	if setter == "" || category == "" || name.text() == "" {
		t.lost(whoSetsWhich)
		return
	}
	m.line = t.line()
	r := &inventory.CookieRecord{
		Name: name.text(), Patterns: []string{name.text()}, Setter: setter, Category: category, Services: []inventory.ID{sys.service},
	}
	if domain := t.get("domain"); domain.text() != "" {
		r.Description = "Domain: " + domain.text()
	}
	r.ID = m.free(inventory.KindCookie, slug(name.text()))
	m.state(name.leaf(), r, "name")
	name.leaf().roughly("its category is guessed from the data use "+use, string(r.ID)+"#category")
	t.get("domain").mapped(string(r.ID) + "#description")
	t.each(func(field string, v tree) {
		if field != "name" && field != "domain" {
			v.lost("a cookie is known by its name, setter and domain here")
		}
	})
}
