package jsonread

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
)

// object reads an object; member reads the value of each key, which is good until it reads that.
func (r *reader) object(member func(key []byte) error) error {
	r.at++
	if r.peek() == '}' {
		r.at++
		return nil
	}
	for {
		key, err := r.key()
		if err != nil {
			return err
		}
		if err := member(key); err != nil {
			return err
		}
		if done, err := r.more('}'); done || err != nil {
			return err
		}
	}
}

// key reads a member's key and the colon after it.
func (r *reader) key() ([]byte, error) {
	if r.peek() != '"' {
		return nil, r.fail("no key of an object")
	}
	key, err := r.quoted()
	if err != nil {
		return nil, err
	}
	if r.peek() != ':' {
		return nil, r.fail("no colon after the key %q", key)
	}
	r.at++
	return key, nil
}

// elements reads an array; element reads each of them.
func (r *reader) elements(element func(k int) error) error {
	r.at++
	if r.peek() == ']' {
		r.at++
		return nil
	}
	for k := 0; ; k++ {
		if err := element(k); err != nil {
			return err
		}
		if done, err := r.more(']'); done || err != nil {
			return err
		}
	}
}

// more reads a comma, or the closing byte.
func (r *reader) more(end byte) (done bool, err error) {
	switch r.peek() {
	case ',':
		r.at++
		return false, nil
	case end:
		r.at++
		return true, nil
	}
	return false, r.fail("neither comma nor %q", end)
}

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
	switch is {
	case stringType:
		if r.peek() != '"' {
			return false
		}
		start := r.at
		text, err := r.quoted()
		if err != nil {
			r.at = start
			return false
		}
		*(*string)(field) = string(text)
		return true
	case intType:
		r.space()
		n, ok := r.integer()
		if ok {
			*(*int)(field) = n
		}
		return ok
	case intPointerType:
		var n int
		if !r.direct(intType, unsafe.Pointer(&n)) {
			return false
		}
		*(**int)(field) = &n
		return true
	case floatPointerType:
		start := r.at
		r.space()
		text, err := r.digitsText()
		if err == nil {
			var x float64
			if x, err = strconv.ParseFloat(string(text), 64); err == nil {
				*(**float64)(field) = &x
				return true
			}
		}
		r.at = start
		return false
	case intsType:
		if r.peek() != '[' {
			return false
		}
		list, ok := r.integers()
		if ok {
			*(*[]int)(field) = list
		}
		return ok
	}
	return false
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

func (r *reader) intoMap(target reflect.Value, depth int) error {
	t := target.Type()
	if target.IsNil() {
		target.Set(reflect.MakeMap(t))
	}
	return r.object(func(key []byte) error {
		name, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		name.SetString(string(key))
		if err := r.value(value, depth+1); err != nil {
			return err
		}
		target.SetMapIndex(name, value)
		return nil
	})
}

// integers reads an array of whole numbers that integer takes. At anything else it gives up, and leaves the reader where it was.
func (r *reader) integers() (list []int, ok bool) {
	start := r.at
	commas := bytes.Count(r.text[start:][:bytes.IndexByte(r.text[start:], ']')+1], []byte(","))
	for list = make([]int, 0, commas+1); ; {
		r.at++
		r.space()
		n, ok := r.integer()
		if !ok {
			break
		}
		list = append(list, n)
		if end := r.peek(); end == ']' {
			r.at++
			return list, true
		} else if end != ',' {
			break
		}
	}
	r.at = start
	return nil, false
}

func (r *reader) intoSlice(target reflect.Value, depth int) error {
	list := reflect.New(target.Type()).Elem()
	err := r.elements(func(k int) error {
		if k == list.Cap() {
			list.Grow(max(k, 4))
		}
		list.SetLen(k + 1)
		return r.value(list.Index(k), depth+1)
	})
	if list.IsNil() {
		list.Grow(1) // empty, not nil
	}
	target.Set(list)
	return err
}

// intoArray drops elements beyond the array's length and clears what is missing, as encoding/json does.
func (r *reader) intoArray(target reflect.Value, depth int) error {
	count := 0
	err := r.elements(func(k int) error {
		count = k + 1
		if k >= target.Len() {
			return r.skip(depth + 1)
		}
		return r.value(target.Index(k), depth+1)
	})
	for k := count; k < target.Len(); k++ {
		target.Index(k).SetZero()
	}
	return err
}

// skip passes over a value.
func (r *reader) skip(depth int) error {
	if depth > MaxDepth {
		return r.fail("nesting deeper than %d", MaxDepth)
	}
	switch first := r.peek(); {
	case first == '{' || first == '[':
		return r.skipContainer(first, depth)
	case first == '"':
		_, err := r.quoted()
		return err
	case first == 't' || first == 'f':
		_, err := r.boolean()
		return err
	case first == 'n' && r.word("null"):
		return nil
	}
	_, err := r.digitsText()
	return err
}

// skipContainer passes over an object or an array, whose first byte is open.
func (r *reader) skipContainer(open byte, depth int) error {
	end := open + 2 // in ASCII
	if r.at++; r.peek() == end {
		r.at++
		return nil
	}
	for {
		if open == '{' {
			if _, err := r.key(); err != nil {
				return err
			}
		}
		if err := r.skip(depth + 1); err != nil {
			return err
		}
		if done, err := r.more(end); done || err != nil {
			return err
		}
	}
}
