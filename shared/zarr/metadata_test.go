package zarr

import (
	"reflect"
	"strings"
	"testing"
)

var matrix = Array{Type: Uint32, Shape: []int{24, 200}, Chunk: []int{1, 200}, Dimensions: []string{"class", "channel"}}

// matrixJSON is what the specification's example of an array says, with the codecs and sizes of matrix.
const matrixJSON = `{"zarr_format":3,"node_type":"array","shape":[24,200],"data_type":"uint32",` +
	`"chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1,200]}},` +
	`"chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"fill_value":0,` +
	`"codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"zstd","configuration":{"checksum":true,"level":9}}],` +
	`"attributes":{},"dimension_names":["class","channel"]}`

func TestEncodeArray(t *testing.T) {
	if got := string(EncodeArray(matrix)); got != matrixJSON {
		t.Errorf("got  %s\nwant %s", got, matrixJSON)
	}
}

func TestParseArrayRoundTrip(t *testing.T) {
	arrays := []Array{
		matrix,
		{Type: Uint8, Shape: []int{1}, Chunk: []int{1}, Fill: 255},
		{Type: Uint16, Shape: []int{3, 5, 7}, Chunk: []int{2, 5, 1}, Fill: 65535},
		{Type: Uint32, Shape: []int{9, 10}, Chunk: []int{9, 10}, Fill: 4294967295},
		{Type: Float32, Shape: []int{4}, Chunk: []int{8}, Fill: -0.5},
		{Type: Float64, Shape: []int{1, 2, 3, 4}, Chunk: []int{1, 1, 1, 1}, Fill: 1e-7, Dimensions: []string{"a", "b", "c", "d"}},
	}
	for _, want := range arrays {
		got, err := ParseArray(EncodeArray(want))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
}

// TestParseArrayOfOthers reads what zarr-python 3 writes: fields in another order, absent and empty optional ones.
func TestParseArrayOfOthers(t *testing.T) {
	const other = `{"shape": [24, 200], "data_type": "uint32", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [1, 200]}},
		"chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}}, "fill_value": 0,
		"codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "zstd", "configuration": {"level": 0, "checksum": false}}],
		"attributes": {"unit": "images"}, "dimension_names": ["class", "channel"], "zarr_format": 3, "node_type": "array", "storage_transformers": []}`
	got, err := ParseArray([]byte(other))
	if err != nil || !reflect.DeepEqual(got, matrix) {
		t.Errorf("got %+v, %v; want %+v", got, err, matrix)
	}
}

// TestParseArrayRejects edits matrixJSON and expects an error that names the field and the value.
func TestParseArrayRejects(t *testing.T) {
	tests := []struct{ old, new, field, value string }{
		{`"zarr_format":3`, `"zarr_format":2`, "zarr_format", "2"},
		{`"node_type":"array"`, `"node_type":"group"`, "node_type", `"group"`},
		{`"uint32"`, `"int32"`, "data_type", `"int32"`},
		{`"uint32"`, `{"name":"numpy.datetime64"}`, "data_type", "numpy.datetime64"},
		{`"shape":[24,200]`, `"shape":[]`, "shape", "[]"},
		{`"shape":[24,200]`, `"shape":[24,-200]`, "shape", "-200"},
		{`"shape":[24,200]`, `"shape":[24,99999999999]`, "shape", "99999999999"},
		{`"shape":[24,200]`, `"shape":[1,1,1,1,1]`, "shape", "5 dimensions"},
		{`[1,200]`, `[1]`, "chunk_shape", "[1]"},
		{`[1,200]`, `[0,200]`, "chunk_shape", "[0 200]"},
		{`[1,200]`, `[1,4294967296]`, "chunk_shape", "4294967296"},
		{`[1,200]`, `[65536,65536]`, "chunk_shape", "[65536 65536]"},
		{`"regular"`, `"rectangular"`, "chunk_grid", "rectangular"},
		{`"chunk_shape"`, `"chunk_shapes"`, "chunk_grid", "chunk_shapes"},
		{`{"name":"default"`, `{"name":"v2"`, "chunk_key_encoding", "v2"},
		{`"separator":"/"`, `"separator":"."`, "chunk_key_encoding", `"."`},
		{`"fill_value":0`, `"fill_value":"NaN"`, "fill_value", `"NaN"`},
		{`"fill_value":0`, `"fill_value":null`, "fill_value", "null"},
		{`"fill_value":0`, `"fill_value":-1`, "fill_value", "-1"},
		{`"fill_value":0`, `"fill_value":0.5`, "fill_value", "0.5"},
		{`"fill_value":0`, `"fill_value":4294967296`, "fill_value", "4.294967296e+09"},
		{`"little"`, `"big"`, "bytes", "big"},
		{`{"name":"zstd"`, `{"name":"gzip"`, "codecs", "gzip"},
		{`{"name":"bytes"`, `{"name":"transpose"`, "codecs", "transpose"},
		{`"level":9}}`, `"level":9}},{"name":"crc32c"}`, "codecs", "crc32c"},
		{`["class","channel"]`, `["class"]`, "dimension_names", "class"},
		{`"attributes":{}`, `"storage_transformers":[{"name":"x"}]`, "storage_transformers", `{"name":"x"}`},
		{`"attributes":{}`, `"sharding":{}`, "sharding", "unknown field"},
		{`["class","channel"]}`, `["class","channel"]} {}`, "more data", ""},
	}
	for _, test := range tests {
		doc := strings.Replace(matrixJSON, test.old, test.new, 1)
		if doc == matrixJSON {
			t.Fatalf("%q is not in the document", test.old)
		}
		_, err := ParseArray([]byte(doc))
		if err == nil || !strings.Contains(err.Error(), test.field) || !strings.Contains(err.Error(), test.value) {
			t.Errorf("%s: error %v does not name %q and %q", test.new, err, test.field, test.value)
		}
	}
}

func TestHierarchy(t *testing.T) {
	arrays := map[string]Array{"activation": matrix, "influence/counts": matrix, "influence/indices": matrix}
	files := EncodeHierarchy(map[string][]byte{"summit": []byte(`{"format":1}`)}, arrays)
	if len(files) != 5 {
		t.Errorf("%d files instead of those of the root, a group and three arrays", len(files))
	}
	if got := string(files["influence/zarr.json"]); got != `{"zarr_format":3,"node_type":"group","attributes":{}}`+"\n" {
		t.Errorf("influence/zarr.json is %s", got)
	}
	g, err := ParseGroup(files["zarr.json"])
	if err != nil || string(g.Attributes["summit"]) != `{"format":1}` {
		t.Fatalf("attributes %s, %v", g.Attributes, err)
	}
	got, err := g.Arrays()
	if err != nil || !reflect.DeepEqual(got, arrays) {
		t.Errorf("got %+v, %v; want %+v", got, err, arrays)
	}
}

func TestParseGroupRejects(t *testing.T) {
	const group = `{"zarr_format":3,"node_type":"group","attributes":{},"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{"a/b":{"node_type":"array"}}}}`
	tests := []struct{ old, new, want string }{
		{`"zarr_format":3`, `"zarr_format":2`, "zarr_format 2"},
		{`"node_type":"group"`, `"node_type":"array"`, `node_type is "array"`},
		{`inline`, `outline`, `kind "outline"`},
		{`"consolidated_metadata":`, `"other":`, "other"},
		{`{"node_type":"array"}`, `{"node_type":3}`, `"a/b"`},
		{`{"node_type":"array"}`, `{"node_type":"array","zarr_format":4}`, `array "a/b": zarr_format 4`},
		{`{"node_type":"array"}`, `{"node_type":"link","zarr_format":3}`, `array "a/b": node_type is "link"`},
		{group, `{"zarr_format":3,"node_type":"group"}`, "consolidated_metadata is missing"},
		{group, ``, "unexpected end"},
	}
	for _, test := range tests {
		g, err := ParseGroup([]byte(strings.Replace(group, test.old, test.new, 1)))
		if err == nil {
			_, err = g.Arrays()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v does not say %q", test.new, err, test.want)
		}
	}
}
