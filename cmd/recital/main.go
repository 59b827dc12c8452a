// Command recital serves and asks an inventory of personal data.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/recital/recital/inventory"
)

// The exit codes. Scripts may tell bad input from failure by them.
const (
	exitOK      = 0
	exitFailure = 1
	exitInput   = 2
)

func main() {
	os.Exit(run(interruptible(), os.Args[1:], program{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}))
}

// interruptible is a context that ends with the first signal to stop, for what
// is under way to be finished. A second signal is not caught, and kills: a
// program that waits for a file or a disk may never look at its context.
func interruptible() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}

// program is what a run may use of the world around it.
type program struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// run carries out one command line and gives the exit code. Every error is
// told in one place, here.
func run(ctx context.Context, args []string, p program) int {
	root := p.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errChanges):
		return exitChanges
	case errors.Is(err, errTold):
		return exitInput
	case errors.Is(err, errUnverified), errors.Is(err, errFindings):
		return exitFailure
	}
	fmt.Fprintln(p.err, "recital:", err)
	if isInput(err) {
		return exitInput
	}
	return exitFailure
}

// errTold is an error in the input that the answer itself has told.
var errTold = errors.New("the answer tells what is wrong")

// inputError marks an error that the person at the command line can mend by
// writing something else there.
type inputError struct{ error }

func (e inputError) Unwrap() error { return e.error }

func isInput(err error) bool {
	if _, ok := errors.AsType[inputError](err); ok {
		return true
	}
	switch code, _ := inventory.CodeOf(err); code {
	case inventory.Invalid, inventory.NotFound, inventory.Exists:
		return true
	}
	return false
}
