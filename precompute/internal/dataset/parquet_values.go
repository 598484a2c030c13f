package dataset

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go"
	metadata "github.com/parquet-go/parquet-go/format"
)

// plainDictionary is what older writers call RLE_DICTIONARY.
const plainDictionary metadata.Encoding = 2

// errShort says that a page holds less than its header says.
var errShort = errors.New("damaged: a page holds less than it says")

// values decodes a page: one value a row, null where there is none. Bytes are those of the page or of the dictionary, however often a run
// repeats them, and a run ends with the page's rows: memory depends on what is in the file, and not on what it claims.
func (c *chunk) values(f *os.File, p page) ([]parquet.Value, error) {
	levels, data, err := c.content(f, p)
	if err != nil {
		return nil, err
	}
	there, present, err := c.present(levels, int(p.rows))
	if err != nil {
		return nil, err
	}
	found, err := c.decode(f, p, data, present)
	if err != nil {
		return nil, err
	}
	if there == nil {
		return found, nil
	}
	values := make([]parquet.Value, p.rows)
	for row, level := range there {
		if int(level) == c.optional {
			values[row], found = found[0], found[1:]
		}
	}
	return values, nil
}

// content reads a page and returns its definition levels, where values are optional, and its values.
func (c *chunk) content(f *os.File, p page) (levels, data []byte, err error) {
	raw, err := readRange(f, p.at+p.head, p.size-p.head)
	if err != nil {
		return nil, nil, err
	}
	at := p.levels[0] + p.levels[1]
	levels = raw[p.levels[0]:at]
	if data, err = c.decompress(raw[at:], p); err != nil || p.second || c.optional == 0 {
		return levels, data, err
	}
	if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
		return nil, nil, errShort
	}
	end := 4 + int(binary.LittleEndian.Uint32(data))
	return data[4:end], data[end:], nil
}

// present decodes the level of each row, and counts those of values that are there; no levels where all are.
func (c *chunk) present(data []byte, rows int) (levels []uint64, present int, err error) {
	if c.optional == 0 {
		return nil, rows, nil
	}
	width := 0
	for 1<<width <= c.optional {
		width++
	}
	if levels, err = hybrid(data, width, rows); err != nil {
		return nil, 0, err
	}
	for _, level := range levels {
		if int(level) == c.optional {
			present++
		}
	}
	return levels, present, nil
}

// decode decodes n values.
func (c *chunk) decode(f *os.File, p page, data []byte, n int) ([]parquet.Value, error) {
	switch p.encoding {
	case metadata.Plain:
		return plain(c.kind, data, n)
	case metadata.RLE:
		if c.kind == parquet.Boolean && len(data) >= 4 {
			bits, err := hybrid(data[4:], 1, n)
			return booleans(bits), err
		}
	case plainDictionary, metadata.RLEDictionary:
		return c.lookUp(f, data, n)
	case metadata.DeltaBinaryPacked:
		numbers, _, err := differences(data, n)
		return c.whole(numbers), err
	case metadata.DeltaLengthByteArray, metadata.DeltaByteArray:
		return texts(data, n, p.encoding == metadata.DeltaByteArray)
	}
	return nil, fmt.Errorf("pages encoded as %v are not read", p.encoding)
}

// whole turns numbers into values of the column's type.
func (c *chunk) whole(numbers []int64) []parquet.Value {
	values := make([]parquet.Value, len(numbers))
	for i, n := range numbers {
		if values[i] = parquet.Int64Value(n); c.kind == parquet.Int32 {
			values[i] = parquet.Int32Value(int32(n))
		}
	}
	return values
}

// lookUp decodes n values that are numbers of the dictionary's.
func (c *chunk) lookUp(f *os.File, data []byte, n int) ([]parquet.Value, error) {
	if n == 0 {
		return nil, nil
	}
	if c.dictionary.size == 0 || len(data) == 0 || data[0] > 32 {
		return nil, errors.New("damaged: a page of a dictionary that is not there")
	}
	raw, err := readRange(f, c.dictionary.at+c.dictionary.head, c.dictionary.size-c.dictionary.head)
	if err != nil {
		return nil, err
	}
	if raw, err = c.decompress(raw, c.dictionary); err != nil {
		return nil, err
	}
	entries, err := plain(c.kind, raw, int(c.dictionary.rows))
	if err != nil {
		return nil, err
	}
	numbers, err := hybrid(data[1:], int(data[0]), n)
	if err != nil {
		return nil, err
	}
	values := make([]parquet.Value, n)
	for i, number := range numbers {
		if number >= uint64(len(entries)) {
			return nil, fmt.Errorf("damaged: entry %d of a dictionary of %d", number, len(entries))
		}
		values[i] = entries[number]
	}
	return values, nil
}

func booleans(bits []uint64) []parquet.Value {
	values := make([]parquet.Value, len(bits))
	for i, bit := range bits {
		values[i] = parquet.BooleanValue(bit != 0)
	}
	return values
}

// plain decodes n values that lie one after the other.
func plain(kind parquet.Kind, data []byte, n int) ([]parquet.Value, error) {
	if kind == parquet.Boolean {
		bits, err := packed(data, 1, n)
		return booleans(bits), err
	}
	size := 4 // of a number, or of the length before a text
	if kind == parquet.Int64 {
		size = 8
	}
	if n > len(data)/size {
		return nil, errShort
	}
	values := make([]parquet.Value, n)
	for i := range values {
		if len(data) < size {
			return nil, errShort
		}
		head := data[:size]
		data = data[size:]
		switch kind {
		case parquet.Int32:
			values[i] = parquet.Int32Value(int32(binary.LittleEndian.Uint32(head)))
		case parquet.Int64:
			values[i] = parquet.Int64Value(int64(binary.LittleEndian.Uint64(head)))
		case parquet.ByteArray:
			length := uint64(binary.LittleEndian.Uint32(head))
			if length > uint64(len(data)) {
				return nil, errShort
			}
			values[i] = parquet.ByteArrayValue(data[:length:length])
			data = data[length:]
		}
	}
	return values, nil
}
