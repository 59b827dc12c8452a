// Package setting reads the settings of a check from a file that people write
// and review: what was agreed to be left, why and until when, and the
// organisation's own limits. It knows YAML, and nothing of what rules find.
//
//	cookieMaximum: P540D
//	suppressions:
//	  - rule: dpo-missing
//	    subject: party/acme
//	    reason: Fewer than twenty people process data here; assessed in June.
//	    until: 2027-06-30
package setting

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/wording"
)

// maxFile is the largest file read, in bytes.
const maxFile = 1 << 20

// Read reads settings from a file of this name: options without a day. What is
// wrong is an [inventory.Invalid] error with all mistakes, by file and line:
// unknown keys and rules, and suppressions without a reason or an end.
func Read(name string, in io.Reader) (lint.Options, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return lint.Options{}, fmt.Errorf("read %s: %w", name, err)
	}
	r := &reader{name: name}
	if root := r.parse(data); root != nil {
		r.settings(root)
	}
	if len(r.problems) > 0 {
		return lint.Options{}, &inventory.Error{
			Code:     inventory.Invalid,
			Message:  fmt.Sprintf("%s cannot be read as settings of a check: %s", name, wording.Count(len(r.problems), "problem")),
			Problems: r.problems,
		}
	}
	return r.options, nil
}

type reader struct {
	name     string
	options  lint.Options
	problems []inventory.Problem
}

func (r *reader) place(n *yaml.Node) string { return fmt.Sprintf("%s:%d", r.name, max(n.Line, 1)) }

func (r *reader) report(n *yaml.Node, rule, format string, args ...any) {
	r.problems = append(r.problems, inventory.Problem{Path: r.place(n), Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// parse is the one document of the file; nil if it is empty, or no YAML.
func (r *reader) parse(data []byte) *yaml.Node {
	start := &yaml.Node{Line: 1}
	switch {
	case len(data) > maxFile:
		r.report(start, "too-large", "the file is larger than 1 MiB")
		return nil
	case !utf8.Valid(data):
		r.report(start, "syntax", "the file is not UTF-8 text")
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		r.report(start, "syntax", "%v", err)
		return nil
	}
	var doc yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		if detail, ok := errors.AsType[*yaml.LoadError](err); ok {
			start.Line, err = detail.Mark.Line, errors.New(detail.Message)
		}
		r.report(start, "syntax", "this is no YAML: %v", err)
		return nil
	}
	if err := loader.Load(new(yaml.Node)); !errors.Is(err, io.EOF) {
		r.report(start, "syntax", "a file holds one document: remove what follows the first")
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil
	}
	return doc.Content[0]
}

// fields calls visit for each key of a mapping, once, and reports others than
// those known.
func (r *reader) fields(n *yaml.Node, what string, known []string, visit func(key string, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.report(n, "wrong-type", "%s is a list of keys and values: %s", what, strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			r.report(key, "unknown-field", "%s has no %q: write %s", what, key.Value, strings.Join(known, ", "))
		case seen[key.Value]:
			r.report(key, "duplicate", "%q is there twice", key.Value)
		default:
			visit(key.Value, value)
		}
		seen[key.Value] = true
	}
}

// text is the value of a field that holds one text.
func (r *reader) text(n *yaml.Node, key string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.report(n, "wrong-type", "%s is one text", key)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (r *reader) settings(root *yaml.Node) {
	r.fields(root, "the file", []string{"cookieMaximum", "audienceMaximum", "suppressions"}, func(key string, value *yaml.Node) {
		switch key {
		case "cookieMaximum":
			r.options.CookieMaximum = r.period(value, key)
		case "audienceMaximum":
			r.options.AudienceMaximum = r.period(value, key)
		case "suppressions":
			if value.Kind != yaml.SequenceNode {
				r.report(value, "wrong-type", "suppressions is a list")
				return
			}
			for _, item := range value.Content {
				r.suppression(item)
			}
		}
	})
}

func (r *reader) period(n *yaml.Node, key string) inventory.Period {
	p := inventory.Period(r.text(n, key))
	if err := p.Valid(); err != nil && n.Kind == yaml.ScalarNode {
		r.report(n, "malformed", "%s: %v", key, err)
	}
	return p
}

// suppression reads one; every part of it is needed.
func (r *reader) suppression(item *yaml.Node) {
	s := lint.Suppression{Place: r.place(item)}
	parts := map[string]*string{"rule": &s.Rule, "subject": &s.Subject, "reason": &s.Reason, "until": (*string)(&s.Until)}
	order := []string{"rule", "subject", "reason", "until"}
	before := len(r.problems)
	r.fields(item, "a suppression", order, func(key string, value *yaml.Node) {
		*parts[key] = r.text(value, key)
		if key == "rule" && *parts[key] != "" {
			r.rule(value)
		}
		if err := s.Until.Valid(); key == "until" && s.Until != "" && err != nil {
			r.report(value, "malformed", "until: %v", err)
		}
	})
	if len(r.problems) == before {
		for _, key := range order {
			if *parts[key] == "" {
				r.report(item, "missing", "the suppression has no %s: %s", key, needed[key])
			}
		}
	}
	r.options.Suppressions = append(r.options.Suppressions, s)
}

// needed says what the parts of a suppression are.
var needed = map[string]string{
	"rule":    "name the rule, as recital lint shows it",
	"subject": "name what the finding is about; * stands for any characters",
	"reason":  "say why the finding may stay",
	"until":   "give the last day on which it may stay, such as 2027-06-30",
}

func (r *reader) rule(n *yaml.Node) {
	rule, known := lint.RuleByID(n.Value)
	switch {
	case !known:
		r.report(n, "unknown-value", "there is no rule %q", n.Value)
	case !rule.Suppressible():
		r.report(n, "contradiction", "%s cannot be suppressed", n.Value)
	}
}
