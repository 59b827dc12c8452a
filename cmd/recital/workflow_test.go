package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestWorkflow runs the commands of the workflow that the README of package
// files shows, on a target branch and a pull request that changes a name.
func TestWorkflow(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "inventory", "files", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(readme), "```yaml\n")
	block, _, _ = strings.Cut(block, "```")
	var workflow struct {
		Jobs map[string]struct {
			Env   map[string]string `yaml:"env"`
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Load([]byte(block), &workflow); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for folder, name := range map[string]string{"base/inventory": "Sell", "inventory": "Sell goods"} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "purposes.yaml"), []byte("purposes: [{id: sell, name: "+name+"}]\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	job := workflow.Jobs["plan"]
	for name, value := range job.Env {
		t.Setenv(name, value)
	}
	var printed strings.Builder
	for _, step := range job.Steps {
		for line := range strings.Lines(step.Run) {
			line, ok := strings.CutPrefix(strings.TrimSpace(line), "recital ")
			if !ok {
				continue
			}
			line, _, _ = strings.Cut(line, " > ")
			p := program{in: strings.NewReader(""), out: &printed, err: &printed, getenv: os.Getenv}
			if code := run(t.Context(), words(line), p); code != exitOK {
				t.Errorf("recital %s: exit code %d\n%s", line, code, printed.String())
			}
		}
	}
	for _, want := range []string{"Recorded as revision 1", "# What changed", "name: Sell → Sell goods", "Recorded as revision 2"} {
		if !strings.Contains(printed.String(), want) {
			t.Errorf("the workflow does not print %q:\n%s", want, printed.String())
		}
	}
}
