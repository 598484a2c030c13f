package seaworld

import (
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"github.com/google/renameio/v2"
	"golang.org/x/sync/errgroup"
)

// version changes whenever the same arguments draw other pictures.
const version = 1

// stampName is the file that is written last and says what a folder holds; beginName marks a folder that is being written.
const (
	stampName = "seaworld.json"
	beginName = "seaworld.partial"
)

// Folder says which pictures a folder holds.
type Folder struct {
	Seed     uint64 `json:"seed"`
	PerClass int    `json:"per_class"`
	Hands    Hands  `json:"hands"`
	Masks    bool   `json:"masks"` // also write the parts' masks
}

type stamp struct {
	Folder
	Version int      `json:"version"`
	Parts   []string `json:"parts"` // names of the masks' indices
	Classes []Class  `json:"classes"`
}

func (f Folder) stamp() ([]byte, error) {
	return json.MarshalIndent(stamp{f, version, PartNames(), Classes()}, "", "  ")
}

// Write draws the pictures to dir/images/<class ID>/0000.png, ... (an ImageFolder) and, if asked for, their masks as paletted
// pictures to dir/masks in the same way. A folder that already holds the same pictures is left as it is; other pictures that were
// drawn there are replaced, anybody else's are an error. After each picture progress, where it is not nil, is told how many of
// how many are done; it may be called from several goroutines at once.
func (f Folder) Write(ctx context.Context, dir string, progress func(done, of int)) error {
	if f.PerClass < 1 {
		return fmt.Errorf("%d pictures a class: must be at least 1", f.PerClass)
	}
	want, err := f.stamp()
	if err != nil {
		return err
	}
	path := filepath.Join(dir, stampName)
	if have, err := os.ReadFile(path); err == nil && string(have) == string(want) {
		return nil
	}
	if err := begin(dir); err != nil {
		return err
	}
	if err := f.makeFolders(dir); err != nil {
		return err
	}
	if err := f.writeAll(ctx, dir, progress); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, want, 0o644); err != nil {
		return err
	}
	return os.Remove(filepath.Join(dir, beginName))
}

// begin marks the folder and removes what an earlier version, another seed or an interrupted run left there.
func begin(dir string) error {
	if !has(dir, stampName) && !has(dir, beginName) && (has(dir, "images") || has(dir, "masks")) {
		return fmt.Errorf("folder %q has pictures in it that were not drawn by this program", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, beginName), nil, 0o644); err != nil {
		return err
	}
	for _, name := range []string{stampName, "images", "masks"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func has(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

func (f Folder) makeFolders(dir string) error {
	for _, c := range Classes() {
		if err := os.MkdirAll(filepath.Join(dir, "images", c.ID), 0o755); err != nil {
			return err
		}
		if !f.Masks {
			continue
		}
		if err := os.MkdirAll(filepath.Join(dir, "masks", c.ID), 0o755); err != nil {
			return err
		}
	}
	return nil
}

func (f Folder) writeAll(ctx context.Context, dir string, progress func(done, of int)) error {
	classes := Classes()
	var done atomic.Int64
	encoder := newEncoder()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for class, c := range classes {
		for index := range f.PerClass {
			group.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := f.writePicture(encoder, dir, c.ID, class, index); err != nil {
					return err
				}
				if n := done.Add(1); progress != nil {
					progress(int(n), len(classes)*f.PerClass)
				}
				return nil
			})
		}
	}
	return group.Wait()
}

func (f Folder) writePicture(encoder *png.Encoder, dir, id string, class, index int) error {
	p := Draw(f.Seed, class, index, f.Hands)
	name := filepath.Join(id, fmt.Sprintf("%04d.png", index))
	if err := writePNG(encoder, filepath.Join(dir, "images", name), p.Image); err != nil || !f.Masks {
		return err
	}
	return writePNG(encoder, filepath.Join(dir, "masks", name), p.Parts)
}
