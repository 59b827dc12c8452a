package main

import (
	"context"
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
	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/live"
	"github.com/recital/recital/inventory/proof"
	"github.com/recital/recital/inventory/sqlite"
	"github.com/recital/recital/web"
)

var (
	addrOption   = option{"addr", "RECITAL_ADDR", "127.0.0.1:8080", "the address to serve at; port 0 takes a free one"}
	originOption = option{"cors-origin", "RECITAL_CORS_ORIGINS", "", "a web origin whose pages may read the answers, such as https://www.example.com, or * for all; may be repeated"}
	hostOption   = option{"host", "RECITAL_HOSTS", "", "a host name under which the server is reached; may be repeated. On loopback, only loopback names are without it"}
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

The server shows public facts only. Whoever can read the file sees the internal
ones with recital ask.`,
		Example: `  recital serve
  recital serve --addr 127.0.0.1:9000 --db company.db --cors-origin https://www.example.com`,
		Args: noArgs,
	}
	s := server{
		program: p, addr: p.text(cmd, addrOption), db: p.text(cmd, dbOption),
		origins: p.list(cmd, originOption), hosts: p.list(cmd, hostOption),
		log: slog.New(slog.NewTextHandler(p.err, nil)),
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context()) }
	return cmd
}

// server is a run of the command serve.
type server struct {
	program
	addr, db       *string
	origins, hosts *[]string
	log            *slog.Logger
}

// run binds the address, opens the inventory, serves until ctx is done, lets
// requests under way finish, and closes the inventory.
func (s server) run(ctx context.Context) (err error) {
	for _, o := range *s.origins {
		if err := graph.ValidateOrigin(o); err != nil {
			return inputError{fmt.Errorf("--%s: %w", originOption.flag, err)}
		}
	}
	listener, err := listen(ctx, *s.addr)
	if err != nil {
		return err
	}
	defer listener.Close() // closing it twice does no harm
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
	handler, err := s.handler(inv, store, listener.Addr())
	if err != nil {
		return err
	}
	s.announce(listener.Addr(), inv.Head(), created)
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

func (s server) handler(inv *live.Inventory, store proof.Store, addr net.Addr) (http.Handler, error) {
	return graph.NewHandler(graph.Config{
		Schema: graph.Schema(),
		Pin:    graph.Pin(inv.PublicAt),
		Revision: func(ctx context.Context) graph.Revision {
			snapshot, ok := graph.SnapshotFrom(ctx)
			if !ok {
				snapshot = inv.Public()
			}
			r := snapshot.Revision()
			return graph.Revision{Number: r.Number, Tag: r.Hash + " public " + buildVersion()}
		},
		Health: func(ctx context.Context) (graph.Health, error) {
			head, err := store.Head(ctx)
			return graph.Health{Revision: head, SchemaVersion: store.SchemaVersion()}, errors.Join(err, inv.Health())
		},
		UI: s.pages(inv, store), Origins: *s.origins, AllowHost: s.allowHost(addr), Logger: s.log,
	})
}

// pages are what browsers get beside GraphQL.
func (s server) pages(inv *live.Inventory, store proof.Store) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(web.ExportRoot, web.Exports(inv.PublicAt, func(ctx context.Context, snapshot *inventory.Snapshot) (string, error) {
		return checkpointOf(ctx, store, snapshot)
	}, time.Now))
	mux.Handle("/", web.Handler())
	return mux
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

// announce says where the inventory is served; it is bound already.
func (s server) announce(addr net.Addr, head *inventory.Snapshot, created bool) {
	how := "opened"
	if created {
		how = "created with the example inventory"
	}
	fmt.Fprintf(s.out, "Recital serves %s (%s, revision %d, %d facts and nouns)\n", *s.db, how, head.Revision().Number, head.Len())
	fmt.Fprintf(s.out, "  ask in the browser   http://%s/\n", addr)
	fmt.Fprintf(s.out, "  ask from a program   http://%s/graphql\n", addr)
	fmt.Fprintf(s.out, "Stop with Ctrl-C.\n")
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
