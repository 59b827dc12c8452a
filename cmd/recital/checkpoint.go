package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/recital/recital/inventory"
	"github.com/recital/recital/inventory/proof"
)

var keyOption = option{"key", "RECITAL_KEY", "", "the file with the signing key; unless named, that of the inventory with .key behind it"}

// keyPath is the file of the signing key.
func keyPath(key, db string) string {
	if key == "" {
		return db + ".key"
	}
	return key
}

func (p program) key() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make the key that signs checkpoints, and print its public half",
		Long: `Key makes a file with a new signing key, which only its owner can read, and
prints the verifier key: the public half, by which auditors check signatures.
Give it to them before they need it, by a way of its own.

Keep the signing key away from the inventory and its backups if you can: whoever
has both can write history anew and sign it. --print shows the verifier key of a
signing key that exists.`,
		Example: `  recital key --key ~/.config/recital.key
  recital key --print`,
		Args: noArgs,
	}
	db, key := p.text(cmd, dbOption), p.text(cmd, keyOption)
	name := cmd.Flags().String("name", "recital", "the name in signatures: one word, such as the host name of who signs")
	show := cmd.Flags().Bool("print", false, "print the verifier key of the signing key that exists")
	cmd.RunE = func(*cobra.Command, []string) error {
		path := keyPath(*key, *db)
		if *show {
			_, verifier, err := readKey(path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.out, verifier)
			return err
		}
		return p.makeKey(path, *name)
	}
	return cmd
}

func (p program) makeKey(path, name string) error {
	private, verifier, err := proof.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	if err := writeNew(path, []byte(private+"\n"), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(p.err, "%s holds the signing key: keep it secret. The verifier key, for those who check:\n", path)
	_, err = fmt.Fprintln(p.out, verifier)
	return err
}

// readKey reads a signing key that nobody else can read.
func readKey(path string) (signer note.Signer, verifier string, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, "", inventory.Errorf(inventory.NotFound, "there is no signing key at %s: make one with recital key --%s %s", path, keyOption.flag, path)
	}
	// Windows has other means, which these bits do not show.
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, "", inventory.Errorf(inventory.Invalid, "others can read the signing key %s: take that away with chmod 600 %s, and make a new key if they may have", path, path)
	}
	data, err := readSmall(path)
	if err != nil {
		return nil, "", inputError{fmt.Errorf("cannot read the signing key %s: %w", path, cause(err))}
	}
	signer, verifier, err = proof.Signer(string(data))
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	return signer, verifier, nil
}

func (p program) checkpoint() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "checkpoint",
		Short: "Sign the present head of the log, for an auditor to keep",
		Long: `Checkpoint verifies the inventory and signs the head of its log: seven lines that
stand for every revision so far. Kept where whoever holds the inventory cannot
change it (with the auditor, in a mail, printed in a report), it shows later
whether anything in them was changed: see recital verify --checkpoint.

It holds hashes, a number of revisions and a date, and no personal data. A file
that exists is never overwritten: older checkpoints stay useful.`,
		Example: `  recital checkpoint -o 2026-01.txt
  recital checkpoint --db company.db --key /media/usb/recital.key`,
		Args: noArgs,
	}
	db, key := p.text(cmd, dbOption), p.text(cmd, keyOption)
	output := cmd.Flags().StringP("out", "o", "", "the file to write; standard output unless named")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		signer, _, err := readKey(keyPath(*key, *db))
		if err != nil {
			return err
		}
		head, err := unsigned(cmd.Context(), *db)
		if err != nil {
			return err
		}
		signed, err := head.Sign(signer)
		if err != nil {
			return err
		}
		if *output != "" {
			return writeNew(*output, signed, 0o644)
		}
		_, err = p.out.Write(signed)
		return err
	}
	return cmd
}

// writeNew writes a file that is not there yet, whole or not at all.
func writeNew(path string, data []byte, mode os.FileMode) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	switch {
	case errors.Is(err, os.ErrExist):
		return inventory.Errorf(inventory.Exists, "%s exists already and was left as it is: choose another file", path)
	case err != nil:
		return inputError{fmt.Errorf("cannot write %s: %w", path, cause(err))}
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(path))
	}
	return nil
}
