package pipeline

import (
	"archive/tar"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// squeezeNet runs the trained SqueezeNet 1.1 on photographs.
func squeezeNet(tb testing.TB, dir string, images int) Options {
	tb.Helper()
	photographs := filepath.Join(dir, "photographs")
	extractPhotographs(tb, filepath.Join(sharedFolder(tb), "data", "imagenet-samples-256.tar.zst"), photographs, images)
	o := benchmarkOptions(filepath.Join(sharedFolder(tb), "models", "squeezenet1.1-imagenet.onnx"), dir)
	o.Preprocess = "caffe"
	return o
}

// inceptionV1 runs InceptionV1's architecture, with random weights, on photographs.
func inceptionV1(tb testing.TB, dir string, images int) Options {
	tb.Helper()
	o := squeezeNet(tb, dir, images)
	o.Model = filepath.Join(sharedFolder(tb), "models", "light_inception_v1.onnx")
	j, err := prepare(&o)
	if err != nil {
		tb.Skipf("SKIPPED: %v", err)
	}
	size := j.prepare.Size
	var inputs [][]float32
	for _, item := range j.set.Items[:1] {
		input := make([]float32, 3*size[0]*size[1])
		data, err := item.Read()
		if err != nil {
			tb.Fatal(err)
		}
		picture, err := item.Decode(data)
		if err != nil {
			tb.Fatal(err)
		}
		if err := j.transform.Apply(picture, input); err != nil {
			tb.Fatal(err)
		}
		inputs = append(inputs, input)
	}
	model := randomWeights(tb, o.Model, []int64{1, 3, int64(size[0]), int64(size[1])}, inputs)
	if err := j.close(); err != nil {
		tb.Fatal(err)
	}
	o.Model = filepath.Join(dir, "inception.onnx")
	if err := os.WriteFile(o.Model, model, 0o666); err != nil {
		tb.Fatal(err)
	}
	return o
}

// sharedFolder holds the test material, which is not part of the repository.
func sharedFolder(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("SUMMIT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("SKIPPED: test material is missing: %v (SUMMIT_SHARED names its folder)", err)
	}
	return dir
}

// extractPhotographs takes so many of the first pictures out of an archive.
func extractPhotographs(tb testing.TB, archive, dir string, images int) {
	tb.Helper()
	f, err := os.Open(archive)
	if err != nil {
		tb.Skipf("SKIPPED: %v", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	defer z.Close()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		tb.Fatal(err)
	}
	files := tar.NewReader(z)
	for taken := 0; taken < images; {
		header, err := files.Next()
		if err != nil {
			tb.Fatal(err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(files)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, path.Base(header.Name)), data, 0o666)
		}
		if err != nil {
			tb.Fatal(err)
		}
		taken++
	}
}
