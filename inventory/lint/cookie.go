package lint

import (
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// CNILMaximum is the longest lifetime that the French authority recommends for
// a tracker that measures the audience without consent (its guidance of 4 July
// 2025, and before).
const CNILMaximum inventory.Period = "P13M"

func cookieRules() []Rule {
	return []Rule{
		{
			ID: "cookie-over-policy-maximum", Title: "A cookie lives longer than the policy allows", Article: "GDPR Art. 5(1)(a), Art. 13(2)(a)", Severity: Error,
			What:  "Cookies with a period longer than the maximum of the organisation's own policy. Facts do not hold that maximum: it is given with the settings of the check (`cookieMaximum`), and without it nothing is found.",
			Why:   "What the policy promises visitors does not hold for this cookie.",
			Fix:   "Shorten the lifetime where the cookie is set, then here; or change the policy.",
			Leave: "Until the day on which the cookie is replaced.",
			find:  overPolicy,
		},
		{
			ID: "cookie-over-audience-maximum", Title: "An audience cookie without consent lives longer than the CNIL recommends", Article: "ePrivacy Directive Art. 5(3), CNIL guidance on audience measurement", Severity: Note,
			What:  "Cookies of the category `performance` with a period longer than 13 months, or than `audienceMaximum` of the settings, of which it is not said that they wait for consent.",
			Why:   "The French authority lets trackers that only measure the audience of one site do without consent, and recommends that they live for at most 13 months, not prolonged by new visits.",
			Fix:   "Shorten the lifetime where the cookie is set, then here; or ask for consent and set `consentNeeded`.",
			Leave: "If nobody in France is addressed, and no other authority asks for it.",
			find:  overAudience,
		},
		{
			ID: "cookie-lifetime-missing", Title: "How long a cookie lives is not stated", Article: "GDPR Art. 13(2)(a), CJEU C-673/17 (Planet49)", Severity: Error,
			What:  "Cookies without a lifetime.",
			Why:   "The Court holds that visitors must be told for how long a cookie works.",
			Fix:   "Set `lifetime`, and `period` where it is one.",
			Leave: "If the setter has been asked and the cookie is switched off meanwhile.",
			find: func(b *book, tell report) {
				for _, c := range b.cookies {
					if c.Lifetime == "" {
						tell(c.ID, nil, "How long %s lives is not stated: set its lifetime.", c.Name)
					}
				}
			},
		},
		{
			ID: "cookie-consent-missing", Title: "A cookie that is not necessary, without consent", Article: "ePrivacy Directive Art. 5(3), GDPR Art. 7", Severity: Warning,
			What:  "Cookies of other categories than `strictly-necessary` of which it is said that no consent is needed, or nothing is.",
			Why:   "Storing something on a device needs consent unless it is strictly necessary for what the visitor asked for.",
			Fix:   "Set `consentNeeded`, and ask for consent; or correct the category.",
			Leave: "If the law of the member state exempts it, as some do for audience measurement: name the exemption.",
			find: func(b *book, tell report) {
				for _, c := range b.cookies {
					if c.Category != "STRICTLY_NECESSARY" && c.ConsentNeeded != "YES" {
						tell(c.ID, nil, "%s is a %s cookie, and that consent is needed is not stated: ask for consent and say so, or correct the category.", c.Name, wording.Enum(c.Category))
					}
				}
			},
		},
	}
}

func overPolicy(b *book, tell report) {
	longest := b.o.CookieMaximum
	for _, c := range b.cookies {
		if longest != "" && c.Period != "" && c.Period.Compare(longest) > 0 {
			tell(c.ID, nil, "%s lives %s, and the policy allows %s: shorten it, or change the policy.", c.Name, c.Period.InWords(), longest.InWords())
		}
	}
}

func overAudience(b *book, tell report) {
	for _, c := range b.cookies {
		if c.Category == "PERFORMANCE" && c.ConsentNeeded != "YES" && c.Period != "" && c.Period.Compare(b.o.AudienceMaximum) > 0 {
			tell(c.ID, nil, "%s measures the audience without consent and lives %s; at most %s is recommended: shorten it, or ask for consent.", c.Name, c.Period.InWords(), b.o.AudienceMaximum.InWords())
		}
	}
}
