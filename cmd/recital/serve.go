package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/graph/identity"
	"github.com/recital/recital/inventory/lint"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/sqlite"
)

var (
	addrOption         = option{"addr", "RECITAL_ADDR", "127.0.0.1:8080", "the address to serve at; port 0 takes a free one"}
	originOption       = option{"cors-origin", "RECITAL_CORS_ORIGINS", "", "a web origin whose pages may read the answers, such as https://www.example.com, or * for all; may be repeated"}
	urlOption          = option{"url", "RECITAL_URL", "", "the address under which people reach the server, such as https://privacy.example.com, for links to it"}
	organisationOption = option{"organisation", "RECITAL_ORGANISATION", "", "whose privacy statement it is, for the titles of its pages"}
	hostOption         = option{"host", "RECITAL_HOSTS", "", "a host name under which the server is reached; may be repeated. On loopback, only loopback names are without it"}
)

// drainTime is how long requests under way may take once the server is to stop.
const drainTime = 10 * time.Second

func (p program) serve() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the inventory: GraphiQL in the browser, GraphQL for programs",
		Long: `Serve opens the inventory's file and serves it until it is told to stop (Ctrl-C
or SIGTERM). A file that does not exist is created, with an example inventory to
begin with; create an empty one of your own first with recital init.

Everybody sees the public facts: in the explorer, in the privacy statement at
/privacy and on the map at /map. Who signs in sees more, and may change it, as
their role allows. On loopback the server prints a link that signs you in as its
administrator; make tokens for others with recital token create.

Plain http goes to this machine alone. Elsewhere name a certificate with --tls-cert
and --tls-key, or the proxy in front with --behind-proxy.`,
		Example: `  recital serve
  recital serve --addr 127.0.0.1:9000 --db company.db --cors-origin https://www.example.com`,
		Args: noArgs,
	}
	s := server{
		program: p, addr: p.text(cmd, addrOption), db: p.text(cmd, dbOption),
		origins: p.list(cmd, originOption), hosts: p.list(cmd, hostOption),
		documents: p.text(cmd, documentsOption), documentsOnly: p.yes(cmd, documentsOnlyOption),
		url: p.text(cmd, urlOption), organisation: p.text(cmd, organisationOption), suppressions: p.text(cmd, suppressionsOption),
		keys: p.identityOptions(cmd), log: slog.New(slog.NewTextHandler(p.err, nil)),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context()) }
	return cmd
}

// server is a run of the command serve.
type server struct {
	program
	addr, db       *string
	origins, hosts *[]string
	documents      *string
	documentsOnly  *bool

	url, organisation, suppressions *string

	keys identityOptions
	log  *slog.Logger
	// published are the operations that can be asked for by id, and findings what
	// to look for; run reads them.
	published []graph.Document
	findings  lint.Options
}

// run binds the address, opens the inventory, serves until ctx is done, lets
// requests under way finish, and closes the inventory.
func (s server) run(ctx context.Context) (err error) {
	for _, o := range *s.origins {
		if err := graph.ValidateOrigin(o); err != nil {
			return inputError{fmt.Errorf("--%s: %w", originOption.flag, err)}
		}
	}
	if s.published, err = publishedDocuments(*s.documents); err != nil {
		return err
	}
	if s.findings, err = suppressionsIn(*s.suppressions); err != nil {
		return err
	}
	listener, err := listen(ctx, *s.addr)
	if err != nil {
		return err
	}
	defer listener.Close() // closing it twice does no harm
	secret, proxies, err := s.keys.transport(listener.Addr())
	if err != nil {
		return err
	}
	created, err := s.createExample(ctx)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, *s.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	inv, err := live.Open(ctx, store, live.Options{Logger: s.log})
	if err != nil {
		return err
	}
	defer inv.Close()
	settings, err := s.keys.config(store, listener.Addr(), proxies, s.log)
	if err != nil {
		return err
	}
	settings.Fail = func(w http.ResponseWriter, _ *http.Request, status int, err error) { graph.WriteError(w, status, err) }
	h := house{
		server: s, inv: inv, store: store, keys: store, door: identity.New(settings), addr: listener.Addr(), closing: ctx.Done(),
	}
	handler, err := h.handler()
	if err != nil {
		return err
	}
	if err := h.announce(created, secret != nil); err != nil {
		return err
	}
	if secret != nil {
		listener = tls.NewListener(listener, secret)
	}
	return s.until(ctx, graph.NewServer(handler), listener)
}

// listen binds the address; what is wrong with it is told in one line.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return nil, inputError{fmt.Errorf("--%s is %q: write a host and a port, such as 127.0.0.1:8080", addrOption.flag, addr)}
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, inputError{fmt.Errorf("%s is in use by another program: stop it, or choose another address with --%s", addr, addrOption.flag)}
	}
	return nil, inputError{fmt.Errorf("cannot serve at %s: %w: choose another address with --%s", addr, errors.Unwrap(err), addrOption.flag)}
}

// createExample makes the inventory's file with the example, if there is none.
func (s server) createExample(ctx context.Context) (created bool, err error) {
	if _, err := os.Stat(*s.db); !errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return true, create(ctx, *s.db, true)
}

// allowHost says under which names the server answers: those configured; else,
// on loopback, the names of loopback, so that no page of another site can
// reach it under a name of its own; else any.
func (s server) allowHost(addr net.Addr) func(string) bool {
	if len(*s.hosts) > 0 {
		names := map[string]bool{}
		for _, h := range *s.hosts {
			names[strings.ToLower(h)] = true
		}
		return func(host string) bool { return names[host] }
	}
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsLoopback() {
		return func(host string) bool {
			ip := net.ParseIP(strings.Trim(host, "[]"))
			return host == "localhost" || ip != nil && ip.IsLoopback()
		}
	}
	return nil
}

// until serves until ctx is done, then drains.
func (s server) until(ctx context.Context, srv *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		return fmt.Errorf("stop: requests were still under way after %s: %w", drainTime, err)
	}
	return nil
}
