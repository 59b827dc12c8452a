package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// TestIdentityOptions reads options from flags and the environment, and says
// what is wrong with them by their names.
func TestIdentityOptions(t *testing.T) {
	cert, key := certificate(t)
	issuer := []string{"--oidc-issuer", "https://login.example.com", "--oidc-audience", "recital"}
	for _, c := range []struct {
		name, ip string
		args     []string
		env      string
		says     string
		tls      bool
		link     bool
	}{
		{name: "this machine", ip: "127.0.0.1", link: true},
		{name: "this machine behind a proxy", ip: "127.0.0.1", args: []string{"--behind-proxy", "127.0.0.1"}},
		{name: "others, plain", ip: "0.0.0.0", says: "serve https with --tls-cert and --tls-key"},
		{name: "others, behind a proxy", ip: "0.0.0.0", args: []string{"--behind-proxy", "10.0.0.0/8"}},
		{name: "others, behind proxies of the environment", ip: "0.0.0.0", env: "10.0.0.1, 10.0.0.2"},
		{name: "no proxy", ip: "0.0.0.0", args: []string{"--behind-proxy", "yes"}, says: `--behind-proxy: "yes" is no address`},
		{name: "TLS", ip: "0.0.0.0", args: []string{"--tls-cert", cert, "--tls-key", key}, tls: true},
		{name: "half of TLS", ip: "0.0.0.0", args: []string{"--tls-cert", cert}, says: "go together"},
		{name: "no certificate", ip: "0.0.0.0", args: []string{"--tls-cert", "none.pem", "--tls-key", key}, says: "none.pem"},
		{name: "an issuer", ip: "127.0.0.1", args: append(issuer, "--oidc-role", "a=b=editor", "--oidc-role", "c=admin"), link: true},
		{name: "no audience", ip: "127.0.0.1", args: append(issuer[:2:2], "--oidc-role", "a=editor"), says: "--oidc-audience"},
		{name: "no role", ip: "127.0.0.1", args: issuer, says: "--oidc-role"},
		{name: "half a role", ip: "127.0.0.1", args: append(issuer, "--oidc-role", "editor"), says: "such as privacy-team=editor"},
		{name: "another role", ip: "127.0.0.1", args: append(issuer, "--oidc-role", "a=root"), says: "--oidc-role a=root"},
		{name: "a role without an issuer", ip: "127.0.0.1", args: []string{"--oidc-role", "a=editor"}, says: "--oidc-issuer"},
	} {
		p := program{getenv: func(name string) string {
			if name == "RECITAL_BEHIND_PROXY" {
				return c.env
			}
			return ""
		}}
		cmd := &cobra.Command{}
		o := p.identityOptions(cmd)
		if err := cmd.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		addr := &net.TCPAddr{IP: net.ParseIP(c.ip), Port: 8080}
		secure, proxies, err := o.transport(addr)
		if err == nil {
			cfg, err2 := o.config(nil, addr, proxies, slog.New(slog.NewTextHandler(io.Discard, nil)))
			if err = err2; err == nil && (cfg.Local != "") != c.link {
				t.Errorf("%s: a sign-in link for %q", c.name, cfg.Local)
			}
		}
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || !isInput(err)) {
			t.Errorf("%s: %v; want %q", c.name, err, c.says)
		}
		if (secure != nil) != c.tls || secure != nil && secure.MinVersion < tls.VersionTLS12 {
			t.Errorf("%s: TLS is %v", c.name, secure)
		}
	}
}

// certificate makes files with a certificate and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, kind string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret)
}
