package bundle

import (
	"fmt"
	"maps"
	"slices"

	"summit/shared/attribution"
	"summit/shared/model"
	"summit/shared/zarr"
)

// Bundle is a bundle's metadata, and what its chunks have to be.
type Bundle struct {
	Manifest model.Manifest
	arrays   map[string]zarr.Array
}

// Parse reads the root's zarr.json. A bundle of another format version is an error that says what to do; so is an array
// that is missing or has another shape than the manifest asks for.
func Parse(root []byte) (*Bundle, error) {
	b, err := parse(root)
	if err != nil {
		return nil, inFile(Root, err)
	}
	return b, nil
}

func parse(root []byte) (*Bundle, error) {
	group, err := zarr.ParseGroup(root)
	if err != nil {
		return nil, err
	}
	attribute, ok := group.Attributes[Attribute]
	if !ok {
		return nil, fmt.Errorf("no attribute %q: this Zarr group is no bundle", Attribute)
	}
	manifest, err := model.Parse(attribute)
	if err != nil {
		return nil, err
	}
	arrays, err := group.Arrays()
	if err != nil {
		return nil, err
	}
	b := &Bundle{Manifest: manifest, arrays: arrays}
	return b, b.checkArrays()
}

// checkArrays compares the arrays that must be there with the manifest.
func (b *Bundle) checkArrays() error {
	entries := map[Matrix]int{}
	for _, m := range Matrices(b.Manifest.Parameters.Inhibition) {
		if shape := b.arrays[m.Counts()].Shape; len(shape) == 2 {
			entries[m] = shape[1]
		}
		if channels := b.Manifest.Channels(); entries[m] > channels*channels {
			return fmt.Errorf("array %q: %d entries in a matrix of %d x %d", m.Counts(), entries[m], channels, channels)
		}
	}
	want := Arrays(&b.Manifest, entries)
	for _, path := range slices.Sorted(maps.Keys(want)) {
		got, ok := b.arrays[path]
		if !ok {
			return fmt.Errorf("array %q is missing", path)
		}
		if err := sameArray(got, want[path]); err != nil {
			return fmt.Errorf("array %q: %w", path, err)
		}
	}
	return nil
}

// ArrayPaths are the paths of all arrays, sorted.
func (b *Bundle) ArrayPaths() []string { return slices.Sorted(maps.Keys(b.arrays)) }

// Array returns the metadata of the array at path.
func (b *Bundle) Array(path string) (zarr.Array, bool) {
	a, ok := b.arrays[path]
	return a, ok
}

// Encode returns every zarr.json of a bundle, by path. The manifest is given as JSON.
func Encode(manifest []byte, arrays map[string]zarr.Array) map[string][]byte {
	return zarr.EncodeHierarchy(map[string][]byte{Attribute: manifest}, arrays)
}

// NetworkFiles are the paths of the chunks that DecodeNetwork needs, in its order.
func (b *Bundle) NetworkFiles() []string { return []string{zarr.ChunkPath(ActivationMean, 0)} }

// DecodeNetwork returns the shape that all classes share.
func (b *Bundle) DecodeNetwork(d *zarr.Decoder, files [][]byte) (attribution.Network, error) {
	paths := b.NetworkFiles()
	mustFit(paths, files)
	mean, err := zarr.DecodeChunk[float64](d, b.arrays[ActivationMean], files[0])
	if err != nil {
		return attribution.Network{}, inFile(paths[0], err)
	}
	for j, rate := range mean {
		if !(rate >= 0 && rate <= 1) {
			return attribution.Network{}, inFile(paths[0], fmt.Errorf("channel %d has mean rate %v", j, rate))
		}
	}
	n := b.Network()
	n.MeanRate = mean
	return n, nil
}

// Network returns the shape that all classes share, without MeanRate: what there is before any chunk has come.
func (b *Bundle) Network() attribution.Network {
	var n attribution.Network
	m := &b.Manifest
	for _, l := range m.Layers {
		n.Layers = append(n.Layers, attribution.Span{Offset: l.Offset, Channels: l.Channels})
		for _, e := range l.Excluded {
			n.Excluded = append(n.Excluded, l.Offset+e.Channel)
		}
	}
	for _, l := range m.Links {
		n.Links = append(n.Links, attribution.Link{From: m.LayerIndex(l.From), To: m.LayerIndex(l.To)})
	}
	return n
}

// ManifestOf returns the attribute that holds the manifest as it is in the root's zarr.json, or nil if that is no
// bundle's; it looks at nothing else.
func ManifestOf(root []byte) []byte {
	group, err := zarr.ParseGroup(root)
	if err != nil {
		return nil
	}
	return group.Attributes[Attribute]
}

func mustFit(paths []string, files [][]byte) {
	if len(paths) != len(files) {
		panic(fmt.Sprintf("bundle: %d files for the %d of %q", len(files), len(paths), paths))
	}
}
