package graph

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// ValidateOrigin says what is wrong with a web origin whose pages are to read
// answers. It must be written as browsers send it: https://example.org or
// https://example.org:8443, in lower case, without a path and without the
// port that goes without saying. http is for this very machine only. "*" means
// every origin. "null" is never right: any page can make itself that origin.
func ValidateOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	if origin == "null" {
		return errors.New("any page can make itself the origin null")
	}
	if strings.Contains(origin, "*") {
		return errors.New("a wildcard stands alone or not at all")
	}
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("an origin begins with https:// or http://")
	}
	if u.Hostname() == "" {
		return errors.New("an origin has a host")
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return errors.New("http is for this machine only: anybody between could change the page")
	}
	if origin != u.Scheme+"://"+u.Host {
		return errors.New("an origin is a scheme, a host and perhaps a port, nothing after them")
	}
	if port := u.Port(); strings.HasSuffix(u.Host, ":") || port == defaultPort(u.Scheme) {
		return errors.New("browsers leave out the usual port, and so must the origin")
	}
	if !isPlainHost(u.Host) {
		return errors.New("the host must be in lower case, and in Punycode if it is not ASCII")
	}
	return nil
}

// defaultPort is the port that goes without saying.
func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// isLoopback says whether a host is this very machine.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// isPlainHost says whether a host and port have only characters that browsers
// send there.
func isPlainHost(host string) bool {
	for _, c := range []byte(host) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.', c == '-', c == ':', c == '[', c == ']':
		default:
			return false
		}
	}
	return true
}
