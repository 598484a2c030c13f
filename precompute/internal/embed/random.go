package embed

// random is splitmix64 (Steele, Lea and Flood, OOPSLA 2014): the descent draws too often for a slower source.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below draws a whole number from 0 to n-1, for n far below 2³².
func (r *random) below(n int) int32 { return int32(r.next() >> 32 * uint64(n) >> 32) }

// unit draws a number from -1 to 1.
func (r *random) unit() float64 { return float64(int64(r.next())) / (1 << 63) }
