//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestSecondSignal has a command wait for a file that nobody writes: the first
// signal asks it to stop, and one more kills it.
func TestSecondSignal(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args, cmd.Dir = []string{"recital", "import", "ico", pipe, "--plan"}, dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	// This returns once the command has opened the other end, and waits.
	w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for deadline := time.After(20 * time.Second); ; {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && len(ended) == 0 {
			t.Logf("signal: %v", err)
		}
		select {
		case err := <-ended:
			if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGTERM {
				t.Errorf("it ended with %v; want the signal", err)
			}
			return
		case <-time.After(50 * time.Millisecond): // a signal may not be caught yet
		case <-deadline:
			t.Fatal("no signal ended it")
		}
	}
}
