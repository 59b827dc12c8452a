package render

import (
	"slices"
	"strconv"

	"github.com/recital/recital/inventory"
)

// recipients adds who receives data, each once in a role, and each disclosure
// and transfer as a processing.
func (l linked) recipients(n node, disclosures []inventory.Disclosure, exporters []node) {
	lists, processing := map[string][]node{}, []node(nil)
	// A processor of the activity itself may be there already.
	if list, ok := n["dpv:hasDataProcessor"].([]node); ok {
		lists["dpv:hasDataProcessor"] = list
	}
	for _, d := range disclosures {
		property, class := recipientRole(d.Role())
		p := d.Recipient()
		if !slices.ContainsFunc(lists[property], func(n node) bool { return n["@id"] == l.base+string(p.ID()) }) {
			lists[property] = append(lists[property], l.party(p, class))
		}
		as := l.fact(d, "dpv:Disclose")
		as["dct:title"] = d.Summary()
		as["dpv:hasPersonalData"] = l.category(d.Data())
		as[property] = l.ref(p.ID())
		as.put("dpv:hasPurpose", each(d.Purposes(), func(p inventory.Purpose) node { return l.ref(p.ID()) }))
		processing = append(processing, as)
		for i, t := range d.Transfers() {
			processing = append(processing, l.transfer(d, i+1, t, exporters))
		}
	}
	for property, list := range lists {
		n.put(property, list)
	}
	n.put("dpv:hasProcessing", processing)
}

// category is a kind of data, apart from an activity that collects it.
func (l linked) category(d inventory.DataCategory) node {
	n := l.at(d.ID())
	n["dct:title"] = d.Name()
	crossed(n, []string{"dpv:PersonalData"}, d.Crosswalks())
	return n
}

func recipientRole(r inventory.RecipientRole) (property, class string) {
	switch r {
	case "PROCESSOR":
		return "dpv:hasDataProcessor", "dpv:DataProcessor"
	case "CONTROLLER", "JOINT_CONTROLLER":
		return "dpv:hasRecipientDataController", "dpv:DataController"
	case "AUTHORITY":
		return "dpv:hasRecipient", "dpv:Authority"
	}
	return "dpv:hasRecipient", "dpv:Recipient"
}

func (l linked) transfer(d inventory.Disclosure, number int, t inventory.Transfer, exporters []node) node {
	n := node{
		"@id":                 l.base + string(d.ID()) + "#transfer-" + strconv.Itoa(number),
		"@type":               "dpv:CrossBorderTransfer",
		"dpv:hasPersonalData": l.ref(d.Data().ID()),
		"dpv:hasDataImporter": l.ref(d.Recipient().ID()),
		"prov:wasDerivedFrom": l.ref(d.ID()),
	}
	n.put("dpv:hasDataExporter", exporters)
	if c, ok := t.Country(); ok {
		n["dpv:hasThirdCountry"] = node{"@type": "dpv:ThirdCountry", "dct:identifier": c}
	}
	safeguard(n, t.Safeguard())
	if url, ok := t.Document(); ok {
		n["rdfs:seeAlso"] = node{"@id": url}
	}
	from, begins := t.ValidFrom()
	to, ends := t.ValidTo()
	if begins || ends {
		period := node{"@type": "dct:PeriodOfTime"}
		if begins {
			period["dcat:startDate"] = dated(from)
		}
		if ends {
			period["dcat:endDate"] = dated(to)
		}
		n["dct:temporal"] = period
	}
	condition, ok := t.Condition()
	n.say("rdfs:comment", "Condition: "+condition, ok)
	return n
}

// safeguard adds what makes a transfer lawful (GDPR Art. 45 to 49). Which
// derogation it is, the inventory does not say.
func safeguard(n node, s inventory.Safeguard) {
	basis := map[inventory.Safeguard]string{
		"ADEQUACY": "A45-3", "STANDARD_CONTRACTUAL_CLAUSES": "A46-2-c", "BINDING_CORPORATE_RULES": "A46-2-b",
		"CODE_OF_CONDUCT": "A46-2-e", "CERTIFICATION": "A46-2-f",
	}
	switch code, known := basis[s]; {
	case known:
		n["dpv:hasLegalBasis"] = node{"@id": "eu-gdpr:" + code}
	case s == "DEROGATION":
		n["dpv:hasLegalBasis"] = node{"@type": "dpv:DataTransferLegalBasis", "dct:title": "a derogation for specific situations (GDPR Art. 49)"}
	}
	if s == "STANDARD_CONTRACTUAL_CLAUSES" {
		n["dpv:hasOrganisationalMeasure"] = node{"@id": "eu-gdpr:SCCByCommission"}
	}
}

func (l linked) kept(r inventory.RetentionRule) node {
	class := "dpv:StorageCondition"
	if a, ok := r.Action(); !ok || a == inventory.Erase {
		class = "dpv:StorageDeletion"
	}
	n := l.fact(r, class)
	n["dct:title"] = r.InWords()
	n.put("dpv:hasPersonalData", each(r.Data(), l.category))
	duration := node{"@type": "dpv:TemporalDuration"}
	switch r.Bound() {
	case inventory.UntilEvent:
		duration["@type"] = "dpv:UntilEventDuration"
	case inventory.Indefinite:
		duration["@type"] = "dpv:EndlessDuration"
	case inventory.Criteria:
		duration["@type"] = "dpv:IndeterminateDuration"
	}
	if p, ok := r.Period(); ok {
		duration["rdf:value"] = lasting(p)
	}
	if e, ok := r.Trigger(); ok {
		event := l.at(e.ID(), "prov:InstantaneousEvent")
		event["dct:title"] = e.Name()
		duration["dct:relation"] = event
	}
	n["dpv:hasDuration"] = duration
	return n
}

func (l linked) measures(n node, list []inventory.SecurityMeasure) {
	properties := map[string][]node{}
	for _, m := range list {
		property, class := "dpv:hasTechnicalMeasure", "dpv:TechnicalMeasure"
		switch m.Kind() {
		case "ENCRYPTION":
			class = "dpv:Encryption"
		case "ACCESS_CONTROL":
			class = "dpv:AccessControlMethod"
		case "PSEUDONYMISATION":
			class = "dpv:Pseudonymisation"
		case "HASHING":
			class = "dpv:HashFunctions"
		case "MONITORING":
			class = "dpv:ActivityMonitoring"
		case "ORGANISATIONAL":
			property, class = "dpv:hasOrganisationalMeasure", "dpv:OrganisationalMeasure"
		}
		as := l.fact(m, class)
		as["dct:title"] = m.Name()
		properties[property] = append(properties[property], as)
	}
	for property, nodes := range properties {
		n.put(property, nodes)
	}
}

// prohibitions are what is stated not to happen, for the activity or for the
// whole of its service.
func (l linked) prohibitions(a inventory.ProcessingActivity) []node {
	var list []node
	add := func(f inventory.Fact, processing, scope string) node {
		n := l.fact(f, "dpv:Prohibition")
		n["dct:title"] = f.Summary()
		n.say("dct:description", scope, true)
		n["dpv:hasProcessing"] = node{"@type": processing}
		list = append(list, n)
		return n
	}
	mine := func(of inventory.ProcessingActivity, one bool) bool { return !one || of.ID() == a.ID() }
	for _, c := range a.Service().NonCollections() {
		if mine(c.Activity()) {
			scope, _ := c.Scope()
			add(c, "dpv:Collect", scope)["dpv:hasPersonalData"] = l.category(c.Data())
		}
	}
	for _, d := range a.Service().NonDisclosures() {
		if mine(d.Activity()) {
			scope, _ := d.Scope()
			n := add(d, "dpv:Disclose", scope)
			n["dpv:hasPersonalData"] = l.category(d.Data())
			n["dpv:hasRecipient"] = l.party(d.Recipient(), "dpv:Recipient")
		}
	}
	for _, u := range a.Service().NonUses() {
		if mine(u.Activity()) {
			scope, _ := u.Scope()
			n := add(u, "dpv:Use", scope)
			n.put("dpv:hasPersonalData", each(u.Data(), l.category))
			if p, ok := u.Purpose(); ok {
				n["dpv:hasPurpose"] = node{"@id": l.base + string(p.ID()), "dct:title": p.Name()}
			}
		}
	}
	return list
}

// surroundings are what holds for an activity without being stated for it.
type surroundings struct {
	controllers []inventory.Controllership
	// services are that of the activity, those it is part of, and those that stand
	// for the organisation as far as the activity leads there.
	services []inventory.Service
}

func around(a inventory.ProcessingActivity) surroundings {
	s := surroundings{controllers: a.Controllerships()}
	for v, ok := a.Service(), true; ok; v, ok = v.PartOf() {
		s.services = append(s.services, v)
	}
	for _, c := range s.controllers {
		v, ok := c.Service()
		if ok && v.OrganisationWide() && !slices.ContainsFunc(s.services, func(w inventory.Service) bool { return w.ID() == v.ID() }) {
			s.services = append(s.services, v)
		}
	}
	return s
}

// bases are those of the activity, of its services, and those of the
// organisation for a purpose that the activity has.
func (l linked) bases(a inventory.ProcessingActivity) []inventory.LawfulBasis {
	list := a.LawfulBases()
	purposes := map[inventory.ID]bool{}
	for _, u := range a.Uses() {
		for p, ok := u.Purpose(), true; ok; p, ok = p.Broader() {
			purposes[p.ID()] = true
		}
	}
	for _, v := range l.around.services {
		for _, b := range v.LawfulBases() {
			_, one := b.Activity()
			p, limited := b.Purpose()
			if !one && (!v.OrganisationWide() || v.ID() == a.Service().ID() || limited && purposes[p.ID()]) {
				list = append(list, b)
			}
		}
	}
	return list
}

// protections are the measures stated for the activity, for its services, or
// for the organisation.
func (l linked) protections(a inventory.ProcessingActivity) []inventory.SecurityMeasure {
	list := a.SecurityMeasures()
	for _, v := range l.around.services {
		for _, m := range v.SecurityMeasures() {
			forIt := len(m.Services())+len(m.Activities()) == 0 || slices.ContainsFunc(m.Services(), func(w inventory.Service) bool { return w.ID() == v.ID() })
			if forIt && !slices.ContainsFunc(list, func(have inventory.SecurityMeasure) bool { return have.ID() == m.ID() }) {
				list = append(list, m)
			}
		}
	}
	return list
}
