package statement

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"strings"
)

//go:embed operation/*.graphql operation/manifest.json
var operations embed.FS

// text is an operation as it is written, and as it is asked.
func text(name string) (string, error) {
	data, err := fs.ReadFile(operations, "operation/"+name+".graphql")
	return string(data), err
}

// Documents are the operations that the pages are made of, each under its id:
// "sha256:" and the hash of its text in hexadecimal. The manifest beside them
// gives the same ids to their file names.
func Documents() map[string]string {
	files, _ := fs.Glob(operations, "operation/*.graphql") // the pattern is good
	documents := make(map[string]string, len(files))
	for _, file := range files {
		data, err := fs.ReadFile(operations, file)
		if err != nil {
			panic(err) // embedded: a program without it was built wrongly
		}
		documents[documentID(data)] = string(data)
	}
	return documents
}

func documentID(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// refusal is an answer that says what is wrong with the question.
type refusal struct {
	code, message string
}

func (r *refusal) Error() string { return r.message }

// errMoved means that a new revision came between two operations of one page.
var errMoved = errors.New("the inventory has a new revision since the page was begun")

// session asks the operations of one page, and remembers which they were.
type session struct {
	ctx  context.Context
	ask  func(context.Context, string, map[string]any) ([]byte, bool)
	asOf string
	// head is the revision that the page shows, once an answer has said it.
	head  revision
	shown []Operation
}

// Operation is a question that a page asked, for its foot.
type Operation struct {
	Name, ID, Text, Variables string
	// Explorer opens it; empty: there is nowhere to.
	Explorer string
}

// put asks the named operation and reads its data into answer. Variables of
// the text "" are null.
func (s *session) put(name string, variables map[string]any, answer any) error {
	query, err := text(name)
	if err != nil {
		return fmt.Errorf("operation %s: %w", name, err)
	}
	values := map[string]any{"asOf": nullable(s.asOf)}
	for k, v := range variables {
		values[k] = nullable(v)
	}
	body, ok := s.ask(s.ctx, query, values)
	if !ok {
		return refused(name, body)
	}
	var head struct{ Head revision }
	if err := errors.Join(data(body, &head), data(body, answer)); err != nil {
		return fmt.Errorf("operation %s: %w", name, err)
	}
	if s.head.Number != 0 && s.head.Number != head.Head.Number {
		return errMoved
	}
	s.head = head.Head
	return s.show(name, query, values)
}

func nullable(v any) any {
	if v == "" {
		return nil
	}
	return v
}

// data reads the data of an answer.
func data(body []byte, into any) error {
	return json.Unmarshal(body, &struct{ Data any }{into})
}

// refused says why an operation has no answer.
func refused(name string, body []byte) error {
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Errors) == 0 {
		return fmt.Errorf("operation %s: no answer", name)
	}
	first := answer.Errors[0]
	if first.Extensions.Code == "NOT_FOUND" || first.Extensions.Code == "INVALID" {
		return &refusal{first.Extensions.Code, first.Message}
	}
	return fmt.Errorf("operation %s: %s: %s", name, first.Extensions.Code, first.Message)
}

// show notes an operation for the foot of the page; one that is asked again,
// as for the next page of a list, is noted once.
func (s *session) show(name, query string, values map[string]any) error {
	for _, o := range s.shown {
		if o.Name == name {
			return nil
		}
	}
	var variables bytes.Buffer
	encoder := json.NewEncoder(&variables)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(values); err != nil {
		return err
	}
	s.shown = append(s.shown, Operation{Name: name, ID: documentID([]byte(query)), Text: query, Variables: strings.TrimSpace(variables.String())})
	return nil
}

// inExplorer is the address of an operation in GraphiQL, which reads it from
// the fragment: no server sees it.
func (o Operation) inExplorer(explorer string) string {
	return explorer + "#" + url.Values{"query": {o.Text}, "variables": {o.Variables}}.Encode()
}

// everything reads all pages of the list that a field of an operation gives.
func everything[T any](s *session, name, field string, variables map[string]any) ([]T, error) {
	var all []T
	asked := map[string]any{"after": ""}
	maps.Copy(asked, variables)
	for {
		var answer map[string]json.RawMessage
		if err := s.put(name, asked, &answer); err != nil {
			return nil, err
		}
		var part list[T]
		if err := json.Unmarshal(answer[field], &part); err != nil {
			return nil, fmt.Errorf("operation %s: %w", name, err)
		}
		all = append(all, part.Nodes...)
		if !part.PageInfo.HasNextPage {
			return all, nil
		}
		asked["after"] = part.PageInfo.EndCursor
	}
}
