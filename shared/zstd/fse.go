package zstd

import "math/bits"

// entry is a state of a finite state entropy decoder: its symbol, as what that stands for, and the state that follows.
type entry struct {
	base  int32 // of the value; extra bits are added to it
	next  uint16
	bits  uint8 // that are added to next
	extra uint8
}

// table is a decoder of 1<<log states.
type table struct {
	entries []entry
	log     uint
}

// maxCounts is more than the number of symbols of any alphabet here.
const maxCounts = 256

// readCounts reads a distribution of at most most symbols over 1<<log states, log at most mostLog, from data[at:end] into
// counts, which are 0; -1 stands for a symbol of less than one state (RFC 8878, 4.1.1).
func (in *input) readCounts(counts *[maxCounts]int16, at, end, most int, mostLog uint) (symbols int, log uint, after int, err error) {
	p, stop := lead+8*at, lead+8*end
	log = uint(in.bits(p, 4)) + 5
	p += 4
	if at >= end || log > mostLog {
		return 0, 0, 0, errCorrupt
	}
	for left := 1 << log; left > 0; symbols++ {
		if symbols >= most || p >= stop {
			return 0, 0, 0, errCorrupt
		}
		n := uint(bits.Len(uint(left + 1)))
		value, low := in.bits(p, n), 1<<(n-1)
		few := 1<<n - (left + 2) // values that take a bit less
		if value&(low-1) < few {
			value &= low - 1
			n--
		} else if value >= low {
			value -= few
		}
		p += int(n)
		counts[symbols] = int16(value - 1)
		if value == 0 {
			left--
			continue
		}
		left -= value - 1
		if value == 1 {
			var zeros int
			if zeros, p = in.zeros(p, stop); symbols+zeros >= most {
				return 0, 0, 0, errCorrupt
			}
			symbols += zeros
		}
	}
	if p > stop {
		return 0, 0, 0, errShort
	}
	return symbols, log, (p - lead + 7) / 8, nil
}

// zeros reads how many more symbols do not occur.
func (in *input) zeros(p, stop int) (n, after int) {
	for p < stop {
		more := in.bits(p, 2)
		n, p = n+more, p+2
		if more < 3 {
			break
		}
	}
	return n, p
}

// build makes the decoder of a distribution over 1<<log states, in memory. Symbol s stands for values[s].
func build(memory []entry, counts []int16, log uint, values []value) ([]entry, error) {
	size := 1 << log
	if cap(memory) < size {
		memory = make([]entry, size)
	}
	memory = memory[:size]
	var symbols [512]uint8
	var next [maxCounts]int
	top := size - 1
	for s, n := range counts {
		next[s] = max(int(n), 1)
		if n < 0 {
			symbols[top] = uint8(s)
			top--
		}
	}
	at, step := 0, size>>1+size>>3+3
	for s, n := range counts {
		for range max(n, 0) {
			symbols[at] = uint8(s)
			for at = (at + step) & (size - 1); at > top; {
				at = (at + step) & (size - 1)
			}
		}
	}
	for i := range memory {
		s := symbols[i]
		n := next[s]
		next[s]++
		b := log + 1 - uint(bits.Len(uint(n)))
		if int(s) >= len(values) {
			return nil, errCorrupt
		}
		memory[i] = entry{values[s].base, uint16(n<<b - size), uint8(b), values[s].extra}
	}
	return memory, nil
}
