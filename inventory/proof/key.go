package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/recital/recital/inventory"
	"golang.org/x/mod/sumdb/note"
)

// GenerateKey makes a key for signing checkpoints: the private key, to be kept
// secret, and the public one, to be given to those who check. The name stands
// in both and in every signature; it is one word without "+".
func GenerateKey(random io.Reader, name string) (private, verifier string, err error) {
	if name == "" || strings.ContainsFunc(name, unicode.IsSpace) || strings.Contains(name, "+") {
		return "", "", inventory.Errorf(inventory.Invalid, "%q cannot be the name of a key: use one word without a plus sign, such as a host name", name)
	}
	private, verifier, err = note.GenerateKey(random, name)
	if err != nil {
		return "", "", fmt.Errorf("make a key: %w", err)
	}
	return private, verifier, nil
}

// Signer reads a private key, and gives the public one as well.
func Signer(private string) (signer note.Signer, verifier string, err error) {
	private = strings.TrimSpace(private)
	if signer, err = note.NewSigner(private); err != nil {
		return nil, "", inventory.Errorf(inventory.Invalid, "this is not a signing key: it should be the one line that recital key wrote")
	}
	// PRIVATE+KEY+<name>+<key hash>+<key>, of which the key is an algorithm and a seed.
	fields := strings.Split(private, "+")
	seed, err := base64.StdEncoding.DecodeString(strings.Join(fields[4:], "+"))
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, "", inventory.Errorf(inventory.Invalid, "this is not an Ed25519 signing key")
	}
	public, _ := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if verifier, err = note.NewEd25519VerifierKey(signer.Name(), public); err != nil {
		return nil, "", fmt.Errorf("work out the verifier key: %w", err)
	}
	return signer, verifier, nil
}

// Verifier reads a public key.
func Verifier(key string) (note.Verifier, error) {
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return nil, inventory.Errorf(inventory.Invalid, "%q is not a verifier key: it should be the line that recital key printed, such as name+1a2b3c4d+AbC…", key)
	}
	return v, nil
}
