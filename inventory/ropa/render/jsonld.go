package render

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/recital/recital/inventory/ropa"
)

// defaultBase begins the identifiers of what an inventory holds.
const defaultBase = "urn:recital:"

// vocabularies are the prefixes of the JSON-LD. The Data Privacy Vocabulary is
// that of version 2.3.
func vocabularies() map[string]string {
	return map[string]string{
		"dpv":     "https://w3id.org/dpv#",
		"pd":      "https://w3id.org/dpv/pd#",
		"eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
		"tech":    "https://w3id.org/dpv/tech#",
		"dpcat":   "https://w3id.org/dpcat#",
		"dcat":    "http://www.w3.org/ns/dcat#",
		"dct":     "http://purl.org/dc/terms/",
		"prov":    "http://www.w3.org/ns/prov#",
		"rdf":     "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		"rdfs":    "http://www.w3.org/2000/01/rdf-schema#",
		"skos":    "http://www.w3.org/2004/02/skos/core#",
		"xsd":     "http://www.w3.org/2001/XMLSchema#",
	}
}

// JSONLD writes the register as linked data in the terms of the Data Privacy
// Vocabulary (DPV 2.3): the register is a dpv:ROPA, and each activity a
// dpcat:ROPARecord and dpv:PersonalDataProcess. It is made of the facts and not
// of the words of the template, so every template gives the same activities.
//
// Each fact is a resource with an identifier of ours and the type of the DPV
// term that its crosswalk calls exact; close and broad terms are linked as
// such. What is not declared is not there (open world), and what is stated not
// to happen is a dpv:Prohibition. The context is in the file: a reader needs no
// network. "<", ">" and "&" are escaped, so that it may stand in a page.
func JSONLD(w io.Writer, r ropa.Report, o Options) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	base := o.Base
	if base == "" {
		base = defaultBase
	}
	head := registerNode(base, r)
	before := `{"@context":`
	err := writeMembers(b, enc, member{before, vocabularies()})
	for _, key := range sortedKeys(head) {
		if err == nil {
			err = writeMembers(b, enc, member{"," + strconv.Quote(key) + ":", head[key]})
		}
	}
	if err != nil {
		return fmt.Errorf("write jsonld: %w", err)
	}
	before = `,"dct:hasPart":[`
	progress := o.ticker(r.Len)
	found, text := newSources(), []byte(nil)
	l := linked{base: base, clauses: &found}
	for row := range r.Rows {
		text = appendNode(append(text[:0], before...), l.activity(row.Activity))
		if _, err := b.Write(append(text, '\n')); err != nil {
			return fmt.Errorf("write jsonld: %w", err)
		}
		before = ","
		progress.tick()
	}
	if err := endList(b, before); err != nil {
		return fmt.Errorf("write jsonld: %w", err)
	}
	return nil
}

// registerNode is the register without its activities.
func registerNode(base string, r ropa.Report) node {
	n := node{
		"@id":            base + "register/" + string(r.Template) + "/" + strconv.Itoa(r.Cover.Revision.Number),
		"@type":          "dpv:ROPA",
		"dct:title":      r.Cover.Title,
		"dct:identifier": r.Cover.Revision.Hash,
	}
	if !r.Cover.ExportedAt.IsZero() {
		n["dct:created"] = typed("xsd:dateTime", timestamp(r.Cover.ExportedAt))
	}
	if r.Cover.Revision.EffectiveDate != "" {
		n["dct:valid"] = dated(r.Cover.Revision.EffectiveDate)
	}
	var comments []string
	for _, f := range r.Cover.Fields {
		for _, i := range f.Cell.Items {
			comments = append(comments, f.Label+": "+i.Text)
		}
		if len(f.Cell.Items) == 0 {
			comments = append(comments, f.Label+": "+missing(f.Article))
		}
	}
	n.put("rdfs:comment", comments)
	return n
}
