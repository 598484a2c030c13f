package dataset

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"

	"summit/precompute/internal/hint"
)

// table is a source of the rows of a Parquet file; an item's at is its row. Pages are decoded whole, and the last ones are kept.
type table struct {
	file string
	mu   sync.Mutex
	open *opened // nil until a row is read
}

func (t *table) path(item Item) string { return fmt.Sprintf("%s:%d", t.file, item.at) }

func (t *table) read(item Item) (data []byte, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer recovered(&err)
	if t.open == nil {
		if t.open, err = openTable(t.file); err != nil {
			return nil, err
		}
	}
	return t.open.picture(item.at)
}

// recovered turns a panic of the Parquet decoder, which a damaged file may cause, into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged: %v", p)
	}
}

// opened is a Parquet file whose columns have been found. The file itself is opened for each page.
type opened struct {
	path    string
	file    *parquet.File
	size    int64
	image   *parquet.Column // of bytes
	label   *parquet.Column
	names   []string   // of the labels' numbers; nil where the file does not have them
	layouts []chunk    // of the image column, by row group; empty until it is read
	kept    []keptPage // the latest last
}

// keptPage is a page that has been decoded: the pictures of its rows.
type keptPage struct {
	first    int64
	pictures [][]byte
}

// keptPages is how many decoded pages of a file are kept: about as many as workers are in different places.
const keptPages = 4

const columnHint = "a table has a column image (or img), of bytes or with bytes in it, and a column label"

// openTable reads the metadata of a Parquet file and finds its columns.
func openTable(path string) (o *opened, err error) {
	defer recovered(&err)
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := checkFooter(f, size); err != nil {
		return nil, err
	}
	o = &opened{path: path, size: size}
	if o.file, err = parquet.OpenFile(f, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true)); err != nil {
		return nil, err
	}
	if err := o.checkRows(); err != nil {
		return nil, err
	}
	if o.image, o.label = imageColumn(o.file.Root()), labelColumn(o.file.Root()); o.image == nil || o.label == nil {
		return nil, hint.Errorf(columnHint, "no columns of pictures and labels among %s", quoted(columnNames(o.file.Root())))
	}
	o.names = classNames(o.file)
	o.layouts = make([]chunk, len(o.file.RowGroups()))
	return o, nil
}

// imageColumn finds the column of the pictures' bytes.
func imageColumn(root *parquet.Column) *parquet.Column {
	for _, name := range []string{"image", "img"} {
		c := root.Column(name)
		if c != nil && !c.Leaf() {
			c = c.Column("bytes")
		}
		if c != nil && c.Leaf() && c.Type().Kind() == parquet.ByteArray && c.MaxRepetitionLevel() == 0 {
			return c
		}
	}
	return nil
}

// labelColumn finds the column of the labels: texts, whole numbers, or true and false.
func labelColumn(root *parquet.Column) *parquet.Column {
	c := root.Column("label")
	if c == nil || !c.Leaf() || c.MaxRepetitionLevel() > 0 {
		return nil
	}
	switch c.Type().Kind() {
	case parquet.ByteArray, parquet.Int32, parquet.Int64, parquet.Boolean:
		return c
	}
	return nil
}

// checkRows compares the rows that the file claims with its size.
func (o *opened) checkRows() error {
	rows := int64(0)
	for _, group := range o.file.RowGroups() {
		if n := group.NumRows(); n < 0 || n > o.size-rows {
			return fmt.Errorf("damaged: %d rows in %d bytes", n, o.size)
		}
		rows += group.NumRows()
	}
	return nil
}

func columnNames(root *parquet.Column) []string {
	var names []string
	for _, c := range root.Columns() {
		names = append(names, c.Name())
	}
	return names
}

// picture returns the bytes of a row.
func (o *opened) picture(row int64) ([]byte, error) {
	for _, k := range o.kept {
		if at := row - k.first; at >= 0 && at < int64(len(k.pictures)) {
			return k.pictures[at], nil
		}
	}
	first := int64(0)
	for g, group := range o.file.RowGroups() {
		if row < first+group.NumRows() {
			return o.load(g, first, row)
		}
		first += group.NumRows()
	}
	return nil, fmt.Errorf("no row %d", row)
}

// load decodes the page of row group g, which begins at row first, that holds a row.
func (o *opened) load(g int, first, row int64) ([]byte, error) {
	f, _, err := openRegular(o.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	layout := &o.layouts[g]
	if len(layout.pages) == 0 {
		if *layout, err = o.layout(f, g, o.image); err != nil {
			return nil, err
		}
	}
	page := layout.holding(row - first)
	values, err := layout.values(f, page)
	if err != nil {
		return nil, err
	}
	k := keptPage{first: first + page.first}
	for _, v := range values {
		k.pictures = append(k.pictures, v.ByteArray())
	}
	if len(o.kept) == keptPages {
		o.kept = append(o.kept[:0], o.kept[1:]...)
	}
	o.kept = append(o.kept, k)
	at := row - k.first
	if at >= int64(len(k.pictures)) {
		return nil, errors.New("damaged: a page has fewer rows than it says")
	}
	return k.pictures[at], nil
}

// labels returns the label of each row; empty where there is none.
func (o *opened) labels(f *os.File) (labels []string, err error) {
	defer recovered(&err)
	texts := map[string]string{}
	for g := range o.file.RowGroups() {
		layout, err := o.layout(f, g, o.label)
		if err != nil {
			return nil, err
		}
		for _, page := range layout.pages {
			values, err := layout.values(f, page)
			if err != nil {
				return nil, err
			}
			for _, v := range values {
				labels = append(labels, o.labelOf(v, texts))
			}
		}
	}
	return labels, nil
}

// labelOf is a value as a label; texts holds each text once, however many rows have it.
func (o *opened) labelOf(v parquet.Value, texts map[string]string) string {
	switch v.Kind() {
	case parquet.ByteArray:
		text, known := texts[string(v.ByteArray())]
		if !known {
			text = strings.TrimSpace(utf8Text(string(v.ByteArray())))
			texts[string(v.ByteArray())] = text
		}
		return text
	case parquet.Int32:
		return o.numbered(int64(v.Int32()))
	case parquet.Int64:
		return o.numbered(v.Int64())
	case parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	}
	return ""
}

// numbered is the name of a number where it has one. Hugging Face writes -1 for no label.
func (o *opened) numbered(n int64) string {
	switch {
	case n < 0:
		return ""
	case n < int64(len(o.names)):
		return o.names[n]
	}
	return strconv.FormatInt(n, 10)
}

// openParquet lists the rows of Parquet files. An ID is the file's name and the row's number in it.
func openParquet(name string, files []string) (*Set, error) {
	set := &Set{Name: name}
	var found []labelled
	for _, file := range files {
		labels, err := readLabels(file)
		if err != nil {
			return nil, hint.Wrap(fmt.Errorf("read %q: %w", file, err), "a Parquet file as Hugging Face writes it: %s", columnHint)
		}
		t := &table{file: file}
		set.sources = append(set.sources, t)
		base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		width := len(strconv.Itoa(max(len(labels)-1, 0)))
		for row, label := range labels {
			if label == "" {
				set.Ignored++
				continue
			}
			found = append(found, labelled{id: fmt.Sprintf("%s/%0*d", base, width, row), label: label, source: t, at: int64(row)})
		}
	}
	if len(found) == 0 {
		return nil, hint.Errorf(columnHint, "no labelled pictures in %q", files[0])
	}
	set.arrange(found)
	return set, nil
}

// readLabels returns the labels of a file's rows.
func readLabels(file string) ([]string, error) {
	o, err := openTable(file)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	return o.labels(f)
}
