package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/recital/recital/graph"
	"github.com/recital/recital/web/statement"
)

var (
	documentsOption     = option{"documents", "RECITAL_DOCUMENTS", "", "a folder of operations to publish, one in each *.graphql file; clients may ask for them by id"}
	documentsOnlyOption = option{"public-documents-only", "RECITAL_PUBLIC_DOCUMENTS_ONLY", "", "answer anonymous readers published operations only"}
)

func (p program) documents() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "documents [DIR]",
		Short: "List the published operations, which clients may ask for by id",
		Long: `Documents prints the operations that the server's own pages are made of, and
those of the *.graphql files in DIR, as JSON: the id of each, its name and its
file. A client asks for one with

  GET /graphql?documentId=ID&variables=...

or with documentId instead of query in a POST. The id is made of the exact text
of the file: another text has another id.

Each file is checked against the schema, and everything that is wrong is told.`,
		Example: `  recital documents
  recital documents operations/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return inputError{fmt.Errorf("%s takes one folder, got %d: try %[1]s --help", cmd.CommandPath(), len(args))}
			}
			return nil
		},
	}
	folder := p.text(cmd, documentsOption)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			folder = &args[0]
		}
		list, err := publishedDocuments(*folder)
		if err != nil {
			return err
		}
		if list == nil {
			list = []graph.Document{} // [] in JSON, not null
		}
		text, err := json.MarshalIndent(list, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.out, "%s\n", text)
		return err
	}
	return cmd
}

// publishedDocuments are the operations of the program's own pages, and those
// of a folder unless its name is empty.
func publishedDocuments(folder string) ([]graph.Document, error) {
	schema := graph.Schema(graph.Backend{}).Schema()
	list, err := graph.DocumentsOf(ownDocuments(), schema)
	if err != nil {
		return nil, fmt.Errorf("the program's own operations: %w", err)
	}
	if folder == "" {
		return list, nil
	}
	added, err := readFolder(folder, schema)
	return append(list, added...), err
}

// ownDocuments are the operations that the program's own pages are made of.
func ownDocuments() map[string]string { return statement.Documents() }

// readFolder reads the operations of a folder; every problem is one line that
// begins with the file.
func readFolder(folder string, schema *ast.Schema) ([]graph.Document, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, inputError{fmt.Errorf("--%s: there is no folder %q", documentsOption.flag, folder)}
	}
	list, err := graph.ReadDocuments(os.DirFS(folder), schema)
	if _, isFile := errors.AsType[*fs.PathError](err); isFile {
		return nil, fmt.Errorf("--%s %s: %w", documentsOption.flag, folder, err)
	}
	if err != nil {
		lines := strings.ReplaceAll(err.Error(), "\n", "\n  ")
		return nil, inputError{fmt.Errorf("the operations in %s cannot be published:\n  %s", folder, lines)}
	}
	if len(list) == 0 {
		return nil, inputError{fmt.Errorf("--%s: %s has no *.graphql files", documentsOption.flag, folder)}
	}
	for i := range list {
		list[i].File = filepath.Join(folder, list[i].File)
	}
	return list, nil
}

// manifest has the texts of documents by id.
func manifest(list []graph.Document) map[string]string {
	texts := map[string]string{}
	for _, d := range list {
		texts[d.ID] = d.Text
	}
	return texts
}
