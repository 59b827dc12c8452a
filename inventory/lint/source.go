package lint

import (
	"slices"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

func sourceRules() []Rule {
	return []Rule{
		{
			ID: "citation-missing", Title: "A fact without a source", Article: "GDPR Art. 5(2)", Severity: Warning,
			What:  "Facts that cite no clause, and categories said to be special (Art. 9 or 10) that cite none. Other words of the inventory may do without. Commits refuse most such facts; they come in by other ways.",
			Why:   "What cannot be followed to a text cannot be shown to be true.",
			Fix:   "Cite the clause that states the fact; mark it `inferred` with the reason if none does in so many words.",
			Leave: "Not: cite an internal document instead.",
			find:  citationMissing,
		},
		{
			ID: "superseded-edition", Title: "Facts rest on a superseded edition", Article: "GDPR Art. 5(1)(d), Art. 12(1)", Severity: Warning,
			What:  "Facts that cite an edition of a document of which a newer one is in the inventory, and no clause of a newer one. One finding for each edition. Editions without a date are not compared.",
			Why:   "The newer edition may say something else, or nothing any more.",
			Fix:   "Read the newer edition, and cite its clauses; change or retire what it no longer says.",
			Leave: "If the facts are about the past on purpose.",
			find:  superseded,
		},
	}
}

func citationMissing(b *book, tell report) {
	for _, rec := range b.records {
		e, ok := inventory.EvidenceOf(rec)
		if !ok || len(e.Citations) > 0 {
			continue
		}
		switch r := rec.(type) {
		case *inventory.DataSubjectCategoryRecord, *inventory.PurposeRecord, *inventory.EventRecord, *inventory.ProductRecord:
			continue
		case *inventory.DataCategoryRecord:
			if r.Special != "ARTICLE_9" && r.Special != "ARTICLE_10" {
				continue
			}
		}
		tell(rec.RecordID(), nil, "%s cites no clause: cite what states it.", b.name(rec.RecordID()))
	}
}

// edition is the edition that a citation leads to.
func (b *book) edition(c inventory.CitationRecord) *inventory.DocumentVersionRecord {
	if clause := b.clauses[c.Clause]; clause != nil {
		v, _ := record[*inventory.DocumentVersionRecord](b, clause.Version)
		return v
	}
	return nil
}

// newest is the newest edition of each document, of those that bear a date.
func (b *book) newest() map[inventory.ID]*inventory.DocumentVersionRecord {
	list := map[inventory.ID]*inventory.DocumentVersionRecord{}
	for _, rec := range b.records {
		v, ok := rec.(*inventory.DocumentVersionRecord)
		if ok && v.Published != "" && (list[v.Document] == nil || past(list[v.Document].Published, v.Published)) {
			list[v.Document] = v
		}
	}
	return list
}

func superseded(b *book, tell report) {
	newest := b.newest()
	var editions groupsOf[inventory.ID]
	for _, rec := range b.records {
		e, ok := inventory.EvidenceOf(rec)
		if !ok {
			continue
		}
		for _, old := range b.outdated(e.Citations, newest) {
			editions.add(old, rec.RecordID())
		}
	}
	slices.Sort(editions.order)
	editions.each(func(old inventory.ID, facts []inventory.ID) {
		v, _ := record[*inventory.DocumentVersionRecord](b, old)
		tell(old, facts, "%s is superseded by %s, of which no clause is cited by %s: read the newer edition and cite it.",
			b.name(old), b.name(newest[v.Document].ID), wording.Count(len(facts), "fact"))
	})
}

// outdated lists the editions that a newer one supersedes and that a fact cites
// without citing a clause of a newer one, each once.
func (b *book) outdated(citations []inventory.CitationRecord, newest map[inventory.ID]*inventory.DocumentVersionRecord) []inventory.ID {
	latest := map[inventory.ID]*inventory.DocumentVersionRecord{}
	for _, c := range citations {
		v := b.edition(c)
		if v != nil && v.Published != "" && (latest[v.Document] == nil || past(latest[v.Document].Published, v.Published)) {
			latest[v.Document] = v
		}
	}
	var list []inventory.ID
	for document, v := range latest {
		if past(v.Published, newest[document].Published) {
			list = append(list, v.ID)
		}
	}
	slices.Sort(list)
	return list
}
