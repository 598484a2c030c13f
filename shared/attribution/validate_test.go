package attribution

import (
	"math"
	"strings"
	"testing"

	"summit/shared/sparse"
)

func TestParametersValidate(t *testing.T) {
	if err := DefaultParameters().Validate(); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		change func(*Parameters)
		want   string
	}{
		{func(p *Parameters) { p.Rank = "fame" }, `rank "fame"`},
		{func(p *Parameters) { p.Stop = "" }, `stop ""`},
		{func(p *Parameters) { p.Damping = 1 }, "damping 1"},
		{func(p *Parameters) { p.Damping = math.NaN() }, "damping NaN"},
		{func(p *Parameters) { p.Mass = -0.1 }, "mass -0.1"},
		{func(p *Parameters) { p.Mass = math.NaN() }, "mass NaN"},
		{func(p *Parameters) { p.MaxNodes = -1 }, "max_nodes -1"},
	} {
		p := DefaultParameters()
		test.change(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v instead of one with %q", err, test.want)
		}
	}
}

func TestNetworkValidate(t *testing.T) {
	if err := network(2, 0, 3).Validate(); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		change func(*Network)
		want   string
	}{
		{func(n *Network) { n.Layers[1].Offset = 3 }, "layer 1 has 2 channels from 3"},
		{func(n *Network) { n.Layers[2].Channels = -2 }, "layer 2 has -2 channels"},
		{func(n *Network) { n.Links[0] = Link{1, 1} }, "link from layer 1 to layer 1"},
		{func(n *Network) { n.Links[1].To = 3 }, "link from layer 1 to layer 3"},
		{func(n *Network) { n.Links[0], n.Links[1] = n.Links[1], n.Links[0] }, "link from layer 0 to layer 1 after one from layer 1 to layer 2"},
		{func(n *Network) { n.Excluded = []int{6} }, "excluded channel 6 of 6"},
		{func(n *Network) { n.MeanRate = n.MeanRate[1:] }, "5 mean rates for 6 channels"},
	} {
		n := network(2, 2, 2)
		test.change(n)
		if err := n.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v instead of one with %q", err, test.want)
		}
	}
}

func TestCountsValidate(t *testing.T) {
	for _, test := range []struct {
		counts Counts
		want   string
	}{
		{Counts{Images: 9, Activation: make([]uint32, 5)}, "5 activation counts for 6 channels"},
		{Counts{Images: 9, Activation: make([]uint32, 6)}, "influence: 0 rows"},
		{Counts{Images: 9, Activation: make([]uint32, 6), Influence: entry(6, 4, 0, 1)}, "on channel 4 follows no link"},
		{Counts{Images: 9, Activation: make([]uint32, 6), Influence: entry(6, 1, 0, 1)}, "on channel 1 follows no link"},
		{Counts{Images: 9, Activation: make([]uint32, 6), Influence: entry(6, 2, 1, 10)}, "10 images for a class of 9"},
		{Counts{Images: 9, Activation: []uint32{0, 0, 11, 0, 0, 0}, Influence: entry(6, 2, 1, 1)}, "11 images for a class of 9"},
	} {
		if _, err := NewSolver(network(2, 2, 2), &test.counts); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v instead of one with %q", err, test.want)
		}
	}
}

// entry is a matrix with one entry.
func entry(channels, row, column int, value uint32) sparse.CSR {
	m := sparse.CSR{Indptr: make([]uint32, channels+1), Indices: []uint32{uint32(column)}, Values: []uint32{value}}
	for r := row + 1; r <= channels; r++ {
		m.Indptr[r] = 1
	}
	return m
}

func TestGraphRejectsParameters(t *testing.T) {
	n, c := large(5, 3, 4)
	p := DefaultParameters()
	p.Mass = 2
	if _, err := Build(n, c, p); err == nil || !strings.Contains(err.Error(), "mass 2") {
		t.Errorf("error %v", err)
	}
}

func TestEmptyNetworks(t *testing.T) {
	for _, n := range []*Network{network(), network(0), network(0, 0), network(1), network(2, 0, 2)} {
		c := &Counts{Images: 1, Activation: make([]uint32, n.Channels()), Influence: matrixOf(make([][]uint32, n.Channels()))}
		for _, rank := range Ranks() {
			p := DefaultParameters()
			p.Rank = rank
			g, err := Build(n, c, p)
			if err != nil {
				t.Fatalf("%v: %v", n.Layers, err)
			}
			if len(g.Edges) > 0 || len(g.Mass) != len(n.Layers) {
				t.Errorf("%v: graph %+v", n.Layers, g)
			}
		}
	}
}
