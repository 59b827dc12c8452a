package ropa

import (
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// The roles of an organisation, as the inventory writes them.
const (
	controller      inventory.ProcessingRole = "CONTROLLER"
	jointController inventory.ProcessingRole = "JOINT_CONTROLLER"
	processor       inventory.ProcessingRole = "PROCESSOR"
)

// notStated is how the inventory writes that documents are silent.
const notStated = "NOT_STATED"

// names lists what the views are called, in their order.
func names[V interface{ Name() string }](views []V) []string {
	list := make([]string, len(views))
	for i, v := range views {
		list[i] = v.Name()
	}
	return list
}

// inForm says a form that is not the usual one.
func inForm(f inventory.Form) string {
	if f == inventory.Identifiable || f == "" {
		return ""
	}
	return " in " + wording.Enum(f) + " form"
}

// limits says for whom, where and when a statement holds; nothing where it
// always does.
func limits(f inventory.Fact, regions []string) string {
	line := ""
	if len(regions) > 0 {
		line += "; for " + wording.And(regions)
	}
	if c, ok := f.Condition(); ok {
		line += " (condition: " + wording.Phrase(c) + ")"
	}
	return line
}

// basis says a lawful basis with its letter.
func basis(b inventory.Basis) string {
	letters := map[inventory.Basis]string{
		inventory.Consent: "a", inventory.Contract: "b", inventory.LegalObligation: "c",
		inventory.VitalInterests: "d", inventory.PublicTask: "e", inventory.LegitimateInterests: "f",
	}
	return wording.Enum(b) + " (Art. 6(1)(" + letters[b] + "))"
}

// article9 says a condition for special categories with its letter.
func article9(c inventory.Article9Condition) string {
	return map[inventory.Article9Condition]string{
		"A": "explicit consent", "B": "employment and social protection law", "C": "vital interests", "D": "non-profit bodies",
		"E": "made public by the person", "F": "legal claims", "G": "substantial public interest", "H": "health care",
		"I": "public health", "J": "archiving, research, statistics",
	}[c] + " (Art. 9(2)(" + strings.ToLower(string(c)) + "))"
}

// safeguard says what protects data in another country, with its article.
func safeguard(s inventory.Safeguard) string {
	article := map[inventory.Safeguard]string{
		"ADEQUACY": "Art. 45", "STANDARD_CONTRACTUAL_CLAUSES": "Art. 46(2)(c)", "BINDING_CORPORATE_RULES": "Art. 46(2)(b)",
		"CODE_OF_CONDUCT": "Art. 46(2)(e)", "CERTIFICATION": "Art. 46(2)(f)", "DEROGATION": "Art. 49",
	}[s]
	if article == "" {
		return NotDeclared
	}
	return wording.Enum(s) + " (" + article + ")"
}

// yesNo says an answer that may be missing.
func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// or is the text, or what stands in its place.
func or(text string, ok bool) string {
	if !ok {
		return NotDeclared
	}
	return text
}

// source says where data comes from.
func source(s inventory.DataSource) string {
	return map[inventory.DataSource]string{
		"DATA_SUBJECT": "the person", "DEVICE": "the person's device", "OBSERVED": "observed while a service is used",
		"THIRD_PARTY": "a third party", "DERIVED": "worked out from other data",
	}[s]
}
