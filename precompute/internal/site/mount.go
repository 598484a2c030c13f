package site

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
)

// Index is the file that lists the bundles.
const Index = "bundles.json"

// Mount is a bundle of a site.
type Mount struct {
	Name string `json:"name"` // as the address of the page names it
	Path string `json:"path"` // of its folder below the site, with its closing slash
	Dir  string `json:"-"`    // where it is on disk
}

// Mounts opens the bundles in dirs and gives each a name, its folder's, and a path that changes with its content.
func Mounts(dirs []string) ([]Mount, error) {
	taken := map[string]bool{}
	var mounts []Mount
	for _, dir := range dirs {
		m, err := mount(dir)
		if err != nil {
			return nil, err
		}
		for stem, k := m.Name, 2; taken[m.Name]; k++ {
			m.Name = fmt.Sprintf("%s-%d", stem, k)
		}
		taken[m.Name] = true
		mounts = append(mounts, m)
	}
	return mounts, nil
}

func mount(dir string) (Mount, error) {
	r, err := bundle.Open(dir)
	if err != nil {
		return Mount{}, err
	}
	defer r.Close()
	sum, err := contentHash(dir)
	if err != nil {
		return Mount{}, fmt.Errorf("bundle %q: %w", dir, err)
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return Mount{}, err
	}
	name := plain(filepath.Base(absolute))
	return Mount{Name: name, Path: "bundles/" + name + "-" + sum + "/", Dir: dir}, nil
}

// contentHash identifies a bundle by its checksums, which cover every other file, and its metadata.
func contentHash(dir string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"checksums.txt", "zarr.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !(name == "checksums.txt" && errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
		h.Write(data)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:5]), nil
}

// plain keeps of a folder's name what needs no escaping in an address.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, name)
	if name = strings.Trim(name, ".-"); name == "" {
		return "bundle"
	}
	return name
}

// IndexOf is the content of Index.
func IndexOf(mounts []Mount) []byte {
	text, err := json.MarshalIndent(map[string][]Mount{"bundles": mounts}, "", "  ")
	if err != nil {
		panic("site: " + err.Error())
	}
	return append(text, '\n')
}

// noBundles is the error of a site without any.
func noBundles() error {
	return hint.Errorf("name one with --bundle", "no bundle to show")
}
