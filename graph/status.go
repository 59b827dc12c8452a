package graph

import "net/http"

// outcome is how a request ended, as far as HTTP is concerned.
type outcome int

const (
	// answered is an operation that ran, with or without errors in fields.
	answered outcome = iota
	// notModified is a conditional GET whose answer the client has.
	notModified
	// malformed is a request that is not a GraphQL request at all.
	malformed
	// refused is a GraphQL request that did not become an execution: a syntax
	// error, a validation error, a limit, an unknown operation, a bad variable.
	refused
	// unauthenticated is a request without valid credentials where they are needed.
	unauthenticated
	// forbidden is a request by somebody who may not make it.
	forbidden
	// wrongMethod is a method, or an operation by a method, that is not served.
	wrongMethod
	// notAcceptable is a client that accepts no media type of ours.
	notAcceptable
	// tooLarge is a request body over the limit.
	tooLarge
	// wrongMedia is a request body that is not JSON.
	wrongMedia
	// misdirected is a request for a host that is not ours.
	misdirected
	// busy is a request for which there is no room at present.
	busy
	// failed is a defect of ours.
	failed
	// timedOut is an operation that ran out of time.
	timedOut
)

// statusFor is the one place that decides status codes. They are those of the
// GraphQL over HTTP draft as its audit suite reads it: a client that asks for
// plain JSON gets 200 with the errors in the body wherever a well-formed
// GraphQL request was refused, because such clients take any other status for
// a failure of the network.
func statusFor(o outcome, mediaType string) int {
	switch o {
	case answered:
		return http.StatusOK
	case notModified:
		return http.StatusNotModified
	case malformed:
		return http.StatusBadRequest
	case refused:
		if mediaType == mediaJSON {
			return http.StatusOK
		}
		return http.StatusBadRequest
	case unauthenticated:
		return http.StatusUnauthorized
	case forbidden:
		return http.StatusForbidden
	case wrongMethod:
		return http.StatusMethodNotAllowed
	case notAcceptable:
		return http.StatusNotAcceptable
	case tooLarge:
		return http.StatusRequestEntityTooLarge
	case wrongMedia:
		return http.StatusUnsupportedMediaType
	case misdirected:
		return http.StatusMisdirectedRequest
	case busy:
		return http.StatusServiceUnavailable
	case timedOut:
		return http.StatusGatewayTimeout
	default:
		return http.StatusInternalServerError
	}
}
