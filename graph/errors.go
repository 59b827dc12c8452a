package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/recital/recital/inventory"
)

// The codes in extensions.code of an error, beside those of [inventory.Code].
const (
	codeBadRequest = "BAD_REQUEST"
	codeSyntax     = errcode.ParseFailed
	codeValidation = errcode.ValidationFailed
	codeTooLarge   = "QUERY_TOO_LARGE"
	codeTimeout    = "TIMEOUT"
	codeBusy       = "BUSY"
	codeInternal   = "INTERNAL"
	// codeNoDocument is the name that clients with automatic persisted queries
	// know.
	codeNoDocument = "PERSISTED_QUERY_NOT_FOUND"
)

// maxErrors is the most errors that one answer shows; extensions.omittedErrors
// counts the others.
const maxErrors = 10

// maxProblems is the most problems that one error shows;
// extensions.omittedProblems counts the others.
const maxProblems = 200

// refusal is why a request has no data: the outcome for HTTP and the errors
// for the reader.
type refusal struct {
	outcome outcome
	// allow is the value of the Allow header that goes with wrongMethod.
	allow string
	errs  gqlerror.List
}

// refuse makes a refusal with one error.
func refuse(o outcome, code, format string, args ...any) *refusal {
	return &refusal{outcome: o, errs: gqlerror.List{coded(code, format, args...)}}
}

// coded makes an error with a code.
func coded(code, format string, args ...any) *gqlerror.Error {
	e := gqlerror.Errorf(format, args...)
	errcode.Set(e, code)
	return e
}

// invalid makes an error about an argument or a variable.
func invalid(format string, args ...any) *gqlerror.Error {
	return coded(string(inventory.Invalid), format, args...)
}

// clip shortens text that came from the client, so that an answer does not
// grow with it.
func clip(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// presenter turns the errors of fields into what a client may see.
type presenter struct {
	log *slog.Logger
}

// present shows an [inventory.Error] with its message, code and problems, never
// its cause. Any other error is a defect of ours: it goes to the log, once,
// and the client gets the id under which it is found there. It gives nil for
// an error that is not shown: one more than maxErrors, or one that only says
// that the time is over, which [transport.execute] says once for all fields.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	if ctx.Err() != nil && isContextError(err) {
		return nil
	}
	if requestFrom(ctx).errors.Add(1) > maxErrors {
		return nil
	}
	shown := p.public(ctx, err)
	shown.Path = graphql.GetPath(ctx)
	if at, ok := errors.AsType[*gqlerror.Error](err); ok {
		shown.Locations = at.Locations
		if at.Path != nil {
			shown.Path = at.Path
		}
	}
	return shown
}

// public is the part of an error that may leave the program. What may not, it
// logs.
func (p presenter) public(ctx context.Context, err error) *gqlerror.Error {
	known, ok := errors.AsType[*inventory.Error](err)
	if !ok || !isPublic(known.Code) {
		return p.mask(ctx, err)
	}
	shown := coded(string(known.Code), "%s", known.Message)
	if n := len(known.Problems); n > 0 {
		shown.Extensions["problems"] = known.Problems[:min(n, maxProblems)]
		if n > maxProblems {
			shown.Extensions["omittedProblems"] = n - maxProblems
		}
	}
	if more, ok := errors.AsType[conflict](err); ok {
		maps.Copy(shown.Extensions, more.Extensions())
	}
	return shown
}

// mask logs an error under the id of the request and gives what the client
// sees instead.
func (p presenter) mask(ctx context.Context, err error) *gqlerror.Error {
	id := requestFrom(ctx).id
	attrs := []any{"request", id, "error", err}
	if caught, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, "stack", string(caught.stack))
	}
	p.log.ErrorContext(ctx, "internal error", attrs...)
	shown := coded(codeInternal, "internal error; the log has it under request %s", id)
	shown.Extensions["requestId"] = id
	return shown
}

// isPublic says whether errors of this code are meant for the client.
func isPublic(code inventory.Code) bool {
	switch code {
	case inventory.Invalid, inventory.NotFound, inventory.Conflict, inventory.Exists,
		inventory.ReadOnly, inventory.Unauthenticated, inventory.Forbidden, inventory.UnknownOutcome:
		return true
	default:
		return false
	}
}

// outcomeOf is the outcome of a request refused as a whole for this error.
func outcomeOf(err *gqlerror.Error) outcome {
	switch err.Extensions["code"] {
	case string(inventory.Unauthenticated):
		return unauthenticated
	case string(inventory.Forbidden):
		return forbidden
	case codeInternal:
		return failed
	default:
		return refused
	}
}

func isContextError(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// panicError is a recovered panic.
type panicError struct {
	value any
	stack []byte
}

// Error gives the value of the panic.
func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// recovered makes an error of a recovered panic. It is to be called in the
// deferred function, where the stack is still that of the panic.
func recovered(_ context.Context, value any) error {
	return &panicError{value: value, stack: debug.Stack()}
}
