package inventory_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

// ofSize is the synthetic inventory of so many services, loaded as from tables.
func ofSize(b *testing.B, services int) *inventory.Snapshot {
	b.Helper()
	s, err := inventory.Load(inventorytest.Tables(inventorytest.Snapshot(1, services, 20)))
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkLoad(b *testing.B) {
	for _, services := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			revisions, records := inventorytest.Tables(inventorytest.Snapshot(1, services, 20))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := inventory.Load(revisions, records); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkApply commits one changed fact after the other, as editors do: the
// snapshot it starts from is the one before.
func BenchmarkApply(b *testing.B) {
	for _, services := range []int{1000, 10_000} {
		for _, kind := range []inventory.Kind{inventory.KindCollection, inventory.KindService} {
			b.Run(fmt.Sprintf("%d/%s", services, kind), func(b *testing.B) {
				s := ofSize(b, services)
				var ids []inventory.ID
				for _, r := range s.Records() {
					if r.RecordKind() == kind {
						ids = append(ids, r.RecordID())
					}
				}
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n++
					next, _, err := s.Apply(inventory.Commit{
						Author: "Bench", Message: "m", RecordedAt: time.Date(2026, 2, 1, 0, 0, n, 0, time.UTC),
						Changes: []inventory.Change{{Put: edited(s, ids[n*7919%len(ids)], n)}},
					})
					if err != nil {
						b.Fatal(err)
					}
					s = next
				}
			})
		}
	}
}

// edited is a copy of the record with other words in it.
func edited(s *inventory.Snapshot, id inventory.ID, n int) inventory.Record {
	rec, _ := s.Record(id)
	switch r := rec.(type) {
	case *inventory.CollectionRecord:
		c := *r
		c.Condition = fmt.Sprintf("Change %d.", n)
		return &c
	case *inventory.ServiceRecord:
		c := *r
		c.Description = fmt.Sprintf("Change %d.", n)
		return &c
	}
	return nil
}

func BenchmarkQuestion(b *testing.B) {
	s := ofSize(b, 1000)
	hub, _ := s.Service("service-00000")
	reach := hub.Disclosures()[0].Recipient().Name()
	for _, q := range []struct {
		name string
		ask  func() error
	}{
		{"WhoReceives", func() error { a, err := s.WhoReceives("datum 00150", true, true); everyReceipt(a); return err }},
		{"WhoReceivesWidest", func() error { a, err := s.WhoReceives("datum 00000", true, true); everyReceipt(a); return err }},
		{"WhoCollects", func() error { _, err := s.WhoCollects("datum 00150", true); return err }},
		{"WhatGoesTo", func() error { a, err := s.WhatGoesTo(reach); _ = a.InWords(); return err }},
		{"WhatGoesToGroup", func() error { a, err := s.WhatGoesTo("Providers of kind 00010"); _ = a.InWords(); return err }},
		{"WhatIsKept", func() error {
			_, err := s.WhatIsKept(inventory.KeptFilter{LongerThan: "P3Y", Data: "datum 00005"}, 50, nil)
			return err
		}},
		{"WhatHappensOn", func() error { _, err := s.WhatHappensOn("occasion 00000", ""); return err }},
		{"Search", func() error { _, err := s.Search("number 77", nil, 20, nil); return err }},
		{"SearchNothing", func() error { _, err := s.Search("nowhere to be found", nil, 20, nil); return err }},
		{"UnknownName", func() error {
			if _, err := s.Service("Servixe 00077"); err == nil {
				return fmt.Errorf("found")
			}
			return nil
		}},
		{"SixteenServices", func() error { return sixteenServices(s) }},
		{"Public", func() error { s.Public(); return nil }},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := q.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func everyReceipt(a inventory.WhoReceives) {
	_ = a.InWords()
	for _, r := range a.Receipts {
		_, _, _, _, _ = r.Paths(), r.Purposes(), r.LawfulBases(), r.Retention(), r.Citations()
	}
}

// sixteenServices reads all that there is to say about a page of services.
func sixteenServices(s *inventory.Snapshot) error {
	page, err := s.Services("", 16, nil)
	for _, v := range page.Nodes() {
		for _, c := range v.Collections() {
			_, _, _ = c.Data().Name(), c.Retention(), c.Citations()
		}
		for _, d := range v.Disclosures() {
			_, _, _ = d.Recipient().Name(), d.Purposes(), d.Summary()
		}
		for _, r := range v.Recipients() {
			_ = r.Paths()
		}
		_, _, _, _, _ = v.Uses(), v.Retention(), v.LawfulBases(), v.Controllerships(), v.Choices()
		_, _, _, _ = v.NonCollections(), v.NonDisclosures(), v.SecurityMeasures(), v.Cookies()
	}
	return err
}

// BenchmarkPublic makes the public snapshot where something is internal.
func BenchmarkPublic(b *testing.B) {
	s := ofSize(b, 1000)
	rec, _ := s.Record("party/party-00007")
	hidden := *rec.(*inventory.PartyRecord)
	hidden.Visibility = inventory.Internal
	s, _, err := s.Apply(inventory.Commit{
		Author: "Bench", Message: "m", RecordedAt: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Changes: []inventory.Change{{Put: &hidden}},
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s.Public()
	}
}
