package statement

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Config is what the pages need. Ask is required.
type Config struct {
	// Ask answers an operation about public facts: the body of the answer, and
	// whether it has no errors.
	Ask func(ctx context.Context, query string, variables map[string]any) (body []byte, ok bool)
	// Organisation is whose statement it is, for titles; empty: nobody's in
	// particular.
	Organisation string
	// BaseURL is where the pages are served, such as https://example.com, for
	// canonical addresses and for the links of fragments that others include.
	// Empty: the links of fragments begin with a slash.
	BaseURL string
	// Explorer is the address of GraphiQL; empty: operations are shown without
	// a link.
	Explorer string
	// FrameAncestors are the origins that may frame the fragments; empty: none.
	FrameAncestors []string
	// Logger takes internal errors; nil logs nothing.
	Logger *slog.Logger
}

// handler serves the pages of one configuration.
type handler struct {
	config *Config
	// templates are those of pages, and of fragments, whose ids differ from
	// those of any page that includes them.
	templates, fragments *template.Template
	files                map[string]asset
}

// New makes the handler of /privacy and everything below it, of the map at
// /map, and of the fragments below /embed/. Complete pages say that they may be kept until the
// revision changes; a cache before the handler decides how.
func New(c Config) (http.Handler, error) {
	return newHandler(c)
}

func newHandler(c Config) (*handler, error) {
	if c.Ask == nil {
		return nil, errors.New("a statement needs somebody to ask")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	for _, origin := range c.FrameAncestors {
		if strings.ContainsAny(origin, " ;,'\r\n") || webAddress(origin) == "" {
			return nil, fmt.Errorf("frame ancestor %q is no origin: write it as https://www.example.com", origin)
		}
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	templates, err := parse("")
	if err != nil {
		return nil, err
	}
	fragments, err := parse(fragmentIDs)
	if err != nil {
		return nil, err
	}
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	return &handler{config: &c, templates: templates, fragments: fragments, files: files}, nil
}

// ServeHTTP serves GET and HEAD.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.secure(w.Header(), r)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, Root+"/assets/"):
		h.serveAsset(w, r, strings.TrimPrefix(path, Root+"/assets/"))
	case path != Root && strings.HasSuffix(path, "/"):
		http.Redirect(w, r, local(strings.TrimRight(path, "/"), r.URL.RawQuery), http.StatusMovedPermanently)
	case path == MapRoot:
		h.servePage(w, r, "map", false)
	case path == Root+MapRoot:
		http.Redirect(w, r, local(MapRoot, r.URL.RawQuery), http.StatusMovedPermanently)
	case path == Root || strings.HasPrefix(path, Root+"/"):
		h.servePage(w, r, strings.Trim(strings.TrimPrefix(path, Root), "/"), false)
	case strings.HasPrefix(path, EmbedRoot):
		h.servePage(w, r, strings.TrimPrefix(path, EmbedRoot), true)
	default:
		http.NotFound(w, r)
	}
}

// local is an address on this server, whatever the path begins with.
func local(path, query string) string {
	u := url.URL{Path: "/" + strings.TrimLeft(path, "/"), RawQuery: query}
	return u.String()
}

// EmbedRoot is the path below which fragments are served.
const EmbedRoot = "/embed/"

// secure sets what a browser may do with a page. A fragment asked for with
// ?frame may be framed by the origins that the configuration names.
func (h *handler) secure(header http.Header, r *http.Request) {
	ancestors := "'none'"
	if strings.HasPrefix(r.URL.Path, EmbedRoot) && r.URL.Query().Has("frame") && len(h.config.FrameAncestors) > 0 {
		ancestors = strings.Join(h.config.FrameAncestors, " ")
	} else {
		header.Set("X-Frame-Options", "DENY")
	}
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors "+ancestors)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
}

// attempts is how often a page is begun when the inventory moves under it.
const attempts = 4

func (h *handler) servePage(w http.ResponseWriter, r *http.Request, path string, embedded bool) {
	req := request{path: path, asOf: strings.TrimSpace(r.URL.Query().Get("asOf")), query: r.URL.Query(), embedded: embedded}
	if embedded {
		if req.path == "statement" {
			req.path = ""
		} else if !embeddable(req.path) {
			http.NotFound(w, r)
			return
		}
		req.frame = r.URL.Query().Has("frame")
	}
	if query := plain(r.URL.RawQuery, req.parameters()); query != r.URL.RawQuery {
		http.Redirect(w, r, local(r.URL.Path, query), http.StatusPermanentRedirect)
		return
	}
	page, status, err := h.answer(r.Context(), req)
	var elsewhere *redirection
	if errors.As(err, &elsewhere) {
		http.Redirect(w, r, elsewhere.to, http.StatusFound)
		return
	}
	if err != nil {
		h.config.Logger.ErrorContext(r.Context(), "privacy page failed", "path", r.URL.Path, "error", err)
		http.Error(w, "The page cannot be shown at the moment. Please try again later.", http.StatusInternalServerError)
		return
	}
	var out bytes.Buffer
	if err := h.render(&out, page, req); err != nil {
		h.config.Logger.ErrorContext(r.Context(), "privacy page not rendered", "path", r.URL.Path, "error", err)
		http.Error(w, "The page cannot be shown at the moment. Please try again later.", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	if status == http.StatusOK {
		header.Set("Cache-Control", "public, max-age=0, stale-while-revalidate=60")
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		_, _ = w.Write(out.Bytes()) // the client went away
	}
}

// request is what is asked of a page.
type request struct {
	path, asOf      string
	query           url.Values
	embedded, frame bool
	static          bool
	// at is where a static page lies, if that is not its path.
	at string
}

// redirection says that a page has another address.
type redirection struct{ to string }

func (*redirection) Error() string { return "the page is elsewhere" }

// answer makes the page of a request, or the page that says what is wrong with
// it; the error is ours.
func (h *handler) answer(ctx context.Context, req request) (*Page, int, error) {
	for range attempts {
		b := h.builder(ctx, req)
		page, err := b.build(req)
		if errors.Is(err, errMoved) {
			continue
		}
		var refused *refusal
		if errors.As(err, &refused) {
			return h.problem(ctx, req, refused)
		}
		if err != nil {
			return nil, 0, err
		}
		b.finish(page, req)
		return page, http.StatusOK, nil
	}
	return nil, 0, errMoved
}

func (h *handler) builder(ctx context.Context, req request) *builder {
	s := &session{ctx: ctx, ask: h.config.Ask, asOf: req.asOf}
	var links linker = served{asOf: req.asOf}
	switch {
	case req.static:
		links = exported{path: cmp.Or(req.at, req.path)}
	case req.embedded:
		links = served{base: h.config.BaseURL, asOf: req.asOf}
	}
	return &builder{session: s, links: links, config: h.config, req: req}
}

// build makes the page at a path.
func (b *builder) build(req request) (*Page, error) {
	first, rest, deep := strings.Cut(req.path, "/")
	switch {
	case req.path == "":
		return b.entry()
	case first == "services" && deep && rest != "":
		return b.service(rest)
	case first == "data" && deep && rest != "":
		return b.kindOfData(rest)
	case first == "recipients" && deep && rest != "":
		return b.recipient(rest)
	case deep:
	case first == "services":
		return b.services(req.query.Get("after"))
	case first == "data":
		return b.kindsOfData(req.query.Get("after"))
	case first == "recipients":
		return b.recipients(req.query.Get("after"))
	case first == "cookies":
		return b.cookies(req.query.Get("after"))
	case first == "map":
		return b.dataMap(req.query)
	case first == "rights":
		return b.rights()
	case first == "changes":
		return b.changes(strings.TrimSpace(req.query.Get("since")))
	case first == "find" && !req.static:
		return b.find(req.query.Get("q"))
	}
	return nil, &refusal{"NOT_FOUND", "There is no page at this address."}
}

// problem is the page that says why there is no other, and where to go on.
func (h *handler) problem(ctx context.Context, req request, refused *refusal) (*Page, int, error) {
	status, title := http.StatusNotFound, "Not found"
	if refused.code == "INVALID" {
		status, title = http.StatusBadRequest, "This cannot be shown"
	}
	kept := req
	b := h.builder(ctx, req)
	if err := b.put("revisions", nil, &struct{}{}); err != nil {
		// It is the revision that is wrong: the page shows today's, and which there are.
		kept.asOf, kept.query = "", nil
		if b = h.builder(ctx, kept); status == http.StatusNotFound {
			status, title = http.StatusBadRequest, "There is no such revision"
		}
		if err := b.put("revisions", nil, &struct{}{}); err != nil {
			return nil, 0, err
		}
	}
	page := &Page{Kind: "problem", Title: title, Lead: sentence(upperFirst(refused.message))}
	page.Suggestions = b.suggestions(req.path, refused.message)
	if kept.asOf != req.asOf {
		all, err := b.revisions()
		if err != nil {
			return nil, 0, err
		}
		page.Sections = []Section{asOfEach(all, req.path)}
	}
	b.finish(page, kept)
	page.DataJSON = nil
	return page, status, nil
}

// asOfEach leads to a page as of each revision.
func asOfEach(all []revision, path string) Section {
	section := Section{ID: "revisions", Title: "The statements that there are"}
	for i, r := range all {
		number := strconv.Itoa(r.Number)
		item := Item{Text: "Revision " + number + ", in force since " + date(r.EffectiveDate), Note: r.Message, Href: served{asOf: number}.to(path, nil, "")}
		if i == 0 {
			item.Text, item.Href = "Today’s: revision "+number+", in force since "+date(r.EffectiveDate), served{}.to(path, nil, "")
		}
		section.Links = append(section.Links, item)
	}
	return section
}

// suggestions are pages for the names that an error suggests in quotes.
func (b *builder) suggestions(path, message string) []Item {
	_, nearest, found := strings.Cut(message, "the nearest are ")
	if !found {
		return nil
	}
	first, _, _ := strings.Cut(path, "/")
	var items []Item
	for i, name := range strings.Split(nearest, `"`) {
		if i%2 == 1 {
			items = append(items, Item{Text: name, Href: b.page(first + "/" + name)})
		}
	}
	return items
}
