package lint

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/recital/recital/inventory"
)

// What SARIF 2.1.0 (OASIS) calls the parts of a report, as far as it is needed.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
		// ColumnKind says how columns would be counted.
		ColumnKind string `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string            `json:"id"`
		ShortDescription     sarifText         `json:"shortDescription"`
		FullDescription      sarifText         `json:"fullDescription"`
		Help                 sarifText         `json:"help"`
		DefaultConfiguration sarifLevel        `json:"defaultConfiguration"`
		Properties           map[string]string `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		RelatedLocations    []sarifLocation    `json:"relatedLocations,omitempty"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation *sarifPhysical `json:"physicalLocation,omitempty"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
)

// SARIF writes the report as a log of SARIF 2.1.0, for programs that show
// findings beside files; version is that of this program. Findings are at the
// line where their subject was written, or at its id where that is not known.
func (r Report) SARIF(w io.Writer, version string, where Where) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "recital", Version: version, Rules: []sarifRule{}}}, Results: []sarifResult{}, ColumnKind: "unicodeCodePoints",
	}
	index := map[string]int{}
	for i, rule := range Rules() {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule.sarif())
	}
	for _, list := range [][]Finding{r.Findings, r.Suppressed} {
		for _, f := range list {
			run.Results = append(run.Results, f.sarif(index[f.Rule.ID], where))
		}
	}
	return encode(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func (s Severity) level() string { return strings.ToLower(string(s)) }

func (r Rule) sarif() sarifRule {
	return sarifRule{
		ID: r.ID, ShortDescription: sarifText{Text: r.Title}, FullDescription: sarifText{Text: r.What},
		Help:                 sarifText{Text: r.Fix, Markdown: r.Documentation()},
		DefaultConfiguration: sarifLevel{r.Severity.level()},
		Properties:           map[string]string{"article": r.Article, "since": r.Since},
	}
}

func (f Finding) sarif(rule int, where Where) sarifResult {
	result := sarifResult{
		RuleID: f.Rule.ID, RuleIndex: rule, Level: f.Severity().level(), Message: sarifText{Text: f.Sentence},
		Locations: []sarifLocation{}, PartialFingerprints: map[string]string{"recitalSubject/v1": f.Rule.ID + " " + string(f.SubjectID)},
	}
	if f.SubjectID != "" {
		result.Locations = append(result.Locations, located(f.SubjectID, where))
	}
	for _, id := range f.RelatedIDs {
		if l := located(id, where); l.PhysicalLocation != nil {
			result.RelatedLocations = append(result.RelatedLocations, l)
		}
	}
	if s := f.Suppression; s != nil {
		result.Suppressions = []sarifSuppression{{"external", "accepted", s.Reason + " (until " + string(s.Until) + ")"}}
	}
	return result
}

func located(id inventory.ID, where Where) sarifLocation {
	k, _ := id.Kind()
	l := sarifLocation{LogicalLocations: []sarifLogical{{string(id), k.Prefix()}}}
	if p, ok := where.of(id); ok {
		l.PhysicalLocation = &sarifPhysical{sarifArtifact{uri(p.File)}, sarifRegion{p.Line}}
	}
	return l
}

// uri is the address of a file: relative, where its path is.
func uri(file string) string {
	if path.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).String()
}
