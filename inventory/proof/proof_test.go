package proof_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/storetest"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func sample() proof.Checkpoint {
	return proof.Checkpoint{
		Inventory: strings.Repeat("0a", 32), Size: 12, Root: tlog.RecordHash([]byte("x")), Revision: strings.Repeat("b1", 32), EffectiveDate: "2026-11-22",
	}
}

func keys(t *testing.T, name string) (note.Signer, note.Verifier) {
	t.Helper()
	private, public, err := proof.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, again, err := proof.Signer(private + "\n")
	if err != nil || again != public {
		t.Fatalf("the verifier key of the private one is %q, want %q: %v", again, public, err)
	}
	verifier, err := proof.Verifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func TestCheckpoint(t *testing.T) {
	c := sample()
	want := "recital " + strings.Repeat("0a", 32) + "\n12\n" + c.Root.String() + "\nrevision " + strings.Repeat("b1", 32) + "\neffective 2026-11-22\n"
	if got := c.Text(); got != want {
		t.Errorf("Text is %q, want %q", got, want)
	}
	if got, err := proof.ParseCheckpoint(want); err != nil || got != c {
		t.Errorf("ParseCheckpoint: %+v, %v", got, err)
	}
	for _, text := range []string{
		"", "\n", want[:len(want)-1], want + "\n", want + "more\n", "x" + want, strings.ToUpper(want),
		strings.Replace(want, "\n12\n", "\n012\n", 1), strings.Replace(want, "\n12\n", "\n0\n", 1), strings.Replace(want, "\n12\n", "\n-12\n", 1),
		strings.Replace(want, "\n12\n", "\n99999999999999999999\n", 1), strings.Replace(want, "0a", "0A", 1), strings.Replace(want, "0a", "0", 1),
		strings.Replace(want, "=", "", 1), strings.Replace(want, "2026-11-22", "2026-11-31", 1), strings.Replace(want, "2026-11-22", "2026", 1),
		strings.Replace(want, "\n", "\r\n", -1), strings.Replace(want, "revision ", "revision  ", 1),
	} {
		if _, err := proof.ParseCheckpoint(text); err == nil {
			t.Errorf("%q was taken for a checkpoint", text)
		} else if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestSignature(t *testing.T) {
	signer, verifier := keys(t, "a.example")
	_, namesake := keys(t, "a.example")
	_, other := keys(t, "b.example")
	c := sample()
	signed, err := c.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := proof.OpenCheckpoint(signed, verifier); err != nil || got != c {
		t.Errorf("OpenCheckpoint: %+v, %v", got, err)
	}
	if got, err := proof.OpenCheckpoint(signed, nil); err != nil || got != c {
		t.Errorf("OpenCheckpoint without a key: %+v, %v", got, err)
	}
	for _, wrong := range []note.Verifier{namesake, other} {
		if _, err := proof.OpenCheckpoint(signed, wrong); !errors.Is(err, proof.ErrSignature) {
			t.Errorf("a key that did not sign: %v", err)
		}
	}
	for i := range signed {
		forged := append([]byte(nil), signed...)
		forged[i] ^= 1
		// Base64 has bits that stand for nothing: the signature is the same then.
		if got, err := proof.OpenCheckpoint(forged, verifier); err == nil && (i < len(c.Text()) || got != c) {
			t.Errorf("byte %d changed: %+v is said to be signed", i, got)
		}
	}
	for _, text := range []string{"", c.Text(), c.Text() + "\n— a.example x\n", strings.Repeat("x", 1<<20)} {
		if _, err := proof.OpenCheckpoint([]byte(text), verifier); err == nil || errors.Is(err, proof.ErrSignature) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

func TestKeysRefused(t *testing.T) {
	for _, name := range []string{"", "a b", "a+b", "a\nb", "a\u00a0b"} {
		if _, _, err := proof.GenerateKey(rand.Reader, name); err == nil {
			t.Errorf("a key has the name %q", name)
		}
	}
	private, public, err := proof.GenerateKey(rand.Reader, "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", "x", public, private[:len(private)-2], private + "x"} {
		if _, _, err := proof.Signer(key); err == nil {
			t.Errorf("%q signs", key)
		} else if strings.Contains(err.Error(), private[:30]) {
			t.Errorf("the error tells the key: %v", err)
		}
	}
	for _, key := range []string{"", "x", private, public + "x"} {
		if _, err := proof.Verifier(key); err == nil {
			t.Errorf("%q verifies", key)
		}
	}
}

// faulty is a store whose evidence is changed on the way.
type faulty struct {
	*storetest.Memory
	leaf func(*proof.Leaf)
	load func(*inventory.Snapshot) (*inventory.Snapshot, error)
}

type faultyEvidence struct {
	proof.Evidence
	faulty
}

func (f faulty) Examine(ctx context.Context, visit func(proof.Evidence) error) error {
	return f.Memory.Examine(ctx, func(e proof.Evidence) error { return visit(faultyEvidence{e, f}) })
}

func (e faultyEvidence) Leaves(from, to int) iter.Seq2[proof.Leaf, error] {
	return func(yield func(proof.Leaf, error) bool) {
		for leaf, err := range e.Evidence.Leaves(from, to) {
			if e.leaf != nil {
				e.leaf(&leaf)
			}
			if !yield(leaf, err) {
				return
			}
		}
	}
}

func (e faultyEvidence) Load() (*inventory.Snapshot, error) {
	s, err := e.Evidence.Load()
	if err == nil && e.load != nil {
		return e.load(s)
	}
	return s, err
}

// filled is a store of four revisions of a purpose and a party.
func filled(t *testing.T) *storetest.Memory {
	t.Helper()
	store := &storetest.Memory{}
	head := inventory.Empty()
	for i := range 4 {
		purpose := storetest.Small(inventory.KindPurpose, "a").(*inventory.PurposeRecord)
		purpose.Description = fmt.Sprint("number ", i)
		changes := []inventory.Change{{Put: purpose}}
		if i == 0 {
			changes = append(changes, inventory.Change{Put: storetest.Small(inventory.KindEvent, "a")})
		}
		next, entry, err := head.Apply(inventory.Commit{Author: "a", Message: "m", RecordedAt: time.Unix(1, 0), Changes: changes})
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Commit(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		head = next
	}
	return store
}

// TestVerifyAnyStore finds what differs without the help of the store.
func TestVerifyAnyStore(t *testing.T) {
	third := func(change func(*proof.Leaf)) func(*proof.Leaf) {
		return func(l *proof.Leaf) {
			if l.Revision.Number == 3 {
				change(l)
			}
		}
	}
	// after loads the snapshot with one record changed, gone or more.
	after := func(c inventory.Change) func(*inventory.Snapshot) (*inventory.Snapshot, error) {
		return func(s *inventory.Snapshot) (*inventory.Snapshot, error) {
			var records []inventory.Stored
			for _, r := range s.Records() {
				since, _ := s.Since(r.RecordID())
				switch {
				case r.RecordID() == c.Retire:
					continue
				case c.Put != nil && r.RecordID() == c.Put.RecordID():
					r = c.Put
				}
				records = append(records, inventory.Stored{Record: r, Since: since})
			}
			if c.Put != nil && c.Put.RecordKind() == inventory.KindProduct {
				records = append(records, inventory.Stored{Record: c.Put, Since: 1})
			}
			revisions := s.Revisions()
			for i, j := 0, len(revisions)-1; i < j; i, j = i+1, j-1 {
				revisions[i], revisions[j] = revisions[j], revisions[i]
			}
			return inventory.Load(revisions, records)
		}
	}
	event := storetest.Small(inventory.KindEvent, "a")
	other := storetest.Small(inventory.KindEvent, "a").(*inventory.EventRecord)
	other.Visibility, other.Assertion, other.Description = inventory.Public, inventory.Stated, "x"
	for _, c := range []struct {
		name     string
		fault    faulty
		revision int
		says     string
	}{
		{"nothing", faulty{}, 0, ""},
		{"an author", faulty{leaf: third(func(l *proof.Leaf) { l.Revision.Author = "b" })}, 3, "its hash is"},
		{"a change", faulty{leaf: third(func(l *proof.Leaf) { l.Changes = []byte(strings.Replace(string(l.Changes), "number 2", "number 3", 1)) })}, 3, "its hash is"},
		{"what is no JSON", faulty{leaf: third(func(l *proof.Leaf) { l.Changes = []byte("{") })}, 3, "revision 3: revision:"},
		{"a predecessor", faulty{leaf: third(func(l *proof.Leaf) { l.Revision.Previous = strings.Repeat("0", 64) })}, 3, "as the hash of the revision before it"},
		{"a number", faulty{leaf: third(func(l *proof.Leaf) { l.Revision.Number = 7 })}, 3, "which has revision 7 in its place"},
		{"a record", faulty{load: after(inventory.Change{Put: other})}, 1, "description of event/a: it is not what the log says"},
		{"a record gone", faulty{load: after(inventory.Change{Retire: event.RecordID()})}, 1, "event/a: the record is missing"},
		{"a record more", faulty{load: after(inventory.Change{Put: storetest.Small(inventory.KindProduct, "a")})}, 0, "product/a: the log has no such record"},
		{"no records", faulty{load: func(*inventory.Snapshot) (*inventory.Snapshot, error) { return nil, errors.New("torn") }}, 0, "cannot be loaded: torn"},
		{"another revision", faulty{load: func(*inventory.Snapshot) (*inventory.Snapshot, error) { return inventory.Empty(), nil }}, 4, "purpose/a: the record is missing"},
	} {
		c.fault.Memory = filled(t)
		report, err := proof.Verify(t.Context(), c.fault)
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, p := range report.Problems {
			told += p.String() + "\n"
		}
		if report.Verified != (c.says == "") || report.FirstRevision != c.revision || !strings.Contains(told, c.says) {
			t.Errorf("%s: revision %d is named, want %d, and %q:\n%s", c.name, report.FirstRevision, c.revision, c.says, told)
		}
	}
}

// TestReportKeepsTheFirst has more problems than a report tells.
func TestReportKeepsTheFirst(t *testing.T) {
	many := &numerous{Memory: filled(t)}
	report, err := proof.Verify(t.Context(), many)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 100 || report.More != 401 || report.FirstRevision != 1 {
		t.Fatalf("%d problems and %d more, the first of revision %d", len(report.Problems), report.More, report.FirstRevision)
	}
	var got []int
	for _, p := range report.Problems[:5] {
		got = append(got, p.Revision)
	}
	if d := cmp.Diff([]int{1, 2, 3, 4, 5}, got); d != "" {
		t.Errorf("the first problems are not those of the first revisions (-want +got):\n%s", d)
	}
}

// numerous reports many problems, the first revision last.
type numerous struct{ *storetest.Memory }

type numerousEvidence struct{ proof.Evidence }

func (n *numerous) Examine(ctx context.Context, visit func(proof.Evidence) error) error {
	return n.Memory.Examine(ctx, func(e proof.Evidence) error { return visit(numerousEvidence{e}) })
}

func (numerousEvidence) Differences(_ proof.Expected, report func(proof.Problem)) {
	report(proof.Problem{Message: "of none"})
	for i := range 500 {
		report(proof.Problem{Revision: 500 - i, Message: "x"})
	}
}

// FuzzOpenCheckpoint reads what somebody else wrote: it never fails otherwise
// than it says, and what it reads it writes the same.
func FuzzOpenCheckpoint(f *testing.F) {
	private, _, err := proof.GenerateKey(rand.Reader, "a")
	if err != nil {
		f.Fatal(err)
	}
	signer, _, err := proof.Signer(private)
	if err != nil {
		f.Fatal(err)
	}
	signed, err := sample().Sign(signer)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add([]byte("recital \n1\n\nrevision \neffective \n\n— a AAAAAAA=\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := proof.OpenCheckpoint(data, nil)
		if err != nil {
			if code, _ := inventory.CodeOf(err); code != inventory.Invalid {
				t.Errorf("%v", err)
			}
			return
		}
		if !strings.HasPrefix(string(data), c.Text()+"\n") {
			t.Errorf("%q was read as %q", data, c.Text())
		}
	})
}
