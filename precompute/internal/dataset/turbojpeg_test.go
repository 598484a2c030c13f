package dataset

import (
	"archive/tar"
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"summit/precompute/internal/turbojpeg"
)

// needTurbo skips a test where libjpeg-turbo is not compiled in.
func needTurbo(t testing.TB) {
	t.Helper()
	if _, ok := turbo(read(t, "testdata/rgb.jpg")); !ok {
		t.Skipf("SKIPPED: JPEG is decoded by %s alone; go test -tags=turbojpeg compiles libjpeg-turbo in", turbojpeg.Name)
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// turbo decodes by libjpeg-turbo alone.
func turbo(data []byte) (image.Image, bool) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	return turbojpeg.Decode(data, image.Pt(config.Width, config.Height))
}

func jpegFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.jpg")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	return files
}

// TestDecodersAgree compares the two decoders of JPEG with each other, and libjpeg-turbo with PIL, whose every pixel it has to give.
func TestDecodersAgree(t *testing.T) {
	needTurbo(t)
	decoded := 0
	for _, file := range jpegFiles(t) {
		data := read(t, file)
		got, ok := turbo(data)
		if !ok {
			continue
		}
		decoded++
		want, err := standardJPEG(data)
		if err != nil {
			t.Fatal(err)
		}
		wantNear(t, got, want)
		for _, reference := range []string{file + ".png", strings.TrimSuffix(file, ".jpg") + ".png"} {
			if strings.Contains(file, "-") && exists(reference) && !bytes.Equal(rgb(got), rgb(decodeFile(t, reference))) {
				t.Errorf("%s: not the pixels of %s", file, reference)
			}
		}
	}
	if decoded < 15 {
		t.Errorf("libjpeg-turbo decodes %d files", decoded)
	}
}

// TestDecodersAgreeOnDamage cuts files short and changes bits. What libjpeg-turbo accepts of the former, image/jpeg has to accept; of the
// latter it may take tables as unused that image/jpeg checks, once in a hundred files.
func TestDecodersAgreeOnDamage(t *testing.T) {
	needTurbo(t)
	random := rand.New(rand.NewPCG(1, 2))
	files, changed, more := jpegFiles(t), 0, 0
	for _, file := range files {
		whole := read(t, file)
		for range 200 {
			if data := whole[:random.IntN(len(whole))]; moreLenient(data) {
				t.Errorf("%s: libjpeg-turbo decodes %d of %d bytes, image/jpeg does not", file, len(data), len(whole))
			}
			data := bytes.Clone(whole)
			for range 1 + random.IntN(3) {
				data[random.IntN(len(data))] ^= 1 << random.IntN(8)
			}
			changed++
			if moreLenient(data) {
				more++
			}
		}
	}
	if more*100 > changed {
		t.Errorf("libjpeg-turbo decodes %d of %d changed files that image/jpeg refuses", more, changed)
	}
}

// moreLenient reports whether libjpeg-turbo decodes what image/jpeg refuses.
func moreLenient(data []byte) bool {
	_, ok := turbo(data)
	_, err := standardJPEG(data)
	return ok && err != nil
}

// BenchmarkJPEG decodes photographs by both decoders. Metrics: ms of each, and how many times as fast libjpeg-turbo is.
func BenchmarkJPEG(b *testing.B) {
	needTurbo(b)
	photographs := photographs(b, 32)
	var fast, slow time.Duration
	for n := 0; b.Loop(); n++ {
		data := photographs[n%len(photographs)]
		start := time.Now()
		if _, ok := turbo(data); !ok {
			b.Fatal("libjpeg-turbo refuses a photograph")
		}
		fast += time.Since(start)
		start = time.Now()
		if _, err := standardJPEG(data); err != nil {
			b.Fatal(err)
		}
		slow += time.Since(start)
	}
	b.ReportMetric(fast.Seconds()*1000/float64(b.N), "turbo-ms")
	b.ReportMetric(slow.Seconds()*1000/float64(b.N), "standard-ms")
	b.ReportMetric(slow.Seconds()/fast.Seconds(), "ratio")
}

// photographs are the first n of the test material.
func photographs(b *testing.B, n int) [][]byte {
	b.Helper()
	shared := os.Getenv("SUMMIT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "data", "imagenet-samples-256.tar.zst"))
	if err != nil {
		b.Skipf("SKIPPED: test material is missing: %v (SUMMIT_SHARED names its folder)", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	var all [][]byte
	for files := tar.NewReader(z); len(all) < n; {
		header, err := files.Next()
		if err != nil {
			b.Fatal(err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(files)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}
