package dataset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFilesThatAreNone: pipes, devices, folders and files without end are refused at once, each named.
func TestFilesThatAreNone(t *testing.T) {
	root := tree(t, "a/1.png", "a/x.png/deep.png", "a/empty.png = ", "a/secret.png")
	for _, err := range []error{
		syscall.Mkfifo(filepath.Join(root, "a", "pipe.png"), 0o666),
		os.Symlink("/dev/zero", filepath.Join(root, "a", "zero.png")),
		os.Symlink("/dev/zero", filepath.Join(root, "zero.tar")),
		os.Symlink("/dev/zero", filepath.Join(root, "zero.csv")),
		os.Truncate(filepath.Join(root, "a", "1.png"), MaxBytes+1), // a hole
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"zero.tar", "zero.csv"} {
		if _, err := Open(filepath.Join(root, name)); err == nil || !strings.Contains(err.Error(), "regular file") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if err := errors.Join(os.Remove(filepath.Join(root, "zero.tar")), os.Remove(filepath.Join(root, "zero.csv"))); err != nil {
		t.Fatal(err)
	}
	set, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"a/1.png": "536870913 bytes", "a/pipe.png": "not a regular file", "a/zero.png": "not a regular file", "a/empty.png": "the file is empty"} {
		if err := decodeItem(set, id); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), id) {
			t.Errorf("%s: error %v, want %s", id, err, want)
		}
	}
}

func decodeItem(set *Set, id string) error {
	for _, item := range set.Items {
		if item.ID == id {
			data, err := item.Read()
			if err == nil {
				_, err = item.Decode(data)
			}
			return err
		}
	}
	return fs.ErrNotExist
}

// TestPictureBombs: small files that claim much are refused by what they claim.
func TestPictureBombs(t *testing.T) {
	var small bytes.Buffer
	if err := gif.Encode(&small, image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	wide := bytes.Clone(small.Bytes())
	binary.LittleEndian.PutUint16(wide[6:], 60_000)
	binary.LittleEndian.PutUint16(wide[8:], 60_000)
	beyond := bytes.Clone(small.Bytes())
	at := bytes.LastIndexByte(beyond, 0x2c)
	binary.LittleEndian.PutUint16(beyond[at+5:], 60_000)
	bmp := make([]byte, 54)
	copy(bmp, "BM")
	binary.LittleEndian.PutUint32(bmp[10:], 54)
	binary.LittleEndian.PutUint32(bmp[14:], 40)
	binary.LittleEndian.PutUint32(bmp[18:], 50_000)
	binary.LittleEndian.PutUint32(bmp[22:], 50_000)
	binary.LittleEndian.PutUint16(bmp[26:], 1)
	binary.LittleEndian.PutUint16(bmp[28:], 24)
	jpg := read(t, "testdata/rgb.jpg")
	sof := bytes.Index(jpg, []byte{0xff, 0xc0})
	tall := bytes.Clone(jpg)
	binary.BigEndian.PutUint16(tall[sof+5:], 65_000)
	binary.BigEndian.PutUint16(tall[sof+7:], 65_000)
	scans := append(bytes.Clone(jpg), bytes.Repeat([]byte{0xff, 0xda}, maxScans)...)
	webp := read(t, "testdata/format-lossless.webp")
	vp8l := bytes.Clone(webp)
	binary.LittleEndian.PutUint32(vp8l[21:], 1<<28-1) // 16,384 x 16,384
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"gif": {wide, "60000 x 60000 pixels"}, "gif frame": {beyond, "gif: "}, "bmp": {bmp, "50000 x 50000 pixels"},
		"jpeg": {tall, "65000 x 65000 pixels"}, "jpeg scans": {scans, "scans: more than 500"}, "webp": {vp8l, "16384 x 16384 pixels"},
	} {
		if _, err := Decode(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", name, err, c.want)
		}
	}
}
