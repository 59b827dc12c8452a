package amend

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/wording"
)

// Amendment is what an input means: changes, and where each comes from.
type Amendment struct {
	Changes []inventory.Change
	origins []origin
	// problems are what Apply cannot say, or not so well.
	problems []inventory.Problem
}

// origin is where in the input a change comes from.
type origin struct {
	// path is that of the input, such as "changes[3].collection".
	path string
	// at finds the path of a field whose list stands for several changes.
	at map[string]string
	// name is the field that holds the id, or what finishes it.
	name string
}

// Read makes changes of a list of inputs, each of one entry: the name of a
// [Shape] and its fields, or [Retire] and an id. Numbers may be of any type
// that holds them. Things that are not there yet cite these clauses where they
// cite none.
//
// The error is an [inventory.Invalid] one with every problem, if an input is
// not of its shape. Names that nothing has are told by [Amendment.Locate],
// together with what Apply finds.
func Read(head *inventory.Snapshot, inputs []map[string]any, cite []inventory.ID) (*Amendment, error) {
	r := &reader{
		head: head, cite: cite, shapes: map[string]Shape{}, named: map[name]inventory.ID{}, twice: map[name]bool{},
		seen: map[inventory.ID]string{}, told: map[inventory.Problem]bool{}, finder: &finder{head: head, found: map[name]finding{}},
	}
	for _, s := range Shapes() {
		r.shapes[s.Name] = s
	}
	r.names(inputs)
	for i, in := range inputs {
		r.change(fmt.Sprintf("changes[%d]", i), in)
	}
	if len(r.malformed) > 0 {
		return nil, refused(r.malformed)
	}
	return &r.Amendment, nil
}

func refused(problems []inventory.Problem) error {
	return &inventory.Error{
		Code: inventory.Invalid, Problems: problems,
		Message: "the commit was refused and nothing was changed: " + wording.Count(len(problems), "problem"),
	}
}

// Locate tells what Apply says of the changes by the paths of the input, and
// adds what it could not know. The err is that of a commit of Changes; nil is
// nil unless there is something to add.
func (a *Amendment) Locate(err error) error {
	var failed *inventory.Error
	if err != nil && (!errors.As(err, &failed) || failed.Code != inventory.Invalid || len(failed.Problems) == 0) {
		return err
	}
	problems := slices.Clone(a.problems)
	if failed != nil {
		problems = append(problems, a.located(failed.Problems)...)
	}
	if len(problems) == 0 {
		return err
	}
	slices.SortStableFunc(problems, func(p, q inventory.Problem) int { return place(p.Path) - place(q.Path) })
	return refused(problems)
}

// located are the problems that Apply found, but for those that only repeat
// what is said already: that nothing differs, where what was meant could not
// be read; and that an id made of ends is none, where an end is wrong.
func (a *Amendment) located(found []inventory.Problem) []inventory.Problem {
	known, ends, inputs := map[string]bool{}, map[int]bool{}, map[string]bool{}
	for _, p := range a.problems {
		known[p.Path] = true
		if parts := strings.SplitN(p.Path, ".", 3); len(parts) == 3 {
			inputs[parts[0]+"."+parts[1]] = true
		}
	}
	for i, o := range a.origins {
		ends[i] = inputs[o.path]
	}
	for _, p := range found {
		if !strings.HasSuffix(p.Path, "].id") {
			ends[place(p.Path)] = true
		}
	}
	var list []inventory.Problem
	for _, p := range found {
		i := place(p.Path)
		made := i >= 0 && i < len(a.origins) && a.origins[i].name != "id" && strings.HasSuffix(p.Path, "].id")
		if p.Rule == "no-change" && len(a.problems) > 0 || made && ends[i] {
			continue
		}
		if p.Path = a.path(p.Path); !known[p.Path] {
			list = append(list, p)
		}
	}
	return list
}

// place is the number of the change that a path is in; -1 for other paths.
func place(path string) int {
	text, _, _ := strings.Cut(strings.TrimPrefix(path, "changes["), "]")
	n, err := strconv.Atoi(text)
	if err != nil || !strings.HasPrefix(path, "changes[") {
		return -1
	}
	return n
}

// path is the path of the input for one of the changes.
func (a *Amendment) path(path string) string {
	i := place(path)
	if i < 0 || i >= len(a.origins) {
		return path
	}
	_, field, _ := strings.Cut(path, "]")
	field = strings.TrimPrefix(field, ".")
	o := a.origins[i]
	switch at, spread := o.at[field]; {
	case field == "":
		return o.path
	case spread:
		return at
	case field == "id":
		field = o.name
	}
	return o.path + "." + field
}

// name is what a thing is called within an input.
type name struct {
	kind inventory.Kind
	text string
}

// reader reads the inputs of one commit.
type reader struct {
	Amendment
	head   *inventory.Snapshot
	cite   []inventory.ID
	shapes map[string]Shape
	// named are the names of things that the input itself puts.
	named map[name]inventory.ID
	// twice are the names that more than one of them has.
	twice map[name]bool
	// seen are the ids changed so far, each with its path.
	seen map[inventory.ID]string
	// malformed are the inputs that are not of their shapes.
	malformed []inventory.Problem
	// told are the problems that are noted.
	told map[inventory.Problem]bool
	// finder finds what the head has.
	finder *finder
	// values is how many values were read so far.
	values int
}

func (r *reader) refuse(path, rule, format string, args ...any) {
	if p := (inventory.Problem{Path: path, Rule: rule, Message: fmt.Sprintf(format, args...)}); !r.told[p] {
		r.told[p] = true
		r.malformed = append(r.malformed, p)
	}
}

// add notes a problem, once: a list may stand for several things that have it.
func (r *reader) add(path, rule, message string) {
	if p := (inventory.Problem{Path: path, Rule: rule, Message: message}); !r.told[p] {
		r.told[p] = true
		r.problems = append(r.problems, p)
	}
}

// names notes what the things are called that the input puts: those with an id
// of their own first, since those beneath others may name them.
func (r *reader) names(inputs []map[string]any) {
	for _, beneath := range []bool{false, true} {
		for _, in := range inputs {
			for shape, value := range in {
				s, known := r.shapes[shape]
				fields, _ := value.(map[string]any)
				if id := r.chosen(s, fields, beneath); known && id != "" {
					r.call(s.Kind, id, fields)
				}
			}
		}
	}
}

// chosen is the id that an input gives, or, for one beneath another, the id
// that its slug makes; empty if it gives none.
func (r *reader) chosen(s Shape, fields map[string]any, beneath bool) inventory.ID {
	id, _ := fields["id"].(string)
	slug, _ := fields[Slug].(string)
	switch {
	case id != "" && !beneath:
		return whole(s.Kind, id)
	case id != "" || slug == "" || !beneath || s.Naming != Beneath:
		return ""
	}
	rec, _ := inventory.NewRecord(s.Kind)
	decoder{quiet(r), origin{}}.fields(s.Fields, fields, reflect.ValueOf(rec).Elem(), "")
	return rec.DerivedID() + inventory.ID(slug)
}

// call notes the names of a thing. One that two have says neither.
func (r *reader) call(k inventory.Kind, id inventory.ID, fields map[string]any) {
	called := []any{string(id), id.Rest(), fields["name"], fields["title"]}
	if aliases, ok := fields["aliases"].([]any); ok {
		called = append(called, aliases...)
	}
	for _, c := range called {
		text, ok := c.(string)
		if !ok || text == "" {
			continue
		}
		key := name{k, strings.ToLower(text)}
		if other, taken := r.named[key]; taken && other != id {
			r.twice[key] = true
		}
		r.named[key] = id
	}
}

// whole is an id that may have been given without its kind.
func whole(k inventory.Kind, text string) inventory.ID {
	id := inventory.ID(strings.TrimSpace(text))
	if _, ok := id.Kind(); ok {
		return id
	}
	return k.ID(string(id))
}

// change reads one input.
func (r *reader) change(path string, in map[string]any) {
	if len(in) != 1 {
		r.refuse(path, "ambiguous", "a change says one thing: put several in the list")
		return
	}
	for shape, value := range in {
		path += "." + shape
		s, known := r.shapes[shape]
		fields, isObject := value.(map[string]any)
		switch id, isText := value.(string); {
		case shape == Retire && isText:
			r.retire(path, inventory.ID(strings.TrimSpace(id)))
		case shape == Retire:
			r.refuse(path, "wrong-type", "%s is an id", Retire)
		case !known:
			r.refuse(path, "unknown-field", "there is nothing called %s", shape)
		case !isObject:
			r.refuse(path, "wrong-type", "%s has fields", shape)
		default:
			r.put(path, s, fields)
		}
	}
}

func (r *reader) retire(path string, id inventory.ID) {
	if r.once(id, path) {
		r.Changes = append(r.Changes, inventory.Change{Retire: id})
		r.origins = append(r.origins, origin{path: path})
	}
}

// once notes that an id is changed, and reports that it is changed twice.
func (r *reader) once(id inventory.ID, path string) bool {
	first, twice := r.seen[id]
	if twice {
		r.add(path, "twice", fmt.Sprintf("%s is changed twice, here and in %s: keep one, or tell them apart with a %s", id, first, Variant))
		return false
	}
	r.seen[id] = path
	return true
}

// put reads what is said of a thing, or of several that differ in an end.
func (r *reader) put(path string, s Shape, fields map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if _, ok := s.field(key); !ok && key != "id" && (key != Slug || s.Naming != Beneath) && (key != Variant || s.Naming != Derived) {
			r.refuse(path+"."+key, "unknown-field", "%s has no field %s", s.Name, key)
		}
	}
	if r.values = min(r.values+s.size(fields), maxValues+1); r.values > maxValues {
		r.refuse("changes", "too-many", "the lists of this commit stand for more than %d values: make several commits", maxValues)
		return
	}
	r.spread(path, s, s.Spread, fields, map[string]string{})
}

// spread puts a thing for every combination of one element of each list.
func (r *reader) spread(path string, s Shape, ends []string, fields map[string]any, at map[string]string) {
	if len(ends) == 0 {
		r.one(origin{path: path, at: maps.Clone(at), name: "id"}, s, fields)
		return
	}
	end := ends[0]
	list, isList := fields[end].([]any)
	if !isList {
		r.spread(path, s, ends[1:], fields, at)
		return
	}
	if len(list) == 0 {
		r.refuse(path+"."+end, "missing", "the list is empty: name at least one, or leave it out")
	}
	for i, e := range list {
		single := maps.Clone(fields)
		single[end] = e
		at[end] = fmt.Sprintf("%s.%s[%d]", path, end, i)
		r.spread(path, s, ends[1:], single, at)
	}
	delete(at, end)
}

// one puts a thing: as it is at the head, with the fields given.
func (r *reader) one(o origin, s Shape, fields map[string]any) {
	rec, _ := inventory.NewRecord(s.Kind)
	d := decoder{r, o}
	known := len(r.problems)
	// What is said first makes the id, by which what is there is found.
	d.fields(s.Fields, fields, reflect.ValueOf(rec).Elem(), "")
	id := d.id(&o, s, fields, rec)
	old, there := r.head.Record(id)
	switch {
	case there:
		reflect.ValueOf(rec).Elem().Set(reflect.ValueOf(old).Elem())
		decoder{quiet(r), o}.fields(s.Fields, fields, reflect.ValueOf(rec).Elem(), "")
	case s.Naming != Chosen && !strings.HasPrefix(string(id), string(rec.DerivedID())):
		r.add(o.path+".id", "unknown", fmt.Sprintf("there is no %s: to make a new one, say what it is about instead, which makes the id", id))
		return
	default:
		r.citing(rec, fields)
	}
	reflect.ValueOf(rec).Elem().FieldByName("ID").SetString(string(id))
	// An id made of an end that nothing answers to is that of many.
	if len(r.problems) > known || r.once(id, o.path) {
		r.Changes = append(r.Changes, inventory.Change{Put: rec})
		r.origins = append(r.origins, o)
	}
}

// citing lets something new cite what everything new cites, unless it says what
// it cites.
func (r *reader) citing(rec inventory.Record, fields map[string]any) {
	e, ok := inventory.EvidenceOf(rec)
	if _, said := fields["citations"]; said || !ok {
		return
	}
	for _, c := range r.cite {
		e.Citations = append(e.Citations, inventory.CitationRecord{Clause: whole(inventory.KindClause, string(c))})
	}
}

// quiet is a reader for what was read once already: problems are known.
func quiet(r *reader) *reader {
	return &reader{head: r.head, named: r.named, twice: r.twice, told: map[inventory.Problem]bool{}, finder: r.finder}
}
