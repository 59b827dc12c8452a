package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxSlug keeps ids of relations, which are made of several, readable.
const maxSlug = 60

// slug makes of a name what ids are made of: small letters and digits without
// accents, with hyphens between. What is left of a long name, or one in
// another script, has a hash of the whole behind it, so that two stay two.
func slug(name string) string {
	var b strings.Builder
	gap, lost := false, false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			gap, lost = true, lost || unicode.IsLetter(r)
		}
	}
	text := b.String()
	if len(text) <= maxSlug && text != "" && !lost {
		return text
	}
	sum := sha256.Sum256([]byte(norm.NFC.String(name)))
	mark := hex.EncodeToString(sum[:4])
	if text = strings.Trim(text[:min(len(text), maxSlug-len(mark)-1)], "-"); text == "" {
		return "x-" + mark
	}
	return text + "-" + mark
}

// humanise makes a name of a key: "user.contact.email" is "Contact email".
func humanise(key string) string {
	key = strings.TrimPrefix(key, "user.")
	words := strings.FieldsFunc(key, func(r rune) bool { return r == '.' || r == '_' || r == '-' })
	return upperFirst(strings.Join(words, " "))
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// pieces are the parts of a text between any of the separators, without space
// around them and without empty ones.
func pieces(text, separators string) []string {
	var list []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
