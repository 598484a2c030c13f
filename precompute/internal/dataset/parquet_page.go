package dataset

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	metadata "github.com/parquet-go/parquet-go/format"
)

// chunk is where a column's pages lie in one row group, found by their headers, whose sizes have been checked against the file's.
type chunk struct {
	kind       parquet.Kind
	optional   int // the definition level of a value that is there; 0 where all are
	codec      metadata.CompressionCodec
	dictionary page // of no size where there is none
	pages      []page
}

// page is one page, its header included.
type page struct {
	at, size    int64    // in the file
	head        int64    // bytes of the header
	second      bool     // of version 2: levels are before what is compressed
	levels      [2]int64 // bytes of repetition and definition levels there
	unpacked    int64    // bytes of the rest when decompressed
	first, rows int64    // within the row group; of a dictionary its entries
	plain       bool     // not compressed, whatever the column is
	encoding    metadata.Encoding
}

// checkFooter goes over the metadata, which is at the end, before it is decoded.
func checkFooter(f io.ReaderAt, size int64) error {
	var end [8]byte
	if size < 12 {
		return errors.New("not a Parquet file")
	}
	if _, err := f.ReadAt(end[:], size-8); err != nil {
		return cause(err)
	}
	if string(end[4:]) != "PAR1" {
		return errors.New("not a Parquet file, or one that ends early")
	}
	n := int64(binary.LittleEndian.Uint32(end[:]))
	if n > size-12 {
		return fmt.Errorf("damaged: %d bytes of metadata in a file of %d", n, size)
	}
	data, err := readRange(f, size-8-n, n)
	if err != nil {
		return err
	}
	if _, err := thriftLength(data); err != nil {
		return fmt.Errorf("damaged: the metadata: %w", inPlainWords(err))
	}
	return nil
}

// layout goes over the pages of a column in row group g.
func (o *opened) layout(f *os.File, g int, column *parquet.Column) (chunk, error) {
	group := o.file.RowGroups()[g]
	meta := o.file.Metadata().RowGroups[g].Columns[column.Index()].MetaData
	l := chunk{kind: column.Type().Kind(), optional: int(column.MaxDefinitionLevel()), codec: meta.Codec}
	base := meta.DataPageOffset
	if d := meta.DictionaryPageOffset; d != 0 {
		base = d
	}
	at, rows := base, int64(0)
	for rows < group.NumRows() {
		if at < 4 || at >= o.size || at >= base+meta.TotalCompressedSize {
			return chunk{}, fmt.Errorf("damaged: %d of %d rows have pages", rows, group.NumRows())
		}
		p, kind, err := readHeader(f, at, o.size)
		if err != nil {
			return chunk{}, err
		}
		at += p.size
		switch kind {
		case metadata.DictionaryPage:
			l.dictionary = p
			continue
		case metadata.DataPage, metadata.DataPageV2:
		default:
			continue
		}
		if p.rows < 0 || p.rows > group.NumRows()-rows {
			return chunk{}, fmt.Errorf("damaged: a page of %d rows in a group of %d", p.rows, group.NumRows())
		}
		p.first = rows
		rows += p.rows
		l.pages = append(l.pages, p)
	}
	return l, nil
}

// readHeader reads the header of a page, which may hold statistics.
func readHeader(f *os.File, at, size int64) (page, metadata.PageType, error) {
	var header metadata.PageHeader
	var protocol thrift.CompactProtocol
	for room := int64(1 << 12); ; room <<= 6 {
		data := make([]byte, min(room, size-at))
		if _, err := f.ReadAt(data, at); err != nil && err != io.EOF {
			return page{}, 0, cause(err)
		}
		length, err := thriftLength(data)
		if err == io.ErrUnexpectedEOF && int64(len(data)) == room && room < MaxBytes>>6 {
			continue
		}
		if err == nil {
			err = thrift.NewDecoder(protocol.NewReaderFromBytes(data[:length])).Decode(&header)
		}
		if err != nil {
			return page{}, 0, fmt.Errorf("damaged: the header of a page: %w", err)
		}
		p := newPage(&header)
		p.at, p.head, p.size = at, int64(length), int64(length)+int64(header.CompressedPageSize)
		return p, header.Type, p.check(size)
	}
}

// newPage is what a header says of a page, but for its place.
func newPage(header *metadata.PageHeader) page {
	p := page{unpacked: int64(header.UncompressedPageSize)}
	switch {
	case header.DataPageHeader.Valid:
		p.rows, p.encoding = int64(header.DataPageHeader.V.NumValues), header.DataPageHeader.V.Encoding
	case header.DataPageHeaderV2.Valid:
		h := header.DataPageHeaderV2.V
		p.second, p.rows, p.encoding = true, int64(h.NumValues), h.Encoding
		p.levels = [2]int64{int64(h.RepetitionLevelsByteLength), int64(h.DefinitionLevelsByteLength)}
		p.unpacked -= p.levels[0] + p.levels[1]
		p.plain = h.IsCompressed.Valid && !h.IsCompressed.V
	case header.DictionaryPageHeader.Valid:
		p.rows, p.encoding = int64(header.DictionaryPageHeader.V.NumValues), header.DictionaryPageHeader.V.Encoding
	}
	return p
}

// check compares a page's sizes with each other and with the file's.
func (p page) check(size int64) error {
	if p.size < p.head || p.at+p.size > size || min(p.levels[0], p.levels[1]) < 0 || p.levels[0]+p.levels[1] > p.size-p.head ||
		p.unpacked < 0 || p.unpacked > MaxBytes || p.size > MaxBytes {
		return fmt.Errorf("damaged: a page of %d bytes, %d when decompressed, at %d of a file of %d", p.size, p.unpacked, p.at, size)
	}
	return nil
}

// holding returns the page of a row of the row group.
func (c *chunk) holding(row int64) page {
	return c.pages[sort.Search(len(c.pages), func(i int) bool { return c.pages[i].first > row })-1]
}

// decompress returns what is in a page, which has to be as long as the header says.
func (c *chunk) decompress(data []byte, p page) ([]byte, error) {
	if p.plain || c.codec == metadata.Uncompressed || len(data) == 0 {
		return data, nil
	}
	var r io.Reader
	switch c.codec {
	case metadata.Snappy:
		const most = 22 // bytes that one makes
		if n, err := snappy.DecodedLen(data); err != nil || int64(n) != p.unpacked || n > most*len(data) {
			return nil, fmt.Errorf("damaged: a page of %d bytes that should have %d", n, p.unpacked)
		}
		return snappy.Decode(nil, data)
	case metadata.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		r = z
	case metadata.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxBytes))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		r = z
	default:
		return nil, fmt.Errorf("compressed by %v, which is not read: Snappy, gzip and Zstandard are", c.codec)
	}
	var content bytes.Buffer
	content.Grow(int(min(p.unpacked, 4*int64(len(data)))) + bytes.MinRead)
	if n, err := content.ReadFrom(io.LimitReader(r, p.unpacked+1)); err != nil || n != p.unpacked {
		return nil, fmt.Errorf("damaged: a page of %d bytes or more that should have %d (%v)", n, p.unpacked, err)
	}
	return content.Bytes(), nil
}

// classNames returns the names of the label's numbers that Hugging Face's metadata has. A name that several share is left out: their numbers
// tell them apart.
func classNames(file *parquet.File) []string {
	text, ok := file.Lookup("huggingface")
	if !ok {
		return nil
	}
	var meta struct {
		Info struct {
			Features map[string]struct {
				Names []string `json:"names"`
			} `json:"features"`
		} `json:"info"`
	}
	if json.Unmarshal([]byte(text), &meta) != nil {
		return nil
	}
	names, times := meta.Info.Features["label"].Names, map[string]int{}
	for _, name := range names {
		times[name]++
	}
	for i, name := range names {
		if times[name] > 1 {
			names[i] = strconv.Itoa(i)
		}
	}
	return names
}
