package render

import (
	"strings"
	"testing"
)

func TestWhatTheFontsCannotShow(t *testing.T) {
	set, err := newTypesetter()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"plain":               "plain",
		"Zażółć gęślą jaźń":   "Zażółć gęślą jaźń",
		"Όνομα, Имя, Şişli":   "Όνομα, Имя, Şişli",
		"Cafe\u0301":          "Café",
		"名":                   "[U+540D]",
		"a 🙂 b":               "a [U+1F642] b",
		"line\nbreak\x00 end": "line break end",
	} {
		if got := set.show(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// TestLinesFit holds that no line is wider than asked for, and that no word is
// lost.
func TestLinesFit(t *testing.T) {
	set, err := newTypesetter()
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("abcdefghij", 30)
	for _, text := range []string{"", "word", "a b c", "The quick brown fox jumps over the lazy dog, again and again, until it tires.", long, "before " + long + " behind", "  spaces   between  "} {
		for _, width := range []float64{12, 40, 200} {
			lines := set.wrap(nil, text, faceText(), width)
			if len(lines) == 0 {
				t.Errorf("%q: no line", text)
			}
			for _, l := range lines {
				if got := set.length(strings.TrimRight(l, " "), faceText()); got > width+0.01 {
					t.Errorf("%q is %.1f wide, of %.1f", l, got, width)
				}
			}
			squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if squeeze(strings.Join(lines, "")) != squeeze(text) {
				t.Errorf("%q became %q", text, lines)
			}
		}
	}
	if got := set.cut(long, faceText(), 40); set.length(got, faceText()) > 40 || !strings.HasSuffix(got, "…") {
		t.Errorf("cut to %q", got)
	}
}
