package flowmap

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// label is what is written at a node.
func label(n Node) string {
	if n.Holds > 1 && n.Kind != "OTHERS" {
		return n.Name + " (" + strconv.Itoa(n.Holds) + ")"
	}
	return n.Name
}

// measured is about how wide a text is at the size of labels. It is rather too
// wide than too narrow: fonts differ.
func measured(text string) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case r >= 0x1100:
			w += 13.5
		case strings.ContainsRune("iljtfrI.,:;'|!()[] ", r):
			w += 4.6
		case strings.ContainsRune("mwMW@%—", r):
			w += 11.6
		case r >= 'A' && r <= 'Z':
			w += 9
		default:
			w += 7.3
		}
	}
	return w
}

// wrap writes a text in one line or two. What does not fit is cut: the picture
// says the whole when it is pointed at.
func wrap(text string, room float64) []string {
	if measured(text) <= room {
		return []string{text}
	}
	words := strings.Fields(text)
	first := ""
	for len(words) > 0 {
		longer := strings.TrimSpace(first + " " + words[0])
		if measured(longer) > room {
			break
		}
		first, words = longer, words[1:]
	}
	if first == "" {
		return []string{cut(text, room)}
	}
	return []string{first, cut(strings.Join(words, " "), room)}
}

// cut shortens a text to the room there is.
func cut(text string, room float64) string {
	if measured(text) <= room {
		return text
	}
	for text != "" && measured(text+"…") > room {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return strings.TrimRight(text, " ") + "…"
}
