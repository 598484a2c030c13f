// Package vjson stands in for the JSON package of the same path that Vugu imports, a copy of encoding/json which would add
// a tenth to the explorer's download. Vugu needs two things of it: an event's summary as nested maps, and a property's
// value as text. Reading is shared/jsonread; writing does scalars only.
package vjson

import (
	"fmt"
	"math"
	"strconv"

	"summit/shared/jsonread"
)

// RawMessage is text that is JSON already.
type RawMessage []byte

// Unmarshal reads one JSON value into what v points to.
func Unmarshal(data []byte, v any) error { return jsonread.Unmarshal(data, v) }

// Marshal encodes nil, a bool, a string, an int, a float64 or a RawMessage.
func Marshal(v any) ([]byte, error) {
	switch x := v.(type) {
	case nil:
		return []byte("null"), nil
	case RawMessage:
		return x, nil
	case bool:
		return strconv.AppendBool(nil, x), nil
	case int:
		return strconv.AppendInt(nil, int64(x), 10), nil
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("json: %v has no text", x)
		}
		return strconv.AppendFloat(nil, x, 'g', -1, 64), nil
	case string:
		return appendString(nil, x), nil
	}
	return nil, fmt.Errorf("json: cannot encode a %T", v)
}

func appendString(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r < 0x20 || r == '<' || r == '\u2028' || r == '\u2029':
			out = append(out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			out = append(out, string(r)...)
		}
	}
	return append(out, '"')
}
