package statement

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// part is the text of a section of a page, by the id of its heading.
func part(t *testing.T, root *element, id string) string {
	t.Helper()
	for _, e := range root.all(func(e *element) bool { return e.name == "section" && e.attrs["aria-labelledby"] == id }) {
		return html.UnescapeString(e.words())
	}
	t.Fatalf("there is no section %s", id)
	return ""
}

// TestSectionsSayNoMoreThanTheDocuments holds sentences of pages to what the
// documents of the example say: with their limits, and no limit of our own.
func TestSectionsSayNoMoreThanTheDocuments(t *testing.T) {
	h := serve(t, example(t))
	for _, test := range []struct{ service, section, with, without string }{
		// A lawful basis says for whom, where and for what it is stated.
		{"synology-account", "used", "consent (GDPR Art. 6(1)(a)), for private users in the EU; for others not stated", ""},
		{"technical-support", "used", "for callers: for the recording alone; for what is noted of the call no basis is named", "for others"},
		{"events", "used", "consent (GDPR Art. 6(1)(a)), for event attendees", "for others"},
		// No clause says that a collection is only for something.
		{"active-insight", "collected", "ForSend notifications and reports", "Only for"},
		// Silence and a stated no are told apart.
		{"device-network-mapping", "received", "No recipient is stated; it is stated not to go to third parties.", "no promise"},
		{"package-activation", "received", "No recipient is stated; it is stated not to go to third parties, within limits.", "no promise"},
		{"push-notifications", "received", "No recipient is stated. That is no promise that there is none.", "stated not to"},
		// What goes through other services has its condition, and what of it is inferred.
		{"synology-account", "received", "Card number (inferred)", "Form"},
		{"synology-account", "received", "ConditionSomebody buys a package licence.", "Payment method (inferred)"},
		{"events", "received", "ConditionThe event has a registration fee.", "Payment information (inferred)"},
		{"events", "received", "Who passes it onothers, on their own account", ""},
		{"c2", "received", "Card security code (inferred)", "Condition"},
		{"mobile-applications", "received", "ConditionThe app supports push notifications.", ""},
		// What has no rule on keeping says in which activity, and in which form.
		{"technical-support", "kept", "not stated for Technical details of a problem (making bug reports from support requests; anonymous).", ""},
		{"mobile-applications", "kept", "App usage data (measuring how apps are used)", ""},
		{"mobile-applications", "kept", "Type of mobile device (measuring how apps are used).", ""},
		{"c2", "kept", "Payment information (Selling C2 subscriptions; passed to Payment, see there).", ""},
		// A use that is excluded is told as far as the document goes.
		{"general", "not-used", "There is no use for dates of birth.", "Any purpose other than those stated Data Date of birth"},
		{"general", "not-used", "Files that people put on their own devices are used for no purpose.", "Any purpose other"},
		{"mobile-applications", "not-used", "Anything but better quality", "Any purpose other"},
		// No cookie is named, and yet the portal may set some.
		{"active-insight", "cookies", "No cookie is named for this service. Understanding visits to the Active Insight portal: the portal may set cookies", "No cookie is stated"},
		// What others collect is theirs.
		{"third-party-packages", "collected", "Who collects itothers, on their own account", ""},
		{"c2", "cookies", "No cookie is stated for this service.", ""},
	} {
		said := part(t, parseHTML(t, get(t, h, Root+"/services/"+test.service, http.StatusOK).Body.String()), test.section)
		if !strings.Contains(said, test.with) || test.without != "" && strings.Contains(said, test.without) {
			t.Errorf("%s, %s: not with %q and without %q: %s", test.service, test.section, test.with, test.without, said)
		}
	}
}

// TestLabelsClaimNothing holds that no label of a page makes a condition
// stricter than the documents do.
func TestLabelsClaimNothing(t *testing.T) {
	h := serve(t, example(t))
	pages := []string{MapRoot, Root, Root + "/rights", Root + "/cookies", Root + "/recipients/stripe", Root + "/data/ip-address"}
	for _, s := range []string{"active-insight", "general", "payment", "technical-support", "website"} {
		pages = append(pages, Root+"/services/"+s)
	}
	for _, p := range pages {
		root := parseHTML(t, get(t, h, p, http.StatusOK).Body.String())
		for _, e := range root.all(func(e *element) bool { return e.name == "dt" || e.name == "th" && e.attrs["scope"] == "col" }) {
			label := strings.ToLower(e.words())
			for _, word := range []string{"only", "always", "never", "must not", "may not"} {
				if slices.Contains(strings.Fields(label), word) {
					t.Errorf("%s has the label %q", p, label)
				}
			}
		}
	}
}

// TestGlance holds what the first lines of a service say of recipients.
func TestGlance(t *testing.T) {
	h := serve(t, example(t))
	for service, want := range map[string]string{
		"device-network-mapping": "Goes toNo recipient stated; stated not to go to third partiesKept",
		"package-activation":     "Goes toNo recipient stated; stated not to go to third parties, within limitsKept",
		"push-notifications":     "Goes toNo recipient statedKept",
		"alexa-services":         "Goes toAmazon (inferred)Kept",
		"device-analytics":       "Goes toGoogle Analytics (inferred) and Partners (statistics only)Kept",
		"third-party-packages":   "Collects2 kinds of data, collected by others on their own accountGoes to",
		"events":                 "Goes toEvent sponsors (passed on by others, on their own account) and Stripe, Inc.Kept",
	} {
		root := parseHTML(t, get(t, h, Root+"/services/"+service, http.StatusOK).Body.String())
		if glance := root.all(func(e *element) bool { return e.attrs["class"] == "glance" })[0].words(); !strings.Contains(glance, want) {
			t.Errorf("%s: %q, without %q", service, glance, want)
		}
	}
	list := parseHTML(t, get(t, h, Root+"/services", http.StatusOK).Body.String()).words()
	for _, want := range []string{"Private IP address, Public IP address and Serial number: stated not to go to third parties", "Event sponsors (passed on by others, on their own account)", "Google Analytics (inferred) and Partners (statistics only)", "Personal data (by others, on their own account)"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list of services does not say %q", want)
		}
	}
}

// TestMapTellsStatedNonRecipients holds that the map, its table and the picture
// of a service tell silence from a stated no.
func TestMapTellsStatedNonRecipients(t *testing.T) {
	h := serve(t, example(t))
	for address, want := range map[string]string{
		MapRoot + "?service=device-network-mapping":    "No recipient stated; stated not to go to third parties: 3 flows",
		Root + "/services/device-network-mapping":      "No recipient stated; stated not to go to third parties: 3 flows",
		MapRoot + "?service=package-activation":        "No recipient stated; stated not to go to third parties, within limits: 6 flows",
		MapRoot + "?service=push-notifications":        "No recipient stated: 10 flows",
		MapRoot + "?service=alexa-services&data=OAuth": "no recipient stated; stated not to go to third parties",
	} {
		if body := get(t, h, address, http.StatusOK).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", address, want)
		}
	}
	if body := get(t, h, MapRoot, http.StatusOK).Body.String(); !strings.Contains(body, "No recipient stated; some stated not to go to") {
		t.Error("the whole map does not say that some is stated not to go somewhere")
	}
}

// TestSilenceAndNo holds how what is stated of a part of the data is told apart
// from what is stated of none.
func TestSilenceAndNo(t *testing.T) {
	name, email, contact := named{"data/name", "Name"}, named{"data/email", "Email address"}, named{"data/contact", "Contact data"}
	others, sale := named{"party/others", "Third parties"}, named{"purpose/sale", "Sale"}
	collected := func(d named) collection { return collection{Data: d} }
	below := collected(email)
	below.Above.Path = []named{{ID: contact.ID}, {ID: email.ID}}
	for _, test := range []struct {
		collected []collection
		no        nonDisclosure
		want      string
	}{
		{[]collection{collected(name)}, nonDisclosure{Data: name, Recipient: others}, "No recipient stated; stated not to go to third parties"},
		{[]collection{collected(name), collected(email)}, nonDisclosure{Data: name, Recipient: others}, "No recipient stated; some of it is stated not to go to third parties"},
		{[]collection{below}, nonDisclosure{Data: contact, Recipient: others}, "No recipient stated; stated not to go to third parties"},
		{[]collection{collected(name)}, nonDisclosure{Data: name, Recipient: others, Form: "IDENTIFIABLE"}, "No recipient stated; stated not to go to third parties, within limits"},
		{[]collection{collected(name)}, nonDisclosure{Data: name, Recipient: others, Purposes: []named{sale}}, "No recipient stated"},
	} {
		s := serviceAnswer{Collections: test.collected, NonDisclosures: []nonDisclosure{test.no}}
		if got := s.unreceived(); got != test.want {
			t.Errorf("%q, not %q", got, test.want)
		}
		if full := s.unreceivedInFull(); strings.Contains(full, "no promise") != (s.unspoken() || notTo(s.NonDisclosures) == "") {
			t.Errorf("%q", full)
		}
	}
}

// TestWaysKeepConditionsAndGuesses holds that a way to a recipient is under a
// condition only if all statements of it are, and inferred only if none is not.
func TestWaysKeepConditionsAndGuesses(t *testing.T) {
	var w ways
	if err := json.Unmarshal([]byte(`{
		"a": {"dependsOn": [{"assertion": "STATED", "condition": "Somebody pays.", "dependsOn": {"id": "b"}}, {"assertion": "INFERRED", "dependsOn": {"id": "c"}}, {"assertion": "STATED", "condition": "x", "dependsOn": {"id": "d"}}, {"assertion": "STATED", "dependsOn": {"id": "d"}}]},
		"b": {"disclosures": [{"assertion": "STATED", "condition": "At a fee.", "data": {"id": "n", "name": "N"}, "recipient": {"id": "r"}}, {"assertion": "INFERRED", "data": {"id": "m", "name": "M"}, "recipient": {"id": "r"}}]},
		"c": {"disclosures": [{"assertion": "STATED", "data": {"id": "n", "name": "N"}, "recipient": {"id": "r"}}]},
		"d": {"disclosures": [{"assertion": "STATED", "data": {"id": "n", "name": "N"}, "recipient": {"id": "r"}}]}}`), &w); err != nil {
		t.Fatal(err)
	}
	n, m := named{"n", "N"}, named{"m", "M"}
	for _, test := range []struct {
		through    string
		conditions []Item
		n, m       bool
	}{
		{"b", []Item{{Text: "Somebody pays."}, {Text: "N: At a fee."}}, false, true},
		{"c", nil, true, false},
		{"d", nil, false, false},
	} {
		r := reach{Recipient: named{"r", "R"}, Data: []named{n, m}, Paths: []way{{Services: []named{{"a", "A"}, {test.through, "B"}}}}}
		if got := w.conditions(r); !slices.Equal(got, test.conditions) {
			t.Errorf("through %s: %v", test.through, got)
		}
		if w.inferred(r, n) != test.n || w.inferred(r, m) != test.m {
			t.Errorf("through %s: inferred %v, %v", test.through, w.inferred(r, n), w.inferred(r, m))
		}
	}
}

// TestOptOutsNameTheirHost holds that an opt-out says where it leads, which
// need not be the one who sets the cookie.
func TestOptOutsNameTheirHost(t *testing.T) {
	root := parseHTML(t, get(t, serve(t, example(t)), Root+"/cookies", http.StatusOK).Body.String())
	seen := map[string]bool{}
	for _, a := range root.all(func(e *element) bool { return e.name == "a" && strings.HasPrefix(e.words(), "opt out") }) {
		where, ok := strings.CutPrefix(a.words(), "opt out at ")
		if !ok || !strings.Contains(a.attrs["href"], "//"+where+"/") && !strings.Contains(a.attrs["href"], "//www."+where+"/") {
			t.Errorf("%q leads to %s", a.words(), a.attrs["href"])
		}
		seen[where] = true
	}
	if !seen["mouseflow.com"] || !seen["optout.aboutads.info"] {
		t.Errorf("opt-outs at %v", seen)
	}
}

// TestPagesHaveOneAddress holds that a parameter which a page does not read
// leads to the page without it, and that nothing is asked for the other.
func TestPagesHaveOneAddress(t *testing.T) {
	c := example(t)
	c.Ask = func(context.Context, string, map[string]any) ([]byte, bool) {
		t.Error("something is asked")
		return nil, false
	}
	h := serve(t, c)
	for from, to := range map[string]string{
		"/privacy?x=1":                           "/privacy",
		"/privacy?asOf=7&x=1":                    "/privacy?asOf=7",
		"/privacy?q=a":                           "/privacy",
		"/privacy?&&":                            "/privacy",
		"/privacy?%zz":                           "/privacy",
		"/privacy?asOf=1&asOf=2":                 "/privacy?asOf=1",
		"/privacy/services?utm_source=a&after=b": "/privacy/services?after=b",
		"/privacy/services/payment?after=b":      "/privacy/services/payment",
		"/privacy/cookies?frame":                 "/privacy/cookies",
		"/privacy/find?q=a%20b&since=1":          "/privacy/find?q=a%20b",
		"/privacy/find?q=a;b":                    "/privacy/find",
		"/privacy/changes?since=3&q=a":           "/privacy/changes?since=3",
		"/map?q=a&service=payment&x&data=b":      "/map?q=a&service=payment&data=b",
		"/embed/cookies?frame&x=2":               "/embed/cookies?frame",
		"/privacy/services/a%2Fb?x=1":            "/privacy/services/a/b",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, from, nil))
		if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != to {
			t.Errorf("%s: %d to %q, want %q", from, w.Code, w.Header().Get("Location"), to)
		}
	}
	known := serve(t, example(t))
	for _, address := range []string{"/privacy?asOf=7", "/privacy?asOf=", "/privacy/services?after=", "/map?q=a&recipient=stripe&data=&asOf=7", "/privacy/find?asOf=7&q=a+b%26c", "/privacy/changes?since=3", "/embed/cookies?asOf=7&frame"} {
		get(t, known, address, http.StatusOK)
	}
}
