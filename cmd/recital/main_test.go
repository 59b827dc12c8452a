package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts and the README")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"recital": func() {
		os.Exit(run(interruptible(), os.Args[1:], program{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}))
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true})
}

// console is a block of the README that shows a session.
var console = regexp.MustCompile("(?s)```console\n(.*?)```")

// TestReadme runs what the README shows and compares what it prints.
func TestReadme(t *testing.T) {
	path, err := filepath.Abs(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if code, out := command(t, "init", "--example"); code != exitOK {
		t.Fatal(out)
	}
	blocks := 0
	shown := console.ReplaceAllFunc(readme, func(block []byte) []byte {
		blocks++
		return session(t, console.FindSubmatch(block)[1])
	})
	if blocks == 0 {
		t.Fatal("the README shows no session")
	}
	if *update {
		if err := os.WriteFile(path, shown, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), string(shown)); diff != "" {
		t.Errorf("the README shows what the program does not print (-README +program):\n%s", diff)
	}
}

// session runs the lines that begin with "$ recital" and answers with the block
// as it would look.
func session(t *testing.T, block []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("```console\n")
	for line := range strings.Lines(string(block)) {
		line, ok := strings.CutPrefix(strings.TrimSpace(line), "$ recital ")
		if !ok {
			continue
		}
		out.WriteString("$ recital " + line + "\n")
		_, printed := command(t, words(line)...)
		out.WriteString(printed)
	}
	out.WriteString("```")
	return out.Bytes()
}

// words takes a command line apart as a shell does, as far as the README needs.
func words(line string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		list = append(list, m[1]+m[2]+m[3])
	}
	return list
}

// command runs a command line in this process, on a terminal of 120 columns.
func command(t *testing.T, args ...string) (code int, printed string) {
	t.Helper()
	var out bytes.Buffer
	code = run(t.Context(), args, program{in: strings.NewReader(""), out: &out, err: &out, getenv: func(string) string { return "" }})
	return code, out.String()
}
