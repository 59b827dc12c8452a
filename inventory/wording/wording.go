// Package wording is how the domain is said in English: numbers of things,
// lists of words, values of enums, texts within a sentence. It knows words, and
// nothing of what they are about.
package wording

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Count says "1 day" or "90 days".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay") {
		return strconv.Itoa(n) + " " + noun[:len(noun)-1] + "ies"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// And joins words: "a", "a and b", "a, b and c".
func And(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Enum says an enum value in words: "AT_MOST" is "at most".
func Enum[E ~string](e E) string {
	return strings.ToLower(strings.ReplaceAll(string(e), "_", " "))
}

// Phrase is a text as part of a sentence, without a full stop of its own.
func Phrase(s string) string { return strings.TrimSuffix(s, ".") }

// LowerFirst begins a name in lower case within a sentence, unless other
// capitals or digits show that it holds a proper name.
func LowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && !slices.ContainsFunc(r[1:], func(c rune) bool { return unicode.IsUpper(c) || unicode.IsDigit(c) }) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
