package statement

import "strings"

// agree is the form of a verb that goes with a name: "collects" with QuickConnect,
// "collect" with Mobile Applications. Names of which it cannot tell are singular.
func agree(name, singular, plural string) string {
	head, _, _ := strings.Cut(name, " (")
	head, _, _ = strings.Cut(head, ",")
	words := strings.Fields(strings.ToLower(head))
	if len(words) > 0 && words[0] == "what" {
		return singular
	}
	for i, w := range words {
		switch w {
		case "and":
			return plural
		case "of", "on", "for", "that", "in", "with", "stored", "uploaded":
			if i > 0 {
				words = words[:i]
			}
		}
		if len(words) == i {
			break
		}
	}
	if len(words) == 0 {
		return singular
	}
	last := words[len(words)-1]
	for _, ending := range []string{"ss", "us", "is", "ics", "inc.", "gps", "dns", "ddns", "sms"} {
		if strings.HasSuffix(last, ending) {
			return singular
		}
	}
	if strings.HasSuffix(last, "s") {
		return plural
	}
	return singular
}

// also is the rest of an answer after its first sentence.
func also(sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s = strings.TrimSpace(s); s != "" {
			said = append(said, sentence(s))
		}
	}
	return strings.Join(said, " ")
}
