package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Go's runtime finds what it knows of a function by the program counter: its frame, where pointers lie in it, and its name, file and lines. It is one
// table, written by cmd/link/internal/ld/pcln.go and read by runtime/symtab.go; the format is the same since Go 1.20.
const (
	tableMagic   = "\xf1\xff\xff\xff\x00\x00\x01\x08" // version, padding, instructions of one byte, pointers of eight
	functionSize = 44                                 // of a function's fixed fields

	// Offsets of a function's fields.
	nameField, frameField, fileField, lineField, valuesField, unitField, startField = 4, 16, 20, 24, 28, 32, 36
)

// runtimePrefix is what the runtime wants to know of a name: whether a goroutine is its own.
const runtimePrefix = "runtime."

// table is the one in data.
type table struct {
	data                                   []byte
	functions                              int // how many there are
	names, units, files, values, directory int // where its parts begin
}

func findTable(data []byte) (t *table, err error) {
	at := bytes.Index(data, []byte(tableMagic))
	if at < 0 || at != bytes.LastIndex(data, []byte(tableMagic)) || at+72 > len(data) {
		return nil, fmt.Errorf("%w: no table of functions, or several", errModule)
	}
	t = &table{data: data}
	word := func(k int) int { return int(binary.LittleEndian.Uint64(data[at+8+8*k:])) }
	t.functions = word(0)
	last := at
	for k, part := range []*int{&t.names, &t.units, &t.files, &t.values, &t.directory} {
		if *part = at + word(3+k); *part < last || *part > len(data) {
			return nil, fmt.Errorf("%w: the table of functions has parts out of order", errModule)
		}
		last = *part
	}
	return t, nil
}

// forgetNames takes out of a module's data what the runtime needs only to print where a panic was: names, files and lines. In place; brotli makes a tenth
// less of the module.
func forgetNames(data []byte) (err error) {
	t, err := findTable(data)
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil { // an offset beyond the data
			err = fmt.Errorf("%w: %v", errModule, r)
		}
	}()
	needed := make([]bool, t.directory-t.values)
	for k := range t.functions {
		f := t.directory + int(t.u32(t.directory+8*k+4))
		t.need(needed, t.u32(f+frameField))
		for v := range int(t.u32(f + valuesField)) {
			t.need(needed, t.u32(f+functionSize+4*v))
		}
		name := uint32(0)
		if bytes.HasPrefix(data[t.names+int(t.u32(f+nameField)):t.units], []byte(runtimePrefix)) {
			name = 1
		}
		binary.LittleEndian.PutUint32(data[f+nameField:], name)
		for _, field := range []int{fileField, lineField, unitField, startField} { // 0 is: not known
			binary.LittleEndian.PutUint32(data[f+field:], 0)
		}
	}
	clear(data[t.names:t.values])
	copy(data[t.names+1:], runtimePrefix)
	for k, need := range needed {
		if !need {
			data[t.values+k] = 0
		}
	}
	return nil
}

func (t *table) u32(at int) uint32 { return binary.LittleEndian.Uint32(t.data[at:]) }

// need marks the bytes of the list of values at an offset: differences of value and of program counter in turn, until one of a value is 0 that is not the
// first.
func (t *table) need(needed []bool, offset uint32) {
	at := int(offset)
	if at == 0 {
		return
	}
	for k := 0; ; k++ {
		difference, n := binary.Uvarint(t.data[t.values+at : t.directory])
		for range n {
			needed[at] = true
			at++
		}
		if n <= 0 || k > 0 && k%2 == 0 && difference == 0 {
			return
		}
	}
}
