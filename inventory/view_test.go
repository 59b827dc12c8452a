package inventory_test

import (
	"strings"
	"testing"

	"github.com/recital/recital/inventory"
)

func view[V inventory.Node](t testing.TB, s *inventory.Snapshot, of id) V {
	t.Helper()
	n, ok := s.Node(of)
	v, is := n.(V)
	if !ok || !is {
		t.Fatalf("%s is %T", of, n)
	}
	return v
}

func TestViewsFollowTheRightPointers(t *testing.T) {
	s := complete(t)
	group, parzeta := view[inventory.Party](t, s, "party/pargroup"), view[inventory.Party](t, s, "party/parzeta")
	equal(t, "members", rest(group.Members()), "parzeta")
	equal(t, "a representative has none", rest(view[inventory.Party](t, s, "party/pareuro").Members()), "")
	equal(t, "subprocessors", rest(parzeta.Subprocessors()), "parsub")
	within, err := s.Parties("pareuro", 10, nil)
	if err != nil || rest(within.Nodes()) != "pareuro" {
		t.Errorf("whom a party represents does not belong to it: %s %v", rest(within.Nodes()), err)
	}
	eu, _ := parzeta.EuRepresentative()
	uk, _ := parzeta.UkRepresentative()
	equal(t, "representatives", eu.Name()+uk.Name(), "PareuroParbrit")
	equal(t, "narrower data", rest(view[inventory.DataCategory](t, s, "data/datwide").Narrower()), "dattheta")
	equal(t, "path", rest(view[inventory.DataCategory](t, s, "data/dattheta").Path()), "datwide dattheta")
	equal(t, "narrower purposes", rest(view[inventory.Purpose](t, s, "purpose/purwide").Narrower()), "purkappa")
	serlambda, sermu := view[inventory.Service](t, s, "service/serlambda"), view[inventory.Service](t, s, "service/sermu")
	equal(t, "parts", rest(view[inventory.Service](t, s, "service/serwide").Parts()), "serlambda")
	equal(t, "requires", rest(serlambda.Requires())+" "+rest(serlambda.RequiredBy()), "serlambda/sermu ")
	equal(t, "required by", rest(sermu.Requires())+" "+rest(sermu.RequiredBy()), " serlambda/sermu")
	equal(t, "depends on", rest(sermu.DependsOn())+" "+rest(sermu.Dependants()), "sermu/serlambda ")
	equal(t, "dependants", rest(serlambda.DependsOn())+" "+rest(serlambda.Dependants()), " sermu/serlambda")
	wide, narrow := view[inventory.Event](t, s, "event/evewide"), view[inventory.Event](t, s, "event/evenu")
	rules, err := wide.Retention(10, nil)
	equal(t, "rules of an event, without those it does not touch", rest(rules.Nodes()), "serlambda/actxi/retfirst")
	equal(t, "narrower events", rest(wide.Narrower())+" "+rest(narrow.Narrower()), "evenu ")
	equal(t, "causes", rest(narrow.CausedBy())+" "+rest(wide.CausedBy()), "serlambda/chorho ")
	facts, err2 := view[inventory.Clause](t, s, "clause/docalpha/verbeta/clagamma").Facts(100, nil)
	if err != nil || err2 != nil || facts.TotalCount() != s.Len()-3 {
		t.Errorf("the clause backs %d of %d: %v %v", facts.TotalCount(), s.Len(), err, err2)
	}
	if url, ok := view[inventory.Clause](t, s, "clause/docalpha/verbeta/clagamma").URL(); !ok || url != "https://example.com/" {
		t.Errorf("a clause without a link has that of its document: %q", url)
	}
}

func TestPartiesControlWhatTheyDoNotMerelyProcess(t *testing.T) {
	control := func(of string, role inventory.ProcessingRole) record {
		return &inventory.ControllershipRecord{ID: id("controllership/" + of + "/p"), Subject: id("service/" + of), Party: "party/p", Role: role, Evidence: cited()}
	}
	s := snapshot(t, party("p", "P", ""), service("a", "A"), service("b", "B"), service("c", "C"),
		control("a", "CONTROLLER"), control("b", "PROCESSOR"), control("c", "JOINT_CONTROLLER"))
	page, err := view[inventory.Party](t, s, "party/p").Controls(10, nil)
	if err != nil || rest(page.Nodes()) != "a/p c/p" {
		t.Errorf("controls %s %v", rest(page.Nodes()), err)
	}
}

func TestControllershipsComeFromTheNearest(t *testing.T) {
	control := func(subject, of string) record {
		return &inventory.ControllershipRecord{ID: id("controllership/" + of + "/p"), Subject: id(subject + "/" + of), Party: "party/p", Role: "CONTROLLER", Evidence: cited()}
	}
	part := with(service("part", "Part"), func(r *inventory.ServiceRecord) { r.PartOf = "service/whole" })
	all := with(service("all", "All"), func(r *inventory.ServiceRecord) { r.OrganisationWide = true })
	s := snapshot(t, party("p", "P", ""), all, service("whole", "Whole"), part, service("z", "Z"), activity("part", "run"),
		control("service", "all"), control("service", "whole"), control("service", "part"), control("activity", "part/run"), control("service", "z"))
	equal(t, "activity", rest(view[inventory.ProcessingActivity](t, s, "activity/part/run").Controllerships()), "part/run/p part/p whole/p all/p")
	equal(t, "service", rest(view[inventory.Service](t, s, "service/part").Controllerships()), "part/p whole/p all/p")
}

func TestDocumentsKnowTheirNewestEdition(t *testing.T) {
	edition := func(label string, on inventory.Date) record {
		return &inventory.DocumentVersionRecord{ID: id("version/notice/" + label), Document: "document/notice", Label: label, Published: on}
	}
	clause := func(slug string, position int) record {
		return &inventory.ClauseRecord{ID: id("clause/notice/2026/" + slug), Version: "version/notice/2026", Path: []string{slug}, Position: position}
	}
	s := snapshot(t, edition("a", "2026-02"), edition("b", ""), edition("c", "2025"), clause("second", 10), clause("first", 9), clause("last", 100))
	list := view[inventory.Document](t, s, "document/notice").Versions()
	equal(t, "newest first, without a date last", rest(list), "notice/a notice/2026 notice/c notice/b")
	for i, v := range list {
		if v.Current() != (i == 0) {
			t.Errorf("%s is current: %v", v.ID(), v.Current())
		}
	}
	equal(t, "clauses in the order of the text", rest(view[inventory.DocumentVersion](t, s, "version/notice/2026").Clauses()), "notice/2026/all notice/2026/first notice/2026/second notice/2026/last")
}

func TestRulesInWords(t *testing.T) {
	s := wide(t)
	for of, parts := range map[string][]string{
		"c2/run/month": {"at most 30 days", "account deleted", "erased"}, "account/run/end": {"until account ended", "erased"}, "payment/run/fraud": {"without end"},
		"payment/run/books": {"at least 5 years", "transaction"}, "invoices/run/blur": {"exactly 90 days", "made anonymous"}, "push/run/log": {"As long as disputes last"},
	} {
		words := view[inventory.RetentionRule](t, s, id("retention/"+of)).InWords()
		for _, part := range parts {
			if !strings.Contains(words, part) {
				t.Errorf("%s: %q does not say %q", of, words, part)
			}
		}
	}
}
