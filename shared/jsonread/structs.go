package jsonread

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
)

// field reads the value of a struct's field.
func (r *reader) field(target reflect.Value, s *structure, key []byte, depth int) error {
	k := s.find(key)
	if k < 0 {
		if r.strict {
			return r.fail("unknown field %q", key)
		}
		return r.skip(depth + 1)
	}
	if f := &s.fields[k]; r.direct(f.is, unsafe.Add(unsafe.Pointer(target.UnsafeAddr()), f.offset)) {
		return nil
	}
	if err := r.value(target.Field(k), depth+1); err != nil {
		return fmt.Errorf("%s: %w", s.fields[k].key, err)
	}
	return nil
}

// direct reads the most frequent values straight into a field of type is. At anything else it leaves field and reader as they are.
func (r *reader) direct(is reflect.Type, field unsafe.Pointer) bool {
	start, ok := r.at, false
	switch first := r.peek(); {
	case is == stringType && first == '"':
		var text []byte
		var err error
		if text, err = r.quoted(); err == nil {
			*(*string)(field), ok = string(text), true
		}
	case is == intType:
		var n int
		if n, ok = r.integer(); ok {
			*(*int)(field) = n
		}
	case is == intPointerType:
		var n int
		if n, ok = r.integer(); ok {
			*(**int)(field) = &n
		}
	case is == floatPointerType && (first == '-' || '0' <= first && first <= '9'):
		var x float64
		if x, ok = r.float(); ok {
			*(**float64)(field) = &x
		}
	case is == intsType && first == '[':
		var list []int
		if list, ok = r.integers(); ok {
			*(*[]int)(field) = list
		}
	}
	if !ok {
		r.at = start
	}
	return ok
}

// float reads a number, if there is one that a float64 can hold.
func (r *reader) float() (float64, bool) {
	text, err := r.digitsText()
	if err != nil {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(text), 64)
	return x, err == nil
}

var (
	stringType, intType, intsType    = reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[[]int]()
	intPointerType, floatPointerType = reflect.TypeFor[*int](), reflect.TypeFor[*float64]()
)

// structure is a struct's type, and its fields.
type structure struct {
	is     reflect.Type
	fields []field
	next   int // after the one that was found last: texts mostly have them in this order
}

type field struct {
	key    string // noKey: the field is not filled
	is     reflect.Type
	offset uintptr
}

// find returns the place of the field that key names, below 0 if there is none.
func (s *structure) find(key []byte) int {
	for range s.fields {
		k := s.next
		if s.next++; s.next == len(s.fields) {
			s.next = 0
		}
		if s.fields[k].key == string(key) {
			return k
		}
	}
	return -1
}

// structureOf describes a struct's type.
func (r *reader) structureOf(t reflect.Type) *structure {
	for k := len(r.structs) - 1; k >= 0; k-- { // the latest is most likely to come again
		if r.structs[k].is == t {
			return r.structs[k]
		}
	}
	s := &structure{is: t, fields: make([]field, t.NumField())}
	for k := range s.fields {
		f := t.Field(k)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
			name = noKey
		case name == "":
			name = f.Name
		}
		s.fields[k] = field{name, f.Type, f.Offset}
	}
	r.structs = append(r.structs, s)
	return s
}

// noKey is no UTF-8, as all keys are that were read.
const noKey = "\xff"
