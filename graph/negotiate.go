package graph

import (
	"mime"
	"strconv"
	"strings"
)

// The media types that an answer can have. They differ in name and in the
// status codes that go with them, never in content.
const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
)

// preference is how much a client wants a media type: the quality of the most
// specific range that covers it, and how specific that range is. A type that
// no range covers has specificity 0.
type preference struct {
	quality     float64
	specificity int
}

// negotiate picks the media type of the answer from the values of the Accept
// header (RFC 9110 section 12.5.1). Between two equally wanted types the one
// that is named wins over the one that a wildcard covers; between two named
// ones, mediaGraphQL. A missing header means mediaJSON. ok is false when the
// client accepts neither.
func negotiate(accept []string) (mediaType string, ok bool) {
	header := strings.Join(accept, ",")
	if strings.TrimSpace(header) == "" {
		return mediaJSON, true
	}
	var graphQL, plain preference
	for part := range strings.SplitSeq(header, ",") {
		name, quality, valid := parseRange(part)
		if !valid {
			continue
		}
		graphQL.consider(mediaGraphQL, name, quality)
		plain.consider(mediaJSON, name, quality)
	}
	switch {
	case graphQL.quality == 0 && plain.quality == 0:
		return "", false
	case graphQL.quality != plain.quality:
		return either(graphQL.quality > plain.quality), true
	case graphQL.specificity != plain.specificity:
		return either(graphQL.specificity > plain.specificity), true
	default:
		return either(graphQL.specificity == exactRange), true
	}
}

// either names one of the two media types.
func either(graphQL bool) string {
	if graphQL {
		return mediaGraphQL
	}
	return mediaJSON
}

// exactRange is the specificity of a range that names a type in full.
const exactRange = 3

// consider applies one range of the Accept header to this type.
func (p *preference) consider(mediaType, name string, quality float64) {
	specificity := 0
	switch name {
	case mediaType:
		specificity = exactRange
	case "application/*":
		specificity = 2
	case "*/*":
		specificity = 1
	}
	if specificity > p.specificity {
		*p = preference{quality: quality, specificity: specificity}
	}
}

// parseRange reads one range of an Accept header. It is not valid when it
// can't be parsed, when its quality is not a number from 0 to 1, or when it
// asks for an encoding other than UTF-8, which is the only one of JSON.
func parseRange(part string) (name string, quality float64, valid bool) {
	name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
	if err != nil || !isUTF8(params) {
		return "", 0, false
	}
	text, given := params["q"]
	if !given {
		return name, 1, true
	}
	quality, err = strconv.ParseFloat(text, 64)
	return name, quality, err == nil && quality >= 0 && quality <= 1
}

// isUTF8 says whether the parameters of a media type name no encoding or UTF-8.
func isUTF8(params map[string]string) bool {
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// isJSONRequest says whether a Content-Type names JSON in UTF-8: the one type
// of request body that a browser does not send to another origin unasked.
func isJSONRequest(contentType string) bool {
	name, params, err := mime.ParseMediaType(contentType)
	return err == nil && name == mediaJSON && isUTF8(params)
}
