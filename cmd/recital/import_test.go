package main

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/recital/recital"

// allowed says which packages of the module, and which modules of others, each
// room may depend on, directly or through others.
var allowed = map[string]struct{ rooms, modules []string }{
	"/inventory/wording":       {nil, nil},
	"/inventory":               {[]string{"/inventory/wording"}, []string{"golang.org/x/text/"}},
	"/inventory/access":        {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/ropa":          {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/ropa/render":   {[]string{"/inventory/wording", "/inventory", "/inventory/ropa"}, []string{"golang.org/x/text/", "golang.org/x/image/"}},
	"/inventory/amend":         {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/diff":          {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/intake":        {[]string{"/inventory/wording", "/inventory", "/inventory/ropa"}, []string{"golang.org/x/text/", "go.yaml.in/yaml/v4"}},
	"/inventory/lint":          {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/lint/setting":  {[]string{"/inventory/wording", "/inventory", "/inventory/lint"}, []string{"golang.org/x/text/", "go.yaml.in/yaml/v4"}},
	"/inventory/live":          {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/proof":         {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/", "golang.org/x/mod/"}},
	"/inventory/sqlite":        {[]string{"/inventory/wording", "/inventory", "/inventory/access", "/inventory/proof"}, []string{"golang.org/x/", "modernc.org/", "github.com/"}},
	"/inventory/files":         {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/", "go.yaml.in/yaml/v4"}},
	"/inventory/inventorytest": {[]string{"/inventory/wording", "/inventory"}, []string{"golang.org/x/text/"}},
	"/inventory/storetest":     {[]string{"/inventory/wording", "/inventory", "/inventory/proof"}, []string{"golang.org/x/text/", "golang.org/x/mod/", "github.com/google/go-cmp/"}},
	"/seed":                    {[]string{"/inventory/wording", "/inventory", "/inventory/files"}, []string{"golang.org/x/text/", "go.yaml.in/yaml/v4"}},
	"/graph/gen":               {[]string{"/inventory/wording", "/inventory", "/inventory/access", "/inventory/diff", "/inventory/lint", "/inventory/ropa"}, []string{"golang.org/x/", "github.com/"}},
	"/graph/cache":             {nil, nil},
	"/graph":                   {[]string{"/graph/cache", "/inventory/wording", "/inventory", "/inventory/access", "/inventory/amend", "/inventory/diff", "/inventory/lint", "/inventory/live", "/inventory/ropa", "/graph/gen"}, []string{"golang.org/x/", "github.com/"}},
	"/graph/identity":          {[]string{"/inventory/wording", "/inventory", "/inventory/access"}, []string{"golang.org/x/", "github.com/coreos/go-oidc/", "github.com/go-jose/"}},
	"/web/history":             {[]string{"/inventory/wording", "/inventory", "/inventory/diff"}, []string{"golang.org/x/text/"}},
	"/web/statement/flowmap":   {[]string{"/inventory/wording"}, nil},
	"/web":                     {[]string{"/graph/cache", "/inventory/wording", "/inventory", "/inventory/ropa", "/inventory/ropa/render"}, []string{"golang.org/x/"}},
	"/web/statement":           {[]string{"/inventory/wording", "/inventory", "/web/statement/flowmap"}, []string{"golang.org/x/text/"}},
	"/web/tag":                 {[]string{"/graph/cache"}, nil},
}

// TestArrowsPointOneWay holds the directions of imports that ARCHITECTURE.md
// draws: the domain knows no driver, no GraphQL and no HTTP.
func TestArrowsPointOneWay(t *testing.T) {
	rooms := strings.Fields(output(t, "go", "list", module+"/..."))
	for _, pkg := range rooms {
		room := strings.TrimPrefix(pkg, module)
		if room == "/cmd/recital" {
			continue // the root of all arrows
		}
		may, known := allowed[room]
		if !known {
			t.Errorf("%s: say in this test what it may depend on", room)
			continue
		}
		for dep := range strings.FieldsSeq(output(t, "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg)) {
			own, ours := strings.CutPrefix(dep, module)
			switch {
			case dep == pkg:
			case ours && !has(may.rooms, own, false):
				t.Errorf("%s depends on %s", room, own)
			case !ours && !has(may.modules, dep+"/", true):
				t.Errorf("%s depends on %s", room, dep)
			}
		}
	}
}

// TestDomainKnowsNoShell holds that the domain depends on nothing of the
// standard library that reaches outside.
func TestDomainKnowsNoShell(t *testing.T) {
	for dep := range strings.FieldsSeq(output(t, "go", "list", "-f", `{{join .Imports "\n"}}`, module+"/inventory")) {
		for _, outside := range []string{"net/http", "database/sql", "os", "log", "log/slog"} {
			if dep == outside {
				t.Errorf("/inventory imports %s", dep)
			}
		}
	}
}

func has(list []string, s string, prefix bool) bool {
	for _, e := range list {
		if s == e || prefix && strings.HasPrefix(s, e) {
			return true
		}
	}
	return false
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}
