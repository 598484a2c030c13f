package dataset

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"summit/precompute/internal/hint"
)

// openCSV lists the pictures of a CSV whose paths are relative to its own folder.
func openCSV(file string) (*Set, error) {
	f, _, err := openRegular(file)
	if err != nil {
		return nil, fmt.Errorf("open data: %q: %w", file, err)
	}
	defer f.Close()
	found, err := readCSV(f)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", file, err)
	}
	for i := range found {
		found[i].source = folder(filepath.Dir(file))
	}
	if err := checkSomeExist(file, found); err != nil {
		return nil, err
	}
	set := &Set{Name: strings.TrimSuffix(setName(file), filepath.Ext(file))}
	set.arrange(found)
	return set, nil
}

// checkSomeExist tells a misplaced CSV from one that lists a few broken pictures, which are found out when they are read.
func checkSomeExist(file string, found []labelled) error {
	if len(found) == 0 {
		return hint.Errorf("a row is a path and a label, e.g. cat/1.jpg,cat", "no pictures in %q", file)
	}
	dir := folder(filepath.Dir(file))
	for _, f := range found {
		if _, err := os.Stat(dir.file(f.id)); !errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	return hint.Errorf("the paths of a CSV are relative to the folder that it lies in",
		"none of the %d pictures of %q exists; the first would be %q", len(found), file, dir.file(found[0].id))
}

// readCSV reads rows of path and label. A first row that names the columns "path" and "label" gives their order; other
// columns are then allowed, and are ignored.
func readCSV(r io.Reader) ([]labelled, error) {
	reader := csv.NewReader(skipByteOrderMark(r))
	reader.FieldsPerRecord = -1
	columns := columns{path: 0, label: 1, width: 2}
	seen := map[labelled]int{} // line of a path and label
	var found []labelled
	for first := true; ; first = false {
		row, err := reader.Read()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		if header, ok := columnsOf(row); first && ok {
			columns = header
			continue
		}
		line, _ := reader.FieldPos(0)
		item, err := columns.item(row)
		if err != nil {
			return nil, hint.Errorf("a row is a path and a label, in quotes where they hold a comma", "line %d: %w", line, err)
		}
		if before, ok := seen[item]; ok {
			return nil, fmt.Errorf("line %d: %q is listed a second time as %q, first on line %d", line, item.id, item.label, before)
		}
		seen[item] = line
		found = append(found, item)
	}
}

// columns says where a row holds what.
type columns struct{ path, label, width int }

// columnsOf reads a header; it reports false for a row of data.
func columnsOf(row []string) (columns, bool) {
	c := columns{path: -1, label: -1, width: len(row)}
	for i, name := range row {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "path":
			c.path = i
		case "label":
			c.label = i
		}
	}
	return c, c.path >= 0 && c.label >= 0
}

// item reads a row of data.
func (c columns) item(row []string) (labelled, error) {
	if len(row) != c.width {
		return labelled{}, fmt.Errorf("%d columns, want %d", len(row), c.width)
	}
	path, label := row[c.path], strings.TrimSpace(utf8Text(row[c.label]))
	switch {
	case path == "":
		return labelled{}, errors.New("no path")
	case label == "":
		return labelled{}, fmt.Errorf("no label for %q", path)
	}
	return labelled{id: filepath.ToSlash(filepath.Clean(path)), label: label}, nil
}

// skipByteOrderMark drops the UTF-8 mark that spreadsheets write first.
func skipByteOrderMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\uFEFF" {
		buffered.Discard(3)
	}
	return buffered
}
