package graph

import "testing"

func TestValidateOrigin(t *testing.T) {
	for _, good := range []string{
		"*",
		"https://example.org",
		"https://example.org:8443",
		"https://xn--bcher-kva.example",
		"https://192.0.2.7",
		"https://[2001:db8::1]:8443",
		"http://localhost",
		"http://localhost:3000",
		"http://app.localhost:3000",
		"http://127.0.0.1:3000",
		"http://[::1]:3000",
	} {
		if err := ValidateOrigin(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"",
		"null",
		"example.org",
		"//example.org",
		"https://",
		"https://example.org/",
		"https://example.org/path",
		"https://example.org?q",
		"https://example.org?",
		"https://example.org#",
		"https://user@example.org",
		"https://user:pass@example.org",
		"https://*.example.org",
		"https://*",
		"**",
		"https://example.org, https://example.com",
		"https://example.org https://example.com",
		"https://example.org:443",
		"http://localhost:80",
		"https://example.org:",
		"https://EXAMPLE.org",
		"HTTPS://example.org",
		"https://bücher.example",
		"https://example.org%2f",
		"https://under_score.example,",
		"http://example.org",
		"http://192.0.2.7",
		"http://localhost.example.org",
		"http://127.0.0.1.example.org",
		"ftp://example.org",
		"file://",
		"javascript:alert(1)",
		" https://example.org",
		"https://example.org\n",
	} {
		if err := ValidateOrigin(bad); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
}
