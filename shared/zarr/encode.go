package zarr

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Level is the zstd level that chunks are compressed at. The next one, 11, saves 6 % on measured counts and takes five times
// as long and 32 MB more for each encoder.
const Level = 9

// EncodeArray returns the array's zarr.json. It panics on metadata outside of the subset.
func EncodeArray(a Array) []byte {
	if err := a.Validate(); err != nil {
		panic("zarr: " + err.Error())
	}
	var b strings.Builder
	b.WriteString(`{"zarr_format":3,"node_type":"array","shape":`)
	writeList(&b, a.Shape, strconv.Itoa)
	b.WriteString(`,"data_type":` + quote(string(a.Type)))
	b.WriteString(`,"chunk_grid":{"name":"regular","configuration":{"chunk_shape":`)
	writeList(&b, a.Chunk, strconv.Itoa)
	b.WriteString(`}},"chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"fill_value":` + fillText(a))
	b.WriteString(`,"codecs":[{"name":"bytes","configuration":{"endian":"little"}},` +
		`{"name":"zstd","configuration":{"checksum":true,"level":` + strconv.Itoa(Level) + `}}],"attributes":{}`)
	if len(a.Dimensions) > 0 {
		b.WriteString(`,"dimension_names":`)
		writeList(&b, a.Dimensions, quote)
	}
	b.WriteByte('}')
	return []byte(b.String())
}

// EncodeHierarchy returns every zarr.json of a hierarchy, by path below the root: the root group with these attributes,
// each a JSON value, and consolidated metadata, the groups that the arrays' paths imply, and the arrays.
func EncodeHierarchy(attributes map[string][]byte, arrays map[string]Array) map[string][]byte {
	const group = `{"zarr_format":3,"node_type":"group","attributes":`
	members := map[string][]byte{}
	for path, a := range arrays {
		members[path] = EncodeArray(a)
		for i, c := range path {
			if c == '/' {
				members[path[:i]] = []byte(group + "{}}")
			}
		}
	}
	root := group + object(attributes) + `,"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":` + object(members) + "}}"
	files := map[string][]byte{"zarr.json": []byte(root + "\n")}
	for path, text := range members {
		files[path+"/zarr.json"] = append(slices.Clone(text), '\n')
	}
	return files
}

// object writes a JSON object of JSON values, sorted by key.
func object(values map[string][]byte) string {
	var b strings.Builder
	b.WriteByte('{')
	for k, key := range slices.Sorted(maps.Keys(values)) {
		if k > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(key))
		b.WriteByte(':')
		b.Write(values[key])
	}
	b.WriteByte('}')
	return b.String()
}

func writeList[T any](b *strings.Builder, values []T, text func(T) string) {
	b.WriteByte('[')
	for k, v := range values {
		if k > 0 {
			b.WriteByte(',')
		}
		b.WriteString(text(v))
	}
	b.WriteByte(']')
}

// quote writes a JSON string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < 0x20:
			b.WriteString(`\u00` + strconv.FormatInt(int64(c>>4), 16) + strconv.FormatInt(int64(c&15), 16))
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// fillText writes a fill value, with a point where the elements are floating-point numbers.
func fillText(a Array) string {
	text := strconv.FormatFloat(a.Fill, 'f', -1, 64)
	if (a.Type == Float32 || a.Type == Float64) && !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}
