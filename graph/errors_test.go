package graph

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/recital/recital/inventory"
)

// TestSecretsStayInside throws errors with a secret in every place that an
// error has, and looks for it in everything that leaves.
func TestSecretsStayInside(t *testing.T) {
	for _, how := range []string{"panic", "known", "strange", "graphql", "deadline", "other"} {
		s := serve(t, nil)
		w := s.ask(`{hello things(first:1){nodes{bad:fail(how:"`+how+`")}}}`, nil)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", how, w.Code)
		}
		if strings.Contains(w.Body.String(), secret) || strings.Contains(w.Body.String(), "goroutine") {
			t.Errorf("%s: the secret is out: %s", how, w.Body)
		}
		got := read(t, w)
		if len(got.Errors) != 2 { // nodes has two elements
			t.Fatalf("%s: %d errors", how, len(got.Errors))
		}
		e := got.Errors[0]
		if diff := cmp.Diff([]any{"things", "nodes", "bad"}, e.Path); diff != "" {
			t.Errorf("%s: path: %s", how, diff)
		}
		if how != "panic" && len(e.Locations) != 1 && how != "graphql" {
			t.Errorf("%s: locations %v", how, e.Locations)
		}
		if how == "known" {
			continue
		}
		want := map[string]any{"code": codeInternal, "requestId": "req-1"}
		if diff := cmp.Diff(want, e.Extensions); diff != "" {
			t.Errorf("%s: extensions: %s", how, diff)
		}
		if e.Message != "internal error; the log has it under request req-1" {
			t.Errorf("%s: message %q", how, e.Message)
		}
		if n := strings.Count(s.log.String(), "msg=\"internal error\" request=req-1"); n != 2 || !strings.Contains(s.log.String(), secret) {
			t.Errorf("%s: the log has %d records of two:\n%s", how, n, s.log)
		}
	}
}

func TestKnownErrorsAreShown(t *testing.T) {
	s := serve(t, nil)
	got := read(t, s.ask(`{fail(how:"known")}`, nil))
	if len(got.Errors) != 1 || got.Errors[0].Message != "the base is revision 3, the head is 4" {
		t.Fatalf("errors %+v", got.Errors)
	}
	want := map[string]any{
		"code":     "CONFLICT",
		"problems": []any{map[string]any{"path": "changes[0]", "rule": "stale", "message": "read it again"}},
	}
	if diff := cmp.Diff(want, got.Errors[0].Extensions); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(s.log.String(), "internal error") {
		t.Errorf("an error of the client is logged as ours:\n%s", s.log)
	}
}

func TestPanicIsLoggedWithItsStack(t *testing.T) {
	s := serve(t, nil)
	s.ask(`{fail(how:"panic")}`, nil)
	if !strings.Contains(s.log.String(), "fakeError") {
		t.Errorf("the log does not say where:\n%s", s.log)
	}
}

func TestClip(t *testing.T) {
	if got := clip("short"); got != "short" {
		t.Errorf("clip(short) = %q", got)
	}
	for _, s := range []string{strings.Repeat("x", 1000), strings.Repeat("é", 500), "x" + strings.Repeat("é", 500)} {
		if got := clip(s); len(got) > 303 || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
			t.Errorf("clip gives %d bytes: %q", len(got), got)
		}
	}
}

// TestProblemsAreCapped has more problems than anybody reads.
func TestProblemsAreCapped(t *testing.T) {
	err := inventory.Errorf(inventory.Invalid, "the commit was refused")
	err.Problems = make([]inventory.Problem, maxProblems+1)
	shown := presenter{}.public(t.Context(), err).Extensions
	if list, _ := shown["problems"].([]inventory.Problem); len(list) != maxProblems || shown["omittedProblems"] != 1 {
		t.Errorf("%d problems are shown, %v are not", len(list), shown["omittedProblems"])
	}
	err.Problems = err.Problems[:maxProblems]
	if _, said := (presenter{}).public(t.Context(), err).Extensions["omittedProblems"]; said {
		t.Error("none is left out, and it is said that some are")
	}
}
