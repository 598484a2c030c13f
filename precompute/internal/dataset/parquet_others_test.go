package dataset

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParquetOfOthers reads files that testdata/parquet.mjs wrote by other programs, in Hugging Face's form: pages of both versions,
// compressed by Snappy and Zstandard, dictionaries, differences and shared beginnings, several row groups, pictures and labels that are not there.
func TestParquetOfOthers(t *testing.T) {
	for _, file := range []string{"others-1", "others-2", "others-3"} {
		t.Run(file, func(t *testing.T) {
			set, err := Open(filepath.Join("testdata", file+".parquet"))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for label, name := range []string{"eel", "ray", "tench, Tinca tinca"} {
				for i := range 30 {
					if i%3 != []int{1, 2, 0}[label] || i == 8 || i == 9 {
						continue
					}
					content := strings.Repeat(fmt.Sprint("picture ", i), i%5+1)
					if i == 7 {
						content = ""
					}
					want = append(want, fmt.Sprintf("%s: %s/%02d = %s", name, file, i, content))
				}
			}
			if diff := cmp.Diff(want, contents(t, set)); diff != "" || set.Ignored != 2 {
				t.Errorf("%d ignored, items (-want +got):\n%s", set.Ignored, diff)
			}
		})
	}
}
