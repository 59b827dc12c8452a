// Package inventorytest makes inventories for tests and benchmarks: of any
// size, with every kind of noun and fact, the same for the same seed.
//
// It knows the domain only: nothing of stores, GraphQL or HTTP.
package inventorytest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/recital/recital/inventory"
)

// How many there are of what does not grow with the number of services.
const (
	DataCategories = 200
	Recipients     = 300
	Purposes       = 40

	subjects = 12
	events   = 12
	products = 10
	// hubs are the services that others pass data to.
	hubs = 10
	// perClause is the number of services that share a clause.
	perClause = 20
)

// Synthetic is an inventory as the changes that make it, what is pointed at
// first. Each service has two activities; together they collect so many
// categories, at most [DataCategories], and disclose nine in ten. There is at
// least one service. It passes
// [inventory.Snapshot.Apply] on the empty snapshot.
func Synthetic(seed uint64, services, collectionsPerService int) []inventory.Change {
	g := &generator{random: rand.New(rand.NewPCG(seed, 0x5ca1ab1e)), services: max(1, services)}
	g.documents()
	g.parties()
	g.words()
	for i := range g.services {
		g.service(i)
	}
	g.events()
	for i := range g.services {
		g.links(i)
		g.activities(i, min(collectionsPerService, DataCategories))
		g.statements(i)
	}
	g.rest()
	return g.changes
}

// Commit is the commit that makes the synthetic inventory.
func Commit(seed uint64, services, collectionsPerService int) inventory.Commit {
	return inventory.Commit{
		Author: "Synthetic", Message: "An inventory for tests",
		RecordedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Changes:    Synthetic(seed, services, collectionsPerService),
	}
}

// Snapshot is the synthetic inventory at its first revision. It panics if the
// inventory breaks a rule.
func Snapshot(seed uint64, services, collectionsPerService int) *inventory.Snapshot {
	s, _, err := inventory.Empty().Apply(Commit(seed, services, collectionsPerService))
	if err != nil {
		panic(fmt.Sprintf("inventorytest: %v", err))
	}
	return s
}

// Tables is what a store's tables hold of a snapshot: its revisions, oldest
// first, and its records, for [inventory.Load].
func Tables(s *inventory.Snapshot) ([]inventory.Revision, []inventory.Stored) {
	newest := s.Revisions()
	revisions := make([]inventory.Revision, len(newest))
	for i, r := range newest {
		revisions[len(newest)-1-i] = r
	}
	records := make([]inventory.Stored, 0, s.Len())
	for _, r := range s.Records() {
		since, _ := s.Since(r.RecordID())
		records = append(records, inventory.Stored{Record: r, Since: since})
	}
	return revisions, records
}

type generator struct {
	random   *rand.Rand
	services int
	changes  []inventory.Change
}

func (g *generator) put(r inventory.Record) {
	g.changes = append(g.changes, inventory.Change{Put: r})
}

// oneIn is true once in n times.
func (g *generator) oneIn(n int) bool { return g.random.IntN(n) == 0 }

// few is between none and most numbers below n, each once.
func (g *generator) few(n, most int) []int {
	list := g.random.Perm(n)
	return list[:g.random.IntN(min(n, most)+1)]
}

func slug(word string, i int) string { return fmt.Sprintf("%s-%05d", word, i) }

func name(word string, i int) string { return fmt.Sprintf("%s %05d", word, i) }

func service(i int) inventory.ID { return inventory.KindService.ID(slug("service", i)) }
func data(i int) inventory.ID    { return inventory.KindData.ID(slug("data", i)) }
func party(i int) inventory.ID   { return inventory.KindParty.ID(slug("party", i)) }
func purpose(i int) inventory.ID { return inventory.KindPurpose.ID(slug("purpose", i)) }
func subject(i int) inventory.ID { return inventory.KindSubject.ID(slug("people", i)) }
func event(i int) inventory.ID   { return inventory.KindEvent.ID(slug("event", i)) }
func product(i int) inventory.ID { return inventory.KindProduct.ID(slug("product", i)) }
func clause(i int) inventory.ID {
	return inventory.KindClause.ID("disclosure", "2026", slug("clause", i))
}
func activity(i, j int) inventory.ID {
	return inventory.KindActivity.ID(slug("service", i), slug("activity", j))
}

func ids(numbers []int, id func(int) inventory.ID) []inventory.ID {
	list := make([]inventory.ID, len(numbers))
	for i, n := range numbers {
		list[i] = id(n)
	}
	return list
}

// evidence cites the clause of a service; one fact in ten is inferred.
func (g *generator) evidence(i int) inventory.Evidence {
	e := inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: clause(i / perClause)}}}
	if g.oneIn(10) {
		e.Assertion, e.Because = inventory.Inferred, "The clause implies it."
	}
	return e
}
