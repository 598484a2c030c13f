package compare

import (
	"maps"
	"slices"

	"summit/precompute/internal/bundle"
)

// Files says which files are not the same, byte for byte, by the bundles' checksums; zarr.json, which names the command that made the
// bundle, is left out.
type Files struct {
	Total     int    `json:"total"` // paths that one of the two has
	Differing int    `json:"differing"`
	First     string `json:"first,omitempty"` // of those that differ
}

func files(a, b *bundle.Reader) (Files, error) {
	x, err := a.Checksums()
	if err != nil {
		return Files{}, err
	}
	y, err := b.Checksums()
	if err != nil {
		return Files{}, err
	}
	all := maps.Clone(x)
	maps.Copy(all, y)
	var f Files
	for _, path := range slices.Sorted(maps.Keys(all)) {
		f.Total++
		if x[path] != y[path] {
			f.Differing++
			if f.First == "" {
				f.First = path
			}
		}
	}
	return f, nil
}
