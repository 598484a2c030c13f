package zarr

import (
	"reflect"
	"testing"
)

// FuzzParseArray: what is accepted is encoded and read again as the same array.
func FuzzParseArray(f *testing.F) {
	f.Add([]byte(matrixJSON))
	f.Add(EncodeArray(Array{Type: Float32, Shape: []int{3, 4, 5}, Chunk: []int{3, 2, 1}, Fill: 0.5}))
	f.Add([]byte(`{"zarr_format":3,"node_type":"array","data_type":"uint8","shape":[1],"fill_value":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ParseArray(data)
		if err != nil {
			return
		}
		again, err := ParseArray(EncodeArray(a))
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Dimensions) == 0 { // [] and absent are one, and so are -0 and 0
			a.Dimensions, again.Dimensions = nil, nil
		}
		if !reflect.DeepEqual(a, again) {
			t.Errorf("%+v becomes %+v", a, again)
		}
	})
}

// FuzzParseGroup: neither step panics, and what is accepted is encoded and read again as the same arrays.
func FuzzParseGroup(f *testing.F) {
	files := EncodeHierarchy(map[string][]byte{"summit": []byte("1")}, map[string]Array{"a": matrix, "b/c": matrix})
	f.Add(files["zarr.json"])
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := ParseGroup(data)
		if err != nil {
			return
		}
		arrays, err := g.Arrays()
		if err != nil {
			return
		}
		files := EncodeHierarchy(nil, arrays)
		if g, err = ParseGroup(files["zarr.json"]); err != nil {
			t.Fatal(err)
		}
		again, err := g.Arrays()
		if err != nil || len(again) != len(arrays) {
			t.Errorf("%+v becomes %+v, %v", arrays, again, err)
		}
	})
}
