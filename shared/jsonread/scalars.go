package jsonread

import (
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

func (r *reader) space() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// peek passes over space and returns the next byte, 0 at the end.
func (r *reader) peek() byte {
	if r.space(); r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *reader) word(w string) bool {
	if len(r.text)-r.at < len(w) || string(r.text[r.at:r.at+len(w)]) != w {
		return false
	}
	r.at += len(w)
	return true
}

func (r *reader) boolean() (bool, error) {
	switch {
	case r.word("true"):
		return true, nil
	case r.word("false"):
		return false, nil
	}
	return false, r.fail("no JSON value")
}

// integer reads a whole number of at most nine digits, as counts are; where there is none, or a longer one, or any other number, the reader stays where it is.
func (r *reader) integer() (n int, ok bool) {
	at := r.at
	for at < len(r.text) && '0' <= r.text[at] && r.text[at] <= '9' {
		n = 10*n + int(r.text[at]-'0')
		at++
	}
	digits := at - r.at
	if digits == 0 || digits > 9 || digits > 1 && r.text[r.at] == '0' || at == len(r.text) || r.text[at] == '.' || r.text[at]|0x20 == 'e' {
		return 0, false
	}
	r.at = at
	return n, true
}

// number reads a number into a target of any numeric kind.
func (r *reader) number(target reflect.Value) error {
	if target.Kind() == reflect.Int {
		if n, ok := r.integer(); ok {
			target.SetInt(int64(n))
			return nil
		}
	}
	text, err := r.digitsText()
	if err != nil {
		return err
	}
	fits := false
	switch kind := target.Kind(); {
	case kind >= reflect.Int && kind <= reflect.Int64:
		n, err := strconv.ParseInt(string(text), 10, 64)
		if fits = err == nil && !target.OverflowInt(n); fits {
			target.SetInt(n)
		}
	case kind >= reflect.Uint && kind <= reflect.Uint64:
		n, err := strconv.ParseUint(string(text), 10, 64)
		if fits = err == nil && !target.OverflowUint(n); fits {
			target.SetUint(n)
		}
	case kind == reflect.Float32 || kind == reflect.Float64:
		f, err := strconv.ParseFloat(string(text), target.Type().Bits())
		if fits = err == nil; fits {
			target.SetFloat(f)
		}
	}
	if !fits {
		return fmt.Errorf("json: %s does not fit %s", text, target.Type())
	}
	return nil
}

// digitsText reads the text of a number.
func (r *reader) digitsText() ([]byte, error) {
	start := r.at
	if r.at < len(r.text) && r.text[r.at] == '-' {
		r.at++
	}
	whole := r.digits()
	ok := whole == 1 || whole > 1 && r.text[r.at-whole] != '0'
	if ok && r.at < len(r.text) && r.text[r.at] == '.' {
		r.at++
		ok = r.digits() > 0
	}
	if ok && r.at < len(r.text) && r.text[r.at]|0x20 == 'e' {
		r.at++
		if r.at < len(r.text) && (r.text[r.at] == '+' || r.text[r.at] == '-') {
			r.at++
		}
		ok = r.digits() > 0
	}
	if !ok {
		return nil, r.fail("no JSON value")
	}
	return r.text[start:r.at], nil
}

func (r *reader) digits() (n int) {
	for r.at < len(r.text) && '0' <= r.text[r.at] && r.text[r.at] <= '9' {
		r.at++
		n++
	}
	return n
}

// quoted reads a string, which is good until the next one is read. Bytes that are no UTF-8 and halves of surrogate pairs become U+FFFD.
func (r *reader) quoted() ([]byte, error) {
	r.at++
	start := r.at
	for r.at < len(r.text) && plain(r.text[r.at]) {
		r.at++
	}
	if r.at < len(r.text) && r.text[r.at] == '"' {
		r.at++
		return r.text[start : r.at-1], nil
	}
	out := append(r.buffer[:0], r.text[start:r.at]...)
	defer func() { r.buffer = out }()
	for r.at < len(r.text) {
		c := r.text[r.at]
		switch {
		case c == '"':
			r.at++
			return out, nil
		case c < 0x20:
			return nil, r.fail("a control character in a string")
		case c == '\\':
			var err error
			if out, err = r.escape(out); err != nil {
				return nil, err
			}
		default:
			point, size := utf8.DecodeRune(r.text[r.at:])
			out = utf8.AppendRune(out, point)
			r.at += size
		}
	}
	return nil, r.fail("a string without end")
}

// plain is a byte that stands for itself in a string, and is a character.
func plain(c byte) bool { return c >= 0x20 && c < utf8.RuneSelf && c != '"' && c != '\\' }

// escape reads a backslash and what it stands for.
func (r *reader) escape(out []byte) ([]byte, error) {
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if r.at+1 >= len(r.text) {
		return nil, r.fail("a string without end")
	}
	c := r.text[r.at+1]
	r.at += 2
	if c == 'u' {
		return r.codePoint(out)
	}
	for k := range letters {
		if letters[k] == c {
			return append(out, meanings[k]), nil
		}
	}
	return nil, r.fail("an unknown escape in a string")
}

func (r *reader) codePoint(out []byte) ([]byte, error) {
	point, err := r.hexadecimal()
	if err != nil {
		return nil, err
	}
	if utf16.IsSurrogate(point) {
		at := r.at
		if r.word(`\u`) {
			low, err := r.hexadecimal()
			if err != nil {
				return nil, err
			}
			if pair := utf16.DecodeRune(point, low); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), nil
			}
		}
		r.at, point = at, utf8.RuneError
	}
	return utf8.AppendRune(out, point), nil
}

func (r *reader) hexadecimal() (rune, error) {
	if r.at+4 > len(r.text) {
		return 0, r.fail("an escape without end")
	}
	n, err := strconv.ParseUint(string(r.text[r.at:r.at+4]), 16, 16)
	if err != nil {
		return 0, r.fail("an escape that is not hexadecimal")
	}
	r.at += 4
	return rune(n), nil
}
