// Package static holds the built assets of the pages (styles, script, icons) and serves them.
// What is in dist is written by `npm run build` from templates/assets and is not committed;
// nothing else may enter this package.
package static

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Prefix is the path below which Assets answers, with a slash at both ends.
const Prefix = "/static/"

// ErrNotBuilt says that the program was compiled before its assets were made.
var ErrNotBuilt = errors.New("the page assets are not built: run make build")

// Assets knows the built files by their plain and by their fingerprinted names.
// It is read-only after Load and safe for use by many requests at once.
type Assets struct {
	urls  map[string]string // plain name → URL
	files map[string]file   // fingerprinted name → content
}

type file struct {
	contentType string
	plain       []byte
	gzip        []byte // nil when the file is not worth compressing
	brotli      []byte
}

// Load reads the embedded build. It gives ErrNotBuilt where there is none.
func Load() (*Assets, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("opening the page assets: %w", err)
	}
	return load(built)
}

func load(built fs.FS) (*Assets, error) {
	listing, err := fs.ReadFile(built, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	}
	if err != nil {
		return nil, fmt.Errorf("reading the list of page assets: %w", err)
	}
	var names map[string]string
	if err := json.Unmarshal(listing, &names); err != nil {
		return nil, fmt.Errorf("reading the list of page assets: %w", err)
	}
	assets := &Assets{urls: map[string]string{}, files: map[string]file{}}
	for plain, hashed := range names {
		loaded, err := loadFile(built, hashed)
		if err != nil {
			return nil, fmt.Errorf("reading the page asset %s: %w", plain, err)
		}
		assets.urls[plain] = Prefix + hashed
		assets.files[hashed] = loaded
	}
	return assets, nil
}

func loadFile(built fs.FS, name string) (file, error) {
	plain, err := fs.ReadFile(built, name)
	if err != nil {
		return file{}, err
	}
	loaded := file{contentType: contentType(name), plain: plain}
	if loaded.gzip, err = readIfThere(built, name+".gz"); err != nil {
		return file{}, err
	}
	if loaded.brotli, err = readIfThere(built, name+".br"); err != nil {
		return file{}, err
	}
	return loaded, nil
}

func readIfThere(built fs.FS, name string) ([]byte, error) {
	content, err := fs.ReadFile(built, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return content, err
}

// contentType is fixed here rather than asked of the operating system, whose answers differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return "application/octet-stream"
}

// URL gives the address of an asset by its plain name, such as "app.css". For a name that was
// not built it gives an address that answers 404, so that a misspelling shows in the first test
// that fetches what a page asks for.
func (a *Assets) URL(name string) string {
	if url, ok := a.urls[name]; ok {
		return url
	}
	return Prefix + name
}

// ServeHTTP answers GET and HEAD below Prefix. A name changes with its content, so browsers may
// keep what they get for a year.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name, below := strings.CutPrefix(r.URL.Path, Prefix)
	found, ok := a.files[name]
	if !below || !ok {
		http.NotFound(w, r)
		return
	}
	body, encoding := found.choose(r.Header.Values("Accept-Encoding"))
	header := w.Header()
	header.Set("Content-Type", found.contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	if found.gzip != nil || found.brotli != nil {
		header.Add("Vary", "Accept-Encoding")
	}
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	if r.Method == http.MethodGet {
		// A failed write means that the browser left; there is nobody to tell.
		_, _ = w.Write(body)
	}
}

func (f file) choose(accepted []string) (body []byte, encoding string) {
	switch {
	case f.brotli != nil && accepts(accepted, "br"):
		return f.brotli, "br"
	case f.gzip != nil && accepts(accepted, "gzip"):
		return f.gzip, "gzip"
	}
	return f.plain, ""
}

// accepts reads Accept-Encoding: a coding counts when it is named with a weight above nought.
// "*" is not taken as consent, since nothing but an odd client sends it.
func accepts(headers []string, coding string) bool {
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, given := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
		if !given {
			return true
		}
		q, err := strconv.ParseFloat(weight, 64)
		return err == nil && q > 0
	}
	return false
}
