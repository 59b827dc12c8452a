package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxBody is the most bytes that a request body may have.
const maxBody = 1 << 20

// params are the parameters of a GraphQL request, before anything is known
// about their meaning. Numbers in variables are [json.Number].
type params struct {
	query         string
	documentID    string
	operationName string
	variables     map[string]any
	extensions    map[string]any
}

// readParams reads the parameters from the URL of a GET or HEAD, or from the
// body of a POST.
func readParams(w http.ResponseWriter, r *http.Request) (params, *refusal) {
	if r.Method == http.MethodPost {
		return readBody(w, r)
	}
	return readURL(r.URL)
}

// readURL reads the parameters from the query part of a URL; variables and
// extensions are JSON there.
func readURL(u *url.URL) (params, *refusal) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return params{}, refuse(malformed, codeBadRequest, "the query part of the URL is malformed")
	}
	var p params
	for _, name := range []string{"query", "documentId", "operationName", "variables", "extensions"} {
		target, _ := p.place(name)
		switch given := values[name]; {
		case len(given) > 1:
			return params{}, refuse(malformed, codeBadRequest, "the parameter %s is given %d times", name, len(given))
		case len(given) == 0 || given[0] == "":
			continue
		case !utf8.ValidString(given[0]):
			return params{}, refuse(malformed, codeBadRequest, "the parameter %s is not UTF-8", name)
		case setText(target, given[0]) != nil:
			return params{}, refuse(malformed, codeBadRequest, "the parameter %s is not a JSON object", name)
		}
	}
	return p, nil
}

// setText stores a parameter given as text: as it is, or decoded where an
// object is wanted.
func setText(target any, text string) error {
	if s, ok := target.(*string); ok {
		*s = text
		return nil
	}
	return decodeStrict(strings.NewReader(text), target)
}

// readBody reads the parameters from a JSON body, of which it reads no more
// than maxBody bytes.
func readBody(w http.ResponseWriter, r *http.Request) (params, *refusal) {
	if !isJSONRequest(r.Header.Get("Content-Type")) {
		return params{}, refuse(wrongMedia, codeBadRequest, "the Content-Type must be application/json in UTF-8")
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return params{}, refuse(wrongMedia, codeBadRequest, "a body with a Content-Encoding is not accepted")
	}
	if r.ContentLength > maxBody {
		w.Header().Set("Connection", "close") // the rest of the body is not worth reading
		return params{}, bodyTooLarge()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return params{}, bodyTooLarge()
	}
	if err != nil {
		return params{}, refuse(malformed, codeBadRequest, "the request body could not be read")
	}
	return parseBody(body)
}

func bodyTooLarge() *refusal {
	return refuse(tooLarge, codeTooLarge, "the request body has more than the %d bytes allowed", maxBody)
}

// parseBody reads the parameters from the bytes of a JSON object. Parameters
// of other names are ignored, as the specification wants; one given twice, or
// in another case, is not guessed at.
func parseBody(body []byte) (params, *refusal) {
	if !utf8.Valid(body) {
		return params{}, refuse(malformed, codeBadRequest, "the request body is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return params{}, refuse(malformed, codeBadRequest, "the request body is not a JSON object")
	}
	var p params
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, isName := key.(string)
		var raw json.RawMessage
		if err != nil || !isName || d.Decode(&raw) != nil {
			return params{}, refuse(malformed, codeBadRequest, "the request body is not JSON")
		}
		if seen[name] {
			return params{}, refuse(malformed, codeBadRequest, "the parameter %s is given twice", clip(name))
		}
		seen[name] = true
		if target, known := p.place(name); known && decodeStrict(bytes.NewReader(raw), target) != nil {
			return params{}, refuse(malformed, codeBadRequest, "the parameter %s must be %s or null", name, wantedKind(target))
		}
	}
	if _, err := d.Token(); err != nil {
		return params{}, refuse(malformed, codeBadRequest, "the request body is not JSON")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return params{}, refuse(malformed, codeBadRequest, "the request body goes on after its JSON object")
	}
	return p, nil
}

// place gives the place of the parameter of this name, and whether there is
// such a parameter.
func (p *params) place(name string) (target any, known bool) {
	switch name {
	case "query":
		return &p.query, true
	case "documentId":
		return &p.documentID, true
	case "operationName":
		return &p.operationName, true
	case "variables":
		return &p.variables, true
	case "extensions":
		return &p.extensions, true
	default:
		return nil, false
	}
}

// wantedKind says in words what a place of [params.place] holds.
func wantedKind(target any) string {
	if _, ok := target.(*string); ok {
		return "a string"
	}
	return "an object"
}

// decodeStrict decodes one JSON value with nothing after it, keeping numbers
// as they are written.
func decodeStrict(r io.Reader, target any) error {
	d := json.NewDecoder(r)
	d.UseNumber()
	if err := d.Decode(target); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("trailing data")
	}
	return nil
}
