package dataset

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	metadata "github.com/parquet-go/parquet-go/format"
)

// chunk is where a column's pages lie in one row group, found by their headers, whose sizes have been checked against the file's: neither
// a header nor what it compresses can ask for more memory than MaxBytes.
type chunk struct {
	column     *parquet.FileColumnChunk
	codec      metadata.CompressionCodec
	base       int64 // of the column in the file
	dictionary page  // of no size where there is none
	pages      []page
}

// page is one page, its header included.
type page struct {
	at, size    int64 // in the file
	head        int64 // bytes of the header
	levels      int64 // bytes before what is compressed
	unpacked    int64 // bytes of the rest when decompressed
	first, rows int64 // within the row group
	plain       bool  // not compressed, whatever the column is
}

// checkFooter compares the length of the metadata, which is at the end, with the file's.
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
	if n := int64(binary.LittleEndian.Uint32(end[:])); n > size-12 {
		return fmt.Errorf("damaged: %d bytes of metadata in a file of %d", n, size)
	}
	return nil
}

// layout goes over the pages of a column in row group g.
func (o *opened) layout(f *os.File, g int, column *parquet.Column) (chunk, error) {
	group := o.file.RowGroups()[g]
	c, ok := group.ColumnChunks()[column.Index()].(*parquet.FileColumnChunk)
	if !ok {
		return chunk{}, errors.New("damaged: a column without a place in the file")
	}
	meta := o.file.Metadata().RowGroups[g].Columns[column.Index()].MetaData
	l := chunk{column: c, codec: meta.Codec, base: meta.DataPageOffset}
	if d := meta.DictionaryPageOffset; d != 0 {
		l.base = d
	}
	at, rows := l.base, int64(0)
	for rows < group.NumRows() {
		if at < 4 || at >= o.size || at >= l.base+meta.TotalCompressedSize {
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
		reader := protocol.NewReaderFromBytes(data)
		if err := thrift.NewDecoder(reader).Decode(&header); err != nil {
			if int64(len(data)) == room && room < MaxBytes>>6 {
				header = metadata.PageHeader{}
				continue
			}
			return page{}, 0, fmt.Errorf("damaged: the header of a page: %w", err)
		}
		p := page{at: at, head: int64(reader.BytesRead()), unpacked: int64(header.UncompressedPageSize)}
		p.size = p.head + int64(header.CompressedPageSize)
		switch {
		case header.DataPageHeader.Valid:
			p.rows = int64(header.DataPageHeader.V.NumValues)
		case header.DataPageHeaderV2.Valid:
			h := header.DataPageHeaderV2.V
			p.rows, p.levels = int64(h.NumValues), int64(h.DefinitionLevelsByteLength)+int64(h.RepetitionLevelsByteLength)
			p.unpacked -= p.levels
			p.plain = h.IsCompressed.Valid && !h.IsCompressed.V
		}
		return p, header.Type, p.check(size)
	}
}

// check compares a page's sizes with each other and with the file's.
func (p page) check(size int64) error {
	if p.size < p.head || p.at+p.size > size || p.levels < 0 || p.levels > p.size-p.head || p.unpacked < 0 || p.unpacked > MaxBytes || p.size > MaxBytes {
		return fmt.Errorf("damaged: a page of %d bytes, %d when decompressed, at %d of a file of %d", p.size, p.unpacked, p.at, size)
	}
	return nil
}

// holding returns the page of a row of the row group.
func (c *chunk) holding(row int64) page {
	return c.pages[sort.Search(len(c.pages), func(i int) bool { return c.pages[i].first > row })-1]
}

// values decodes a page: one value a row.
func (c *chunk) values(f *os.File, p page) ([]parquet.Value, error) {
	var data []byte
	for _, part := range []page{c.dictionary, p} {
		if part.size == 0 {
			continue
		}
		bytes, err := readRange(f, part.at, part.size)
		if err != nil {
			return nil, err
		}
		if err := c.checkUnpacked(part, bytes[part.head+part.levels:]); err != nil {
			return nil, err
		}
		data = append(data, bytes...)
	}
	pages := c.column.PagesFrom(alone{bytes.NewReader(data), c.base})
	defer pages.Close()
	decoded, err := pages.ReadPage()
	if err != nil {
		return nil, err
	}
	values := make([]parquet.Value, p.rows)
	n, err := decoded.Values().ReadValues(values)
	if err != nil && err != io.EOF {
		return nil, err
	}
	for i := range values[:n] {
		values[i] = values[i].Clone()
	}
	parquet.Release(decoded)
	return values[:n], nil
}

// alone shows a dictionary and one page as if they were all of a column.
type alone struct {
	*bytes.Reader
	base int64
}

func (a alone) ReadAt(b []byte, at int64) (int, error) { return a.Reader.ReadAt(b, at-a.base) }

// checkUnpacked decompresses a page without keeping it, and compares the length with what its header says, which is what the decoder
// makes room for.
func (c *chunk) checkUnpacked(p page, data []byte) error {
	if p.plain || len(data) == 0 {
		return nil
	}
	var r io.Reader
	switch c.codec {
	case metadata.Uncompressed:
		return nil
	case metadata.Snappy:
		if n, err := snappy.DecodedLen(data); err != nil || int64(n) != p.unpacked {
			return fmt.Errorf("damaged: a page of %d bytes that should have %d", n, p.unpacked)
		}
		return nil
	case metadata.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return err
		}
		r = z
	case metadata.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxBytes))
		if err != nil {
			return err
		}
		defer z.Close()
		r = z
	default:
		return fmt.Errorf("compressed by %v, which is not read: Snappy, gzip and Zstandard are", c.codec)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(bufio.NewReader(r), p.unpacked+1))
	if err != nil || n != p.unpacked {
		return fmt.Errorf("damaged: a page of %d bytes or more that should have %d (%v)", n, p.unpacked, err)
	}
	return nil
}

// classNames returns the names of the label's numbers that Hugging Face's metadata has.
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
	return meta.Info.Features["label"].Names
}
