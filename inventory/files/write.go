package files

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

// lineWidth is where long texts are folded.
const lineWidth = 120

// Write is the files that hold the records, by path: one a service, with all
// that belongs to it, and one for each kind of the rest. Equal records make
// equal bytes, in whatever order they come, and [Read] reads them back, but
// for values that an absent field stands for, which are left out.
//
// The records must be those of one snapshot, or otherwise such that Apply
// accepts them together: one that stands inside another, such as an activity
// in its service, is an error without it.
func Write(records []inventory.Record) (map[string][]byte, error) {
	w, err := newWriter(records)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, s := range top {
		w.split(out, s, w.items(s, ""), 1)
	}
	for _, rec := range w.take(service, "") {
		// No slug has a "_", so no two services share a file.
		name := strings.ReplaceAll(rec.RecordID().Rest(), "/", "_")
		w.file(out, "services/"+name, w.item(service, rec, "", 0))
	}
	w.complete()
	if w.err != nil {
		return nil, fmt.Errorf("write inventory files: %w", w.err)
	}
	return out, nil
}

// fileName is "data-categories" for the section dataCategories.
func fileName(section string) string {
	var b strings.Builder
	for _, c := range section {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}

// writer hands out records to sections.
type writer struct {
	// held are the records that no section has taken yet.
	held map[slot][]inventory.Record
	// err is the first problem.
	err error
}

// slot is where records stand: those of a kind inside the owner.
type slot struct {
	kind  inventory.Kind
	owner inventory.ID
}

func newWriter(records []inventory.Record) (*writer, error) {
	known := make(map[inventory.ID]bool, len(records))
	for _, r := range records {
		if known[r.RecordID()] {
			return nil, fmt.Errorf("write inventory files: %s is there twice", r.RecordID())
		}
		known[r.RecordID()] = true
	}
	w := &writer{held: map[slot][]inventory.Record{}}
	for _, r := range records {
		at := slot{r.RecordKind(), ownerOf(r, known)}
		w.held[at] = append(w.held[at], r)
	}
	return w, nil
}

// owners is the field that holds the record around a record of the kind.
var owners = func() map[inventory.Kind]*inventory.Field {
	fields := map[inventory.Kind]*inventory.Field{}
	var visit func([]*section)
	visit = func(list []*section) {
		for _, s := range list {
			if s.known.ownerField != nil {
				fields[s.kind] = s.known.ownerField
			}
			visit(s.parts)
		}
	}
	visit(append([]*section{service}, top...))
	return fields
}()

// ownerOf is the record inside which r is written; empty at the top.
func ownerOf(r inventory.Record, known map[inventory.ID]bool) inventory.ID {
	f := owners[r.RecordKind()]
	if f == nil {
		return ""
	}
	switch v := reflect.ValueOf(r).Elem().FieldByIndex(f.Index).Interface().(type) {
	case inventory.ID:
		return v
	case []inventory.ID:
		if len(v) != 1 || !known[v[0]] {
			return ""
		}
		slug, beneath := strings.CutPrefix(string(r.RecordID()), string(r.RecordKind().ID(v[0].Rest(), "")))
		if beneath && !strings.Contains(slug, "/") {
			return v[0]
		}
	}
	return ""
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

// complete reports a record that no section took.
func (w *writer) complete() {
	var left []inventory.Record
	for _, list := range w.held {
		left = append(left, list...)
	}
	if len(left) > 0 {
		first := slices.MinFunc(left, func(a, b inventory.Record) int { return cmp.Compare(a.RecordID(), b.RecordID()) })
		w.fail("%s has no place: what it belongs to is not among the records", first.RecordID())
	}
}

// take is the records of a section inside the owner: in their places, if they
// have such, otherwise by id.
func (w *writer) take(s *section, owner inventory.ID) []inventory.Record {
	at := slot{s.kind, owner}
	list := w.held[at]
	delete(w.held, at)
	place := func(r inventory.Record) int64 {
		if s.place == "" {
			return 0
		}
		return reflect.ValueOf(r).Elem().FieldByIndex(s.known.fields[s.place].Index).Int()
	}
	slices.SortFunc(list, func(a, b inventory.Record) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.RecordID(), b.RecordID()))
	})
	return list
}

// split writes the items of a section at the top to as many files as they
// need, the first with this number, and answers with the next number.
func (w *writer) split(out map[string][]byte, s *section, items []*yaml.Node, number int) int {
	if len(items) == 0 {
		return number
	}
	if half := len(items) / 2; half > 0 && len(w.dump(s.name, sequence(items))) > maxFile*3/4 {
		number = w.split(out, s, items[:half], number)
		return w.split(out, s, items[half:], number)
	}
	name := fileName(s.name)
	if number > 1 {
		name += "-" + strconv.Itoa(number)
	}
	content := mapping()
	put(content, s.name, grouped(s, items))
	w.file(out, name, content)
	return number + 1
}

// file adds a file.
func (w *writer) file(out map[string][]byte, name string, content *yaml.Node) {
	name += ".yaml"
	data := w.dump(name, content)
	if len(data) > maxFile {
		w.fail("%s is larger than the 1 MiB that a file may be", name)
	}
	if _, taken := out[name]; taken {
		w.fail("two services would share %s", name)
	}
	out[name] = data
}

func (w *writer) dump(name string, content *yaml.Node) []byte {
	data, err := yaml.Dump(content,
		yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(lineWidth),
	)
	if err != nil {
		w.fail("%s: %w", name, err)
	}
	return data
}
