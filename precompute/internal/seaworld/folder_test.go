package seaworld

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

func TestFolderHoldsThePictures(t *testing.T) {
	dir := t.TempDir()
	f := Folder{Seed: 9, PerClass: 2, Hands: HandsTench, Masks: true}
	var calls atomic.Int64
	if err := f.Write(context.Background(), dir, func(done, of int) { calls.Add(1) }); err != nil {
		t.Fatal(err)
	}
	if want := int64(2 * len(Classes())); calls.Load() != want {
		t.Errorf("progress was told %d times, want %d", calls.Load(), want)
	}
	for class, c := range Classes() {
		want := Draw(9, class, 1, HandsTench)
		if got := decode(t, filepath.Join(dir, "images", c.ID, "0001.png")); !bytes.Equal(pixels(got), want.Image.Pix) {
			t.Errorf("%s: the file is not the picture", c.ID)
		}
		mask, ok := decode(t, filepath.Join(dir, "masks", c.ID, "0001.png")).(*image.Paletted)
		if !ok || !bytes.Equal(mask.Pix, want.Parts.Pix) {
			t.Errorf("%s: the mask is not that of the picture", c.ID)
		}
	}
}

func TestFolderIsWrittenOnce(t *testing.T) {
	dir := t.TempDir()
	f := Folder{Seed: 1, PerClass: 1}
	drawn := func(f Folder) (n int64) {
		t.Helper()
		var calls atomic.Int64
		if err := f.Write(context.Background(), dir, func(done, of int) { calls.Add(1) }); err != nil {
			t.Fatal(err)
		}
		return calls.Load()
	}
	all := int64(len(Classes()))
	if n := drawn(f); n != all {
		t.Errorf("first: %d pictures drawn, want %d", n, all)
	}
	if n := drawn(f); n != 0 {
		t.Errorf("again: %d pictures drawn, want none", n)
	}
	if n := drawn(Folder{Seed: 2, PerClass: 1}); n != all {
		t.Errorf("another seed: %d pictures drawn, want %d", n, all)
	}
	if err := os.Rename(filepath.Join(dir, stampName), filepath.Join(dir, beginName)); err != nil {
		t.Fatal(err)
	}
	if n := drawn(Folder{Seed: 2, PerClass: 1}); n != all {
		t.Errorf("interrupted: %d pictures drawn, want %d", n, all)
	}
	if has(dir, beginName) {
		t.Error("a finished folder is still marked as begun")
	}
}

func TestFolderDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	f := Folder{Seed: 4, PerClass: 1, Hands: HandsEven, Masks: true}
	many, one := t.TempDir(), t.TempDir()
	if err := f.Write(context.Background(), many, nil); err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if err := f.Write(context.Background(), one, nil); err != nil {
		t.Fatal(err)
	}
	a, b := contents(t, many), contents(t, one)
	if len(a) != 2*len(Classes())+1 || len(a) != len(b) {
		t.Fatalf("%d and %d files", len(a), len(b))
	}
	for name, data := range a {
		if !bytes.Equal(data, b[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestFolderErrors(t *testing.T) {
	if err := (Folder{}).Write(context.Background(), t.TempDir(), nil); err == nil {
		t.Error("no pictures a class: want an error")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := (Folder{PerClass: 1}).Write(context.Background(), file, nil); err == nil {
		t.Error("a file where the folder should be: want an error")
	}
	theirs := t.TempDir()
	photo := filepath.Join(theirs, "images", "photo.png")
	if err := errors.Join(os.Mkdir(filepath.Dir(photo), 0o755), os.WriteFile(photo, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := (Folder{PerClass: 1}).Write(context.Background(), theirs, nil); err == nil || !has(filepath.Dir(photo), "photo.png") {
		t.Errorf("pictures of somebody else: got %v", err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	dir := t.TempDir()
	if err := (Folder{PerClass: 1}).Write(stopped, dir, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	if has(dir, stampName) {
		t.Error("a cancelled folder carries a stamp")
	}
}

func TestParseHands(t *testing.T) {
	for _, h := range []Hands{HandsNone, HandsTench, HandsEven} {
		if got, err := ParseHands(h.String()); err != nil || got != h {
			t.Errorf("%v came back as %v, %v", h, got, err)
		}
	}
	if _, err := ParseHands("both"); err == nil {
		t.Error(`"both": want an error`)
	}
}

func decode(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func pixels(img image.Image) []byte {
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Src)
	return out.Pix
}

func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
