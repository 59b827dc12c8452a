package statement

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// lead is the sentence that answers a question, and its page.
func lead(t *testing.T, h http.Handler, question string) (string, *element) {
	t.Helper()
	root := parseHTML(t, get(t, h, Root+"/find?q="+url.QueryEscape(question), http.StatusOK).Body.String())
	leads := root.all(func(e *element) bool { return e.attrs["class"] == "lead" })
	if len(leads) != 1 {
		t.Fatalf("%q has %d answers", question, len(leads))
	}
	return html.UnescapeString(leads[0].words()), root
}

// TestAnswers holds that questions in free words are answered in a sentence,
// with the truth of the example's documents.
func TestAnswers(t *testing.T) {
	h := serve(t, example(t))
	for question, want := range map[string]string{
		"What does Stripe receive?":                   "Stripe, Inc. receives Billing address (inferred), Card number",
		"what goes to Google":                         "Google LLC receives",
		"what do you share with Let’s Encrypt":        "Let's Encrypt receives QuickConnect or DDNS domain, directly from QuickConnect",
		"what does QuickConnect collect":              "QuickConnect and Synology DDNS collects IP address, QuickConnect or DDNS domain, Routing ports and Serial number.",
		"Who gets data from Push Notifications":       "No recipient of what Push Notifications collects is stated, which is not a no.",
		"which cookies are set by Microsoft":          "Set by Microsoft and Microsoft Clarity: _clck",
		"cookies of Payment":                          "Set by Stripe, Inc. and Synology Inc.: __stripe_sid",
		"_ga":                                         "set by Google LLC, stays 540 days, and you can refuse it.",
		"cookies":                                     "cookies are stated",
		"how long do you keep support tickets":        "That of Technical Support: at least 3 years from data collected",
		"How long do you keep my purchase history":    "That of Payment: until account deleted",
		"how long does Active Insight keep data":      "6 rules say how long what Active Insight holds is kept.",
		"how can I delete my data":                    "Right to erasure. Ask through the Synology Account",
		"object":                                      "Right to object.",
		"How do I withdraw consent?":                  "Right to withdraw consent.",
		"complain":                                    "Right to lodge a complaint. Write to the authority",
		"can I opt out":                               "You have the choices below",
		"Who is the data protection officer?":         "These are the ones to ask.",
		"what is my email used for":                   "What for, the pages of these services tell.",
		"who has access to my IP address":             "IP address goes to",
		"my rights":                                   "13 rights",
		"do you collect my location?":                 "Location: collected by Synology Account; nothing is stated by 19 other services.",
		"do you collect MAC addresses?":               "MAC address: collected by Licensing",
		"who gets my MAC address":                     "MAC address: no recipient is named for it; 14 recipients of a wider kind",
		"Who gets my IP address?":                     "IP address goes to Authorities (inferred) and Stripe, Inc. (inferred); 14 recipients of a wider kind",
		"email":                                       "Email address: no recipient is named",
		"does Stripe get my IP address":               "Yes, IP address goes to Stripe, Inc., through Payment. That is inferred",
		"does Mouseflow get my page interactions":     "As statistics only: Page interactions goes to Mouseflow, through Websites.",
		"does Stripe get my email":                    "It is not stated whether Email address goes to Stripe, Inc. That is not a no.",
		"does Active Insight collect serial numbers?": "Yes, Active Insight collects Serial number.",
		"does Package Center collect my IP address":   "No: Package Center states that it does not collect IP address, within these limits",
		"does C2 collect my location":                 "It is not stated whether C2 collects Location. That is not a no.",
		"shoe size":                                   "Nothing of that name is stated: “shoe size”.",
		"do you sell my data":                         "names no kind of data",
	} {
		if said, _ := lead(t, h, question); !strings.Contains(said, want) {
			t.Errorf("%q is answered %q, without %q", question, said, want)
		}
	}
}

// TestAnswersKeepTheStatesApart holds that below the sentence, what is stated,
// what is stated not to be, and what is not stated stand apart.
func TestAnswersKeepTheStatesApart(t *testing.T) {
	_, root := lead(t, serve(t, example(t)), "Who gets my IP address?")
	headings := map[string]bool{}
	for _, e := range root.all(func(e *element) bool { return e.name == "h2" }) {
		headings[e.words()] = true
	}
	for _, want := range []string{"Who receives it", "Who is stated not to receive it", "Which services collect it", "Which are stated not to collect it", "Which say nothing about it", "How long it is kept"} {
		if !headings[want] {
			t.Errorf("no answer to %q", want)
		}
	}
}

// TestPlaces holds how countries and regions are called.
func TestPlaces(t *testing.T) {
	for code, want := range map[string]string{
		"DE": "Germany", "TW": "Taiwan", "GB": "the United Kingdom", "UK": "the United Kingdom", "US": "the United States", "NL": "the Netherlands",
		"VN": "Vietnam", "ZA": "South Africa", "EU": "the EU", "EEA": "the EEA", "US-CA": "California", "??": "??", "ZZ": "ZZ", "": "",
	} {
		if got := place(code); got != want {
			t.Errorf("%s is called %q, not %q", code, got, want)
		}
	}
}
