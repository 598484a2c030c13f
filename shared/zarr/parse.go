package zarr

import (
	"fmt"

	"summit/shared/jsonread"
)

// RawMessage is a JSON value that is not read yet.
type RawMessage []byte

// arrayJSON is an array's zarr.json. Fields that may hold more than the subset are kept raw, to be quoted in errors.
type arrayJSON struct {
	Format              int          `json:"zarr_format"`
	NodeType            string       `json:"node_type"`
	Shape               []int        `json:"shape"`
	DataType            RawMessage   `json:"data_type"`
	ChunkGrid           extension    `json:"chunk_grid"`
	ChunkKeyEncoding    extension    `json:"chunk_key_encoding"`
	FillValue           RawMessage   `json:"fill_value"`
	Codecs              []extension  `json:"codecs"`
	Attributes          RawMessage   `json:"attributes"`
	DimensionNames      []string     `json:"dimension_names"`
	StorageTransformers []RawMessage `json:"storage_transformers"`
}

// extension is what the specification calls an extension point: a name with a configuration.
type extension struct {
	Name          string     `json:"name"`
	Configuration RawMessage `json:"configuration"`
}

// ParseArray reads an array's zarr.json. Errors name the field and its value; the caller adds the array.
func ParseArray(data []byte) (Array, error) {
	var doc arrayJSON
	if err := jsonread.UnmarshalStrict(data, &doc); err != nil {
		return Array{}, err
	}
	if err := nodeHead(doc.Format, doc.NodeType, "array"); err != nil {
		return Array{}, err
	}
	if len(doc.StorageTransformers) > 0 {
		return Array{}, fmt.Errorf("storage_transformers %s is not supported", doc.StorageTransformers[0])
	}
	a := Array{Shape: doc.Shape, Dimensions: doc.DimensionNames}
	if err := jsonread.Unmarshal(doc.DataType, &a.Type); err != nil {
		return Array{}, fmt.Errorf("data_type %s is not supported", doc.DataType)
	}
	if err := jsonread.Unmarshal(doc.FillValue, &a.Fill); err != nil || string(doc.FillValue) == "null" {
		return Array{}, fmt.Errorf("fill_value %s is not supported", doc.FillValue)
	}
	var err error
	if a.Chunk, err = doc.chunkShape(); err != nil {
		return Array{}, err
	}
	if err := checkCodecs(doc.Codecs); err != nil {
		return Array{}, err
	}
	return a, a.Validate()
}

func (doc arrayJSON) chunkShape() ([]int, error) {
	var key struct {
		Separator string `json:"separator"`
	}
	err := doc.ChunkKeyEncoding.configure(&key)
	if doc.ChunkKeyEncoding.Name != "default" || err != nil || (key.Separator != "" && key.Separator != "/") {
		return nil, fmt.Errorf("chunk_key_encoding %s is not supported", doc.ChunkKeyEncoding)
	}
	var grid struct {
		ChunkShape []int `json:"chunk_shape"`
	}
	if err := doc.ChunkGrid.configure(&grid); doc.ChunkGrid.Name != "regular" || err != nil {
		return nil, fmt.Errorf("chunk_grid %s is not supported", doc.ChunkGrid)
	}
	return grid.ChunkShape, nil
}

func checkCodecs(codecs []extension) error {
	if len(codecs) != 2 {
		return fmt.Errorf("codecs %s: only bytes, zstd are supported", codecs)
	}
	var order struct {
		Endian string `json:"endian"`
	}
	err := codecs[0].configure(&order)
	if codecs[0].Name != "bytes" || err != nil || (order.Endian != "" && order.Endian != "little") {
		return fmt.Errorf("codecs: %s in place of little-endian bytes is not supported", codecs[0])
	}
	var level struct {
		Level    int  `json:"level"`
		Checksum bool `json:"checksum"`
	}
	if err := codecs[1].configure(&level); codecs[1].Name != "zstd" || err != nil {
		return fmt.Errorf("codecs: %s in place of zstd is not supported", codecs[1])
	}
	return nil
}

// configure reads e's configuration into v; an absent one leaves v as it is.
func (e extension) configure(v any) error {
	if len(e.Configuration) == 0 {
		return nil
	}
	return jsonread.UnmarshalStrict(e.Configuration, v)
}

// String is for error messages.
func (e extension) String() string { return fmt.Sprintf("%q %s", e.Name, e.Configuration) }

func nodeHead(format int, nodeType, want string) error {
	if format != 3 {
		return fmt.Errorf("zarr_format %d is not supported, only 3", format)
	}
	if nodeType != want {
		return fmt.Errorf("node_type is %q instead of %q", nodeType, want)
	}
	return nil
}
