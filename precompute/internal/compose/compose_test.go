package compose

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/topology"
)

// drawLink draws a link of a few units joined at random: plain and grouped convolutions, identity paths with gaps, inner
// sums that feed inner sums, several steps into one unit, constant channels.
func drawLink(random *rand.Rand, layers []topology.Layer, later int) topology.Link {
	link := topology.Link{To: later}
	for l := range later {
		if l == later-1 || random.IntN(3) == 0 {
			link.From = append(link.From, l)
			link.Units = append(link.Units, topology.Unit{Channels: layers[l].Channels})
		}
	}
	for range random.IntN(3) {
		link.Units = append(link.Units, topology.Unit{Channels: 1 + random.IntN(5)})
	}
	link.Units = append(link.Units, topology.Unit{Channels: layers[later].Channels})
	for u := len(link.From); u < len(link.Units); u++ {
		channels := random.Perm(link.Units[u].Channels)
		for len(channels) > 0 {
			n := 1 + random.IntN(len(channels))
			link.Steps = append(link.Steps, drawStep(random, link.Units, u, slices.Sorted(slices.Values(channels[:n]))))
			channels = channels[n:]
		}
	}
	return link
}

func drawStep(random *rand.Rand, units []topology.Unit, to int, outputs []int) topology.Step {
	step := topology.Step{To: to, Outputs: outputs}
	for range 1 + random.IntN(2) {
		group := 1
		if random.IntN(3) == 0 {
			group = len(outputs)
		}
		term := topology.Term{Sources: make([]topology.Source, group*(1+random.IntN(4)))}
		for k := range term.Sources {
			unit := random.IntN(to+1) - 1
			if random.IntN(2) == 0 {
				unit = 0
			}
			term.Sources[k] = topology.Source{Unit: unit, Channel: random.IntN(units[max(unit, 0)].Channels)}
		}
		if random.IntN(2) == 0 {
			term.Kernel = &topology.Kernel{Out: len(outputs), In: len(term.Sources), Group: group}
		} else {
			for range outputs {
				term.Pass = append(term.Pass, random.IntN(len(term.Sources)+1)-1)
			}
		}
		step.Terms = append(step.Terms, term)
	}
	return step
}

// drawCounts counts candidates that compete, and no constant ones.
func drawCounts(random *rand.Rand, link *topology.Link) []StepCounts {
	counts := make([]StepCounts, len(link.Steps))
	density := 0.2 + 0.8*random.Float64()
	for s := range link.Steps {
		step, key := &link.Steps[s], uint64(0)
		for output := range step.Outputs {
			for t := range step.Terms {
				for number, source := range step.Terms[t].Sources {
					if source.Unit >= 0 && competes(&step.Terms[t], output, number) && random.Float64() < density {
						counts[s].Keys = append(counts[s].Keys, key)
						counts[s].Counts = append(counts[s].Counts, 1+random.Uint32N(6))
					}
					key++
				}
			}
		}
	}
	return counts
}

func TestComposeEqualsReference(t *testing.T) {
	kept, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		net := &topology.Network{}
		var counts [][]StepCounts
		for l := range 2 + random.IntN(3) {
			net.Layers = append(net.Layers, topology.Layer{Channels: 1 + random.IntN(7)})
			if l > 0 && random.IntN(6) > 0 {
				link := drawLink(random, net.Layers, l)
				net.Links = append(net.Links, link)
				counts = append(counts, drawCounts(random, &link))
			}
		}
		m, err := New(net).Compose(counts)
		if err != nil {
			t.Fatal(err)
		}
		offsets := New(net).layers
		channels := offsets[len(net.Layers)]
		if err := m.Validate(channels, channels); err != nil {
			t.Fatal(err)
		}
		want := make([][]uint32, channels)
		for j := range want {
			want[j] = make([]uint32, channels)
		}
		for k := range net.Links {
			link := &net.Links[k]
			for j, row := range (reference{link, counts[k]}).rows() {
				all += len(row)
				for _, from := range link.From {
					copy(want[offsets[link.To]+j][offsets[from]:], row[:net.Layers[from].Channels])
					row = row[net.Layers[from].Channels:]
				}
			}
		}
		for j := range want {
			got := make([]uint32, channels)
			indices, values := m.Row(j)
			for k, i := range indices {
				got[i] = values[k]
			}
			kept += len(indices)
			if !slices.Equal(got, want[j]) {
				t.Fatalf("channel %d has the inputs %v instead of %v", j, got, want[j])
			}
		}
	})
	if kept*8 < all {
		t.Errorf("only %d of %d channels joined: the test shows little", kept, all)
	}
}

// bottleneck is a link of one one-step channel (0) and two channels (1, 2) behind an inner unit of two.
func bottleneck() (*topology.Network, [][]StepCounts) {
	from := func(unit, channels int) (sources []topology.Source) {
		for c := range channels {
			sources = append(sources, topology.Source{Unit: unit, Channel: c})
		}
		return sources
	}
	conv := func(to int, outputs []int, sources []topology.Source) topology.Step {
		kernel := &topology.Kernel{Out: len(outputs), In: len(sources), Group: 1}
		return topology.Step{Name: "conv", To: to, Outputs: outputs, Terms: []topology.Term{{Sources: sources, Kernel: kernel}}}
	}
	link := topology.Link{From: []int{0}, To: 1, Units: []topology.Unit{{Channels: 4}, {Channels: 2}, {Channels: 3}}, Steps: []topology.Step{
		conv(2, []int{0}, from(0, 4)), conv(1, []int{0, 1}, from(0, 4)), conv(2, []int{1, 2}, from(1, 2)),
	}}
	net := &topology.Network{Layers: []topology.Layer{{Channels: 4}, {Channels: 3}}, Links: []topology.Link{link}}
	return net, [][]StepCounts{{
		{Keys: []uint64{1, 2}, Counts: []uint32{9, 4}},
		{Keys: []uint64{0, 1, 2, 5, 7}, Counts: []uint32{5, 8, 3, 7, 2}}, // inner 0 takes 0, 1, 2; inner 1 takes 1, 3
		{Keys: []uint64{0, 1, 3}, Counts: []uint32{6, 4, 1}},             // channel 1 takes both, channel 2 takes inner 1
	}}
}

func TestBottleneck(t *testing.T) {
	net, counts := bottleneck()
	m, err := New(net).Compose(counts)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][2][]uint32{ // the one-step channel has two inputs, so the others keep two
		4: {{1, 2}, {9, 4}},
		5: {{0, 1}, {5, 6}}, // min(6, 5), min(6, 8) over min(4, 7), 3 of channel 2 and 2 of channel 3 dropped
		6: {{1, 3}, {1, 1}},
	}
	for j := range 7 {
		indices, values := m.Row(j)
		if !slices.Equal(indices, want[j][0]) || !slices.Equal(values, want[j][1]) {
			t.Errorf("channel %d takes in %v by %v instead of %v", j, indices, values, want[j])
		}
	}
}

func TestComposeRejects(t *testing.T) {
	for _, test := range []struct {
		change func(*topology.Network, [][]StepCounts) [][]StepCounts
		want   string
	}{
		{func(_ *topology.Network, c [][]StepCounts) [][]StepCounts { return nil }, "counts of 0 links for 1"},
		{func(_ *topology.Network, c [][]StepCounts) [][]StepCounts { return [][]StepCounts{c[0][:2]} }, "counts of 2 steps for 3"},
		{func(_ *topology.Network, c [][]StepCounts) [][]StepCounts { c[0][0].Keys[1] = 1; return c }, "key 1 after key 1"},
		{func(_ *topology.Network, c [][]StepCounts) [][]StepCounts { c[0][0].Keys[1] = 4; return c }, "key 4 of 1 outputs with 4 candidates"},
		{func(_ *topology.Network, c [][]StepCounts) [][]StepCounts { c[0][0].Counts = nil; return c }, "2 keys but 0 counts"},
		{func(n *topology.Network, c [][]StepCounts) [][]StepCounts {
			n.Links[0].Steps[0].Terms[0].Sources[1].Unit = -1
			return c
		}, "candidate 1 is constant"},
	} {
		net, counts := bottleneck()
		changed := test.change(net, counts)
		if _, err := New(net).Compose(changed); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v instead of one with %q", err, test.want)
		}
	}
}

// BenchmarkCompose composes a class over the blocks of InceptionV1's size: a plain branch of 192 channels and one of 320
// behind a bottleneck of 128, from 512, with five entries an image of 100.
func BenchmarkCompose(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	from := func(unit, channels int) (sources []topology.Source) {
		for c := range channels {
			sources = append(sources, topology.Source{Unit: unit, Channel: c})
		}
		return sources
	}
	link := topology.Link{From: []int{0}, To: 1, Units: []topology.Unit{{Channels: 512}, {Channels: 128}, {Channels: 512}}}
	var counts []StepCounts
	add := func(to, first, outputs, unit, channels int) {
		step := topology.Step{To: to, Terms: []topology.Term{{Sources: from(unit, channels), Kernel: &topology.Kernel{Out: outputs, In: channels, Group: 1}}}}
		var c StepCounts
		for o := range outputs {
			step.Outputs = append(step.Outputs, first+o)
			for k := range channels {
				if random.IntN(4) == 0 {
					c.Keys, c.Counts = append(c.Keys, uint64(o*channels+k)), append(c.Counts, 1+random.Uint32N(100))
				}
			}
		}
		link.Steps, counts = append(link.Steps, step), append(counts, c)
	}
	add(2, 0, 192, 0, 512)
	add(1, 0, 128, 0, 512)
	add(2, 192, 320, 1, 128)
	c := New(&topology.Network{Layers: []topology.Layer{{Channels: 512}, {Channels: 512}}, Links: []topology.Link{link}})
	for b.Loop() {
		if _, err := c.Compose([][]StepCounts{counts}); err != nil {
			b.Fatal(err)
		}
	}
}
