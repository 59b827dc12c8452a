package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/recital/recital/inventory"
)

// errHeld is the error of lockFile if another holds the lock.
var errHeld = errors.New("the lock is held")

// acquire takes the writer's lock of the inventory at path. It is a file of its
// own: the inventory itself may be opened by SQLite alone.
func acquire(path string) (*os.File, error) {
	f, err := lockFile(path + ".lock")
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, errHeld):
		return nil, &inventory.Error{
			Code:    inventory.Conflict,
			Message: path + " is open for writing already: stop the other program, send the changes to it instead, or open the inventory read-only",
			Err:     err,
		}
	}
	return nil, &inventory.Error{
		Code: inventory.ReadOnly,
		Message: fmt.Sprintf("nothing can be written in the folder %s: allow this user to write there, choose another folder, or open the inventory read-only",
			filepath.Dir(path)),
		Err: err,
	}
}
