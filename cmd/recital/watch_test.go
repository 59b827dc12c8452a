package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// TestWatch tells what was committed before it began, and then what another
// process commits.
func TestWatch(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recital.db")
	if err := create(t.Context(), db, true); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"watch", "--db", db, "--json", "--since", "6"}, program{in: strings.NewReader(""), out: in, err: in, getenv: func(string) string { return "" }})
		in.Close()
		done <- code
	}()
	lines := bufio.NewReader(out)
	type told struct {
		Revision        int
		Author, Message string
		Diff            struct {
			Entries []struct{ ID, Sentence string }
		}
	}
	next := func() (line told) {
		text, err := lines.ReadString('\n')
		if err == nil {
			err = json.Unmarshal([]byte(text), &line)
		}
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return line
	}
	if first := next(); first.Revision != 7 || first.Message == "" {
		t.Errorf("told %+v", first)
	}
	commitPurpose(t, db)
	if second := next(); second.Revision != 8 || second.Author != "test" || second.Message != "a purpose" || len(second.Diff.Entries) != 1 || second.Diff.Entries[0].ID != "purpose/noticed" {
		t.Errorf("told %+v", second)
	}
	stop()
	go io.Copy(io.Discard, out)
	if code := <-done; code != exitOK {
		t.Errorf("ended with %d", code)
	}
}
