package statement

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// phrases say what the words of the schema mean on a page. What is missing is
// said as [wording.Enum] does.
var phrases = map[string]string{
	"source/DATA_SUBJECT": "you give it", "source/DEVICE": "your device sends it", "source/OBSERVED": "observed while you use the service",
	"source/THIRD_PARTY": "somebody else gives it", "source/DERIVED": "worked out from other data",
	"obligation/STATUTORY": "yes, the law requires it", "obligation/CONTRACTUAL": "yes, the contract requires it",
	"obligation/NEEDED_FOR_SERVICE": "the service needs it", "obligation/VOLUNTARY": "no, you may leave it out",
	"form/IDENTIFIABLE": "", "form/PSEUDONYMISED": "pseudonymised", "form/ENCRYPTED": "encrypted: the one who holds it cannot read it",
	"form/AGGREGATED": "statistics only", "form/ANONYMOUS": "anonymous",
	"recipient/PROCESSOR": "on our behalf (processor)", "recipient/CONTROLLER": "on its own account (controller)",
	"recipient/JOINT_CONTROLLER": "together with us (joint controller)", "recipient/AFFILIATE": "as a company of the same group",
	"recipient/AUTHORITY": "as a public authority", "recipient/NOT_STATED": "not stated",
	"role/CONTROLLER": "controller", "role/JOINT_CONTROLLER": "joint controller", "role/PROCESSOR": "processor, on behalf of others",
	"role/NOT_INVOLVED":  "no part: others do this on their own account",
	"safeguard/ADEQUACY": "adequacy decision (GDPR Art. 45)", "safeguard/STANDARD_CONTRACTUAL_CLAUSES": "standard contractual clauses (GDPR Art. 46(2)(c))",
	"safeguard/BINDING_CORPORATE_RULES": "binding corporate rules (GDPR Art. 46(2)(b))", "safeguard/CODE_OF_CONDUCT": "code of conduct (GDPR Art. 46(2)(e))",
	"safeguard/CERTIFICATION": "certification (GDPR Art. 46(2)(f))", "safeguard/DEROGATION": "derogation for a specific situation (GDPR Art. 49)",
	"safeguard/NOT_STATED": "safeguard not stated",
	"basis/CONSENT":        "consent (GDPR Art. 6(1)(a))", "basis/CONTRACT": "contract (GDPR Art. 6(1)(b))", "basis/LEGAL_OBLIGATION": "legal obligation (GDPR Art. 6(1)(c))",
	"basis/VITAL_INTERESTS": "vital interests (GDPR Art. 6(1)(d))", "basis/PUBLIC_TASK": "public task (GDPR Art. 6(1)(e))",
	"basis/LEGITIMATE_INTERESTS": "legitimate interests (GDPR Art. 6(1)(f))",
	"choice/OPT_IN":              "Opt-in", "choice/OPT_OUT": "Opt-out", "choice/WITHDRAWAL": "Withdrawal of consent",
	"contact/PRIVACY": "Privacy questions and requests", "contact/DATA_PROTECTION_OFFICER": "Data protection officer", "contact/GENERAL": "Everything else",
	"cookies/STRICTLY_NECESSARY": "Strictly necessary", "cookies/PERFORMANCE": "Performance", "cookies/FUNCTIONALITY": "Functionality", "cookies/TARGETING": "Targeting",
	"special/ARTICLE_9": "special category (GDPR Art. 9)", "special/ARTICLE_10": "criminal convictions and offences (GDPR Art. 10)",
	"lifetime/SESSION": "until the browser is closed", "lifetime/PERSISTENT": "until somebody deletes it",
	"match/NARROWER": "a narrower kind of data", "match/BROADER": "a wider kind of data, which may contain it",
}

// say says a value of an enum in words; nothing of nothing.
func say(enum, value string) string {
	if phrase, ok := phrases[enum+"/"+value]; ok {
		return phrase
	}
	return wording.Enum(value)
}

func sayAll(enum string, values []string) string {
	var words []string
	for _, v := range values {
		if phrase := say(enum, v); phrase != "" {
			words = append(words, phrase)
		}
	}
	return wording.And(words)
}

// regions are the names of places that are no countries, and of those that
// people know by another name than the standard's.
var regions = map[string]string{"EU": "the EU", "EEA": "the EEA", "UK": "the United Kingdom", "US-CA": "California"}

// articled are the countries whose names go with an article.
var articled = []string{
	"AE", "BS", "CD", "CF", "CG", "CI", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "KM", "KY", "MH", "MP", "MV", "NL", "PH", "SB", "SC", "TC", "US", "VA", "VG", "VI",
}

func places(codes []string) string {
	var words []string
	for _, c := range codes {
		words = append(words, place(c))
	}
	return wording.And(words)
}

// place is the name of a country or region in English; of one that nobody
// knows, the code.
func place(code string) string {
	if name, ok := regions[code]; ok {
		return name
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	name := display.English.Regions().Name(region)
	switch {
	case name == "" || name == "Unknown Region":
		return code
	case slices.Contains(articled, region.String()):
		return "the " + name
	}
	return name
}

// date writes a date as precisely as it is given: 2020, August 2020, 1 August
// 2020.
func date(d string) string {
	for _, layout := range [][2]string{{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(layout[0], d); err == nil {
			return t.Format(layout[1])
		}
	}
	return d
}

func period(p string) string {
	if p == "" {
		return ""
	}
	return inventory.Period(p).InWords()
}

// webAddress is an address that a page may link to; empty for any other.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// slug is an id without its kind.
func slug(id string) string {
	_, rest, _ := strings.Cut(id, "/")
	return rest
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
