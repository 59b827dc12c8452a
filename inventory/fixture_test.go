package inventory_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
)

// The hand-made inventory of these tests is written in the words below; ids
// leave out what the kind says.
type (
	record = inventory.Record
	id     = inventory.ID
)

const theClause = "clause/notice/2026/all"

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func cited() inventory.Evidence {
	return inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: theClause}}}
}

func ids(prefix string, slugs ...string) []id {
	var list []id
	for _, s := range slugs {
		list = append(list, id(prefix+"/"+s))
	}
	return list
}

func documents() []record {
	return []record{
		&inventory.DocumentRecord{ID: "document/notice", Title: "Privacy notice", URL: "https://example.com/notice"},
		&inventory.DocumentVersionRecord{ID: "version/notice/2026", Document: "document/notice", Label: "2026", Published: "2026-01"},
		&inventory.ClauseRecord{ID: theClause, Version: "version/notice/2026", Path: []string{"All"}, Position: 1},
	}
}

func service(slug, name string) *inventory.ServiceRecord {
	return &inventory.ServiceRecord{ID: id("service/" + slug), Name: name, Evidence: cited()}
}

func activity(of, slug string) *inventory.ProcessingActivityRecord {
	return &inventory.ProcessingActivityRecord{ID: id("activity/" + of + "/" + slug), Service: id("service/" + of), Name: "Running " + of, Evidence: cited()}
}

func data(slug, name, broader string) *inventory.DataCategoryRecord {
	r := &inventory.DataCategoryRecord{ID: id("data/" + slug), Name: name}
	if broader != "" {
		r.Broader = id("data/" + broader)
	}
	return r
}

func party(slug, name, memberOf string) *inventory.PartyRecord {
	r := &inventory.PartyRecord{ID: id("party/" + slug), Name: name, Kind: "LEGAL_PERSON", Evidence: cited()}
	if memberOf != "" {
		r.MemberOf = id("party/" + memberOf)
	}
	return r
}

func event(slug, name, broader string, ends ...string) *inventory.EventRecord {
	r := &inventory.EventRecord{ID: id("event/" + slug), Name: name, Ends: ids("service", ends...)}
	if broader != "" {
		r.Broader = id("event/" + broader)
	}
	return r
}

// collects says that the only activity of a service collects data.
func collects(of, what string) *inventory.CollectionRecord {
	return &inventory.CollectionRecord{ID: id("collection/" + of + "/run/" + what), Activity: id("activity/" + of + "/run"), Data: id("data/" + what), Evidence: cited()}
}

func collectsNot(of, what string) *inventory.NonCollectionRecord {
	return &inventory.NonCollectionRecord{ID: id("non-collection/" + of + "/" + what), Subject: id("service/" + of), Data: id("data/" + what), Evidence: cited()}
}

func discloses(of, what, to string) *inventory.DisclosureRecord {
	return &inventory.DisclosureRecord{
		ID: id("disclosure/" + of + "/run/" + what + "/" + to), Activity: id("activity/" + of + "/run"), Data: id("data/" + what), Recipient: id("party/" + to), Evidence: cited(),
	}
}

func disclosesNot(of, what, to string) *inventory.NonDisclosureRecord {
	return &inventory.NonDisclosureRecord{ID: id("non-disclosure/" + of + "/" + what + "/" + to), Subject: id("service/" + of), Data: id("data/" + what), Recipient: id("party/" + to), Evidence: cited()}
}

func passes(from, to string, what ...string) *inventory.DependencyRecord {
	return &inventory.DependencyRecord{ID: id("dependency/" + from + "/" + to), Service: id("service/" + from), DependsOn: id("service/" + to), Data: ids("data", what...), Evidence: cited()}
}

func requires(service, needed string) *inventory.RequirementRecord {
	return &inventory.RequirementRecord{ID: id("requirement/" + service + "/" + needed), Service: id("service/" + service), Requires: id("service/" + needed), Evidence: cited()}
}

// keeps is a retention rule; what there is to say beside the bound comes after.
func keeps(of, slug string, bound inventory.Bound, say ...func(*inventory.RetentionRuleRecord)) *inventory.RetentionRuleRecord {
	r := &inventory.RetentionRuleRecord{ID: id("retention/" + of + "/run/" + slug), Activity: id("activity/" + of + "/run"), Bound: bound, Evidence: cited()}
	for _, s := range say {
		s(r)
	}
	return r
}

func during(p inventory.Period, from string) func(*inventory.RetentionRuleRecord) {
	return func(r *inventory.RetentionRuleRecord) { r.Period, r.Trigger = p, id("event/"+from) }
}

func until(event string) func(*inventory.RetentionRuleRecord) {
	return func(r *inventory.RetentionRuleRecord) { r.Trigger = id("event/" + event) }
}

func then(a inventory.RetentionAction) func(*inventory.RetentionRuleRecord) {
	return func(r *inventory.RetentionRuleRecord) { r.Action = a }
}

func on(what ...string) func(*inventory.RetentionRuleRecord) {
	return func(r *inventory.RetentionRuleRecord) { r.Data = ids("data", what...) }
}

// with changes a record before it is put.
func with[R any](r R, change func(R)) R {
	change(r)
	return r
}

func inferred(e *inventory.Evidence) { e.Assertion, e.Because = inventory.Inferred, "It follows." }

func puts(records ...record) []inventory.Change {
	list := make([]inventory.Change, len(records))
	for i, r := range records {
		list[i] = inventory.Change{Put: r}
	}
	return list
}

func retire(list ...id) []inventory.Change {
	changes := make([]inventory.Change, len(list))
	for i, of := range list {
		changes[i] = inventory.Change{Retire: of}
	}
	return changes
}

func commit(changes ...inventory.Change) inventory.Commit {
	return inventory.Commit{Author: "Ada", Message: "Because", RecordedAt: noon, Changes: changes}
}

func apply(t testing.TB, s *inventory.Snapshot, changes ...inventory.Change) *inventory.Snapshot {
	t.Helper()
	next, _, err := s.Apply(commit(changes...))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func snapshot(t testing.TB, records ...record) *inventory.Snapshot {
	t.Helper()
	return apply(t, inventory.Empty(), puts(append(documents(), records...)...)...)
}

// problems lists what was wrong with a commit, as "path rule".
func problems(t testing.TB, err error) []string {
	t.Helper()
	var e *inventory.Error
	if !errors.As(err, &e) || e.Code != inventory.Invalid {
		t.Fatalf("error %v, want one of kind INVALID", err)
	}
	var list []string
	for _, p := range e.Problems {
		list = append(list, p.Path+" "+p.Rule)
		if p.Message == "" {
			t.Errorf("%s has no message", p.Path)
		}
	}
	return list
}

// refused is the problems of a commit that must be refused.
func refused(t testing.TB, s *inventory.Snapshot, changes ...inventory.Change) []string {
	t.Helper()
	_, _, err := s.Apply(commit(changes...))
	return problems(t, err)
}

// rest lists ids without their kind, in one line.
func rest[T interface{ ID() id }](list []T) string {
	var words []string
	for _, v := range list {
		words = append(words, v.ID().Rest())
	}
	return strings.Join(words, " ")
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func same[T comparable](t testing.TB, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// wide is an inventory with the hard cases: data that travels and data that
// does not, cycles, bottlenecks, statistics, silence, conditions, clocks.
func wide(t testing.TB) *inventory.Snapshot {
	t.Helper()
	records := slices.Concat(documents(), wideNouns(), wideFlows(), wideClocks())
	return apply(t, inventory.Empty(), puts(records...)...)
}

func wideNouns() []record {
	list := []record{
		data("personal", "Personal data", ""),
		data("contact", "Contact data", "personal"), data("email", "Email address", "contact"), data("phone", "Phone number", "contact"),
		data("device", "Device data", "personal"), data("serial", "Serial number", "device"), data("usage", "Usage data", "personal"),
		with(data("ip", "IP address", "device"), func(r *inventory.DataCategoryRecord) { r.Aliases = []string{"Internet address"} }),
		party("stripe", "Stripe", ""), party("mailer", "Mailer", ""), party("counter", "Counter", ""),
		party("push-providers", "Push providers", ""), party("apple", "Apple", "push-providers"), party("google", "Google", "push-providers"),
		party("third-parties", "Third parties", ""), party("advertisers", "Advertisers", "third-parties"),
		&inventory.PurposeRecord{ID: "purpose/pay", Name: "Take payments"},
		&inventory.PurposeRecord{ID: "purpose/sell", Name: "Advertise"},
	}
	for _, name := range []string{"Account", "C2", "Payment", "Shop", "Site", "Gateway", "Push", "Mail", "Mobile", "Tablet", "Mapping", "Invoices"} {
		slug := strings.ToLower(name)
		list = append(list, with(service(slug, name), func(r *inventory.ServiceRecord) {
			if slug == "invoices" {
				r.PartOf = "service/payment"
			}
		}), activity(slug, "run"))
	}
	return list
}

// wideFlows: shop → c2 ⇄ payment → Stripe, site → c2 with other data, and two
// ways to Apple, behind the gateway and beside it.
func wideFlows() []record {
	return []record{
		collects("payment", "email"), collects("payment", "ip"), collects("c2", "email"), collects("c2", "phone"),
		collects("shop", "contact"), collects("site", "phone"), collects("mapping", "ip"), collects("invoices", "email"),
		with(collects("push", "ip"), func(r *inventory.CollectionRecord) { r.Condition = "Push is on." }),
		with(collects("account", "device"), func(r *inventory.CollectionRecord) { r.Form = inventory.Encrypted }),
		with(collectsNot("push", "ip"), func(r *inventory.NonCollectionRecord) { r.Condition = "Push is off." }),
		collectsNot("mail", "ip"), collectsNot("tablet", "device"),
		discloses("payment", "contact", "stripe"), discloses("payment", "ip", "stripe"),
		with(discloses("site", "ip", "stripe"), func(r *inventory.DisclosureRecord) { r.Form = inventory.Aggregated }),
		with(discloses("site", "usage", "counter"), func(r *inventory.DisclosureRecord) { r.Form = inventory.Aggregated }),
		with(discloses("mail", "device", "mailer"), func(r *inventory.DisclosureRecord) { inferred(&r.Evidence) }),
		discloses("push", "ip", "apple"), discloses("mail", "ip", "apple"),
		disclosesNot("site", "personal", "third-parties"), disclosesNot("c2", "email", "google"), disclosesNot("c2", "phone", "stripe"),
		passes("c2", "payment", "email"), passes("payment", "c2", "email"),
		passes("shop", "c2", "contact"), passes("site", "c2", "phone"),
		with(passes("mobile", "gateway", "ip"), func(r *inventory.DependencyRecord) { inferred(&r.Evidence) }),
		passes("gateway", "push", "ip"), passes("gateway", "mail", "ip"),
		passes("tablet", "push", "device"), passes("tablet", "mail", "ip"),
	}
}

// wideClocks: what an account's end does to the services that need one.
func wideClocks() []record {
	return []record{
		event("ended", "Account ended", "", "account"), event("deleted", "Account deleted", "ended"), event("expired", "Account expired", "ended"),
		event("paid", "Transaction", ""), event("idle", "Last activity", ""),
		requires("c2", "account"), requires("payment", "account"), requires("site", "account"), requires("mapping", "account"), requires("push", "account"),
		keeps("account", "end", inventory.UntilEvent, until("ended"), then(inventory.Erase)),
		keeps("c2", "month", inventory.AtMost, during("P30D", "deleted"), then(inventory.Erase), on("email")),
		keeps("payment", "books", inventory.AtLeast, during("P5Y", "paid"), on("contact")),
		keeps("payment", "fraud", inventory.Indefinite, on("ip")),
		keeps("invoices", "blur", inventory.Exactly, during("P90D", "ended"), then(inventory.Anonymise)),
		keeps("site", "idle", inventory.AtMost, during("P3Y", "idle"), then(inventory.Erase)),
		with(keeps("push", "log", inventory.Criteria), func(r *inventory.RetentionRuleRecord) {
			r.Criteria, r.Survives = "As long as disputes last", []id{"event/deleted"}
		}),
		with(keeps("mapping", "counts", inventory.AtMost, during("P1Y", "idle")), func(r *inventory.RetentionRuleRecord) { r.Form = inventory.Aggregated }),
		&inventory.ChoiceRecord{ID: "choice/account/delete", Subject: "service/account", Kind: "WITHDRAWAL", Where: "In the settings", Causes: "event/deleted", Evidence: cited()},
		&inventory.ChoiceRecord{ID: "choice/account/leave", Subject: "service/account", Kind: "WITHDRAWAL", Where: "By letter", Causes: "event/ended", Evidence: cited()},
	}
}
