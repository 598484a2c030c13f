// Package aggregate counts, over the images of a class, which channels fire and which candidates drive which outputs: the matrices A
// and I of Summit (arXiv 1904.02323, sections 6.1 and 6.2). Counts are sums of whole numbers, so that the order of the images does
// not matter.
package aggregate

import (
	"cmp"
	"math"
	"slices"
)

// Mass records, for one image and one layer, the channels that make up its activation: from the largest channel maximum on until
// their sum reaches the fraction tau of the total, the channel that crosses it included, and at least MinRecord channels that are
// above zero.
type Mass struct {
	MinRecord int
	order     []ranked
}

type ranked struct {
	value   float32
	channel int
}

// Order takes the layer's channel maxima, [channels]; negative values and NaN count as 0. It returns their total.
func (m *Mass) Order(maxima []float32) (total float64) {
	m.order = m.order[:0]
	for j, v := range maxima {
		if v > 0 && !math.IsInf(float64(v), 1) {
			total += float64(v)
			m.order = append(m.order, ranked{v, j})
		}
	}
	slices.SortFunc(m.order, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.channel, b.channel))
	})
	return total
}

// Record appends the channels recorded at tau, the strongest first, of the maxima that Order took. A layer without a channel above
// zero records none.
func (m *Mass) Record(tau, total float64, channels []int) []int {
	var sum float64
	for n, r := range m.order {
		if n >= m.MinRecord && sum >= tau*total {
			break
		}
		sum += float64(r.value)
		channels = append(channels, r.channel)
	}
	return channels
}
