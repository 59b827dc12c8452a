package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
)

// activity is the node of an activity.
func (l linked) activity(a inventory.ProcessingActivity) node {
	l.clauses.reset()
	l.around = around(a)
	n := l.fact(a, "dpcat:ROPARecord", "dpv:PersonalDataProcess")
	n["dct:title"] = a.Name()
	description, ok := a.Description()
	n.say("dct:description", description, ok)
	service := l.at(a.Service().ID(), "dpv:Service")
	service["dct:title"] = a.Service().Name()
	n["dpv:hasService"] = service
	n["dpv:hasActivityStatus"] = node{"@id": activityStatus(a.Status())}
	if d, ok := a.Department(); ok {
		n["dpv:hasOrganisationalUnit"] = node{"@type": "dpv:OrganisationalUnit", "dct:title": d}
	}
	var places []node
	for _, p := range a.Locations() {
		places = append(places, node{"@type": []string{"dpv:StorageLocation", "dpv:ProcessingLocation"}, "dct:title": p})
	}
	n.put("dpv:hasLocation", places)
	exporters := l.parties(n, a)
	n.put("dpv:hasPurpose", each(a.Uses(), l.purpose))
	n.put("dpv:hasLegalBasis", each(l.bases(a), l.basis))
	n.put("dpv:hasDataSubject", each(a.Subjects(), l.subject))
	n.put("dpv:hasPersonalData", each(a.Collections(), l.collected))
	l.recipients(n, a.Disclosures(), exporters)
	n.put("dpv:hasStorageCondition", each(a.Retention(), l.kept))
	l.measures(n, l.protections(a))
	n.put("dpv:hasProhibition", l.prohibitions(a))
	n.put("prov:wasDerivedFrom", l.cited())
	return n
}

func each[T any](list []T, as func(T) node) []node {
	nodes := make([]node, len(list))
	for i, v := range list {
		nodes[i] = as(v)
	}
	return nodes
}

func activityStatus(s inventory.ActivityStatus) string {
	switch s {
	case "PLANNED":
		return "dpv:ActivityPlanned"
	case "ENDED":
		return "dpv:ActivityCompleted"
	}
	return "dpv:ActivityOngoing"
}

// parties adds who is responsible, each once, and gives who exports data.
func (l linked) parties(n node, a inventory.ProcessingActivity) []node {
	lists, officers, exporters := map[string][]node{}, []node(nil), []node(nil)
	add := func(property, class string, p inventory.Party) {
		if !slices.ContainsFunc(lists[property], func(n node) bool { return n["@id"] == l.base+string(p.ID()) }) {
			lists[property] = append(lists[property], l.party(p, class))
			officers = append(officers, l.officers(p)...)
			exporters = append(exporters, l.ref(p.ID()))
		}
	}
	for _, c := range l.around.controllers {
		switch {
		case c.Role() == "PROCESSOR":
			add("dpv:hasDataProcessor", "dpv:DataProcessor", c.Party())
		case a.Role() == "PROCESSOR": // whoever controls the service otherwise
		case c.Role() == "JOINT_CONTROLLER":
			add("dpv:hasJointDataControllers", "dpv:DataController", c.Party())
		default:
			add("dpv:hasDataController", "dpv:DataController", c.Party())
		}
	}
	for _, p := range a.ActsFor() {
		add("dpv:hasDataController", "dpv:DataController", p)
	}
	for property, list := range lists {
		n.put(property, list)
	}
	n.put("dpv:hasDataProtectionOfficer", officers)
	return exporters
}

func (l linked) party(p inventory.Party, class string) node {
	n := l.at(p.ID(), class)
	n["dpv:hasName"] = p.Name()
	if c, ok := p.Country(); ok {
		n["dpv:hasCountry"] = node{"@type": "dpv:Country", "dct:identifier": c}
	}
	var represented []node
	for _, of := range []func() (inventory.Party, bool){p.EuRepresentative, p.UkRepresentative} {
		if r, ok := of(); ok {
			as := l.at(r.ID(), "dpv:Representative")
			as["dpv:hasName"] = r.Name()
			represented = append(represented, as)
		}
	}
	n.put("dpv:hasRepresentative", represented)
	for _, c := range p.Contacts() {
		if c.Role() != "DATA_PROTECTION_OFFICER" {
			contact(n, c)
			break
		}
	}
	return n
}

// contact adds how somebody is reached.
func contact(n node, c inventory.Contact) {
	var ways []string
	for _, way := range []func() (string, bool){c.Email, c.Phone, c.URL} {
		if w, ok := way(); ok {
			ways = append(ways, w)
		}
	}
	n.put("dpv:hasContact", ways)
	if len(c.Address()) > 0 {
		n["dpv:hasAddress"] = strings.Join(c.Address(), ", ")
	}
}

func (l linked) officers(p inventory.Party) []node {
	var list []node
	for i, c := range p.Contacts() {
		if c.Role() != "DATA_PROTECTION_OFFICER" {
			continue
		}
		n := node{"@id": l.base + string(p.ID()) + "#contact-" + strconv.Itoa(i+1), "@type": "dpv:DataProtectionOfficer"}
		name, ok := c.Name()
		n.say("dpv:hasName", name, ok)
		contact(n, c)
		list = append(list, n)
	}
	return list
}

func (l linked) purpose(u inventory.Use) node {
	p, n := u.Purpose(), l.fact(u)
	n["dct:title"] = p.Name()
	n["skos:broader"] = l.ref(p.ID())
	n.put("dpv:hasPersonalData", each(u.Data(), func(d inventory.DataCategory) node { return l.ref(d.ID()) }))
	crossed(n, []string{"dpv:Purpose"}, p.Crosswalks())
	return n
}

func (l linked) basis(b inventory.LawfulBasis) node {
	letters := map[inventory.Basis]string{
		inventory.Consent: "a", inventory.Contract: "b", inventory.LegalObligation: "c",
		inventory.VitalInterests: "d", inventory.PublicTask: "e", inventory.LegitimateInterests: "f",
	}
	types := []string{"eu-gdpr:A6-1-" + letters[b.Basis()]}
	if c, ok := b.Article9(); ok {
		types = append(types, "eu-gdpr:A9-2-"+strings.ToLower(string(c)))
	}
	n := l.fact(b, types...)
	for _, of := range []func() (string, bool){b.Interest, b.Statute} {
		if text, ok := of(); ok {
			n["dct:description"] = text
		}
	}
	if p, ok := b.Purpose(); ok {
		n["dpv:hasPurpose"] = l.ref(p.ID())
	}
	return n
}

func (l linked) subject(d inventory.DataSubjectCategory) node {
	n := l.at(d.ID(), "dpv:DataSubject")
	if d.Vulnerable() {
		n = l.at(d.ID(), "dpv:DataSubject", "dpv:VulnerableDataSubject")
	}
	n["dct:title"] = d.Name()
	return n
}

func (l linked) collected(c inventory.Collection) node {
	d, n := c.Data(), l.fact(c)
	n["dct:title"] = d.Name()
	n["skos:broader"] = l.ref(d.ID())
	types := []string{"dpv:PersonalData"}
	switch {
	case d.Special() == "ARTICLE_9":
		types = append(types, "dpv:SpecialCategoryPersonalData")
	case c.Form() == inventory.Pseudonymised:
		types = append(types, "dpv:PseudonymisedData")
	}
	crossed(n, types, d.Crosswalks())
	var sources []node
	for _, s := range c.Sources() {
		sources = append(sources, l.source(s))
	}
	if p, ok := c.SourceParty(); ok {
		sources = append(sources, l.party(p, "dpv:ThirdPartyDataSource"))
	}
	n.put("dpv:hasDataSource", sources)
	return n
}

func (l linked) source(s inventory.DataSource) node {
	switch s {
	case "DATA_SUBJECT":
		return node{"@id": "dpv:DataSubjectDataSource"}
	case "THIRD_PARTY":
		return node{"@id": "dpv:ThirdPartyDataSource"}
	}
	name := strings.ToLower(strings.ReplaceAll(string(s), "_", " "))
	return node{"@id": l.base + "source/" + strings.ReplaceAll(name, " ", "-"), "@type": "dpv:DataSource", "dct:title": name}
}
