package pipeline_test

import "summit/precompute/internal/pipeline/reference"

// residual is the basic block: two convolutions beside the identity.
func (n drawn) residual(x int) int {
	c := n.Nodes[x].Channels
	inner := n.norm(n.conv(n.unit(x, n.between(1, 4), 3, 1), c, 3, 1))
	if n.flip() {
		return n.act(n.Add(inner, x))
	}
	return n.act(n.Add(x, inner))
}

// bottleneck is a block of three convolutions, the middle one grouped at times.
func (n drawn) bottleneck(x int) int {
	narrow := n.unit(x, 2*n.between(1, 2), 1, 1)
	middle := n.act(n.groupedConv(narrow, n.Nodes[narrow].Channels, 3, 1, n.between(1, 2)))
	return n.act(n.Add(n.norm(n.conv(middle, n.Nodes[x].Channels, 1, 1)), x))
}

// downsample halves the map, the identity path by a 1x1 convolution.
func (n drawn) downsample(x int) int {
	channels := n.between(2, 6)
	inner := n.norm(n.conv(n.unit(x, n.between(1, 3), 3, 2), channels, 3, 1))
	return n.act(n.Add(inner, n.norm(n.conv(x, channels, 1, 2))))
}

// shortcut halves the map, the identity path by leaving out rows and columns and adding channels of zeros.
func (n drawn) shortcut(x int) int {
	c := n.Nodes[x].Channels
	before, after := n.between(0, 2), n.between(0, 2)
	inner := n.norm(n.conv(n.unit(x, n.between(1, 3), 3, 2), before+c+after, 3, 1))
	return n.act(n.Add(inner, n.Extend(n.Subsample(x), before, after)))
}

// preactivation adds to the sum itself and activates before the convolution; its layers hold values below 0.
func (n drawn) preactivation(x int) int {
	c := n.Nodes[x].Channels
	for range n.between(1, 2) {
		inner := n.unit(n.act(x), n.between(1, 3), 3, 1)
		x = n.Add(x, n.conv(inner, c, 1, 1))
	}
	return x
}

// dense joins every convolution with all that came before it.
func (n drawn) dense(x int) int {
	for range n.between(1, 2) {
		x = n.Concat(x, n.unit(n.unit(x, n.between(1, 3), 1, 1), n.between(1, 2), 3, 1))
	}
	if n.flip() {
		return x
	}
	// The same written flat: the first convolution is an input of the second one and a part of the layer.
	first := n.unit(x, n.between(1, 2), 3, 1)
	return n.Concat(x, first, n.unit(n.Concat(x, first), n.between(1, 2), 3, 1))
}

// grouped is a convolution in groups.
func (n drawn) grouped(x int) int {
	group := n.between(1, 3)
	x = n.unit(x, group*n.between(1, 2), 1, 1)
	return n.act(n.groupedConv(x, group*n.between(1, 2), 3, n.between(1, 2), group))
}

// depthwise is MobileNet's inverted residual.
func (n drawn) depthwise(x int) int {
	wide := n.unit(x, 2*n.between(1, 3), 1, 1)
	wide = n.act(n.groupedConv(wide, n.Nodes[wide].Channels, 3, 1, n.Nodes[wide].Channels))
	return n.Add(x, n.norm(n.conv(wide, n.Nodes[x].Channels, 1, 1)))
}

// shuffle is ShuffleNet's block: half of the channels pass, the others are convolved, then all are shuffled.
func (n drawn) shuffle(x int) int {
	half := n.between(1, 3)
	x = n.unit(x, 2*half, 1, 1)
	inner := n.unit(n.Take(x, half, 2*half), half, 3, 1)
	return n.unit(n.Shuffle(n.Concat(n.Take(x, 0, half), inner), 2), n.between(2, 4), 3, 1)
}

// nested adds three terms in two additions, one of them twice removed.
func (n drawn) nested(x int) int {
	c := n.Nodes[x].Channels
	a := n.norm(n.conv(x, c, 3, 1))
	b := n.norm(n.groupedConv(n.pool(x, 3, 1), c, 1, 1, 1))
	sum := n.norm(n.Add(a, b))
	if n.flip() {
		sum = n.act(sum)
	}
	w := reference.Window{Kernel: [2]int{3, 1}, Pads: [4]int{1, 0, 1, 0}}
	return n.act(n.Add(n.Conv(sum, w, 1, n.whole(c*c*3, 1), n.whole(c, 1)), x))
}
