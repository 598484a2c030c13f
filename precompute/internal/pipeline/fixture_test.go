package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/pipeline/reference"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
)

// needRuntime skips a test where ONNX Runtime's library is not to be found.
func needRuntime(t testing.TB) {
	t.Helper()
	if _, err := runtime.Find(""); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
}

// pictures are labelled images, those of a class side by side.
type pictures struct {
	images []reference.Map
	labels []int
}

// file is where picture i lies below the data's folder; the order of these paths is that of the pictures.
func (p *pictures) file(i int) string { return fmt.Sprintf("%d/picture%03d.png", p.labels[i], i) }

// write makes an ImageFolder of the pictures.
func (p *pictures) write(dir string) error {
	for i := range p.images {
		file := filepath.Join(dir, filepath.FromSlash(p.file(i)))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		if err := errors.Join(png.Encode(f, picture(p.images[i])), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func picture(m reference.Map) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, len(m[0][0]), len(m[0])))
	for y := range m[0] {
		for x := range m[0][y] {
			p.SetRGBA(x, y, color.RGBA{uint8(m[0][y][x]), uint8(m[1][y][x]), uint8(m[2][y][x]), 255})
		}
	}
	return p
}

// options are those of the paper, on one thread, for model.onnx and the pictures in data below dir; the bundle goes to dir/bundle.
func options(dir string) pipeline.Options {
	return pipeline.Options{
		Model: filepath.Join(dir, "model.onnx"), Data: filepath.Join(dir, "data"), Out: filepath.Join(dir, "bundle"),
		Tool: "test", Command: "precompute run",
		Mass: 0.03, MassEmbed: 0.01, TopK: 5, MinRecord: 1, Stride: 1, Inhibition: true, Threads: 1, Batch: 1,
	}
}

// write puts the network and the pictures where options expects them.
func write(n *reference.Net, p *pictures, dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "model.onnx"), n.Model().Bytes(), 0o666); err != nil {
		return err
	}
	return p.write(filepath.Join(dir, "data"))
}

// run is pipeline.Run without progress.
func run(ctx context.Context, o pipeline.Options) (pipeline.Summary, error) {
	count := progress.Lines(io.Discard)
	defer count.Close()
	return pipeline.Run(ctx, o, count)
}
