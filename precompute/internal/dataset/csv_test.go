package dataset

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOpenCSV(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"plain", "pictures/1.png,eel\npictures/2.png,\"ray, spotted\"\nmissing.png,eel\npictures/1.png,animal\n"},
		{"header", "path,label\npictures/1.png,eel\npictures/2.png,\"ray, spotted\"\nmissing.png,eel\npictures/1.png,animal\n"},
		{"other columns", "width,Label,Path\n1,eel,pictures/1.png\n2,\"ray, spotted\",pictures/2.png\n3,eel,missing.png\n4,animal,pictures/1.png\n"},
		{"spreadsheet", "\uFEFFPath,Label\r\npictures/1.png, eel \r\n./pictures/2.png,\"ray, spotted\"\r\nmissing.png,eel\r\npictures/1.png,animal\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := tree(t, "pictures/1.png", "pictures/2.png", "list.csv = "+c.text)
			set, err := Open(filepath.Join(root, "list.csv"))
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"animal: pictures/1.png", "eel: missing.png", "eel: pictures/1.png", "ray, spotted: pictures/2.png"}
			if diff := cmp.Diff(want, listing(set)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if set.Name != "list" {
				t.Errorf("name %q, want list", set.Name)
			}
			if got := set.Items[3].Path(); got != filepath.Join(root, "pictures", "2.png") {
				t.Errorf("path %q", got)
			}
		})
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("path,label\na.png,eel\n")
	f.Add("\uFEFFlabel,x,path\r\neel,,\"a,b.png\"\r\n")
	f.Add("a.png,eel\n\"a\nb\",ray\n,\n")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := readCSV(strings.NewReader(text))
		if err != nil {
			return
		}
		seen := map[labelled]bool{}
		for _, row := range found {
			if row.id == "" || row.label == "" || row.label != strings.TrimSpace(row.label) || seen[row] {
				t.Errorf("row %q, %q", row.id, row.label)
			}
			seen[row] = true
		}
	})
}
