package topology

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// TestRandomNetworks builds networks of random blocks and proves every step, source and receptive field by running them.
func TestRandomNetworks(t *testing.T) {
	links, terms := 0, 0
	for seed := range uint64(12) {
		b := &builder{m: onnxtest.NewModel("image", 3, 13, 14), w: &weights{rand.New(rand.NewPCG(seed, 9))}, r: rand.New(rand.NewPCG(seed, 10)), dilation: 1 + int(seed%2)}
		data := b.network().Bytes()
		m, err := onnx.Parse(fmt.Sprint("seed ", seed), data)
		if err != nil {
			t.Fatal(err)
		}
		net, err := Analyse(m, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(net.Gaps) > 0 {
			t.Errorf("seed %d: gaps %+v", seed, net.Gaps)
		}
		links += len(net.Links)
		for _, s := range allSteps(net) {
			terms += len(s.Terms)
		}
		if len(net.Links) > 0 {
			checkSums(t, m, data, net, nil)
			checkSources(t, m, data, net, false)
		}
		if b.dilation == 1 { // else a field has gaps
			checkFields(t, data, net)
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, describe(net))
		}
	}
	t.Logf("%d links, %d terms", links, terms)
}

// builder grows a network; a feature is a tensor and its size.
type builder struct {
	m     *onnxtest.Model
	w     *weights
	r     *rand.Rand
	count int

	dilation int // the largest
}

type feature struct {
	name    string
	c, h, w int
}

func (b *builder) id(what string) string {
	b.count++
	return fmt.Sprintf("/%s%d", what, b.count)
}

func (b *builder) network() *onnxtest.Model {
	x := b.act(b.conv(feature{b.m.Input(), 3, 13, 14}, 4))
	for range 3 {
		switch b.r.IntN(7) {
		case 0:
			x = b.act(b.conv(x, 2*(1+b.r.IntN(3))))
		case 1:
			x = b.concat(x)
		case 2:
			x = b.residual(x)
		case 3:
			x = b.act(b.conv(b.pool(x), 4))
		case 4:
			x = b.shuffled(x)
		case 5:
			x = b.nested(x)
		case 6:
			x = b.partial(x)
		}
	}
	return b.m.Classifier(x.name, b.w.normal(3*x.c), 3)
}

// conv is a convolution of any geometry that leaves something of the map.
func (b *builder) conv(x feature, out int) feature {
	group := 1
	if x.c%2 == 0 && out%2 == 0 && b.r.IntN(3) == 0 {
		group = 2
	}
	c := onnxtest.Conv{Out: out, Group: group, Bias: b.w.normal(out)}
	size := [2]int{x.h, x.w}
	for a := range 2 {
		c.Kernel[a], c.Stride[a], c.Dilation[a] = 1+b.r.IntN(3), 1+b.r.IntN(2), 1+b.r.IntN(b.dilation)
		if c.Kernel[a] < c.Stride[a] {
			c.Stride[a] = 1
		}
		c.Pads[a], c.Pads[2+a] = b.r.IntN(c.Kernel[a]), b.r.IntN(c.Kernel[a])
		extent := (c.Kernel[a]-1)*c.Dilation[a] + 1
		if size[a]+c.Pads[a]+c.Pads[2+a] < extent+3 {
			c.Kernel[a], c.Stride[a], c.Dilation[a], c.Pads[a], c.Pads[2+a], extent = 1, 1, 1, 0, 0, 1
		}
		size[a] = (size[a]+c.Pads[a]+c.Pads[2+a]-extent)/c.Stride[a] + 1
	}
	c.Weights = b.w.normal(out * x.c / group * c.Kernel[0] * c.Kernel[1])
	return feature{b.m.Conv(b.id("conv"), x.name, c), out, size[0], size[1]}
}

// same is a convolution that keeps the map's size.
func (b *builder) same(x feature, out int) feature {
	return feature{b.m.Conv(b.id("conv"), x.name, b.w.conv(x.c, out, 1+2*b.r.IntN(2))), out, x.h, x.w}
}

func (b *builder) act(x feature) feature {
	x.name = b.m.Node("LeakyRelu", b.id("act"), []string{x.name}, nil)
	return x
}

func (b *builder) pool(x feature) feature {
	if x.h < 5 || x.w < 5 {
		return x
	}
	p := onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}
	if b.r.IntN(2) == 0 {
		return feature{b.m.MaxPool(b.id("pool"), x.name, p), x.c, x.h / 2, x.w / 2}
	}
	return feature{b.m.AveragePool(b.id("pool"), x.name, p), x.c, x.h / 2, x.w / 2}
}

// branch is a chain of up to two convolutions, or a pooled map, of the same size.
func (b *builder) branch(x feature) feature {
	switch b.r.IntN(4) {
	case 0:
		p := onnxtest.Pool{Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}
		return feature{b.m.AveragePool(b.id("pool"), x.name, p), x.c, x.h, x.w}
	case 1:
		return b.act(b.same(b.act(b.same(x, 2)), 3))
	}
	return b.act(b.same(x, 2))
}

func (b *builder) concat(x feature) feature {
	parts := []feature{b.branch(x), b.branch(x), b.act(b.same(x, 1))}
	names, channels := []string{}, 0
	for _, p := range parts {
		names, channels = append(names, p.name), channels+p.c
	}
	return feature{b.m.Concat(b.id("concat"), names...), channels, x.h, x.w}
}

func (b *builder) residual(x feature) feature {
	y := b.same(b.act(b.same(x, 2)), x.c)
	shortcut := x.name
	if b.r.IntN(2) == 0 {
		shortcut = b.same(x, x.c).name
	}
	y.name = b.m.Add(b.id("add"), y.name, shortcut)
	return b.act(y)
}

// nested adds, subtracts and adds again.
func (b *builder) nested(x feature) feature {
	inner := b.m.Node("Sub", b.id("sub"), []string{b.same(x, x.c).name, b.act(b.same(x, x.c)).name}, nil)
	if b.r.IntN(2) == 0 {
		inner = b.act(feature{name: inner}).name
	}
	x.name = b.m.Node("Sum", b.id("sum"), []string{x.name, inner, b.same(x, x.c).name}, nil)
	return b.act(x)
}

func (b *builder) shuffled(x feature) feature {
	if x.c%2 == 0 {
		x.name = b.m.Shuffle(b.id("shuffle"), x.name, x.c, x.h, x.w, 2)
	}
	return b.act(b.same(x, 4))
}

// partial adds a map that has lost a channel and got a channel of zeros to one that skips it.
func (b *builder) partial(x feature) feature {
	if x.c < 2 {
		return x
	}
	s := b.m.Slice(b.id("slice"), x.name, 1, 1, x.c, 1)
	s = b.m.Pad(b.id("pad"), s, [4]int{0, 1, 0, 0}, [4]int{})
	x.name = b.m.Add(b.id("add"), b.same(x, x.c).name, s)
	return b.act(x)
}
