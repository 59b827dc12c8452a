package tag

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// budget is the most that the script may weigh on a page, compressed.
const budget = 5000

func ask(t *testing.T, method, target string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestScriptIsWhatItsIntegritySays(t *testing.T) {
	plain := ask(t, "GET", Path())
	content := body(t, plain)
	sum := sha512.Sum384(content)
	if got := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); got != Integrity() {
		t.Errorf("integrity %s, want %s", Integrity(), got)
	}
	for name, want := range map[string]string{
		"Cache-Control":                "public, max-age=31536000, immutable",
		"Access-Control-Allow-Origin":  "*",
		"Cross-Origin-Resource-Policy": "cross-origin",
		"X-Content-Type-Options":       "nosniff",
		"Content-Type":                 "text/javascript; charset=utf-8",
		"Content-Encoding":             "",
		"Vary":                         "Accept-Encoding",
	} {
		if got := plain.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	small := ask(t, "GET", Path(), "Accept-Encoding", "br, gzip")
	packed := body(t, small)
	if small.Header.Get("Content-Encoding") != "gzip" || len(packed) > budget {
		t.Errorf("%d bytes with encoding %q, want at most %d with gzip", len(packed), small.Header.Get("Content-Encoding"), budget)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(r); err != nil || !bytes.Equal(unpacked, content) {
		t.Errorf("the packed script is another one (%v)", err)
	}
}

func TestScriptHasNoNeedOfExceptions(t *testing.T) {
	content := string(body(t, ask(t, "GET", Path())))
	for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", ".style", "import("} {
		if strings.Contains(content, sink) {
			t.Errorf("the script contains %s: a strict policy refuses it", sink)
		}
	}
}

// TestScriptAsksWhatTheServerKnows holds the ids in the script against the operations: an edited one needs a new build.
func TestScriptAsksWhatTheServerKnows(t *testing.T) {
	content := string(body(t, ask(t, "GET", Path())))
	if len(script().operations) != 4 {
		t.Errorf("%d operations, want 4", len(script().operations))
	}
	for name, id := range script().operations {
		text, err := os.ReadFile("../statement/operation/" + name + ".graphql")
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if want := "sha256:" + hex.EncodeToString(sum[:]); id != want || !strings.Contains(content, want) {
			t.Errorf("%s has the id %s, but was built as %s: run npm run build in web", name, want, id)
		}
	}
}

func TestOtherAddresses(t *testing.T) {
	old := ask(t, "GET", Root+"0123456789abcdef/privacy.js")
	if hint := string(body(t, old)); old.StatusCode != http.StatusNotFound || !strings.Contains(hint, "latest.json") {
		t.Errorf("%d %q, want a 404 that leads to the newest script", old.StatusCode, hint)
	}
	if got := old.Header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("Access-Control-Allow-Origin of a 404 is %q", got)
	}
	var newest struct {
		Src, Integrity string
		Operations     map[string]string
	}
	r := ask(t, "GET", Root+"latest.json")
	if err := json.Unmarshal(body(t, r), &newest); err != nil {
		t.Fatal(err)
	}
	if newest.Src != Path() || newest.Integrity != Integrity() || len(newest.Operations) != 4 {
		t.Errorf("latest.json says %+v", newest)
	}
	if post := ask(t, "POST", Path()); post.StatusCode == http.StatusOK {
		t.Error("the script can be posted to")
	}
	if head := ask(t, "HEAD", Path()); len(body(t, head)) != 0 || head.Header.Get("Content-Length") == "" {
		t.Error("HEAD has a body, or no length")
	}
}

func TestSnippetEscapes(t *testing.T) {
	got := Snippet(`https://p.example/`, `a"><b>`)
	if strings.Contains(got, `a"><b>`) {
		t.Errorf("not escaped: %s", got)
	}
	if !strings.Contains(got, `src="https://p.example`+Path()+`"`) || !strings.Contains(got, Integrity()) {
		t.Errorf("the script is missing: %s", got)
	}
	if got := Snippet("https://p.example", ""); !strings.Contains(got, "<privacy-statement src=") || !strings.Contains(got, "</privacy-statement>") {
		t.Errorf("without a service: %s", got)
	}
}

func TestGuide(t *testing.T) {
	r := ask(t, "GET", "http://127.0.0.1:8080"+Guide)
	page := html.UnescapeString(string(body(t, r)))
	if !strings.Contains(page, Integrity()) || !strings.Contains(page, "http://127.0.0.1:8080/embed/tag/") {
		t.Error("the page does not say what to paste")
	}
	for host, want := range map[string]string{"p.example": "https://p.example", "localhost:1": "http://localhost:1", "[::1]:2": "http://[::1]:2", "10.1.2.3": "https://10.1.2.3"} {
		request := httptest.NewRequest("GET", Guide, nil)
		request.Host = host
		if got := serverOf(request); got != want {
			t.Errorf("%s is taken for %s, want %s", host, got, want)
		}
	}
}
