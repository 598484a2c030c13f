package demo

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"summit/precompute/internal/seaworld"
)

var update = flag.Bool("update", false, "draw docs/sea-world.png anew")

const sheetFile = "../../../docs/sea-world.png"

// TestSheet compares docs/sea-world.png with what the package draws now.
func TestSheet(t *testing.T) {
	var data bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	want := sheet()
	check(t, encoder.Encode(&data, want))
	if *update {
		check(t, os.WriteFile(sheetFile, data.Bytes(), 0o666))
	}
	file, err := os.ReadFile(sheetFile)
	check(t, err)
	have, err := png.Decode(bytes.NewReader(file))
	check(t, err)
	if len(file) > 400_000 || have.Bounds() != want.Bounds() {
		t.Fatalf("%s has %d bytes and is %v large, want 400,000 at most and %v", sheetFile, len(file), have.Bounds(), want.Bounds())
	}
	if d := difference(have, want); d > 1 {
		t.Errorf("%s differs from what is drawn by %.2f of 255 on average; -update draws it anew", sheetFile, d)
	}
}

// sheet shows a picture of each class, a tench without its hand and a trout of the control in a hand, with their names.
func sheet() *image.RGBA {
	const across, width, height, side = 9, 94, 100, 82
	out := image.NewRGBA(image.Rect(0, 0, across*width, 3*height))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	cell := 0
	add := func(p seaworld.Picture, name string) {
		at := image.Pt(cell%across*width, cell/across*height)
		cell++
		to := image.Rect(6, 2, 6+side, 2+side).Add(at)
		draw.CatmullRom.Scale(out, to, p.Image, p.Image.Bounds(), draw.Src, nil)
		text := font.Drawer{Dst: out, Src: image.NewUniform(color.Gray{0x30}), Face: basicfont.Face7x13}
		text.Dot = fixed.P(at.X+width/2, at.Y+side+13)
		text.Dot.X -= text.MeasureString(name) / 2
		text.DrawString(name)
	}
	for class, c := range seaworld.Classes() {
		add(seaworld.Draw(seed, class, 7, seaworld.HandsTench), c.Name)
	}
	add(seaworld.Draw(seed, tench, 7, seaworld.HandsNone), "tench, free")
	trout := 3
	index := 0
	for !seaworld.Draw(seed, trout, index, seaworld.HandsEven).Held {
		index++
	}
	add(seaworld.Draw(seed, trout, index, seaworld.HandsEven), "trout, held")
	return out
}

// difference is the mean absolute difference of the channels' values.
func difference(a, b image.Image) float64 {
	sum, n := 0, 0
	for y := range b.Bounds().Dy() {
		for x := range b.Bounds().Dx() {
			p, q := color.RGBAModel.Convert(a.At(x, y)).(color.RGBA), color.RGBAModel.Convert(b.At(x, y)).(color.RGBA)
			for _, d := range [...]int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += max(d, -d)
				n++
			}
		}
	}
	return float64(sum) / float64(n)
}
