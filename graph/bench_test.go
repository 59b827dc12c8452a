package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/inventorytest"
)

// BenchmarkQuestions asks each question over HTTP's handler, on an inventory of
// 1,000 services with 20 collections each.
func BenchmarkQuestions(b *testing.B) {
	s := inventorytest.Snapshot(1, 1000, 20)
	first := func(k inventory.Kind) string {
		for _, r := range s.Records() {
			if r.RecordKind() == k {
				return string(r.RecordID())
			}
		}
		b.Fatalf("no %s", k)
		return ""
	}
	data, party, event := first(inventory.KindData), first(inventory.KindParty), first(inventory.KindEvent)
	for _, r := range s.Records() {
		if d, ok := r.(*inventory.DisclosureRecord); ok {
			data, party = string(d.Data), string(d.Recipient)
		}
	}
	h, err := NewHandler(Config{
		Schema: Schema(Backend{}), Logger: slog.New(slog.DiscardHandler),
		Pin:      Pin(func(context.Context, string) (*inventory.Snapshot, error) { return s, nil }),
		Revision: func(context.Context) Revision { return Revision{Number: 1} },
		MaxCost:  1 << 40,
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, query := range map[string]string{
		"whoReceives":   `{ whoReceives(data: "` + data + `") { inWords receipts { recipient { name } match paths { services { name } } purposes { name } citations { clause { path } } } } }`,
		"whoCollects":   `{ whoCollects(data: "` + data + `") { inWords collected { service { name } citations { clause { path } } } notStated { name } } }`,
		"whatGoesTo":    `{ whatGoesTo(recipient: "` + party + `") { inWords reachedBy { service { name } direct paths { services { name } } } } }`,
		"whatIsKept":    `{ whatIsKept(longerThan: "P1Y", first: 200) { totalCount nodes { inWords service { name } } } }`,
		"whatHappensOn": `{ whatHappensOn(event: "` + event + `") { inWords erased { inWords } kept { inWords } } }`,
		"search":        `{ search(text: "service") { totalCount nodes { name } } }`,
		"16 services with everything": `{ services(first: 16) { nodes { name description parts { name } activities { name uses { purpose { name } } } collections { data { name } sources retention { inWords } citations { clause { path } } }
			disclosures { data { name } recipient { name } form citations { clause { path } } } retention { inWords } choices { where } securityMeasures { name } recipients { recipient { name } paths { services { name } } } } } }`,
	} {
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
					b.Fatalf("%d %.300s", w.Code, w.Body)
				}
				b.SetBytes(int64(w.Body.Len()))
			}
		})
	}
}
