// Package vjson stands in for the JSON package of the same path that Vugu imports, a copy of encoding/json which would add
// a tenth to the explorer's download. Vugu needs two things of it: an event's summary as nested maps, and a property's
// value as text. Nothing else is offered; in particular there is no decoding into structs.
//
// Decoded values are nil, bool, float64, string, []any and map[string]any, as in encoding/json. Numbers keep the bits that
// strconv.ParseFloat gives; of equal keys the last one counts; nesting deeper than MaxDepth is an error.
package vjson

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// MaxDepth bounds the nesting of arrays and objects.
const MaxDepth = 200

// RawMessage is text that is JSON already.
type RawMessage []byte

// Unmarshal decodes data into v, which is a *any or a *map[string]any.
func Unmarshal(data []byte, v any) error {
	value, err := Decode(data)
	if err != nil {
		return err
	}
	switch out := v.(type) {
	case *any:
		*out = value
	case *map[string]any:
		object, ok := value.(map[string]any)
		if !ok {
			return errors.New("json: the value is not an object")
		}
		*out = object
	default:
		return fmt.Errorf("json: cannot decode into %T", v)
	}
	return nil
}

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
