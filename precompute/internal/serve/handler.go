// Package serve serves a site over HTTP as a static host should: right types, caching that follows the names, the
// compressed version that the browser takes, conditional and range requests, a strict security policy; no listings, no
// dot files, nothing outside the site. netlify.toml asks the same of that host.
package serve

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzhttp"
)

// Policy is the Content-Security-Policy of every answer.
const Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// Caching of what keeps its name when its content changes, and of what does not.
const (
	cacheNever = "no-cache"
	cacheEver  = "public, max-age=31536000, immutable"
)

// hashedName matches names, and folders of bundles, that change with their content.
var hashedName = regexp.MustCompile(`^(bundles/[^/]+-[0-9a-f]{10}/.+|[^/]+\.[0-9a-f]{12}\.[a-z]+)$`)

// types are those of the files of a site; a chunk has no extension.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".jpg": "image/jpeg", ".png": "image/png",
	".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
}

type handler struct {
	site fs.FS
	mu   sync.Mutex
	tags map[string]string // of files without a time, which cannot change
}

// Handler serves site. JSON, of which only a bundle's manifest is large, is compressed as it is sent, as static hosts do.
func Handler(site fs.FS) http.Handler {
	compress, err := gzhttp.NewWrapper(gzhttp.ContentTypes([]string{types[".json"]}), gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // the options are constant
	}
	return compress(&handler{site: site, tags: map[string]string{}})
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", Policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	if !servable(name) || !h.serve(w, r, name) {
		header.Set("Cache-Control", cacheNever)
		http.Error(w, "not found", http.StatusNotFound)
	}
}

// servable is a plain path without dot files.
func servable(name string) bool {
	if !fs.ValidPath(name) || strings.Contains(name, "\\") {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	return true
}

// serve answers with a file, or with its compressed version; it returns false if there is no such file.
func (h *handler) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	if info, err := fs.Stat(h.site, name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("Cache-Control", cacheNever)
	if hashedName.MatchString(name) && path.Base(name) != "zarr.json" {
		header.Set("Cache-Control", cacheEver)
	}
	for _, version := range []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if _, err := fs.Stat(h.site, name+version.suffix); err != nil {
			continue
		}
		header.Set("Vary", "Accept-Encoding")
		if accepts(r, version.coding) {
			header.Set("Content-Encoding", version.coding)
			name += version.suffix
			break
		}
	}
	return h.send(w, r, name)
}

func (h *handler) send(w http.ResponseWriter, r *http.Request, name string) bool {
	file, err := h.site.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	content, ok := file.(io.ReadSeeker)
	info, err := file.Stat()
	if !ok || err != nil {
		return false
	}
	w.Header().Set("ETag", h.tag(name, info, content))
	http.ServeContent(w, r, "", info.ModTime(), content)
	return true
}

// tag is a file's entity tag: its time and size, or the hash of a file that has no time.
func (h *handler) tag(name string, info fs.FileInfo, content io.ReadSeeker) string {
	if !info.ModTime().IsZero() {
		return fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if tag, ok := h.tags[name]; ok {
		return tag
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return `"-"`
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return `"-"`
	}
	h.tags[name] = fmt.Sprintf(`"%x"`, sum.Sum(nil)[:12])
	return h.tags[name]
}

func contentType(name string) string {
	if t, ok := types[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// accepts reads Accept-Encoding; a coding of quality 0 is refused.
func accepts(r *http.Request, coding string) bool {
	for _, one := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(one), ";")
		quality = strings.ReplaceAll(quality, " ", "")
		if strings.EqualFold(strings.TrimSpace(name), coding) && strings.TrimRight(quality, "0") != "q=" && strings.TrimRight(quality, "0") != "q=0." {
			return true
		}
	}
	return false
}
