package inventory

import (
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"IP address": "ip address", "  IP--address! ": "ip address", "Crème Brûlée": "creme brulee", "Straße": "strasse", "İstanbul": "istanbul",
		"Let's Encrypt": "lets encrypt", "Let’s Encrypt": "lets encrypt", "Letʼs Encrypt®": "lets encrypt", "Alexa™ Services": "alexa services",
		"ﬁle": "file", "Ａｌｅｘａ": "alexa", "Ⅳ": "iv", "㎐": "hz", "ℌ": "h", "Ωμέγα": "ωμεγα", "ΣΊΣΥΦΟΣ": "σισυφοσ", "Ёлка": "елка",
		"資料 類別": "資料 類別", "がく": "か\u3099く", "データ": "テ\u3099ータ", "हिन्दी": "हिन्दी", "مُحَمَّد": "محمد", "_ga_*": "ga", "x²": "x2", "": "", "!?": "", "e\u0301te\u0301": "ete",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) is %q, want %q", text, got, want)
		}
	}
	if fold("がく") == fold("かく") {
		t.Error("two words of Japanese are taken for one")
	}
}

func TestNameKey(t *testing.T) {
	for _, pair := range [][2]string{
		{"IP addresses", "IP address"}, {"cookies", "Cookie"}, {"activities", "activity"}, {"statuses", "status"}, {"keys", "key"}, {"surveys", "survey"},
		{"days", "day"}, {"sizes", "size"}, {"caches", "cache"}, {"boxes", "box"}, {"taxes", "tax"}, {"hashes", "hash"}, {"searches", "search"},
		{"menus", "menu"}, {"viruses", "virus"}, {"houses", "house"}, {"uses", "use"}, {"causes", "cause"}, {"analyses", "analysis"}, {"purposes", "purpose"},
		{"licences", "licence"}, {"licenses", "license"}, {"movies", "movie"}, {"IDs", "id"}, {"businesses", "business"}, {"Lets encrypt", "Let's Encrypt"},
		{"queries", "query"}, {"series", "series"}, {"Serial  Numbers", "serial-number"}, {"e-mail addresses", "E Mail Address"},
		{"processes", "process"}, {"databases", "database"}, {"crashes", "crash"}, {"axes", "axe"},
	} {
		if a, b := nameKey(pair[0]), nameKey(pair[1]); a != b {
			t.Errorf("the keys of %q and %q are %q and %q", pair[0], pair[1], a, b)
		}
	}
	for _, pair := range [][2]string{{"key", "kea"}, {"day", "data"}, {"pass", "pas"}, {"IP address", "IP"}, {"C2", "C3"}, {"用戶", "用"}} {
		if nameKey(pair[0]) == nameKey(pair[1]) {
			t.Errorf("%q and %q have the same key", pair[0], pair[1])
		}
	}
	if nameKey("日本語s") == "" || nameKey("🔑") != "" {
		t.Error("letters count, symbols do not")
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"ab", "xaby", 2},
		{"kitten", "sitting", 3}, {"ca", "abc", 3}, {"señor", "senor", 1}, {"資料", "資訊", 1}, {"adress", "address", 1}, {"strpie", "stripe", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"_ga", "_ga", true}, {"_ga", "_gat", false}, {"_ga", "_GA", false}, {"_ga_*", "_ga_ABC123", true}, {"_ga_*", "_ga_", true}, {"_ga_*", "_ga", false},
		{"*", "", true}, {"*", "x", true}, {"*id", "sid", true}, {"*id", "ide", false}, {"a*b*c", "a-b-c", true}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false},
		{"a*a", "a", false}, {"a*a", "aa", true}, {"a**b", "ab", true}, {"*a*b", "xaxb", true}, {"*ab", "aab", true}, {"a*bc*bc", "abcbc", true}, {"a*bc*bc", "abc", false},
		{"a?", "ab", false}, {"[x]", "x", false}, {"ü*", "über", true},
	} {
		if got := glob(c.pattern, c.name); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.name, got)
		}
	}
}

func TestIDs(t *testing.T) {
	for _, s := range []ID{
		"service/quickconnect", "collection/payment/take-payments/ip-address", "version/cookie-policy/2024-04", "document/dsm-7.2", "data/9",
		"collection/a/b/c+variant", "non-collection/device-analytics/ip-address",
	} {
		if !s.wellFormed() {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []ID{
		"", "service", "service/", "/x", "services/x", "Service/x", "service/X", "service/a b", "service/a_b", "service/-a", "service/a-", "service//a", "service/a/",
		"service/..", "service/.", "service/../x", "service/.hidden", "service/a.", "service/a+", "service/a+b+c", "service/a+b/c", "service/+a", "service/ä", "service/a\x00",
		ID("service/" + strings.Repeat("a", 81)), "NON_COLLECTION/a", "non_collection/a",
	} {
		if s.wellFormed() {
			t.Errorf("%q is taken for an id", s)
		}
	}
	if k, ok := ID("non-collection/a/b").Kind(); !ok || k != KindNonCollection {
		t.Errorf("kind %q", k)
	}
	if k, ok := ID("quickconnect").Kind(); ok {
		t.Errorf("kind %q of no id", k)
	}
	if got := KindNonDisclosure.ID("a", "b"); got != "non-disclosure/a/b" || got.Rest() != "a/b" {
		t.Errorf("made %q", got)
	}
}

func TestDerivedFrom(t *testing.T) {
	for _, c := range []struct {
		id, ends ID
		want     bool
	}{
		{"use/a/b/c", "use/a/b/c", true}, {"use/a/b/c+x", "use/a/b/c", true}, {"use/a/b/cx", "use/a/b/c", false}, {"use/a/b/c/d", "use/a/b/c", false},
		{"basis/a/main", "basis/a/", true}, {"basis/a/", "basis/a/", false}, {"basis/a/b/c", "basis/a/", false}, {"basis/a/b+c", "basis/a/", false}, {"basis/b/c", "basis/a/", false},
	} {
		if got := derivedFrom(c.id, c.ends); got != c.want {
			t.Errorf("%s from %s: %v", c.id, c.ends, got)
		}
	}
}

func TestTable(t *testing.T) {
	var s table[int, string]
	want := map[int]string{}
	for i := range 10_000 {
		k := i * 7919 % 300
		changes := map[int]cell[string]{k: {string(rune('a' + i%26)), true}, k + 1: {}}
		before, old := flat(s), s
		if i%10 != 0 {
			delete(changes, k+1)
		}
		s = s.with(changes)
		for k, c := range changes {
			if c.present {
				want[k] = c.value
			} else {
				delete(want, k)
			}
		}
		if s.len() != len(want) {
			t.Fatalf("step %d: %d long, want %d", i, s.len(), len(want))
		}
		if i%97 != 0 {
			continue
		}
		for k := range 302 {
			got, ok := s.get(k)
			if v, there := want[k]; ok != there || got != v {
				t.Fatalf("step %d: %d is %q %v, want %q %v", i, k, got, ok, v, there)
			}
			if got, ok := old.get(k); ok != has(before, k) || got != before[k] {
				t.Fatalf("step %d changed the table before", i)
			}
		}
	}
}

func has(m map[int]string, k int) bool { _, ok := m[k]; return ok }
