// Package jsonread reads JSON into Go values. It is the part of encoding/json that readers of a bundle need: encoding/json
// itself would make the explorer's download a tenth larger.
//
// It accepts the texts that encoding/json accepts, up to MaxDepth of nesting, and gives the same values, but that
//
//   - keys have to equal a field's name in the tag, letter by letter;
//   - the first value that does not fit its field ends the reading;
//   - of the interfaces only the empty one is filled, and UnmarshalJSON is never called: a field whose type is a RawMessage
//     takes the text as it is.
package jsonread

import (
	"errors"
	"fmt"
	"reflect"
)

// MaxDepth bounds the nesting of arrays and objects.
const MaxDepth = 1000

// Unmarshal reads one JSON value into what v points to. Fields that v lacks are passed over.
func Unmarshal(data []byte, v any) error { return unmarshal(data, v, false) }

// UnmarshalStrict reads one JSON value into what v points to. A field that v lacks is an error.
func UnmarshalStrict(data []byte, v any) error { return unmarshal(data, v, true) }

func unmarshal(data []byte, v any, strict bool) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		panic(fmt.Sprintf("jsonread: %T is no pointer to fill", v))
	}
	r := &reader{text: data, strict: strict}
	if err := r.value(target.Elem(), 0); err != nil {
		return err
	}
	if r.space(); r.at < len(r.text) {
		return r.fail("more data after top-level value")
	}
	return nil
}

type reader struct {
	text    []byte
	at      int
	strict  bool
	buffer  []byte       // of strings with more than plain characters
	structs []*structure // that were filled
}

func (r *reader) fail(format string, args ...any) error {
	if r.at >= len(r.text) {
		return errors.New("json: unexpected end")
	}
	return fmt.Errorf("json: "+format+" at byte %d", append(args, r.at)...)
}

// value reads a value into target, which can be set.
func (r *reader) value(target reflect.Value, depth int) error {
	if depth > MaxDepth {
		return r.fail("nesting deeper than %d", MaxDepth)
	}
	first := r.peek()
	switch {
	case target.Kind() == reflect.Slice && target.Type().Name() == "RawMessage":
		start := r.at
		if err := r.skip(depth); err != nil {
			return err
		}
		target.SetBytes(append([]byte(nil), r.text[start:r.at]...))
		return nil
	case first == 'n':
		if !r.word("null") {
			return r.fail("no JSON value")
		}
		setNull(target)
		return nil
	case target.Kind() == reflect.Pointer:
		if target.IsNil() {
			target.Set(reflect.New(target.Type().Elem()))
		}
		return r.value(target.Elem(), depth)
	case target.Kind() == reflect.Interface && target.NumMethod() == 0:
		v, err := r.free(depth)
		if err == nil {
			target.Set(reflect.ValueOf(v))
		}
		return err
	}
	return r.typed(first, target, depth)
}

// setNull empties what can be empty; other values stay, as in encoding/json.
func setNull(target reflect.Value) {
	switch target.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		target.SetZero()
	}
}

// free reads a value of whatever type the text has.
func (r *reader) free(depth int) (any, error) {
	switch r.peek() {
	case '{':
		m := map[string]any{}
		err := r.value(reflect.ValueOf(&m).Elem(), depth)
		return m, err
	case '[':
		s := []any{}
		err := r.value(reflect.ValueOf(&s).Elem(), depth)
		return s, err
	case '"':
		s, err := r.quoted()
		return string(s), err
	case 't', 'f':
		return r.boolean()
	}
	var f float64
	err := r.number(reflect.ValueOf(&f).Elem())
	return f, err
}

// typed reads a value that begins with first into a target that is neither pointer nor interface.
func (r *reader) typed(first byte, target reflect.Value, depth int) error {
	kind := target.Kind()
	switch {
	case first == '{' && kind == reflect.Struct:
		s := r.structureOf(target.Type())
		return r.object(func(key []byte) error { return r.field(target, s, key, depth) })
	case first == '{' && kind == reflect.Map && target.Type().Key().Kind() == reflect.String:
		return r.intoMap(target, depth)
	case first == '[' && kind == reflect.Slice:
		return r.intoSlice(target, depth)
	case first == '[' && kind == reflect.Array:
		return r.intoArray(target, depth)
	case first == '"' && kind == reflect.String:
		s, err := r.quoted()
		target.SetString(string(s))
		return err
	case (first == 't' || first == 'f') && kind == reflect.Bool:
		b, err := r.boolean()
		target.SetBool(b)
		return err
	case first == '-' || '0' <= first && first <= '9':
		return r.number(target)
	}
	start := r.at
	if err := r.skip(depth); err != nil {
		return err
	}
	return fmt.Errorf("json: %s does not fit %s", clip(r.text[start:r.at]), target.Type())
}

func clip(text []byte) string {
	if len(text) > 40 {
		return string(text[:37]) + "..."
	}
	return string(text)
}
