// Package dataset reads labelled pictures from disk: a folder with a folder a class (ImageFolder), a CSV of path and label, tar
// files of either ImageFolder's or WebDataset's form, or Parquet files as Hugging Face writes them. Pictures are JPEG, PNG, WebP, GIF or
// BMP, told apart by their content.
//
// A label is what the data says of a picture: a folder's name, a column of a table, or a file beside the picture. It need not be a
// class of the model; package labels joins the two. The order of labels and items depends on the data alone: labels ascend by
// bytes, items ascend by label, then by ID.
package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"summit/precompute/internal/hint"
)

// Set is a labelled collection of pictures that have not been read yet.
type Set struct {
	Name    string   // base name of the folder, or of the CSV without its extension
	Labels  []string // ascending, each has at least one item
	Items   []Item   // ascending by label, then by ID
	Ignored int      // files that were passed over: hidden, or no picture by their extension

	sources []source // in the order in which they are best read; none where that is the order of the items
}

// advice says what Open takes.
const advice = "takes a folder with a folder a class, a CSV of path and label, or .tar or .parquet files: one, a folder of them, or a pattern"

// Open lists the pictures of a folder, a CSV, or tar or Parquet files; a path that is no file may be a pattern of such files.
func Open(path string) (*Set, error) {
	info, err := os.Stat(path)
	if err != nil && strings.ContainsAny(path, "{*?[") {
		files, err := expand(path)
		if err != nil {
			return nil, err
		}
		return openFiles(patternName(path), files)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint.Errorf("--data "+advice, "no data at %q", path)
	}
	if err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	name := strings.ToLower(path)
	switch {
	case info.IsDir():
		return openDir(path)
	case !info.Mode().IsRegular():
		return nil, hint.Errorf("--data "+advice, "%q is neither a folder nor a regular file", path)
	case strings.HasSuffix(name, ".csv"):
		return openCSV(path)
	case holdsMany(path):
		return openFiles(strings.TrimSuffix(setName(path), filepath.Ext(path)), []string{path})
	}
	for _, c := range [][2]string{{".tar.gz", "gunzip"}, {".tgz", "gunzip"}, {".tar.zst", "zstd -d"}, {".tar.xz", "unxz"}, {".tar.bz2", "bunzip2"}} {
		if strings.HasSuffix(name, c[0]) {
			return nil, hint.Errorf("decompress it: "+c[1]+" "+path, "%q is compressed, so that its pictures cannot be read one by one", path)
		}
	}
	return nil, hint.Errorf("--data "+advice, "%q is neither a folder nor a .csv, .tar or .parquet file", path)
}

// openDir lists a folder of class folders, or of tar or Parquet files.
func openDir(dir string) (*Set, error) {
	files, others, err := filesIn(dir)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return openFolder(dir)
	}
	set, err := openFiles(setName(dir), files)
	if err == nil {
		set.Ignored += others
	}
	return set, err
}

// patternName is the last element of a pattern before its first special character, or its folder's name where there is nothing.
func patternName(pattern string) string {
	before := pattern[:strings.IndexAny(pattern, "{*?[")]
	if name := strings.TrimRight(filepath.Base(before), "-_."); name != "" && !strings.HasSuffix(before, string(filepath.Separator)) {
		return utf8Text(name)
	}
	return setName(filepath.Dir(before + "x"))
}

// Order returns the numbers of the items in the order in which they lie in storage, which is the fastest to read them in.
func (s *Set) Order() []int {
	order := make([]int, len(s.Items))
	for i := range order {
		order[i] = i
	}
	if len(s.sources) == 0 {
		return order
	}
	rank := make(map[source]int, len(s.sources))
	for i, source := range s.sources {
		rank[source] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := &s.Items[a], &s.Items[b]
		return cmp.Or(cmp.Compare(rank[x.source], rank[y.source]), cmp.Compare(x.at, y.at), cmp.Compare(a, b))
	})
	return order
}

// LimitPerClass returns the set with the first n items of each label only; n below 1 means all of them.
func (s *Set) LimitPerClass(n int) *Set {
	if n < 1 {
		return s
	}
	limited := *s
	limited.Items = nil
	taken := make([]int, len(s.Labels))
	for _, item := range s.Items {
		if taken[item.Label] < n {
			taken[item.Label]++
			limited.Items = append(limited.Items, item)
		}
	}
	return &limited
}

// Pick returns the set of some items only, each with a label of its own: its number among them.
func (s *Set) Pick(items []int) *Set {
	picked := *s
	picked.Items, picked.Labels = nil, nil
	for label, n := range items {
		item := s.Items[n]
		item.Label = label
		picked.Items = append(picked.Items, item)
		picked.Labels = append(picked.Labels, strconv.Itoa(label))
	}
	return &picked
}

// Counts returns the number of items of each label.
func (s *Set) Counts() []int {
	counts := make([]int, len(s.Labels))
	for _, item := range s.Items {
		counts[item.Label]++
	}
	return counts
}

// labelled is an item whose label is not numbered yet.
type labelled struct {
	id, label string
	source    source
	at, size  int64 // as in Item
}

// arrange numbers the labels and puts the items in order. Of items with the same label and ID in one source the last counts; where
// several sources hold the same, all IDs get the names of their sources before them.
func (s *Set) arrange(found []labelled) {
	rank := make(map[source]int, len(s.sources))
	for i, source := range s.sources {
		rank[source] = i
	}
	slices.SortFunc(found, func(a, b labelled) int {
		return cmp.Or(strings.Compare(a.label, b.label), strings.Compare(a.id, b.id), cmp.Compare(rank[a.source], rank[b.source]), cmp.Compare(b.at, a.at))
	})
	before := len(found)
	found = slices.CompactFunc(found, func(a, b labelled) bool { return a.label == b.label && a.id == b.id && a.source == b.source })
	s.Ignored += before - len(found)
	for i := 1; i < len(found); i++ {
		if found[i].label == found[i-1].label && found[i].id == found[i-1].id {
			s.qualify(found)
			break
		}
	}
	s.Items = make([]Item, 0, len(found))
	for _, f := range found {
		if n := len(s.Labels); n == 0 || s.Labels[n-1] != f.label {
			s.Labels = append(s.Labels, f.label)
		}
		s.Items = append(s.Items, Item{Label: len(s.Labels) - 1, ID: f.id, source: f.source, at: f.at, size: f.size})
	}
}

// qualify puts the source's file before each ID; files in one folder have different names, others get their number too.
func (s *Set) qualify(found []labelled) {
	names := make(map[source]string, len(s.sources))
	taken := map[string]bool{}
	for i, source := range s.sources {
		name := filepath.Base(source.path(Item{}))
		name = strings.TrimRight(name, ":")
		if taken[name] {
			name = fmt.Sprintf("%d-%s", i, name)
		}
		taken[name] = true
		names[source] = name
	}
	for i := range found {
		found[i].id = names[found[i].source] + "/" + found[i].id
	}
	slices.SortFunc(found, func(a, b labelled) int { return cmp.Or(strings.Compare(a.label, b.label), strings.Compare(a.id, b.id)) })
}

// setName is the last element of path as UTF-8, also where path is ".".
func setName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return utf8Text(filepath.Base(path))
}
