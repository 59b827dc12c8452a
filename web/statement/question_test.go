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
		"what does QuickConnect collect":              "QuickConnect and Synology DDNS collect IP address, QuickConnect or DDNS domain (inferred), Routing ports and Serial number.",
		"Who gets data from Push Notifications":       "No recipient of what Push Notifications collect is stated, which is not a no.",
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
		"what is my email used for":                   "Email address is used for this: Back up the configuration,",
		"who has access to my IP address":             "IP address goes to",
		"my rights":                                   "13 rights",
		"do you collect my location?":                 "Location: collected by Synology Account; nothing is stated by 19 other services.",
		"do you collect MAC addresses?":               "MAC address: collected by Licensing",
		"who gets my MAC address":                     "MAC address: no recipient is named for it; 14 recipients of a wider kind",
		"Who gets my IP address?":                     "IP address goes to Authorities (inferred) and Stripe, Inc. (inferred); 14 recipients of a wider kind",
		"email":                                       "Email address: no recipient is named",
		"does Stripe get my IP address":               "Yes, IP address goes to Stripe, Inc., through Payment. That is inferred",
		"does Mouseflow get my page interactions":     "As statistics only: Page interactions go to Mouseflow, through Websites.",
		"does Stripe get my email":                    "It is not stated whether Email address goes to Stripe, Inc. That is not a no.",
		"does Active Insight collect serial numbers?": "Yes, Active Insight collects Serial number.",
		"does Package Center collect my IP address":   "No: IP address is stated not to be collected by Package Center, within these limits",
		"does C2 collect my location":                 "It is not stated whether C2 collects Location. That is not a no.",
		"shoe size":                                   "Nothing of that name is stated: “shoe size”.",
		"do you sell my data":                         "No. Personal data is sold to nobody. That is stated by All services (general statement).",
		"is my data sold?":                            "No. Personal data is sold to nobody.",
		"do you share my data for direct marketing":   "No. Nothing is shared for direct marketing. That is stated by",
		"direct marketing":                            "More is not stated, which is not a no.",
		"is my email used for marketing":              "It is not stated whether Email address is used for it: marketing. That is not a no.",
		"marketing":                                   "Marketing: data is used for it by All services (general statement) and Websites.",
		"whistleblowing":                              "Run a whistleblowing scheme: data is used for it by All services (general statement). Lawful basis named for it: legitimate interests",
		"is my phone used to verify my identity":      "Yes, Phone number is used for it: verify identity.",
		"children":                                    "Children: Products and services are for professionals and not meant for children under 16.",
		"where is my data stored":                     "Where data is stored is stated for a part of it only.",
		"where is my IP address stored":               "Where IP address is stored is not stated.",
		"what happens when I delete my account":       "Account deleted: 14 rules say that data is erased, in Active Insight,",
		"delete my account":                           "Not all goes: 9 rules say that data stays, or may,",
		"can I delete my account":                     "Right to erasure.",
		"what happens if I withdraw my consent":       "Consent withdrawn: 1 rule says that data is erased",
		"disable Active Insight":                      "Active Insight disabled: 2 rules say that data is erased, in Active Insight.",
		"what happens if I disable QuickConnect":      "QuickConnect or DDNS ended: nothing is stated to be erased by it.",
		"what happens when a ticket is resolved":      "Support ticket resolved: 2 rules",
		"do you use date of birth":                    "No. There is no use for dates of birth.",
		"do you use my files":                         "No. Files that people put on their own devices are used for no purpose.",
		"who gets my payment card":                    "Payment card goes to Stripe, Inc. (inferred);",
		"remote access for support":                   "Yes, Technical Support collects Remote access information.",
		"remote access":                               "Remote access information: no recipient is named",
		"what do advertisers receive":                 "Advertisers receive Browsing activity",
		"what goes to event sponsors":                 "Event sponsors receive Event participation, passed on by others, on their own account",
		"who gets data from Technical Support":        "What Technical Support collects goes to Logistics partners and Stripe, Inc. (inferred).",
		"who gets data from Device Network Mapping":   "Serial number: stated not to go to third parties.",
		"who gets data from Alexa Services":           "What Alexa Services collect goes to Amazon (inferred).",
		"what do third-party packages collect":        "What Third-Party Packages collect is not stated. Others collect, on their own account:",
		"do third-party packages collect my email":    "Perhaps: Third-Party Packages: others collect, on their own account, a wider kind of data that may contain it, Personal data.",
		"what does Marketing Events collect":          "Email address (inferred), Event participation",
	} {
		if said, _ := lead(t, h, question); !strings.Contains(said, want) {
			t.Errorf("%q is answered %q, without %q", question, said, want)
		} else if strings.Contains(said, "..") {
			t.Errorf("%q is answered with a double full stop: %q", question, said)
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

// TestAgreement holds which form of a verb goes with a name.
func TestAgreement(t *testing.T) {
	for name, want := range map[string]string{
		"Advertisers": "receive", "Mobile Applications": "receive", "QuickConnect and Synology DDNS": "receive", "Technical details of a problem": "receive",
		"Files stored on a device": "receive", "Stripe, Inc.": "receives", "Device Analytics": "receives", "Google Analytics for Firebase": "receives", "IP address": "receives",
		"Type of mobile devices": "receives", "what Active Insight and others hold": "receives", "Third parties (others)": "receive", "": "receives",
	} {
		if got := agree(name, "receives", "receive"); got != want {
			t.Errorf("%q %s, want %s", name, got, want)
		}
	}
}

// TestNoIsOfTheVeryPurpose holds that a word on a narrower purpose, or on
// disclosing, does not make a no to a question about all use for a wider one.
func TestNoIsOfTheVeryPurpose(t *testing.T) {
	sale, marketing := named{"purpose/sale", "Sale"}, named{"purpose/marketing", "Marketing"}
	a := purposeAnswer{name: "Marketing", within: []string{marketing.ID, sale.ID}, no: []nonDisclosure{{Purposes: []named{sale}, Scope: "Nothing is sold.", Service: named{"service/a", "A"}}}}
	for _, disclosed := range []bool{false, true} {
		if said := a.inWords(disclosed); strings.HasPrefix(said, "No") || !strings.Contains(said, "not a no") {
			t.Errorf("asked whether it is disclosed %v: %q", disclosed, said)
		}
	}
	a.within = []string{sale.ID}
	if said := a.inWords(true); !strings.HasPrefix(said, "No. Nothing is sold.") {
		t.Errorf("sale: %q", said)
	}
	a.no = nil
	if said := a.inWords(true); !strings.Contains(said, "it is not stated whether data is used for it. That is not a no.") {
		t.Errorf("silence: %q", said)
	}
	service := named{"service/a", "A"}
	a.services = []using{{named: service, NonUses: []nonUse{{Purpose: &sale, Service: &service, evidence: evidence{Condition: "Here alone."}}}}}
	if said := a.inWords(false); said != "No. Data is not used for it (condition: Here alone). That is stated by A." {
		t.Errorf("not used: %q", said)
	}
}
