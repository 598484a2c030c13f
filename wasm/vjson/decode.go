package vjson

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Decode reads exactly one value.
func Decode(data []byte) (any, error) {
	d := decoder{data: data}
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if d.space(); d.at < len(d.data) {
		return nil, d.fail("text after the value")
	}
	return v, nil
}

type decoder struct {
	data []byte
	at   int
}

func (d *decoder) fail(what string) error {
	return fmt.Errorf("json: %s at byte %d", what, d.at)
}

func (d *decoder) space() {
	for d.at < len(d.data) {
		switch d.data[d.at] {
		case ' ', '\t', '\r', '\n':
			d.at++
		default:
			return
		}
	}
}

// peek skips space and returns the next byte, 0 at the end.
func (d *decoder) peek() byte {
	if d.space(); d.at < len(d.data) {
		return d.data[d.at]
	}
	return 0
}

func (d *decoder) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, d.fail("nested too deeply")
	}
	switch c := d.peek(); {
	case c == '{':
		return d.object(depth)
	case c == '[':
		return d.array(depth)
	case c == '"':
		return d.text()
	case c == '-' || '0' <= c && c <= '9':
		return d.number()
	case d.word("true"):
		return true, nil
	case d.word("false"):
		return false, nil
	case d.word("null"):
		return nil, nil
	}
	return nil, d.fail("no value")
}

func (d *decoder) word(w string) bool {
	if len(d.data)-d.at < len(w) || string(d.data[d.at:d.at+len(w)]) != w {
		return false
	}
	d.at += len(w)
	return true
}

func (d *decoder) object(depth int) (any, error) {
	out := map[string]any{}
	d.at++
	if d.peek() == '}' {
		d.at++
		return out, nil
	}
	for {
		if d.peek() != '"' {
			return nil, d.fail("no key")
		}
		key, err := d.text()
		if err != nil {
			return nil, err
		}
		if d.peek() != ':' {
			return nil, d.fail("no colon")
		}
		d.at++
		if out[key], err = d.value(depth + 1); err != nil {
			return nil, err
		}
		if done, err := d.more('}'); done || err != nil {
			return out, err
		}
	}
}

func (d *decoder) array(depth int) (any, error) {
	out := []any{}
	d.at++
	if d.peek() == ']' {
		d.at++
		return out, nil
	}
	for {
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		if done, err := d.more(']'); done || err != nil {
			return out, err
		}
	}
}

// more reads a comma, or the closing byte.
func (d *decoder) more(end byte) (done bool, err error) {
	switch d.peek() {
	case ',':
		d.at++
		return false, nil
	case end:
		d.at++
		return true, nil
	}
	return false, d.fail("no comma and no end")
}

func (d *decoder) number() (any, error) {
	start := d.at
	if d.data[d.at] == '-' {
		d.at++
	}
	whole := d.digits()
	leadingZero := whole > 1 && d.data[d.at-whole] == '0'
	ok := whole > 0 && !leadingZero
	if ok && d.at < len(d.data) && d.data[d.at] == '.' {
		d.at++
		ok = d.digits() > 0
	}
	if ok && d.at < len(d.data) && d.data[d.at]|0x20 == 'e' {
		d.at++
		if d.at < len(d.data) && (d.data[d.at] == '+' || d.data[d.at] == '-') {
			d.at++
		}
		ok = d.digits() > 0
	}
	if !ok {
		return nil, d.fail("no number")
	}
	f, err := strconv.ParseFloat(string(d.data[start:d.at]), 64)
	if err != nil {
		return nil, d.fail("a number out of range")
	}
	return f, nil
}

func (d *decoder) digits() (n int) {
	for d.at < len(d.data) && '0' <= d.data[d.at] && d.data[d.at] <= '9' {
		d.at++
		n++
	}
	return n
}

func (d *decoder) text() (string, error) {
	d.at++
	start := d.at
	for d.at < len(d.data) && d.data[d.at] != '"' && d.data[d.at] != '\\' && d.data[d.at] >= 0x20 {
		d.at++
	}
	out := append([]byte(nil), d.data[start:d.at]...)
	for d.at < len(d.data) {
		c := d.data[d.at]
		switch {
		case c == '"':
			d.at++
			return validUTF8(out), nil
		case c < 0x20:
			return "", d.fail("a control character in a string")
		case c == '\\':
			var err error
			if out, err = d.escape(out); err != nil {
				return "", err
			}
		default:
			out = append(out, c)
			d.at++
		}
	}
	return "", d.fail("an unfinished string")
}

func validUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return string([]rune(string(b)))
}

func (d *decoder) escape(out []byte) ([]byte, error) {
	if d.at+1 >= len(d.data) {
		return nil, d.fail("an unfinished string")
	}
	c := d.data[d.at+1]
	d.at += 2
	switch c {
	case '"', '\\', '/':
		return append(out, c), nil
	case 'b':
		return append(out, '\b'), nil
	case 'f':
		return append(out, '\f'), nil
	case 'n':
		return append(out, '\n'), nil
	case 'r':
		return append(out, '\r'), nil
	case 't':
		return append(out, '\t'), nil
	case 'u':
		return d.unicode(out)
	}
	return nil, d.fail("an unknown escape")
}

func (d *decoder) unicode(out []byte) ([]byte, error) {
	r, err := d.hex4()
	if err != nil {
		return nil, err
	}
	if utf16.IsSurrogate(r) {
		at := d.at
		if d.word(`\u`) {
			low, err := d.hex4()
			if err != nil {
				return nil, err
			}
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), nil
			}
		}
		d.at, r = at, utf8.RuneError
	}
	return utf8.AppendRune(out, r), nil
}

func (d *decoder) hex4() (rune, error) {
	if d.at+4 > len(d.data) {
		return 0, d.fail("an unfinished escape")
	}
	n, err := strconv.ParseUint(string(d.data[d.at:d.at+4]), 16, 32)
	if err != nil {
		return 0, d.fail("an escape that is not hexadecimal")
	}
	d.at += 4
	return rune(n), nil
}
