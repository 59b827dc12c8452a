package proof

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/recital/recital/inventory"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the head of the log at some revision: what an auditor keeps in
// order to find out later whether anything up to it was changed.
type Checkpoint struct {
	// Inventory is the hash of the first revision: it tells inventories apart.
	Inventory string `json:"inventory"`
	// Size is the number of revisions.
	Size int `json:"size"`
	// Root is the hash of the tree of these revisions.
	Root tlog.Hash `json:"root"`
	// Revision is the hash of the newest of them.
	Revision string `json:"revision"`
	// EffectiveDate is the day from which the newest of them holds.
	EffectiveDate inventory.Date `json:"effectiveDate"`
}

// The words that the lines of a checkpoint begin with.
const (
	originWord    = "recital "
	revisionWord  = "revision "
	effectiveWord = "effective "
)

// maxCheckpoint is more bytes than a checkpoint with many signatures has.
const maxCheckpoint = 64 << 10

// Text is what is signed, in the form of C2SP's tlog-checkpoint: the origin
// "recital" with the hash of the first revision, the size and the root, then as
// extensions the hash and the effective date of the newest revision.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s%s\n%d\n%s\n%s%s\n%s%s\n", originWord, c.Inventory, c.Size,
		base64.StdEncoding.EncodeToString(c.Root[:]), revisionWord, c.Revision, effectiveWord, c.EffectiveDate)
}

// ParseCheckpoint reads what [Checkpoint.Text] writes, and nothing else.
func ParseCheckpoint(text string) (Checkpoint, error) {
	var c Checkpoint
	lines := strings.Split(text, "\n")
	if len(lines) != 6 || lines[5] != "" {
		return c, malformed("it should have five lines before the signatures")
	}
	var ok [3]bool
	c.Inventory, ok[0] = strings.CutPrefix(lines[0], originWord)
	c.Revision, ok[1] = strings.CutPrefix(lines[3], revisionWord)
	date, found := strings.CutPrefix(lines[4], effectiveWord)
	c.EffectiveDate, ok[2] = inventory.Date(date), found
	if !ok[0] || !ok[1] || !ok[2] || !isHash(c.Inventory) || !isHash(c.Revision) {
		return c, malformed("a line is not as this program writes it")
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return c, malformed("its effective date is not a day")
	}
	size, err := strconv.Atoi(lines[1])
	if err != nil || size < 1 || strconv.Itoa(size) != lines[1] {
		return c, malformed("its second line is not a number of revisions")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || base64.StdEncoding.EncodeToString(root[:]) != lines[2] {
		return c, malformed("its third line is not a hash")
	}
	c.Size, c.Root = size, root
	return c, nil
}

func malformed(why string) error {
	return inventory.Errorf(inventory.Invalid, "this is not a checkpoint of an inventory: %s. Use the file exactly as recital checkpoint wrote it", why)
}

func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && strings.ToLower(s) == s
}

// Sign gives the checkpoint as a signed note: its text, an empty line and the
// signature.
func (c Checkpoint) Sign(signer note.Signer) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign the checkpoint: %w", err)
	}
	return signed, nil
}

// ErrSignature is the error of a checkpoint that the expected key did not sign.
var ErrSignature = errors.New("the checkpoint does not have a valid signature of the expected key")

// OpenCheckpoint reads a signed note. With a verifier the note must have a
// valid signature of it, otherwise the error is [ErrSignature]; without one the
// signatures are not looked at. What is no checkpoint is [inventory.Invalid].
func OpenCheckpoint(signed []byte, verifier note.Verifier) (Checkpoint, error) {
	if len(signed) > maxCheckpoint {
		return Checkpoint{}, malformed("it is too long")
	}
	var known []note.Verifier
	if verifier != nil {
		known = append(known, verifier)
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case err == nil:
		return ParseCheckpoint(n.Text)
	case errors.As(err, &invalid):
		return Checkpoint{}, fmt.Errorf("%w: that of %s is wrong", ErrSignature, invalid.Name)
	case !errors.As(err, &unverified):
		return Checkpoint{}, malformed("it is not a signed note")
	case verifier != nil:
		return Checkpoint{}, fmt.Errorf("%w: it has none of %s", ErrSignature, verifier.Name())
	}
	return ParseCheckpoint(unverified.Note.Text)
}
