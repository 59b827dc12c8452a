package identity

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/recital/recital/inventory"
)

// ParseProxies reads addresses and networks (10.0.0.7, 10.0.0.0/8, ::1) of
// proxies. The error names the one that is neither.
func ParseProxies(texts []string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range texts {
		text = strings.TrimSpace(text)
		network, err := netip.ParsePrefix(text)
		if err != nil {
			addr, err := netip.ParseAddr(text)
			if err != nil || addr.Zone() != "" {
				return nil, inventory.Errorf(inventory.Invalid, "%q is no address of a proxy: write one such as 10.0.0.7, or a network such as 10.0.0.0/8", text)
			}
			addr = addr.Unmap()
			network = netip.PrefixFrom(addr, addr.BitLen())
		}
		list = append(list, network.Masked())
	}
	return list, nil
}

// CheckTransport says whether keys can reach a server at the address without
// others reading them: it serves TLS itself, or is on loopback, or has a proxy
// before it that does. The error says what to do.
func CheckTransport(addr net.Addr, tls bool, proxies []netip.Prefix) error {
	if tls || IsLoopback(addr) || len(proxies) > 0 {
		return nil
	}
	return inventory.Errorf(inventory.Invalid, `%s is reached from other machines, and plain HTTP shows everybody between what is sent:
  serve https with --tls-cert and --tls-key,
  or put a proxy that does before it and declare its address with --behind-proxy,
  or serve this machine alone with --addr 127.0.0.1:8080`, addr)
}

// IsLoopback says whether only this machine reaches a server at the address.
func IsLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// isProxy says whether the address is of a proxy of ours.
func (a *Authenticator) isProxy(addr netip.Addr) bool {
	return slices.ContainsFunc(a.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// peer is the address from which the request came; the zero one if it has none.
func peer(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return from.Addr().Unmap().WithZone("")
}

// encrypted says whether the request came to us, or to our proxy, by TLS.
func (a *Authenticator) encrypted(r *http.Request) bool {
	return r.TLS != nil || a.isProxy(peer(r)) && forwardedTLS(r)
}

// forwardedTLS says whether every proxy on the way says that it got the request
// by https.
func forwardedTLS(r *http.Request) bool {
	values := r.Header.Values("X-Forwarded-Proto")
	for _, v := range values {
		for one := range strings.SplitSeq(v, ",") {
			if !strings.EqualFold(strings.TrimSpace(one), "https") {
				return false
			}
		}
	}
	return len(values) > 0
}

// checkHop refuses a request with a key that others could have read on its way.
// Whether it came through a proxy that we do not know is told by the headers
// that proxies add.
func (a *Authenticator) checkHop(r *http.Request) error {
	from := peer(r)
	switch {
	case a.encrypted(r):
		return nil
	case a.isProxy(from), !from.IsLoopback():
		return errPlain
	}
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"} {
		if r.Header.Get(name) != "" {
			return errProxy
		}
	}
	return nil
}

// client names who sent the request, for counting: an address, or for IPv6 its
// network, of which one client has all addresses. What X-Forwarded-For says is
// believed as far as our proxies wrote it.
func (a *Authenticator) client(r *http.Request) string {
	from := peer(r)
	var hops []string
	for _, v := range r.Header.Values("X-Forwarded-For") {
		hops = append(hops, strings.Split(v, ",")...)
	}
	for i := len(hops) - 1; i >= 0 && a.isProxy(from); i-- {
		addr, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		from = addr.Unmap().WithZone("")
	}
	if from.Is6() {
		if network, err := from.Prefix(64); err == nil {
			return network.String()
		}
	}
	return fmt.Sprint(from)
}
