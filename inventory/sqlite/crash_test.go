package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/storetest"
)

// childVariable names the inventory that this program, started again by a
// test, commits to until it is killed; limitVariable the largest file that it
// may write.
const (
	childVariable = "RECITAL_TEST_CHILD"
	limitVariable = "RECITAL_TEST_LIMIT"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		if err := child(context.Background(), path); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child commits, and says each revision once it is acknowledged.
func child(ctx context.Context, path string) error {
	if limit := os.Getenv(limitVariable); limit != "" {
		if err := limitFiles(limit); err != nil {
			return err
		}
	}
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	head, err := s.Load(ctx)
	if err != nil {
		return err
	}
	for {
		next, entry, err := head.Apply(nextCommit(head.Revision().Number))
		if err != nil {
			return err
		}
		if err := s.Commit(ctx, entry); err != nil {
			return sameAfterFailure(ctx, s, head, err)
		}
		head = next
		fmt.Println(entry.Number)
	}
}

// sameAfterFailure says that the commit failed and left the store as it was.
func sameAfterFailure(ctx context.Context, s *Store, head *inventory.Snapshot, failure error) error {
	loaded, err := s.Load(ctx)
	if err != nil {
		return fmt.Errorf("%w; and then: %w", failure, err)
	}
	if !loaded.Equal(head) {
		return fmt.Errorf("%w; and a part of the commit was left", failure)
	}
	fmt.Println("intact:", failure)
	return nil
}

// nextCommit is the commit after revision n: the first makes records of every
// kind, the others change, add and now and then retire some.
func nextCommit(n int) inventory.Commit {
	c := inventory.Commit{Author: "child", Message: "revision " + strconv.Itoa(n+1), RecordedAt: epoch}
	put := func(r inventory.Record) { c.Changes = append(c.Changes, inventory.Change{Put: r}) }
	if n == 0 {
		for _, r := range storetest.Records() {
			put(r)
		}
		return c
	}
	d, _ := storetest.Full(inventory.KindDisclosure).(*inventory.DisclosureRecord)
	d.Condition = strconv.Itoa(n)
	put(d)
	put(&inventory.DataCategoryRecord{ID: inventory.KindData.ID(fmt.Sprint("n-", n)), Name: fmt.Sprint("Number ", n), Description: strings.Repeat("x", 50*(n%20))})
	if n > 1 && n%5 == 1 {
		c.Changes = append(c.Changes, inventory.Change{Retire: inventory.KindData.ID(fmt.Sprint("n-", n-1))})
	}
	return c
}

// startChild starts this program again, to commit to the inventory at path.
func startChild(t *testing.T, path string, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), childVariable+"="+path), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// whole checks that the file at path is an inventory, as the log tells it, and
// says the number of its newest revision.
func whole(t *testing.T, path string) int {
	t.Helper()
	s := open(t, path)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	replayed := inventory.Empty()
	for entry, err := range s.Log(t.Context(), 1, 0) {
		if err != nil {
			t.Fatalf("Log: %v", err)
		}
		if replayed, err = replayed.Replay(entry); err != nil {
			t.Fatalf("Replay: %v", err)
		}
	}
	if !loaded.Equal(replayed) {
		t.Fatalf("the tables and the log of revision %d differ", loaded.Revision().Number)
	}
	if ok := value[string](t, s, `PRAGMA integrity_check`); ok != "ok" {
		t.Fatalf("integrity_check: %s", ok)
	}
	if n := value[int](t, s, `SELECT count(*) FROM pragma_foreign_key_check`); n != 0 {
		t.Fatalf("%d foreign keys point nowhere", n)
	}
	return loaded.Revision().Number
}

// TestKill kills a process that commits: what it acknowledged is there.
func TestKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	const rounds = 10
	acknowledged := 0
	for round := range rounds {
		cmd, out := startChild(t, path)
		var kill *time.Timer
		for out.Scan() {
			if kill == nil { // from the first acknowledgement on, however slow the start
				kill = time.AfterFunc(time.Duration(10+23*round)*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			n, err := strconv.Atoi(out.Text())
			if err != nil {
				t.Errorf("round %d: %s", round, out.Text())
				continue
			}
			acknowledged = n
		}
		_ = cmd.Wait()
		found := whole(t, path)
		if found < acknowledged || found > acknowledged+1 {
			t.Fatalf("round %d: %d revisions were acknowledged and %d are there", round, acknowledged, found)
		}
		acknowledged = found
	}
	if acknowledged < 2*rounds {
		t.Errorf("only %d revisions in %d rounds: the test shows nothing", acknowledged, rounds)
	}
}

// TestTornLog cuts the write-ahead log at many places, as a loss of power may:
// what is left is a whole inventory, as it was after some revision.
func TestTornLog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	cmd, out := startChild(t, path)
	for out.Scan() && out.Text() != "30" {
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	const cuts = 60
	before, states := 0, map[int]bool{}
	for i := range cuts + 1 {
		cut := len(wal) * i / cuts
		torn := filepath.Join(t.TempDir(), "torn.db")
		for name, data := range map[string][]byte{torn: file, torn + "-wal": wal[:cut]} {
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		n := whole(t, torn)
		if n < before {
			t.Errorf("cut at %d of %d bytes: revision %d, and %d with fewer bytes", cut, len(wal), n, before)
		}
		before, states[n] = n, true
	}
	if before < 30 {
		t.Errorf("the uncut log gives revision %d of at least 30", before)
	}
	if len(states) < 10 {
		t.Errorf("the cuts gave only %d revisions: the test shows little", len(states))
	}
}
