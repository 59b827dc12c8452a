package files

import (
	_ "embed"
	"strings"

	"github.com/recital/recital/inventory"
)

// SchemaName is the name of the file that tells editors how the others are
// written; a folder with it was written by [Folder].
const SchemaName = "inventory.schema.json"

//go:embed inventory.schema.json
var schema string

// JSONSchema is the JSON Schema (draft 2020-12) of one file. Editors complete
// and check files with it as they are written; [Read] says more.
func JSONSchema() []byte { return []byte(schema) }

// modeline begins the first line of a file that [Folder] writes. Editors find
// the schema by it.
const modeline = "# yaml-language-server: $schema="

// Folder is what [Write] writes, each file with a first line by which editors
// find its schema, and that schema.
func Folder(records []inventory.Record) (map[string][]byte, error) {
	out, err := Write(records)
	if err != nil {
		return nil, err
	}
	for name, data := range out {
		line := modeline + strings.Repeat("../", strings.Count(name, "/")) + SchemaName + "\n\n"
		out[name] = append([]byte(line), data...)
	}
	out[SchemaName] = JSONSchema()
	return out, nil
}

// Owned says whether a file begins as those that [Folder] writes.
func Owned(content string) bool { return strings.HasPrefix(content, modeline) }
