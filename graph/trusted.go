package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/recital/recital/inventory"
)

// documentPrefix begins the id of a document and says how it is made.
const documentPrefix = "sha256:"

// Document is an operation that is published under an id: clients may ask for
// it without sending its text.
type Document struct {
	// ID is that of [DocumentID].
	ID string `json:"id"`
	// Name is the name of the operation.
	Name string `json:"name"`
	// File is where the text was read; empty for one of the program's own.
	File string `json:"file,omitempty"`
	Text string `json:"-"`
}

// DocumentID is the id of a document: "sha256:" and the hash of its exact text
// in lower-case hexadecimal.
func DocumentID(text string) string {
	sum := sha256.Sum256([]byte(text))
	return documentPrefix + hex.EncodeToString(sum[:])
}

// ReadDocuments reads the documents of a folder: the files named *.graphql in
// it, each of which has one operation with a name and its fragments. They are
// in the order of their names. The error has everything that is wrong with any
// of them, a line for each problem.
func ReadDocuments(files fs.FS, schema *ast.Schema) ([]Document, error) {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		return nil, err
	}
	var read []Document
	var problems []error
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		d, errs := readDocument(name, string(text), schema)
		problems = append(problems, errs...)
		read = append(read, d)
	}
	return read, errors.Join(append(problems, sameNames(read)...)...)
}

// DocumentsOf names the operations of a manifest, which has texts by id, in
// the order of their names.
func DocumentsOf(manifest map[string]string, schema *ast.Schema) ([]Document, error) {
	var list []Document
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(manifest)) {
		text := manifest[id]
		if id != DocumentID(text) {
			problems = append(problems, fmt.Errorf("%s: the id of this text is %s", id, DocumentID(text)))
		}
		d, errs := readDocument("", text, schema)
		for _, err := range errs {
			problems = append(problems, fmt.Errorf("%s: %w", id, err))
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Document) int { return strings.Compare(a.Name, b.Name) })
	return list, errors.Join(problems...)
}

// readDocument checks a text as a server does before it runs it.
func readDocument(file, text string, schema *ast.Schema) (Document, []error) {
	d := Document{ID: DocumentID(text), File: file, Text: text}
	doc, wrong := parse(text)
	if wrong != nil {
		return d, []error{at(file, wrong)}
	}
	switch {
	case len(text) > maxQueryBytes:
		wrong = tooMuch("bytes", len(text), maxQueryBytes)
	case len(doc.Operations) != 1:
		wrong = coded(codeValidation, "a document has one operation, this one has %d", len(doc.Operations))
	case doc.Operations[0].Name == "":
		wrong = coded(codeValidation, "the operation has no name")
	default:
		wrong = measure(doc).check()
	}
	if wrong != nil {
		return d, []error{at(file, wrong)}
	}
	d.Name = doc.Operations[0].Name
	var errs []error
	for _, e := range validator.ValidateWithRules(withoutDefer(schema), doc, rules.NewDefaultRules()) {
		errs = append(errs, at(file, e))
	}
	return d, errs
}

// at writes an error as file:line:column: message.
func at(file string, e *gqlerror.Error) error {
	where := path.Clean("./" + file)
	if file == "" {
		where = "document"
	}
	if len(e.Locations) == 0 {
		return fmt.Errorf("%s: %s", where, e.Message)
	}
	return fmt.Errorf("%s:%d:%d: %s", where, e.Locations[0].Line, e.Locations[0].Column, e.Message)
}

// sameNames finds documents that could not be told apart by name.
func sameNames(list []Document) []error {
	var problems []error
	first := map[string]string{}
	for _, d := range list {
		if other, taken := first[d.Name]; taken && d.Name != "" {
			problems = append(problems, fmt.Errorf("%s: the operation is named %s, as that of %s is", d.File, d.Name, other))
			continue
		}
		first[d.Name] = d.File
	}
	return problems
}

// trusted are the documents that clients may ask for by id, and who may ask
// for nothing else.
type trusted struct {
	texts map[string]string
	only  func(role string) bool
	known map[string]bool
}

func newTrusted(manifest map[string]string, only func(role string) bool) trusted {
	t := trusted{texts: maps.Clone(manifest), only: only, known: map[string]bool{}}
	for _, text := range manifest {
		t.known[text] = true
	}
	return t
}

// resolve finds the text of a request that names a document, and refuses one
// that the role may not run. Clients that send a hash and hope that the server
// learns the text (automatic persisted queries) may look documents up, not
// register them.
func (t trusted) resolve(p *params, role string) *refusal {
	id, no := p.document()
	if no != nil {
		return no
	}
	if id != "" && p.query == "" {
		text, ok := t.texts[id]
		if !ok {
			return refuse(refused, codeNoDocument, "no operation is published here under the id %s", clip(id))
		}
		p.query = text
	}
	switch {
	case p.query == "":
		return refuse(malformed, codeBadRequest, "the parameter query is missing")
	case t.only(role) && !t.known[p.query]:
		return refuse(forbidden, string(inventory.Forbidden), "only published operations are answered here: "+
			"ask for one with documentId; recital documents lists their ids, and recital serve --documents publishes more")
	}
	return nil
}

// document gives the id of the document that the parameters name, empty if
// they name none.
func (p *params) document() (id string, no *refusal) {
	hash, given, valid := p.persistedHash()
	switch {
	case given && !valid:
		return "", refuse(malformed, codeBadRequest, `extensions.persistedQuery must be {"version": 1, "sha256Hash": "…"} with 64 hexadecimal digits`)
	case p.documentID != "" && p.query != "":
		return "", refuse(malformed, codeBadRequest, "the request has both documentId and query: send one of them")
	case p.documentID != "" && given:
		return "", refuse(malformed, codeBadRequest, "the request has both documentId and extensions.persistedQuery: send one of them")
	case p.documentID != "":
		if hash, ok := strings.CutPrefix(p.documentID, documentPrefix); !ok || !isHash(hash) {
			return "", refuse(malformed, codeBadRequest, "documentId must be %s with 64 hexadecimal digits in lower case", documentPrefix)
		}
		return p.documentID, nil
	case given && p.query != "" && DocumentID(p.query) != documentPrefix+hash:
		return "", refuse(malformed, codeBadRequest, "extensions.persistedQuery.sha256Hash is not the hash of the query")
	case given:
		return documentPrefix + hash, nil
	}
	return "", nil
}

// persistedHash is the hash of extensions.persistedQuery, whether there is
// one, and whether it can be one.
func (p *params) persistedHash() (hash string, given, valid bool) {
	extension := p.extensions["persistedQuery"]
	if extension == nil {
		return "", false, false
	}
	fields, _ := extension.(map[string]any)
	version, isInt := asInt(fields["version"])
	hash, _ = fields["sha256Hash"].(string)
	return hash, true, isInt && version == 1 && isHash(hash)
}

// isHash says whether a text is a SHA-256 in lower-case hexadecimal.
func isHash(s string) bool {
	return len(s) == hex.EncodedLen(sha256.Size) && strings.Trim(s, "0123456789abcdef") == ""
}
