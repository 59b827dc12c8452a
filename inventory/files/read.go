package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
)

const (
	// maxFile is the largest file read, in bytes.
	maxFile = 1 << 20
	// maxRecords is the largest number of records read: a list inside a list
	// could otherwise stand for more than memory holds.
	maxRecords = 200_000
)

// Hidden says whether a file or folder is left alone for its name, which begins
// with a dot: .git, .github, and what Kubernetes keeps behind a folder of
// links.
func Hidden(name string) bool { return name != "." && strings.HasPrefix(path.Base(name), ".") }

// Read reads every *.yaml file below the root of fsys, by path; others are
// left alone, and so is what is [Hidden]. A mistake in the files is an [inventory.Invalid] error with all
// of them, by file and line: what is no YAML, unknown sections, fields and
// values, wrong types, what is missing, and what is there twice. Anchors,
// aliases and tags are refused. Whether what the records point at exists, and
// whether they keep the rules of the domain, Apply says.
//
// The records are as written: Apply, not Read, fills in what absent fields
// stand for.
func Read(fsys fs.FS) (Result, error) {
	r := &reader{result: Result{byID: map[inventory.ID]int{}}}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case entry != nil && entry.IsDir() && Hidden(name):
			return fs.SkipDir
		case err != nil:
			return err
		case entry.IsDir() || path.Ext(name) != ".yaml" || Hidden(name):
			return nil
		}
		return r.file(fsys, name)
	})
	if err != nil {
		return Result{}, fmt.Errorf("read inventory files: %w", err)
	}
	if err := r.problems.err(); err != nil {
		return Result{}, err
	}
	return r.sorted(), nil
}

// reader gathers records and problems over all files.
type reader struct {
	result   Result
	problems problems
	// count is how many records were begun; full is set when they are too many.
	count int
	full  bool
}

// file is one file being read.
type file struct {
	*reader
	name string
}

func (r *reader) file(fsys fs.FS, name string) error {
	in, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return err
	}
	f := file{r, name}
	if root := f.parse(data); root != nil && f.sober(root) {
		f.sections(root)
	}
	return nil
}

// at is the place of a node.
func (f file) at(n *yaml.Node) Position { return Position{f.name, max(n.Line, 1)} }

func (f file) report(n *yaml.Node, rule, format string, args ...any) {
	f.problems.add(f.at(n), rule, fmt.Sprintf(format, args...))
}

// parse is the one document of a file; nil if it is empty, or no YAML, which
// is then reported.
func (f file) parse(data []byte) *yaml.Node {
	start := &yaml.Node{Line: 1}
	switch {
	case len(data) > maxFile:
		f.report(start, "too-large", "the file is larger than 1 MiB: split it")
		return nil
	case !utf8.Valid(data):
		f.report(start, "syntax", "the file is not UTF-8 text")
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		f.report(start, "syntax", "%v", err)
		return nil
	}
	var doc, second yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		f.syntax(data, err)
		return nil
	}
	if err := loader.Load(&second); err == nil {
		f.report(&second, "syntax", "a file holds one document: remove what follows, or move it to a file of its own")
	} else if !errors.Is(err, io.EOF) {
		f.syntax(data, err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil
	}
	return doc.Content[0]
}

// syntax reports what the parser says, with its line if it tells one: the last
// of the file at the latest.
func (f file) syntax(data []byte, err error) {
	at, message := &yaml.Node{Line: 1}, err.Error()
	var detail *yaml.LoadError
	if errors.As(err, &detail) {
		last := 1 + bytes.Count(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
		at.Line, message = min(detail.Mark.Line, last), detail.Message
	}
	f.report(at, "syntax", "this is no YAML: %s", message)
}

// sober reports anchors, aliases and tags: with them, a file would not say
// what it seems to say.
func (f file) sober(n *yaml.Node) bool {
	ok := true
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		f.report(n, "alias", "anchors (&) and aliases (*) are not read: write the value out")
		ok = false
	}
	if n.Style&yaml.TaggedStyle != 0 {
		f.report(n, "tag", "tags (!) are not read: leave %q out", n.Tag)
		ok = false
	}
	for _, c := range n.Content {
		ok = f.sober(c) && ok
	}
	return ok
}

// sorted brings the records into the order of their kinds.
func (r *reader) sorted() Result {
	rank := map[inventory.Kind]int{}
	for i, k := range inventory.Kinds() {
		rank[k] = i
	}
	was := r.result
	order := make([]int, len(was.Records))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return rank[was.Records[a].RecordKind()] - rank[was.Records[b].RecordKind()]
	})
	out := Result{byID: make(map[inventory.ID]int, len(order))}
	for i, from := range order {
		out.Records = append(out.Records, was.Records[from])
		out.places = append(out.places, was.places[from])
		out.byID[was.Records[from].RecordID()] = i
	}
	return out
}
