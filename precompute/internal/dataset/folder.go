package dataset

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
)

// extensions are those of the pictures that a folder is searched for.
var extensions = []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"}

// isPicture reports whether a file's extension is a picture's.
func isPicture(name string) bool {
	return slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
}

// openFolder lists root, whose folders are the labels; folders below those are searched too.
func openFolder(root string) (*Set, error) {
	set := &Set{Name: setName(root)}
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	var found []labelled
	var empty []string
	for _, entry := range entries {
		name := entry.Name()
		if hidden(name) || !isDir(filepath.Join(root, name)) {
			if !hidden(name) && isPicture(name) {
				return nil, hint.Errorf("put each picture into a folder that is named for its class, or list them in a CSV of path and label",
					"%q lies outside of any class folder", filepath.Join(root, name))
			}
			set.Ignored++
			continue
		}
		w := walk{root: folder(root), label: utf8Text(name)}
		if err := w.enter(filepath.Join(root, name), name); err != nil {
			return nil, fmt.Errorf("open data: %w", err)
		}
		if len(w.found) == 0 {
			empty = append(empty, name)
		}
		found = append(found, w.found...)
		set.Ignored += w.ignored
	}
	if err := checkFolder(root, len(found), empty); err != nil {
		return nil, err
	}
	set.arrange(found)
	return set, nil
}

// checkFolder rejects data without pictures, and classes without pictures.
func checkFolder(root string, pictures int, empty []string) error {
	const kinds = "pictures are files named .jpg, .jpeg, .png, .webp, .gif or .bmp, in a folder a class"
	switch {
	case pictures == 0:
		return hint.Errorf(kinds, "no pictures in %q", root)
	case len(empty) > 0:
		return hint.Errorf("remove the folder or put pictures into it: "+kinds,
			"%d of the class folders of %q without pictures: %s", len(empty), root, quoted(empty))
	}
	return nil
}

// walk gathers the pictures of one label.
type walk struct {
	root    folder
	label   string
	found   []labelled
	ignored int
	above   []string // folders that the walk is in, symbolic links resolved: what a loop would enter again
}

// enter adds the pictures in and below dir, whose path from the root is id.
func (w *walk) enter(dir, id string) error {
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	if slices.Contains(w.above, resolved) {
		return nil
	}
	w.above = append(w.above, resolved)
	defer func() { w.above = w.above[:len(w.above)-1] }()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		file, fileID := filepath.Join(dir, entry.Name()), path.Join(id, entry.Name())
		switch {
		case hidden(entry.Name()):
			w.ignored++
		case isDir(file):
			if err := w.enter(file, fileID); err != nil {
				return err
			}
		case isPicture(entry.Name()):
			w.found = append(w.found, labelled{id: fileID, label: w.label, source: w.root})
		default:
			w.ignored++
		}
	}
	return nil
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// isDir reports whether path is a folder or a link to one.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// quoted lists names for a message, at most ten of them.
func quoted(names []string) string {
	const most = 10
	var list []string
	for _, name := range names[:min(len(names), most)] {
		list = append(list, fmt.Sprintf("%q", name))
	}
	if more := len(names) - most; more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, ", ")
}
