package dataset

import (
	"bytes"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestDecodeEqualsPIL compares with testdata/pictures.tsv, which testdata/pil.py wrote beside the pictures.
func TestDecodeEqualsPIL(t *testing.T) {
	table, err := os.ReadFile("testdata/pictures.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	if len(rows) < 20 {
		t.Fatalf("%d rows in the table", len(rows))
	}
	for _, row := range rows {
		columns := strings.Split(row, "\t")
		t.Run(columns[0], func(t *testing.T) {
			item := Item{ID: columns[0], source: folder("testdata")}
			data, err := item.Read()
			if err != nil {
				t.Fatal(err)
			}
			img, err := item.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, img, columns)
		})
	}
}

// compare checks size and colours; decoders of JPEG may round a value either way.
func compare(t *testing.T, img image.Image, columns []string) {
	t.Helper()
	size := img.Bounds().Size()
	if got := []string{strconv.Itoa(size.X), strconv.Itoa(size.Y)}; got[0] != columns[1] || got[1] != columns[2] {
		t.Fatalf("%s x %s pixels, want %s x %s", got[0], got[1], columns[1], columns[2])
	}
	tolerance := 0
	if strings.HasSuffix(columns[0], ".jpg") || strings.Contains(columns[0], "alpha") {
		tolerance = 1
	}
	for i, want := range columns[3:] {
		at := image.Pt(size.X/4+i%2*size.X/2, size.Y/4+i/2*size.Y/2).Add(img.Bounds().Min)
		c := color.NRGBAModel.Convert(img.At(at.X, at.Y)).(color.NRGBA)
		rgb, err := hex.DecodeString(want)
		if err != nil {
			t.Fatal(err)
		}
		for k, got := range []uint8{c.R, c.G, c.B} {
			if d := int(got) - int(rgb[k]); d > tolerance || d < -tolerance {
				t.Errorf("quarter %d: colour %02x%02x%02x, want %s", i, c.R, c.G, c.B, want)
				break
			}
		}
		if c.A != 255 {
			t.Errorf("quarter %d: alpha %d", i, c.A)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	var whole, jpg bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i)
	}
	if err := errors.Join(png.Encode(&whole, img), jpeg.Encode(&jpg, img, nil)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "the file is empty"},
		{"text", []byte("path,label\n"), "not a picture by its content; " + known},
		{"head of a gif", []byte("GIF89a...."), "gif: reading header: unexpected EOF"},
		{"head of a webp", []byte("RIFF....WEBP"), "the file ends early"},
		{"tiff", []byte("II*\x00...."), "a TIFF file; " + known},
		{"sound", []byte("RIFF....WAVEfmt "), "not a picture by its content; " + known},
		{"half a png", whole.Bytes()[:whole.Len()/2], "png: invalid format: not enough pixel data"},
		{"half a jpeg", jpg.Bytes()[:jpg.Len()-100], "invalid JPEG format: short Huffman data"},
		{"head of a jpeg", jpg.Bytes()[:20], "the file ends early"},
		{"head of a png", whole.Bytes()[:10], "the file ends early"},
		{"bomb", pngHeader(20_000, 20_000), "20000 x 20000 pixels: more than 65535 a side or 100000000 in all"},
		{"strip", pngHeader(100_000, 1), "100000 x 1 pixels: more than 65535 a side or 100000000 in all"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Decode(c.data); err == nil || err.Error() != c.want {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

// pngHeader is the beginning of a PNG that claims a size.
func pngHeader(width, height uint32) []byte {
	head := []byte{'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0}
	for i := range 4 {
		head[4+i], head[8+i] = byte(width>>(24-8*i)), byte(height>>(24-8*i))
	}
	sum := crc32.ChecksumIEEE(head)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return append(data, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.jpg")
	for _, path := range []string{missing, dir} {
		if _, err := (Item{ID: path, source: folder("")}).Read(); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("read %s: error %v does not name it", path, err)
		}
	}
	if _, err := (Item{ID: missing, source: folder("")}).Decode([]byte("x")); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("decode: error %v does not name the file", err)
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*")
	if err != nil || len(files) < 20 {
		f.Fatalf("%d pictures, error %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && config.Width*config.Height > 1<<20 {
			t.Skip("large")
		}
		img, err := Decode(data)
		if err != nil {
			return
		}
		if opaque, ok := img.(interface{ Opaque() bool }); !ok || !opaque.Opaque() {
			t.Errorf("%T is not opaque", img)
		}
	})
}
