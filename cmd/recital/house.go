package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/graph/identity"
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/access"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/web"
	"github.com/recital/recital/web/history"
	"github.com/recital/recital/web/statement"
	"github.com/recital/recital/web/tag"
)

// house is what a server serves, and who opens.
type house struct {
	server
	inv   *live.Inventory
	store proof.Store
	// keys may be nil: then there are none.
	keys graph.Keyring
	door *identity.Authenticator
	addr net.Addr
	// closing is closed when the server is to stop.
	closing <-chan struct{}
}

// handler is everything that the server answers.
func (h house) handler() (http.Handler, error) {
	c, err := h.config()
	if err != nil {
		return nil, err
	}
	return graph.NewHandler(c)
}

func (h house) config() (graph.Config, error) {
	pages, err := h.pages()
	if err != nil {
		return graph.Config{}, err
	}
	return graph.Config{
		Schema:        graph.Schema(graph.Backend{Keys: h.keys, Editor: h.inv, Watch: h.inv.Watch, Lint: h.findings}),
		Pin:           graph.Pin(h.source),
		Revision:      h.revision(),
		Identify:      h.door.Middleware,
		Allow:         func(ctx context.Context, field string) error { return access.Check(access.From(ctx), field) },
		Closing:       h.closing,
		Documents:     manifest(h.published),
		DocumentsOnly: func(role string) bool { return h.documentsOnly != nil && *h.documentsOnly && role == graph.Anonymous },
		Health: func(ctx context.Context) (graph.Health, error) {
			head, err := h.store.Head(ctx)
			return graph.Health{Revision: head, SchemaVersion: h.store.SchemaVersion()}, errors.Join(err, h.inv.Health())
		},
		Pages: pages, UI: h.rooms(), Origins: *h.origins, AllowHost: h.allowHost(h.addr), Logger: h.log,
	}, nil
}

// source gives revisions as whoever makes the request of a context may see
// them.
func (h house) source(ctx context.Context, at string) (*inventory.Snapshot, error) {
	role := access.From(ctx).Role
	if !role.SeesInternal() {
		return h.inv.PublicAt(ctx, at)
	}
	s, err := h.inv.At(ctx, at)
	if err == nil && !role.SeesAuthors() {
		s = s.Discreet()
	}
	return s, err
}

// revision names the revision of a context, and the head for one that is not
// pinned. What an older one shows depends on the head too: what has become
// internal since is left out.
func (h house) revision() func(context.Context) graph.Revision {
	type named struct {
		head     *inventory.Snapshot
		revision graph.Revision
	}
	version := buildVersion()
	var last atomic.Pointer[named]
	return func(ctx context.Context) graph.Revision {
		head, role := h.inv.Head(), access.From(ctx).Role
		shown, pinned := graph.SnapshotFrom(ctx)
		if n := last.Load(); !pinned && role == access.Anonymous && n != nil && n.head == head {
			return n.revision // asked for with each request
		}
		if !pinned {
			shown = head
		}
		r := shown.Revision()
		revision := graph.Revision{Number: r.Number, Tag: strings.Join([]string{r.Hash, head.Revision().Hash, string(role), version}, " ")}
		if !pinned && role == access.Anonymous {
			last.Store(&named{head, revision})
		}
		return revision
	}
}

// pages are what everybody sees alike.
func (h house) pages() (map[string]http.Handler, error) {
	const explorer = web.Root
	ask := graph.NewAsker(h.inv.PublicAt, h.log).Ask
	told, err := statement.New(statement.Config{
		Ask: ask, Organisation: optional(h.organisation), BaseURL: optional(h.url), Explorer: explorer, FrameAncestors: framing(*h.origins),
		Logger: h.log,
	})
	if err != nil {
		return nil, err
	}
	given := tag.Handler()
	return map[string]http.Handler{
		statement.Root: told, statement.Root + "/": told, statement.EmbedRoot: told,
		statement.MapRoot: told, statement.MapRoot + "/": told,
		tag.Guide + "{$}": given, tag.Root: given,
	}, nil
}

func optional(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// framing are the origins that may frame fragments: those that may read them,
// if they are named.
func framing(origins []string) []string {
	var named []string
	for _, o := range origins {
		if o != "*" {
			named = append(named, o)
		}
	}
	return named
}

// rooms are what browsers get beside GraphQL and the pages: signing in, the
// history, the registers, and the explorer.
func (h house) rooms() http.Handler {
	mux := http.NewServeMux()
	guarded := func(operation string, room http.Handler) http.Handler {
		return h.door.Middleware(h.door.Require(operation, room))
	}
	mux.Handle(identity.Route, h.door.Handler())
	mux.Handle(web.ExportRoot, guarded("GET /export/", web.Exports(h.source, func(ctx context.Context, s *inventory.Snapshot) (string, error) {
		return checkpointOf(ctx, h.store, s)
	}, time.Now)))
	past := guarded("GET /history", history.New(history.Config{At: h.source, Style: statement.Style()}))
	mux.Handle(history.Root, past)
	mux.Handle(history.Root+"/", past)
	mux.Handle(history.Feed, past)
	mux.Handle("/", web.Handler())
	return mux
}

// announce says where the inventory is served; it is bound already. The link
// that signs in goes to whoever started the server, and into no log.
func (h house) announce(created, secret bool) error {
	how, at := "opened", "http://"+h.addr.String()
	if created {
		how = "created with the example inventory"
	}
	if secret {
		at = "https://" + h.addr.String()
	}
	head := h.inv.Head()
	fmt.Fprintf(h.out, "Recital serves %s (%s, revision %d, %d facts and nouns)\n", *h.db, how, head.Revision().Number, head.Len())
	fmt.Fprintf(h.out, "  ask in the browser   %s/\n", at)
	fmt.Fprintf(h.out, "  privacy statement    %s%s\n", at, statement.Root)
	fmt.Fprintf(h.out, "  ask from a program   %s/graphql\n", at)
	code, ok, err := h.door.SignInCode()
	if err != nil {
		return err
	}
	if ok {
		fmt.Fprintf(h.out, "  sign in, once        %s%s#sign-in=%s\n", at, web.Root, code)
	}
	fmt.Fprintf(h.out, "Stop with Ctrl-C.\n")
	return nil
}
