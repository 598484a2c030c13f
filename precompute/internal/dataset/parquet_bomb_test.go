package dataset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	metadata "github.com/parquet-go/parquet-go/format"
)

// TestParquetDictionaryBomb reads 10,000 rows that all are the same picture of 256 KiB of zeros, of which the file holds one, compressed: 2.5
// GiB if each row had its own.
func TestParquetDictionaryBomb(t *testing.T) {
	type row struct {
		Image []byte `parquet:"image,dict"`
		Label string `parquet:"label,dict"`
	}
	rows := make([]row, 10_000)
	zeros, name := make([]byte, 256<<10), strings.Repeat("x", 64<<10)
	for i := range rows {
		rows[i] = row{zeros, name}
	}
	var file bytes.Buffer
	w := parquet.NewGenericWriter[row](&file, parquet.Compression(&parquet.Zstd))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(put(t, map[string][]byte{"x.parquet": file.Bytes()}), "x.parquet")
	took := allocated(func() {
		set, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range set.Items {
			if data, err := item.Read(); err != nil || len(data) != len(zeros) {
				t.Fatalf("%d bytes, error %v", len(data), err)
			}
		}
	})
	t.Logf("%d bytes take %d MiB", file.Len(), took>>20)
	if took > 64<<20 {
		t.Errorf("%d bytes take %d of memory", file.Len(), took)
	}
}

// TestParquetClaims: what a page claims to hold is neither made room for nor gone over beyond what it can hold.
func TestParquetClaims(t *testing.T) {
	number := func(values ...uint64) (data []byte) {
		for _, v := range values {
			data = binary.AppendUvarint(data, v)
		}
		return data
	}
	const many = 1<<31 - 1
	// Of 20,000 texts each has a byte more than the one before.
	beginnings := number(128, 4, 20_000, 0)
	for range 157 {
		beginnings = append(beginnings, number(2, 0, 0, 0, 0)...)
	}
	beginnings = append(beginnings, number(128, 4, 20_000, 2)...)
	for range 157 {
		beginnings = append(beginnings, number(0, 0, 0, 0, 0)...)
	}
	beginnings = append(beginnings, make([]byte, 20_000)...)
	for _, c := range []struct {
		name   string
		decode func() error
		want   string
	}{
		{"a run of levels", func() error {
			got, err := hybrid(append(number(many<<1), 1), 1, 10)
			if err == nil && !slices.Equal(got, []uint64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}) {
				err = errors.New("other levels")
			}
			return err
		}, ""},
		{"packed levels", func() error { _, err := hybrid(append(number(many<<1|1), 1), 1, 10); return err }, "less than it says"},
		{"packed numbers of no width", func() error { _, err := hybrid(number(1<<63|1), 0, 1000); return err }, ""},
		{"runs of nothing", func() error { _, err := hybrid(make([]byte, 1<<20), 0, 10); return err }, "less than it says"},
		{"differences", func() error { _, _, err := differences(number(128, 4, many, 0, 0), 10); return err }, "2147483647 numbers for 10 rows"},
		{"differences without parts", func() error { _, _, err := differences(number(128, many, 10, 0, 0), 10); return err }, "with 2147483647 parts"},
		{"lengths", func() error { _, err := texts(number(128, 4, many, 0, 0), 10, false); return err }, "2147483647 numbers for 10 rows"},
		{"beginnings", func() error { _, err := texts(beginnings, 20_000, true); return err }, "share more than 67108864 bytes"},
		{"plain numbers", func() error { _, err := plain(parquet.Int64, make([]byte, 80), many); return err }, "less than it says"},
		{"plain texts", func() error { _, err := plain(parquet.ByteArray, bytes.Repeat([]byte{0xff}, 80), 2); return err }, "less than it says"},
		{"plain bits", func() error { _, err := plain(parquet.Boolean, make([]byte, 80), many); return err }, "less than it says"},
		{"a dictionary", func() error {
			c := chunk{kind: parquet.ByteArray}
			_, err := c.lookUp(nil, []byte{32, 3}, 10)
			return err
		}, "a dictionary that is not there"},
		{"snappy", func() error {
			c := chunk{codec: metadata.Snappy}
			_, err := c.decompress(number(MaxBytes), page{unpacked: MaxBytes})
			return err
		}, "should have 536870912"},
		{"zstd", func() error {
			c := chunk{codec: metadata.Zstd} // a frame with a block of one byte, 100,000 times
			_, err := c.decompress([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x03 | 0x02, 0x35, 0x0c, 0}, page{unpacked: 10})
			return err
		}, "should have 10"},
		{"a list in the metadata", func() error { _, err := thriftLength(append([]byte{0x29, 0xfc}, number(many)...)); return err }, "unexpected EOF"},
		{"a text in the metadata", func() error { _, err := thriftLength(append([]byte{0x18}, number(many)...)); return err }, "unexpected EOF"},
		{"a map in the metadata", func() error { _, err := thriftLength(append([]byte{0x1b}, number(many, 0x88)...)); return err }, "unexpected EOF"},
		{"empty structs in the metadata", func() error { _, err := thriftLength([]byte{0x29, 0xac, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}); return err }, "a list of nothing"},
		{"structs in structs", func() error { _, err := thriftLength(bytes.Repeat([]byte{0x1c}, 100)); return err }, "structs 33 deep"},
	} {
		var err error
		took := allocated(func() { err = c.decode() })
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if took > 4<<20 && c.name != "beginnings" || took > 2*maxShared {
			t.Errorf("%s: takes %d bytes", c.name, took)
		}
	}
}

// FuzzThriftLength: the length of a struct is that of the shortest beginning that holds it.
func FuzzThriftLength(f *testing.F) {
	f.Add([]byte{0x15, 2, 0x18, 1, 'a', 0x29, 0x15, 4, 0x1c, 0x11, 0, 0, 9})
	f.Add([]byte{0x1b, 1, 0x88, 1, 'k', 1, 'v', 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0x0d, 4})
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := thriftLength(data)
		if err != nil {
			return
		}
		if again, err := thriftLength(data[:n]); again != n || err != nil {
			t.Errorf("%d of %d bytes, then %d, error %v", n, len(data), again, err)
		}
		for i := range n {
			if _, err := thriftLength(data[:i]); err != io.ErrUnexpectedEOF && n < 1<<10 {
				t.Errorf("%d of %d bytes: error %v", i, n, err)
			}
		}
	})
}
