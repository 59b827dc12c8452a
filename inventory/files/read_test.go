package files_test

import (
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/files"
)

// dir is a directory of one file, f.yaml, or of several, each after a line
// "-- name --".
func dir(text string) fstest.MapFS {
	m := fstest.MapFS{}
	name := "f.yaml"
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			m[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
		}
		lines = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if next, ok := strings.CutPrefix(line, "-- "); ok && strings.HasSuffix(next, " --") {
			flush()
			name = strings.TrimSuffix(next, " --")
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return m
}

// problemsOf are the problems of an error, each as "path [rule] message".
func problemsOf(t *testing.T, err error) []string {
	t.Helper()
	var refused *inventory.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &refused) || refused.Code != inventory.Invalid {
		t.Fatalf("no error of invalid input: %v", err)
	}
	var list []string
	for _, p := range refused.Problems {
		list = append(list, p.Path+" ["+p.Rule+"] "+p.Message)
	}
	return list
}

// mistakes are files, each with the problems that Read must find in it.
var mistakes = map[string]struct {
	in   string
	want []string
}{
	"no YAML": {"purposes:\n  - {id: a", []string{"f.yaml:2 [syntax] this is no YAML: did not find expected ',' or '}'"}},
	"several documents": {"purposes: []\n---\npurposes: []\n", []string{
		"f.yaml:2 [syntax] a file holds one document: remove what follows, or move it to a file of its own",
	}},
	"no mapping":            {"- a\n", []string{"f.yaml:1 [wrong-type] a file is a mapping of names to values, not a list"}},
	"no text":               {"a: \xff", []string{"f.yaml:1 [syntax] the file is not UTF-8 text"}},
	"control characters":    {"a: \x01", []string{"f.yaml:1 [syntax] this is no YAML: control characters are not allowed (value: 1)"}},
	"unknown section":       {"\npurpose: []\n", []string{`f.yaml:2 [unknown-section] there is no section "purpose" here: did you mean purposes?`}},
	"service section alone": {"collects: []\n", []string{`f.yaml:1 [unknown-section] there is no section "collects" here: there are documents, parties, products, dataCategories, dataSubjectCategories, purposes, events, cookies, measures, rights, service`}},
	"unknown field": {"purposes:\n  - id: a\n    name: A\n    brader: b\n", []string{
		`f.yaml:4 [unknown-field] there is no field "brader" here: did you mean broader?`,
	}},
	"unknown field inside": {"purposes:\n  - id: a\n    name: A\n    crosswalks: [{scheme: dpv, code: c, match: exact, kode: d}]\n", []string{
		`f.yaml:4 [unknown-field] there is no field "kode" here: did you mean code?`,
	}},
	"missing inside": {"purposes:\n  - id: a\n    name: A\n    crosswalks: [{scheme: dpv, match: exact}]\n", []string{
		`f.yaml:4 [missing] crosswalks has no code`,
	}},
	"field of another kind": {"documents:\n  - {id: d, title: D, cite: x}\n", []string{
		`f.yaml:2 [unknown-field] there is no field "cite" here: there are id, title, url, publisher, versions`,
	}},
	"told by the place": {"service: s\nname: S\nactivities:\n  - id: a\n    name: A\n    service: s\n    uses:\n      - {activity: a, purpose: p}\n", []string{
		"f.yaml:6 [unknown-field] service is told by the place of the item: leave it out",
		"f.yaml:8 [unknown-field] activity is told by the place of the item: leave it out",
	}},
	"id of a relation": {"service: s\nname: S\nrequires:\n  - {id: x, service: t}\n", []string{
		`f.yaml:4 [unknown-field] there is no field "id" here: there are variant, service, visibility, assertion, because, condition, cite, verified`,
	}},
	"duplicate key": {"purposes:\n  - id: a\n    name: A\n    name: B\npurposes: []\n", []string{
		"f.yaml:4 [duplicate-key] name is written twice, here and in line 3: keep one",
		"f.yaml:5 [duplicate-key] purposes is written twice, here and in line 1: keep one",
	}},
	"missing id": {"purposes:\n  - name: A\n  - id: \"\"\n    name: B\n", []string{
		"f.yaml:2 [missing] the item has no id: give it one of lower-case letters, digits and hyphens",
		"f.yaml:3 [missing] the item has no id: give it one of lower-case letters, digits and hyphens",
	}},
	"missing id around": {"documents:\n  - title: D\n    versions:\n      - label: V\n        clauses:\n          - {id: c}\n", []string{
		"f.yaml:2 [missing] the item has no id: give it one of lower-case letters, digits and hyphens",
		"f.yaml:4 [missing] the item has no id: give it one of lower-case letters, digits and hyphens",
		"f.yaml:6 [missing] the item has no path",
	}},
	"missing field": {"purposes:\n  - id: a\n", []string{"f.yaml:2 [missing] the item has no name"}},
	"missing end":   {"service: s\nname: S\nactivities:\n  - id: a\n    name: A\n    collects:\n      - {form: encrypted}\n", []string{"f.yaml:7 [missing] the item has no data"}},
	"no value": {"purposes:\n  - id: a\n    name: A\n    description:\n    broader: ~\n    aliases: [a, ]\n  - id: null\n    name: B\n", []string{
		"f.yaml:4 [missing] description has no value: leave it out or fill it in",
		"f.yaml:5 [missing] broader has no value: leave it out or fill it in",
		"f.yaml:7 [missing] id has no value: leave it out or fill it in",
	}},
	"empty reference": {"purposes:\n  - {id: a, name: A, broader: ''}\n", []string{"f.yaml:2 [missing] broader is empty: leave it out or fill it in"}},
	"list for a value": {"purposes:\n  - {id: a, name: [A]}\n  - {id: [b], name: B}\n  - {id: c, name: {d: e}}\n", []string{
		"f.yaml:2 [wrong-type] name is a single value, not a list",
		"f.yaml:3 [wrong-type] id is a single value, not a list",
		"f.yaml:4 [wrong-type] name is a single value, not a mapping",
	}},
	"value for a mapping": {"purposes:\n  - a\n  - {id: b, name: B, crosswalks: c, verified: [me]}\n", []string{
		"f.yaml:2 [wrong-type] an item of purposes is a mapping of names to values, not a single value",
		"f.yaml:3 [wrong-type] crosswalks is a mapping of names to values, not a single value",
		"f.yaml:3 [wrong-type] verified is a mapping of names to values, not a list",
	}},
	"value for a list": {"purposes: a\nevents: {items: b}\nparties:\n", []string{
		"f.yaml:1 [wrong-type] purposes is a list, or a mapping with items",
		"f.yaml:2 [wrong-type] events is a list, or a mapping with items",
		"f.yaml:3 [wrong-type] parties is a list, or a mapping with items",
	}},
	"name that is no word": {"? [a]\n: b\n", []string{"f.yaml:1 [wrong-type] a name is a single word, not a list"}},
	"booleans": {"dataSubjectCategories:\n  - {id: a, name: A, vulnerable: yes}\n  - {id: b, name: B, vulnerable: \"true\"}\n  - {id: c, name: C, vulnerable: True}\n", []string{
		`f.yaml:2 [wrong-type] vulnerable is true or false, not "yes"`,
		`f.yaml:3 [wrong-type] vulnerable is true or false, not "true"`,
		`f.yaml:4 [wrong-type] vulnerable is true or false, not "True"`,
	}},
	"numbers": {"documents:\n  - id: d\n    title: D\n    versions:\n      - id: v\n        label: V\n        clauses:\n          - {id: c, path: C, position: first}\n", []string{
		`f.yaml:8 [wrong-type] position is a whole number, not "first"`,
	}},
	"enum": {"parties:\n  - {id: a, name: A, kind: legal-persons}\n  - {id: b, name: B, kind: Brand}\n  - {id: c, name: C, kind: zzz}\n", []string{
		`f.yaml:2 [unknown-value] kind: "legal-persons" is none of legal-person, category, brand: did you mean legal-person?`,
		`f.yaml:3 [unknown-value] kind: "Brand" is none of legal-person, category, brand: did you mean brand?`,
		`f.yaml:4 [unknown-value] kind: "zzz" is none of legal-person, category, brand`,
	}},
	"dates and periods": {"rights:\n  - id: a\n    name: A\n    answeredWithin: 30 days\n    verified: {by: me, on: 2025-13}\n", []string{
		`f.yaml:4 [malformed] answeredWithin: "30 days" is not a period: write P and years, months, weeks or days, such as P4Y, P14M or P90D`,
		`f.yaml:5 [malformed] on: "2025-13" is not a date: write 2020, 2020-08 or 2020-08-14`,
	}},
	"wrong kind": {"purposes:\n  - {id: a, name: A, broader: party/b}\n  - {id: party/c, name: C}\n", []string{
		`f.yaml:2 [wrong-kind] broader: "party/b" is the id of a party, and not of a purpose`,
		`f.yaml:3 [wrong-kind] "party/c" is the id of a party, and this is a purpose`,
	}},
	"one of two kinds": {"measures:\n  - {id: a, name: A, kind: hashing, appliesTo: b}\n", []string{
		`f.yaml:2 [wrong-kind] appliesTo: "b" may be a service or activity: write the whole id, such as service/b`,
	}},
	"twice": {"-- a.yaml --\npurposes:\n  - {id: a, name: A}\n-- b/c.yaml --\npurposes:\n  - {id: a, name: B}\n", []string{
		"b/c.yaml:2 [twice] purpose/a is already in a.yaml:2: keep one",
	}},
	"twice without variant": {"service: s\nname: S\ndoesNotCollect:\n  - {data: [a, a]}\n  - {data: [a], scope: x}\n", []string{
		"f.yaml:4 [twice] non-collection/s/a is already in f.yaml:4: keep one, or tell them apart with a variant",
		"f.yaml:5 [twice] non-collection/s/a is already in f.yaml:4: keep one, or tell them apart with a variant",
	}},
	"shared": {"service: s\nname: S\nchoices:\n  id: x\n  knd: opt-in\n  kind: opt_in\n", []string{
		"f.yaml:4 [missing] choices has no items: write a list, or the list under items",
		"f.yaml:4 [unknown-field] id cannot be shared by the items of choices: write it in each",
		`f.yaml:5 [unknown-field] there is no field "knd" here: did you mean kind?`,
		`f.yaml:6 [unknown-value] kind: "opt_in" is none of opt-in, opt-out, withdrawal: did you mean opt-in?`,
	}},
	"a shared mistake is told once": {"service: s\nname: S\nchoices:\n  kind: optin\n  where: w\n  items:\n    - {id: a}\n    - {id: b}\n", []string{
		`f.yaml:4 [unknown-value] kind: "optin" is none of opt-in, opt-out, withdrawal: did you mean opt-in?`,
	}},
	"empty end": {"service: s\nname: S\ndoesNotCollect:\n  - {data: []}\n", []string{"f.yaml:4 [missing] data is an empty list"}},
	"anchors": {"purposes:\n  - &a {id: a, name: A}\n  - *a\n  - <<: *a\n", []string{
		"f.yaml:2 [alias] anchors (&) and aliases (*) are not read: write the value out",
		"f.yaml:3 [alias] anchors (&) and aliases (*) are not read: write the value out",
		"f.yaml:4 [alias] anchors (&) and aliases (*) are not read: write the value out",
	}},
	"tags": {"purposes:\n  - {id: a, name: !!binary aGVsbG8=}\n", []string{`f.yaml:2 [tag] tags (!) are not read: leave "!!binary" out`}},
	"every file": {"-- b.yaml --\nrihgts: []\n-- a.yaml --\nevnts: []\n", []string{
		`a.yaml:1 [unknown-section] there is no section "evnts" here: did you mean events?`,
		`b.yaml:1 [unknown-section] there is no section "rihgts" here: did you mean rights?`,
	}},
}

func TestReadMistakes(t *testing.T) {
	for name, c := range mistakes {
		t.Run(name, func(t *testing.T) {
			result, err := files.Read(dir(c.in))
			if diff := cmp.Diff(c.want, problemsOf(t, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(result.Records) > 0 {
				t.Errorf("%d records come with the error", len(result.Records))
			}
		})
	}
}

func TestReadLimits(t *testing.T) {
	_, err := files.Read(dir("purposes: [] #" + strings.Repeat("x", 1<<20)))
	if diff := cmp.Diff([]string{"f.yaml:1 [too-large] the file is larger than 1 MiB: split it"}, problemsOf(t, err)); diff != "" {
		t.Error(diff)
	}
	// Two short lists that stand for a hundred million facts.
	many := "[" + strings.Repeat("a,", 10_000) + "]"
	_, err = files.Read(dir("service: s\nname: S\ndoesNotDisclose:\n  - data: " + many + "\n    recipient: " + many + "\n"))
	if got := strings.Join(problemsOf(t, err), "\n"); !strings.Contains(got, "f.yaml:4 [too-many] the files hold more than 200000 records") {
		t.Error(got)
	}
	deep := strings.Repeat("[", 20_000)
	if _, err = files.Read(dir("purposes: " + deep)); len(problemsOf(t, err)) == 0 {
		t.Error("deep nesting is read")
	}
}

// What cannot be opened is no mistake in the files.
func TestReadBrokenDirectory(t *testing.T) {
	_, err := files.Read(missing{})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing directory: %v", err)
	}
	if code, ok := inventory.CodeOf(err); ok {
		t.Errorf("a missing directory has the code %s", code)
	}
}

type missing struct{}

func (missing) Open(string) (fs.File, error) { return nil, fs.ErrNotExist }

// only reads text and answers with the records of one kind.
func only[R inventory.Record](t *testing.T, text string) []R {
	t.Helper()
	result, err := files.Read(dir(text))
	if err != nil {
		t.Fatal(err)
	}
	var list []R
	for _, r := range result.Records {
		if own, ok := r.(R); ok {
			list = append(list, own)
		}
	}
	return list
}

// What YAML takes for a date, a number or a yes stays the text it is.
func TestReadText(t *testing.T) {
	for _, text := range []string{"2020-08-14", "2020", "1.10", "0x1f", "0o17", "1_000", "1e3", ".inf", "yes", "no", "on", "y", "true", "False", "12:30:45", "\"null\"", "'~'", "é", "<<"} {
		got := only[*inventory.PurposeRecord](t, "purposes: [{id: a, name: "+text+"}]")
		if want := strings.Trim(text, `"'`); got[0].Name != want {
			t.Errorf("%s is read as %q", text, got[0].Name)
		}
	}
	right := only[*inventory.CookieRecord](t, "cookies: [{id: a, name: A, patterns: 1, setter: s, category: TARGETING, consentNeeded: no}]")
	if right[0].ConsentNeeded != "NO" || !slices.Equal(right[0].Patterns, []string{"1"}) {
		t.Errorf("the cookie is %+v", right[0])
	}
}

func TestReadService(t *testing.T) {
	result, err := files.Read(dir(`
purposes: [{id: p, name: P}]
service: payment
name: Payment
partOf: center
products: dsm
cite: d/v/payment
requires:
  - {service: account, cite: [d/v/a, {clause: d/v/b, note: the note}]}
dependsOn: [{service: bank, data: [a, b], visibility: internal}]
measures: [{id: m, name: M, kind: hashing}]
activities:
  - id: take
    name: Taking
    collects:
      cite: d/v/collect
      sources: data-subject
      items:
        - {data: [name, mail], condition: c}
        - {data: ip, sources: [], cite: d/v/other, variant: late}
    discloses: [{data: [a, b], recipient: [x, y]}]
    uses: [{purpose: [p, q]}]
    keeps:
      - {id: one, bound: at-least, period: P4Y, trigger: t}
      - {id: two, bound: until-event, trigger: t, after: one}
      - {id: three, bound: until-event, trigger: t, after: bank/pay/one}
    bases: [{id: b, basis: legitimate-interests, verified: {by: me, on: 2025}}]
    measures: [{id: m, name: M, kind: hashing}]
`))
	if err != nil {
		t.Fatal(err)
	}
	cited := func(clauses ...inventory.ID) inventory.Evidence {
		var e inventory.Evidence
		for _, c := range clauses {
			e.Citations = append(e.Citations, inventory.CitationRecord{Clause: c})
		}
		return e
	}
	collect := cited("clause/d/v/collect")
	collect.Condition = "c"
	required := cited("clause/d/v/a", "clause/d/v/b")
	required.Citations[1].Note = "the note"
	subject := []inventory.DataSource{"DATA_SUBJECT"}
	const activity = inventory.ID("activity/payment/take")
	want := []inventory.Record{
		&inventory.PurposeRecord{ID: "purpose/p", Name: "P"},
		&inventory.ServiceRecord{ID: "service/payment", Name: "Payment", PartOf: "service/center", Products: []inventory.ID{"product/dsm"}, Evidence: cited("clause/d/v/payment")},
		&inventory.ProcessingActivityRecord{ID: activity, Service: "service/payment", Name: "Taking"},
		&inventory.UseRecord{ID: "use/payment/take/p", Activity: activity, Purpose: "purpose/p"},
		&inventory.UseRecord{ID: "use/payment/take/q", Activity: activity, Purpose: "purpose/q"},
		&inventory.LawfulBasisRecord{ID: "basis/payment/take/b", Subject: activity, Basis: "LEGITIMATE_INTERESTS", Evidence: inventory.Evidence{
			Verified: &inventory.VerificationRecord{By: "me", On: "2025"},
		}},
		&inventory.CollectionRecord{ID: "collection/payment/take/name", Activity: activity, Data: "data/name", Sources: subject, Evidence: collect},
		&inventory.CollectionRecord{ID: "collection/payment/take/mail", Activity: activity, Data: "data/mail", Sources: subject, Evidence: collect},
		&inventory.CollectionRecord{ID: "collection/payment/take/ip+late", Activity: activity, Data: "data/ip", Evidence: cited("clause/d/v/other")},
		&inventory.DisclosureRecord{ID: "disclosure/payment/take/a/x", Activity: activity, Data: "data/a", Recipient: "party/x"},
		&inventory.DisclosureRecord{ID: "disclosure/payment/take/a/y", Activity: activity, Data: "data/a", Recipient: "party/y"},
		&inventory.DisclosureRecord{ID: "disclosure/payment/take/b/x", Activity: activity, Data: "data/b", Recipient: "party/x"},
		&inventory.DisclosureRecord{ID: "disclosure/payment/take/b/y", Activity: activity, Data: "data/b", Recipient: "party/y"},
		&inventory.RetentionRuleRecord{ID: "retention/payment/take/one", Activity: activity, Bound: "AT_LEAST", Period: "P4Y", Trigger: "event/t"},
		&inventory.RetentionRuleRecord{ID: "retention/payment/take/two", Activity: activity, Bound: "UNTIL_EVENT", Trigger: "event/t", After: "retention/payment/take/one"},
		&inventory.RetentionRuleRecord{ID: "retention/payment/take/three", Activity: activity, Bound: "UNTIL_EVENT", Trigger: "event/t", After: "retention/bank/pay/one"},
		&inventory.SecurityMeasureRecord{ID: "measure/payment/m", Name: "M", Kind: "HASHING", AppliesTo: []inventory.ID{"service/payment"}},
		&inventory.SecurityMeasureRecord{ID: "measure/payment/take/m", Name: "M", Kind: "HASHING", AppliesTo: []inventory.ID{activity}},
		&inventory.RequirementRecord{ID: "requirement/payment/account", Service: "service/payment", Requires: "service/account", Evidence: required},
		&inventory.DependencyRecord{ID: "dependency/payment/bank", Service: "service/payment", DependsOn: "service/bank", Data: []inventory.ID{"data/a", "data/b"}, Evidence: inventory.Evidence{Visibility: "INTERNAL"}},
	}
	if diff := cmp.Diff(want, result.Records, exported); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p, ok := result.Where("retention/payment/take/two"); !ok || p.String() != "f.yaml:25" {
		t.Errorf("the rule is in %s, %t", p, ok)
	}
	if p, ok := result.Where("retention/payment/take/four"); ok {
		t.Errorf("a rule that is not there is in %s", p)
	}
}

// exported compares the fields of records, all of which are exported.
var exported = cmp.Exporter(func(reflect.Type) bool { return true })

func TestReadDocuments(t *testing.T) {
	got := only[*inventory.ClauseRecord](t, `
documents:
  - id: d
    title: D
    versions:
      - id: 2024-04
        label: April
        clauses:
          - {id: a, path: A}
          - {id: a/b, path: [A, B]}
          - {id: c, path: C, position: 9}
`)
	want := []*inventory.ClauseRecord{
		{ID: "clause/d/2024-04/a", Version: "version/d/2024-04", Path: []string{"A"}, Position: 1},
		{ID: "clause/d/2024-04/a/b", Version: "version/d/2024-04", Path: []string{"A", "B"}, Position: 2},
		{ID: "clause/d/2024-04/c", Version: "version/d/2024-04", Path: []string{"C"}, Position: 9},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Other files, and files with nothing in them, are no mistakes.
func TestReadNothing(t *testing.T) {
	result, err := files.Read(dir("-- README.md --\n# x\n-- a.yml --\nx: y\n-- b.json --\n{\n-- c.yaml --\n# nothing\n-- d.yaml --\n{}"))
	if err != nil || len(result.Records) > 0 || len(result.Changes()) > 0 {
		t.Errorf("read %d records, %v", len(result.Records), err)
	}
	again, err := files.Read(fstest.MapFS{})
	if err != nil || len(again.Records) > 0 {
		t.Errorf("an empty directory: %v", err)
	}
}

func TestLocate(t *testing.T) {
	result, err := files.Read(dir(`-- a.yaml --
purposes:
  - {id: Sell, name: Selling}
-- b.yaml --
purposes:
  - {id: sel, name: Selling}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = apply(inventory.Empty(), result.Changes()...)
	want := []string{
		`a.yaml:2 [malformed] "purpose/Sell" is not an id of this kind: write purpose/ and lower-case letters, digits, dots and hyphens`,
	}
	if diff := cmp.Diff(want, problemsOf(t, result.Locate(err))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := result.Locate(fs.ErrExist); got != fs.ErrExist {
		t.Errorf("another error becomes %v", got)
	}
	if got := result.Locate(nil); got != nil {
		t.Errorf("no error becomes %v", got)
	}
}

// A problem is told at the line of its field, or of what is nearest around it,
// and the names that may have been meant are told with it.
func TestLocateFields(t *testing.T) {
	result, err := files.Read(dir(`documents: [{id: d, title: D, versions: [{id: v, label: V, clauses: [{id: c, path: C}]}]}]
purposes: [{id: sell, name: Selling}]
parties: [{id: bank, name: Bank, kind: brand, cite: d/v/c}]
service: shop
name: Shop
cite: d/v/c
activities:
  - id: sell
    name: Selling
    role: processor
    cite: d/v/c
    uses:
      cite: d/v/x
      items:
        - purpose: [sell]
        - purpose:
            - sall
            - bank
    keeps:
      - id: a
        bound: at-most
        period: P1Y
        cite:
          - d/v/c
          - clause: d/v/cc
`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = apply(inventory.Empty(), append(result.Changes(), inventory.Change{Put: &inventory.PurposeRecord{ID: "purpose/z"}})...)
	const advice = "does not exist: put it in the same commit, or correct the id"
	want := []string{
		`f.yaml:8 [missing] activity/shop/sell: a processor acts for somebody: name the controllers (GDPR Art. 30(2)(a))`,
		`f.yaml:13 [unknown-reference] use/shop/sell/sell: "clause/d/v/x" ` + advice + ` (did you mean d/v/c?)`,
		`f.yaml:13 [unknown-reference] use/shop/sell/sall: "clause/d/v/x" ` + advice + ` (did you mean d/v/c?)`,
		`f.yaml:13 [unknown-reference] use/shop/sell/bank: "clause/d/v/x" ` + advice + ` (did you mean d/v/c?)`,
		`f.yaml:17 [unknown-reference] use/shop/sell/sall: "purpose/sall" ` + advice + ` (did you mean sell?)`,
		`f.yaml:18 [unknown-reference] use/shop/sell/bank: "purpose/bank" ` + advice + ` (party/bank exists, but it is of another kind)`,
		`f.yaml:20 [missing] retention/shop/sell/a: name the event from which the period runs`,
		`f.yaml:25 [unknown-reference] retention/shop/sell/a: "clause/d/v/cc" ` + advice + ` (did you mean d/v/c?)`,
		`changes[11].name [missing] purpose/z: name is missing`,
	}
	if diff := cmp.Diff(want, problemsOf(t, result.Locate(err))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
