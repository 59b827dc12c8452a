package inventory_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

func words(t testing.TB) *inventory.Snapshot {
	t.Helper()
	return snapshot(t,
		with(data("ip-address", "IP address", ""), func(r *inventory.DataCategoryRecord) {
			r.Aliases, r.Description = []string{"Internet address"}, "Where a device is on the network, such as 192.0.2.1; used for market research."
		}),
		data("postal", "Postal address", ""), data("key", "Encryption key", ""), data("cookies", "Cookie identifier", ""), data("city", "City", ""),
		with(party("lets-encrypt", "Let's Encrypt", ""), func(r *inventory.PartyRecord) { r.Aliases = []string{"ISRG"} }),
		with(party("munchener", "Münchener Straßenbahn", ""), func(r *inventory.PartyRecord) { r.Description = "Keeps addresses of passengers." }),
		party("c2-storage", "C2", ""), service("c2", "C2"), activity("c2", "run"), service("d2", "D2"),
		with(activity("c2", "other"), func(r *inventory.ProcessingActivityRecord) { r.Name = "Storing" }),
		with(activity("d2", "other"), func(r *inventory.ProcessingActivityRecord) { r.Name = "Storing" }),
		event("out", "Signed out", ""),
		keeps("c2", "criteria", inventory.Criteria, func(r *inventory.RetentionRuleRecord) { r.Criteria = "While the encryption keys are needed" }))
}

func TestFindByWhatPeopleWrite(t *testing.T) {
	s := words(t)
	for text, want := range map[string]string{
		"data/ip-address": "ip-address", "ip-address": "ip-address", "IP address": "ip-address", "ip ADDRESSES": "ip-address", " Internet addresses\n": "ip-address",
		"DATA/IP-Address": "ip-address", "IP-Address": "ip-address", "ip_addresses": "ip-address", "encryption keys": "key", "cities": "city", "cookie identifiers": "cookies", "cookies": "cookies",
	} {
		if d, err := s.DataCategory(text); err != nil || d.ID().Rest() != want {
			t.Errorf("%q is %v, %v", text, d, err)
		}
	}
	for _, text := range []string{"lets encrypt", "LET’S ENCRYPT", "isrg", "Let's Encrypt™"} {
		if p, err := s.Party(text); err != nil || p.ID() != "party/lets-encrypt" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if p, err := s.Party("MUNCHENER strassenbahn"); err != nil || p.ID() != "party/munchener" {
		t.Errorf("without accents: %v", err)
	}
	if a, err := s.ProcessingActivity("running c2"); err != nil || a.ID() != "activity/c2/run" {
		t.Errorf("an activity by name: %v", err)
	}
	if a, err := s.ProcessingActivity("C2/Run"); err != nil || a.ID() != "activity/c2/run" {
		t.Errorf("an activity by its short id: %v", err)
	}
	if d, err := s.Document("privacy notices"); err != nil || d.ID() != "document/notice" {
		t.Errorf("a document by title: %v", err)
	}
	if e, err := s.Event("SIGNED OUT"); err != nil || e.Name() != "Signed out" {
		t.Errorf("an event: %v", err)
	}
	for kind, err := range map[string]error{
		"ids of another kind": second(s.Party("service/c2")), "names of another kind": second(s.Service("Let's Encrypt")),
	} {
		if code, _ := inventory.CodeOf(err); code != inventory.NotFound {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestFindSaysWhatIsAmbiguous(t *testing.T) {
	_, err := words(t).ProcessingActivity("storing")
	if code, _ := inventory.CodeOf(err); code != inventory.Invalid || !strings.Contains(err.Error(), "activity/c2/other and activity/d2/other") {
		t.Errorf("%v", err)
	}
}

func TestFindSuggestsTheNearest(t *testing.T) {
	s := words(t)
	for text, want := range map[string]string{
		"IP adress": `"IP address"`, "adress": "no data category", "encrpytion key": `"Encryption key"`, "address": `"IP address" and "Postal address"`,
		"citty": `"City"`, "identifier": `"Cookie identifier"`, "!!!": "use search", "": "use search", "zz": "use search", "資料": "use search", "qwertyuiop": "use search",
		strings.Repeat("x", 5000): "use search",
	} {
		_, err := s.DataCategory(text)
		if code, _ := inventory.CodeOf(err); code != inventory.NotFound || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := s.Service("c"); err == nil || !strings.Contains(err.Error(), "use search") {
		t.Errorf("one letter: %v", err)
	}
}

func hits(t testing.TB, s *inventory.Snapshot, text string, kinds ...inventory.Kind) string {
	t.Helper()
	page, err := s.Search(text, kinds, 100, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, h := range page.Nodes() {
		list = append(list, h.ID().Rest()+":"+strings.ToLower(string(h.Matched())))
		if k, _ := h.ID().Kind(); k != h.Kind() || h.Node().ID() != h.ID() || h.Name() == "" {
			t.Errorf("hit %s is of kind %s, called %q", h.ID(), h.Kind(), h.Name())
		}
	}
	return strings.Join(list, " ")
}

func TestSearch(t *testing.T) {
	s := words(t)
	for text, want := range map[string]string{
		"address": "ip-address:name postal:name munchener:text", "addresses": "munchener:text ip-address:name postal:name", "ADDRESS ip": "ip-address:name",
		"internet": "ip-address:alias", "Münch": "munchener:name", "munch": "munchener:name", "strasse": "munchener:name", "straße": "munchener:name",
		"lets": "lets-encrypt:name", "c2": "c2-storage:name c2:name c2/run:name",
		"keys": "c2/run/criteria:text key:name", "key": "key:name c2/run/criteria:text", "cookies": "cookies:name", "cities": "city:name",
		"192.0.2.1": "ip-address:text", "no such words": "", "address zebra": "", "market": "ip-address:text", "privacy": "notice:name",
	} {
		got := hits(t, s, text)
		gotSet, wantSet := strings.Fields(got), strings.Fields(want)
		if text == "addresses" || text == "keys" {
			slices.Sort(gotSet)
			slices.Sort(wantSet)
		}
		if !slices.Equal(gotSet, wantSet) {
			t.Errorf("%q finds %s, want %s", text, got, want)
		}
	}
	equal(t, "only services", hits(t, s, "c2", inventory.KindService), "c2:name")
	equal(t, "services and parties", hits(t, s, "c2", inventory.KindService, inventory.KindParty), "c2-storage:name c2:name")
	equal(t, "no such kind", hits(t, s, "c2", "NOTHING"), "")
	for _, text := range []string{"", "  ", "!?", "™"} {
		if _, err := s.Search(text, nil, 10, nil); err == nil {
			t.Errorf("a search for %q is made", text)
		}
	}
}

func TestSearchRanks(t *testing.T) {
	s := snapshot(t, data("a", "Log of usage", ""), data("b", "Usage", ""), data("c", "Usage data", ""),
		with(data("d", "Statistics", ""), func(r *inventory.DataCategoryRecord) { r.Aliases = []string{"Mere usage"} }),
		with(data("e", "Times", ""), func(r *inventory.DataCategoryRecord) { r.Description = "Usage by the hour" }),
		with(data("f", "Counts", ""), func(r *inventory.DataCategoryRecord) { r.Aliases = []string{"Usage counts"} }))
	equal(t, "the same, beginning so, in names, aliases, texts", hits(t, s, "usage"), "b:name f:alias c:name a:name d:alias e:text")
	page, err := s.Search("usage", nil, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := s.Search("usage", nil, 2, page.PageInfo().EndCursor)
	if err != nil || rest(next.Nodes()) != "c a" || next.TotalCount() != 6 {
		t.Errorf("the second page: %s %v", rest(next.Nodes()), err)
	}
	equal(t, "the text found in", page.Nodes()[1].Text(), "Usage counts")
}

func TestSearchDoesNotFindPartsOfOtherWords(t *testing.T) {
	s := snapshot(t, data("a", "Marketing token", ""), data("b", "Daily data", ""), party("p", "Party of hours", ""))
	for _, text := range []string{"key", "keys", "days", "pay", "house", "cookie"} {
		equal(t, text, hits(t, s, text), "")
	}
}

func FuzzSearch(f *testing.F) {
	s := words(f)
	for _, text := range []string{"IP addresses", "ß", "İ", "cookies key", "データ", "\xff\xfe", "a\x00b", "ies", "s s s", "Let’s", "Ꮣꮣ", "\xf0ϓ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = s.DataCategory(text)
		page, err := s.Search(text, nil, inventory.MaxPage, nil)
		folded := inventory.Fold(text)
		if (err != nil) != (folded == "") {
			t.Fatalf("%q: %v", text, err)
		}
		if again := inventory.Fold(folded); again != folded {
			t.Errorf("%q folds to %q and then to %q", text, folded, again)
		}
		for _, h := range page.Nodes() {
			in, keys := inventory.Fold(h.Text()), strings.Fields(inventory.NameKey(h.Text()))
			for _, w := range strings.Fields(folded) {
				if !strings.Contains(in, w) && !slices.Contains(keys, inventory.NameKey(w)) {
					t.Errorf("%q is found in %q, which has no %q", text, h.Text(), w)
				}
			}
		}
	})
}
