package zarr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Level is the zstd level that the metadata states.
const Level = 9

// EncodeArray returns the array's zarr.json. It panics on metadata outside of the subset.
func EncodeArray(a Array) []byte {
	if err := a.Validate(); err != nil {
		panic("zarr: " + err.Error())
	}
	return encodeJSON(arrayJSON{
		Format:           3,
		NodeType:         "array",
		Shape:            a.Shape,
		DataType:         encodeJSON(a.Type),
		ChunkGrid:        extension{"regular", encodeJSON(map[string]any{"chunk_shape": a.Chunk})},
		ChunkKeyEncoding: extension{"default", encodeJSON(map[string]any{"separator": "/"})},
		FillValue:        encodeFill(a),
		Codecs: []extension{
			{"bytes", encodeJSON(map[string]any{"endian": "little"})},
			{"zstd", encodeJSON(map[string]any{"level": Level, "checksum": true})},
		},
		Attributes:     []byte("{}"),
		DimensionNames: a.Dimensions,
	})
}

// EncodeHierarchy returns every zarr.json of a hierarchy, by path below the root: the root group with these attributes
// and consolidated metadata, the groups that the arrays' paths imply, and the arrays.
func EncodeHierarchy(attributes map[string]any, arrays map[string]Array) (map[string][]byte, error) {
	members := map[string]json.RawMessage{}
	group := encodeJSON(groupJSON{Format: 3, NodeType: "group", Attributes: map[string]json.RawMessage{}})
	for _, path := range slices.Sorted(maps.Keys(arrays)) {
		members[path] = EncodeArray(arrays[path])
		for i, c := range path {
			if c == '/' {
				members[path[:i]] = group
			}
		}
	}
	root := groupJSON{Format: 3, NodeType: "group", Attributes: map[string]json.RawMessage{}}
	for name, value := range attributes {
		raw, err := marshal(value)
		if err != nil {
			return nil, fmt.Errorf("attribute %q: %w", name, err)
		}
		root.Attributes[name] = raw
	}
	root.Consolidated = &consolidatedJSON{Kind: "inline", Metadata: members}
	files := map[string][]byte{"zarr.json": append(encodeJSON(root), '\n')}
	for path, raw := range members {
		files[path+"/zarr.json"] = append(bytes.Clone(raw), '\n')
	}
	return files, nil
}

// encodeFill writes a fill value with a point where the elements are floating-point numbers.
func encodeFill(a Array) []byte {
	text := strconv.FormatFloat(a.Fill, 'f', -1, 64)
	if (a.Type == Float32 || a.Type == Float64) && !strings.Contains(text, ".") {
		text += ".0"
	}
	return []byte(text)
}

func encodeJSON(v any) []byte {
	raw, err := marshal(v)
	if err != nil {
		panic("zarr: " + err.Error())
	}
	return raw
}

func marshal(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}
