package inventory_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

func flows(t testing.TB, s *inventory.Snapshot, f inventory.FlowFilter) inventory.DataFlows {
	t.Helper()
	if f.Most == 0 {
		f.Most = inventory.MaxPage
	}
	a, err := s.DataFlows(f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func allFlows(t testing.TB, a inventory.DataFlows) []inventory.DataFlow {
	t.Helper()
	var list []inventory.DataFlow
	var after *string
	for {
		page, err := a.Flows(inventory.MaxPage, after)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, page.Nodes()...)
		info := page.PageInfo()
		if !info.HasNextPage {
			return list
		}
		after = info.EndCursor
	}
}

// said writes flows as "service > data > end".
func said(list []inventory.DataFlow) []string {
	lines := []string{}
	for _, f := range list {
		to := string(f.End)
		if p, ok := f.Recipient(); ok {
			to = p.Name()
		}
		if v, ok := f.PassedTo(); ok {
			to = v.Name() + "*"
		}
		lines = append(lines, f.Service().Name()+" > "+f.Data().Name()+" > "+to)
	}
	return lines
}

// shop is an inventory in which every end of a flow occurs.
func shop(t testing.TB) *inventory.Snapshot {
	return snapshot(t,
		service("shop", "Shop"), with(service("cart", "Cart"), func(r *inventory.ServiceRecord) { r.PartOf = "service/shop" }),
		service("pay", "Pay"), service("island", "Island"),
		activity("shop", "run"), activity("cart", "run"), activity("pay", "run"), activity("island", "run"),
		data("contact", "Contact", ""), data("email", "Email", "contact"), data("phone", "Phone", "contact"), data("card", "Card", ""), data("visits", "Visits", ""),
		party("carriers", "Carriers", ""), party("mail", "Mail Ltd", "carriers"), party("bank", "Bank", ""),
		collects("shop", "email"), collects("shop", "card"), collects("shop", "phone"), collects("cart", "visits"),
		collects("pay", "card"), collects("pay", "visits"),
		discloses("shop", "email", "mail"), discloses("shop", "contact", "carriers"),
		with(discloses("pay", "visits", "bank"), func(r *inventory.DisclosureRecord) { r.Form = inventory.Aggregated }),
		discloses("pay", "card", "bank"),
		disclosesNot("shop", "card", "carriers"),
		passes("shop", "pay", "card"), passes("shop", "island", "email"), passes("cart", "island", "visits"),
	)
}

func TestFlowsSayEveryEnd(t *testing.T) {
	a := flows(t, shop(t), inventory.FlowFilter{})
	same(t, "flows", said(allFlows(t, a)), []string{
		"Cart > Visits > Island*",    // passed on, to where nobody speaks of it
		"Cart > Visits > NOT_STATED", // so it is silence
		"Pay > Card > Bank",
		"Pay > Visits > Bank",
		"Shop > Card > Pay*",
		"Shop > Contact > Carriers", // disclosed, not stated to be collected
		"Shop > Email > Mail Ltd",
		"Shop > Email > Island*",
		"Shop > Phone > RELATED", // only contact data as a whole is said to go somewhere
	})
	want := inventory.FlowTotal{Flows: 9, Collections: 6, Disclosures: 4, Passings: 3, NotStated: 1, Related: 1}
	equal(t, "total", a.Total(), want)
	equal(t, "in words", a.InWords(), "3 services, 5 data categories, 3 recipients: 9 flows; 3 flows to another service; 1 flow with a recipient stated for a wider or narrower category only; 1 flow without a stated recipient, which is not a no; 1 statement that, within limits, data is not disclosed.")
	for _, f := range allFlows(t, a) {
		equal(t, f.Service().Name()+" "+f.Data().Name()+" statistics only", f.StatisticsOnly(), f.Service().Name() == "Pay" && f.Data().Name() == "Visits")
	}
}

// A flow that one fact states without a condition needs none, whatever another
// says.
func TestFlowConditions(t *testing.T) {
	only := func(condition string) func(*inventory.DisclosureRecord) {
		return func(r *inventory.DisclosureRecord) { r.Condition = condition }
	}
	twice := with(discloses("shop", "email", "mail"), only("On request."))
	s := apply(t, shop(t), puts(twice)...)
	conditions := func() []string {
		for _, f := range allFlows(t, flows(t, s, inventory.FlowFilter{})) {
			if f.Service().Name() == "Shop" && f.Data().Name() == "Email" && f.End == inventory.EndRecipient {
				return f.Conditions()
			}
		}
		t.Fatal("no such flow")
		return nil
	}
	same(t, "one fact", conditions(), []string{"On request."})
	other := with(discloses("shop", "email", "mail"), only(""))
	other.ID += "+plain"
	s = apply(t, s, puts(other)...)
	same(t, "another without", conditions(), []string{})
}

func TestFlowsFilter(t *testing.T) {
	s := shop(t)
	for name, c := range map[string]struct {
		filter inventory.FlowFilter
		want   []string
	}{
		"a service and its parts":  {inventory.FlowFilter{Service: "shop", Data: "visits"}, []string{"Cart > Visits > Island*", "Cart > Visits > NOT_STATED"}},
		"narrower data":            {inventory.FlowFilter{Data: "contact", Recipient: "carriers"}, []string{"Shop > Contact > Carriers", "Shop > Email > Mail Ltd"}},
		"through another service":  {inventory.FlowFilter{Recipient: "Bank"}, []string{"Pay > Card > Bank", "Pay > Visits > Bank", "Shop > Card > Pay*"}},
		"words of several columns": {inventory.FlowFilter{Text: "MAIL shop"}, []string{"Shop > Email > Mail Ltd", "Shop > Email > Island*"}},
		"words of what it is in":   {inventory.FlowFilter{Text: "carriers"}, []string{"Shop > Contact > Carriers", "Shop > Email > Mail Ltd"}},
		"the silent":               {inventory.FlowFilter{Text: "no recipient"}, []string{"Cart > Visits > NOT_STATED"}},
		"nothing":                  {inventory.FlowFilter{Text: "zzz"}, []string{}},
	} {
		same(t, name, said(allFlows(t, flows(t, s, c.filter))), c.want)
	}
	for _, f := range []inventory.FlowFilter{{Service: "bank"}, {Data: "shop"}, {Recipient: "pay"}} {
		f.Most = 10
		if _, err := s.DataFlows(f); err == nil || !strings.Contains(err.Error(), "there is no") {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, most := range []int{-1, 0, 1, 201} {
		if _, err := s.DataFlows(inventory.FlowFilter{Most: most}); err == nil {
			t.Errorf("most %d is taken", most)
		}
	}
}

// TestFlowsLoseNothing holds that grouping changes no count and no fact, and
// that every flow runs through nodes and links that are there.
func TestFlowsLoseNothing(t *testing.T) {
	s := inventorytest.Snapshot(1, 120, 12)
	whole := flows(t, s, inventory.FlowFilter{})
	facts := map[inventory.ID]bool{}
	for _, r := range s.Records() {
		switch r.RecordKind() {
		case inventory.KindCollection, inventory.KindDisclosure, inventory.KindDependency:
			facts[r.RecordID()] = true
		}
	}
	for _, most := range []int{2, 3, 7, 20, 40, 100, 200} {
		a := flows(t, s, inventory.FlowFilter{Most: most})
		equal(t, "total", a.Total(), whole.Total())
		var sums [2]inventory.FlowTotal
		found, silent := map[inventory.ID]bool{}, 0
		second := map[string]bool{}
		for _, n := range a.Data {
			second[n.Key] = true
		}
		for _, l := range a.Links {
			column := 0
			if second[l.From] {
				column = 1
				silent += l.Total.Collections
			}
			add(&sums[column], l.Total)
			for after := (*string)(nil); ; {
				page, err := l.Facts(inventory.MaxPage, after)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range page.Nodes() {
					found[f.ID()] = true
				}
				info := page.PageInfo()
				if after = info.EndCursor; !info.HasNextPage {
					break
				}
			}
		}
		equal(t, "from services", sums[0], whole.Total())
		sums[1].Collections = sums[0].Collections
		equal(t, "to recipients", sums[1], whole.Total())
		if diff := cmp.Diff(facts, found); diff != "" {
			t.Errorf("most %d: facts (-have +shown):\n%s", most, diff)
		}
		weigh(t, a, most)
	}
}

func add(sum *inventory.FlowTotal, t inventory.FlowTotal) {
	sum.Flows += t.Flows
	sum.Collections += t.Collections
	sum.Disclosures += t.Disclosures
	sum.Passings += t.Passings
	sum.NotStated += t.NotStated
	sum.Related += t.Related
}

// weigh compares the nodes and links of a picture with its flows.
func weigh(t *testing.T, a inventory.DataFlows, most int) {
	t.Helper()
	nodes, links := map[string]int{}, map[[2]string]int{}
	for _, f := range allFlows(t, a) {
		n := f.Nodes()
		for _, key := range n {
			nodes[key]++
		}
		links[[2]string{n[0], n[1]}]++
		links[[2]string{n[1], n[2]}]++
	}
	for _, column := range [][]inventory.FlowNode{a.Services, a.Data, a.Recipients} {
		nouns := 0
		for _, n := range column {
			equal(t, n.Key, n.Weight, nodes[n.Key])
			delete(nodes, n.Key)
			if n.Kind != inventory.NodeRelated && n.Kind != inventory.NodeNotStated {
				nouns++
			}
		}
		if nouns > most {
			t.Errorf("%d nodes where %d are allowed", nouns, most)
		}
	}
	for _, l := range a.Links {
		equal(t, l.From+" to "+l.To, l.Total.Flows, links[[2]string{l.From, l.To}])
		delete(links, [2]string{l.From, l.To})
	}
	if len(nodes)+len(links) > 0 {
		t.Errorf("not shown: %v %v", nodes, links)
	}
}

// TestFlowsAreAsSilentAsWhoReceives holds that no service which names no
// recipient of a narrowest category is shown with one.
func TestFlowsAreAsSilentAsWhoReceives(t *testing.T) {
	s := inventorytest.Snapshot(2, 60, 12)
	silent := map[string]bool{}
	for _, f := range allFlows(t, flows(t, s, inventory.FlowFilter{})) {
		if f.End == inventory.EndNotStated {
			silent[string(f.Service().ID()+f.Data().ID())] = true
		}
	}
	seen := 0
	for after := (*string)(nil); ; {
		page, err := s.DataCategories("", inventory.MaxPage, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Nodes() {
			if len(d.Narrower()) > 0 {
				continue
			}
			a, err := s.WhoReceives(string(d.ID()), true, true)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range a.CollectedWithoutStatedRecipient {
				seen++
				if !silent[string(v.ID()+d.ID())] {
					t.Errorf("%s names no recipient of %s, and the picture shows one", v.Name(), d.Name())
				}
			}
		}
		info := page.PageInfo()
		if after = info.EndCursor; !info.HasNextPage {
			break
		}
	}
	if seen == 0 {
		t.Error("nobody is silent: the test looks at nothing")
	}
}

func BenchmarkDataFlows(b *testing.B) {
	s := inventorytest.Snapshot(1, 1000, 20)
	for b.Loop() {
		flows(b, s, inventory.FlowFilter{Most: 40})
	}
}
