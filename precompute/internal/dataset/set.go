// Package dataset reads labelled pictures from disk: a folder with a folder a class (ImageFolder), or a CSV of path and
// label. Pictures are JPEG or PNG, told apart by their content.
//
// A label is what the data says of a picture: a folder's name, or the second column of the CSV. It need not be a class
// of the model; package labels joins the two. The order of labels and items depends on the data alone: labels ascend by
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
	"strings"

	"summit/precompute/internal/hint"
)

// Set is a labelled collection of pictures that have not been read yet.
type Set struct {
	Name    string   // base name of the folder, or of the CSV without its extension
	Labels  []string // ascending, each has at least one item
	Items   []Item   // ascending by label, then by ID
	Ignored int      // files that were passed over: hidden, or no picture by their extension
}

// Open lists the pictures of a folder or a CSV.
func Open(path string) (*Set, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint.Errorf("--data takes a folder with a folder a class, or a CSV of path and label", "no data at %q", path)
	}
	if err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	switch {
	case info.IsDir():
		return openFolder(path)
	case strings.EqualFold(filepath.Ext(path), ".csv"):
		return openCSV(path)
	}
	return nil, hint.Errorf("--data takes a folder with a folder a class, or a CSV of path and label",
		"%q is neither a folder nor a .csv file", path)
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

// arrange numbers the labels and puts the items in order.
func (s *Set) arrange(found []labelled) {
	slices.SortFunc(found, func(a, b labelled) int {
		return cmp.Or(strings.Compare(a.label, b.label), strings.Compare(a.id, b.id))
	})
	for _, f := range found {
		if n := len(s.Labels); n == 0 || s.Labels[n-1] != f.label {
			s.Labels = append(s.Labels, f.label)
		}
		s.Items = append(s.Items, Item{Label: len(s.Labels) - 1, ID: f.id, source: f.source, at: f.at, size: f.size})
	}
}

// setName is the last element of path, also where path is ".".
func setName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return filepath.Base(path)
}
