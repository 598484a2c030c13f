package dataset

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
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

// TestUnreadable reads as a user who may not: a picture is an error of its own, a folder, a CSV and a tar are errors of the whole.
func TestUnreadable(t *testing.T) {
	root := tree(t, "data/a/1.png = 1", "data/a/2.png = 2", "data/b/3.png = 3", "list.csv = data/a/1.png,a", "x.tar")
	readable(t, filepath.Dir(filepath.Dir(root)))
	deny := func(name string, mode os.FileMode) {
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"data/a/2.png", "list.csv", "x.tar"} {
		deny(name, 0)
	}
	asNobody(t, func() {
		set, err := Open(filepath.Join(root, "data"))
		if err != nil {
			t.Fatal(err)
		}
		if data, err := set.Items[0].Read(); err != nil || string(data) != "1" {
			t.Errorf("%q, error %v", data, err)
		}
		if _, err := set.Items[1].Read(); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "a/2.png") {
			t.Errorf("error %v", err)
		}
	})
	deny("data/b", 0)
	asNobody(t, func() {
		for _, name := range []string{"data", "list.csv", "x.tar"} {
			if _, err := Open(filepath.Join(root, name)); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: error %v", name, err)
			}
		}
	})
	deny("data/b", 0o755)
}

// readable lets others pass through a folder and those above it that the test made.
func readable(t *testing.T, dir string) {
	t.Helper()
	for ; dir != filepath.Clean(os.TempDir()); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// asNobody runs f with another user's rights to files, where the test runs as root, who may read everything. They are those of a thread.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := syscall.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setfsuid(0)
	f()
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

// TestPNGTexts: what compressed texts and profiles of a PNG would take is never asked for, and of pixels no more than the picture has.
func TestPNGTexts(t *testing.T) {
	var whole, zeros bytes.Buffer
	if err := png.Encode(&whole, image.NewGray(image.Rect(0, 0, 10, 10))); err != nil {
		t.Fatal(err)
	}
	z := zlib.NewWriter(&zeros)
	if _, err := z.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 25 // the signature and IHDR
	for _, c := range []struct{ kind, before, want string }{
		{"zTXt", "Comment\x00\x00", ""}, {"iTXt", "Comment\x00\x01\x00en\x00\x00", ""}, {"iCCP", "profile\x00\x00", ""}, {"IDAT", "", "png: invalid format"},
	} {
		data := append([]byte(c.kind+c.before), zeros.Bytes()...)
		chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)-4))
		chunk = binary.BigEndian.AppendUint32(append(chunk, data...), crc32.ChecksumIEEE(data))
		bomb := slices.Concat(whole.Bytes()[:header], chunk, whole.Bytes()[header:])
		var err error
		if took := allocated(func() { _, err = Decode(bomb) }); took > 1<<20 {
			t.Errorf("%s: takes %d bytes", c.kind, took)
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.kind, err, c.want)
		}
	}
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
