package dataset

import (
	"encoding/binary"
	"fmt"

	"github.com/parquet-go/parquet-go"
)

// hybrid decodes n numbers of a width in bits from runs of one number and runs of packed ones (RLE).
func hybrid(data []byte, width, n int) ([]uint64, error) {
	numbers := make([]uint64, 0, n)
	for len(numbers) < n {
		head, size := binary.Uvarint(data)
		if size <= 0 {
			return nil, errShort
		}
		data = data[size:]
		count, left := head>>1, n-len(numbers)
		if head&1 == 0 {
			size := (width + 7) / 8
			number, err := packed(data, 8*size, 1)
			if err != nil {
				return nil, err
			}
			data = data[size:]
			for range min(count, uint64(left)) {
				numbers = append(numbers, number[0])
			}
			continue
		}
		run, err := packed(data, width, min(8*int(min(count, uint64(left))), left)) // in groups of eight
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, run...)
		data = data[min(width*int(min(count, uint64(len(data)))), len(data)):]
	}
	return numbers, nil
}

// packed decodes n numbers of a width in bits, lower bits first.
func packed(data []byte, width, n int) ([]uint64, error) {
	if width*n > 8*len(data) {
		return nil, errShort
	}
	numbers := make([]uint64, n)
	for i := range width * n {
		numbers[i/width] |= uint64(data[i/8]>>(i%8)&1) << (i % width)
	}
	return numbers, nil
}

// differences decodes n whole numbers, of which the first is stored and of the others the differences (DELTA_BINARY_PACKED), and returns the
// bytes after them.
func differences(data []byte, n int) (numbers []int64, rest []byte, err error) {
	var head [3]uint64 // numbers in a block, its parts, numbers in all
	for i := range head {
		v, size := binary.Uvarint(data)
		if size <= 0 {
			return nil, nil, errShort
		}
		head[i], data = v, data[size:]
	}
	first, size := binary.Varint(data)
	if size <= 0 {
		return nil, nil, errShort
	}
	data = data[size:]
	if head[2] != uint64(n) || head[0] > 1<<16 || head[1] == 0 || head[0]%head[1] != 0 || head[0]/head[1]%8 != 0 || head[0] == 0 {
		return nil, nil, fmt.Errorf("damaged: %d numbers for %d rows, in blocks of %d with %d parts", head[2], n, head[0], head[1])
	}
	if n == 0 {
		return nil, data, nil
	}
	numbers = append(make([]int64, 0, n), first)
	for len(numbers) < n {
		if numbers, data, err = block(numbers, data, int(head[0]/head[1]), int(head[1])); err != nil {
			return nil, nil, err
		}
	}
	return numbers, data, nil
}

// block decodes a block of differences onto numbers, as many as there is room for. Parts beyond the last number have no bytes.
func block(numbers []int64, data []byte, size, parts int) ([]int64, []byte, error) {
	least, n := binary.Varint(data)
	if n <= 0 || len(data)-n < parts {
		return nil, nil, errShort
	}
	widths := data[n:][:parts]
	data = data[n+parts:]
	for _, width := range widths {
		take := min(size, cap(numbers)-len(numbers))
		if take == 0 {
			break
		}
		if width > 64 {
			return nil, nil, fmt.Errorf("damaged: numbers of %d bits", width)
		}
		found, err := packed(data, int(width), take)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range found {
			numbers = append(numbers, numbers[len(numbers)-1]+least+int64(d))
		}
		data = data[min(size*int(width)/8, len(data)):]
	}
	return numbers, data, nil
}

// maxShared bounds the bytes of beginnings that the texts of a page share.
const maxShared = 64 << 20

// texts decodes n texts, whose lengths come first (DELTA_LENGTH_BYTE_ARRAY); where beginnings are shared, how much of the one before comes
// before that (DELTA_BYTE_ARRAY).
func texts(data []byte, n int, shared bool) ([]parquet.Value, error) {
	beginnings, err := make([]int64, n), error(nil)
	if shared {
		if beginnings, data, err = differences(data, n); err != nil {
			return nil, err
		}
	}
	lengths, data, err := differences(data, n)
	if err != nil {
		return nil, err
	}
	values, room := make([]parquet.Value, n), int64(len(data)+maxShared)
	var last []byte
	for i, length := range lengths {
		begin := beginnings[i]
		if length < 0 || length > int64(len(data)) || begin < 0 || begin > int64(len(last)) {
			return nil, errShort
		}
		switch text := data[:length:length]; {
		case begin == 0:
			last = text
		case length == 0:
			last = last[:begin:begin]
		default:
			if room -= begin + length; room < 0 {
				return nil, fmt.Errorf("texts share more than %d bytes", maxShared)
			}
			last = append(append(make([]byte, 0, begin+length), last[:begin]...), text...)
		}
		values[i], data = parquet.ByteArrayValue(last), data[length:]
	}
	return values, nil
}
