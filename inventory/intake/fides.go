package intake

import (
	"strings"

	"github.com/recital/recital/inventory"
)

// Fides reads a Fides manifest: its systems become services with a processing
// activity for each privacy declaration; datasets tell what data those hold
// and how long; organizations become parties; and custom entries of the
// taxonomy become data categories, purposes and categories of people with a
// crosswalk to their keys.
func Fides(content []byte, name string, s *inventory.Snapshot, o Options) (Plan, error) {
	d := newDraft("Fides manifest", content, name, s, o)
	root, ok := d.parse(content)
	if !ok {
		return d.plan()
	}
	if !root.isMap() {
		d.problem(root.line(), "wrong-type", "a Fides manifest is a mapping of sections such as system and dataset: this is none")
		return d.plan()
	}
	m := &manifest{draft: d, root: root, systems: map[string]*system{}, organizations: map[string]inventory.ID{}}
	m.define()
	for _, t := range m.section("organization") {
		m.organization(t)
	}
	m.gather(root.get("system").items())
	m.gather(m.referred())
	for _, t := range m.section("system") {
		m.system(t)
	}
	for _, sys := range m.order {
		m.declare(sys)
	}
	for _, sys := range m.order {
		m.describe(sys)
	}
	for _, sys := range m.order {
		m.connect(sys)
	}
	for _, t := range m.section("dataset") {
		m.dataset(t)
	}
	m.rest()
	return d.plan()
}

// manifest is a Fides manifest being read.
type manifest struct {
	*draft
	root          tree
	order         []*system
	systems       map[string]*system
	organizations map[string]inventory.ID
	// defined are the custom entries of the taxonomy, by kind and key.
	defined map[termKey]tree
}

// system is a system of a manifest.
type system struct {
	tree
	key, name    string
	service      inventory.ID
	at           place
	declarations []*declaration
	// vendor is the party that the system's legal name gives; empty: none.
	vendor inventory.ID
}

// declaration is a privacy declaration of a system.
type declaration struct {
	tree
	name     string
	activity inventory.ID
	at       place
	purpose  inventory.ID
	// data are the categories declared, in their order.
	data        []inventory.ID
	disclosures []inventory.ID
}

// section are the entries of a section; one without a key is a problem.
func (m *manifest) section(name string) []tree {
	t := m.root.get(name)
	if t.node != nil && !t.empty() && t.items()[0].node == t.node {
		m.problem(t.line(), "wrong-type", name+" is a list of entries, each with a fides_key")
		return nil
	}
	var list []tree
	for _, item := range t.items() {
		if item.get("fides_key").text() == "" {
			m.problem(item.line(), "missing", "an entry of "+name+" has no fides_key")
			continue
		}
		list = append(list, item)
	}
	return list
}

// Why whole sections and common fields have no place here.
const (
	noPolicy     = "the inventory says what is done, not what rules allow: check it with the findings"
	noSection    = "no section of a Fides manifest that is read: system, dataset, organization, data_category, data_use, data_subject"
	noTags       = "the inventory has no tags and no free metadata"
	noMetadata   = "settings of the Fides application, nothing about personal data"
	noTaxonomy   = "says how Fides' own taxonomy changed; the inventory keeps its own history"
	noField      = "no field of a Fides manifest that is read"
	noQualifier  = "no data qualifier that is known"
	noCarrier    = "the system has no privacy declaration that could carry this: add one"
	notALink     = "no link: write https://…, or put the document where a link leads to it"
	leftAsItIs   = "the inventory has this from elsewhere, and what differs was left as it is"
	systemsOwn   = "data of the system and not of people: declare a user category if it is about people"
	whoSetsWhich = "a cookie needs a name, a setter and a category: import them from the Open Cookie Database, or add them by hand"
)

// rest tells of the sections that have no place here.
func (m *manifest) rest() {
	m.root.each(func(key string, t tree) {
		switch key {
		case "organization", "system", "dataset", "data_category", "data_use", "data_subject":
			t.hush()
		case "policy", "evaluation":
			t.lost(noPolicy)
		case "data_qualifier":
			t.lost("the forms of data are fixed here: identifiable, pseudonymised, encrypted, aggregated, anonymous")
		default:
			t.lost(noSection)
		}
	})
}

// common tells of the fields that every entry may have; ok is false for others.
func (m *manifest) common(key string, t tree) (ok bool) {
	switch key {
	case "tags", "meta":
		t.lost(noTags)
	case "fidesctl_meta", "fides_meta", "fidesops_meta", "registry_id", "active", "created_at", "updated_at", "id":
		t.lost(noMetadata)
	case "is_default", "version_added", "version_deprecated", "replaced_by":
		t.lost(noTaxonomy)
	default:
		return false
	}
	return true
}

// formOf is the form that a data qualifier tells.
func formOf(qualifier string) (form inventory.Form, ok bool) {
	last := qualifier[strings.LastIndexByte(qualifier, '.')+1:]
	switch last {
	case "aggregated":
		return inventory.Aggregated, true
	case "anonymized":
		return inventory.Anonymous, true
	case "unlinked_pseudonymized", "pseudonymized":
		return inventory.Pseudonymised, true
	case "identified", "identified_data":
		return inventory.Identifiable, true
	}
	return "", false
}

// link sets a link; a text that is none is told.
func link(l *Line, text, target string, set func(inventory.URL)) bool {
	if inventory.URL(text).Valid() != nil {
		l.lost(notALink)
		return false
	}
	set(inventory.URL(text))
	l.mapped(target)
	return true
}

// told says of a field of a noun where it went: the file's own record has it,
// and one from elsewhere has it only if it says the same.
func (m *draft) told(t tree, id inventory.ID, field, have string) {
	if t.text() == "" {
		t.hush()
		return
	}
	target := string(id) + "#" + field
	k, _ := id.Kind()
	if by, ok := m.lookup(k, t.text()); m.records[id] != nil || have == t.text() || field == "name" && ok && by == id {
		t.leaf().mapped(target)
		return
	}
	t.leaf().lost("%s is in the inventory from elsewhere and was left as it is: change it there if this is right", id)
}
