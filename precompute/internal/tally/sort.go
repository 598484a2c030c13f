package tally

import (
	"slices"
	"sync"
)

// Radix sort by 11 bits at a time, the lowest first: its time does not depend on how the keys come.
const (
	digitBits = 11
	digits    = 1 << digitBits
	few       = 256 // so many keys are sorted by comparison
)

var scratch = sync.Pool{New: func() any { return new([]uint32) }}

// sort puts keys in order.
func sort(keys []uint32) {
	if len(keys) <= few {
		slices.Sort(keys)
		return
	}
	all := uint32(0)
	for _, key := range keys {
		all |= key
	}
	buffer := scratch.Get().(*[]uint32)
	defer scratch.Put(buffer)
	if cap(*buffer) < len(keys) {
		*buffer = make([]uint32, len(keys))
	}
	from, to := keys, (*buffer)[:len(keys)]
	for shift := 0; shift < 32 && all>>shift > 0; shift += digitBits {
		distribute(from, to, shift)
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}

// distribute copies the keys in the order of one digit, equal ones as they come.
func distribute(from, to []uint32, shift int) {
	var starts [digits + 1]int
	for _, key := range from {
		starts[key>>shift&(digits-1)+1]++
	}
	for d := range digits {
		starts[d+1] += starts[d]
	}
	for _, key := range from {
		d := key >> shift & (digits - 1)
		to[starts[d]] = key
		starts[d]++
	}
}
