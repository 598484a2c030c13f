package reference

import (
	"cmp"
	"math"
	"slices"
)

// Options are those of a run.
type Options struct {
	Mass, MassEmbed         float64
	TopK, MinRecord, Stride int
}

// extremes are the largest and the smallest value of a term over the positions of its output; of a convolution every stride-th
// row and column counts.
func (n *Net) extremes(t term, maps []Map, stride int) (largest, smallest float64) {
	plane := maps[t.tensor][t.channel]
	var values []float64
	if t.conv < 0 {
		for _, row := range plane {
			for _, v := range row {
				values = append(values, t.factor*v)
			}
		}
	} else {
		d := &n.Nodes[t.conv]
		for y := 0; y < d.Height; y += stride {
			for x := 0; x < d.Width; x += stride {
				values = append(values, t.factor*d.convolve(plane, t.kernel, y, x))
			}
		}
	}
	return slices.Max(values), slices.Min(values)
}

// target is a channel that a sum makes, with its candidates, and for how many images each was among the strongest.
type target struct {
	terms                  []term
	excitation, inhibition []uint32 // beside terms
}

func newTarget(terms []term) *target {
	return &target{terms, make([]uint32, len(terms)), make([]uint32, len(terms))}
}

// count adds an image.
func (t *target) count(n *Net, maps []Map, o Options) {
	largest, smallest := make([]float64, len(t.terms)), make([]float64, len(t.terms))
	for i := range t.terms {
		largest[i], smallest[i] = n.extremes(t.terms[i], maps, o.Stride)
		smallest[i] *= -1
	}
	for _, i := range strongest(largest, o.TopK) {
		t.excitation[i]++
	}
	for _, i := range strongest(smallest, o.TopK) {
		if smallest[i] > 0 {
			t.inhibition[i]++
		}
	}
}

// strongest are the positions of the k largest values; of equal ones the lower come first.
func strongest(values []float64, k int) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return order[:min(k, len(order))]
}

// link is what joins the layers before a layer to it.
type link struct {
	earlier  ends
	later    int                // node
	channels []*target          // of the later layer
	inner    map[source]*target // of the sums between
}

func (n *Net) newLink(earlier ends, later int) *link {
	l := &link{earlier: earlier, later: later, inner: map[source]*target{}}
	origins := make([]origin, n.Nodes[later].Channels)
	seen := map[source]int{}
	for j := range origins {
		origins[j] = n.origin(earlier, later, j)
		seen[origins[j].source]++
	}
	for j, o := range origins {
		if n.whole(o.node, earlier, seen) {
			l.channels = append(l.channels, newTarget(n.terms(earlier, o.source, o.factor)))
		} else {
			l.channels = append(l.channels, newTarget(identity(o, later, j)))
		}
		n.addInner(l, l.channels[j])
	}
	return l
}

// whole tells whether the node is a sum all of whose channels stand in the later layer, each once.
func (n *Net) whole(node int, earlier ends, seen map[source]int) bool {
	if node < 0 || earlier[node] {
		return false
	}
	for c := range n.Nodes[node].Channels {
		if seen[source{node, c}] != 1 {
			return false
		}
	}
	return true
}

// identity is the only candidate of a channel that reaches the later layer without a sum of its own.
func identity(o origin, later, j int) []term {
	if o.node < 0 {
		return nil
	}
	if o.via < 0 {
		return []term{{o.source, later, j, -1, nil, 1}}
	}
	return []term{{o.source, o.via, o.viaChannel, -1, nil, o.viaFactor}}
}

func (n *Net) addInner(l *link, t *target) {
	for _, term := range t.terms {
		if from := term.from; !l.earlier[from.node] && l.inner[from] == nil {
			l.inner[from] = newTarget(n.terms(l.earlier, from, n.forward(from)))
			n.addInner(l, l.inner[from])
		}
	}
}

// compose is the weight of every channel of the earlier layers on every one of the later; counts chooses excitation or inhibition.
func (l *link) compose(counts func(*target) []uint32) []map[source]uint32 {
	var rows []map[source]uint32
	oneStep, inputs := 0, 0
	for _, t := range l.channels {
		rows = append(rows, l.weights(t, counts))
		if l.isOneStep(t) {
			oneStep++
			inputs += len(rows[len(rows)-1])
		}
	}
	if oneStep == 0 {
		return rows
	}
	mean := int(math.Floor(float64(inputs)/float64(oneStep) + 0.5))
	for j, t := range l.channels {
		if !l.isOneStep(t) {
			rows[j] = largest(rows[j], mean)
		}
	}
	return rows
}

func (l *link) weights(t *target, counts func(*target) []uint32) map[source]uint32 {
	weights := map[source]uint32{}
	for k, count := range counts(t) {
		from := t.terms[k].from
		if count > 0 && l.earlier[from.node] {
			weights[from] = max(weights[from], count)
		}
		if count > 0 && !l.earlier[from.node] {
			for i, weight := range l.weights(l.inner[from], counts) {
				weights[i] = max(weights[i], min(count, weight))
			}
		}
	}
	return weights
}

// isOneStep tells whether the channel has candidates, all of them of earlier layers.
func (l *link) isOneStep(t *target) bool {
	for _, term := range t.terms {
		if !l.earlier[term.from.node] {
			return false
		}
	}
	return len(t.terms) > 0
}

// largest keeps the n largest weights; of equal ones those of earlier layers, then of lower channels.
func largest(weights map[source]uint32, n int) map[source]uint32 {
	kept := map[source]uint32{}
	for len(kept) < min(n, len(weights)) {
		best := source{node: -1}
		for i, weight := range weights {
			if _, taken := kept[i]; !taken && (best.node < 0 || weight > weights[best] || weight == weights[best] && i.before(best)) {
				best = i
			}
		}
		kept[best] = weights[best]
	}
	return kept
}

func (s source) before(o source) bool {
	return s.node < o.node || s.node == o.node && s.channel < o.channel
}
