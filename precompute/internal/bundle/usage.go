package bundle

import (
	"fmt"
	"slices"
	"sync"

	"summit/shared/attribution"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// newUsage is the usage of channels by no class yet, with the lists of all channels.
func newUsage(channels int) *format.Usage {
	u := &format.Usage{Class: make([]uint32, channels*format.UsageCount), Count: make([]uint32, channels*format.UsageCount),
		Classes: make([]uint32, channels), Images: make([]uint32, channels)}
	for k := range u.Class {
		u.Class[k] = format.NoClass
	}
	return u
}

// usageOf adds up the rows of all classes. Memory: one row, and the lists.
func usageOf(m *model.Manifest, row func(c int) ([]uint32, error)) (*format.Usage, error) {
	u := newUsage(m.Channels())
	for c := range m.Classes {
		counts, err := row(c)
		if err != nil {
			return nil, err
		}
		for j, n := range counts {
			if n > 0 {
				u.Classes[j]++
				u.Images[j] += n
				list(u, j, uint32(c), n, m.Classes)
			}
		}
	}
	return u, nil
}

// list puts class c, which records channel j in n images, into its place in the channel's list, if it has one.
func list(u *format.Usage, j int, c, n uint32, classes []model.Class) {
	class, count := u.Class[j*format.UsageCount:][:format.UsageCount], u.Count[j*format.UsageCount:][:format.UsageCount]
	k := format.UsageCount
	for k > 0 && (class[k-1] == format.NoClass || format.UsesMore(c, n, class[k-1], count[k-1], classes)) {
		k--
	}
	if k < format.UsageCount {
		copy(class[k+1:], class[k:])
		copy(count[k+1:], count[k:])
		class[k], count[k] = c, n
	}
}

// graphs counts for each channel the classes whose graph shows it. Several goroutines may add classes at once.
type graphs struct {
	network    attribution.Network
	parameters attribution.Parameters
	mu         sync.Mutex
	count      []uint32 // [channels]
}

// newGraphs counts graphs at parameters.usage; nil if the manifest has none.
func newGraphs(m *model.Manifest, mean []float64) *graphs {
	if m.Parameters.Usage == nil {
		return nil
	}
	g := &graphs{network: (&format.Bundle{Manifest: *m}).Network(), parameters: *m.Parameters.Usage, count: make([]uint32, m.Channels())}
	g.network.MeanRate = mean
	return g
}

// add counts the graph of a class; one without images has none.
func (g *graphs) add(c *attribution.Counts) error {
	graph := &attribution.Graph{}
	if c.Images > 0 {
		var err error
		if graph, err = attribution.Build(&g.network, c, g.parameters); err != nil {
			return err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, n := range graph.Nodes {
		g.count[g.network.Layers[n.Layer].Offset+n.Channel]++
	}
	return nil
}

// addGraph counts the graph of class c, whose influences have just been taken back.
func (w *Writer) addGraph(g *graphs, class *model.Class, c int, indices, values []uint32) error {
	activation, err := w.activation(c)
	if err != nil {
		return err
	}
	indptr, err := w.row(format.Influence.Indptr(), c)
	if err != nil {
		return err
	}
	counts := attribution.Counts{Images: uint32(class.Images), Activation: activation, Influence: sparse.CSR{Indptr: indptr, Indices: indices, Values: values}}
	if err := g.add(&counts); err != nil {
		return fmt.Errorf("graph of class %q: %w", class.ID, err)
	}
	return nil
}

// putUsage writes the usage of channels, in blocks.
func (w *Writer) putUsage(m *model.Manifest, g *graphs) error {
	if g == nil {
		return nil
	}
	u, err := usageOf(m, w.activation)
	if err != nil {
		return err
	}
	const block = format.UsageBlock * format.UsageCount
	for _, list := range []struct {
		array  string
		values []uint32
	}{{format.UsageClass, u.Class}, {format.UsageCounts, u.Count}} {
		k := 0
		for values := range slices.Chunk(list.values, block) {
			if err := putChunk(w, list.array, values, k, 0); err != nil {
				return err
			}
			k++
		}
	}
	if err := putChunk(w, format.UsageClasses, u.Classes, 0); err != nil {
		return err
	}
	if err := putChunk(w, format.UsageImages, u.Images, 0); err != nil {
		return err
	}
	return putChunk(w, format.UsageGraphs, g.count, 0)
}
