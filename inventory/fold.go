package inventory

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold brings text to the form in which names are compared and searched:
// lower case, without accents, every run of anything but letters and digits
// one space.
func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(cases.Fold().String(s)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// nameKey is the form in which names are looked up: folded, each word in the
// singular by the rules of English, so "IP addresses" finds "IP address".
func nameKey(s string) string {
	words := strings.Fields(fold(s))
	for i, w := range words {
		words[i] = singular(w)
	}
	return strings.Join(words, " ")
}

// singular takes the ending of an English plural off a word. What it makes of
// "cookies" and "cookie" need not be a word, only the same.
func singular(w string) string {
	cut := func(suffix string, keep int) (string, bool) {
		if len(w) > len(suffix)+1 && strings.HasSuffix(w, suffix) {
			return w[:len(w)-len(suffix)+keep], true
		}
		return "", false
	}
	for _, rule := range []struct {
		suffix string
		keep   int
		add    string
	}{
		{"sses", 2, ""}, {"ies", 1, ""}, {"ie", 1, ""}, {"xes", 1, ""}, {"zes", 1, ""}, {"ches", 2, ""}, {"shes", 2, ""},
		{"ss", 2, ""}, {"us", 2, ""}, {"is", 2, ""}, {"s", 0, ""}, {"y", 0, "i"},
	} {
		if out, ok := cut(rule.suffix, rule.keep); ok {
			return out + rule.add
		}
	}
	return w
}

// distance is the number of letters to insert, drop, change or swap with the
// next to make b of a (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row := rows[(i+1)%3], rows[(i+2)%3], rows[i%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return rows[len(x)%3][len(y)]
}
