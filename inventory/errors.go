package inventory

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the kind of an [Error]: what the caller can do about it.
type Code string

// The kinds of errors. Anything that is not an [Error] is internal.
const (
	Invalid         Code = "INVALID"
	NotFound        Code = "NOT_FOUND"
	Conflict        Code = "CONFLICT"
	Exists          Code = "EXISTS"
	ReadOnly        Code = "READ_ONLY"
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	// UnknownOutcome: it may have been done or not; look before repeating it.
	UnknownOutcome Code = "UNKNOWN_OUTCOME"
)

// Problem is one thing that is wrong with an input.
type Problem struct {
	// Path says where, such as "changes[3].period" or "payment.yaml:12".
	Path string `json:"path"`
	// Rule is the rule broken, in kebab case, such as "unknown-reference".
	Rule string `json:"rule"`
	// Message says what is wrong and what to do.
	Message string `json:"message"`
}

// Error is an error that people can act on. Its message may be shown to
// anybody; the cause behind it may not.
type Error struct {
	Code     Code
	Message  string
	Problems []Problem
	// Err is the private cause; nil if there is none.
	Err error
}

// Errorf makes an error of this kind with a message for everybody.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Error gives the message and, one a line, the problems.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n  %s: %s", p.Path, p.Message)
	}
	return b.String()
}

// Unwrap gives the private cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the kind of the first [Error] in err's chain; ok is false if there
// is none, and the error is internal.
func CodeOf(err error) (code Code, ok bool) {
	var e *Error
	if errors.As(err, &e) {
		return e.Code, true
	}
	return "", false
}
