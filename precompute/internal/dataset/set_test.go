package dataset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"summit/precompute/internal/hint"
)

// tree makes files, given by slash paths, in a new folder; content is the path itself, or what follows " = ".
func tree(t *testing.T, files ...string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "sea")
	if err := os.Mkdir(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, content, ok := strings.Cut(file, " = ")
		if !ok {
			content = name
		}
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// listing writes a set's items as "label: id".
func listing(s *Set) []string {
	var list []string
	for _, item := range s.Items {
		list = append(list, s.Labels[item.Label]+": "+item.ID)
	}
	return list
}

func TestOpenFolder(t *testing.T) {
	root := tree(t, "tench/b.JPG", "tench/a.jpeg", "tench/deep/c.png", "tench/notes.txt", "eel/1.png", "eel/.hidden.png",
		"readme.md", ".git/x.png", "Ray fish/1.png", "Ray fish/é.png")
	set, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Ray fish: Ray fish/1.png", "Ray fish: Ray fish/é.png", "eel: eel/1.png",
		"tench: tench/a.jpeg", "tench: tench/b.JPG", "tench: tench/deep/c.png"}
	if diff := cmp.Diff(want, listing(set)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if set.Name != "sea" || set.Ignored != 4 {
		t.Errorf("name %q, %d ignored; want sea, 4", set.Name, set.Ignored)
	}
	if diff := cmp.Diff([]int{2, 1, 3}, set.Counts()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	for _, item := range set.Items {
		if data, err := item.Read(); err != nil || string(data) != item.ID {
			t.Errorf("item %s holds %q, error %v", item.ID, data, err)
		}
	}
}

func TestOpenFolderFollowsLinksOnce(t *testing.T) {
	root := tree(t, "a/1.png", "a/deep/2.png")
	for link, target := range map[string]string{
		"b": "a", "a/deep/up": "..", "a/self": ".", "a/broken.png": "nowhere", "a/linked.png": "1.png",
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	set, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a: a/1.png", "a: a/broken.png", "a: a/deep/2.png", "a: a/linked.png",
		"b: b/1.png", "b: b/broken.png", "b: b/deep/2.png", "b: b/linked.png"}
	if diff := cmp.Diff(want, listing(set)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestOpenErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		open  string // path below the root
		want  string // with the root cut out
		hint  string
	}{
		{"missing", nil, "none", `no data at "/none"`, "--data takes a folder"},
		{"other file", []string{"x.txt"}, "x.txt", `"/x.txt" is neither a folder nor a .csv, .tar or .parquet file`, "--data takes a folder"},
		{"nothing", nil, "", `no pictures in ""`, "pictures are files named"},
		{"no pictures", []string{"a/x.txt", "b/"}, "", `no pictures in ""`, "pictures are files named"},
		{"empty classes", []string{"a/1.png", "b/", "c/x.mp4"}, "", `2 of the class folders of "" without pictures: "b", "c"`, "remove the folder"},
		{"outside", []string{"a/1.png", "1.png"}, "", `"/1.png" lies outside of any class folder`, "put each picture into a folder"},
		{"empty csv", []string{"x.csv = path,label\n"}, "x.csv", `no pictures in "/x.csv"`, "a row is a path and a label"},
		{"misplaced csv", []string{"x.csv = a.png,eel\nb.png,eel\n"}, "x.csv", `none of the 2 pictures of "/x.csv" exists; the first would be "/a.png"`, "relative to the folder"},
		{"no label", []string{"a.png", "x.csv = path,label\na.png,eel\n\na.png, \n"}, "x.csv", `read "/x.csv": line 4: no label for "a.png"`, "a row is"},
		{"no path", []string{"x.csv = ,eel\n"}, "x.csv", `read "/x.csv": line 1: no path`, "a row is"},
		{"one column", []string{"x.csv = path,label\na.png\n"}, "x.csv", `read "/x.csv": line 2: 1 columns, want 2`, "a row is"},
		{"three columns", []string{"x.csv = a,b.png,eel\n"}, "x.csv", `read "/x.csv": line 1: 3 columns, want 2`, "in quotes"},
		{"twice", []string{"x.csv = a.png,eel\nb.png,eel\n./a.png,eel\n"}, "x.csv", `read "/x.csv": line 3: "a.png" is listed a second time as "eel", first on line 1`, ""},
		{"open quote", []string{"x.csv = a.png,\"eel\nb"}, "x.csv", `read "/x.csv": record on line 1; parse error on line 2, column 2: extraneous or missing " in quoted-field`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := tree(t, c.files...)
			_, err := Open(filepath.Join(root, c.open))
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.ReplaceAll(err.Error(), root, ""); got != c.want {
				t.Errorf("error %s\nwant  %s", got, c.want)
			}
			if got := strings.Join(hint.Of(err), "\n"); !strings.Contains(got, c.hint) || (c.hint == "") != (got == "") {
				t.Errorf("hint %q, want %q in it", got, c.hint)
			}
		})
	}
}

func TestOpenFolderNamesTenEmptyClasses(t *testing.T) {
	files := []string{"a/1.png"}
	for c := 'b'; c <= 'n'; c++ {
		files = append(files, string(c)+"/")
	}
	_, err := Open(tree(t, files...))
	if err == nil || !strings.HasSuffix(err.Error(), `"j", "k", and 3 more`) {
		t.Errorf("error %v", err)
	}
}

func TestLimitPerClass(t *testing.T) {
	set, err := Open(tree(t, "a/1.png", "a/2.png", "a/3.png", "b/1.png"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a: a/1.png", "a: a/2.png", "b: b/1.png"}, listing(set.LimitPerClass(2))); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if set.LimitPerClass(0) != set || len(set.Items) != 4 {
		t.Error("no limit changes the set")
	}
}
