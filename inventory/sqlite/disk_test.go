//go:build linux || darwin

package sqlite

import (
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// limitFiles lets no file of this process grow beyond so many bytes.
func limitFiles(limit string) error {
	n, err := strconv.ParseUint(limit, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}

// TestFullDisk lets no file grow beyond a size: the commit that does not fit
// fails, and leaves no trace.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	cmd, out := startChild(t, path, limitVariable+"=1500000")
	acknowledged, last := 0, ""
	for out.Scan() {
		last = out.Text()
		if n, err := strconv.Atoi(last); err == nil {
			acknowledged = n
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child: %v", err)
	}
	if !strings.HasPrefix(last, "intact: commit revision "+strconv.Itoa(acknowledged+1)) || acknowledged < 2 {
		t.Errorf("after %d revisions the disk was full, and the child said %q", acknowledged, last)
	}
	if found := whole(t, path); found != acknowledged {
		t.Errorf("%d revisions were acknowledged and %d are there", acknowledged, found)
	}
}
