package jsonread

import (
	"bytes"
	"reflect"
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
