package inventory

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Revision is one committed set of changes, without the changes.
type Revision struct {
	// Number counts from 1; 0 is the empty inventory before the first commit.
	Number int `json:"number"`
	// RecordedAt is when it was committed, UTC, to the millisecond.
	RecordedAt time.Time `json:"recordedAt"`
	// EffectiveDate is the day from which the facts hold.
	EffectiveDate Date   `json:"effectiveDate"`
	Author        string `json:"author"`
	Message       string `json:"message"`
	// Visibility is INTERNAL if the revision touched anything that is: then
	// author and message are not for everybody.
	Visibility Visibility `json:"visibility"`
	// Previous is the hash of the revision before; empty for the first.
	Previous string `json:"previous"`
	// Hash is SHA-256, in hexadecimal, over the entry's body (see [Entry.Body]).
	Hash string `json:"hash"`
}

// Change puts a record, new or in place of one with its id, or retires one.
type Change struct {
	// Put is the record; nil for a retirement.
	Put Record
	// Retire is the id of the record to retire; empty for a put.
	Retire ID
}

// Commit is a set of changes to make together, and what to say of them.
type Commit struct {
	Author        string
	Message       string
	RecordedAt    time.Time
	EffectiveDate Date
	Changes       []Change
}

// Entry is a revision with its changes, as the log keeps it.
type Entry struct {
	Revision
	// Changes are what was changed, in the order committed, in canonical form.
	Changes []Change
}

// body is what the hash of an entry is made over.
type body struct {
	Number        int             `json:"number"`
	RecordedAt    string          `json:"recordedAt"`
	EffectiveDate Date            `json:"effectiveDate"`
	Author        string          `json:"author"`
	Message       string          `json:"message"`
	Visibility    Visibility      `json:"visibility"`
	Previous      string          `json:"previous"`
	Changes       json.RawMessage `json:"changes"`
}

// RecordedAtLayout is how times of recording are written: RFC 3339, UTC, with
// milliseconds.
const RecordedAtLayout = "2006-01-02T15:04:05.000Z"

// Body is the JSON that [Revision.Hash] is made over: number, recordedAt,
// effectiveDate, author, message, visibility, previous and changes, in this order, with
// changes as given but for white space between its parts.
func (r Revision) Body(changes []byte) ([]byte, error) {
	return marshal(body{
		Number: r.Number, RecordedAt: r.RecordedAt.UTC().Format(RecordedAtLayout), EffectiveDate: r.EffectiveDate,
		Author: r.Author, Message: r.Message, Visibility: r.Visibility, Previous: r.Previous, Changes: changes,
	})
}

// HashOver is the hash that the revision must have with these changes.
func (r Revision) HashOver(changes []byte) (string, error) {
	b, err := r.Body(changes)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// MarshalChanges writes changes as JSON, as the log keeps them: a list of
// {"put": record} and {"retire": id}.
func MarshalChanges(changes []Change) ([]byte, error) { return marshal(changes) }

// UnmarshalChanges reads what [MarshalChanges] wrote. Unknown fields and kinds
// are errors.
func UnmarshalChanges(data []byte) ([]Change, error) {
	var changes []Change
	if err := json.Unmarshal(data, &changes); err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	return changes, nil
}

// marshal is JSON without HTML escapes, so that what is hashed reads as written.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// MarshalJSON writes {"put": record} or {"retire": id}.
func (c Change) MarshalJSON() ([]byte, error) {
	if c.Put != nil {
		return marshal(struct {
			Put Record `json:"put"`
		}{c.Put})
	}
	return marshal(struct {
		Retire ID `json:"retire"`
	}{c.Retire})
}

// UnmarshalJSON reads {"put": record} or {"retire": id}; the kind of a record
// is that of its id.
func (c *Change) UnmarshalJSON(data []byte) error {
	var raw struct {
		Put    json.RawMessage `json:"put"`
		Retire ID              `json:"retire"`
	}
	if err := strictJSON(data, &raw); err != nil {
		return err
	}
	if (raw.Put == nil) == (raw.Retire == "") {
		return fmt.Errorf("a change either puts a record or retires one")
	}
	if raw.Put == nil {
		*c = Change{Retire: raw.Retire}
		return nil
	}
	var head struct {
		ID ID `json:"id"`
	}
	if err := json.Unmarshal(raw.Put, &head); err != nil {
		return err
	}
	kind, ok := head.ID.Kind()
	if !ok {
		return fmt.Errorf("%q names no known kind", head.ID)
	}
	r, _ := NewRecord(kind)
	if err := strictJSON(raw.Put, r); err != nil {
		return fmt.Errorf("%s: %w", head.ID, err)
	}
	*c = Change{Put: r}
	return nil
}

func strictJSON(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}
