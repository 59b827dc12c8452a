package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recital/recital/graph/identity"
	"github.com/recital/recital/inventory/access"
)

var (
	certOption     = option{"tls-cert", "RECITAL_TLS_CERT", "", "a file with the certificate for https, and those that lead to its authority (PEM)"}
	certKeyOption  = option{"tls-key", "RECITAL_TLS_KEY", "", "the file with the key of that certificate (PEM)"}
	proxyOption    = option{"behind-proxy", "RECITAL_BEHIND_PROXY", "", "the address, or network such as 10.0.0.0/8, of a proxy that serves https before this server and sets X-Forwarded-Proto; may be repeated"}
	issuerOption   = option{"oidc-issuer", "RECITAL_OIDC_ISSUER", "", "the address of an OpenID Connect issuer whose tokens are taken, such as https://login.example.com/realms/main"}
	audienceOption = option{"oidc-audience", "RECITAL_OIDC_AUDIENCE", "", "the client id of this server at the issuer: tokens for others are refused"}
	claimOption    = option{"oidc-role-claim", "RECITAL_OIDC_ROLE_CLAIM", "roles", "the claim of the issuer's tokens that has the roles; one inside others with dots, such as realm_access.roles"}
	roleMapOption  = option{"oidc-role", "RECITAL_OIDC_ROLES", "", "a value of that claim and the role it gives here, such as privacy-team=editor; may be repeated"}
)

// localAdmin is the name of whoever signs in with the link on the terminal.
const localAdmin = "local administrator"

// identityOptions are the options of serve about keys, and the ways they come.
type identityOptions struct {
	cert, certKey, issuer, audience, claim *string
	proxies, roles                         *[]string
}

func (p program) identityOptions(cmd *cobra.Command) identityOptions {
	return identityOptions{
		cert: p.text(cmd, certOption), certKey: p.text(cmd, certKeyOption), proxies: p.list(cmd, proxyOption),
		issuer: p.text(cmd, issuerOption), audience: p.text(cmd, audienceOption), claim: p.text(cmd, claimOption), roles: p.list(cmd, roleMapOption),
	}
}

// transport says how a server at the address is reached: with which TLS, nil
// for none, and through which proxies. The error says what is missing for keys
// to arrive unread.
func (o identityOptions) transport(addr net.Addr) (*tls.Config, []netip.Prefix, error) {
	proxies, err := identity.ParseProxies(*o.proxies)
	if err != nil {
		return nil, nil, fmt.Errorf("--%s: %w", proxyOption.flag, err)
	}
	if err := identity.CheckTransport(addr, *o.cert != "" || *o.certKey != "", proxies); err != nil {
		return nil, nil, err
	}
	if *o.cert == "" && *o.certKey == "" {
		return nil, proxies, nil
	}
	if *o.cert == "" || *o.certKey == "" {
		return nil, nil, inputError{fmt.Errorf("--%s and --%s go together: name both files", certOption.flag, certKeyOption.flag)}
	}
	pair, err := tls.LoadX509KeyPair(*o.cert, *o.certKey)
	if err != nil {
		return nil, nil, inputError{fmt.Errorf("--%s %s and --%s %s: %w", certOption.flag, *o.cert, certKeyOption.flag, *o.certKey, err)}
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, proxies, nil
}

// config is what the server's authenticator is made of. A server that only this
// machine reaches, without a proxy before it, signs its user in with a link;
// behind a proxy the link would end in the log of a service.
func (o identityOptions) config(tokens access.Store, addr net.Addr, proxies []netip.Prefix, log *slog.Logger) (identity.Config, error) {
	c := identity.Config{Tokens: tokens, Proxies: proxies, Log: log}
	if identity.IsLoopback(addr) && len(proxies) == 0 {
		c.Local = localAdmin
	}
	var err error
	c.OIDC, err = o.oidc(log)
	return c, err
}

// oidc is the checker of an issuer's tokens; nil if none is named.
func (o identityOptions) oidc(log *slog.Logger) (*identity.Issuer, error) {
	if *o.issuer == "" {
		if *o.audience != "" || len(*o.roles) > 0 {
			return nil, inputError{fmt.Errorf("--%s and --%s say nothing without an issuer: name it with --%s", audienceOption.flag, roleMapOption.flag, issuerOption.flag)}
		}
		return nil, nil
	}
	roles := map[string]access.Role{}
	for _, one := range *o.roles {
		at := strings.LastIndexByte(one, '=')
		if at <= 0 {
			return nil, inputError{fmt.Errorf("--%s is %q: write a value of the claim and a role, such as privacy-team=editor", roleMapOption.flag, one)}
		}
		role, err := access.ParseRole(one[at+1:])
		if err != nil {
			return nil, fmt.Errorf("--%s %s: %w", roleMapOption.flag, one, err)
		}
		roles[one[:at]] = role
	}
	issuer, err := identity.NewIssuer(identity.IssuerConfig{URL: *o.issuer, Audience: *o.audience, RoleClaim: *o.claim, Roles: roles, Log: log})
	if err != nil {
		return nil, fmt.Errorf("--%s, --%s, --%s, --%s: %w", issuerOption.flag, audienceOption.flag, claimOption.flag, roleMapOption.flag, err)
	}
	return issuer, nil
}
