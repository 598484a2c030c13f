package zstd

// Alphabets of a sequence.
const (
	literalLengths = iota
	matchOffsets
	matchLengths
)

// value is what a symbol stands for: base, and extra bits that are added to it.
type value struct {
	base  int32
	extra uint8
}

// alphabet is what the RFC says of one of them.
type alphabet struct {
	values []value
	most   uint    // log of a table's states
	preset []int16 // counts of the predefined table
	log    uint    // of its states
}

// alphabets are those of RFC 8878, 3.1.1.3.2.1 and 3.1.1.3.2.2.
var alphabets = [3]alphabet{
	literalLengths: {lengths(0, 16, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 9,
		[]int16{4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1}, 6},
	matchOffsets: {powers(31), 8,
		[]int16{1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1}, 5},
	matchLengths: {lengths(3, 32, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 9,
		[]int16{1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
			1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1}, 6},
}

// lengths are plain values from first on, then values with extra bits, each beginning where the one before ends.
func lengths(first, plain int32, extra ...uint8) []value {
	var values []value
	base := first
	for range plain {
		values = append(values, value{base, 0})
		base++
	}
	for _, bits := range extra {
		values = append(values, value{base, bits})
		base += 1 << bits
	}
	return values
}

// powers are 2^k with k extra bits.
func powers(n int) []value {
	values := make([]value, n)
	for k := range values {
		values[k] = value{1 << k, uint8(k)}
	}
	return values
}
