package preprocess

import (
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"os"
	"strings"
	"testing"
)

// drawn is the picture of testdata/pil.py.
func drawn(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			value := func(c int) uint8 { return uint8((x*x*(3+c) + y*(7+5*c) + (x * y >> 3)) % (251 - c)) }
			img.SetRGBA(x, y, color.RGBA{value(0), value(1), value(2), 255})
		}
	}
	return img
}

// TestResampleEqualsPIL compares with testdata/resample.tsv, which testdata/pil.py wrote.
func TestResampleEqualsPIL(t *testing.T) {
	table, err := os.ReadFile("testdata/resample.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(table)), "\n")[2:]
	if len(rows) < 20 {
		t.Fatalf("%d rows in the table", len(rows))
	}
	for _, row := range rows {
		var name string
		var w, h, rw, rh, left, top, cw, ch int
		var want uint32
		if _, err := fmt.Sscanf(row, "%s%d%d%d%d%d%d%d%d%x", &name, &w, &h, &rw, &rh, &left, &top, &cw, &ch, &want); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		fr := frame{resized: image.Pt(rw, rh), crop: image.Rect(left, top, left+cw, top+ch)}
		if got := crc32.ChecksumIEEE(resample(drawn(w, h), filters[name], fr)); got != want {
			t.Errorf("%s: crc32 %08x, want %08x", strings.Fields(row), got, want)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	transform, err := New(preset("imagenet"))
	if err != nil {
		b.Fatal(err)
	}
	for name, img := range pictures(image.Rect(0, 0, 500, 375)) {
		b.Run(name, func(b *testing.B) {
			dst := make([]float32, transform.Len())
			b.ReportAllocs()
			for b.Loop() {
				if err := transform.Apply(img, dst); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pictures are one of each kind that has a way of its own to read rows, with something in them.
func pictures(bounds image.Rectangle) map[string]image.Image {
	rgba := image.NewRGBA(bounds)
	copy(rgba.Pix, drawn(bounds.Dx(), bounds.Dy()).Pix)
	nrgba := &image.NRGBA{Pix: rgba.Pix, Stride: rgba.Stride, Rect: rgba.Rect}
	gray := image.NewGray(bounds)
	ycc := image.NewYCbCr(bounds, image.YCbCrSubsampleRatio420)
	for i := range gray.Pix {
		gray.Pix[i] = uint8(i * i >> 2)
		ycc.Y[i] = gray.Pix[i]
	}
	for i := range ycc.Cb {
		ycc.Cb[i], ycc.Cr[i] = uint8(i), uint8(i*3)
	}
	return map[string]image.Image{"RGBA": rgba, "NRGBA": nrgba, "Gray": gray, "YCbCr": ycc}
}
