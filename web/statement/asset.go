package statement

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed asset
var assets embed.FS

// asset is a file of the pages. Its name holds a hash of its content.
type asset struct {
	name, contentType string
	content           []byte
}

var assetTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

// loadAssets reads the files, by their names without the hash.
func loadAssets() (map[string]asset, error) {
	entries, err := fs.ReadDir(assets, "asset")
	if err != nil {
		return nil, fmt.Errorf("load assets: %w", err)
	}
	files := map[string]asset{}
	for _, e := range entries {
		content, err := fs.ReadFile(assets, "asset/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("load assets: %w", err)
		}
		extension := path.Ext(e.Name())
		contentType, ok := assetTypes[extension]
		if !ok {
			return nil, fmt.Errorf("load assets: %s: no content type for its extension", e.Name())
		}
		sum := sha256.Sum256(content)
		name := strings.TrimSuffix(e.Name(), extension) + "." + hex.EncodeToString(sum[:6]) + extension
		files[e.Name()] = asset{name, contentType, content}
	}
	return files, nil
}

func (h *handler) serveAsset(w http.ResponseWriter, r *http.Request, name string) {
	for _, a := range h.files {
		if a.name != name {
			continue
		}
		w.Header().Set("Content-Type", a.contentType)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if r.Method == http.MethodGet {
			_, _ = w.Write(a.content) // the client went away
		}
		return
	}
	http.NotFound(w, r)
}

// Style is the address of the pages' style sheet, for pages that stand beside
// them.
func Style() string {
	files, err := loadAssets()
	if err != nil {
		panic(err) // embedded: a program without it was built wrongly
	}
	return served{}.asset(files["statement.css"].name)
}
