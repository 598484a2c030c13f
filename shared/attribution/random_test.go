package attribution

import (
	"math/rand/v2"

	"pgregory.net/rapid"

	"summit/shared/sparse"
)

// network makes a chain of layers of the given numbers of channels, each linked to the one before.
func network(channels ...int) *Network {
	n := &Network{}
	offset := 0
	for l, count := range channels {
		n.Layers = append(n.Layers, Span{Offset: offset, Channels: count})
		if l > 0 {
			n.Links = append(n.Links, Link{From: l - 1, To: l})
		}
		offset += count
	}
	n.MeanRate = make([]float64, offset)
	for j := range n.MeanRate {
		n.MeanRate[j] = 0.1
	}
	return n
}

// matrixOf builds a matrix from weights[later channel][earlier channel].
func matrixOf(weights [][]uint32) sparse.CSR {
	m := sparse.CSR{Indptr: []uint32{0}}
	for _, row := range weights {
		for i, weight := range row {
			if weight > 0 {
				m.Indices = append(m.Indices, uint32(i))
				m.Values = append(m.Values, weight)
			}
		}
		m.Indptr = append(m.Indptr, uint32(len(m.Indices)))
	}
	return m
}

// denseOf is the inverse of matrixOf.
func denseOf(m sparse.CSR) [][]uint32 {
	dense := make([][]uint32, m.Rows())
	for r := range dense {
		dense[r] = make([]uint32, m.Rows())
		indices, values := m.Row(r)
		for k, i := range indices {
			dense[r][i] = values[k]
		}
	}
	return dense
}

// drawRandom draws a source: what comes from it is spread evenly, where rapid prefers what is small.
func drawRandom(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
}

// drawCase draws a small network with gaps and excluded channels, and the counts of a class with channels that have no edge
// and layers without activation.
func drawCase(t *rapid.T) (*Network, *Counts) {
	random := drawRandom(t)
	sizes := make([]int, 1+random.IntN(5))
	for l := range sizes {
		sizes[l] = random.IntN(7)
	}
	n := network(sizes...)
	n.Links = drawLinks(random, len(sizes))
	for j := range n.MeanRate {
		n.MeanRate[j] = []float64{0, 0.01, 0.25, 1}[random.IntN(4)]
		if random.IntN(10) == 0 {
			n.Excluded = append(n.Excluded, j)
		}
	}
	return n, drawCounts(t, n)
}

// drawLinks joins most layers to the one before, and some to others before.
func drawLinks(random *rand.Rand, layers int) []Link {
	var links []Link
	for to := range layers {
		for from := range to {
			if from == to-1 && random.IntN(10) > 0 || from < to-1 && random.IntN(8) == 0 {
				links = append(links, Link{From: from, To: to})
			}
		}
	}
	return links
}

func drawCounts(t *rapid.T, n *Network) *Counts {
	random := drawRandom(t)
	images := 1 + random.Uint32N(60)
	density := []float64{0, 0.1, 0.5, 1}[random.IntN(4)]
	c := &Counts{Images: images, Activation: make([]uint32, n.Channels())}
	weights := make([][]uint32, n.Channels())
	into := n.linksInto()
	for l, span := range n.Layers {
		silent := random.IntN(6) == 0
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if !silent && random.IntN(3) > 0 {
				c.Activation[j] = random.Uint32N(images + 1)
			}
			weights[j] = make([]uint32, n.Channels())
			for _, link := range into[l] {
				from := n.Layers[link.From]
				for i := from.Offset; i < from.Offset+from.Channels; i++ {
					if random.Float64() < density {
						weights[j][i] = random.Uint32N(images + 1)
					}
				}
			}
		}
	}
	c.Influence = matrixOf(weights)
	return c
}

// drawParameters draws any valid parameters.
func drawParameters(t *rapid.T) Parameters {
	return Parameters{
		Rank:     rapid.SampledFrom(Ranks()).Draw(t, "rank"),
		Stop:     rapid.SampledFrom(Stops()).Draw(t, "stop"),
		Damping:  rapid.Float64Range(0, MaxDamping).Draw(t, "damping"),
		Mass:     rapid.Float64Range(0, 1).Draw(t, "mass"),
		Together: rapid.Bool().Draw(t, "together"),
		MaxNodes: rapid.IntRange(0, 4).Draw(t, "max nodes"),
		MinCount: rapid.Uint32Range(0, 20).Draw(t, "edge threshold"),
	}
}

// large makes a class of about the given number of influences over the layers, always the same.
func large(influences int, channels ...int) (*Network, *Counts) {
	random := rand.New(rand.NewPCG(1, 2))
	n := network(channels...)
	c := &Counts{Images: 1300, Activation: make([]uint32, n.Channels())}
	c.Influence.Indptr = []uint32{0}
	pairs := 0
	for _, link := range n.Links {
		pairs += n.Layers[link.From].Channels * n.Layers[link.To].Channels
	}
	into := n.linksInto()
	for l, span := range n.Layers {
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			c.Activation[j] = uint32(random.ExpFloat64() * 40)
			var from Span
			if len(into[l]) > 0 {
				from = n.Layers[into[l][0].From]
			}
			for i := from.Offset; i < from.Offset+from.Channels; i++ {
				if random.IntN(pairs) < influences {
					c.Influence.Indices = append(c.Influence.Indices, uint32(i))
					c.Influence.Values = append(c.Influence.Values, 1+uint32(random.ExpFloat64()*60))
				}
			}
			c.Influence.Indptr = append(c.Influence.Indptr, uint32(len(c.Influence.Indices)))
		}
	}
	return n, c
}
