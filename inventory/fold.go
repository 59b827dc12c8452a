package inventory

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold brings text to the form in which names are compared and searched:
// lower case, without accents, apostrophes and trade marks, every run of
// anything but letters and digits one space.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range decomposed(s) {
		switch {
		case isAccent(r) || r == '\'' || r == '’' || r == '‘' || r == 'ʼ':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
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

// decomposed is the text in lower case, taken apart into letters and marks. It
// is taken apart first, too: the parts of "ℌ" and "㎐" have a case of their own.
func decomposed(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	s = strings.NewReplacer("™", " ", "℠", " ").Replace(strings.ToValidUTF8(s, " "))
	// Case folding turns Cherokee into capitals, and capitals into small letters:
	// lower case settles it.
	return norm.NFKD.String(strings.ToLower(cases.Fold().String(norm.NFKD.String(s))))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isAccent says whether the mark may be left out, as in Latin, Greek, Cyrillic,
// Hebrew and Arabic. The voicing marks of kana and the vowel signs of India
// may not: they make another word.
func isAccent(r rune) bool {
	const voiced, semivoiced = '\u3099', '\u309a'
	return r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Hebrew) &&
		r != voiced && r != semivoiced
}

// nameKey is the form in which names are looked up: folded, each word in the
// singular by the rules of English, so "IP addresses" finds "IP address".
func nameKey(s string) string { return singulars(fold(s)) }

// singulars brings each word of a folded text to the singular.
func singulars(folded string) string {
	words := strings.Fields(folded)
	for i, w := range words {
		words[i] = singular(w)
	}
	return strings.Join(words, " ")
}

// plurals are the endings of English words, plural and singular alike, and
// what stands for both. The first that fits counts.
var plurals = [...]struct{ suffix, stem string }{
	{"sses", "ss"}, {"ies", "i"}, {"ie", "i"}, {"ys", "i"}, {"y", "i"},
	{"uses", "u"}, {"use", "u"}, {"us", "u"},
	{"ysis", "ys"}, {"yses", "ys"}, {"yse", "ys"},
	{"xes", "x"}, {"xe", "x"}, {"zes", "z"}, {"ze", "z"},
	{"ches", "ch"}, {"che", "ch"}, {"shes", "sh"}, {"she", "sh"},
	{"ss", "ss"}, {"is", "is"}, {"s", ""},
}

// singular takes the ending of an English plural off a word. What it makes of
// "cookies" and "cookie" need not be a word, only the same.
func singular(w string) string {
	for _, p := range plurals {
		if len(w) > len(p.suffix)+1 && strings.HasSuffix(w, p.suffix) {
			return w[:len(w)-len(p.suffix)] + p.stem
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
