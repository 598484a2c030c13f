package dataset

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summit/precompute/internal/hint"
)

// pack makes a tar of files, given as "name = content" or by name alone, which is then the content; a name that ends with a slash is a
// folder, "name -> target" a symbolic link and "name => target" a hard link.
func pack(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, file := range files {
		header := &tar.Header{Name: file, Typeflag: tar.TypeReg, Mode: 0o644}
		content := file
		if name, text, ok := strings.Cut(file, " = "); ok {
			header.Name, content = name, text
		}
		for arrow, kind := range map[string]byte{" -> ": tar.TypeSymlink, " => ": tar.TypeLink} {
			if name, target, ok := strings.Cut(file, arrow); ok {
				header.Name, header.Linkname, header.Typeflag, content = name, target, kind, ""
			}
		}
		if strings.HasSuffix(file, "/") {
			header.Typeflag, content = tar.TypeDir, ""
		}
		header.Size = int64(len(content))
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put writes files into a new folder.
func put(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sea")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// contents writes a set's items as "label: id = content".
func contents(t *testing.T, s *Set) []string {
	t.Helper()
	var list []string
	for _, item := range s.Items {
		data, err := item.Read()
		if err != nil {
			t.Error(err)
		}
		list = append(list, fmt.Sprintf("%s: %s = %s", s.Labels[item.Label], item.ID, data))
	}
	return list
}

func TestOpenTar(t *testing.T) {
	long := strings.Repeat("long/", 30) + "1.png"
	for _, c := range []struct {
		name    string
		files   [][]string // of each tar
		want    []string
		ignored int
	}{
		{"folders", [][]string{{"./", "./tench/", "./tench/b.JPG = B", "./tench/a.png = A", "./eel/1.webp = 1", "./eel/notes.txt", "./eel/.x.png"}},
			[]string{"eel: eel/1.webp = 1", "tench: tench/a.png = A", "tench: tench/b.JPG = B"}, 2},
		{"folders at the top", [][]string{{"data/val/a/1.png = 1"}, {"data/val/b/2.png = 2"}}, []string{"a: a/1.png = 1", "b: b/2.png = 2"}, 0},
		{"deeper folders", [][]string{{"a/x/1.png = 1", "b/2.png = 2"}}, []string{"a: a/x/1.png = 1", "b: b/2.png = 2"}, 0},
		{"a tar a class", [][]string{{"1.JPEG = 1", "2.JPEG = 2"}, {"1.JPEG = 3"}},
			[]string{"shard-0: shard-0/1.JPEG = 1", "shard-0: shard-0/2.JPEG = 2", "shard-1: shard-1/1.JPEG = 3"}, 0},
		{"out of the tar", [][]string{{"../../a/1.png = 1", "/b/2.png = 2", "b/../c/3.png = 3"}}, []string{"a: a/1.png = 1", "b: b/2.png = 2", "c: c/3.png = 3"}, 0},
		{"names", [][]string{{long + " = L", "a\nb/\xe9.png = N", "Fl\xe9tan/1.png = F", "\x80/1.png = E"}},
			[]string{"Flétan: Fl\xe9tan/1.png = F", "a\nb: a\nb/\xe9.png = N", "long: " + long + " = L", "€: \x80/1.png = E"}, 0},
		{"twice in a tar", [][]string{{"a/1.png = old", "a/2.png = 2", "a/1.png = new"}}, []string{"a: a/1.png = new", "a: a/2.png = 2"}, 1},
		{"twice in two", [][]string{{"a/1.png = 1", "b/1.png = 2"}, {"a/1.png = 3"}},
			[]string{"a: shard-0.tar/a/1.png = 1", "a: shard-1.tar/a/1.png = 3", "b: shard-0.tar/b/1.png = 2"}, 0},
		{"links", [][]string{{"a/1.png = 1", "b/hard.png => a/1.png", "b/soft.png -> ../a/1.png", "b/far.png -> soft.png",
			"b/lost.png -> nowhere", "b/round.png -> round.png", "b/out.png -> /etc/passwd"}},
			[]string{"a: a/1.png = 1", "b: b/far.png = 1", "b: b/hard.png = 1", "b: b/soft.png = 1"}, 3},
		{"webdataset", [][]string{{"000.jpg = A", "000.cls = 7", "001.cls = 12\n", "001.PNG = B", "002.jpg = C", "003.jpg = D", "003.mask.png", "003.cls = eel"}},
			[]string{"12: 001.PNG = B", "7: 000.jpg = A", "eel: 003.jpg = D"}, 2},
		{"webdataset with json", [][]string{{"x/0.jpg = A", `x/0.json = {"label": 3, "width": 5}`, "x/1.jpg = B", `x/1.json = {"a": 1, "cls": " ray "}`, "2.jpg = C",
			`2.json = 1`, `2.cls = 2`, "3.jpg = D", `3.json = {"label": null}`, "4.json = \"eel\"", "4.jpg = E"}},
			[]string{"2: 2.jpg = C", "3: x/0.jpg = A", "eel: 4.jpg = E", "ray: x/1.jpg = B"}, 1},
		{"webdataset with equal keys", [][]string{{"0.jpg = A", "0.cls = 1"}, {"0.jpg = B", "0.cls = 1"}},
			[]string{"1: shard-0.tar/0.jpg = A", "1: shard-1.tar/0.jpg = B"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			shards := map[string][]byte{}
			for i, files := range c.files {
				shards[fmt.Sprintf("shard-%d.tar", i)] = pack(t, files...)
			}
			dir := put(t, shards)
			open := filepath.Join(dir, "shard-0.tar")
			if len(c.files) > 1 {
				open = dir
			}
			set, err := Open(open)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, contents(t, set)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if set.Ignored != c.ignored {
				t.Errorf("%d ignored, want %d", set.Ignored, c.ignored)
			}
		})
	}
}

// TestTarsOfGNU reads what GNU tar packed (testdata/tars.sh). A file with holes is passed over, however long it claims to be.
func TestTarsOfGNU(t *testing.T) {
	for _, format := range []string{"gnu", "pax"} {
		set, err := Open("testdata/tar-" + format + ".tar")
		if err != nil {
			t.Fatal(err)
		}
		long := "a/" + strings.Repeat("long", 50) + ".png"
		want := []string{"Flétan: Fl\xe9tan/1.png = plain\n", "a: a/link.png = long\n", "a: " + long + " = long\n"}
		if diff := cmp.Diff(want, contents(t, set)); diff != "" || set.Ignored != 1 {
			t.Errorf("%s: %d ignored, items (-want +got):\n%s", format, set.Ignored, diff)
		}
	}
}

// A tar of a folder is the folder: the same labels, items and digest.
func TestTarEqualsFolder(t *testing.T) {
	files := []string{"b/2.png", "a/1.png", "a/deep/3.gif"}
	folder, err := Open(tree(t, files...))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := Open(filepath.Join(put(t, map[string][]byte{"sea.tar": pack(t, files...)}), "sea.tar"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(t, folder), contents(t, packed)); diff != "" || folder.Name != packed.Name {
		t.Errorf("names %q, %q, items (-folder +tar):\n%s", folder.Name, packed.Name, diff)
	}
	if got := packed.Order(); !cmp.Equal(got, []int{2, 0, 1}) {
		t.Errorf("order %v", got)
	}
	if got, want := packed.Items[0].Path(), "sea.tar:a/1.png"; !strings.HasSuffix(got, want) {
		t.Errorf("path %q, want %q", got, want)
	}
}

func TestOpenPattern(t *testing.T) {
	shards := map[string][]byte{}
	for i := range 12 {
		shards[fmt.Sprintf("train-%03d.tar", i)] = pack(t, fmt.Sprintf("c%d/1.png", i))
	}
	dir := put(t, shards)
	for pattern, want := range map[string]int{"train-{000..011}.tar": 12, "train-{009..010}.tar": 2, "train-00{1,4,7}.tar": 3, "train-*.tar": 12, "train-00?.tar": 10, ".": 12} {
		set, err := Open(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		if name := map[bool]string{true: "sea", false: "train"}[pattern == "."]; len(set.Items) != want || !strings.HasPrefix(set.Name, name) {
			t.Errorf("%s: %d items, name %q; want %d, %s", pattern, len(set.Items), set.Name, want, name)
		}
	}
	for pattern, want := range map[string]string{"train-{010..012}.tar": "train-012.tar", "x*.tar": "no files match", "[": "syntax error"} {
		if _, err := Open(filepath.Join(dir, pattern)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", pattern, err, want)
		}
	}
}

func TestTarErrors(t *testing.T) {
	whole := pack(t, "a/1.png = "+strings.Repeat("x", 2000), "a/2.png")
	for _, c := range []struct {
		name, file string
		data       []byte
		want, hint string
	}{
		{"cut in a picture", "x.tar", whole[:1200], "the file ends early", "copied or packed in part"},
		{"cut in a header", "x.tar", whole[:3000], "the file ends early", "copied or packed in part"},
		{"not a tar", "x.tar", bytes.Repeat([]byte("text"), 500), "archive/tar: invalid tar header", "not compressed"},
		{"empty", "x.tar", nil, "no labelled pictures", "a folder a class"},
		{"outside", "x.tar", pack(t, "1.png"), `x.tar:1.png" lies outside of any class folder`, ".cls"},
		{"bad json", "x.tar", pack(t, "1.png", "1.json = {"), `"1.json": not JSON`, ""},
		{"large label", "x.tar", pack(t, "1.png", "1.cls = "+strings.Repeat("1", 1<<20+1)), `"1.cls": 1048577 bytes`, ""},
		{"gzip", "x.tar.gz", whole, "is compressed", "gunzip"},
		{"zstd", "x.tar.zst", whole, "is compressed", "zstd -d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(filepath.Join(put(t, map[string][]byte{c.file: c.data}), c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("error %v, want %s", err, c.want)
			}
			if got := strings.Join(hint.Of(err), "\n"); !strings.Contains(got, c.hint) {
				t.Errorf("hint %q, want %q", got, c.hint)
			}
		})
	}
}

// A tar that shrinks after it was listed gives errors, not other bytes.
func TestTarThatShrinks(t *testing.T) {
	file := filepath.Join(put(t, map[string][]byte{"x.tar": pack(t, "a/1.png = "+strings.Repeat("x", 900))}), "x.tar")
	set, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Items[0].Read(); err == nil || !strings.Contains(err.Error(), "become shorter: 488 of 900 bytes") {
		t.Errorf("error %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Items[0].Read(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func FuzzTar(f *testing.F) {
	f.Add(pack(f, "a/1.png", "b/x => a/1.png", "c/y.png -> ../a/1.png"))
	f.Add(pack(f, "0.jpg", "0.cls = 1", `1.json = {"label": "x"}`, "1.webp"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "x.tar")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		set, err := Open(file)
		if err != nil {
			return
		}
		for _, item := range set.Items {
			if _, err := item.Read(); err != nil {
				t.Errorf("%q is listed, but %v", item.ID, err)
			}
		}
	})
}

func FuzzJSONLabel(f *testing.F) {
	f.Add(`{"label": 3}`)
	f.Add(`{"cls": "x", "label": null}`)
	f.Add(`12e400`)
	f.Fuzz(func(t *testing.T, text string) {
		if label, err := jsonLabel([]byte(text)); err == nil && label != strings.TrimSpace(label) {
			t.Errorf("label %q", label)
		}
	})
}
