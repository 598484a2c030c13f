package bundletest

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"summit/precompute/internal/bundle"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// families is the number of families that classes and channels fall into.
const families = 6

// random is the source of what belongs to class c, channel j and purpose.
func (o Options) random(c, j, purpose int) *rand.Rand {
	return rand.New(rand.NewPCG(o.Seed, uint64(c)<<40|uint64(j)<<8|uint64(purpose)))
}

// affinity is how strongly class c shows channel j, from 0 to 1: high where the channel is everybody's, the family's or
// the class's own.
func (o Options) affinity(c, j int) float64 {
	r := o.random(0, j, 2)
	kind, home, strength := r.Float64(), r.IntN(families), r.Float64()
	noise := o.random(c, j, 3).Float64()
	switch {
	case kind < 0.02:
		return 0.6 + 0.4*strength*noise
	case kind < 0.14 && home == c%families:
		return strength * (0.5 + 0.5*noise)
	case r.IntN(o.Classes) == c:
		return 0.5 + 0.5*noise
	case noise > 0.85:
		return 0.05 * strength
	}
	return 0
}

// rows makes class c's matrices.
func (o Options) rows(c int) bundle.Rows {
	n := o.channels()
	rows := bundle.Rows{Activation: make([]uint32, n), ActivationEmbed: make([]uint32, n)}
	shown := make([]float64, n)
	for j := range n {
		shown[j] = o.affinity(c, j)
		rows.Activation[j] = uint32(shown[j] * float64(o.Images))
		rows.ActivationEmbed[j] = uint32(shown[j] * shown[j] * float64(o.Images))
	}
	rows.Influence = o.matrix(c, shown, 4)
	if o.Inhibition {
		rows.Inhibition = o.matrix(c, make([]float64, n), 5)
	}
	return rows
}

// matrix draws each channel's sources and what class c counts of them.
func (o Options) matrix(c int, shown []float64, purpose int) sparse.CSR {
	m := sparse.CSR{Indptr: make([]uint32, 1, o.channels()+1)}
	before, first, row := 0, 0, 0
	for _, channels := range o.Layers {
		for range channels {
			if before > 0 {
				o.addRow(&m, c, row, first, before, shown, purpose)
			}
			m.Indptr = append(m.Indptr, uint32(len(m.Indices)))
			row++
		}
		before, first = channels, row-channels
	}
	return m
}

func (o Options) addRow(m *sparse.CSR, c, row, first, before int, shown []float64, purpose int) {
	r := o.random(0, row, purpose)
	sources := r.Perm(before)[:min(o.Sources, before)]
	own := o.random(c, row, purpose)
	type entry struct{ index, count uint32 }
	var entries []entry
	for k, i := range sources {
		share := own.Float64()/float64(1+k) + shown[first+i]*0.5
		if count := uint32(min(share, 1) * float64(o.Images)); count > 0 {
			entries = append(entries, entry{uint32(first + i), count})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.index, b.index) })
	for _, e := range entries {
		m.Indices = append(m.Indices, e.index)
		m.Values = append(m.Values, e.count)
	}
}

// examples gives every channel examples of the classes that show it most.
func (o Options) examples() format.Examples {
	n := o.channels()
	e := format.Examples{Class: make([]uint32, n*format.ExampleCount), Activation: make([]float32, n*format.ExampleCount)}
	for j := range n {
		r := o.random(0, j, 6)
		shown := make([]float64, o.Classes)
		for c := range shown {
			shown[c] = o.affinity(c, j)
		}
		classes := r.Perm(o.Classes)
		slices.SortStableFunc(classes, func(a, b int) int { return cmp.Compare(shown[b], shown[a]) })
		top := 4 + 8*r.Float32()
		for k := range format.ExampleCount {
			e.Class[j*format.ExampleCount+k] = uint32(classes[k/3%len(classes)])
			e.Activation[j*format.ExampleCount+k] = top * (1 - 0.05*float32(k))
		}
	}
	return e
}

// features excite a channel one and a half times as much as its strongest example, and the diversity pictures a little less.
func (o Options) features(m *model.Manifest) format.Features {
	examples := o.examples()
	var f format.Features
	for _, layer := range m.Layers {
		for channel := range layer.Channels {
			top := float32(math.NaN())
			if o.pictured(channel) {
				top = 1.5 * examples.Activation[(layer.Offset+channel)*format.ExampleCount]
			}
			f.Activation = append(f.Activation, top)
			for k := range format.DiversityCount {
				f.Diversity = append(f.Diversity, top*(0.9-0.05*float32(k)))
			}
		}
	}
	return f
}
