package render_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
	"github.com/recital/recital/inventory/ropa/render"
	"github.com/recital/recital/seed"
)

var update = flag.Bool("update", false, "write the golden files anew")

// exported is the time of all exports in the tests.
func exported() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

const checkpoint = "recital.example/log\n7\nAb3+qZx0x1PzqfWc9vXW0bS4o1r2c3d4e5f6a7b8c9d=\n"

func report(t testing.TB, s *inventory.Snapshot, template ropa.Template) ropa.Report {
	t.Helper()
	r, err := ropa.New(s, ropa.Options{Template: string(template), ExportedAt: exported(), Checkpoint: checkpoint})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func seeded(t testing.TB) *inventory.Snapshot {
	t.Helper()
	s, err := seed.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rendered(t testing.TB, format string, r ropa.Report, o render.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := render.Render(&b, format, r, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// small is an inventory of one activity, with a value in every kind of place.
// The names are those of each of the tests.
func small(t testing.TB, name, statement string) *inventory.Snapshot {
	t.Helper()
	cited := inventory.Evidence{Citations: []inventory.CitationRecord{{Clause: "clause/policy/1/data"}}}
	guess := inventory.Evidence{Assertion: inventory.Inferred, Because: statement, Citations: cited.Citations}
	records := []inventory.Record{
		&inventory.DocumentRecord{ID: "document/policy", Title: name, URL: "https://policy.example/?a=1&b=2"},
		&inventory.DocumentVersionRecord{ID: "version/policy/1", Document: "document/policy", Label: "1"},
		&inventory.ClauseRecord{ID: "clause/policy/1/data", Version: "version/policy/1", Path: []string{name, statement}},
		&inventory.PartyRecord{ID: "party/shop", Name: name, Kind: "LEGAL_PERSON", Country: "DE", Evidence: cited, Contacts: []inventory.ContactRecord{{Role: "DATA_PROTECTION_OFFICER", Name: name, Email: "dpo@shop.example"}}},
		&inventory.PartyRecord{ID: "party/carrier", Name: "Carrier", Kind: "LEGAL_PERSON", Country: "US", Evidence: cited},
		&inventory.ServiceRecord{ID: "service/shop", Name: name, Evidence: cited},
		&inventory.DataCategoryRecord{ID: "data/name", Name: name, Evidence: cited, Crosswalks: []inventory.CrosswalkRecord{{Scheme: "DPV", Code: "pd:Name", Match: "EXACT"}, {Scheme: "DPV", Code: statement, Match: "BROAD"}}},
		&inventory.DataSubjectCategoryRecord{ID: "subject/buyers", Name: name, Evidence: cited},
		&inventory.PurposeRecord{ID: "purpose/deliver", Name: name, Evidence: cited, Crosswalks: []inventory.CrosswalkRecord{{Scheme: "DPV", Code: "dpv:DeliveryOfGoods", Match: "CLOSE"}}},
		&inventory.EventRecord{ID: "event/delivered", Name: name, Evidence: cited},
		&inventory.ProcessingActivityRecord{ID: "activity/shop/deliver", Service: "service/shop", Name: name, Description: statement, Subjects: []inventory.ID{"subject/buyers"}, Evidence: cited},
		&inventory.ControllershipRecord{ID: "controllership/shop/shop", Subject: "service/shop", Party: "party/shop", Role: "CONTROLLER", Evidence: cited},
		&inventory.UseRecord{ID: "use/shop/deliver/deliver", Activity: "activity/shop/deliver", Purpose: "purpose/deliver", Evidence: cited},
		&inventory.LawfulBasisRecord{ID: "basis/shop/deliver/contract", Subject: "activity/shop/deliver", Basis: inventory.Contract, Evidence: guess},
		&inventory.CollectionRecord{ID: "collection/shop/deliver/name", Activity: "activity/shop/deliver", Data: "data/name", Sources: []inventory.DataSource{"DATA_SUBJECT"}, Evidence: cited},
		&inventory.DisclosureRecord{ID: "disclosure/shop/deliver/name/carrier", Activity: "activity/shop/deliver", Data: "data/name", Recipient: "party/carrier", Role: "PROCESSOR", Evidence: cited, Transfers: []inventory.TransferRecord{{Country: "US", Safeguard: "STANDARD_CONTRACTUAL_CLAUSES", ValidFrom: "2024-05", ValidTo: "2027"}}},
		&inventory.RetentionRuleRecord{ID: "retention/shop/deliver/after", Activity: "activity/shop/deliver", Data: []inventory.ID{"data/name"}, Bound: inventory.AtMost, Period: "P1Y2W3D", Trigger: "event/delivered", Action: inventory.Erase, Evidence: cited},
		&inventory.SecurityMeasureRecord{ID: "measure/locks", Name: name, Kind: "ENCRYPTION", AppliesTo: []inventory.ID{"service/shop"}, Evidence: cited},
		&inventory.NonUseRecord{ID: "non-use/shop/other-purposes", Subject: "service/shop", Scope: statement, Evidence: cited},
	}
	var changes []inventory.Change
	for _, r := range records {
		changes = append(changes, inventory.Change{Put: r})
	}
	s, _, err := inventory.Empty().Apply(inventory.Commit{Author: "Test", Message: "Test", RecordedAt: exported(), EffectiveDate: "2026-01-01", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestGolden holds what the formats that people can read look like.
func TestGolden(t *testing.T) {
	s := small(t, "Jam & <Bread>", "Buyers give a name.")
	for _, format := range []string{"csv", "json", "jsonld", "html"} {
		t.Run(format, func(t *testing.T) {
			got := rendered(t, format, report(t, s, ropa.Art30), render.Options{})
			file := filepath.Join("testdata", "small."+format)
			if *update {
				if err := os.WriteFile(file, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("-want +got (go test -update writes it anew):\n%s", diff)
			}
		})
	}
}

// TestSameSnapshotSameBytes reads the example from its files twice, so that
// nothing but its content is the same.
func TestSameSnapshotSameBytes(t *testing.T) {
	one, two := seeded(t), seeded(t)
	for _, template := range ropa.Templates() {
		for _, format := range render.Formats() {
			a, b := rendered(t, format, report(t, one, template), render.Options{}), rendered(t, format, report(t, two, template), render.Options{})
			if !bytes.Equal(a, b) {
				t.Errorf("%s in %s: %d and %d bytes that differ", template, format, len(a), len(b))
			}
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	err := render.Render(io.Discard, "docx", ropa.Report{}, render.Options{})
	var e *inventory.Error
	if !errors.As(err, &e) || e.Code != inventory.NotFound || !strings.Contains(err.Error(), "xlsx, csv") {
		t.Errorf("got %v, want an error that lists the formats", err)
	}
	for _, name := range render.Formats() {
		if f, err := render.FormatOf(name); err != nil || f.ContentType == "" || f.Extension() != "."+name {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// TestNothing is a register without rows, and one of a program that does not
// know the time.
func TestNothing(t *testing.T) {
	empty, err := ropa.New(inventory.Empty(), ropa.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range render.Formats() {
		a := rendered(t, format, empty, render.Options{})
		if b := rendered(t, format, empty, render.Options{}); !bytes.Equal(a, b) || len(a) == 0 {
			t.Errorf("%s: differs, or nothing", format)
		}
	}
}

// TestProgress holds that each format tells how far it is, and comes to an end.
func TestProgress(t *testing.T) {
	r := report(t, seeded(t), ropa.Art30)
	for _, format := range render.Formats() {
		var seen []int
		last := 0
		rendered(t, format, r, render.Options{Progress: func(done, total int) { seen, last = append(seen, done), total }})
		if len(seen) == 0 || !slices.IsSorted(seen) || seen[len(seen)-1] != last {
			t.Errorf("%s: told %d steps of %d", format, len(seen), last)
		}
	}
}

// TestWriterFails holds that the error of a writer comes out of every format.
func TestWriterFails(t *testing.T) {
	r, full := report(t, seeded(t), ropa.Art30), errors.New("disk full")
	for _, format := range render.Formats() {
		for _, after := range []int{0, 20000} {
			if err := render.Render(&failing{after, full}, format, r, render.Options{}); !errors.Is(err, full) {
				t.Errorf("%s after %d bytes: got %v", format, after, err)
			}
		}
	}
}

type failing struct {
	left int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, f.err
	}
	return len(p), nil
}

// TestNeverEmpty holds that no table has an empty cell that could mean none.
func TestNeverEmpty(t *testing.T) {
	s := seeded(t)
	for _, template := range ropa.Templates() {
		csv := string(rendered(t, "csv", report(t, s, template), render.Options{}))
		if strings.Contains(csv, `,"",`) || strings.Contains(csv, "\n\"\",") {
			t.Errorf("%s: an empty cell", template)
		}
		for _, format := range []string{"csv", "html"} {
			if !strings.Contains(string(rendered(t, format, report(t, s, template), render.Options{})), ropa.NotDeclared+" (Art. 30(1)(") {
				t.Errorf("%s in %s: nothing is not declared", template, format)
			}
		}
	}
}
