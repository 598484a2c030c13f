package pipeline_test

import "testing"

// A chain of convolutions, one of them strided, that moves every signal to another channel in each layer.
func TestPlantedChain(t *testing.T) {
	p := newPlanted()
	x := p.stem(16, [...]int{3, 14, 7, 10})
	x = p.unit("second", x, 16, 24, 3, 1, wire{3, 20, 1}, wire{14, 1, 1}, wire{7, 22, 1}, wire{10, 9, 1})
	x = p.unit("third", x, 24, 24, 3, 2, wire{20, 5, 1}, wire{1, 23, 1}, wire{22, 11, 1}, wire{9, 12, 1})
	x = p.unit("fourth", x, 24, 16, 1, 1, wire{5, 15, 1}, wire{23, 0, 1}, wire{11, 2, 1}, wire{12, 8, 1})
	checkPlanted(t, p.finish(x, 16, [...]int{15, 0, 2, 8}), [...][]int{
		red:        {3, 20, 5, 15},
		green:      {14, 1, 23, 0},
		vertical:   {7, 22, 11, 2},
		horizontal: {10, 9, 12, 8},
	})
}

// An Inception block with a branch for each class: 1x1, 3x3 and 5x5 behind bottlenecks, and 1x1 behind a pooling.
func TestPlantedInception(t *testing.T) {
	p := newPlanted()
	x := p.stem(16, [...]int{3, 14, 7, 10})
	one := p.unit("one", x, 16, 12, 1, 1, wire{3, 4, 1})
	three := p.unit("three", p.unit("three-reduce", x, 16, 10, 1, 1, wire{14, 6, 1}), 10, 12, 3, 1, wire{6, 9, 1})
	five := p.unit("five", p.unit("five-reduce", x, 16, 10, 1, 1, wire{7, 8, 1}), 10, 12, 5, 1, wire{8, 11, 1})
	pooled := p.unit("pool-project", p.pooled("pool-branch", x), 16, 12, 1, 1, wire{10, 2, 1})
	x = p.Concat("mixed", one, three, five, pooled)
	x = p.unit("last", x, 48, 16, 3, 1, wire{4, 15, 1}, wire{12 + 9, 0, 1}, wire{24 + 11, 2, 1}, wire{36 + 2, 8, 1})
	checkPlanted(t, p.finish(x, 16, [...]int{15, 0, 2, 8}), [...][]int{
		red:        {3, 4, 15},
		green:      {14, 21, 0},
		vertical:   {7, 35, 2},
		horizontal: {10, 38, 8},
	})
}

// Residual blocks: red and horizontal keep their channel by the identity path; green and vertical move by the convolutions, which also
// take them out of their old channel. In the block that halves the map, the identity path is a convolution, which carries red and
// horizontal.
func TestPlantedResidual(t *testing.T) {
	p := newPlanted()
	x := p.stem(16, [...]int{3, 14, 7, 10})
	inner := p.unit("conv1a", x, 16, 12, 3, 1, wire{14, 2, 1}, wire{7, 9, 1})
	inner = p.conv("conv1b", inner, 12, 16, 3, 1, wire{2, 5, 2}, wire{2, 14, -1}, wire{9, 12, 2}, wire{9, 7, -1})
	x = p.Relu("block1", p.Add("sum1", inner, x))
	inner = p.unit("conv2a", x, 16, 12, 3, 2, wire{5, 8, 1}, wire{12, 1, 1})
	inner = p.conv("conv2b", inner, 12, 24, 3, 1, wire{8, 20, 2}, wire{1, 6, 2})
	x = p.Relu("block2", p.Add("sum2", inner, p.conv("conv2c", x, 16, 24, 1, 2, wire{3, 15, 2}, wire{10, 2, 2})))
	checkPlanted(t, p.finish(x, 24, [...]int{15, 20, 6, 2}), [...][]int{
		red:        {3, 3, 15},
		green:      {14, 5, 20},
		vertical:   {7, 12, 6},
		horizontal: {10, 10, 2},
	})
}
