package inventory

import (
	"fmt"
	"net/url"
)

// URL is a link for people to follow: https, http or mailto. The empty URL is
// no link.
type URL string

// Valid says whether the text is such a link, with the reason if not.
func (l URL) Valid() error {
	u, err := url.Parse(string(l))
	if err == nil && (u.Scheme == "mailto" && u.Opaque != "" || (u.Scheme == "https" || u.Scheme == "http") && u.Host != "") {
		return nil
	}
	return fmt.Errorf("%q is no link: write https://…, http://… or mailto:…", string(l))
}

func texts(links []URL) []string {
	list := make([]string, len(links))
	for i, l := range links {
		list[i] = string(l)
	}
	return list
}
