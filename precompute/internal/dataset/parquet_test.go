package dataset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"summit/precompute/internal/hint"
)

// row is one of Hugging Face's form.
type row struct {
	Image struct {
		Bytes []byte `parquet:"bytes,optional"`
		Path  string `parquet:"path,optional"`
	} `parquet:"image,optional"`
	Label int64 `parquet:"label"`
}

// plainRow has the bytes in the column itself, and a text as label.
type plainRow struct {
	Image []byte `parquet:"image"`
	Label string `parquet:"label,dict"`
	Width int32  `parquet:"width"`
}

const names = `{"info": {"features": {"image": {"_type": "Image"}, "label": {"names": ["tench", "eel", "ray"], "_type": "ClassLabel"}}}}`

// write makes a Parquet file of small pages, so that there are several in each row group.
func write[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, append([]parquet.WriterOption{parquet.PageBufferSize(200), parquet.MaxRowsPerRowGroup(40)}, options...)...)
	for _, r := range rows { // one by one, so that pages are cut
		if _, err := w.Write([]T{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func hugging(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i].Label = int64(i % 4)
		rows[i].Image.Bytes = []byte(fmt.Sprintf("picture %d%s", i, strings.Repeat(".", i%17)))
	}
	return rows
}

func TestOpenParquet(t *testing.T) {
	for name, codec := range map[string]compress.Codec{"plain": &parquet.Uncompressed, "snappy": &parquet.Snappy, "zstd": &parquet.Zstd, "gzip": &parquet.Gzip} {
		for _, version := range []int{1, 2} {
			t.Run(fmt.Sprint(name, " pages ", version), func(t *testing.T) {
				rows := hugging(100)
				data := write(t, rows, parquet.Compression(codec), parquet.DataPageVersion(version), parquet.KeyValueMetadata("huggingface", names))
				set, err := Open(filepath.Join(put(t, map[string][]byte{"train-0.parquet": data}), "train-0.parquet"))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]string{"3", "eel", "ray", "tench"}, set.Labels); diff != "" || set.Name != "train-0" {
					t.Errorf("name %q, labels %s", set.Name, diff)
				}
				var group sync.WaitGroup
				for _, i := range rand.Perm(len(rows)) {
					group.Go(func() {
						item := set.Items[i]
						data, err := item.Read()
						if want := rows[item.at].Image.Bytes; err != nil || !bytes.Equal(data, want) {
							t.Errorf("%s: %q, error %v, want %q", item.ID, data, err, want)
						}
					})
				}
				group.Wait()
				for at, i := range set.Order() {
					if set.Items[i].at != int64(at) || set.Items[i].ID != fmt.Sprintf("train-0/%02d", at) {
						t.Fatalf("item %d of the order is row %d, %q", at, set.Items[i].at, set.Items[i].ID)
					}
				}
			})
		}
	}
}

func TestOpenPlainParquet(t *testing.T) {
	dir := put(t, map[string][]byte{
		"a.parquet": write(t, []plainRow{{Image: []byte("1"), Label: "eel"}, {Image: []byte("2"), Label: "ray"}}),
		"b.parquet": write(t, []plainRow{{Image: []byte("3"), Label: "eel"}, {Image: []byte("4")}}),
	})
	set, err := Open(filepath.Join(dir, "{a,b}.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"eel: a/0 = 1", "eel: b/0 = 3", "ray: a/1 = 2"}
	if diff := cmp.Diff(want, contents(t, set)); diff != "" || set.Ignored != 1 {
		t.Errorf("%d ignored, items (-want +got):\n%s", set.Ignored, diff)
	}
}

// Labels are texts, whole numbers, or true and false, however they are encoded; what is no UTF-8 is read as Windows-1252.
func TestParquetLabels(t *testing.T) {
	type boolean struct {
		Image []byte `parquet:"image,plain"`
		Label bool   `parquet:"label,plain"`
	}
	type small struct {
		Image []byte `parquet:"image,delta"`
		Label int32  `parquet:"label,delta"`
	}
	type maybe struct {
		Image []byte  `parquet:"image"`
		Label *string `parquet:"label,optional,dict"`
	}
	latin := "ray \xe9"
	var booleans []boolean
	var smalls []small
	var maybes []maybe
	for i := range 300 {
		booleans = append(booleans, boolean{[]byte(fmt.Sprint(i)), i%3 == 0})
		smalls = append(smalls, small{[]byte(fmt.Sprint(i)), int32(i*i%7 - 1)})
		maybes = append(maybes, maybe{Image: []byte(fmt.Sprint(i))})
		if i%3 == 0 {
			maybes[i].Label = &latin
		}
	}
	for name, c := range map[string]struct {
		data  []byte
		label func(i int) string
	}{
		"booleans": {write(t, booleans), func(i int) string { return fmt.Sprint(i%3 == 0) }},
		"numbers":  {write(t, smalls, parquet.DataPageVersion(1)), func(i int) string { return fmt.Sprint(i*i%7 - 1) }},
		"names": {write(t, smalls, parquet.KeyValueMetadata("huggingface", strings.ReplaceAll(names, "ray", "tench"))), func(i int) string {
			return map[int]string{-1: "", 1: "eel"}[i*i%7-1] + map[bool]string{true: fmt.Sprint(i*i%7 - 1)}[i*i%7-1 != 1]
		}},
		"texts": {write(t, maybes), func(i int) string { return map[bool]string{true: "ray é"}[i%3 == 0] }},
	} {
		set, err := Open(filepath.Join(put(t, map[string][]byte{"x.parquet": c.data}), "x.parquet"))
		if err != nil {
			t.Fatal(err)
		}
		got, want := contents(t, set), []string{}
		for i := range 300 {
			if label := c.label(i); label != "" && label != "-1" {
				want = append(want, fmt.Sprintf("%s: x/%03d = %d", label, i, i))
			}
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: items (-want +got):\n%s", name, diff)
		}
	}
}

// A row without a picture is read as an empty file; one without a label is passed over.
func TestParquetWithGaps(t *testing.T) {
	rows := hugging(3)
	rows[1].Image.Bytes, rows[2].Label = nil, -1
	set, err := Open(filepath.Join(put(t, map[string][]byte{"x.parquet": write(t, rows)}), "x.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0: x/0 = picture 0", "1: x/1 = "}, contents(t, set)); diff != "" || set.Ignored != 1 {
		t.Errorf("%d ignored, items (-want +got):\n%s", set.Ignored, diff)
	}
}

func TestParquetErrors(t *testing.T) {
	whole := write(t, hugging(50))
	long := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(long[len(long)-8:], 1<<31)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":          {nil, "not a Parquet file"},
		"text":           {bytes.Repeat([]byte("text"), 10), "not a Parquet file"},
		"cut":            {whole[:len(whole)-100], "ends early"},
		"long metadata":  {long, "damaged: 2147483648 bytes of metadata"},
		"other columns":  {write(t, []struct{ A, B int64 }{{1, 2}}), `no columns of pictures and labels among "A", "B"`},
		"lz4":            {write(t, hugging(50), parquet.Compression(&parquet.Lz4Raw)), "which is not read"},
		"without labels": {write(t, []plainRow{{Image: []byte("x")}}), "no labelled pictures"},
	} {
		_, err := Open(filepath.Join(put(t, map[string][]byte{"x.parquet": c.data}), "x.parquet"))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.parquet") {
			t.Errorf("%s: error %v, want %s", name, err, c.want)
		} else if len(hint.Of(err)) == 0 {
			t.Errorf("%s: no hint", name)
		}
	}
}

// Changed bytes give errors or other pictures, and never a panic or more memory than the file can ask for.
func FuzzParquet(f *testing.F) {
	f.Add(write(f, hugging(5)))
	f.Add(write(f, hugging(60), parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(1)))
	f.Add(write(f, []plainRow{{Image: []byte("1"), Label: "eel"}}))
	f.Fuzz(func(t *testing.T, data []byte) { openDamaged(t, data) })
}

func TestDamagedParquet(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, whole := range [][]byte{write(t, hugging(60), parquet.Compression(&parquet.Snappy)), write(t, hugging(60), parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1))} {
		for range 1000 {
			data := bytes.Clone(whole)
			for range 1 + random.IntN(3) {
				data[random.IntN(len(data))] ^= 1 << random.IntN(8)
			}
			openDamaged(t, data)
		}
	}
}

func openDamaged(t *testing.T, data []byte) {
	file := filepath.Join(t.TempDir(), "x.parquet")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if took := allocated(func() {
		set, err := Open(file)
		if err != nil {
			return
		}
		for _, item := range set.Items[:min(len(set.Items), 10)] {
			item.Read()
		}
	}); took > 16<<20+1000*uint64(len(data)) {
		t.Errorf("%d bytes take %d of memory", len(data), took)
	}
}

// allocated is the memory that f asks for.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
