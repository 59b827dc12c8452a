package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/storetest"
	"github.com/recital/recital/seed"
)

// desk is an inventory with the example that is changed through GraphQL.
type desk struct {
	*live.Inventory
	handler http.Handler
}

func newDesk(t *testing.T) desk {
	t.Helper()
	_, entries, err := seed.Apply(seed.RecordedAt())
	if err != nil {
		t.Fatal(err)
	}
	store := &storetest.Memory{}
	for _, e := range entries {
		if err := store.Commit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return deskOver(t, store)
}

func deskOver(t *testing.T, store inventory.Store) desk {
	t.Helper()
	inv, err := live.Open(t.Context(), store, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(inv.Close)
	h, err := NewHandler(Config{
		Schema: Schema(Backend{Editor: inv}), Pin: Pin(inv.At), Timeout: time.Minute,
		Revision: func(context.Context) Revision { return Revision{Number: inv.Head().Revision().Number} },
	})
	if err != nil {
		t.Fatal(err)
	}
	return desk{inv, h}
}

// told is the answer to an operation.
type told struct {
	Extensions struct{ Revision int }
	Data       struct {
		Commit struct {
			Revision *struct{ Number int }
			InWords  []string
			DryRun   bool
		}
	}
	Errors []struct {
		Message    string
		Extensions struct {
			Code       string
			Problems   []inventory.Problem
			Base, Head int
			Changed    struct {
				Total   int
				InWords []string
			}
		}
	}
}

// ask runs an operation with the desk's inventory as an editor.
func (d desk) ask(t *testing.T, operation string, variables map[string]any) told {
	t.Helper()
	body := jsonOf(map[string]any{"query": operation, "variables": variables})
	r := httptest.NewRequestWithContext(access.With(t.Context(), access.Identity{Name: "Ada", Role: access.Editor}), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	var a told
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return a
}

const commitOperation = `mutation($input: CommitInput!) { commit(input: $input) { revision { number } dryRun inWords } }`

// commit sends changes as a client does: through JSON.
func (d desk) commit(t *testing.T, base int, changes string) told {
	t.Helper()
	return d.ask(t, commitOperation, map[string]any{"input": map[string]any{"base": base, "message": "a test", "changes": json.RawMessage(changes)}})
}

func jsonOf(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

func (a told) ok(t *testing.T) {
	t.Helper()
	if len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
}

func TestWorkedExamples(t *testing.T) {
	const folder = "../web/src/examples/"
	d := newDesk(t)
	for _, name := range []string{"add-a-service", "correct-a-period", "retire-a-disclosure", "undo"} {
		text, err := os.ReadFile(filepath.Join(folder, name+".graphql"))
		if err != nil {
			t.Fatal(err)
		}
		base := d.Head().Revision().Number
		variables := map[string]any{
			"base": base, "period": "P60D", "id": "disclosure/payment/take-payments/vat-number/stripe",
		}
		for made, dry := range []bool{true, false} {
			variables["dryRun"] = dry
			a := d.ask(t, string(text), variables)
			if len(a.Errors) > 0 {
				t.Fatalf("%s: %+v", name, a.Errors)
			}
			if len(a.Data.Commit.InWords) == 0 || (a.Data.Commit.Revision == nil) != dry {
				t.Errorf("%s, dry run %v: %+v", name, dry, a.Data.Commit)
			}
			if a.Extensions.Revision != base+made {
				t.Errorf("%s, dry run %v: the answer says that it shows revision %d", name, dry, a.Extensions.Revision)
			}
		}
		r := d.Head().Revision()
		if r.Number != base+1 || r.Author != "Ada" {
			t.Errorf("%s left the inventory at revision %d, by %s", name, r.Number, r.Author)
		}
	}
	listed, err := os.ReadFile(folder + "index.js")
	files, globErr := filepath.Glob(folder + "*.graphql")
	if err := errors.Join(err, globErr); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(string(listed), "./"+filepath.Base(f)+"?raw") {
			t.Errorf("index.js does not list %s", f)
		}
	}
}

// TestAbsentNullAndEmpty holds that a field that is left out stays, that null
// clears it, and that a new thing is as things usually are.
func TestAbsentNullAndEmpty(t *testing.T) {
	d := newDesk(t)
	of := func() *inventory.ServiceRecord {
		r, ok := d.Head().Record("service/payment")
		if !ok {
			t.Fatal("no payment")
		}
		return r.(*inventory.ServiceRecord)
	}
	was := *of()
	if len(was.Aliases) == 0 || was.Description == "" {
		t.Fatal("the example has changed")
	}
	steps := []struct {
		fields string
		want   func(*inventory.ServiceRecord)
	}{
		{`{"id": "payment", "url": "https://example.com/"}`, func(s *inventory.ServiceRecord) { s.URL = "https://example.com/" }},
		{`{"id": "service/payment", "description": null}`, func(s *inventory.ServiceRecord) { s.Description = "" }},
		{`{"id": "payment", "aliases": []}`, func(s *inventory.ServiceRecord) { s.Aliases = nil }},
		{`{"id": "payment", "url": "", "aliases": ["pay"], "visibility": "INTERNAL"}`, func(s *inventory.ServiceRecord) {
			s.URL, s.Aliases, s.Visibility = "", []string{"pay"}, inventory.Internal
		}},
		{`{"id": "payment", "visibility": null}`, func(s *inventory.ServiceRecord) { s.Visibility = inventory.Public }},
		{`{"id": "payment", "verified": {"by": "Ada", "on": "2026-11-22"}}`, func(s *inventory.ServiceRecord) {
			s.Verified = &inventory.VerificationRecord{By: "Ada", On: "2026-11-22"}
		}},
		{`{"id": "payment", "verified": null}`, func(s *inventory.ServiceRecord) { s.Verified = nil }},
	}
	for _, step := range steps {
		step.want(&was)
		d.commit(t, d.Head().Revision().Number, `{"service": `+step.fields+`}`).ok(t)
		if diff := cmp.Diff(&was, of()); diff != "" {
			t.Fatalf("after %s (-want +got):\n%s", step.fields, diff)
		}
	}
	d.commit(t, d.Head().Revision().Number, `{"dataCategory": {"id": "gait", "name": "Gait"}}`).ok(t)
	r, _ := d.Head().Record("data/gait")
	if diff := cmp.Diff(&inventory.DataCategoryRecord{
		ID: "data/gait", Name: "Gait", Special: "NONE", Evidence: inventory.Evidence{Visibility: inventory.Public, Assertion: inventory.Stated},
	}, r); diff != "" {
		t.Error(diff)
	}
}

// TestRefusedCommits holds that all that is wrong is told, by the paths of the
// input, and that nothing is left behind.
func TestRefusedCommits(t *testing.T) {
	d := newDesk(t)
	cases := []struct {
		name, changes string
		want          []string
	}{
		{"fields, names and ends of several", `[
			{"retentionRule": {"id": "retention/technical-support/resolve-requests/uploaded-files", "period": "ninety days"}},
			{"collection": {"activity": "payment/take-payments", "data": ["IP address", "IP adresss", "email addres"]}},
			{"dataCategory": {"id": "Gait!", "name": "Gait"}},
			{"collection": {"data": "IP address", "citations": {"clause": "clause/services-disclosure/undated/payment"}}},
			{"retire": "party/stripe"},
			{"retire": "party/nobody"}
		]`, []string{
			"changes[0].retentionRule.period malformed",
			"changes[1].collection.data[1] unknown-reference", "changes[1].collection.data[2] unknown-reference",
			"changes[2].dataCategory.id malformed", "changes[3].collection.activity missing",
			"changes[4].retire in-use", "changes[5].retire unknown",
		}},
		{"one thing twice", `[{"retire": "cookie/facebook"}, {"cookie": {"id": "facebook", "refusable": true}}]`,
			[]string{"changes[1].cookie twice"}},
		{"a slug too few", `[{"lawfulBasis": {"subject": "payment", "basis": "CONTRACT"}}, {"collection": {"activity": "payment/take-payments", "data": []}}]`,
			[]string{"changes[0].lawfulBasis.slug missing", "changes[1].collection.data missing"}},
		{"an id that is not there", `{"retentionRule": {"id": "retention/payment/take-payments/never", "period": "P1Y"}}`, []string{"changes[0].retentionRule.id unknown"}},
		{"no change", `{"service": {"id": "payment", "name": "Payment"}}`, []string{"changes no-change"}},
		{"nothing", `[]`, []string{"changes no-change"}},
	}
	before := d.Head()
	for _, c := range cases {
		a := d.commit(t, before.Revision().Number, c.changes)
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "INVALID" {
			t.Errorf("%s: %+v", c.name, a.Errors)
			continue
		}
		var got []string
		for _, p := range a.Errors[0].Extensions.Problems {
			got = append(got, p.Path+" "+p.Rule)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%+v", c.name, diff, a.Errors[0].Extensions.Problems)
		}
	}
	if d.Head() != before {
		t.Error("a refused commit left a trace")
	}
}

// TestOneOf holds that a change of two things, of none, or of null is refused
// before it is looked at.
func TestOneOf(t *testing.T) {
	d := newDesk(t)
	for _, change := range []string{
		`{"retire": "cookie/facebook", "service": {"id": "payment"}}`, `{}`, `{"retire": null}`, `{"service": null}`, `{"nothing": {}}`,
		`{"service": {"id": "payment", "nmae": "x"}}`, `{"service": {"id": "payment", "visibility": "SECRET"}}`, `{"service": {"name": "x"}}`,
	} {
		a := d.commit(t, 7, change)
		if len(a.Errors) == 0 || a.Errors[0].Extensions.Code == "INTERNAL" {
			t.Errorf("%s: %+v", change, a)
		}
	}
}

func TestStaleBase(t *testing.T) {
	d := newDesk(t)
	d.commit(t, 7, `{"retentionRule": {"id": "retention/technical-support/resolve-requests/uploaded-files", "period": "P1Y"}}`).ok(t)
	a := d.commit(t, 7, `{"service": {"id": "payment", "name": "Payments"}}`)
	if len(a.Errors) != 1 {
		t.Fatalf("%+v", a)
	}
	x := a.Errors[0].Extensions
	if x.Code != "CONFLICT" || x.Base != 7 || x.Head != 8 || x.Changed.Total != 1 || len(x.Changed.InWords) != 1 || !strings.Contains(x.Changed.InWords[0], "1 year") {
		t.Errorf("%+v", a.Errors)
	}
	dry := d.ask(t, commitOperation, map[string]any{"input": map[string]any{"base": 7, "message": "a test", "dryRun": true, "changes": []any{map[string]any{"retire": "cookie/facebook"}}}})
	if len(dry.Errors) != 1 || dry.Errors[0].Extensions.Code != "CONFLICT" {
		t.Errorf("a dry run on what is no longer the head: %+v", dry)
	}
	for _, base := range []int{99, -1} {
		a := d.commit(t, base, `{"service": {"id": "payment", "name": "Payments"}}`)
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "CONFLICT" {
			t.Errorf("on revision %d: %+v", base, a.Errors)
		}
	}
	d.commit(t, 8, `{"service": {"id": "payment", "name": "Payments"}}`).ok(t)
}

// unsure is an editor whose commits have an unknown outcome.
type unsure struct{ Editor }

func (unsure) Apply(context.Context, int, []inventory.Change, string, string, inventory.Date) (inventory.Revision, error) {
	return inventory.Revision{}, errors.Join(live.ErrUnknownOutcome, errors.New("the disk said: secret"))
}

func TestUnknownOutcomeSaysWhatToDo(t *testing.T) {
	d := newDesk(t)
	m := mutation{Backend{Editor: unsure{d}, Now: time.Now}}
	err := m.refused(t.Context(), 7, nil, errors.Join(live.ErrUnknownOutcome, errors.New("the disk said: secret")))
	shown := presenter{}.public(t.Context(), err)
	if shown.Extensions["code"] != "UNKNOWN_OUTCOME" || !strings.Contains(shown.Message, "read head before you repeat it") || strings.Contains(shown.Message, "secret") {
		t.Errorf("%v %v", shown.Message, shown.Extensions)
	}
}
