package pipeline_test

import (
	"archive/tar"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// shuffledTar writes the pictures of a folder into a tar, in an order in which labels come and go.
func shuffledTar(t *testing.T, folder, path string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.png"))
	must(t, err)
	out, err := os.Create(path)
	must(t, err)
	w := tar.NewWriter(out)
	for _, i := range rand.New(rand.NewPCG(11, 12)).Perm(len(files)) {
		data, err := os.ReadFile(files[i])
		must(t, err)
		name, err := filepath.Rel(folder, files[i])
		must(t, err)
		must(t, w.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o644, Size: int64(len(data))}))
		_, err = w.Write(data)
		must(t, err)
	}
	must(t, w.Close())
	must(t, out.Close())
}

// Pictures that come in random order out of a tar, and counts that never have room, so that each picture or two become a part: the run
// makes what one in order makes that has room for all. So it does when it is interrupted in the middle.
func TestRandomOrderWithoutRoom(t *testing.T) {
	o := small(t)
	o.DataName = "pictures"
	runSmall(t, o)
	want := contents(t, o.Out)
	archive := filepath.Join(t.TempDir(), "pictures.tar")
	shuffledTar(t, o.Data, archive)
	for _, workers := range []int{1, 3} {
		t.Run(fmt.Sprint(workers, " workers"), func(t *testing.T) {
			own := o
			own.Data, own.Out, own.Threads, own.Checkpoint, own.PartBytes = archive, filepath.Join(t.TempDir(), "bundle"), workers, time.Hour, 1
			interrupt(t, own, "images: 24 of 24")
			parts, err := filepath.Glob(filepath.Join(own.Out+".partial", "parts", "*.part"))
			must(t, err)
			if len(parts) < 24/workers {
				t.Errorf("%d parts", len(parts))
			}
			must(t, os.Remove(parts[0])) // as if the run had ended before
			if kept := runSmall(t, own).Kept; kept == 0 || kept == 24 {
				t.Errorf("%d images kept", kept)
			}
			wantSame(t, "out of room", contents(t, own.Out), want)
		})
	}
}
