package intake

import (
	"regexp"
	"strings"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/ropa"
)

// icoColumns knows the headings of the ICO's template for controllers, as the
// ICO writes them and as Recital's own export does, in words or in keys.
func icoColumns() (key func(title string) string, err error) {
	register, err := ropa.Open(inventory.Empty(), ropa.Options{Template: string(ropa.ICO)})
	if err != nil {
		return nil, err
	}
	keys := map[string]string{slug(activityID): activityID, slug("Id of the activity"): activityID}
	for _, c := range register.Columns() {
		keys[slug(c.Key)], keys[slug(c.Title)] = c.Key, c.Key
	}
	for _, h := range icoTitles() {
		keys[slug(h.title)] = h.key
	}
	return func(title string) string { return keys[slug(brackets.ReplaceAllString(strings.TrimSpace(title), ""))] }, nil
}

var brackets = regexp.MustCompile(`\s*\((?:if applicable|if possible)\)`)

const activityID = "activityId"

type heading struct{ key, title string }

// icoTitles are the headings that the ICO writes otherwise than we do.
func icoTitles() []heading {
	return []heading{
		{"countries", "Names of third countries or international organisations that personal data are transferred to"},
		{"safeguards", "Safeguards for exceptional transfers of personal data to third countries or international organisations"},
		{"measures", "General description of technical and organisational security measures"},
		{"lawfulBases", "Article 6 lawful basis for processing personal data"},
		{"article9", "Article 9 condition for processing special category data"},
		{"interests", "Legitimate interests for the processing"},
		{"assessments", "Link to record of legitimate interests assessment"},
		{"rights", "Rights available to individuals"},
		{"automation", "Existence of automated decision-making, including profiling"},
		{"sources", "The source of the personal data"},
		{"schedule1", "Data Protection Act 2018 Schedule 1 Condition for processing"},
		{"schedule1Basis", "GDPR Article 6 lawful basis for processing"},
		{"policyDocument", "Link to retention and erasure policy document"},
		{"policyFollowed", "Is personal data retained and erased in accordance with the policy document?"},
		{"policyReason", "Reasons for not adhering to policy document"},
	}
}

// ICO reads a register in the columns of the ICO's template for controllers:
// each row becomes a processing activity. What Recital exported comes back by
// the id of the activity and by the wording of the export; what people wrote
// themselves is read cell by cell, several things in one cell set apart by
// lines or semicolons.
func ICO(content []byte, name string, s *inventory.Snapshot, o Options) (Plan, error) {
	d := newDraft("Register", content, name, s, o)
	key, err := icoColumns()
	if err != nil {
		return Plan{File: d.file}, err
	}
	t, ok := d.table(content, key, 4)
	if !ok {
		return d.plan()
	}
	_, ours := t.columns[activityID]
	reg := &register{draft: d, sheet: t, ours: ours}
	for _, r := range t.above {
		for i, c := range r.cells {
			if strings.TrimSpace(c.text) != "" {
				d.leaf(c.line, "above the table, cell "+twoDigits(i+1), c.text).lost("what stands above the table names nobody in a way that can be read: add the controller, its officer and its representative as parties")
			}
		}
	}
	for i, r := range t.rows {
		if d.full(r.line) {
			break
		}
		reg.row(r, i+1)
	}
	for _, e := range reg.entries {
		d.back(e.begins)
		e.organisationColumns()
	}
	return d.plan()
}

// register is a register being read.
type register struct {
	*draft
	sheet
	// ours says that Recital wrote the file: it has the ids of the activities.
	ours bool
	// last is the row above, which a row without a function or purpose goes on.
	last *entry
	// entries are the rows read, for what they say of several activities alike.
	entries []*entry
}

// entry is a row being read: an activity and what is stated of it.
type entry struct {
	*register
	items    map[string][]*item
	activity inventory.ID
	// rec is the activity, if the file may write it.
	rec *inventory.ProcessingActivityRecord
	// name is its name, and function the department or service it stands under.
	name, function string
	service        inventory.ID
	data           []inventory.ID
	collections    []*inventory.CollectionRecord
	disclosures    []*inventory.DisclosureRecord
	bases          []stated
	rules          []ruled
	waiting        []waiting
	// things counts those in the cells of the activity, up to this row.
	things int
	// begins is the row as facts cite it.
	begins place
}

// item is one thing in a cell.
type item struct {
	*Line
	// raw is the text as written; text is what it says without its condition.
	raw, text string
	condition string
	inferred  bool
	// done says that it states nothing, or was read.
	done bool
}

// row reads a row. The columns come in the order in which they need each other.
func (r *register) row(cells row, number int) {
	e := &entry{register: r, items: map[string][]*item{}}
	for i, c := range cells.cells {
		if strings.TrimSpace(c.text) == "" {
			continue
		}
		key := r.keyOf(i)
		path := "row " + twoDigits(number) + ", " + r.title(i)
		if key == "" {
			r.leaf(c.line, path, c.text).lost("no column of the ICO's template")
			continue
		}
		e.items[key] = r.split(c, path)
	}
	if !e.identify(cells.line) {
		for _, list := range e.items {
			for _, it := range list {
				it.lost("the row names neither a business function nor a purpose, and no row above does: nothing says what activity it is about")
			}
		}
		return
	}
	r.last = e
	if !e.bearable(cells.line) {
		return
	}
	e.dataColumns()
	e.recipientColumns()
	e.retentionColumn()
	e.lawfulColumns()
	e.plainColumns()
	e.begins = r.here()
	r.entries = append(r.entries, e)
}

// maxThings is how many things the cells of one activity may hold, over all
// its rows: each recipient receives each category of data.
const maxThings = 1000

// bearable counts the things of the row, and reports the first row with which
// its activity has too many.
func (e *entry) bearable(line int) bool {
	before := e.things
	for _, list := range e.items {
		e.things += len(list)
	}
	if before <= maxThings && e.things > maxThings {
		e.problem(line, "too-large", "the activity "+quoted(e.name)+" has more than 1,000 things in its cells, with this row: make several activities of it")
	}
	return e.things <= maxThings
}

func (r *register) keyOf(column int) string {
	for key, i := range r.columns {
		if i == column {
			return key
		}
	}
	return ""
}

var (
	conditioned = regexp.MustCompile(`^(.*) \(condition: (.*)\)$`)
	nothing     = regexp.MustCompile(`(?i)^(?:n/?a|none|nil|not applicable|not declared(?: \(.*\))?|-|–|—)\.?$`)
)

// split takes a cell apart into the things in it.
func (r *register) split(c cell, path string) []*item {
	separators := "\n;"
	if r.ours {
		separators = "\n"
	}
	var list []*item
	several := len(pieces(c.text, separators)) > 1
	for i, part := range strings.Split(c.text, "\n") {
		for _, p := range pieces(part, separators) {
			at := path
			if several {
				at += " [" + twoDigits(len(list)+1) + "]"
			}
			list = append(list, r.item(c.line+i, at, p))
		}
	}
	return list
}

// item reads one thing: marks of the export are taken off, and what states
// nothing is told.
func (r *register) item(line int, path, text string) *item {
	text = active(text)
	it := &item{Line: r.leaf(line, path, text)}
	it.raw, it.inferred = strings.CutSuffix(text, " (inferred)")
	it.text = it.raw
	if m := conditioned.FindStringSubmatch(it.raw); m != nil {
		it.text, it.condition = m[1], m[2]
	}
	if nothing.MatchString(text) {
		it.skip("not declared")
	} else if strings.HasSuffix(text, ": not declared") && !strings.Contains(text, " – ") {
		it.skip("not declared")
	}
	return it
}

// skip says that the item states nothing.
func (it *item) skip(note string) {
	it.silent(note)
	it.done = true
}

// of are the items of a column that are still to be read.
func (e *entry) of(key string) []*item {
	var list []*item
	for _, it := range e.items[key] {
		if !it.done {
			list = append(list, it)
		}
	}
	return list
}

// evidence is that of the item: the register marks what it infers, and says
// when a thing holds.
func (e *entry) evidence(it *item) inventory.Evidence {
	ev := e.draft.evidence()
	if it.inferred {
		ev = e.because("The register marks it as inferred, without its reasoning.")
		it.roughly("inferred in the register, whose reasoning is not in it")
	}
	ev.Condition = it.condition
	return ev
}

// guessed says that a text of people's own was understood by its words.
func (e *entry) guessed(it *item, note string) {
	if !e.ours {
		it.roughly(note)
	}
}
