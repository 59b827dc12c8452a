package identity

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/recital/recital/inventory/access"
)

func TestCheckTransport(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.0.0.7"})
	if err != nil {
		t.Fatal(err)
	}
	addr := func(ip string) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: 8080} }
	for _, c := range []struct {
		ip      string
		tls     bool
		proxies []netip.Prefix
		ok      bool
	}{
		{"127.0.0.1", false, nil, true}, {"::1", false, nil, true}, {"127.9.9.9", false, nil, true},
		{"0.0.0.0", false, nil, false}, {"::", false, nil, false}, {"192.0.2.1", false, nil, false},
		{"0.0.0.0", true, nil, true}, {"0.0.0.0", false, proxies, true},
	} {
		err := CheckTransport(addr(c.ip), c.tls, c.proxies)
		if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), "--behind-proxy") {
			t.Errorf("%s, TLS %v, proxies %v: %v", c.ip, c.tls, c.proxies, err)
		}
	}
}

func TestParseProxies(t *testing.T) {
	list, err := ParseProxies([]string{"10.1.2.3/8", " ::1", "::ffff:192.0.2.1"})
	if err != nil || len(list) != 3 || list[0].String() != "10.0.0.0/8" || list[1].String() != "::1/128" || list[2].String() != "192.0.2.1/32" {
		t.Errorf("%v, %v", list, err)
	}
	for _, bad := range []string{"", "proxy.example", "10.0.0.1:80", "10.0.0.0/33", "fe80::1%eth0"} {
		if _, err := ParseProxies([]string{bad}); err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestHops sends a key by each way to the server: it is taken where nobody
// between could read it. Questions without a key are answered by any way.
func TestHops(t *testing.T) {
	w := newWorld(t, func(c *Config) {
		c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.3/32")}
	})
	_, text := w.token(access.Editor)
	for _, c := range []struct {
		name, from string
		tls        bool
		headers    []string
		says       string
	}{
		{"this machine", "127.0.0.1:5", false, nil, ""},
		{"this machine, IPv6", "[::1]:5", false, nil, ""},
		{"this machine, IPv4 within IPv6", "[::ffff:127.0.0.1]:5", false, nil, ""},
		{"TLS from anywhere", "192.0.2.1:5", true, nil, ""},
		{"plain from another machine", "192.0.2.1:5", false, nil, "plain HTTP"},
		{"another machine that claims https", "192.0.2.1:5", false, []string{"X-Forwarded-Proto", "https"}, "plain HTTP"},
		{"the proxy, which got it by https", "10.1.2.3:5", false, []string{"X-Forwarded-Proto", "https"}, ""},
		{"the proxy, in capitals", "10.1.2.3:5", false, []string{"X-Forwarded-Proto", "HTTPS"}, ""},
		{"the proxy, which got it by http", "10.1.2.3:5", false, []string{"X-Forwarded-Proto", "http"}, "plain HTTP"},
		{"the proxy, which does not say", "10.1.2.3:5", false, nil, "plain HTTP"},
		{"two proxies, one by http", "10.1.2.3:5", false, []string{"X-Forwarded-Proto", "https, http"}, "plain HTTP"},
		{"a second header by http", "10.1.2.3:5", false, []string{"X-Forwarded-Proto", "https", "X-Forwarded-Proto", "http"}, "plain HTTP"},
		{"a proxy on this machine that is not declared", "127.0.0.1:5", false, []string{"X-Forwarded-For", "192.0.2.1"}, "declare it"},
		{"a proxy on this machine, by https", "127.0.0.3:5", false, []string{"X-Forwarded-Proto", "https"}, ""},
		{"a proxy on this machine, by http", "127.0.0.3:5", false, []string{"X-Forwarded-Proto", "http"}, "plain HTTP"},
		{"a proxy on this machine, which does not say", "127.0.0.3:5", false, nil, "plain HTTP"},
		{"no address", "", false, nil, "plain HTTP"},
	} {
		made := func(r *http.Request) *http.Request {
			r.RemoteAddr = c.from
			if c.tls {
				r.TLS = &tls.ConnectionState{}
			}
			return r
		}
		status := http.StatusOK
		if c.says != "" {
			status = http.StatusForbidden
		}
		w.answers(c.name+", no key", made(local("GET", "/", "", c.headers...)), 200, "ANONYMOUS")
		w.answers(c.name+", a token", made(local("GET", "/", "", append(bearer(text), c.headers...)...)), status, c.says)
		w.answers(c.name+", signing in", made(local("POST", Route, `{"token": "`+text+`"}`, c.headers...)), status, c.says)
	}
}

// TestCookieOverTLS holds that the cookie stays with https where it came by it.
func TestCookieOverTLS(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	_, text := w.token(access.Editor)
	r := local("POST", Route, `{"token": "`+text+`"}`, "X-Forwarded-Proto", "https")
	r.RemoteAddr = "10.0.0.1:5"
	c := w.ask(r).Cookies()[0]
	if c.Name != "__Host-recital_session" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" {
		t.Errorf("the cookie is %s", c.Raw)
	}
	r = local("GET", "/", "", "Cookie", c.Name+"="+c.Value, "X-Forwarded-Proto", "https")
	r.RemoteAddr = "10.0.0.1:5"
	w.answers("asking", r, 200, "EDITOR SESSION")
	w.answers("the same without TLS", local("GET", "/", "", "Cookie", c.Name+"="+c.Value), 200, "ANONYMOUS")
}
