package dataset

import (
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"os"
	"strings"
	"testing"
)

// TestFormatsEqualPIL compares every pixel with testdata/formats.tsv, which testdata/formats.py wrote beside the pictures. Where PIL and
// the decoders here may round differently, every value has to be within 3 of PIL's, 0.5 in the mean.
func TestFormatsEqualPIL(t *testing.T) {
	table, err := os.ReadFile("testdata/formats.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	if len(rows) < 20 {
		t.Fatalf("%d rows in the table", len(rows))
	}
	for _, row := range rows {
		var name string
		var width, height int
		var want uint32
		if _, err := fmt.Sscanf(row, "%s%d%d%x", &name, &width, &height, &want); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		t.Run(name, func(t *testing.T) {
			got := decodeFile(t, "testdata/"+name)
			if got.Bounds() != image.Rect(0, 0, width, height) {
				t.Fatalf("%v, want %d x %d", got.Bounds(), width, height)
			}
			if reference := "testdata/" + name + ".png"; exists(reference) {
				wantNear(t, got, decodeFile(t, reference))
			} else if sum := crc32.ChecksumIEEE(rgb(got)); sum != want {
				t.Errorf("crc32 %08x, want %08x", sum, want)
			}
		})
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// rgb returns the pixels as bytes.
func rgb(img image.Image) []byte {
	b := img.Bounds()
	flat := image.NewRGBA(b)
	draw.Draw(flat, b, img, b.Min, draw.Src)
	var bytes []byte
	for i := 0; i < len(flat.Pix); i += 4 {
		bytes = append(bytes, flat.Pix[i:i+3]...)
	}
	return bytes
}
