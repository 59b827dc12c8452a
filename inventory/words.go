package inventory

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// count says "1 day" or "90 days".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay") {
		return strconv.Itoa(n) + " " + noun[:len(noun)-1] + "ies"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// and joins words: "a", "a and b", "a, b and c".
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// enumWords says an enum value in words: "AT_MOST" is "at most".
func enumWords[E ~string](e E) string {
	return strings.ToLower(strings.ReplaceAll(string(e), "_", " "))
}

// within says how far a statement goes, and when it holds, where it does not
// hold without more.
func within(scope, condition string) string {
	line := ""
	if scope != "" {
		line += " – " + phrase(scope)
	}
	if condition != "" {
		line += " (condition: " + phrase(condition) + ")"
	}
	return line
}

// phrase is a text as part of a sentence, without a full stop of its own.
func phrase(s string) string { return strings.TrimSuffix(s, ".") }

// lowerFirst begins a name in lower case within a sentence, unless other
// capitals or digits show that it holds a proper name.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && !slices.ContainsFunc(r[1:], func(c rune) bool { return unicode.IsUpper(c) || unicode.IsDigit(c) }) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
