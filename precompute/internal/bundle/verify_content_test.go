package bundle_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/bundle/bundletest"
	format "summit/shared/bundle"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// sign makes checksums.txt fit the files that are there.
func sign(t *testing.T, dir string) {
	t.Helper()
	files := contents(t, dir)
	delete(files, "checksums.txt")
	var text strings.Builder
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&text, "%s  %s\n", files[path], path)
	}
	write(t, filepath.Join(dir, "checksums.txt"), []byte(text.String()))
}

// chunkOf replaces a chunk by one that holds the values.
func chunkOf[T zarr.Element](t *testing.T, dir, array string, values []T, index ...int) {
	t.Helper()
	meta, err := os.ReadFile(filepath.Join(dir, array, "zarr.json"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := zarr.ParseArray(meta)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, zarr.ChunkPath(array, index...)), compress.Chunk(compress.NewEncoder(), a, values))
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestVerifyContent makes bundles whose checksums are right and whose content is not.
func TestVerifyContent(t *testing.T) {
	card := "cards/mixed3a/1.jpg"
	tests := []struct {
		damage func(t *testing.T, dir string)
		want   string
	}{
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.Activation, []uint32{21}, 1, 0) },
			`activation/c/1/0: entry 0 counts 21 images, but class "n00001001" has 20`},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.Activation, []uint32{1, 2, 3}, 1, 0) },
			"activation_mean/c/0: channel 0 has mean rate"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.ActivationEmbed, []uint32{0, 99}, 0, 0) },
			"activation_embed/c/0/0: entry 1 counts 99"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, "inhibition/indices", []uint16{6, 6, 6}, 0, 0) },
			"inhibition/indices/c/0/0: row 4: "},
		{func(t *testing.T, dir string) { chunkOf(t, dir, "influence/indptr", []uint32{0, 9, 2}, 1, 0) },
			"influence/indptr/c/1/0: "},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.ExampleClass, []uint32{2}, 0, 0) },
			"examples/class/c/0/0: channel 0: example 0 is of class 2 of 2"},
		{func(t *testing.T, dir string) {
			chunkOf(t, dir, format.Embedding, []float32{1, 2, 3, float32(math.NaN())}, 1, 0, 0)
		},
			"embedding/c/1/0/0: class 1 is at NaN"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.SimilarClass, []uint32{0}, 1, 0, 0) },
			"similarity/class/c/1/0/0: class 0: similar to 0 at rank 0"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.SimilarClass, []uint32{1}, 0, 0, 0) },
			"similarity/cosine/c/0/0/0: class 0: cosine 0 at rank 0"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.SimilarCosine, []float32{0.5}, 0, 0, 0) },
			"similarity/cosine/c/0/0/0: class 0: cosine 0.5 with no class"},
		{func(t *testing.T, dir string) {
			edit(t, dir, "zarr.json", `"embedding":{"neighbours":0,"trustworthiness":[null,null]}`,
				`"embedding":{"neighbours":0,"trustworthiness":[null]}`)
		},
			"zarr.json: manifest: quality.embedding.trustworthiness has 1 values for 2 layers"},
		{func(t *testing.T, dir string) { edit(t, dir, "zarr.json", `"min_dist":0.1`, `"min_dist":-1`) },
			"zarr.json: manifest: parameters.embedding has 15 neighbours, min_dist -1"},
		{func(t *testing.T, dir string) {
			chunkOf(t, dir, format.FeatureActivation, []float32{1, 2, float32(math.Inf(1))}, 0)
		},
			"features/activation/c/0: channel 2: activation +Inf"},
		{func(t *testing.T, dir string) {
			chunkOf(t, dir, format.FeatureActivation, []float32{float32(math.NaN())}, 0)
		},
			"features/diversity/c/0/0: channel 0: picture 0 has activation"},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.UsageClass, []uint32{1}, 0, 0) }, "usage/class/c/0/0: channel 1: 0 classes are listed, "},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.UsageImages, []uint32{1 << 30}, 0) }, "usage/images/c/0: entry 0 is 1073741824, but the classes make "},
		{func(t *testing.T, dir string) { chunkOf(t, dir, format.UsageGraphs, []uint32{2, 2, 2, 2, 2, 2, 2}, 0) }, "usage/graphs/c/0: entry "},
		{func(t *testing.T, dir string) {
			edit(t, dir, "zarr.json", `"usage":{"rank":"pagerank"`, `"usage":{"rank":"fame"`)
		},
			"zarr.json: manifest: parameters.usage: rank \"fame\" is none of"},
		{func(t *testing.T, dir string) { remove(t, dir, "features/diversity/c/0/0") }, "features/diversity/c/0/0: missing"},
		{func(t *testing.T, dir string) { edit(t, dir, "zarr.json", `"beats_dataset":1`, `"beats_dataset":2`) },
			"zarr.json: manifest: quality.features.beats_dataset is 2"},
		{func(t *testing.T, dir string) { edit(t, dir, "zarr.json", `"x":32,"y":0`, `"x":31,"y":0`) },
			"zarr.json: manifest: cards.tiles[1], diversity of 16 pixels at 31, 0, overlaps tile 0"},
		{func(t *testing.T, dir string) { write(t, filepath.Join(dir, card), picture(t, 144, 31)) },
			card + ": 144 x 31 pixels instead of 144 x 32"},
		{func(t *testing.T, dir string) { write(t, filepath.Join(dir, card), []byte("GIF89a")) }, card + ": no JPEG: "},
		{func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, card), bytes.TrimSuffix(picture(t, 144, 32), []byte{0xff, 0xd9}))
		}, card + ": the JPEG has no end"},
		{func(t *testing.T, dir string) { remove(t, dir, card) }, card + ": missing"},
		{func(t *testing.T, dir string) { remove(t, dir, "influence/counts/c/1/0") }, "influence/counts/c/1/0: missing"},
		{func(t *testing.T, dir string) {
			edit(t, dir, "activation/zarr.json", `"fill_value":0`, `"fill_value":1`)
		},
			"activation/zarr.json: differs from the consolidated metadata"},
		{func(t *testing.T, dir string) { edit(t, dir, "zarr.json", `"offset":4`, `"offset":5`) },
			"zarr.json: manifest: layers[1].offset is 5 instead of 4"},
		{func(t *testing.T, dir string) {
			edit(t, dir, "zarr.json", `"summit":{"format":2`, `"summit":{"format":3`)
		},
			"zarr.json: bundle format 3 is newer than 2"},
		{func(t *testing.T, dir string) {
			edit(t, dir, "zarr.json", `"summit":{"format":2`, `"summit":{"format":1`)
		},
			"zarr.json: bundle format 1 is older than 2: make the bundle again"},
	}
	for _, test := range tests {
		dir := filepath.Join(t.TempDir(), "b")
		if err := bundletest.Write(dir, tiny()); err != nil {
			t.Fatal(err)
		}
		test.damage(t, dir)
		sign(t, dir)
		if got := problems(t, dir); len(got) != 1 || !strings.HasPrefix(got[0], test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func edit(t *testing.T, dir, name, before, after string) {
	t.Helper()
	path := filepath.Join(dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	edited := bytes.Replace(data, []byte(before), []byte(after), 1)
	if bytes.Equal(data, edited) {
		t.Fatalf("%q is not in %s", before, name)
	}
	write(t, path, edited)
}

// TestWithoutOptions reads a bundle that has nothing it need not have.
func TestWithoutOptions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	o := tiny()
	o.Embedding, o.Usage, o.Features, o.Inhibition = false, false, false, false
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	if got := problems(t, dir); len(got) > 0 {
		t.Errorf("problems %q", got)
	}
	root := read(t, filepath.Join(dir, "zarr.json"))
	if b, err := format.Parse(root); err != nil || b.Manifest.Parameters.Embedding != nil || b.FeatureFiles() != nil || b.UsageFiles(0) != nil ||
		strings.Contains(string(root), "embedding") || strings.Contains(string(root), "usage") || strings.Contains(string(root), "feature") {
		t.Errorf("error %v, or the root names an embedding or features: %s", err, root)
	}
}
