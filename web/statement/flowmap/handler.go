package flowmap

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/recital/recital/inventory/wording"
)

// Config is what the map needs. Ask is required.
type Config struct {
	// Ask answers the operation about public facts.
	Ask Ask
	// Organisation is whose data it is, for titles; empty: nobody's in particular.
	Organisation string
	// Statement is the path of the privacy statement, such as /privacy; empty:
	// the map stands alone.
	Statement string
	// Explorer is the address of GraphiQL; empty: the operation has no link.
	Explorer string
	// Logger takes internal errors; nil logs nothing.
	Logger *slog.Logger
}

type handler struct {
	config        Config
	template      *template.Template
	style, script string
}

// New makes the handler of the map at [Root] and of its files below it.
func New(c Config) (http.Handler, error) {
	if c.Ask == nil {
		return nil, errors.New("a map needs somebody to ask")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	t, err := template.New("map").Parse(sheet)
	if err != nil {
		return nil, fmt.Errorf("parse the page of the map: %w", err)
	}
	return &handler{c, t, hashed("map", ".css", style), hashed("map", ".js", script)}, nil
}

// ServeHTTP serves GET and HEAD.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Frame-Options", "DENY")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case Root:
		h.page(w, r)
	case Root + "/" + h.style:
		file(w, r, "text/css; charset=utf-8", style)
	case Root + "/" + h.script:
		file(w, r, "text/javascript; charset=utf-8", script)
	default:
		http.NotFound(w, r)
	}
}

func file(w http.ResponseWriter, r *http.Request, contentType, content string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write([]byte(content)) // the client went away
	}
}

// page answers a request for the map.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	get := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	a := asked{get("service"), get("data"), get("recipient"), get("q"), get("asOf"), get("after")}
	answer, err := h.read(r.Context(), a)
	status := http.StatusOK
	var refused *refusal
	var p *page
	switch {
	case errors.As(err, &refused):
		status = http.StatusNotFound
		if refused.code == "INVALID" {
			status = http.StatusBadRequest
		}
		if a.Service+a.Data+a.Recipient+a.Text == "" {
			a.AsOf = "" // it is the revision that is wrong: go on with today's
		}
		p = h.frame(a, Answer{})
		p.Title, p.Problem = "This map cannot be drawn", strings.ToUpper(refused.message[:1])+refused.message[1:]+"."
	case err != nil:
		h.config.Logger.ErrorContext(r.Context(), "the map failed", "error", err)
		http.Error(w, "The map cannot be shown at the moment. Please try again later.", http.StatusInternalServerError)
		return
	default:
		p = h.drawn(a, answer)
	}
	var out bytes.Buffer
	if err := h.template.Execute(&out, p); err != nil {
		h.config.Logger.ErrorContext(r.Context(), "the map was not rendered", "error", err)
		http.Error(w, "The map cannot be shown at the moment. Please try again later.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if status == http.StatusOK {
		w.Header().Set("Cache-Control", "public, max-age=0, stale-while-revalidate=60")
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		_, _ = w.Write(out.Bytes()) // the client went away
	}
}

// attempts is how often the answer is read when the inventory moves under it.
const attempts = 4

func (h *handler) read(ctx context.Context, a asked) (answer Answer, err error) {
	for range attempts {
		if answer, err = read(ctx, h.config.Ask, a.variables()); !errors.Is(err, errMoved) {
			break
		}
	}
	return answer, err
}

// frame is what every page of the map has.
func (h *handler) frame(a asked, answer Answer) *page {
	p := &page{
		Organisation: h.config.Organisation, Site: "Privacy statement", AsOf: a.AsOf, Old: a.AsOf != "" && answer.Head.Number > 0,
		Number: answer.Head.Number, Date: answer.Head.EffectiveDate, Query: a.Text, Whole: asked{AsOf: a.AsOf}.href(),
		Style: Root + "/" + h.style, Script: Root + "/" + h.script, Text: operation,
	}
	if h.config.Organisation != "" {
		p.Site = h.config.Organisation + ": privacy statement"
	}
	today := a
	today.AsOf, today.After = "", ""
	p.Today = today.href()
	if h.config.Statement != "" {
		for _, n := range []link{{Text: "Statement"}, {Text: "Services", Href: "/services"}, {Text: "Data", Href: "/data"}, {Text: "Recipients", Href: "/recipients"}, {Text: "Cookies", Href: "/cookies"}, {Text: "Your rights", Href: "/rights"}, {Text: "Changes", Href: "/changes"}} {
			n.Href = h.config.Statement + n.Href
			if a.AsOf != "" {
				n.Href += "?" + url.Values{"asOf": {a.AsOf}}.Encode()
			}
			p.Nav = append(p.Nav, n)
		}
	}
	p.Nav = append(p.Nav, link{Text: "Map", Href: p.Whole, Here: true})
	sum := sha256.Sum256([]byte(operation))
	p.ID = "sha256:" + hex.EncodeToString(sum[:])
	return p
}

// drawn is the page of an answer.
func (h *handler) drawn(a asked, answer Answer) *page {
	p, f := h.frame(a, answer), answer.DataFlows
	p.Title, p.Lead = "Where data goes", f.InWords
	for _, kept := range a.pairs() {
		if kept.Value != "" && kept.Name != "q" && kept.Name != "after" {
			p.Kept = append(p.Kept, kept)
		}
	}
	p.Only = a.only(f)
	p.Shown, p.All = len(f.Flows.Nodes), f.Flows.TotalCount
	p.Drawn = p.All > 0
	if p.Drawn {
		p.Picture = SVG(f, Picture{ID: "map", Title: p.Title, Href: func(n Node) string { return a.to(strings.TrimPrefix(n.Key, "to/")) }})
	}
	p.Rows = a.rows(f)
	p.Denied, p.Cookies = f.NonDisclosures.TotalCount, f.Cookies.TotalCount
	p.DeniedText = wording.Count(p.Denied, "statement")
	if f.Flows.PageInfo.HasNextPage {
		next := a
		next.After = f.Flows.PageInfo.EndCursor
		p.Next = next.href()
	}
	var variables bytes.Buffer
	encoder := json.NewEncoder(&variables)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(a.variables()); err == nil {
		p.Variables = strings.TrimSpace(variables.String())
	}
	if h.config.Explorer != "" {
		p.Explorer = h.config.Explorer + "#" + url.Values{"query": {operation}, "variables": {p.Variables}}.Encode()
	}
	return p
}

// only are the filters of what is asked, each with the address without it.
func (a asked) only(f Flows) []link {
	var list []link
	add := func(what, value string, without asked) {
		if value != "" {
			without.After = ""
			list = append(list, link{Text: what + " " + value, Href: without.href()})
		}
	}
	name := func(column []Node, value string) string {
		if value != "" && len(column) == 1 {
			return column[0].Name
		}
		return value
	}
	without := a
	without.Service = ""
	add("Service:", name(f.Services, a.Service), without)
	without = a
	without.Data = ""
	add("Data:", name(f.Data, a.Data), without)
	without = a
	without.Recipient = ""
	add("Recipient:", a.Recipient, without)
	without = a
	without.Text = ""
	add("Words:", a.Text, without)
	return list
}

// Service draws the flows of one service, for its page: what [SVG] draws of the
// answer to the operation. Ok is false if there is nothing to draw.
func Service(ask Ask) func(ctx context.Context, service, asOf string) (svg []byte, ok bool) {
	return func(ctx context.Context, service, asOf string) ([]byte, bool) {
		variables := asked{Service: service, AsOf: asOf}.variables()
		variables["most"], variables["first"] = 12, 1
		answer, err := put(ctx, ask, variables)
		if err != nil || answer.DataFlows.Flows.TotalCount == 0 {
			return nil, false
		}
		return []byte(SVG(answer.DataFlows, Picture{ID: "flows", Title: "Where the data goes"})), true
	}
}
