package inventorytest

import (
	"fmt"

	"github.com/recital/recital/inventory"
)

func (g *generator) documents() {
	const document, version = "document/disclosure", "version/disclosure/2026"
	g.put(&inventory.DocumentRecord{ID: document, Title: "Data collection disclosure", URL: "https://example.com/disclosure"})
	g.put(&inventory.DocumentVersionRecord{ID: version, Document: document, Label: "2026", Published: "2026-01-01"})
	for i := range g.services/perClause + 1 {
		g.put(&inventory.ClauseRecord{ID: clause(i), Version: version, Path: []string{name("Chapter", i/10), name("Section", i)}, Position: i + 1})
	}
}

// parties puts the recipients: one in ten is a category, to which the nine
// after it belong.
func (g *generator) parties() {
	for i := range Recipients {
		p := &inventory.PartyRecord{ID: party(i), Name: name("Recipient", i), Aliases: []string{name("Company", i)}, Kind: "LEGAL_PERSON", Evidence: g.evidence(0)}
		if i%10 == 0 {
			p.Kind, p.Name, p.Aliases = "CATEGORY", name("Providers of kind", i), nil
		} else {
			p.MemberOf, p.Country = party(i/10*10), []string{"TW", "DE", "US", "JP"}[i%4]
		}
		g.put(p)
	}
}

// words puts the vocabulary: data categories as a tree of six branches at each
// knot, purposes and people.
func (g *generator) words() {
	for i := range DataCategories {
		d := &inventory.DataCategoryRecord{
			ID: data(i), Name: name("Datum", i), Aliases: []string{name("Detail", i)},
			Description: fmt.Sprintf("What is known as detail %d of a person, as devices and forms report it.", i),
		}
		if i > 0 {
			d.Broader = data((i - 1) / 6)
		}
		if i%50 == 49 {
			d.Special = "ARTICLE_9"
		}
		g.put(d)
	}
	for i := range Purposes {
		p := &inventory.PurposeRecord{ID: purpose(i), Name: name("Purpose", i), Description: "To do what is asked for."}
		if i >= 8 {
			p.Broader = purpose(i % 8)
		}
		g.put(p)
	}
	for i := range subjects {
		g.put(&inventory.DataSubjectCategoryRecord{ID: subject(i), Name: name("Customers of kind", i), Vulnerable: i == 3})
	}
	for i := range products {
		g.put(&inventory.ProductRecord{ID: product(i), Name: name("Device", i), Publisher: party(1)})
	}
}

func (g *generator) service(i int) {
	s := &inventory.ServiceRecord{
		ID: service(i), Name: name("Service", i), Aliases: []string{name("Offer", i)}, URL: "https://example.com/",
		Description: fmt.Sprintf("Lets people use what number %d offers, on devices and on the web.", i),
		Products:    ids(g.few(products, 2), product), Evidence: g.evidence(i),
	}
	if i >= 100 && i%10 == 0 {
		s.PartOf = service(i / 10)
	}
	s.OrganisationWide = i == 1
	g.put(s)
}

// events are in pairs of a wider and a narrower one; the first ends the first
// service, which many others require.
func (g *generator) events() {
	for i := range events {
		e := &inventory.EventRecord{ID: event(i), Name: name("Occasion", i)}
		if i%2 == 1 {
			e.Broader = event(i - 1)
		}
		if i < g.services {
			e.Ends = []inventory.ID{service(i)}
		}
		g.put(e)
	}
}

// links puts requirements and dependencies: hubs form a chain, and some other
// services pass data to one of them.
func (g *generator) links(i int) {
	if i > 0 && g.oneIn(2) {
		g.put(&inventory.RequirementRecord{
			ID: inventory.KindRequirement.ID(service(i).Rest(), service(0).Rest()), Service: service(i), Requires: service(0), Evidence: g.evidence(i),
		})
	}
	to := -1
	switch {
	case i < hubs:
		to = i + 1
	case g.oneIn(3):
		to = g.random.IntN(hubs)
	}
	if to < 0 || to >= g.services || to == i {
		return
	}
	passed := append([]int{1 + g.random.IntN(6)}, 7+g.random.IntN(DataCategories-7))
	g.put(&inventory.DependencyRecord{
		ID: inventory.KindDependency.ID(service(i).Rest(), service(to).Rest()), Service: service(i), DependsOn: service(to),
		Data: ids(passed, data), Evidence: g.evidence(i),
	})
}

func (g *generator) activities(i, collections int) {
	for j := range 2 {
		a := activity(i, j)
		g.put(&inventory.ProcessingActivityRecord{
			ID: a, Service: service(i), Name: name("Working", j), Subjects: ids(g.few(subjects, 3), subject), Evidence: g.evidence(i),
		})
		for _, p := range g.few(Purposes, 3) {
			g.put(&inventory.UseRecord{ID: inventory.KindUse.ID(a.Rest(), purpose(p).Rest()), Activity: a, Purpose: purpose(p), Evidence: g.evidence(i)})
		}
		g.put(&inventory.LawfulBasisRecord{
			ID: inventory.KindBasis.ID(a.Rest(), "main"), Subject: a, Basis: []inventory.Basis{inventory.Consent, inventory.Contract, inventory.LegalObligation, inventory.LegitimateInterests}[g.random.IntN(4)],
			Evidence: g.evidence(i),
		})
	}
	for n, d := range g.random.Perm(DataCategories)[:collections] {
		a := activity(i, n%2)
		g.put(&inventory.CollectionRecord{
			ID: inventory.KindCollection.ID(a.Rest(), data(d).Rest()), Activity: a, Data: data(d), Sources: []inventory.DataSource{"DEVICE"}, Evidence: g.evidence(i),
		})
		if !g.oneIn(10) {
			g.disclosure(i, a, d)
		}
	}
}

// disclosure sends data to a recipient; one in fifty gets statistics only.
func (g *generator) disclosure(i int, a inventory.ID, d int) {
	to := party(g.random.IntN(Recipients))
	r := &inventory.DisclosureRecord{
		ID: inventory.KindDisclosure.ID(a.Rest(), data(d).Rest(), to.Rest()), Activity: a, Data: data(d), Recipient: to, Role: "PROCESSOR",
		Purposes: []inventory.ID{purpose(g.random.IntN(Purposes))}, Evidence: g.evidence(i),
	}
	if g.oneIn(50) {
		r.Form = inventory.Aggregated
	}
	if g.oneIn(4) {
		r.Transfers = []inventory.TransferRecord{{Country: "US", Safeguard: "STANDARD_CONTRACTUAL_CLAUSES"}}
	}
	g.put(r)
}

// statements puts what a service says not to do, how long it keeps data, and
// what people can choose.
func (g *generator) statements(i int) {
	s, a := service(i), activity(i, 0)
	d, to := data(g.random.IntN(DataCategories)), party(g.random.IntN(Recipients))
	g.put(&inventory.NonCollectionRecord{ID: inventory.KindNonCollection.ID(s.Rest(), d.Rest()), Subject: s, Data: d, Evidence: g.evidence(i)})
	g.put(&inventory.NonDisclosureRecord{ID: inventory.KindNonDisclosure.ID(s.Rest(), d.Rest(), to.Rest()), Subject: s, Data: d, Recipient: to, Evidence: g.evidence(i)})
	if i%3 == 0 {
		g.put(&inventory.NonUseRecord{ID: inventory.KindNonUse.ID(s.Rest(), "other-purposes"), Subject: s, Scope: "Anything else.", Evidence: g.evidence(i)})
	}
	g.put(&inventory.RetentionRuleRecord{
		ID: inventory.KindRetention.ID(a.Rest(), "most"), Activity: a, Bound: inventory.AtMost, Trigger: event(g.random.IntN(events)),
		Period: inventory.Period(fmt.Sprintf("P%dM", 1+g.random.IntN(60))), Action: inventory.Erase, Evidence: g.evidence(i),
	})
	g.put(&inventory.RetentionRuleRecord{
		ID: inventory.KindRetention.ID(a.Rest(), "until"), Activity: a, Data: []inventory.ID{d}, Bound: inventory.UntilEvent,
		Trigger: event(g.random.IntN(events)), Action: inventory.Anonymise, Evidence: g.evidence(i),
	})
	if i%2 == 0 {
		g.put(&inventory.ChoiceRecord{
			ID: inventory.KindChoice.ID(s.Rest(), "settings"), Subject: s, Kind: "OPT_OUT", Where: "In the settings.", Causes: event(i % events), Evidence: g.evidence(i),
		})
	}
	if i%5 == 0 {
		g.put(&inventory.CookieRecord{
			ID: inventory.KindCookie.ID(slug("cookie", i)), Name: slug("_c", i), Patterns: []string{slug("_c", i) + "*"}, Setter: to,
			Category: []inventory.CookieCategory{"STRICTLY_NECESSARY", "PERFORMANCE", "TARGETING"}[i%3], Lifetime: "PERIOD", Period: "P13M",
			Services: []inventory.ID{s}, Evidence: g.evidence(i),
		})
	}
}

// rest puts what belongs to the organisation.
func (g *generator) rest() {
	g.put(&inventory.ControllershipRecord{
		ID: inventory.KindControllership.ID(service(0).Rest(), party(1).Rest()), Subject: service(0), Party: party(1), Role: "CONTROLLER", Evidence: g.evidence(0),
	})
	for i := range 8 {
		g.put(&inventory.SecurityMeasureRecord{ID: inventory.KindMeasure.ID(slug("measure", i)), Name: name("Measure", i), Kind: "ENCRYPTION", Evidence: g.evidence(0)})
		g.put(&inventory.RightRecord{ID: inventory.KindRight.ID(slug("right", i)), Name: name("Right", i), AnsweredWithin: "P1M", Evidence: g.evidence(0)})
	}
}
