package main

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/proof"
)

// TestVerifyNames changes the example as one can who holds the file, and sees
// what the commands say of it.
func TestVerifyNames(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range [][]string{{"init", "--example"}, {"key"}, {"checkpoint", "-o", "before.txt"}} {
		if code, out := command(t, args...); code != exitOK {
			t.Fatalf("%v: %s", args, out)
		}
	}
	path, err := filepath.Abs("recital.db")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE fact SET visibility = 'INTERNAL' WHERE id = 'service/payment'; UPDATE purpose SET description = 'x'`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	code, out := command(t, "verify", "--checkpoint", "before.txt")
	for _, says := range []string{
		"recital.db is NOT verified: revision ", `fact.visibility of service/payment: it holds "INTERNAL", and by the log it is "PUBLIC"`,
		"other problem", "before.txt: the log begins with its",
	} {
		if code != exitFailure || !strings.Contains(out, says) {
			t.Errorf("verify: exit code %d, and not %q:\n%s", code, says, out)
		}
	}
	code, out = command(t, "verify", "--json")
	var report proof.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitFailure || report.Verified || report.FirstRevision == 0 || len(report.Problems) < 10 {
		t.Errorf("verify --json: exit code %d, %v:\n%s", code, err, out)
	}
	if code, out = command(t, "checkpoint"); code != exitFailure || !strings.Contains(out, "nothing was signed") {
		t.Errorf("checkpoint: exit code %d:\n%s", code, out)
	}
}
